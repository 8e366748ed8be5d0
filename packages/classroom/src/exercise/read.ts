/**
 * From the text of an exercise to a checked exercise with its scenario, or to diagnostics. Everything that the file
 * names is looked up in the scenario as the exercise has it (its `arm`).
 */
import {
  armProblems,
  lower,
  readScenario,
  worded,
  type Diagnostic,
  type Ir,
  type Model,
  type ReadImport,
  type Source,
  type StudyArm,
  type Wording,
} from '@stave/engine';
import {
  armOf,
  checkShape,
  checkText,
  child,
  isForm,
  place,
  readYaml,
  Report,
  Timeline,
  type Located,
} from '@stave/engine/reading';
import { readAssignments } from './assignments.ts';
import { Context } from './context.ts';
import type { Exercise } from './exercise.ts';
import { readInjects } from './injects.ts';
import { readLearningGoals } from './learning.ts';
import { readOutcomes } from './move-outcomes.ts';
import { readArgued, readLevers, readMessages, readProposals } from './papers.ts';
import { readPresets } from './presets.ts';
import { readHistory, readQuestions } from './questions.ts';
import { readSeats } from './seats.ts';
import { FORM, type ExerciseShape } from './shape.ts';

/** A scenario's text, and where the fragments are that it imports; or why there is none. */
export type Opened =
  | { readonly source: Source; readonly imports?: ReadImport }
  | { readonly problem: Pick<Diagnostic, 'message' | 'help'> };

/** Opens the scenario at a path as the exercise names it: from the folder of the exercise file. */
export type OpenScenario = (path: string) => Promise<Opened>;

/** One file with what was found in it. */
export interface FileRead {
  readonly source: Source;
  readonly diagnostics: readonly Diagnostic[];
}

export interface ExerciseRead {
  /** The exercise file first, then the scenario and its fragments. */
  readonly files: readonly FileRead[];
  /** Present exactly when there is no error anywhere, as is `world`. */
  readonly exercise?: Exercise;
  /** The scenario as the exercise has it, with the words for its terms, and what executors run of it. */
  readonly world?: { readonly model: Model; readonly ir: Ir };
}

export interface ExerciseOptions {
  /** Which form of a contested term the texts have. */
  readonly wording?: Wording;
}

/** All that can be said about an exercise and its scenario; never throws for what a file holds. */
export async function readExercise(
  source: Source,
  open: OpenScenario,
  { wording = new Map() }: ExerciseOptions = {},
): Promise<ExerciseRead> {
  const report = new Report();
  const shaped = shapeOf(source, report);
  if (!shaped) return { files: [{ source, diagnostics: report.sorted() }] };
  const { input, root, dropped } = shaped;
  const arm = armOf('exercise', input.arm ?? null, child(root, 'arm') ?? root);
  const scenario = await readWorld(arm, source, await open(input.scenario));
  if (scenario.problem)
    report.add(
      'exercise-scenario',
      `${input.scenario}: ${scenario.problem.message}`,
      place(root, 'scenario').span,
      {
        help: scenario.problem.help ?? 'mend the path, which begins at the folder of the exercise',
      },
    );
  report.take(scenario.ofExercise, 0);
  const { ir } = scenario;
  // The exercise takes over texts of the scenario, so it is given them with the words for their terms.
  const model = scenario.model && worded(scenario.model, wording);
  const exercise = model && ir && exerciseOf(input, root, arm, { model, ir, dropped, wording, report });
  const files = [{ source, diagnostics: report.sorted() }, ...scenario.files];
  const hasErrors = files.some((file) => file.diagnostics.some(({ severity }) => severity === 'error'));
  return {
    files,
    ...(exercise && !hasErrors && { exercise, world: { model, ir } }),
  };
}

function shapeOf(source: Source, report: Report) {
  if (!checkText(source, report)) return undefined;
  const yaml = readYaml(source.text, report);
  if (!yaml || !isForm(yaml, 'stave-exercise', report)) return undefined;
  return checkShape(yaml, FORM, report);
}

// ---------------------------------------------------------------- the scenario

interface WorldRead {
  readonly problem?: Pick<Diagnostic, 'message' | 'help'>;
  /** Of the scenario and its fragments. */
  readonly files: readonly FileRead[];
  /** What is wrong with the exercise's arm. */
  readonly ofExercise: readonly Diagnostic[];
  readonly model?: Model;
  readonly ir?: Ir;
}

