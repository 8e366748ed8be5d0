/** The part that times executors and programs in other languages against each other, a turn each in every round. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { contestOf, type Agreement, type Contest, type Sizes } from './contestants.ts';
import { MODELS, sizeOfStep, type ModelName } from './models.ts';
import type { Tools } from './outside.ts';
import { roundsOf, type Part, type PartOptions } from './part.ts';
import { quantileCosts } from './quantiles.ts';
import { race, ratioOf, type Ratio, type Rounds } from './rounds.ts';

interface ModelReport {
  readonly model: ModelName;
  readonly drivers: number;
  readonly indicators: number;
  readonly parameters: number;
  readonly steps: number;
  readonly agreement: readonly Agreement[];
  /** Trials a turn, by who runs them. */
  readonly trials: Readonly<Record<string, number>>;
  /** `ratios[a][b]`: time of a over time of b; nothing where they do not agree. */
  readonly ratios: Readonly<Record<string, Readonly<Record<string, Ratio>>>>;
  readonly missing: Contest['missing'];
  /** By kernel: time of a trial that is counted over time of one that is not; nothing where they do not agree. */
  readonly quantiles: Costs;
}

type Costs = Readonly<Record<string, Ratio>>;

export interface KernelsReport {
  readonly rounds: number;
  readonly models: readonly ModelReport[];
  /** Time of a trial of the stress over one of the prototype, over what their sizes differ by: 1 is in proportion. */
  readonly growth?: Readonly<Record<string, Ratio>>;
}

const TRIALS = 16_384;
const TRIALS_QUICK = 256;
/** The reference takes about so many times as long as a kernel. */
const SLOWNESS = 256;
const COMPARED = 4096;
const COMPARED_SLOW = 64;
const LEAST = 8;

export async function kernelsPart(options: PartOptions, tools: Tools): Promise<Part> {
  const { model: asked, open, isQuick, trials = isQuick ? TRIALS_QUICK : TRIALS, folder, onTurn } = options;
  const rounds = roundsOf(options);
  const contests: Contest[] = [];
  for (const name of asked ? [asked] : MODELS) {
    const place = mkdtempSync(join(folder, `${name}-`));
    contests.push(contestOf(await open(name), tools, sizesOf(trials), place));
  }
  const runners = contests.flatMap((contest) => contest.runners);
  return {
    differing: contests.flatMap(({ model, agreements }) =>
      agreements.filter(({ agrees }) => !agrees).map((one) => `${one.with} on ${model.name}`),
    ),
    report: async (isTimed) => {
      if (!isTimed) return reportOf(rounds, contests, undefined, []);
      const times = await race(runners, rounds, onTurn);
      const costs: Costs[] = [];
      for (const { model } of contests) costs.push(await quantileCosts(model.ir, trials, rounds, onTurn));
      return reportOf(rounds, contests, times, costs);
    },
    close: () => Promise.resolve(),
  };
}

function sizesOf(trials: number): Sizes {
  const slow = Math.max(LEAST, Math.ceil(trials / SLOWNESS));
  return {
    trials,
    slow,
    compared: Math.min(trials, COMPARED),
    comparedSlow: Math.min(trials, slow, COMPARED_SLOW),
  };
}

/** @param times by runner, contest after contest */
function reportOf(
  rounds: number,
  contests: readonly Contest[],
  times: readonly Rounds[] | undefined,
  costs: readonly Costs[],
): KernelsReport {
  let next = 0;
  const timed = contests.map(({ runners }) => {
    const own = runners.map(({ name }, i) => [name, times?.[next + i] ?? []] as const);
    next += runners.length;
    return times ? own : [];
  });
  const growth = growthOf(contests, timed);
  return {
    rounds,
    models: contests.map((contest, i) => modelReportOf(contest, timed[i] ?? [], costs[i] ?? {})),
    ...(growth && { growth }),
  };
}

type Timed = readonly (readonly [name: string, rounds: Rounds])[];

function modelReportOf(
  { model, agreements, runners, missing }: Contest,
  timed: Timed,
  quantiles: Costs,
): ModelReport {
  const { drivers, indicators, parameters, clock } = model.ir;
  return {
    model: model.name,
    drivers: drivers.length,
    indicators: indicators.length,
    parameters: parameters.length,
    steps: clock.steps,
    agreement: agreements,
    trials: Object.fromEntries(runners.map(({ name, trials }) => [name, trials])),
    ratios: Object.fromEntries(
      timed.map(([a, own]) => [
        a,
        Object.fromEntries(timed.filter(([b]) => a !== b).map(([b, other]) => [b, ratioOf(own, other)])),
      ]),
    ),
    missing,
    quantiles,
  };
}

function growthOf(contests: readonly Contest[], timed: readonly Timed[]): KernelsReport['growth'] {
  const [small, large] = (['prototype', 'stress'] as const).map((name) =>
    contests.findIndex(({ model }) => model.name === name),
  );
  const [smaller, larger] = [contests[small ?? -1], contests[large ?? -1]];
  if (!smaller || !larger) return undefined;
  const work = ({ model: { ir } }: Contest): number => sizeOfStep(ir) * ir.clock.steps;
  const factor = work(larger) / work(smaller);
  const scaled = (rounds: Rounds): Rounds =>
    rounds.map(({ clock, processor }) => ({ clock: clock * factor, processor: processor * factor }));
  const before = new Map(timed[small ?? -1]);
  return Object.fromEntries(
    (timed[large ?? -1] ?? []).flatMap(([name, rounds]) => {
      const own = before.get(name);
      return own ? [[name, ratioOf(rounds, scaled(own))] as const] : [];
    }),
  );
}
