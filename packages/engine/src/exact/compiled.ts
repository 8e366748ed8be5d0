/** The statecharts with their expressions and actions compiled: what the interpreter walks over. */
import type { Ir, IrAction, IrHandler, IrTransition } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import { compileActions, type CompiledAction, type Outbox } from './actions.ts';
import type { Compiler, Read, Test } from './expressions.ts';
import { placed } from './fault.ts';
import type { Frame } from './frame.ts';
import { validWeight } from './shares.ts';

export interface Transition {
  readonly ir: IrTransition;
  /** Its condition, with its own place in faults; absent where there is none. */
  readonly when?: Test;
  readonly actions: readonly CompiledAction[];
}

export interface Weighted extends Transition {
  /** A weight that is valid, or a fault; absent: certain (`on`), or the rest (`chance`). */
  readonly weight?: Read;
  /** The same condition without a place: faults in it are those of the site. */
  readonly condition?: Test;
}

export interface Handler {
  readonly event: number;
  readonly site?: string;
  readonly transitions: readonly Weighted[];
}

export interface State {
  readonly entry: readonly CompiledAction[];
  readonly exit: readonly CompiledAction[];
  readonly initial: readonly CompiledAction[];
  readonly always: readonly Transition[];
  readonly after: readonly (Transition & { readonly delay: number })[];
  readonly on: readonly Handler[];
  readonly chance?: {
    readonly site: string;
    readonly kind: 'probability' | 'rate';
    readonly alternatives: readonly Weighted[];
  };
}

export interface Driver {
  readonly on: readonly Handler[];
  /** Events that anything in it answers. */
  readonly hears: ReadonlySet<number>;
  readonly hasAlways: boolean;
}

export interface Charts {
  readonly states: readonly State[];
  readonly drivers: readonly Driver[];
}

export function compileCharts(ir: Ir, frame: Frame, compiler: Compiler, out: Outbox): Charts {
  const actions = (list: readonly IrAction[]): readonly CompiledAction[] =>
    compileActions(list, ir, frame, compiler, out);
  const transition = (t: IrTransition): Transition => ({
    ir: t,
    ...(t.when && { when: placed(t.place, compiler.test(t.when)) }),
    actions: actions(t.actions),
  });
  const weighted = (t: IrTransition, weight: IrTransition['when'] | undefined): Weighted => {
    const read = weight && compiler.read(weight);
    return {
      ...transition(t),
      ...(read && { weight: () => validWeight(read()) }),
      ...(t.when && { condition: compiler.test(t.when) }),
    };
  };
  const handler = ({ event, site, transitions }: IrHandler): Handler => ({
    event,
    ...(site !== undefined && { site: itemOf(ir.sites, site).name }),
    transitions: transitions.map((t) => weighted(t, t.probability)),
  });
  const states = ir.states.map(({ chance, entry, exit, initial, always, after, on }): State => ({
    entry: actions(entry),
    exit: actions(exit),
    initial: actions(initial?.actions ?? []),
    always: always.map(transition),
    after: after.map((t) => ({ ...transition(t), delay: t.delay })),
    on: on.map(handler),
    ...(chance && {
      chance: {
        site: itemOf(ir.sites, chance.site).name,
        kind: chance.kind,
        alternatives: chance.alternatives.map((t) => weighted(t, t.weight === 'else' ? undefined : t.weight)),
      },
    }),
  }));
  const drivers = ir.drivers.map((driver): Driver => {
    const own = driver.states.map((slot) => itemOf(states, slot));
    const on = driver.on.map(handler);
    return {
      on,
      hears: new Set([...on, ...own.flatMap((state) => state.on)].map(({ event }) => event)),
      hasAlways: own.some(({ always }) => always.length > 0),
    };
  });
  return { states, drivers };
}
