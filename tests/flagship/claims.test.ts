/**
 * What the pack stands on: every claim of its register has a row and a use or a reason, every system a place, every
 * element a submodel, and ODD.md is what the model prints.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printOdd, worded } from '@stave/engine';
import { expect, it } from 'vitest';
import { packs } from '../support/packs.ts';
import { flagship } from './playing.ts';

const model = await flagship(0);

/** Rows of a table of two columns without quotes. */
const rowsOf = (file: string): readonly (readonly [string, string])[] =>
  readFileSync(join(packs, 'trilateral', file), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','))
    .map((cells) => {
      if (cells.length !== 2 || cells.some((cell) => cell === ''))
        throw new Error(`${file}: ${cells.join()}`);
      return [cells[0] ?? '', cells[1] ?? ''];
    });

/** Lists of ids under `evidence`, wherever an element has one. */
function cited(value: unknown, into = new Set<string>()): ReadonlySet<string> {
  if (Array.isArray(value)) for (const item of value) cited(item, into);
  else if (value !== null && typeof value === 'object')
    for (const [key, part] of Object.entries(value)) {
      if (key === 'evidence' && Array.isArray(part))
        for (const id of part) if (typeof id === 'string') into.add(id);
      cited(part, into);
    }
  return into;
}

const many = (letter: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `C-${letter}${i + 1}`);

it('the register has every claim of the essay, and each is cited or left out for a reason', () => {
  const register = rowsOf('claims.csv').map(([id]) => id);
  expect(register).toEqual([
    ...many('S', 9),
    ...many('M', 14),
    ...many('E', 22),
    ...many('F', 10),
    ...many('B', 7),
  ]);
  const { evidence, ...elements } = model;
  const rows = new Map(evidence.map((row) => [row.id, row]));
  // A submodel is no use of its own: the elements it describes have to cite.
  const uses = cited({ ...elements, odd: undefined });
  for (const id of register) {
    const row = rows.get(id);
    expect(row, id).toBeDefined();
    const reason = row?.omitted ?? row?.background;
    expect(
      uses.has(id) || (reason ?? '').length > 20,
      `${id} is neither cited nor left out for a reason`,
    ).toBe(true);
    expect(uses.has(id) && row?.omitted !== undefined, `${id} is cited and left out`).toBe(false);
  }
});

it('every system that the essay names has a driver, an indicator, a variable or a dated event', () => {
  const there = new Set([
    ...model.drivers.flatMap(({ name, variables }) => [name, ...variables.map((variable) => variable.name)]),
    ...model.indicators.map(({ name }) => name),
    ...model.calendar.map(({ event }) => event),
  ]);
  const systems = rowsOf('systems.csv');
  expect(systems.length).toBe(34);
  for (const [system, elements] of systems)
    for (const element of elements.split(' ')) expect(there.has(element), `${system}: ${element}`).toBe(true);
});

it('every driver, indicator, measure and seat is described in a submodel', () => {
  const described = new Set(model.odd?.submodels.flatMap(({ elements }) => elements));
  const { drivers, indicators, measures, seats } = model;
  const missing = [...drivers, ...indicators, ...measures, ...seats]
    .map(({ name }) => name)
    .filter((name) => !described.has(name));
  expect(missing).toEqual([]);
});

it('ODD.md is what the model prints, and opens with what its writers knew', () => {
  const page = readFileSync(join(packs, 'trilateral-2023/ODD.md'), 'utf8');
  // Equal or not: the difference of two long texts helps nobody. `stave show scenario.yaml --as odd` writes it anew.
  expect(page === printOdd(worded(model)), 'ODD.md is not current').toBe(true);
  const [, opening = ''] = page.split('\n## ');
  expect(opening).toMatch(
    /^Hindsight\n\nThose who wrote this pack knew what happened up to the date of writing/,
  );
  expect(page).not.toContain('_Not said._');
});
