/** The way from a study file to its arms, each a checked scenario. */
import { dirname, isAbsolute, join } from 'node:path';
import {
  armProblems,
  diagnostic,
  lower,
  readScenario,
  readStudy,
  type Source,
  type Study,
  type StudyArm,
  type Wording,
  worded,
} from '@stave/engine';
import { readSource } from './files.ts';
import { problemsText, type FileProblems } from './problems.ts';
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

/** All that can be said about a study; `scenario` is its scenario's text where that is not to be read from its path. */
export async function examineStudy(
  source: Source,
  scenario?: Source,
  wording?: Wording,
): Promise<StudyExamined> {
  const { study, diagnostics } = readStudy(source);
  if (!study) return { files: [{ source, diagnostics }] };
  const { path: named } = study.scenario;
  const path = isAbsolute(named) ? named : join(dirname(source.name), named);
  const file = scenario ? { source: scenario } : await readSource(path);
  if ('problem' in file) {
    const { message, help } = file.problem;
    const found = diagnostic('study-scenario', `${path}: ${message}`, study.scenario.span, { help });
    return { files: [{ source, diagnostics: [...diagnostics, found] }] };
  }
  const { scenario: base, ...problems } = await examineSource(file.source, wording);
  if (!base) return { files: [{ source, diagnostics }, problems] };
  const arms: OpenedArm[] = [];
  const inStudy = [...diagnostics];
  const inScenario = [...problems.diagnostics];
  for (const arm of study.arms) {
    const { text } = file.source;
    const read = await readScenario(file.source, { arm, text: source.text });
    const lowered = read.model && lower(read.model);
    const found = armProblems([...read.diagnostics, ...(lowered?.diagnostics ?? [])], text, arm);
    inStudy.push(...found.study);
    inScenario.push(...found.scenario);
    if (read.model && lowered?.ir)
      arms.push({
        arm,
        scenario: { source: file.source, model: worded(read.model, wording), ir: lowered.ir },
      });
  }
  const files = [
    { source, diagnostics: inStudy },
    { source: file.source, diagnostics: inScenario },
  ];
  return arms.length < study.arms.length
    ? { files }
    : { files, opened: { study, source, scenario: base, arms } };
}

/** Says on stderr what is wrong with a study; without one the verb cannot go on, and the exit code is set. */
export async function openStudy(path: string, wording?: Wording): Promise<OpenedStudy | undefined> {
  const file = await readSource(path);
  const { files, opened } =
    'problem' in file
      ? { files: [{ source: { name: path, text: '' }, diagnostics: [file.problem] }] }
      : await examineStudy(file.source, undefined, wording);
  const colour = wantsColour(process.stderr, process.env);
  const texts = files.map((problems) => problemsText(problems, colour)).filter((text) => text !== '');
  process.stderr.write(texts.join('\n'));
  if (!opened) process.exitCode = 1;
  return opened;
}
