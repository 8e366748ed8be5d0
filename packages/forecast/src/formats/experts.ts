/**
 * Judgements of experts on quantities:
 *
 *   expert, quantity, round, low, best, high, confidence, date, reason
 *
 * `low` to `high` holds the quantity with probability `confidence`, `best` lies between. Seed questions are those whose
 * value is known: quantity, value.
 */
import { COUNT, FINITE, MOMENT, SHARE, TEXT } from './cells.ts';
import { full, gaps, tableFormat, type Located, type RowOf } from './columns.ts';
import { Problems, type Read } from './problem.ts';
import type { Sheet } from './sheet.ts';
import { didYouMean } from './suggest.ts';

export const EXPERTS = tableFormat({
  expert: full('expert', TEXT),
  quantity: full('quantity', TEXT),
  round: full('round', COUNT),
  low: full('low', FINITE),
  best: full('best', FINITE),
  high: full('high', FINITE),
  confidence: full('confidence', SHARE),
  date: gaps('date', MOMENT),
  reason: gaps('reason', TEXT),
});
export const SEEDS = tableFormat({ quantity: full('quantity', TEXT), value: full('value', FINITE) });

export type JudgementRow = RowOf<typeof EXPERTS.columns>;

export function readExperts(sheet: Sheet): Read<readonly Located<JudgementRow>[]> {
  const { value: rows, problems: found } = EXPERTS.read(sheet);
  const problems = new Problems(sheet.source);
  problems.take(found);
  const seen = new Map<string, number>();
  for (const { row, expert, quantity, round, low, best, high } of rows ?? []) {
    if (!(low < high))
      problems.error(`low ${low} is not below high ${high}`, 'low, best and high rise', {
        row,
        column: 'low',
      });
    else if (best < low || best > high)
      problems.error(`best ${best} is not between ${low} and ${high}`, 'low, best and high rise', {
        row,
        column: 'best',
      });
    const same = JSON.stringify([expert, quantity, round]);
    const first = seen.get(same);
    if (first !== undefined)
      problems.error(
        `row ${first} has what ${expert} says of ${quantity} in round ${round}`,
        'give it a later round, or remove one',
        { row, column: 'round' },
      );
    seen.set(same, row);
  }
  return problems.result(() => rows ?? []);
}

export const writeExperts = (rows: readonly JudgementRow[]): string => EXPERTS.write(rows);

/** Values of seed questions by quantity, each of which some expert has judged. */
export function readSeeds(sheet: Sheet, quantities: ReadonlySet<string>): Read<ReadonlyMap<string, number>> {
  const { value: rows, problems: found } = SEEDS.read(sheet);
  const problems = new Problems(sheet.source);
  problems.take(found);
  const values = new Map<string, number>();
  for (const { row, quantity, value } of rows ?? []) {
    if (!quantities.has(quantity))
      problems.error(`no expert has judged \`${quantity}\``, didYouMean(quantity, quantities), {
        row,
        column: 'quantity',
      });
    if (values.has(quantity))
      problems.error(`${quantity} stands here already`, 'remove one of them', { row, column: 'quantity' });
    values.set(quantity, value);
  }
  return problems.result(() => values);
}
