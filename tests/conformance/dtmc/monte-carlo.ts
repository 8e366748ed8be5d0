/** Runs a scenario by Monte Carlo on the JavaScript kernel and judges what was published about it. */
import { compileJs, seedKey, type Executor, type Ir, type TrialBlock } from '@stave/engine';
import { irOf } from '../../support/scenario.ts';
import type { Read } from './cases.ts';
import { judgeMean, judgeProportion, type Verdict } from './judge.ts';

/** Bytes of reported measures in one block of trials. */
const BLOCK_BYTES = 32e6;

export interface Published {
  readonly id: string;
  readonly quantity: 'probability' | 'expectation';
  readonly value: number;
  readonly read: Read;
  readonly trials: number;
}

export interface Result {
  readonly id: string;
  readonly passed: boolean;
  /** One line for each attempt: the first and, if that failed, the only retry. */
  readonly attempts: readonly string[];
}

/** One result for each of `published`. The seeds are fixed by `name`; the retry has a seed of its own. */
export async function judge(
  name: string,
  text: string,
  published: readonly Published[],
): Promise<readonly Result[]> {
  const ir = await irOf(text, `${name}.yaml`);
  const executor = compileJs(ir);
  const first = attempt(ir, executor, published, `${name}, first`);
  const failed = published.filter((_, i) => !first[i]!.holds);
  const second = attempt(ir, executor, failed, `${name}, second`);
  return published.map((one, i) => {
    const retry = second[failed.indexOf(one)];
    const verdicts = retry ? [first[i]!, retry] : [first[i]!];
    return {
      id: one.id,
      passed: verdicts.some((verdict) => verdict.holds),
      attempts: verdicts.map((verdict) => `${name} ${one.id} = ${one.value}: ${verdict.text}`),
    };
  });
}

function attempt(ir: Ir, executor: Executor, published: readonly Published[], seed: string): Verdict[] {
  const sums = published.map(() => ({ sum: 0, squares: 0 }));
  const trials = Math.max(0, ...published.map((one) => one.trials));
  const bytes = 8 * ir.reported * (ir.clock.steps + 1);
  const size = Math.min(5000, Math.max(100, Math.floor(BLOCK_BYTES / bytes)));
  for (let first = 0; first < trials; first += size) {
    const count = Math.min(size, trials - first);
    const block = executor.run({ seed: seedKey(seed), stream: 0, first, count, share: 1 });
    const failure = block.failures[0];
    if (failure) throw new Error(`${seed}: ${JSON.stringify(failure)}`);
    expectEnds(ir, block, seed);
    for (const [i, one] of published.entries()) {
      const value = reader(ir, block, one.read);
      const sum = sums[i]!;
      for (let trial = 0; trial < Math.min(count, one.trials - first); trial++) {
        const x = value(trial);
        sum.sum += x;
        sum.squares += x * x;
      }
    }
  }
  return published.map(({ quantity, value, trials }, i) => {
    const { sum, squares } = sums[i]!;
    return quantity === 'probability'
      ? judgeProportion(sum, trials, value)
      : judgeMean(sum, squares, trials, value);
  });
}

/** Where a scenario asks whether the trial ended within the horizon, every trial has to. */
function expectEnds(ir: Ir, block: TrialBlock, seed: string): void {
  if (!ir.questions.some((question) => question.id === 'ended')) return;
  const ended = reader(ir, block, { question: 'ended' });
  for (let trial = 0; trial < block.count; trial++)
    if (ended(trial) === 0)
      throw new Error(`${seed}: the horizon is too short for trial ${block.first + trial}`);
}

/** The answer of a trial, by its number in the block. */
function reader(ir: Ir, block: TrialBlock, read: Read): (trial: number) => number {
  if ('total' in read) {
    const frames = ir.clock.steps + 1;
    const m = index(ir.measures.slice(0, ir.reported), (measure) => measure.name === read.total);
    const { from = 0, to = frames - 1 } = read;
    return (trial) => {
      const at = (trial * ir.reported + m) * frames;
      let sum = 0;
      for (let k = from; k <= to; k++) sum += block.measures[at + k]!;
      return sum;
    };
  }
  const id = 'time' in read ? read.time : read.question;
  const q = index(ir.questions, (question) => question.id === id);
  const answer = (trial: number): number => block.answers[trial * ir.questions.length + q]!;
  if ('time' in read) return answer;
  const wanted = index(ir.questions[q]!.outcomes, (outcome) => outcome.id === (read.answer ?? 'yes'));
  return (trial) => (answer(trial) === wanted ? 1 : 0);
}

function index<T>(list: readonly T[], test: (item: T) => boolean): number {
  const found = list.findIndex(test);
  if (found < 0) throw new Error('no such question, outcome or measure');
  return found;
}
