/** Answers that a frame settles: whatever comes after it, the question will say the same. */
import type { Ir, IrQuestion } from '../ir/ir.ts';
import type { SavedFrame } from '../ir/saved-frame.ts';

export interface SettledAnswer {
  readonly id: string;
  /** An outcome's id, a number, a date (a time on a clock without), `never` or `not applicable`; absent: open. */
  readonly settled?: string | number;
}

/** `index`: the question's place in the scenario. */
export function settledIn(ir: Ir, question: IrQuestion, index: number, frame: SavedFrame): SettledAnswer {
  const { id, given } = question;
  if (frame.met[index] !== true)
    return { id, ...(given && given.last <= frame.step && { settled: 'not applicable' }) };
  const settled = answerOf(ir, question, index, frame);
  return { id, ...(settled !== undefined && { settled }) };
}

function answerOf(ir: Ir, q: IrQuestion, index: number, frame: SavedFrame): string | number | undefined {
  const answer = frame.answers[index] ?? -1;
  const isClosed = q.last <= frame.step;
  switch (q.kind) {
    case 'binary':
      return answer === 0 || isClosed ? q.outcomes[answer]?.id : undefined;
    case 'time':
      if (answer <= ir.clock.steps) return ir.clock.dates?.[answer] ?? String(answer * ir.clock.perStep);
      return isClosed ? 'never' : undefined;
    case 'total':
      return isClosed || frame.stopped[index] === true ? frame.sums[index] : undefined;
    case 'numeric':
      return isClosed ? frame.sums[index] : undefined;
    case 'count':
    case 'ordered':
    case 'nominal':
      return isClosed ? q.outcomes[answer]?.id : undefined;
  }
}
