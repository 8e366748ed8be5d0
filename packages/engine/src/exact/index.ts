/** The exact executor: Ir to a Markov chain to answers, or to diagnostics that say why there are none. */
import type { Ir } from '../ir/ir.ts';
import type { ExactAnswers } from './answers.ts';
import { answer, expectedMeasures, passOver } from './bounded.ts';
import { Chain, type ChainOptions } from './chain.ts';
import { NeedsMemory, Observer } from './observer.ts';
import type { Weight } from './product.ts';
import { refusalOf, refusalsOf, unboundedRefusals, type Refusal } from './refusals.ts';
import { Survival } from './survival.ts';
import { timingOf } from './timing.ts';
import { isOpen, Unbounded } from './unbounded.ts';

export type {
  ExactAnswers,
  ExactExpectation,
  ExactMeasure,
  ExactNumber,
  ExactOutcome,
  ExactProbability,
  ExactQuestion,
} from './answers.ts';
export type { ExactCheck, ExactComparison, ExactDocument } from './document.ts';
export type { Refusal } from './refusals.ts';

export interface ExactOptions {
  /** What is asked by or at the end of the clock is asked without a horizon. */
  readonly unbounded?: boolean;
  /** More nodes than this are refused. */
  readonly maxStates?: number;
}

export type ExactResult =
  | { readonly ok: true; readonly answers: ExactAnswers }
  | { readonly ok: false; readonly diagnostics: readonly Refusal[] };

/** About a gigabyte with a few variables. */
const MAX_STATES = 2_000_000;

export function solveExact(ir: Ir, options: ExactOptions = {}): ExactResult {
  const { unbounded = false, maxStates = MAX_STATES } = options;
  const diagnostics = [...refusalsOf(ir), ...(unbounded ? unboundedRefusals(timingOf(ir)) : [])];
  if (diagnostics.length > 0) return { ok: false, diagnostics };
  return solveWith(ir, { unbounded, maxStates, remembering: [] });
}

/** Starts over, with the memory of a question in the nodes, when it turns out to be needed. */
function solveWith(ir: Ir, options: ChainOptions): ExactResult {
  const { unbounded, maxStates, remembering } = options;
  try {
    const chain = new Chain(ir, options);
    return { ok: true, answers: (unbounded ? withoutHorizon : withinClock)(chain, maxStates) };
  } catch (error) {
    const helps = error instanceof NeedsMemory && !unbounded && !remembering.includes(error.question);
    if (helps) return solveWith(ir, { ...options, remembering: [...remembering, error.question] });
    return { ok: false, diagnostics: [refusalOf(error, ir, maxStates)] };
  }
}

function withinClock(chain: Chain, maxStates: number): ExactAnswers {
  const { steps } = chain.ir.clock;
  const observer = new Observer(chain, steps);
  const certain: Weight = () => 1;
  const first = passOver(chain, observer, certain);
  const failed = sum(first.failures);
  const weight = failed > 0 ? survivalOf(chain, observer, steps) : certain;
  const pass = failed > 0 ? passOver(chain, observer, weight) : first;
  return {
    ...sizeOf(chain),
    ...failuresOf(chain, first.failures),
    questions: chain.questions.map((_, q) => answer(chain, observer, q, weight, failed, maxStates)),
    measures: expectedMeasures(chain, pass),
  };
}

/** Asked frame by frame, so that each frame is fetched once. */
function survivalOf(chain: Chain, observer: Observer, steps: number): Weight {
  const survival = new Survival(chain, observer, steps);
  let k = -1;
  let frame = survival.at(0);
  return (at, node) => {
    if (at !== k) [k, frame] = [at, survival.at(at)];
    return frame[node]!;
  };
}

function withoutHorizon(chain: Chain, maxStates: number): ExactAnswers {
  const { questions, clock } = chain.ir;
  const observer = new Observer(chain, Infinity);
  const open = new Unbounded(chain, observer);
  const failed = sum(open.failures);
  return {
    ...sizeOf(chain),
    ...failuresOf(chain, open.failures),
    questions: questions.map((question, q) =>
      isOpen(question, clock.steps)
        ? open.answer(q, failed)
        : answer(chain, observer, q, open.weight, failed, maxStates),
    ),
    measures: [],
    method: open.iterated > 0 ? 'iterated' : 'eliminated',
  };
}

const sizeOf = ({
  size,
  transitions,
  timing,
}: Chain): Pick<ExactAnswers, 'states' | 'transitions' | 'dated'> => ({
  states: size,
  transitions,
  dated: timing.phases > 0,
});

function failuresOf(
  { failures }: Chain,
  found: ReadonlyMap<number, number>,
): Pick<ExactAnswers, 'failed' | 'failures'> {
  const list = [...found].map(([kind, probability]) => ({ ...failures.get(kind), probability }));
  list.sort((a, b) => b.probability - a.probability);
  return { failed: sum(found), failures: list };
}

function sum(found: ReadonlyMap<number, number>): number {
  let total = 0;
  for (const probability of found.values()) total += probability;
  return total;
}
