/**
 * The timers of one trial, by the step they are due in.
 *
 * Invariant: `collect` gives those of a step by due date, then by when they were set. Timers are never removed:
 * whose state was left since is known by `stay`, and so is one that was cancelled.
 */
export class Timers {
  /** By timer: an event, or the transition that it takes from `state`. */
  readonly what: number[] = [];
  /** The state it belongs to; of an event, -1 - the id under which it can be cancelled. */
  readonly state: number[] = [];
  /** How often its state had been left, or its id cancelled, when it was set. */
  readonly stay: number[] = [];
  /** What events carry; each timer has its places. */
  readonly data: number[] = [];
  readonly due: number[] = [];
  readonly dueAt: number[] = [];
  /** The timer that was set next for the same step, or -1. */
  private readonly next: number[] = [];
  private readonly first: Int32Array;
  private readonly last: Int32Array;
  private readonly steps: number;
  private count = 0;

  constructor(steps: number) {
    this.steps = steps;
    this.first = new Int32Array(steps + 1).fill(-1);
    this.last = new Int32Array(steps + 1);
  }

  clear(): void {
    if (this.count > 0) this.first.fill(-1);
    this.count = 0;
  }

  /** Gives the timer's number, or -1 when it would be due after the end. */
  set(dueStep: number, dueAt: number, what: number, state: number, stay: number): number {
    if (dueStep > this.steps) return -1;
    const timer = this.count++;
    this.what[timer] = what;
    this.state[timer] = state;
    this.stay[timer] = stay;
    this.due[timer] = dueStep;
    this.dueAt[timer] = dueAt;
    this.next[timer] = -1;
    if (this.first[dueStep] === -1) this.first[dueStep] = timer;
    else this.next[this.last[dueStep]!] = timer;
    this.last[dueStep] = timer;
    return timer;
  }

  /** Those due after a step, in the order in which they were set. */
  waiting(step: number): readonly number[] {
    return this.due.slice(0, this.count).flatMap((due, timer) => (due > step ? [timer] : []));
  }

  /** Writes the timers of a step to `out` from `tail` on, each as -1 - timer, and gives the new tail. */
  collect(step: number, out: number[], tail: number): number {
    let end = tail;
    for (let timer = this.first[step]!; timer >= 0; timer = this.next[timer]!) {
      // Insertion, behind all that are not due later: there are few, and mostly in order.
      let place = end++;
      while (place > tail && this.dueAt[-1 - out[place - 1]!]! > this.dueAt[timer]!) {
        out[place] = out[place - 1]!;
        place--;
      }
      out[place] = -1 - timer;
    }
    return end;
  }
}
