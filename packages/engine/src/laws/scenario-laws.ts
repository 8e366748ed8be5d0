/**
 * What every shipped scenario must obey. Tests run these over all packs, so a pack that is added is covered.
 *
 * A law looks at a pack through the public functions and tells violations rather than throwing.
 */
import { lower } from '../ir/index.ts';
import type { Executor, TrialRange } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import { printDistribution, printExpr, printOdd, readScenario, type ReadImport } from '../language/index.ts';
import type { Model } from '../language/model.ts';

export interface Pack {
  readonly name: string;
  readonly text: string;
  /** Where its fragments are. */
  readonly imports: ReadImport;
  /** Names of the files beside the scenario. */
  readonly files: readonly string[];
  readonly model: Model;
  readonly ir: Ir;
}

export interface ScenarioLaw {
  readonly name: string;
  violations(pack: Pack, compile: (ir: Ir) => Executor, run: TrialRange): Promise<readonly string[]>;
}

/** Names and formulas that a description of the model cannot do without. */
function written(model: Model): readonly string[] {
  const { parameters, drivers, indicators, measures, calendar, questions, evidence, seats } = model;
  const states = drivers.flatMap((driver) => driver.states);
  const transitions = [
    ...states.flatMap(({ chance, always, after }) => [...(chance?.alternatives ?? []), ...always, ...after]),
    ...[...drivers, ...states].flatMap(({ on }) => on.flatMap((handler) => handler.transitions)),
  ];
  const moves = seats.flatMap((seat) => seat.moves);
  const rules = seats.flatMap(({ bot }) => [...(bot?.open ?? []), ...(bot?.covert ?? [])]);
  const named = [...parameters, ...drivers, ...states, ...indicators, ...measures, ...seats, ...moves];
  return [
    ...[...named, ...drivers.flatMap(({ variables }) => variables)].map(({ name }) => name),
    ...[...questions, ...evidence].map(({ id }) => id),
    ...calendar.map(({ event }) => event),
    ...parameters.map(({ value }) =>
      'fixed' in value ? printExpr(value.fixed) : printDistribution(value.prior),
    ),
    ...indicators.flatMap(({ start, next }) => [printExpr(start), printExpr(next)]),
    ...indicators.flatMap(({ noise }) => (noise ? [printDistribution(noise)] : [])),
    ...measures.map(({ value }) => printExpr(value)),
    ...transitions.flatMap(({ when }) => (when ? [`when ${printExpr(when)}`] : [])),
    ...[...moves, ...rules].flatMap(({ when }) => (when ? [printExpr(when)] : [])),
  ];
}

/** Turned round, and turned on by one, two and three. */
const orders = <T>(list: readonly T[]): readonly (readonly T[])[] => [
  [...list].reverse(),
  ...[1, 2, 3].map((by) => [...list.slice(by), ...list.slice(0, by)]),
];

/** Reads a pack; what is wrong with its text is the first law's to tell. */
export async function readPack(
  name: string,
  text: string,
  files: readonly string[],
  imports: ReadImport,
): Promise<Pack> {
  const { model, diagnostics } = await readScenario({ name, text }, { imports });
  const lowered = model && lower(model);
  if (!model || !lowered?.ir) throw new Error(`${name}: ${diagnostics[0]?.message ?? 'cannot be lowered'}`);
  return { name, text, imports, files, model, ir: lowered.ir };
}

export const scenarioLaws: readonly ScenarioLaw[] = [
  {
    name: 'reads without a diagnostic, warnings included',
    violations: async ({ name, text, imports }) => {
      const { diagnostics } = await readScenario({ name, text }, { imports });
      return diagnostics.map(({ code, message }) => `${code}: ${message}`);
    },
  },
  {
    name: 'says what it is about in a README',
    violations: async ({ files }) => (files.includes('README.md') ? [] : ['no README.md beside it']),
  },
  {
    name: 'asks something',
    violations: async ({ ir }) => (ir.questions.length > 0 ? [] : ['no questions']),
  },
  {
    name: 'fails in no trial',
    violations: async ({ ir }, compile, run) =>
      compile(ir)
        .run(run)
        .failures.map(
          ({ trial, step, code, place }) => `trial ${trial}: ${code} at ${place} in step ${step}`,
        ),
  },
  {
    name: 'has every element and formula in its ODD protocol, the same each time',
    violations: async ({ model }) => {
      const text = printOdd(model);
      const missing = written(model).filter((part) => !text.includes(`\`${part}\``));
      return [
        ...missing.map((part) => `${part} is missing`),
        ...(printOdd(model) === text ? [] : ['another text the second time']),
      ];
    },
  },
  {
    name: 'gives the same numbers with its drivers in any order',
    violations: async ({ model, ir }, compile, run) => {
      const here = compile(ir).run(run);
      const same = (x: ArrayLike<number>, y: ArrayLike<number>): boolean =>
        Array.from(x).every((value, i) => Object.is(value, y[i]));
      return orders(model.drivers).flatMap((drivers, order) => {
        const turned = lower({ ...model, drivers }).ir;
        const there = turned && compile(turned).run(run);
        return there &&
          same(here.answers, there.answers) &&
          same(here.numbers, there.numbers) &&
          same(here.measures, there.measures)
          ? []
          : [`other numbers in order ${order}, though no order warning says so`];
      });
    },
  },
];
