/**
 * The points of a design, at which every arm of a study is run. A point is a few parameters with values, written over
 * those of the arm (arm.ts), so that it is checked as an arm is.
 */
import {
  latinHypercubeWord,
  quantile,
  resolveForm,
  scrambledSobolWord,
  seedKey,
  siteHash,
  toUnit,
  truncatedQuantile,
  SOBOL_DIMENSIONS,
  type DrawKey,
} from '../chance/index.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { Report } from '../diagnostics/report.ts';
import { constantOf } from './expression/constant.ts';
import { child, nameSpan, place, type Located } from './located.ts';
import type { Model, Parameter } from './model.ts';
import { isDrawnTogether, type DesignShape, type Study } from './study.ts';
import type { ArmParameter, StudyArm } from './study-arm.ts';

export interface DesignPoint {
  /** From 1. */
  readonly index: number;
  readonly parameters: readonly ArmParameter[];
}

/** How parameters are drawn over trials, where that is a design; see ir/sampling.ts. */
export interface DrawnTogether {
  readonly kind: 'latinHypercube' | 'sobol';
  /** Parameters of the scenario, those with priors first: one order for all arms. */
  readonly names: readonly string[];
}

export interface DesignRead {
  /** One point without parameters where the design is none over points. */
  readonly points?: readonly DesignPoint[];
  readonly drawn?: DrawnTogether;
  /** Errors; there is neither then. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Points that each arm has at most: more are a matter of drawing parameters trial by trial. */
const POINTS_MAX = 10_000;

const INDEPENDENT: DesignRead = { points: [{ index: 1, parameters: [] }], diagnostics: [] };

/** What the design of a study comes to for a scenario; `seed` places points that are spread by chance. */
export function readDesign({ design, arms }: Study, model: Model, seed: string): DesignRead {
  const report = new Report();
  if (!design) return INDEPENDENT;
  const { input, at } = design;
  if (isDrawnTogether(input)) {
    const names = [...model.parameters].sort(
      (a, b) => Number('fixed' in a.value) - Number('fixed' in b.value),
    );
    const priors = names.filter(({ value }) => 'prior' in value).length;
    if (input.kind === 'sobol' && priors > SOBOL_DIMENSIONS)
      report.add(
        'study-design',
        `the scenario draws ${priors} parameters, and a Sobol design has ${SOBOL_DIMENSIONS} dimensions`,
        at.span,
        {
          help: 'use `latinHypercube`, which has no limit',
        },
      );
    if (report.hasErrors) return { diagnostics: report.sorted() };
    const kind = input.kind as DrawnTogether['kind'];
    return {
      points: [{ index: 1, parameters: [] }],
      drawn: { kind, names: names.map(({ name }) => name) },
      diagnostics: [],
    };
  }
  if (input.kind === 'independent') return INDEPENDENT;
  const points = new PointReader(model, arms, at, report).read(input, { seed: seedKey(seed), stream: 0 });
  return report.hasErrors ? { diagnostics: report.sorted() } : { points, diagnostics: [] };
}

type OverPoints = Exclude<DesignShape, { kind: 'independent' }>;
type Values = readonly {
  readonly name: string;
  readonly at: Located;
  readonly values: readonly (string | number | boolean)[];
}[];

class PointReader {
  private readonly model: Model;
  private readonly arms: readonly StudyArm[];
  private readonly at: Located;
  private readonly report: Report;

  constructor(model: Model, arms: readonly StudyArm[], at: Located, report: Report) {
    this.model = model;
    this.arms = arms;
    this.at = at;
    this.report = report;
  }

  read(design: OverPoints, key: DrawKey): readonly DesignPoint[] {
    switch (design.kind) {
      case 'fixed':
        return this.fixed(design.points);
      case 'grid':
        return this.grid(design.over);
      case 'latinHypercube':
      case 'sobol':
        return this.filling(design, key);
    }
  }

  private fixed(
    list: readonly Readonly<Record<string, string | number | boolean>>[],
  ): readonly DesignPoint[] {
    this.limit(list.length);
    const at = place(this.at, 'points');
    return list.map((point, i) => {
      const here = place(at, i);
      const parameters = Object.entries(point).map(([name, input]): ArmParameter => {
        this.known(name, place(here, name));
        return { name, input, at: place(here, name) };
      });
      return { index: i + 1, parameters };
    });
  }

  private grid(over: Extract<DesignShape, { kind: 'grid' }>['over']): readonly DesignPoint[] {
    const values: Values = Object.entries(over).map(([name, levels]) => {
      const at = place(this.at, 'over', name);
      const parameter = this.known(name, at);
      if (Array.isArray(levels)) return { name, at, values: levels };
      if ('quantiles' in levels) {
        const quantiles = levels.quantiles.map((u) => {
          if (!(u > 0 && u < 1)) this.report.add('study-design', 'a quantile lies between 0 and 1', at.span);
          return parameter && u > 0 && u < 1 ? this.quantile(parameter, u, at) : 0;
        });
        return { name, at, values: quantiles };
      }
      const { low, high, levels: count } = levels;
      this.ordered(low, high, at);
      const isCount = Number.isInteger(count) && count >= 2 && count <= POINTS_MAX;
      if (!isCount)
        this.report.add(
          'study-design',
          `\`levels\` is a whole number of at least 2`,
          place(at, 'levels').span,
        );
      const spaced = Array.from(
        { length: isCount ? count : 0 },
        (_, i) => low + ((high - low) * i) / (count - 1),
      );
      return { name, at, values: spaced };
    });
    if (values.length === 0)
      this.report.add('study-design', 'a grid goes over at least one parameter', place(this.at, 'over').span);
    const count = values.reduce((product, { values: { length } }) => product * length, 1);
    this.limit(count);
    if (this.report.hasErrors) return [];
    // The last parameter changes fastest.
    return Array.from({ length: count }, (_, i): DesignPoint => {
      let rest = i;
      const parameters = values.toReversed().map(({ name, at, values: list }): ArmParameter => {
        const level = rest % list.length;
        rest = Math.floor(rest / list.length);
        const item = child(at, level);
        const value = list[level] as string | number | boolean;
        return { name, input: value, at: item ?? written(at, value) };
      });
      return { index: i + 1, parameters: parameters.toReversed() };
    });
  }

