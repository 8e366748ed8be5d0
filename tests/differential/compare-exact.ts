/**
 * Exact answers against counts of trials, on random scenarios without continuous chance. How many were solved, and
 * how many numbers were compared, says what the comparison was worth.
 */
import {
  compileJs,
  intervened,
  solveExact,
  type ExactAnswers,
  type ExactQuestion,
  type Ir,
  type TrialBlock,
} from '@stave/engine';
import fc from 'fast-check';
import { expect } from 'vitest';
import { irOf, run } from '../support/scenario.ts';
import { interventionsIn } from './arbitrary-interventions.ts';
import { discreteScenarioText } from './arbitrary-scenario.ts';

const TRIALS = 3000;
/** Larger scenarios are refused, so that loops of draws take no longer than what they show. */
const STATES = 400;
const NOT_APPLICABLE = -2;
/** Of one comparison; Bernstein's bound holds for every probability and number of trials. */
const FALSE_ALARM = 1e-8;

/** A probability this near to 0 or 1 is rounding. */
const ROUNDING = 1e-14;

/** S. Bernstein, 1924: P(|X - np| >= t) <= 2 exp(-t² / (2 (np(1-p) + t/3))), solved for t. */
function slack(p: number): number {
  const log = Math.log(2 / FALSE_ALARM);
  return log / 3 + Math.sqrt((log / 3) ** 2 + 2 * log * TRIALS * p * (1 - p));
}

function expectCount(what: string, count: number, p: number): void {
  // What cannot happen has no luck to be blamed.
  const low = p >= 1 - ROUNDING ? TRIALS : Math.max(0, TRIALS * p - slack(p));
  const high = p <= ROUNDING ? 0 : TRIALS * p + slack(p);
  expect(count, `${what}: exactly ${p}, in ${count} of ${TRIALS} trials`).toBeGreaterThanOrEqual(low);
  expect(count, `${what}: exactly ${p}, in ${count} of ${TRIALS} trials`).toBeLessThanOrEqual(high);
}

function compare(ir: Ir, exact: ExactAnswers, block: TrialBlock): number {
  let comparisons = 0;
  const check = (what: string, count: number, p: number): void => {
    expectCount(what, count, p);
    comparisons++;
  };
  const failures = new Map(
    exact.failures.map(({ code, place, probability }) => [`${code} ${place}`, probability]),
  );
  const seen = countBy(block.failures.map(({ code, place }) => `${code} ${place}`));
  for (const name of new Set([...failures.keys(), ...seen.keys()]))
    check(name, seen.get(name) ?? 0, failures.get(name) ?? 0);

  exact.questions.forEach((question, q) => {
    const { id, kind, outcomes, given } = question;
    const answers = Array.from(
      { length: block.count },
      (_, trial) => block.answers[trial * ir.questions.length + q]!,
    );
    const counts = countBy(answers);
    const applicable = (1 - exact.failed) * (given?.probability ?? 1);
    check(`${id} not applicable`, counts.get(NOT_APPLICABLE) ?? 0, 1 - exact.failed - applicable);
    const first = kind === 'time' ? (ir.questions[q]?.first ?? 0) : 0;
    outcomes.forEach(({ value, probability }, i) => {
      const answer = value === 'never' ? ir.clock.steps + 1 : first + i;
      check(`${id} ${value}`, counts.get(answer) ?? 0, (probability ?? 0) * applicable);
    });
    if (ir.questions[q]?.number !== undefined) {
      expectNumbers(ir, question, block, q);
      comparisons++;
    }
  });
  return comparisons;
}

/** The mean is as near as Bernstein's bound wants it, and no value lies outside. */
function expectNumbers(
  ir: Ir,
  { id, number, expectations }: ExactQuestion,
  block: TrialBlock,
  q: number,
): void {
  const width = block.numbers.length / block.count;
  const column = ir.questions[q]?.number ?? 0;
  const values = Array.from(
    { length: block.count },
    (_, trial) => block.numbers[trial * width + column]!,
  ).filter((x) => !Number.isNaN(x));
  if (values.length === 0) return;
  const mean = Number(expectations[0]?.value);
  const { least = 0, most = 0, sd = 0 } = number ?? {};
  expect(Math.min(...values), id).toBeGreaterThanOrEqual(least);
  expect(Math.max(...values), id).toBeLessThanOrEqual(most);
  const off = Math.abs(values.reduce((sum, x) => sum + (x - mean), 0));
  const log = Math.log(2 / FALSE_ALARM);
  const reach = ((most - least) * log) / 3;
  const rounding = 1e-9 * values.length * (1 + Math.abs(mean));
  expect(off, `${id}: mean ${mean}`).toBeLessThanOrEqual(
    reach + Math.sqrt(reach * reach + 2 * log * values.length * sd * sd) + rounding,
  );
}

function countBy<T>(items: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

export interface Compared {
  readonly solved: number;
  /** Of these, scenarios in which trials can fail. */
  readonly failing: number;
  readonly comparisons: number;
}

/** Without a seed fast-check takes one and names it when it finds a difference. */
export async function compareExactOnRandomScenarios(options: {
  readonly numRuns: number;
  readonly seed?: number;
  /** With random interventions in each. */
  readonly intervening?: boolean;
}): Promise<Compared> {
  let [solved, failing, comparisons] = [0, 0, 0];
  const { intervening = false, ...runs } = options;
  await fc.assert(
    fc.asyncProperty(discreteScenarioText, async (text) => {
      const plain = await irOf(text);
      const list = intervening ? interventionsIn(plain, Number.parseInt(plain.hash.slice(0, 7), 16)) : [];
      const ir = intervened(plain, list);
      const result = solveExact(ir, { maxStates: STATES });
      if (!result.ok) {
        expect(result.diagnostics.map(({ code }) => code)).toEqual(['exact-too-large']);
        return;
      }
      solved++;
      if (result.answers.failed > 0) failing++;
      comparisons += compare(ir, result.answers, run(compileJs(ir), ir, { trials: TRIALS }).block);
    }),
    { ...runs, endOnFailure: true },
  );
  return { solved, failing, comparisons };
}
