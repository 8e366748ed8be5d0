/** Reads questions off the frames of one trial. */
import { NOT_APPLICABLE } from '../ir/executor.ts';
import type { IrExpr, IrQuestion } from '../ir/ir.ts';
import type { AnswersSoFar, SavedFrame } from '../ir/saved-frame.ts';
import { evaluate, holds, type Moment } from './evaluate.ts';
import { at, Fault, finite } from './fault.ts';

type MomentOf = (answer?: number) => Moment;

/** The running answers of one trial, one a question. */
export class Answers {
  readonly values: Int32Array;
  private readonly questions: readonly IrQuestion[];
  private readonly never: number;
  /** Running sums, and the answers of `numeric` questions. */
  private readonly sums: Float64Array;
  /** 1 where a sum has stopped. */
  private readonly stopped: Uint8Array;
  /** 1 where the condition without which the trial is not applicable has held. */
  private readonly met: Uint8Array;

  constructor(questions: readonly IrQuestion[], steps: number) {
    this.questions = questions;
    this.never = steps + 1;
    this.sums = new Float64Array(questions.length);
    this.stopped = new Uint8Array(questions.length);
    this.met = Uint8Array.from(questions, (q) => (q.given ? 0 : 1));
    this.values = Int32Array.from(questions, (q) =>
      q.kind === 'time' ? this.never : q.kind === 'binary' ? 1 : -1,
    );
  }

  /** As they are after the frames read so far. */
  save(): AnswersSoFar {
    return {
      answers: [...this.values],
      sums: [...this.sums],
      met: [...this.met].map(Boolean),
      stopped: [...this.stopped].map(Boolean),
    };
  }

  restore({ answers, sums, met, stopped }: SavedFrame): void {
    this.values.set(answers);
    this.sums.set(sums);
    this.met.set(met.map(Number));
    this.stopped.set(stopped.map(Number));
  }

  /** Answers of the questions whose answer is a number. */
  get numbers(): readonly number[] {
    return this.questions.flatMap(({ number }, i) =>
      number === undefined ? [] : [this.met[i] === 1 ? (this.sums[i] ?? 0) : Number.NaN],
    );
  }

  /**
   * Frame k is complete; `last` says that the trial ends with it.
   * @throws Fault
   */
  read(k: number, last: boolean, moment: MomentOf): void {
    this.questions.forEach((q, i) =>
      at(`questions.${q.id}`, () => {
        const { given } = q;
        if (given && this.met[i] === 0 && isRead(given, k, last) && holds(given.test, moment()))
          this.met[i] = 1;
        this.readOne(q, i, k, last, moment);
        if (last && this.met[i] === 0) this.values[i] = NOT_APPLICABLE;
      }),
    );
  }

  private readOne(q: IrQuestion, i: number, k: number, last: boolean, moment: MomentOf): void {
    const read = isRead(q, k, last);
    const closes = isLastOf(q, k, last);
    switch (q.kind) {
      case 'binary':
        if (read && this.values[i] === 1 && this.isHit(q, i, moment)) this.values[i] = 0;
        return;
      case 'time':
        if (read && this.values[i] === this.never && this.isHit(q, i, moment)) this.values[i] = k;
        return;
      case 'count':
      case 'total':
        if (read && this.stopped[i] === 0) {
          this.add(i, q.transitions, moment);
          if (q.stop && holds(q.stop, moment())) this.stopped[i] = 1;
          else this.add(i, q.value, moment);
        }
        if (closes) this.values[i] = q.kind === 'total' ? 0 : choose(q, moment(this.sums[i]));
        return;
      case 'numeric':
        if (!closes || !q.value) return;
        this.sums[i] = finite(evaluate(q.value, moment()));
        this.values[i] = 0;
        return;
      case 'ordered':
      case 'nominal':
        if (closes)
          this.values[i] = choose(q, moment(q.value ? finite(evaluate(q.value, moment())) : Number.NaN));
    }
  }

  /** Whether the condition holds in this frame, within the budget if there is one. */
  private isHit({ test, value, transitions, most }: IrQuestion, i: number, moment: MomentOf): boolean {
    if (!test) return false;
    if (!most) return holds(test, moment());
    this.add(i, transitions, moment);
    if (holds(test, moment()) && (this.sums[i] ?? 0) <= finite(evaluate(most, moment()))) return true;
    this.add(i, value, moment);
    return false;
  }

  private add(i: number, e: IrExpr | undefined, moment: MomentOf): void {
    if (e) this.sums[i] = finite((this.sums[i] ?? 0) + evaluate(e, moment()));
  }
}

type Window = Pick<IrQuestion, 'at' | 'first' | 'last'>;

/** Whether frame k is the window's last one in this trial. */
const isLastOf = ({ last }: Window, k: number, end: boolean): boolean => k === last || (end && k < last);

const isRead = (window: Window, k: number, end: boolean): boolean =>
  window.at ? isLastOf(window, k, end) : k >= window.first && k <= window.last;

function choose(q: IrQuestion, moment: Moment): number {
  const index = q.outcomes.findIndex(({ when }) => !when || holds(when, moment));
  if (index < 0) throw new Fault('out-of-range', undefined, 'none of its outcomes holds');
  return index;
}
