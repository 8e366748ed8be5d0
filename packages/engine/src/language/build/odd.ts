/** What people say of the model for its ODD protocol; each element is described in one place. */
import type { Span } from '../../diagnostics/diagnostic.ts';
import { child, place, type Located } from '../located.ts';
import type { Odd, Submodel, Text } from '../model.ts';
import { textOf, type Reader } from '../reader.ts';
import type { ScenarioShape } from '../shape.ts';

type Input = NonNullable<ScenarioShape['odd']>;
type SubmodelInput = NonNullable<Input['submodels']>[number];

const TEXTS = ['purpose', 'patterns', 'hindsight', 'initialization', 'inputData'] as const;

export function readOdd(input: Input, at: Located, reader: Reader): Odd {
  const texts = Object.fromEntries(
    TEXTS.flatMap((key) => {
      const text = input[key];
      return text === undefined ? [] : [[key, textOf(text)]];
    }),
  );
  const concepts: Record<string, Text> = {};
  for (const [concept, text] of Object.entries(input.concepts ?? {}))
    if (text !== undefined) concepts[concept] = textOf(text);
  const seen = new Map<string, Span>();
  const once = (key: string, span: Span, message: string): void => {
    const first = seen.get(key);
    if (first)
      reader.report.add('odd-twice', message, span, { notes: [{ message: 'first here', span: first }] });
    else seen.set(key, span);
  };
  const submodels = (input.submodels ?? []).map((submodel, i) =>
    readSubmodel(submodel, place(at, 'submodels', i), once, reader),
  );
  return { ...texts, concepts, submodels };
}

function readSubmodel(
  { id, title, text, elements = [], evidence = [] }: SubmodelInput,
  at: Located,
  once: (key: string, span: Span, message: string) => void,
  reader: Reader,
): Submodel {
  once(` ${id}`, place(at, 'id').span, `two submodels are called \`${id}\``);
  for (const [i, name] of elements.entries()) {
    const { span } = place(at, 'elements', i);
    if (isDescribed(name, reader)) once(name, span, `\`${name}\` is in two submodels`);
    else if (!reader.scope.dropped.has(name)) unknown(name, span, reader);
  }
  reader.cite(evidence, child(at, 'evidence') ?? at);
  return { id, title: textOf(title), ...(text !== undefined && { text: textOf(text) }), elements, evidence };
}

function isDescribed(name: string, { scope }: Reader): boolean {
  const named = scope.names.get(name);
  return named !== undefined && named.kind !== 'variable';
}

function unknown(name: string, span: Span, { scope, report }: Reader): void {
  const driver = scope.names.get(name)?.driver;
  if (driver !== undefined) {
    report.add('unknown-name', `\`${name}\` is a variable, which is described with its driver`, span, {
      help: `name \`${driver}\``,
    });
    return;
  }
  report.add('unknown-name', `no driver, indicator, measure, seat or parameter is called \`${name}\``, span, {
    help: report.suggest(name, () => [...scope.names.keys()]),
  });
}
