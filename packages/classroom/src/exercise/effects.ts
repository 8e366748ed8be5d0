/** What injects, levers and papers do to the scenario: each effect must find something that takes it. */
import { interventionProblem, type Effect } from '@stave/engine';
import { child, matches, nameSpan, place, type Located } from '@stave/engine/reading';
import type { Context } from './context.ts';
import type { EffectShape } from './shape.ts';

/** Those that can be done. */
export function readEffects(
  input: readonly EffectShape[] | undefined,
  at: Located,
  context: Context,
): readonly Effect[] {
  const here = child(at, 'effects');
  if (!input || !here) return [];
  return input.flatMap((effect, i) => readEffect(effect, place(here, i), context) ?? []);
}

export function readEffect(input: EffectShape, at: Located, context: Context): Effect | undefined {
  const effect = namedEffect(input, at, context);
  // What executors say of it in the end; everything that people get wrong has been told in better words.
  const attempt = { kind: 'attempt', step: 1, id: 'check', probability: 1 } as const;
  const problem = effect && interventionProblem(context.ir, [{ ...attempt, effects: [effect] }]);
  if (problem !== undefined)
    context.report.add('exercise-effect', problem, nameSpan(at), {
      help: 'mend the effect, or leave it out',
    });
  return effect;
}

function namedEffect(input: EffectShape, at: Located, context: Context): Effect | undefined {
  if ('add' in input) return isAddable(input, at, context) ? { add: input.add, to: input.to } : undefined;
  if ('put' in input) return context.state(input.put, place(at, 'put')) ? { put: input.put } : undefined;
  return readRaise(input, at, context);
}

function isAddable(
  { add, to }: { readonly add: number; readonly to: string },
  at: Located,
  context: Context,
): boolean {
  const { model, report } = context;
  const here = place(at, 'to');
  const variables = model.drivers.flatMap((driver) => driver.variables);
  const capitals = model.seats.filter(({ capital }) => capital).map(({ name }) => `${name}.capital`);
  const known = [...variables, ...model.indicators].map(({ name }) => name).concat(capitals);
  const refuse = (message: string, help: string): false => {
    report.add('exercise-effect', message, here.span, { help });
    return false;
  };
  if (!Number.isFinite(add) || add === 0)
    return refuse(
      `\`add: ${add}\` changes nothing`,
      'say how much is added, such as `add: 1` or `add: -0.05`',
    );
  if (model.measures.some(({ name }) => name === to))
    return refuse(
      `\`${to}\` is a measure: it is worked out from others`,
      'add to what it is worked out from',
    );
  if (model.parameters.some(({ name }) => name === to))
    return refuse(
      `\`${to}\` is a parameter, which stays what it is through a trial`,
      'set it under `arm: parameters`',
    );
  if (model.drivers.some(({ name }) => name === to))
    return refuse(`\`${to}\` is a driver, which is no number`, `force a state of it: \`put: ${to}.STATE\``);
  if (!context.has(to, known, 'nothing can be added to', here)) return false;
  const variable = variables.find(({ name }) => name === to);
  if (variable?.type === 'boolean')
    return refuse(`\`${to}\` is true or false, which is no number`, 'raise an event that sets it');
  return variable?.type === 'integer' && !Number.isInteger(add)
    ? refuse(`\`${to}\` takes whole numbers`, `${add} is none`)
    : true;
}

function readRaise(
  { raise, with: data }: Extract<EffectShape, { readonly raise: string }>,
  at: Located,
  context: Context,
): Effect | undefined {
  const { model, report } = context;
  const descriptors = model.drivers.flatMap((driver) =>
    [driver, ...driver.states].flatMap(({ on }) => on.map(({ descriptor }) => descriptor)),
  );
  const here = place(at, 'raise');
  if (!descriptors.some((descriptor) => matches(descriptor, raise))) {
    report.add('exercise-effect', `nothing in the scenario takes the event \`${raise}\``, here.span, {
      help: report.suggest(raise, () => descriptors) ?? 'no driver takes any event',
    });
    return undefined;
  }
  const given = Object.keys(data ?? {});
  const wanted = context.ir.eventFields[context.ir.events.indexOf(raise)];
  let fits = true;
  if (wanted) {
    const dataAt = child(at, 'with');
    for (const field of given) {
      const fieldAt = dataAt && child(dataAt, field);
      const named = fieldAt && { ...fieldAt, span: nameSpan(fieldAt) };
      if (named && !context.has(field, wanted, `\`${raise}\` carries no`, named, 'event-data')) fits = false;
    }
    const left = wanted.filter((field) => !given.includes(field));
    if (left.length > 0) {
      fits = false;
      report.add(
        'event-data',
        `\`${raise}\` carries ${left.map((field) => `\`${field}\``).join(', ')}`,
        here.span,
        {
          help: `add \`with: { ${left.map((field) => `${field}: …`).join(', ')} }\``,
        },
      );
    }
  }
  return fits ? { raise, ...(data && given.length > 0 && { data: { ...data } }) } : undefined;
}
