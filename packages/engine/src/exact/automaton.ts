/**
 * A question as an automaton that reads one frame after the other, by the table of semantics.md. What it carries
 * from frame to frame is its memory; the answer is read off it when the trial ends.
 */
import { NOT_APPLICABLE } from '../ir/executor.ts';
import type { IrQuestion } from '../ir/ir.ts';
import { finite } from './fault.ts';

export interface Memory {
  /** Whether the condition of a conditional question has held; true where there is none. */
  readonly met: boolean;
  /** Index of the outcome, or the frame of first passage; 0 of a number; -1 while it is open. */
  readonly answer: number;
  readonly stopped: boolean;
  /** Running sum, or the number that is the answer. */
  readonly sum: number;
}

/** What a question reads in a frame; each read may fault. */
export interface Reads {
  test(): boolean;
  value(): number;
  transitions(): number;
  stop(): boolean;
  most(): number;
  given(): boolean;
  /** Index of the outcome for a value or sum. */
  choose(answer: number): number;
}

export const blank = ({ given }: IrQuestion): Memory => ({
  met: given === undefined,
  answer: -1,
  stopped: false,
  sum: 0,
});

export const placeOf = ({ id }: IrQuestion): string => `questions.${id}`;

/** The same text for the same memory. */
export const memoryText = ({ met, answer, stopped, sum }: Memory): string =>
  `${met} ${answer} ${stopped} ${sum}`;

type Window = Pick<IrQuestion, 'at' | 'first' | 'last'>;

/** Whether frame k is the last one of the window; `ends`: the trial ends with it. */
const closesAt = ({ last }: Window, k: number, ends: boolean): boolean => k === last || (ends && k < last);

export const isRead = (window: Window, k: number, ends: boolean): boolean =>
  window.at ? closesAt(window, k, ends) : k >= window.first && k <= window.last;

/** Questions that read once, when they close. */
export const readsOnce = ({ kind }: IrQuestion): boolean =>
  kind === 'ordered' || kind === 'nominal' || kind === 'numeric';

/** Whether the question reads anything of its own in frame k. */
export const isDue = (q: IrQuestion, k: number, ends: boolean): boolean =>
  readsOnce(q) ? closesAt(q, k, ends) : isRead(q, k, ends);

/** The memory after frame k; the same object where nothing changes. */
export function after(q: IrQuestion, before: Memory, k: number, ends: boolean, reads: Reads): Memory {
  const { given } = q;
  const meets = given !== undefined && !before.met && isRead(given, k, ends) && reads.given();
  const memory = meets ? { ...before, met: true } : before;
  switch (q.kind) {
    case 'binary':
    case 'time':
      return memory.answer < 0 && isRead(q, k, ends) ? passed(q, memory, k, reads) : memory;
    case 'count':
    case 'total': {
      const summed = isRead(q, k, ends) && !memory.stopped ? added(q, memory, reads) : memory;
      if (!closesAt(q, k, ends)) return summed;
      return { ...summed, answer: q.kind === 'total' ? 0 : reads.choose(summed.sum) };
    }
    case 'numeric':
      return closesAt(q, k, ends) ? { ...memory, answer: 0, sum: finite(reads.value(), placeOf(q)) } : memory;
    case 'ordered':
    case 'nominal':
      if (!closesAt(q, k, ends)) return memory;
      return { ...memory, answer: reads.choose(q.value ? finite(reads.value(), placeOf(q)) : Number.NaN) };
  }
}

function passed(q: IrQuestion, memory: Memory, k: number, reads: Reads): Memory {
  const answer = q.kind === 'time' ? k : 0;
  if (!q.most) return reads.test() ? { ...memory, answer } : memory;
  const sum = q.transitions ? finite(memory.sum + reads.transitions(), placeOf(q)) : memory.sum;
  if (reads.test() && sum <= finite(reads.most(), placeOf(q))) return { ...memory, sum, answer };
  return withSum(memory, q.value ? finite(sum + reads.value(), placeOf(q)) : sum);
}

function added(q: IrQuestion, memory: Memory, reads: Reads): Memory {
  const sum = q.transitions ? finite(memory.sum + reads.transitions(), placeOf(q)) : memory.sum;
  if (q.stop && reads.stop()) return { ...memory, sum, stopped: true };
  return withSum(memory, q.value ? finite(sum + reads.value(), placeOf(q)) : sum);
}

const withSum = (memory: Memory, sum: number): Memory => (sum === memory.sum ? memory : { ...memory, sum });

/** Whether nothing that comes after frame k changes the answer. */
export function isSettled(q: IrQuestion, { met, answer, stopped }: Memory, k: number): boolean {
  if (!met && q.given && k < q.given.last) return false;
  if (k >= q.last || (q.kind === 'total' && stopped)) return true;
  return answer >= 0 && (q.kind === 'binary' || q.kind === 'time');
}

/** What a trial answers that ends, or has settled, with this memory. */
export function answerOf(q: IrQuestion, { met, answer }: Memory, steps: number): number {
  if (!met) return NOT_APPLICABLE;
  if (answer >= 0 || q.kind === 'total') return Math.max(0, answer);
  return q.kind === 'time' ? steps + 1 : 1;
}
