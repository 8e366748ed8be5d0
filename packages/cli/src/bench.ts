/**
 * `stave bench`: how fast the executors are, as ratios of times in one run, once it is seen that they say the same.
 * Where a C compiler or NumPy is found, the model in these languages runs beside them.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { arch, cpus, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from './outputs.ts';
import { wantsProgress } from './terminal.ts';
import { contestOf, type Agreement, type Contest, type Sizes } from './bench/contestants.ts';
import { MODELS, openModel, sizeOfStep, type ModelName } from './bench/models.ts';
import { findTools, type Tool, type Tools } from './bench/outside.ts';
import { quantileCosts } from './bench/quantiles.ts';
import { race, ratioOf, type Ratio, type Rounds } from './bench/rounds.ts';

export interface BenchOptions {
  readonly model?: ModelName;
  readonly rounds?: number;
  readonly trials?: number;
  readonly quick?: true;
}

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
  readonly quantiles: Readonly<Record<string, Ratio>>;
}

/** What `stave bench` prints. */
export interface BenchDocument {
  readonly schema: 'stave-bench/1';
  readonly quick: boolean;
  readonly rounds: number;
  readonly machine: {
    readonly node: string;
    readonly platform: string;
    readonly arch: string;
    readonly processor: string;
    readonly processors: number;
    readonly compilers: readonly Tool[];
    readonly numpy?: Tool;
    readonly missing: readonly string[];
  };
  readonly models: readonly ModelReport[];
  /** Time of a trial of the stress over one of the prototype, over what their sizes differ by: 1 is in proportion. */
  readonly growth?: Readonly<Record<string, Ratio>>;
}

/** The same distance away from the sources and from the bundle. */
const FLAGSHIP = new URL('../../scenarios/trilateral-2023/scenario.yaml', import.meta.url);
const ROUNDS = 7;
const TRIALS = 16_384;
/** The reference takes about so many times as long as a kernel. */
const SLOWNESS = 256;
const QUICK = { rounds: 2, trials: 256 };
const COMPARED = 4096;
const COMPARED_SLOW = 64;
const LEAST = 8;

export async function bench(options: BenchOptions): Promise<void> {
  const isQuick = options.quick === true;
  const { rounds = isQuick ? QUICK.rounds : ROUNDS, trials = isQuick ? QUICK.trials : TRIALS } = options;
  const tools = findTools();
  const folder = mkdtempSync(join(tmpdir(), 'stave-bench-'));
  try {
    const contests: Contest[] = [];
    for (const name of options.model ? [options.model] : MODELS) {
      const place = mkdtempSync(join(folder, `${name}-`));
      contests.push(contestOf(await openModel(name, FLAGSHIP, isQuick), tools, sizesOf(trials), place));
    }
    const differing = contests.flatMap(({ model, agreements }) =>
      agreements.filter(({ agrees }) => !agrees).map((one) => `${one.with} on ${model.name}`),
    );
    const runners = contests.flatMap((contest) => contest.runners);
    const times = differing.length > 0 ? undefined : race(runners, rounds, onTurn());
    const costs = contests.map(({ model: { ir } }) =>
      times ? quantileCosts(ir, trials, rounds, onTurn()) : {},
    );
    process.stdout.write(json(documentOf({ isQuick, rounds, tools, contests, times, costs })));
    if (differing.length === 0) return;
    process.stderr.write(
      `error: nothing was timed, since these give other results: ${differing.join(', ')}\n` +
        '  help: this is a fault of stave itself: please report it with what was printed\n',
    );
    process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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

function onTurn(): (done: number, total: number) => void {
  const { stderr } = process;
  if (!wantsProgress(stderr, process.env)) return () => undefined;
  return (done, total) => stderr.write(`\r${done === total ? '\u001B[2K' : `${done} of ${total} turns`}`);
}

interface Measured {
  readonly isQuick: boolean;
  readonly rounds: number;
  readonly tools: Tools;
  readonly contests: readonly Contest[];
  /** By runner, contest after contest. */
  readonly times: readonly Rounds[] | undefined;
  /** By contest. */
  readonly costs: readonly ModelReport['quantiles'][];
}

function documentOf({ isQuick, rounds, tools, contests, times, costs }: Measured): BenchDocument {
  let next = 0;
  const timed = contests.map(({ runners }) => {
    const own = runners.map(({ name }, i) => [name, times?.[next + i] ?? []] as const);
    next += runners.length;
    return times ? own : [];
  });
  const growth = growthOf(contests, timed);
  return {
    schema: 'stave-bench/1',
    quick: isQuick,
    rounds,
    machine: {
      node: process.version,
      platform: platform(),
      arch: arch(),
      processor: cpus()[0]?.model ?? '',
      processors: cpus().length,
      ...tools,
    },
    models: contests.map((contest, i) => reportOf(contest, timed[i] ?? [], costs[i] ?? {})),
    ...(growth && { growth }),
  };
}

type Timed = readonly (readonly [name: string, rounds: Rounds])[];

function reportOf(
  { model, agreements, runners, missing }: Contest,
  timed: Timed,
  quantiles: ModelReport['quantiles'],
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

function growthOf(contests: readonly Contest[], timed: readonly Timed[]): BenchDocument['growth'] {
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
