/** The way from a study file to what it runs: its arms, at each point of its design, each a checked scenario. */
import { dirname, isAbsolute, join } from 'node:path';
import {
  armProblems,
  diagnostic,
  lower,
  readDesign,
  readKept,
  readScenario,
  readStudy,
  TRIALS_MAX,
  withSampling,
  type DesignPoint,
  type Diagnostic,
  type DrawnTogether,
  type Import,
  type Ir,
  type ReadImport,
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

/** An arm, at one point where the design has points. */
export interface OpenedArm {
  /** `calm`, or `calm@3` at the third point. */
  readonly name: string;
  readonly arm: StudyArm;
  readonly point?: DesignPoint;
  readonly scenario: Scenario;
}

/** A point of an arm that is in error, or an arm or point all of whose trials failed; the others are run. */
export interface FailedPoint {
  readonly arm: string;
  readonly point?: DesignPoint;
  readonly code: string;
  readonly message: string;
}

export interface OpenedStudy {
  readonly study: Study;
  readonly source: Source;
  /** As it is without any arm. */
  readonly scenario: Scenario;
  /** Those that can be run, points of an arm one after the other; one at least. */
  readonly arms: readonly OpenedArm[];
  readonly failed: readonly FailedPoint[];
  /** Whether the design has points. */
  readonly isPointed: boolean;
  /** A design over trials. */
  readonly drawn?: DrawnTogether;
}

export interface StudyExamined {
  /** Of the study and of its scenario. */
  readonly files: readonly FileProblems[];
  /** Present exactly when there is something to run. */
  readonly opened?: OpenedStudy;
}

export interface StudyOptions {
  /** The scenario's texts where they are not to be read from its path. */
  readonly kept?: Kept;
  /** Places points that are spread by chance; that of the study when left out. */
  readonly seed?: string;
  readonly wording?: Wording | undefined;
}

/** The texts of a scenario that are not to be read from its path. */
export interface Kept {
  readonly text: string;
  readonly imports?: readonly Import[];
}

/** All that can be said about a study, with the scenario that it names or the one that was kept with it. */
export async function examineStudy(source: Source, options: StudyOptions = {}): Promise<StudyExamined> {
  const { study, diagnostics } = readStudy(source);
  if (!study) return { files: [{ source, diagnostics }] };
  const { path: named } = study.scenario;
  const path = isAbsolute(named) ? named : join(dirname(source.name), named);
  const { kept, wording } = options;
  const file = kept ? { source: { name: 'scenario', text: kept.text } } : await readSource(path);
  if ('problem' in file) {
    const { message, help } = file.problem;
    const found = diagnostic('study-scenario', `${path}: ${message}`, study.scenario.span, { help });
    return { files: [{ source, diagnostics: [...diagnostics, found] }] };
  }
  const imports = kept ? readKept(kept.imports ?? []) : importsBeside(path);
  const { scenario: base, files } = await examineSource(file.source, imports, wording);
  if (!base) return { files: [{ source, diagnostics }, ...files] };
  const design = readDesign(study, base.model, options.seed ?? study.seed);
  const { points = [], drawn } = design;
  const isPointed = points.some(({ parameters }) => parameters.length > 0);
  // The study is the last, as it is behind the scenario of an arm; it is told of first.
  const all = [...files, { source, diagnostics: [...diagnostics, ...design.diagnostics] }].map((one) => ({
    ...one,
    diagnostics: [...one.diagnostics],
  }));
  const tell = (found: readonly FileProblems[], severities: readonly Diagnostic['severity'][]): void => {
    for (const [i, problems] of found.entries())
      all[i]?.diagnostics.push(
        ...problems.diagnostics.filter(({ severity }) => severities.includes(severity)),
      );
  };
  const read = (arm: StudyArm, point?: DesignPoint): Promise<ArmRead> =>
    readArm({ base, study: source, imports, wording }, arm, point);
  const arms: OpenedArm[] = [];
  const failed: FailedPoint[] = [];
  let isSound = points.length > 0;
  for (const arm of study.arms) {
    const alone = await read(arm);
    tell(alone.problems, ['error', 'warning']);
    // An arm that is in error by itself is mended before anything is run; one of its points is no reason to wait.
    if (!alone.arm) isSound = false;
    else if (!isPointed) arms.push(alone.arm);
    else
      for (const point of points) {
        const found = await read(arm, point);
        // What is no error has been said of the arm.
        tell(found.problems, ['error']);
        if (found.arm) arms.push(found.arm);
        else failed.push(found.failed);
      }
  }
  const told = [...all.slice(-1), ...all.slice(0, -1)];
  if (!isSound || arms.length === 0) return { files: told };
  const of = { study, source, scenario: base, arms, failed, isPointed };
  return { files: told, opened: { ...of, ...(drawn && { drawn }) } };
}

type ArmRead = { readonly problems: readonly FileProblems[] } & (
  { readonly arm: OpenedArm } | { readonly arm?: undefined; readonly failed: FailedPoint }
);

interface Around {
  readonly base: Scenario;
  readonly study: Source;
  readonly imports: ReadImport;
  readonly wording: Wording | undefined;
}

async function readArm(
  { base, study, imports, wording }: Around,
  arm: StudyArm,
  point: DesignPoint | undefined,
): Promise<ArmRead> {
  const parameters = [...arm.parameters, ...(point?.parameters ?? [])];
  const overlay = { arm: { ...arm, parameters }, source: study };
  const read = await readScenario(base.source, { imports, overlay });
  const lowered = read.model && lower(read.model);
  const diagnostics = [...read.diagnostics, ...(lowered?.diagnostics ?? [])];
  const where = { name: arm.name, ...(point && { point: point.index }) };
  const problems = armProblems(diagnostics, read.sources, where);
  if (read.model && lowered?.ir) {
    const name = point ? `${arm.name}@${point.index}` : arm.name;
    const model = worded(read.model, wording);
    const own: Scenario = { ...base, sources: read.sources, model, ir: lowered.ir };
    return { problems, arm: { name, arm, ...(point && { point }), scenario: own } };
  }
  const error = [...problems.slice(-1), ...problems.slice(0, -1)]
    .flatMap((found) => found.diagnostics)
    .find(({ severity }) => severity === 'error');
  const { code = 'shape-value', message = 'it cannot be read' } = error ?? {};
  return { problems, failed: { arm: arm.name, ...(point && { point }), code, message } };
}

/** Says on stderr what is wrong with a study; without anything to run the verb cannot go on, and the exit code is set. */
export async function openStudy(path: string, options: StudyOptions = {}): Promise<OpenedStudy | undefined> {
  const file = await readSource(path);
  const { files, opened } =
    'problem' in file
      ? { files: [{ source: { name: path, text: '' }, diagnostics: [file.problem] }] }
      : await examineStudy(file.source, options);
  const colour = wantsColour(process.stderr, process.env);
  process.stderr.write(filesText(files, colour));
  if (!opened) process.exitCode = 1;
  return opened;
}

/** The study with its design over trials in force; a Latin hypercube has so many trials. */
export function withTrials(opened: OpenedStudy, trials: number): OpenedStudy {
  const { drawn, arms } = opened;
  if (!drawn) return opened;
  const { kind, names } = drawn;
  const of = kind === 'sobol' ? TRIALS_MAX : trials;
  const sampled = ({ scenario, ...rest }: OpenedArm): OpenedArm => ({
    ...rest,
    scenario: { ...scenario, ir: withSampling(scenario.ir, { kind, of }, names) },
  });
  return { ...opened, arms: arms.map(sampled) };
}

/** What a batch runs: each arm as often as it is replicated. */
export const unitsOf = ({ arms, study: { replications } }: OpenedStudy): readonly Ir[] =>
  arms.flatMap(({ scenario: { ir } }) => new Array<Ir>(replications).fill(ir));

/** `calm`, or `calm at point 3` */
export const placeText = ({ arm, point }: Pick<FailedPoint, 'arm' | 'point'>): string =>
  point ? `${arm} at point ${point.index}` : arm;