  /** Points that fill the space between them: their words are those of a design over trials (chance). */
  private filling(
    { kind, points = 0, over = {} }: Extract<DesignShape, { kind: 'latinHypercube' | 'sobol' }>,
    key: DrawKey,
  ): readonly DesignPoint[] {
    const pointsAt = child(this.at, 'points');
    const names = Object.keys(over);
    if (!pointsAt || names.length === 0)
      this.report.add(
        'study-design',
        '`points` and `over` go together: how many, and between which limits',
        this.at.span,
        {
          help: 'leave both out for a design over trials',
        },
      );
    else if (!Number.isInteger(points) || points < 1)
      this.report.add('study-design', '`points` is a whole number of at least 1', pointsAt.span);
    this.limit(points);
    const axes = Object.entries(over).map(([name, stretch]) => {
      const at = place(this.at, 'over', name);
      const parameter = this.known(name, at);
      if (stretch !== 'prior') this.ordered(stretch.low, stretch.high, at);
      return {
        name,
        at,
        site: siteHash(`design.${name}`),
        valueAt: (u: number): number =>
          stretch !== 'prior'
            ? stretch.low + (stretch.high - stretch.low) * u
            : parameter
              ? this.quantile(parameter, u, at)
              : 0,
      };
    });
    if (this.report.hasErrors) return [];
    return Array.from({ length: points }, (_, i): DesignPoint => ({
      index: i + 1,
      parameters: axes.map(({ name, at, site, valueAt }, dimension) => {
        const word =
          kind === 'sobol'
            ? scrambledSobolWord(dimension, i, key, site)
            : latinHypercubeWord(i, points, key, site);
        const value = valueAt(toUnit(word));
        return { name, input: value, at: written(at, value) };
      }),
    }));
  }

  private limit(count: number): void {
    if (count > POINTS_MAX)
      this.report.add(
        'study-design',
        `these are ${count} points, and ${POINTS_MAX} are the most`,
        this.at.span,
        {
          help: 'fewer of them; or a design over trials, in which each trial has parameters of its own',
        },
      );
  }

  private ordered(low: number, high: number, at: Located): void {
    if (!(low < high)) this.report.add('study-design', '`low` must be below `high`', at.span);
  }

  /** A parameter of the scenario that no arm sets. */
  private known(name: string, at: Located): Parameter | undefined {
    const { report, model } = this;
    const parameter = model.parameters.find((other) => other.name === name);
    if (!parameter)
      report.add('unknown-name', `no parameter is called \`${name}\``, nameSpan(at), {
        help:
          report.suggest(name, () => model.parameters.map((other) => other.name)) ??
          'a design goes over parameters of the scenario',
      });
    const arm = this.arms.find(({ parameters }) => parameters.some((other) => other.name === name));
    const other = arm?.parameters.find((mine) => mine.name === name);
    if (arm && other)
      report.add(
        'study-design',
        `the arm \`${arm.name}\` sets \`${name}\`, and so does the design`,
        nameSpan(other.at),
        {
          help: 'leave it out of one of them: every arm is run at every point',
        },
      );
    return parameter;
  }

  private quantile({ name, value }: Parameter, u: number, at: Located): number {
    const found = 'prior' in value ? priorQuantile(value.prior, u) : undefined;
    if (found !== undefined) return found;
    this.report.add(
      'study-design',
      'prior' in value
        ? `the prior of \`${name}\` reads other parameters, so it has no quantiles of its own`
        : `\`${name}\` has a value and no prior`,
      at.span,
      { help: 'write values, or `low` and `high`' },
    );
    return 0;
  }
}

/** A value that the design computed, at the place that it follows from. */
const written = ({ span }: Located, value: string | number | boolean): Located => ({ value, span });

function priorQuantile(
  { name, argNames, args, lists, within }: Extract<Parameter['value'], { prior: unknown }>['prior'],
  u: number,
): number | undefined {
  const values = args.map(constantOf);
  const limits = within?.map(constantOf);
  const resolved = resolveForm(name, argNames, lists);
  if ('problem' in resolved || !isKnown(values) || (limits && !isKnown(limits))) return undefined;
  const canonical = resolved.form.canonical(values);
  const [low = 0, high = 0] = limits ?? [];
  return limits ? truncatedQuantile(name, canonical, u, low, high) : quantile(name, canonical, u);
}

const isKnown = (list: readonly (number | undefined)[]): list is readonly number[] =>
  list.every((value) => value !== undefined);
