/**
 * Whether data is a frame of an Ir: what an executor may go on from without looking again. Frames travel in files and
 * over networks, so everything an executor relies on is asked here.
 */
import type { Ir, IrState } from './ir.ts';
import { momentaryOf } from './ir-seats.ts';
import type { SavedFrame, SavedTimer } from './saved-frame.ts';

/** What is wrong, in words for people, or nothing. */
export function frameProblem(ir: Ir, frame: SavedFrame): string | undefined {
  if (frame.schema !== 'stave-frame/1')
    return `its schema is \`${String(frame.schema)}\`, not \`stave-frame/1\``;
  if (frame.scenario !== ir.hash) return 'it belongs to another scenario, or to another version of it';
  if (!isWhole(frame.step, 0, ir.clock.steps - 1))
    return `its step is ${String(frame.step)}; a frame that something follows is one of 0 to ${ir.clock.steps - 1}`;
  return (
    numbersProblem(ir, frame) ??
    configurationProblem(ir, frame) ??
    memoryProblem(ir, frame) ??
    frame.timers.map((timer) => timerProblem(ir, frame, timer)).find((problem) => problem !== undefined)
  );
}

const isWhole = (value: unknown, low: number, high: number): value is number =>
  Number.isInteger(value) && (value as number) >= low && (value as number) <= high;

/** Lists of finite numbers, each as long as there are things of its kind. */
function numbersProblem(ir: Ir, frame: SavedFrame): string | undefined {
  const lengths = {
    parameters: ir.parameters.length,
    variables: ir.variables.length,
    indicators: ir.indicators.length,
    previous: ir.previous.length,
    starts: ir.starts.length,
    sums: ir.questions.length,
  } as const;
  for (const [key, length] of Object.entries(lengths) as [keyof typeof lengths, number][]) {
    if (!isNumbers(frame[key], length)) return `\`${key}\` must be ${length} finite numbers`;
  }
  const outside = ir.variables.find(({ low, high, type }, slot) => {
    const value = frame.variables[slot] ?? Number.NaN;
    return value < low || value > high || (type !== 'number' && !Number.isInteger(value));
  });
  const left = momentary(ir).find((slot) => frame.variables[slot] !== 0);
  if (left !== undefined) return `the variable \`${ir.variables[left]?.name}\` is 0 between steps`;
  if (outside) return `the variable \`${outside.name}\` is outside its range`;
  const { answers, met, stopped, lines } = frame;
  const { length } = ir.questions;
  if (!Array.isArray(answers) || answers.length !== length || !answers.every(Number.isInteger))
    return `\`answers\` must be ${length} whole numbers`;
  for (const flags of [met, stopped]) {
    if (!Array.isArray(flags) || flags.length !== length || flags.some((flag) => typeof flag !== 'boolean'))
      return `\`met\` and \`stopped\` must be ${length} times true or false`;
  }
  if (!Array.isArray(lines) || lines.length !== ir.lines.length)
    return `\`lines\` must be ${ir.lines.length} delay lines`;
  const longest = ir.clock.steps + 2;
  return lines.every((line) => isNumbers(line, line.length) && line.length >= 2 && line.length <= longest)
    ? undefined
    : `a delay line holds 2 to ${longest} finite numbers`;
}

/** Variables that choices use within a step. */
const momentary = ({ seats }: Ir): readonly number[] =>
  (seats?.seats ?? []).flatMap(({ plans }) => plans.flatMap(momentaryOf));

const isNumbers = (list: unknown, length: number): boolean =>
  Array.isArray(list) && list.length === length && list.every((value) => Number.isFinite(value));

/** Of every driver one child of it is active, of an active compound state one, of a parallel state all. */
function configurationProblem(ir: Ir, { active, step }: SavedFrame): string | undefined {
  if (!Array.isArray(active)) return '`active` must be a list';
  const slots = new Set<number>();
  for (const { state, entered } of active) {
    const name = ir.states[state]?.name;
    if (name === undefined || slots.has(state))
      return `\`active\` names a state that is not there, or one twice`;
    if (!isWhole(entered, 0, step)) return `\`${name}\` was entered in a step that had not been`;
    slots.add(state);
  }
  const inside = (parent: number, driver: number): readonly number[] =>
    (ir.drivers[driver]?.states ?? []).filter(
      (slot) => ir.states[slot]?.parent === parent && ir.states[slot].kind !== 'history',
    );
  for (const [d, driver] of ir.drivers.entries()) {
    if (inside(-1, d).filter((slot) => slots.has(slot)).length !== 1)
      return `the driver \`${driver.name}\` must be in one of its states`;
  }
  for (const [slot, state] of ir.states.entries()) {
    const children = inside(slot, state.driver);
    const count = children.filter((child) => slots.has(child)).length;
    if (count !== activeChildren(state, slots.has(slot), children.length))
      return `\`${state.name}\` and the states inside it cannot be active like this`;
  }
  return undefined;
}

function activeChildren({ kind }: IrState, isActive: boolean, children: number): number {
  if (!isActive) return 0;
  return kind === 'parallel' ? children : kind === 'compound' ? 1 : 0;
}

function memoryProblem(ir: Ir, { remembered }: SavedFrame): string | undefined {
  if (!Array.isArray(remembered)) return '`remembered` must be a list';
  for (const { history, states } of remembered) {
    const state = ir.states[history];
    const around = state?.history && ir.states[state.parent];
    if (!state || !around || !Array.isArray(states)) return '`remembered` names what is no history state';
    const isInside = (slot: unknown): boolean => isWhole(slot, state.parent + 1, around.end - 1);
    if (states.length === 0 || !states.every(isInside))
      return `\`${state.name}\` remembers states it does not stand for`;
  }
  return undefined;
}

function timerProblem(ir: Ir, { step }: SavedFrame, timer: SavedTimer): string | undefined {
  if (!isWhole(timer.due, step + 1, ir.clock.steps) || !Number.isFinite(timer.dueAt))
    return 'a timer is due outside the steps that follow';
  if ('state' in timer)
    return ir.states[timer.state]?.after[timer.index] ? undefined : 'a timer belongs to no `after`';
  const fields = ir.eventFields[timer.event];
  return fields && isNumbers(timer.data, fields.length) && isWhole(timer.id, 0, ir.sendIds.length - 1)
    ? undefined
    : 'a timer sends what is no event with its data';
}
