/**
 * Actions as effects on the frame and the queues. An alternative of a chance block is evaluated when it is picked
 * and takes effect when it is taken: `prepare` does the first and returns the second.
 */
import type { Ir, IrAction } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import type { Compiler } from './expressions.ts';
import { Fault, finite, placed } from './fault.ts';
import type { Frame } from './frame.ts';

type Effect = () => void;

export interface CompiledAction {
  readonly run: Effect;
  readonly prepare: () => Effect;
}

/** Where actions leave what they cause. */
export interface Outbox {
  raise(event: number, data: readonly number[]): void;
  send(event: number, data: readonly number[], id: number, delay: number | undefined): void;
  cancel(id: number): void;
}

export function compileActions(
  list: readonly IrAction[],
  ir: Ir,
  frame: Frame,
  compiler: Compiler,
  out: Outbox,
): readonly CompiledAction[] {
  return list.map((action) => compileAction(action, ir, frame, compiler, out));
}

function compileAction(
  action: IrAction,
  ir: Ir,
  frame: Frame,
  compiler: Compiler,
  out: Outbox,
): CompiledAction {
  switch (action.do) {
    case 'set': {
      const read = placed(action.place, compiler.read(action.to));
      const store = storeIn(ir, frame, action.variable);
      const put = placed(action.place, store);
      return immediate(() => {
        const value = read();
        return () => put(value);
      });
    }
    case 'raise':
    case 'send': {
      const reads = action.data.map((e) => compiler.read(e));
      const data = placed(action.place, () => reads.map((read) => finite(read())));
      const { event } = action;
      return immediate(() => {
        const values = data();
        return action.do === 'raise'
          ? () => out.raise(event, values)
          : () => out.send(event, values, action.id, action.delay);
      });
    }
    case 'cancel':
      return immediate(() => () => out.cancel(action.id));
    case 'if': {
      const test = placed(action.place, compiler.test(action.test));
      const [then, otherwise] = [action.then, action.otherwise].map((branch) =>
        compileActions(branch, ir, frame, compiler, out),
      ) as [readonly CompiledAction[], readonly CompiledAction[]];
      return {
        run: () => runAll(test() ? then : otherwise),
        prepare: () => prepareAll(test() ? then : otherwise),
      };
    }
  }
}

const immediate = (prepare: () => Effect): CompiledAction => ({ run: () => prepare()(), prepare });

export function runAll(actions: readonly CompiledAction[]): void {
  for (const { run } of actions) run();
}

export function prepareAll(actions: readonly CompiledAction[]): Effect {
  const effects = actions.map(({ prepare }) => prepare());
  return () => {
    for (const effect of effects) effect();
  };
}

/** Stores a value in a variable: finite, whole if the variable is an integer, inside its range. */
export function storeIn(ir: Ir, frame: Frame, slot: number): (value: number) => void {
  const { type, low, high } = itemOf(ir.variables, slot);
  return (value) => {
    const stored = finite(value);
    const whole = type === 'number' || Number.isInteger(stored);
    if (!whole || stored < low || stored > high) throw new Fault('out-of-range');
    frame.variables[slot] = stored;
  };
}
