/**
 * A scenario as an arm of a study has it. Its text stands behind those of the scenario (diagnostics/sources.ts):
 * every check then sees the arm as a whole, and an offset says whose text a diagnostic points into.
 *
 * A parameter that an arm fixes keeps the luck it had where others are correlated with it: it is drawn on, unread,
 * under a name nobody can write. Setting a number then moves no other one, so arms differ in what they say alone.
 */
import type { Diagnostic, Source } from '../diagnostics/diagnostic.ts';
import type { Report } from '../diagnostics/report.ts';
import { shifted, type Found, type Sources } from '../diagnostics/sources.ts';
import { withAddedEvents } from './arm-events.ts';
import { child, moved, nameSpan, place, type Located } from './located.ts';
import type { ScenarioShape } from './shape.ts';
import type { Shaped } from './shape-check.ts';
import type { ArmParameter, StudyArm } from './study-arm.ts';

export interface Overlay {
  readonly arm: StudyArm;
  /** The study. */
  readonly source: Source;
}

type ParameterShape = NonNullable<ScenarioShape['parameters']>[string];

/** Of a parameter that is drawn for the sake of others alone. */
const latent = (name: string): string => `${name}.drawn`;
/** Whose luck a latent parameter draws; none for any other. */
export const luckOf = (name: string): string | undefined =>
  name.endsWith('.drawn') ? name.slice(0, -'.drawn'.length) : undefined;

/** The scenario as the arm writes it; `offset` is where the text of the study begins. */
export const overlaid = (
  shaped: Shaped<ScenarioShape>,
  { arm }: Overlay,
  offset: number,
  report: Report,
): Shaped<ScenarioShape> => withAddedEvents(withParameters(shaped, arm, offset, report), arm, offset);

function withParameters(
  shaped: Shaped<ScenarioShape>,
  arm: StudyArm,
  offset: number,
  report: Report,
): Shaped<ScenarioShape> {
  if (arm.parameters.length === 0) return shaped;
  const own = shaped.input.parameters ?? {};
  const changed = new Map<string, ArmParameter>();
  for (const parameter of arm.parameters) {
    const { name, at } = parameter;
    if (Object.hasOwn(own, name)) changed.set(name, parameter);
    else
      report.add('unknown-name', `no parameter is called \`${name}\``, shifted(nameSpan(at), offset), {
        help: report.suggest(name, () => Object.keys(own)) ?? 'an arm changes parameters of the scenario',
      });
  }
  const correlated = new Set(shaped.input.correlations?.flatMap(({ between }) => between));
  const parameters: Record<string, ParameterShape> = {};
  const entries = new Map<string, Located>();
  const drawn = new Map<string, string>();
  const at = place(shaped.root, 'parameters');
  for (const [name, before] of Object.entries(own)) {
    const here = place(at, name);
    const change = changed.get(name);
    const after = change && withChange(before, here, change, offset);
    if (after && correlated.has(name) && before.prior !== undefined && after.input.prior === undefined) {
      parameters[latent(name)] = before;
      entries.set(latent(name), here);
      drawn.set(name, latent(name));
    }
    parameters[name] = after?.input ?? before;
    entries.set(name, after?.at ?? here);
  }
  const correlations = shaped.input.correlations?.map(({ between: [a, b], r }) => ({
    between: [drawn.get(a) ?? a, drawn.get(b) ?? b] as [string, string],
    r,
  }));
  return {
    ...shaped,
    input: { ...shaped.input, parameters, ...(correlations && { correlations }) },
    root: {
      ...shaped.root,
      entries: new Map(shaped.root.entries).set('parameters', { ...at, entries }),
    },
  };
}

/** Unit and label are the scenario's; evidence, basis and reason are of the number, so they go with it. */
function withChange(
  { unit, label }: ParameterShape,
  before: Located,
  { input, at: written }: ArmParameter,
  offset: number,
): { readonly input: ParameterShape; readonly at: Located } {
  const at = moved(written, offset);
  const isShort = typeof input !== 'object';
  const said: ParameterShape = isShort ? { value: input } : input;
  const entries = isShort ? new Map([['value', at]]) : new Map(at.entries);
  const unitAt = child(before, 'unit');
  if (unitAt) entries.set('unit', unitAt);
  return {
    input: {
      basis: 'assumption',
      ...said,
      ...(unit !== undefined && { unit }),
      ...(label !== undefined && { label }),
    },
    at: { value: at.value, span: at.span, ...(at.key && { key: at.key }), entries },
  };
}

/**
 * What an arm whose scenario has no error of its own adds to it, file by file. The warnings of the scenario have been
 * given with it, and that a number of it now goes unread is no fault; an error there is the doing of the arm.
 */
export function armProblems(
  diagnostics: readonly Diagnostic[],
  /** The study is the last. */
  sources: Sources,
  /** `of`: whose arm it is, the study's where it does not say. */
  {
    name,
    point,
    of = `the arm \`${name}\` of the study`,
  }: { readonly name: string; readonly point?: number; readonly of?: string },
): readonly Found[] {
  const at = point === undefined ? '' : ` at point ${point} of its design`;
  const because = { message: `in ${of}${at}` };
  return sources.apart(diagnostics).map(({ source, diagnostics: found }, i, all) => ({
    source,
    diagnostics: found
      .filter(({ severity }) => i === all.length - 1 || severity === 'error')
      .map((one) => ({ ...one, notes: [...(one.notes ?? []), because] })),
  }));
}
