/**
 * XState's machine as a pure function from snapshot and event to snapshot and effects.
 *
 * The library's own `transition()` does the same and creates an actor, with its initial snapshot, at every call;
 * here one inert actor serves all, which is what makes the reference usable on charts of many drivers.
 */
import { createActor, type AnyActorScope, type AnyMachineSnapshot, type AnyStateMachine } from 'xstate';
import type { Dispatch, Effect } from './machine.ts';

export interface PureMachine {
  readonly initial: AnyMachineSnapshot;
  step(
    snapshot: AnyMachineSnapshot,
    event: Dispatch,
  ): { snapshot: AnyMachineSnapshot; effects: readonly Effect[] };
}

export function pureMachine(machine: AnyStateMachine): PureMachine {
  let effects: Effect[] = [];
  const actor = createActor(machine);
  const nothing = (): void => undefined;
  const scope: AnyActorScope = {
    self: actor,
    system: actor.system,
    id: '',
    sessionId: '',
    logger: nothing,
    defer: nothing,
    emit: nothing,
    stopChild: nothing,
    // Actions without an implementation are effects for the engine; assigns never come here.
    actionExecutor: (action) => void effects.push(action as unknown as Effect),
  };
  const initial = machine.getInitialSnapshot(scope) as AnyMachineSnapshot;
  return {
    initial,
    step(snapshot, event) {
      effects = [];
      const next = machine.transition(snapshot, event, scope) as AnyMachineSnapshot;
      return { snapshot: next, effects };
    },
  };
}
