/** The way from a path to a checked scenario that every verb but `check` takes. */
import {
  lower,
  readScenario,
  worded,
  type Diagnostic,
  type Ir,
  type Model,
  type Source,
  type Wording,
} from '@stave/engine';
import { readSource } from './files.ts';
import { problemsText, type FileProblems } from './problems.ts';
import { wantsColour } from './terminal.ts';
import { checkWording } from './wording.ts';

export interface Scenario {
  readonly source: Source;
  readonly model: Model;
  readonly ir: Ir;
}

export type Examined = FileProblems & { readonly scenario?: Scenario };

/** All that can be said about a file, and the scenario when there is no error. */
async function examine(path: string, wording?: Wording): Promise<Examined> {
  const file = await readSource(path);
  return 'problem' in file
    ? { source: { name: path, text: '' }, diagnostics: [file.problem] }
    : examineSource(file.source, wording);
}

export async function examineSource(source: Source, wording?: Wording): Promise<Examined> {
  const read = await readScenario(source);
  if (!read.model) return { source, diagnostics: read.diagnostics };
  if (wording) checkWording(read.model, wording);
  const model = worded(read.model, wording);
  const { ir, diagnostics: late } = lower(model);
  const diagnostics: readonly Diagnostic[] = [...read.diagnostics, ...late];
  return { source, diagnostics, ...(ir && { scenario: { source, model, ir } }) };
}

/**
 * Says on stderr what is wrong with the file. Without a scenario the verb cannot go on, and the exit code is set.
 *
 * @throws UsageError where the wording names a term or form that the scenario does not have.
 */
export async function openScenario(path: string, wording?: Wording): Promise<Scenario | undefined> {
  const { scenario, ...problems } = await examine(path, wording);
  process.stderr.write(problemsText(problems, wantsColour(process.stderr, process.env)));
  if (!scenario) process.exitCode = 1;
  return scenario;
}
