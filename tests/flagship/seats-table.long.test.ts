/**
 * What each move does on average, made at every turn at which it can be, against the same trials without it: the table
 * of docs/scenarios/trilateral-seats.md. `STAVE_SEAT_TABLE=FILE` writes it as Markdown.
 */
import { writeFileSync } from 'node:fs';
import { compileJs, type Model } from '@stave/engine';
import { expect, it } from 'vitest';
import { run, type Run } from '../support/scenario.ts';
import { flagship, irOfModel, movesOf, scripted, scriptOver, withoutBots } from './playing.ts';

const TRIALS_A_MOVE = 120;

interface Effect {
  readonly mean: number;
  /** Standard error. */
  readonly error: number;
}

/** Goals as measures, which a run reports. */
function withGoals(model: Model): Model {
  const [like] = model.measures;
  if (!like) throw new Error('no measure to be like');
  const goals = model.seats.flatMap(({ name, goals: list }) =>
    list.flatMap(({ id, when }) =>
      when
        ? [{ ...like, name: `goal_${name}_${id}`, value: when, range: [0, 1] as const, reported: true }]
        : [],
    ),
  );
  return { ...model, measures: [...model.measures, ...goals] };
}

function effectOf(values: readonly number[]): Effect {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((a, x) => a + (x - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
}

const last = (of: Run, name: string, trial: number): number => of.measure(name, trial).at(-1) ?? Number.NaN;
const total = (of: Run, name: string, trial: number): number =>
  of.measure(name, trial).reduce((a, b) => a + b, 0);

it(
  'no move of a seat is at once its cheapest and its best for every goal',
  { timeout: 600_000 },
  async () => {
    const plain = await flagship(0);
    const moves = movesOf(plain);
    const counted = moves.map((move, i) => `  made${i}: { value: happened(${move}) }`);
    const played = withGoals(
      await flagship(0, {
        parameters: scriptOver(moves.length),
        measures: ['  scriptOf: { value: script }', '  felt: { value: threat }', ...counted].join('\n'),
      }),
    );
    const trials = TRIALS_A_MOVE * moves.length;
    const runOf = (model: Model, count = trials): Run => {
      const ir = irOfModel(model);
      return run(compileJs(ir), ir, { trials: count, seed: 'table' });
    };
    const made = runOf(scripted(played));
    const idle = runOf(withoutBots(played));
    const bots = runOf(await flagship(1, { measures: counted.join('\n') }), 2000);
    const lines: string[] = [];
    for (const seat of plain.seats) {
      const rows = seat.moves.map((move) => {
        const number = moves.indexOf(`${seat.name}.${move.name}`);
        const mine = Array.from({ length: trials }, (_, i) => i).filter(
          (i) => made.measure('scriptOf', i)[0] === number + 1,
        );
        const gain = (name: string): Effect =>
          effectOf(mine.map((i) => last(made, name, i) - last(idle, name, i)));
        return {
          name: move.name,
          price:
            move.cost?.op === 'neg' && move.cost.of.op === 'number'
              ? -move.cost.of.value
              : numberOf(move.cost),
          times: effectOf(mine.map((i) => total(made, `made${number}`, i))).mean,
          byBots: effectOf(Array.from({ length: 2000 }, (_, i) => total(bots, `made${number}`, i))).mean,
          world: ['cohesion', 'tac', 'felt'].map(gain),
          goals: seat.goals.map(({ id }) => gain(`goal_${seat.name}_${id}`)),
        };
      });
      for (const row of rows) {
        const best = (other: (typeof rows)[number]): boolean =>
          row.price < other.price && row.goals.every(({ mean }, i) => mean >= (other.goals[i]?.mean ?? 0));
        expect(
          rows.every((other) => other === row || best(other)),
          `${seat.name}.${row.name} dominates`,
        ).toBe(false);
      }
      const told = ({ mean, error }: Effect, digits: number): string =>
        error < 10 ** -digits / 2 && Math.abs(mean) < 10 ** -digits / 2
          ? '0'
          : `${mean.toFixed(digits)} ± ${error.toFixed(digits)}`;
      const heads = [
        'move',
        'price',
        'made',
        'by bots',
        'cohesion',
        'TAC',
        'threat',
        ...seat.goals.map(({ id }) => id),
      ];
      lines.push(
        `### ${seat.name}`,
        '',
        `| ${heads.join(' | ')} |`,
        `| ${heads.map(() => '---').join(' | ')} |`,
      );
      for (const { name, price, times, byBots, world, goals } of rows) {
        const [cohesion, tac, felt] = world.map((effect, i) => told(effect, i === 1 ? 2 : 3));
        const cells = [name, price, times.toFixed(1), byBots.toFixed(1), cohesion, tac, felt];
        lines.push(`| ${[...cells, ...goals.map((goal) => told(goal, 2))].join(' | ')} |`);
      }
      lines.push('');
    }
    const file = process.env['STAVE_SEAT_TABLE'];
    if (file !== undefined) writeFileSync(file, lines.join('\n'));
  },
);

const numberOf = (cost: Model['seats'][number]['moves'][number]['cost']): number =>
  cost?.op === 'number' ? cost.value : 0;
