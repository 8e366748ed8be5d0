/** The places of a driver where something runs: who owns them, what they read and what they do. */
import type { Action, Driver, Expr, State, Transition } from '../model.ts';

export interface Site {
  readonly driver: Driver;
  readonly state?: State;
  readonly transition: Transition;
  /** `start`: the entering of initial states, which is no transition of the file. */
  readonly kind: 'chance' | 'on' | 'always' | 'after' | 'start';
  /** `on`: the event, `name.*` or `*`. */
  readonly descriptor?: string;
  /** Probability or rate. */
  readonly weight?: Expr;
}

export function transitionsOf(driver: Driver): readonly Site[] {
  const handlers = (from: Pick<Driver, 'on'>, state?: State): Site[] =>
    from.on.flatMap(({ descriptor, transitions }) =>
      transitions.map((transition) => ({
        driver,
        ...(state && { state }),
        transition,
        kind: 'on' as const,
        descriptor,
        ...(transition.probability && { weight: transition.probability }),
      })),
    );
  const inStates = driver.states.flatMap((state): Site[] => [
    ...(state.chance?.alternatives ?? []).map((transition) => ({
      driver,
      state,
      transition,
      kind: 'chance' as const,
      ...(transition.weight !== 'else' && { weight: transition.weight }),
    })),
    ...handlers(state, state),
    ...state.always.map((transition) => ({ driver, state, transition, kind: 'always' as const })),
    ...state.after.map((transition) => ({ driver, state, transition, kind: 'after' as const })),
  ]);
  return [...inStates, ...handlers(driver)];
}

/** Every action of a driver, those under a condition too. */
export function actionsOf(driver: Driver): readonly Action[] {
  return [
    ...driver.states.flatMap((state) => [...state.entry, ...state.exit, ...(state.initial?.actions ?? [])]),
    ...transitionsOf(driver).flatMap(({ transition }) => transition.actions),
  ].flatMap(withInner);
}

/** An action and those under its condition. */
export function withInner(action: Action): readonly Action[] {
  return action.do === 'if'
    ? [action, ...[...action.then, ...action.otherwise].flatMap(withInner)]
    : [action];
}

/** Everything that actions evaluate. */
export const exprsOf = (actions: readonly Action[]): readonly Expr[] =>
  actions.flatMap(withInner).flatMap((action) => {
    switch (action.do) {
      case 'set':
        return [action.to];
      case 'if':
        return [action.test];
      case 'raise':
      case 'send':
        return action.data.map(({ value }) => value);
      case 'cancel':
        return [];
    }
  });
