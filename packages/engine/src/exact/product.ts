/**
 * The distribution of a question's answer: probability moves over pairs of a node and the question's memory, the
 * nodes of the product of the chain with the question's automaton, made as they are met. Most probability sits on
 * pairs with the memory of the beginning, which are kept in an array; the others in a map.
 */
import { NOT_APPLICABLE } from '../ir/executor.ts';
import { itemOf } from '../ir/item.ts';
import { after, answerOf, blank, isSettled, memoryText, type Memory } from './automaton.ts';
import type { Chain } from './chain.ts';
import { Fault } from './fault.ts';
import { Interned } from './keys.ts';
import { Mass } from './mass.ts';
import { NeedsMemory, type Observer } from './observer.ts';

/** The probability that a trial at a node in a frame does not fail from there on. */
export type Weight = (k: number, node: number) => number;

export interface Distribution {
  /** By answer, as in the blocks of the executors. */
  readonly answers: ReadonlyMap<number, number>;
  /** By value, of questions that a number answers. */
  readonly numbers: ReadonlyMap<number, number>;
  readonly notApplicable: number;
  /** Sum of a count's or total's final values, each times its probability. */
  readonly sum: number;
}

/** More pairs at once than are allowed: sums take too many values. */
export class TooManySums extends Error {
  readonly question: number;

  constructor(question: number) {
    super(`${question}`);
    this.question = question;
  }
}

/** Pairs are written as node * MEMORIES_MAX + number of the memory, a safe integer. */
const MEMORIES_MAX = 2_000_000_000;
/** Number of the memory at the beginning. */
const BLANK = 0;

export function distributionOf(
  chain: Chain,
  observer: Observer,
  q: number,
  weight: Weight,
  pairsMax: number,
): Distribution {
  const question = itemOf(chain.ir.questions, q);
  const { steps } = chain.ir.clock;
  const memories = new Interned<Memory>();
  const numberOf = (memory: Memory): number => memories.number(memoryText(memory), () => memory);
  numberOf(blank(question));
  const answers = new Map<number, number>();
  const numbers = new Map<number, number>();
  let sum = 0;
  let at = 0;
  const reads = observer.reads(q, () => at);

  let [now, next] = [new Mass(chain.size), new Mass(chain.size)];
  let [nowOther, nextOther] = [new Map<number, number>(), new Map<number, number>()];
  for (const [target, probability] of chain.initial) if (target >= 0) next.add(target, probability);

  /** One pair in frame k: it answers, or moves on. */
  const visit = (node: number, number: number, probability: number, k: number): void => {
    if (observer.failure(node, k) >= 0) return;
    at = node;
    const ends = observer.ends(node, k);
    const before = memories.value(number);
    const memory = remembered(q, () => after(question, before, k, ends, reads));
    if (ends || isSettled(question, memory, k)) {
      const answered = probability * weight(k, node);
      const answer = answerOf(question, memory, steps);
      answers.set(answer, (answers.get(answer) ?? 0) + answered);
      if (answer === NOT_APPLICABLE) return;
      sum += answered * memory.sum;
      if (question.number !== undefined) numbers.set(memory.sum, (numbers.get(memory.sum) ?? 0) + answered);
      return;
    }
    const moved = memory === before ? number : numberOf(memory);
    const end = chain.rowStart(node + 1);
    for (let edge = chain.rowStart(node); edge < end; edge++) {
      const target = chain.target(edge);
      if (target < 0) continue;
      const part = probability * chain.probability(edge);
      if (moved === BLANK) {
        next.add(target, part);
      } else {
        const pair = target * MEMORIES_MAX + moved;
        nextOther.set(pair, (nextOther.get(pair) ?? 0) + part);
      }
    }
  };

  for (let k = 0; next.count > 0 || nextOther.size > 0; k++) {
    [now, next] = [next, now];
    [nowOther, nextOther] = [nextOther, nowOther];
    if (nowOther.size > pairsMax) throw new TooManySums(q);
    for (let i = 0; i < now.count; i++) visit(now.nodes[i]!, BLANK, now.of(now.nodes[i]!), k);
    for (const [pair, p] of nowOther) visit(Math.floor(pair / MEMORIES_MAX), pair % MEMORIES_MAX, p, k);
    now.clear();
    nowOther.clear();
  }
  const notApplicable = answers.get(NOT_APPLICABLE) ?? 0;
  answers.delete(NOT_APPLICABLE);
  return { answers, numbers, notApplicable, sum };
}

/** A fault that depends on what a question has seen calls for its memory in the node. */
function remembered(q: number, run: () => Memory): Memory {
  try {
    return run();
  } catch (error) {
    throw error instanceof Fault ? new NeedsMemory(q) : error;
  }
}
