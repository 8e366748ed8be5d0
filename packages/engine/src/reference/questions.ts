/** Reads questions off the frames of one trial. */
import type { IrQuestion } from '../ir/ir.ts';
import { evaluate, Fault, holds, type Moment } from './evaluate.ts';
import { at } from './trial.ts';

/** The running answers of one trial, one a question. */
export class Answers {
  readonly values: Int32Array;
  private readonly questions: readonly IrQuestion[];
  private readonly never: number;
  private readonly counts: Float64Array;

  constructor(questions: readonly IrQuestion[], steps: number) {
    this.questions = questions;
    this.never = steps + 1;
    this.counts = new Float64Array(questions.length);
    this.values = Int32Array.from(questions, (q) =>
      q.kind === 'time' ? this.never : q.kind === 'binary' ? 1 : -1,
    );
  }

  /**
   * Frame k is complete; `last` says that the trial ends with it.
   * @throws Fault
   */
  read(k: number, last: boolean, moment: (answer?: number) => Moment): void {
    this.questions.forEach((q, i) => {
      const due = q.at ? k === q.last || (last && k < q.last) : k >= q.first && k <= q.last;
      const closes = k === q.last || (last && k < q.last);
      if (due || (q.kind === 'count' && closes)) {
        at(`questions.${q.id}`, () => this.readOne(q, i, k, due, closes, moment));
      }
    });
  }

  private readOne(
    q: IrQuestion,
    i: number,
    k: number,
    due: boolean,
    closes: boolean,
    moment: (answer?: number) => Moment,
  ): void {
    switch (q.kind) {
      case 'binary':
        if (this.values[i] === 1 && q.test && holds(q.test, moment())) this.values[i] = 0;
        return;
      case 'time':
        if (this.values[i] === this.never && q.test && holds(q.test, moment())) this.values[i] = k;
        return;
      case 'count':
        if (due && q.value) this.counts[i] = finite((this.counts[i] ?? 0) + evaluate(q.value, moment()));
        if (closes) this.values[i] = choose(q, moment(this.counts[i]));
        return;
      case 'ordered':
      case 'nominal':
        this.values[i] = choose(q, moment(q.value ? finite(evaluate(q.value, moment())) : Number.NaN));
    }
  }
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new Fault('not-finite');
  return value + 0;
}

function choose(q: IrQuestion, moment: Moment): number {
  const index = q.outcomes.findIndex(({ when }) => !when || holds(when, moment));
  if (index < 0) throw new Fault('out-of-range');
  return index;
}
