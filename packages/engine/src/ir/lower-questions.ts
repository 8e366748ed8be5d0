/** Questions of a Model to what executors keep while a trial runs: conditions, windows, sums, outcomes. */
import type * as model from '../language/model.ts';
import type * as ir from './ir.ts';
import type { Numbering } from './numbering.ts';

export class QuestionLowering {
  private readonly numbering: Numbering;
  /** Questions so far whose answer is a number. */
  private numbers = 0;

  constructor(numbering: Numbering) {
    this.numbering = numbering;
  }

  question(q: model.Question): ir.IrQuestion {
    const at = 'at' in q;
    const last = this.numbering.timeline.lastFrame(at ? q.at : q.by);
    const from = 'from' in q && q.from !== undefined ? this.numbering.timeline.firstFrame(q.from) : 0;
    const base = {
      id: q.id,
      kind: q.kind,
      at,
      first: at ? last : from,
      last,
      ...(q.given && { given: this.given(q.given, from, last) }),
    };
    switch (q.kind) {
      case 'binary':
        return {
          ...base,
          test: this.numbering.expr(q.yes),
          ...('within' in q && q.within && this.budget(q.within)),
          outcomes: [{ id: 'yes' }, { id: 'no' }],
        };
      case 'time':
        return {
          ...base,
          test: this.numbering.expr(q.first),
          ...(q.within && this.budget(q.within)),
          outcomes: [],
        };
      case 'count':
        return {
          ...base,
          ...this.sum({ ...q, ...(q.count && { value: q.count }) }),
          outcomes: this.outcomes(q.outcomes),
        };
      case 'total':
        return { ...base, ...this.sum(q), outcomes: [], number: this.numbers++ };
      case 'numeric':
        return { ...base, value: this.numbering.expr(q.value), outcomes: [], number: this.numbers++ };
      case 'ordered':
      case 'nominal':
        return {
          ...base,
          ...(q.value && { value: this.numbering.expr(q.value) }),
          outcomes: this.outcomes(q.outcomes),
        };
    }
  }

  private sum(
    sum: model.Sum & { readonly until?: model.Expr },
  ): Pick<ir.IrQuestion, 'value' | 'transitions' | 'stop'> {
    return {
      ...(sum.value && { value: this.numbering.expr(sum.value) }),
      ...(sum.transitions && { transitions: this.numbering.expr(sum.transitions) }),
      ...(sum.until && { stop: this.numbering.expr(sum.until) }),
    };
  }

  private budget(within: model.Budget): Pick<ir.IrQuestion, 'value' | 'transitions' | 'most'> {
    return { ...this.sum(within), most: this.numbering.expr(within.most) };
  }

  /** Without a window of its own it has the question's; that of a question at one frame is all frames up to it. */
  private given(given: model.Given, from: number, until: number): NonNullable<ir.IrQuestion['given']> {
    const test = this.numbering.expr(given.that);
    if ('at' in given) {
      const last = this.numbering.timeline.lastFrame(given.at);
      return { test, at: true, first: last, last };
    }
    if (given.by === undefined) return { test, at: false, first: from, last: until };
    const first = given.from === undefined ? 0 : this.numbering.timeline.firstFrame(given.from);
    return { test, at: false, first, last: this.numbering.timeline.lastFrame(given.by) };
  }

  private outcomes(list: readonly model.Outcome[]): ir.IrQuestion['outcomes'] {
    return list.map((o) => ({ id: o.id, ...(o.when && { when: this.numbering.expr(o.when) }) }));
  }
}
