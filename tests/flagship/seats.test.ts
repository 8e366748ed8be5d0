/**
 * Seats of the flagship: without players the forecast is what it is, and with players every move is made by somebody,
 * does something and is paid for.
 */
import { compileJs } from '@stave/engine';
import { describe, expect, it } from 'vitest';
import { bits, run, runAll } from '../support/scenario.ts';
import { flagship, irOfModel, movesOf, scripted, scriptOver, withoutBots } from './playing.ts';

/** Sums of a reported measure over the frames of each trial. */
const perTrial = (of: ReturnType<typeof run>, name: string, trials: number): readonly number[] =>
  Array.from({ length: trials }, (_, i) => of.measure(name, i).reduce((a, b) => a + b, 0));

const seats = await flagship(0);

describe('rules of the game', () => {
  it('there are six seats with six to eight moves, one slot of them covert, goals to draw from, an aim and its source', () => {
    expect(seats.seats.map(({ name }) => name)).toEqual(['us', 'japan', 'korea', 'dprk', 'china', 'russia']);
    for (const seat of seats.seats) {
      expect(seat.moves.length, seat.name).toBeGreaterThanOrEqual(6);
      expect(seat.moves.length, seat.name).toBeLessThanOrEqual(8);
      expect(seat.moves.filter(({ covert }) => covert).length, seat.name).toBe(1);
      expect(seat.goals.length, seat.name).toBeGreaterThanOrEqual(3);
      for (const goal of seat.goals) expect(goal.when, goal.id).toBeDefined();
      expect(
        seat.provenance.evidence.some((id) => id.startsWith('aims')),
        seat.name,
      ).toBe(true);
    }
  });

  it('what players and readers see stands in English and Chinese', () => {
    for (const { name, label, brief, goals, moves, roles } of seats.seats) {
      const texts = [label, brief, ...goals.map(({ text }) => text), ...roles.map((role) => role.brief)];
      for (const text of [...texts, ...moves.flatMap((move) => [move.label, move.text])]) {
        expect(Object.keys(text ?? {}), name).toEqual(expect.arrayContaining(['en', 'zh']));
      }
    }
    const bulletin = seats.drivers.find(({ name }) => name === 'bulletin');
    const told = new Map(
      bulletin?.on.map(({ descriptor, transitions }) => [descriptor, transitions[0]?.news] as const),
    );
    for (const move of movesOf(seats)) {
      expect(Object.keys(told.get(move) ?? {}), move).toEqual(expect.arrayContaining(['en', 'zh']));
    }
  });

  it('no source of the aims is later than June 2023', () => {
    const aims = seats.evidence.filter(({ id }) => id.startsWith('aims'));
    expect(aims.length).toBe(6);
    for (const { id, date } of aims) expect(date < '2023-07', id).toBe(true);
  });
});

it('without players the forecast is that of a scenario that has no seats', () => {
  const seated = run(compileJs(irOfModel(seats)), irOfModel(seats), { trials: 12 });
  const bare = irOfModel({ ...seats, seats: [] });
  expect(bits(seated.block)).toEqual(bits(run(compileJs(bare), bare, { trials: 12 }).block));
});

describe('with bots', async () => {
  const refusable = new Set(
    seats.seats.flatMap(({ name, moves }) =>
      moves.flatMap((move) => (move.consent.length > 0 ? [`${name}.${move.name}`] : [])),
    ),
  );
  const model = await flagship(1, {
    measures: [
      ...movesOf(seats).map((move, i) => `  made${i}: { value: happened(${move}) }`),
      `  refusals: { value: '${[...refusable].map((move) => `happened(refused.${move})`).join(' + ')}' }`,
      `  poorest: { value: 'min(${seats.seats.map(({ name }) => `${name}.capital`).join(', ')})' }`,
    ].join('\n'),
  });
  const ir = irOfModel(model);

  it('every move is made in some trial, some consents are refused, and nobody owes', () => {
    const trials = 200;
    const played = run(compileJs(ir), ir, { trials });
    expect(played.block.failures).toEqual([]);
    const made = movesOf(model).map((move, i) => ({
      move,
      times: perTrial(played, `made${i}`, trials).reduce((a, b) => a + b, 0),
    }));
    expect(made.filter(({ times }) => times === 0)).toEqual([]);
    expect(perTrial(played, 'refusals', trials).some((n) => n > 0)).toBe(true);
    for (let i = 0; i < trials; i++)
      expect(Math.min(...played.measure('poorest', i))).toBeGreaterThanOrEqual(0);
  });

  it('executors agree to the last bit', () => {
    runAll(ir, { trials: 3, seed: 'seats' });
  });
});

it('each move, made whenever it can be, moves an answer or a measure', async () => {
  const count = movesOf(seats).length;
  const trials = 6 * count;
  const model = await flagship(0, {
    parameters: scriptOver(count),
    measures: '  scriptOf: { value: script }',
  });
  const [made, idle] = [scripted(model), withoutBots(model)].map((of) => {
    const ir = irOfModel(of);
    return run(compileJs(ir), ir, { trials });
  });
  if (!made || !idle) throw new Error('nothing ran');
  expect(made.block.failures).toEqual([]);
  const answers = made.block.answers.length / trials;
  const measures = made.block.measures.length / trials;
  const moved = new Set<number>();
  for (let i = 0; i < trials; i++) {
    const same = (a: ArrayLike<number>, b: ArrayLike<number>, width: number): boolean => {
      for (let k = i * width; k < (i + 1) * width; k++) if (!Object.is(a[k], b[k])) return false;
      return true;
    };
    if (
      same(made.block.answers, idle.block.answers, answers) &&
      same(made.block.measures, idle.block.measures, measures)
    )
      continue;
    moved.add(made.measure('scriptOf', i)[0] ?? 0);
  }
  expect(movesOf(seats).filter((_, i) => !moved.has(i + 1))).toEqual([]);
});
