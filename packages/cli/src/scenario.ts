/** The way from a path to a checked scenario that every verb but `check` takes. */
import { lower, readScenario, type Diagnostic, type Ir, type Model, type Source } from '@stave/engine';
import { readSource } from './files.ts';
import { problemsText, type FileProblems } from './problems.ts';
import { wantsColour } from './terminal.ts';

export interface Scenario {
  readonly source: Source;
  readonly model: Model;
  readonly ir: Ir;
}

export type Examined = FileProblems & { readonly scenario?: Scenario };

/** All that can be said about a file, and the scenario when there is no error. */
async function examine(path: string): Promise<Examined> {
  const file = await readSource(path);
  return 'problem' in file
    ? { source: { name: path, text: '' }, diagnostics: [file.problem] }
    : examineSource(file.source);
}

export async function examineSource(source: Source): Promise<Examined> {
  const read = await readScenario(source);
  if (!read.model) return { source, diagnostics: read.diagnostics };
  const { ir, diagnostics: late } = lower(read.model);
  const diagnostics: readonly Diagnostic[] = [...read.diagnostics, ...late];
  return { source, diagnostics, ...(ir && { scenario: { source, model: read.model, ir } }) };
}

/** Says on stderr what is wrong with the file. Without a scenario the verb cannot go on, and the exit code is set. */
export async function openScenario(path: string): Promise<Scenario | undefined> {
  const { scenario, ...problems } = await examine(path);
  process.stderr.write(problemsText(problems, wantsColour(process.stderr, process.env)));
  if (!scenario) process.exitCode = 1;
  return scenario;
}
