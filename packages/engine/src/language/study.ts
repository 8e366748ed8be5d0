/**
 * The study file: which scenario is run, in which arms, how often and on which seed. An arm is the scenario with some
 * of it written elsewhere; what that means is checked arm by arm (arm.ts).
 */
import * as z from 'zod';
import type { Diagnostic, Source, Span } from '../diagnostics/diagnostic.ts';
import { Report } from '../diagnostics/report.ts';
import { child, nameSpan, place, type Located } from './located.ts';
import type { Text } from './model.ts';
import { isForm } from './file-kind.ts';
import { textOf } from './reader.ts';
import { checkShape, type Form } from './shape-check.ts';
import { about, expression, nameKey, text } from './shape.ts';
import { armOf, armShape, type Said, type StudyArm } from './study-arm.ts';
import { checkText } from './text.ts';
import { KEBAB } from './words.ts';
import { readYaml } from './yaml.ts';

const points = about(z.number(), 'How many design points');
const stretch = about(
  z.union([z.literal('prior'), z.strictObject({ low: z.number(), high: z.number() })]),
  'Where points lie: spread over the prior of the parameter, or evenly from `low` to `high`',
);
const levels = about(
  z.union([
    z.array(expression).min(1),
    z.strictObject({ low: z.number(), high: z.number(), levels: z.number() }),
    z.strictObject({ quantiles: z.array(z.number()).min(1) }),
  ]),
  'Values, evenly spaced levels from `low` to `high`, or quantiles of the prior of the parameter',
);
const filling = { points: points.optional(), over: z.record(nameKey, stretch).optional() };
const designShape = about(
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('independent') }),
    z.strictObject({ kind: z.literal('fixed'), points: z.array(z.record(nameKey, expression)).min(1) }),
    z.strictObject({ kind: z.literal('grid'), over: z.record(nameKey, levels) }),
    z.strictObject({ kind: z.literal('latinHypercube'), ...filling }),
    z.strictObject({ kind: z.literal('sobol'), ...filling }),
  ]),
  'How parameters are drawn over trials, or the points at which every arm is run',
);
const studyShape = z.strictObject({
  'stave-study': about(z.literal(1), 'Edition of the study file'),
  id: about(z.string().regex(KEBAB), 'A kebab-case name'),
  title: text,
  scenario: about(z.string().min(1), 'Path of the scenario file, from the folder of this one'),
  arms: about(
    z.record(nameKey, z.union([z.null(), armShape])),
    'The scenario as it is, `base`, when left out',
  ).optional(),
  design: designShape.optional(),
  trials: about(
    z.number(),
    'How many trials each arm runs, at each point and in each replication; with `precision` the most',
  ).optional(),
  precision: about(
    z.number(),
    'Trials are run until no 95% interval of a question is wider than this to either side',
  ).optional(),
  replications: about(z.number(), 'How often the whole is run, each time on another stream').optional(),
  seed: about(z.union([z.string().min(1), z.number()]), 'Seed of all chance, the same in every arm'),
});

const FORM: Form<z.infer<typeof studyShape>> = {
  shape: studyShape,
  what: 'a study',
  begin: 'stave-study: 1',
};

export type DesignShape = z.infer<typeof designShape>;

export interface Study {
  readonly id: string;
  readonly title: Text;
  /** As it is written, relative to the study file. */
  readonly scenario: { readonly path: string; readonly span: Span };
  /** Independent draws when left out. */
  readonly design?: Said<DesignShape>;
  /** Of each arm, at each point and in each replication; with `precision` the most there may be. */
  readonly trials: number;
  readonly precision?: number;
  readonly replications: number;
  readonly seed: string;
  readonly arms: readonly StudyArm[];
}

export interface StudyRead {
  /** Present exactly when there is no error. */
  readonly study?: Study;
  readonly diagnostics: readonly Diagnostic[];
}

/** Unless a study says its trials, the most that are run until the answers are as precise as it says. */
const TRIALS_FOR_PRECISION = 10_000_000;
/** Of a design whose trials are not independent. */
export const REPLICATIONS_LEAST = 8;
const REPLICATIONS_MAX = 10_000;

/** Counts are 32-bit numbers. */
export const TRIALS_MAX = 4_000_000_000;

export function readStudy(source: Source): StudyRead {
  const report = new Report();
  const study = read(source, report);
  return { ...(study && !report.hasErrors && { study }), diagnostics: report.sorted() };
}

