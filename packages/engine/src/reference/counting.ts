/** What the reference counts of its trials: each one's block, and which states it was in. */
import type { TrialFailure, TrialRange } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import { addBlock, clearTally, createTally, talliedOf, type Tally } from '../tally/index.ts';
import { emptyBlock, runTrial } from './one-trial.ts';
import type { PureMachine } from './pure.ts';

export class Counting {
  private readonly ir: Ir;
  private readonly machine: PureMachine;
  private readonly bytesMax: number;
  private counted: Tally | undefined;

  constructor(ir: Ir, machine: PureMachine, bytesMax: number) {
    this.ir = ir;
    this.machine = machine;
    this.bytesMax = bytesMax;
  }

  private get tally(): Tally {
    this.counted ??= createTally(talliedOf(this.ir), this.bytesMax);
    return this.counted;
  }

  add(range: TrialRange): void {
    for (let i = 0; i < range.count; i++) this.addTrial(range, range.first + i);
  }

  take(room?: Tally): Tally {
    const { tally } = this;
    this.counted = room && clearTally(room);
    return tally;
  }

  private addTrial(range: TrialRange, trial: number): void {
    const { ir, machine, tally } = this;
    const { recorded } = ir.clock;
    const block = emptyBlock(ir, { first: trial, count: 1 });
    /** By recorded frame: what was active there; where the trial has ended before, at its end. */
    const active: (readonly number[])[] = [];
    let last: readonly number[] = [];
    const failure: TrialFailure | undefined = runTrial(ir, machine, range, trial, block, 0, {
      seen: (run, k) => {
        last = run.context.active;
        if (recorded[active.length] === k) active.push(last);
      },
    });
    addBlock(tally, { ...block, failures: failure ? [failure] : [] });
    if (failure) return;
    recorded.forEach((_, frame) =>
      (active[frame] ?? last).forEach((isActive, state) => {
        tally.occupancy[frame * ir.states.length + state]! += isActive;
      }),
    );
  }
}
