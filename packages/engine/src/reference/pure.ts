/**
 * XState's machine as a pure function from snapshot and transitions to the next snapshot.
 *
 * The library's own `transition()` does the same and creates an actor, with its initial snapshot, at every call;
 * here one inert actor serves all, which is what makes the reference usable on charts of many drivers.
 */
import { createActor, type AnyActorScope, type AnyMachineSnapshot } from 'xstate';
import type { Ir } from '../ir/ir.ts';
import type { SavedFrame } from '../ir/saved-frame.ts';
import { Chart } from './chart.ts';
import { buildMachine, restoreSnapshot, type Context, type Dispatch } from './machine.ts';

export interface PureMachine {
  readonly chart: Chart;
  readonly initial: AnyMachineSnapshot;
  /** The snapshot in which exactly these states are active and these histories are remembered. */
  restore(context: Context, remembered: SavedFrame['remembered']): AnyMachineSnapshot;
  step(snapshot: AnyMachineSnapshot, dispatch: Dispatch): AnyMachineSnapshot;
}

export function pureMachine(ir: Ir): PureMachine {
  const chart = new Chart(ir);
  const machine = buildMachine(ir, chart);
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
    // All actions are assigns, which never come here.
    actionExecutor: nothing,
  };
  const initial = machine.getInitialSnapshot(scope) as AnyMachineSnapshot;
  return {
    chart,
    initial,
    restore: (context, remembered) => restoreSnapshot(machine, ir, context, remembered),
    step: (snapshot, dispatch) => machine.transition(snapshot, dispatch, scope) as AnyMachineSnapshot,
  };
}

/**
 * The machine of a scenario for the same with interventions, which change neither its tree of states nor what is done
 * in them: only who hears what, and where a driver answers nothing more, which is asked of the chart. (A final state
 * that can be left raises its done event in an action; the machine raises it by itself, at the same moment.)
 */
export const machineFor = (machine: PureMachine, intervened: Ir): PureMachine => ({
  ...machine,
  chart: new Chart(intervened),
});
