/** The way from a path to a checked scenario that every verb but `check` takes. */
import {
  lower,
  readScenario,
  worded,
  type Diagnostic,
  type Import,
  type Ir,
  type Model,
  type ReadImport,
  type Source,
  type Sources,
  type Wording,
} from '@stave/engine';
import { importsBeside, readSource } from './files.ts';
import { filesText, type FileProblems } from './problems.ts';
import { wantsColour } from './terminal.ts';
import { checkWording } from './wording.ts';

export interface Scenario {
  readonly source: Source;
  /** The fragments that it imports. */
  readonly imports: readonly Import[];
  /** All texts that places in the model point into. */
  readonly sources: Sources;
  readonly model: Model;
  readonly ir: Ir;
}

export interface Examined {
  /** The scenario and its fragments, each with what was found in it. */
  readonly files: readonly FileProblems[];
  readonly scenario?: Scenario;
}

/** All that can be said about a file, and the scenario when there is no error. */
async function examine(path: string, wording?: Wording): Promise<Examined> {
  const file = await readSource(path);
  return 'problem' in file
    ? { files: [{ source: { name: path, text: '' }, diagnostics: [file.problem] }] }
    : examineSource(file.source, undefined, wording);
}

/** Fragments are looked for beside the scenario, unless they were kept elsewhere. */
export async function examineSource(
  source: Source,
  fragments: ReadImport = importsBeside(source.name),
  wording?: Wording,
): Promise<Examined> {
  const read = await readScenario(source, { imports: fragments });
  const { diagnostics, sources, imports } = read;
  if (!read.model) return { files: sources.apart(diagnostics) };
  if (wording) checkWording(read.model, wording);
  const model = worded(read.model, wording);
  const { ir, diagnostics: late } = lower(model);
  const all: readonly Diagnostic[] = [...diagnostics, ...late];
  return { files: sources.apart(all), ...(ir && { scenario: { source, imports, sources, model, ir } }) };
}

/**
 * Says on stderr what is wrong with the file. Without a scenario the verb cannot go on, and the exit code is set.
 *
 * @throws UsageError where the wording names a term or form that the scenario does not have.
 */
export async function openScenario(path: string, wording?: Wording): Promise<Scenario | undefined> {
  const { scenario, files } = await examine(path, wording);
  process.stderr.write(filesText(files, wantsColour(process.stderr, process.env)));
  if (!scenario) process.exitCode = 1;
  return scenario;
}

/** The texts of a scenario for who keeps them; without a word of fragments where there are none. */
export const textsOf = ({
  source,
  imports,
}: Pick<Scenario, 'source' | 'imports'>): {
  readonly text: string;
  readonly imports?: readonly Import[];
} => ({
  text: source.text,
  ...(imports.length > 0 && { imports }),
});
