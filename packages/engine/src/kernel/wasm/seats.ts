/** Seats as WebAssembly, the counterpart of kernel/seats.ts: functions of one trial, and in which steps they are due. */
import { isDue as isDueIn, type IrChoice, type IrDeed, type IrOccasion } from '../../ir/ir-seats.ts';
import { madeBy } from '../seats.ts';
import { writeAction, writeVariable } from './actions.ts';
import type { Callable, Code } from './encoder.ts';
import { entry } from './idioms.ts';
import { f64, f64x2, i32 } from './instructions.ts';
import { WIDE } from './layout.ts';
import { Picking, writeWeights } from './picks.ts';
import { SELDOM, type Program } from './program.ts';
import type { Sending } from './sending.ts';

/** Something to do for one trial, `(l)`, in the steps in which it is due. */
export interface Occasion {
  readonly isDue: Code;
  readonly run: Callable;
  /** Whether it does anything for the trial at hand; absent where it does for all. */
  readonly concerns?: (l: Code) => Code;
}

export interface Seats {
  readonly chosen: readonly Occasion[];
  readonly done: readonly Occasion[];
}

export function writeSeats(program: Program, sending: Sending): Seats {
  const { chosen = [], done = [] } = program.ir.seats ?? {};
  const { variables } = program.map;
  return {
    chosen: chosen
      .filter(({ idle }) => !idle)
      .map((choice) => ({ isDue: isDue(program, choice), run: writeChoice(program, sending, choice) })),
    done: done
      .filter(({ idle }) => !idle)
      .map((deed) => {
        const made = madeBy(program.ir, deed);
        return {
          isDue: isDue(program, deed),
          run: writeDeed(program, sending, deed),
          ...(made && {
            concerns: (l: Code): Code =>
              f64.eq(f64.load(l, variables + made.choice * WIDE), f64.const(made.number)),
          }),
        };
      }),
  };
}

/** What ir-seats.ts says of a step, of the step at hand. */
function isDue({ map, layout, ir }: Program, { first, every, only }: IrOccasion): Code {
  const step = i32.load(i32.const(0), map.step);
  if (only) {
    const steps = Array.from({ length: ir.clock.steps + 1 }, (_, k) => k);
    const due = (k: number): boolean => isDueIn({ first, every, only, idle: false }, k);
    return entry(layout.integers(steps.map((k) => Number(due(k)))), step);
  }
  const past = i32.sub(step, i32.const(first));
  return i32.and(i32.ge(past, i32.const(0)), i32.eqz(i32.rem(past, i32.const(every))));
}

function writeChoice(program: Program, sending: Sending, choice: IrChoice): Callable {
  return program.one(SELDOM, (w) => {
    if (choice.do === 'set') return writeAction(w, sending, choice);
    const { site, weights, variable } = choice;
    w.at(program.siteName(site));
    const given = writeWeights(
      w,
      weights.map((weight) => ({ weight })),
    );
    const numbers = weights.map((_, i) => i);
    const picking = new Picking(w, site, numbers);
    picking.byProbability(given, undefined, () => program.draws.word.call(w.l.get, i32.const(site)));
    // What was picked is counted from 0, and -1 is nothing.
    const number = w.fresh(f64x2.add(picking.result.code, w.literal(1).code));
    writeVariable(w, variable, number, { low: 0, high: weights.length });
  });
}

const writeDeed = (program: Program, sending: Sending, { actions }: IrDeed): Callable =>
  program.one(SELDOM, (w) => {
    for (const action of actions) writeAction(w, sending, action);
  });
