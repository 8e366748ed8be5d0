/** The way from a study file to its arms, each a checked scenario. */
import { dirname, isAbsolute, join } from 'node:path';
import {
  armProblems,
  diagnostic,
  lower,
  readKept,
  readScenario,
  readStudy,
  type Import,
  type Source,
  type Study,
  type StudyArm,
  type Wording,
  worded,
} from '@stave/engine';
import { importsBeside, readSource } from './files.ts';
import { filesText, type FileProblems } from './problems.ts';
import { examineSource, type Scenario } from './scenario.ts';
import { wantsColour } from './terminal.ts';

export interface OpenedArm {
  readonly arm: StudyArm;
  readonly scenario: Scenario;
}

export interface OpenedStudy {
  readonly study: Study;
  readonly source: Source;
  /** As it is without any arm. */
  readonly scenario: Scenario;
  readonly arms: readonly OpenedArm[];
}

export interface StudyExamined {
  /** Of the study and of its scenario. */
  readonly files: readonly FileProblems[];
  /** Present exactly when there is no error. */
  readonly opened?: OpenedStudy;
}

/** The texts of a scenario that are not to be read from its path. */
export interface Kept {
  readonly text: string;
  readonly imports?: readonly Import[];
}

/** All that can be said about a study, with the scenario that it names or the one that was kept with it. */
export async function examineStudy(source: Source, kept?: Kept, wording?: Wording): Promise<StudyExamined> {
  const { study, diagnostics } = readStudy(source);
  if (!study) return { files: [{ source, diagnostics }] };
  const { path: named } = study.scenario;
  const path = isAbsolute(named) ? named : join(dirname(source.name), named);
  const file = kept ? { source: { name: 'scenario', text: kept.text } } : await readSource(path);
  if ('problem' in file) {
    const { message, help } = file.problem;
    const found = diagnostic('study-scenario', `${path}: ${message}`, study.scenario.span, { help });
    return { files: [{ source, diagnostics: [...diagnostics, found] }] };
  }
  const imports = kept ? readKept(kept.imports ?? []) : importsBeside(path);
  const { scenario: base, files } = await examineSource(file.source, imports, wording);
  if (!base) return { files: [{ source, diagnostics }, ...files] };
  const arms: OpenedArm[] = [];
  // The study is the last, as it is behind the scenario of an arm; it is told of first.
  const found = [...files, { source, diagnostics }].map((one) => ({
    ...one,
    diagnostics: [...one.diagnostics],
  }));
  for (const arm of study.arms) {
    const read = await readScenario(file.source, { imports, overlay: { arm, source } });
    const lowered = read.model && lower(read.model);
    const all = [...read.diagnostics, ...(lowered?.diagnostics ?? [])];
    for (const [i, problems] of armProblems(all, read.sources, arm).entries())
      found[i]?.diagnostics.push(...problems.diagnostics);
    const { sources } = read;
    if (read.model && lowered?.ir) {
      const model = worded(read.model, wording);
      arms.push({ arm, scenario: { ...base, sources, model, ir: lowered.ir } });
    }
  }
  const told = [...found.slice(-1), ...found.slice(0, -1)];
  return arms.length < study.arms.length
    ? { files: told }
    : { files: told, opened: { study, source, scenario: base, arms } };
}

/** Says on stderr what is wrong with a study; without one the verb cannot go on, and the exit code is set. */
export async function openStudy(path: string, wording?: Wording): Promise<OpenedStudy | undefined> {
  const file = await readSource(path);
  const { files, opened } =
    'problem' in file
      ? { files: [{ source: { name: path, text: '' }, diagnostics: [file.problem] }] }
      : await examineStudy(file.source, undefined, wording);
  const colour = wantsColour(process.stderr, process.env);
  process.stderr.write(filesText(files, colour));
  if (!opened) process.exitCode = 1;
  return opened;
}
