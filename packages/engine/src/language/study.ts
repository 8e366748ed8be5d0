/**
 * The study file: which scenario is run, in which arms, how often and on which seed. An arm is the scenario with some
 * of its parameters written elsewhere; what that means is checked arm by arm (arm.ts).
 */
import * as z from 'zod';
import type { Diagnostic, Source, Span } from '../diagnostics/diagnostic.ts';
import { Report } from '../diagnostics/report.ts';
import { nameSpan, place, type Located } from './located.ts';
import type { Text } from './model.ts';
import { isForm } from './file-kind.ts';
import { labelOf, textOf } from './reader.ts';
import { checkShape, type Form } from './shape-check.ts';
import { about, distribution, expression, nameKey, provenance, text } from './shape.ts';
import { checkText } from './text.ts';
import { KEBAB } from './words.ts';
import { readYaml } from './yaml.ts';

const armParameter = about(
  z.union([
    expression,
    z.strictObject({ prior: distribution.optional(), value: expression.optional(), ...provenance }),
  ]),
  'What stands in place of the value or prior of the scenario; an assumption unless it says its `basis`',
);
const arm = z.union([
  z.null(),
  z.strictObject({
    label: text.optional(),
    parameters: about(z.record(nameKey, armParameter), 'Parameters of the scenario that differ').optional(),
  }),
]);
const studyShape = z.strictObject({
  'stave-study': about(z.literal(1), 'Edition of the study file'),
  id: about(z.string().regex(KEBAB), 'A kebab-case name'),
  title: text,
  scenario: about(z.string().min(1), 'Path of the scenario file, from the folder of this one'),
  arms: about(z.record(nameKey, arm), 'The scenario as it is, `base`, when left out').optional(),
  trials: about(z.number(), 'How many trials each arm runs'),
  seed: about(z.union([z.string().min(1), z.number()]), 'Seed of all chance, the same in every arm'),
});

export type ArmParameterShape = z.infer<typeof armParameter>;

const FORM: Form<z.infer<typeof studyShape>> = {
  shape: studyShape,
  what: 'a study',
  begin: 'stave-study: 1',
};

export interface ArmParameter {
  readonly name: string;
  readonly input: ArmParameterShape;
  readonly at: Located;
}

export interface StudyArm {
  readonly name: string;
  readonly label?: Text;
  readonly parameters: readonly ArmParameter[];
}

export interface Study {
  readonly id: string;
  readonly title: Text;
  /** As it is written, relative to the study file. */
  readonly scenario: { readonly path: string; readonly span: Span };
  readonly trials: number;
  readonly seed: string;
  readonly arms: readonly StudyArm[];
}

export interface StudyRead {
  /** Present exactly when there is no error. */
  readonly study?: Study;
  readonly diagnostics: readonly Diagnostic[];
}

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
  const trialsAt = place(at, 'trials');
  if (!Number.isInteger(input.trials) || input.trials < 1 || input.trials > TRIALS_MAX) {
    report.add('study-trials', '`trials` must be a whole number of at least 1', trialsAt.span, {
      help: 'such as `trials: 20000`; 4,000,000,000 are the most',
    });
  }
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
    trials: input.trials,
    seed: seedAt.scalar?.content ?? String(input.seed),
    arms: arms.map(([name, body]) => ({
      name,
      ...labelOf(body?.label),
      parameters: Object.entries(body?.parameters ?? {}).map(([parameter, value]) => ({
        name: parameter,
        input: value,
        at: place(at, 'arms', name, 'parameters', parameter),
      })),
    })),
  };
}

/** JSON Schema of a study file, for editors. */
export function studyJsonSchema(): object {
  return { title: 'Stave study', ...z.toJSONSchema(studyShape, { io: 'input' }) };
}
