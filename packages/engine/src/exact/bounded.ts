/** Answers within the clock: probability is pushed forward, one frame after the other. */
import type { IrQuestion } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import {
  expectations,
  numberOf,
  probabilitiesOf,
  type ExactMeasure,
  type ExactOutcome,
  type ExactQuestion,
} from './answers.ts';
import type { Chain } from './chain.ts';
import { forward, type Mass } from './mass.ts';
import type { Observer } from './observer.ts';
import { distributionOf, TooManySums, type Distribution, type Weight } from './product.ts';

/** What one pass over all frames gives. */
export interface Pass {
  /** Probability of failure, by kind. */
  readonly failures: ReadonlyMap<number, number>;
  readonly survived: number;
  /** Sums of the measures over trials, by measure and frame. */
  readonly measures: readonly (readonly number[])[];
}

export function passOver(chain: Chain, observer: Observer, weight: Weight): Pass {
  const { reported, clock } = chain.ir;
  const failures = new Map<number, number>();
  const sums = (): number[][] =>
    Array.from({ length: reported }, () => new Array<number>(clock.steps + 1).fill(0));
  const measures = sums();
  /** Of trials that end with the frame. */
  const last = sums();
  let survived = 0;
  const visit = (k: number, mass: Mass): void => {
    for (let i = 0; i < mass.count; i++) {
      const node = mass.nodes[i]!;
      const probability = mass.of(node) * weight(k, node);
      if (probability === 0) continue;
      const ends = observer.ends(node, k);
      if (ends) survived += probability;
      for (let m = 0; m < reported; m++) {
        const part = probability * chain.readings.measure(node, m);
        measures[m]![k]! += part;
        if (ends) last[m]![k]! += part;
      }
    }
  };
  forward(chain, observer, clock.steps, visit, (failure, probability) => {
    failures.set(failure, (failures.get(failure) ?? 0) + probability);
  });
  // What a trial says at its end stands in all later frames.
  measures.forEach((frames, m) => {
    let standing = 0;
    for (let k = 0; k <= clock.steps; k++) {
      frames[k]! += standing;
      standing += last[m]![k]!;
    }
  });
  return { failures, survived, measures };
}

/** The answer to one question within its window. */
export function answer(
  chain: Chain,
  observer: Observer,
  q: number,
  weight: Weight,
  failed: number,
  pairsMax: number,
): ExactQuestion {
  const question = itemOf(chain.ir.questions, q);
  let found: Distribution;
  try {
    found = distributionOf(chain, observer, q, weight, pairsMax);
  } catch (error) {
    if (!(error instanceof TooManySums) || question.kind !== 'total' || question.given) throw error;
    const mean = meanTotal(chain, observer, q, weight);
    return { ...baseOf(question), outcomes: [], expectations: expectations('number', mean) };
  }
  const { answers, numbers, notApplicable, sum } = found;
  const applicable = [...answers.values()].reduce((a, b) => a + b, 0);
  const of = applicable + notApplicable;
  const given = question.given && { given: { probability: of > 0 ? applicable / of : null } };
  const base = { ...baseOf(question), ...given };
  switch (question.kind) {
    case 'numeric':
    case 'total':
      return {
        ...base,
        outcomes: [],
        ...(numbers.size > 0 && { number: numberOf(numbers) }),
        expectations: expectations('number', sum / applicable),
      };
    case 'time': {
      const outcomes = passages(chain, question, answers, failed);
      return {
        ...base,
        outcomes,
        expectations: expectations('steps', meanPassage(chain, answers), 'passage'),
      };
    }
    default: {
      const probabilities = probabilitiesOf(
        question.outcomes.map((_, i) => answers.get(i) ?? 0),
        failed,
      );
      return {
        ...base,
        outcomes: question.outcomes.map(({ id: value }, i) => ({ value, ...itemOf(probabilities, i) })),
        expectations: question.kind === 'count' ? expectations('count', sum / applicable) : [],
      };
    }
  }
}

const baseOf = ({ id, kind }: IrQuestion): Pick<ExactQuestion, 'id' | 'kind' | 'unbounded'> => ({
  id,
  kind,
  unbounded: false,
});

function passages(
  { ir: { clock } }: Chain,
  { first, last }: IrQuestion,
  answers: ReadonlyMap<number, number>,
  failed: number,
): readonly ExactOutcome[] {
  const frames = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const masses = frames.map((k) => answers.get(k) ?? 0);
  const never = answers.get(clock.steps + 1) ?? 0;
  const probabilities = probabilitiesOf([...masses, never], failed);
  let later = masses.reduce((a, b) => a + b, 0);
  let upTo = 0;
  return [
    ...frames.map((frame, i): ExactOutcome => {
      upTo += itemOf(masses, i);
      later = Math.max(0, later - itemOf(masses, i));
      const [cumulative] = probabilitiesOf([upTo, later + never], failed);
      return {
        value: clock.dates?.[frame] ?? String(frame * clock.perStep),
        ...itemOf(probabilities, i),
        ...(cumulative && { cumulative }),
      };
    }),
    { value: 'never', ...itemOf(probabilities, frames.length) },
  ];
}

function meanPassage({ ir }: Chain, answers: ReadonlyMap<number, number>): number {
  let sum = 0;
  let ever = 0;
  for (const [frame, probability] of answers) {
    if (frame > ir.clock.steps) continue;
    sum += frame * probability;
    ever += probability;
  }
  return sum / ever;
}

/** The mean of a total whose values are too many to list: the mean of what each frame adds. */
function meanTotal(chain: Chain, observer: Observer, q: number, weight: Weight): number {
  const { transitions, value, stop, first, last } = itemOf(chain.ir.questions, q);
  let at = 0;
  const reads = observer.reads(q, () => at);
  let sum = 0;
  let survived = 0;
  forward(chain, observer, chain.ir.clock.steps, (k, mass) => {
    for (let i = 0; i < mass.count; i++) {
      at = mass.nodes[i]!;
      const probability = mass.of(at) * weight(k, at);
      let isOver = observer.ends(at, k) || k >= last;
      if (k >= first && k <= last) {
        if (transitions) sum += probability * reads.transitions();
        if (stop && reads.stop()) isOver = true;
        else if (value) sum += probability * reads.value();
      }
      if (!isOver) continue;
      survived += probability;
      mass.take(at);
    }
  });
  return sum / survived;
}

export function expectedMeasures({ ir }: Chain, { measures, survived }: Pass): readonly ExactMeasure[] {
  const { recorded: steps, dates } = ir.clock;
  return measures.map((sums, m) => ({
    id: itemOf(ir.measures, m).name,
    steps,
    ...(dates && { dates: steps.map((k) => itemOf(dates, k)) }),
    expected: survived > 0 ? steps.map((k) => itemOf(sums, k) / survived) : [],
  }));
}