function read(source: Source, report: Report): Study | undefined {
  if (!checkText(source, report)) return undefined;
  const root = readYaml(source.text, report);
  if (!root || !isForm(root, 'stave-study', report)) return undefined;
  const shaped = checkShape(root, FORM, report);
  if (!shaped) return undefined;
  const { input, root: at } = shaped;
  const howMany = readHowMany(input, at, report);
  const seedAt = place(at, 'seed');
  const arms = Object.entries(input.arms ?? { base: null });
  // An arm that was no arm has been told of.
  if (arms.length === 0 && !report.hasErrors)
    report.add('study-arms', 'a study without an arm runs nothing', place(at, 'arms').span, {
      help: 'leave `arms` out to run the scenario as it is, or write `base: {}`',
    });
  // Results are files by the name of the arm, and some file systems know no case.
  const names = new Map<string, string>();
  for (const [name] of arms) {
    const other = names.get(name.toLowerCase());
    if (other !== undefined)
      report.add(
        'study-arms',
        `the arms \`${other}\` and \`${name}\` differ in nothing but capital letters`,
        nameSpan(place(at, 'arms', name)),
        { help: 'rename one of them' },
      );
    names.set(name.toLowerCase(), name);
  }
  return {
    id: input.id,
    title: textOf(input.title),
    scenario: { path: input.scenario, span: place(at, 'scenario').span },
    ...howMany,
    seed: seedAt.scalar?.content ?? String(input.seed),
    arms: arms.map(([name, body]) => armOf(name, body, input.arms ? place(at, 'arms', name) : at)),
  };
}

type HowMany = Pick<Study, 'design' | 'trials' | 'precision' | 'replications'>;

function readHowMany(input: z.infer<typeof studyShape>, at: Located, report: Report): HowMany {
  const { precision, design = { kind: 'independent' } } = input;
  const trials = input.trials ?? TRIALS_FOR_PRECISION;
  if (input.trials === undefined && precision === undefined)
    report.add(
      'study-trials',
      'it says neither `trials` nor `precision`',
      { start: 0, end: 0 },
      {
        help: 'such as `trials: 20000`, or `precision: 0.005`',
      },
    );
  if (!Number.isInteger(trials) || trials < 1 || trials > TRIALS_MAX)
    report.add('study-trials', '`trials` must be a whole number of at least 1', place(at, 'trials').span, {
      help: 'such as `trials: 20000`; 4,000,000,000 are the most',
    });
  if (precision !== undefined && !(precision > 0 && precision < 1))
    report.add('study-trials', '`precision` must lie between 0 and 1', place(at, 'precision').span, {
      help: 'such as 0.005 for half a percentage point to either side',
    });
  const isDrawn = isDrawnTogether(design);
  const replications = input.replications ?? (isDrawn ? REPLICATIONS_LEAST : 1);
  const replicationsAt = child(at, 'replications') ?? at;
  if (!Number.isInteger(replications) || replications < 1 || replications > REPLICATIONS_MAX)
    report.add('study-trials', '`replications` must be a whole number from 1 to 10,000', replicationsAt.span);
  else if (isDrawn && replications < REPLICATIONS_LEAST)
    report.add(
      'study-design',
      `a design over trials needs at least ${REPLICATIONS_LEAST} replications`,
      replicationsAt.span,
      {
        help: 'its trials are not independent, so its intervals come from whole batches that are',
      },
    );
  if (isDrawn && precision !== undefined)
    report.add(
      'study-design',
      '`precision` and a design over trials exclude each other',
      place(at, 'precision').span,
      {
        help: 'say `trials` and `replications`; their intervals say how precise it is',
      },
    );
  return {
    ...(input.design && { design: { input: input.design, at: place(at, 'design') } }),
    trials,
    ...(precision !== undefined && { precision }),
    replications,
  };
}

/** Whether the trials of a design are no independent draws: it goes over trials, and not over points. */
export const isDrawnTogether = (design: DesignShape): boolean =>
  (design.kind === 'latinHypercube' || design.kind === 'sobol') &&
  design.over === undefined &&
  design.points === undefined;

/** JSON Schema of a study file, for editors. */
export function studyJsonSchema(): object {
  return { title: 'Stave study', ...z.toJSONSchema(studyShape, { io: 'input' }) };
}
