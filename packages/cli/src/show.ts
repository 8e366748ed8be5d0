/** `stave show FILE --as …`: a scenario at each stage of its way, and the schema of all of them. */
import {
  fragmentJsonSchema,
  printIr,
  printMermaid,
  printModel,
  printOdd,
  scenarioJsonSchema,
  studyJsonSchema,
  type Wording,
} from '@stave/engine';
import { UsageError } from './failure.ts';
import { openScenario, type Scenario } from './scenario.ts';

const PRINTERS = {
  model: ({ model }: Scenario) => printModel(model),
  ir: ({ ir }: Scenario) => printIr(ir),
  mermaid: ({ ir }: Scenario) => printMermaid(ir),
  odd: ({ model }: Scenario, lang: string) => printOdd(model, lang),
} as const;

/** The same for every file, so none is needed. */
const SCHEMAS = {
  schema: scenarioJsonSchema,
  'study-schema': studyJsonSchema,
  'fragment-schema': fragmentJsonSchema,
  'exercise-schema': async (): Promise<object> => (await import('@stave/classroom')).exerciseJsonSchema(),
} as const;

const isSchema = (form: Form): form is keyof typeof SCHEMAS => Object.hasOwn(SCHEMAS, form);

type Form = keyof typeof PRINTERS | keyof typeof SCHEMAS;

export interface ShowOptions {
  readonly as: Form;
  readonly lang: string;
  readonly term?: Wording;
}

export async function show(path: string | undefined, { as, lang, term }: ShowOptions): Promise<void> {
  if (isSchema(as)) {
    process.stdout.write(`${JSON.stringify(await Promise.resolve(SCHEMAS[as]()), null, 2)}\n`);
    return;
  }
  if (path === undefined)
    throw new UsageError(`no FILE to show as ${as}`, 'stave show FILE --as model', 'show');
  const scenario = await openScenario(path, term);
  if (scenario) process.stdout.write(withNewline(PRINTERS[as](scenario, lang)));
}

const withNewline = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);
