/**
 * Published probabilities and expectations by the rule: the 99.9% interval of 200,000 trials holds the value, the seed is
 * fixed, one retry on a second fixed seed is allowed. A true value is missed by both with at most 1 in a million.
 */
import { compileJs, seedKey, type Executor, type Ir } from '@stave/engine';
import { expect } from 'vitest';
import { judgeMean, judgeProportion, type Verdict } from '../dtmc/judge.ts';
import { packIr } from './packs.ts';

const TRIALS = 200_000;
/** Trials of a block; reported measures stand in it, frame by frame. */
const BLOCK = 2000;

interface Published {
  readonly question: string;
  /** An outcome: `value` is its probability. Left out: `value` is the expected number or step of first passage. */
  readonly outcome?: string;
  readonly value: number;
}

/** One judge for all that is asked of a pack, so that its trials run once a seed. */
export function judgeOf(pack: string): (published: Published) => Promise<void> {
  const cache = new Map<string, Promise<readonly Float64Array[]>>();
  const answers = (seed: string): Promise<readonly Float64Array[]> => {
    const known = cache.get(seed) ?? packIr(pack).then((ir) => answersOf(ir, compileJs(ir), seed));
    cache.set(seed, known);
    return known;
  };
  return async (published) => {
    const ir = await packIr(pack);
    const seen: Verdict[] = [];
    for (const seed of [`${pack}, first`, `${pack}, second`]) {
      const verdict = verdictOf(ir, await answers(seed), published);
      seen.push(verdict);
      if (verdict.holds) break;
    }
    if (seen.length > 1)
      console.log(`${pack} ${published.question}: ${seen.map(({ text }) => text).join('; ')}`);
    expect(seen.at(-1), `${published.question} = ${published.value}`).toMatchObject({ holds: true });
  };
}

/** By question, the answer of each trial. */
function answersOf(ir: Ir, executor: Executor, seed: string): readonly Float64Array[] {
  const answers = ir.questions.map(() => new Float64Array(TRIALS));
  const numeric = ir.questions.filter(({ number }) => number !== undefined).length;
  for (let first = 0; first < TRIALS; first += BLOCK) {
    const block = executor.run({ seed: seedKey(seed), stream: 0, first, count: BLOCK, share: 1 });
    expect(block.failures).toEqual([]);
    for (const [q, list] of answers.entries()) {
      const column = ir.questions[q]?.number;
      for (let trial = 0; trial < BLOCK; trial++)
        list[first + trial] =
          column === undefined
            ? (block.answers[trial * answers.length + q] ?? Number.NaN)
            : (block.numbers[trial * numeric + column] ?? Number.NaN);
    }
  }
  return answers;
}

function verdictOf(
  ir: Ir,
  answers: readonly Float64Array[],
  { question, outcome, value }: Published,
): Verdict {
  const q = ir.questions.findIndex(({ id }) => id === question);
  const list = answers[q];
  if (!list) throw new Error(`no question ${question}`);
  if (outcome === undefined) {
    // A step of first passage beyond the clock stands for never and would pass for a time.
    expect(list.every((x) => x <= ir.clock.steps)).toBe(true);
    const sum = list.reduce((total, x) => total + x, 0);
    const squares = list.reduce((total, x) => total + x * x, 0);
    return judgeMean(sum, squares, TRIALS, value);
  }
  const wanted = ir.questions[q]?.outcomes.findIndex(({ id }) => id === outcome) ?? -1;
  if (wanted < 0) throw new Error(`no outcome ${outcome}`);
  return judgeProportion(
    list.reduce((total, x) => total + Number(x === wanted), 0),
    TRIALS,
    value,
  );
}