async function readWorld(arm: StudyArm, exercise: Source, opened: Opened): Promise<WorldRead> {
  if ('problem' in opened) return { problem: opened.problem, files: [], ofExercise: [] };
  const { source, imports } = opened;
  const from = imports ? { imports } : {};
  // Read by itself first: what is wrong with the scenario is no fault of the exercise.
  const alone = await readScenario(source, from);
  const base = alone.model && lower(alone.model);
  const files = alone.sources.apart([...alone.diagnostics, ...(base?.diagnostics ?? [])]);
  if (!alone.model || !base?.ir) return { files, ofExercise: [] };
  const isPlain = Object.keys(arm).every(
    (key) => key === 'name' || (key === 'parameters' && arm.parameters.length === 0),
  );
  if (isPlain) return { files, ofExercise: [], model: alone.model, ir: base.ir };
  const read = await readScenario(source, { ...from, overlay: { arm, source: exercise } });
  const lowered = read.model && lower(read.model);
  const found = armProblems([...read.diagnostics, ...(lowered?.diagnostics ?? [])], read.sources, {
    name: arm.name,
    of: 'the scenario as the exercise has it',
  });
  return {
    files: files.map((file, i) => ({
      source: file.source,
      diagnostics: [...file.diagnostics, ...(found[i]?.diagnostics ?? [])],
    })),
    ofExercise: found.at(-1)?.diagnostics ?? [],
    ...(read.model && { model: read.model }),
    ...(lowered?.ir && { ir: lowered.ir }),
  };
}

// ---------------------------------------------------------------- the exercise

interface Around {
  readonly model: Model;
  readonly ir: Ir;
  readonly dropped: ReadonlySet<string>;
  readonly wording: Wording;
  readonly report: Report;
}

function exerciseOf(
  input: ExerciseShape,
  root: Located,
  arm: StudyArm,
  { model, ir, dropped, wording, report }: Around,
): Exercise {
  const languages = readLanguages(input, root, model, report);
  const context = new Context(model, ir, new Timeline(model.clock), report, { languages, dropped, wording });
  const texts = (key: 'contentNotes' | 'afterAction') =>
    (input[key] ?? []).map((text, i) => context.text(text, place(root, key, i)));
  const limited = (
    value: number | undefined,
    path: readonly string[],
    otherwise: number,
    high: number,
    low: number,
    whole: boolean,
  ): number =>
    value === undefined
      ? otherwise
      : context.limited(value, place(root, ...path), { low, high, whole, what: `\`${path.at(-1)}\`` });
  const seats = readSeats(input, root, context);
  const names = seats.map(({ name }) => name);
  const presets = readPresets(input, root, seats, context);
  const questions = readQuestions(input, root, presets, context);
  const proposals = readProposals(input, root, names, context);
  const argued = readArgued(input, root, context);
  const messages = readMessages(input, root, names, context);
  return {
    id: input.id,
    title: context.text(input.title, place(root, 'title')),
    ...context.part('summary', input.summary, root),
    scenario: input.scenario,
    arm,
    languages,
    contentNotes: texts('contentNotes'),
    public: readPublic(input, root, context),
    seats,
    presets,
    questions,
    injects: readInjects(input, root, presets, names, context),
    outcomes: readOutcomes(input, root, context),
    levers: readLevers(input, root, names, context),
    proposals,
    learningGoals: readLearningGoals(input, root, { seats, questions, proposals, messages, argued }, context),
    messages,
    assignments: readAssignments(input, root, seats, context),
    argued,
    vetoCost: limited(input.vetoCost, ['vetoCost'], 1, 1000, 0, false),
    rooms: {
      most: limited(input.rooms?.most, ['rooms', 'most'], 10, 100, 1, true),
      sameLuck: input.rooms?.sameLuck ?? true,
    },
    afterAction: texts('afterAction'),
    history: readHistory(input, root, questions, context),
  };
}

/** What everybody may read; a parameter is nothing to be read of a trial, and capital is a seat's own. */
function readPublic(
  { public: names = [] }: ExerciseShape,
  root: Located,
  context: Context,
): readonly string[] {
  const { drivers, indicators, measures } = context.model;
  const known = [...drivers, ...drivers.flatMap(({ variables }) => variables), ...indicators, ...measures];
  const all = known.map(({ name }) => name);
  return names.filter((name, i) =>
    context.has(name, all, 'no driver, variable, indicator or measure is called', place(root, 'public', i)),
  );
}

/** Those of the exercise; English where it says none. */
function readLanguages(
  { languages }: ExerciseShape,
  root: Located,
  model: Model,
  report: Report,
): readonly string[] {
  if (!languages) return ['en'];
  const known = Object.keys(model.languages);
  for (const [i, language] of languages.entries()) {
    const { span } = place(root, 'languages', i);
    if (languages.indexOf(language) < i)
      report.add('shape-value', `\`${language}\` stands here twice`, span, { help: 'take one of them away' });
    else if (known.length > 0 && !known.includes(language))
      report.add('exercise-language', `the scenario has no texts in \`${language}\``, span, {
        help: `it has ${known.map((one) => `\`${one}\``).join(', ')}; people would read its texts in another language`,
      });
  }
  return [...new Set(languages)];
}
