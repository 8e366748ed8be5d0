/** Drivers: their variables and how they begin. */
import { constantOf } from '../expression/constant.ts';
import { child, nameSpan, place, type Located } from '../located.ts';
import type { Driver, Variable } from '../model.ts';
import { INITIAL, START } from '../reading.ts';
import { labelOf, NOBODY, type Owner } from '../reader.ts';
import type { ScenarioShape } from '../shape.ts';
import { unitText } from '../unit.ts';
import { readTarget, type DriverContext } from './actions.ts';
import { checkRange } from './indicators.ts';
import { readStates } from './states.ts';
import { readHandlers } from './transitions.ts';

type DriverInput = NonNullable<ScenarioShape['drivers']>[string];
type VariableInput = NonNullable<DriverInput['variables']>[string];

export function readDriver(input: DriverInput, at: Located, context: DriverContext): Driver {
  const { reader, name } = context;
  const owner = reader.owner(NOBODY, `drivers.${name}`, input, at);
  const states = place(at, 'states');
  const variables = child(at, 'variables');
  reader.noteBegun(name, place(at, 'initial'));
  return {
    name,
    span: nameSpan(at),
    provenance: owner.provenance,
    ...labelOf(input.label),
    ...(input.luck !== undefined && { luck: input.luck }),
    ...reader.startProvenance(place(at, 'initial')),
    initial: readInitial(input, place(at, 'initial'), owner, context),
    variables: Object.entries(input.variables ?? {}).flatMap(([variable, body]) =>
      variables ? [readVariable(variable, body, place(variables, variable), owner, context)] : [],
    ),
    states: readStates(input.states, states, undefined, owner, context),
    on: readHandlers(input.on, child(at, 'on'), owner, context),
  };
}

function readInitial(
  input: DriverInput,
  at: Located,
  owner: Owner,
  context: DriverContext,
): Driver['initial'] {
  if (typeof input.initial === 'string') {
    readTarget(input.initial, at, context);
    return [{ state: input.initial, probability: { op: 'number', value: 1, span: at.span } }];
  }
  return Object.keys(input.initial).map((state) => {
    const entry = place(at, state);
    readTarget(state, { ...entry, span: nameSpan(entry) }, context);
    const probability = context.reader.expr(entry, INITIAL, owner, {
      demand: { is: 'probability' },
      key: 'initial',
    });
    return { state, probability };
  });
}

function readVariable(
  name: string,
  input: VariableInput,
  at: Located,
  around: Owner,
  context: DriverContext,
): Variable {
  const { reader, declared } = context;
  const owner = reader.owner(around, `variables.${name}`, input, at);
  const unit = declared.unit(name);
  const start = reader.expr(place(at, 'start'), START, owner, {
    want: input.type === 'boolean' ? 'condition' : 'number',
    demand: unit && { is: 'unit', unit, what: `\`${name}\`` },
    key: 'start',
  });
  checkVariable(name, input, at, start && !reader.isBroken(start) ? constantOf(start) : undefined, context);
  return {
    name,
    driver: context.name,
    span: nameSpan(at),
    provenance: owner.provenance,
    ...labelOf(input.label),
    type: input.type,
    ...reader.startProvenance(place(at, 'start')),
    start,
    range: input.type === 'boolean' ? [0, 1] : (input.range ?? [0, 0]),
    ...(unit && { unit: unitText(unit) }),
  };
}

function checkVariable(
  name: string,
  input: VariableInput,
  at: Located,
  start: number | undefined,
  { reader }: DriverContext,
): void {
  const { range, type } = input;
  if (type === 'boolean') return;
  if (!range) {
    reader.report.add('variable-range', `\`${name}\` needs a range`, nameSpan(at), {
      help: 'add `range: [low, high]`; a value outside fails the trial',
    });
    return;
  }
  const [low, high] = range;
  checkRange(low, high, place(at, 'range'), reader);
  if (type === 'integer' && !(Number.isSafeInteger(low) && Number.isSafeInteger(high))) {
    reader.report.add('variable-range', 'the range of an integer is whole', place(at, 'range').span);
  }
  if (start === undefined || low > high) return;
  const span = place(at, 'start').span;
  if (start < low || start > high)
    reader.report.add('variable-start', `\`${name}\` starts at ${start}, outside its range`, span);
  else if (type === 'integer' && !Number.isInteger(start)) {
    reader.report.add('variable-start', `\`${name}\` is an integer but starts at ${start}`, span);
  }
}
