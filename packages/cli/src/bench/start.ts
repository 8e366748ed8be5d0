/**
 * The part that asks how soon the first trials are there: for the whole process of `stave run`, and from a scenario's
 * text on where the modules have been loaded. Every turn is a process of its own, because nothing is as slow again.
 */
import { compileKernel, countHere, forecast, type RunDocument } from '@stave/engine';
import type { Agreement } from './contestants.ts';
import { COMMAND, FIRST_TRIALS, isBundled, NOT_BUNDLED } from './bundle.ts';
import type { Stages } from './first-trials.ts';
import { fileOf, type Model, type ModelName } from './models.ts';
import { missingPart, roundsOf, type Part, type PartOptions } from './part.ts';
import { runNode } from './processes.ts';
import { spreadOf, type Spread } from './spread.ts';

interface ModelStart {
  readonly model: ModelName;
  readonly executor: string;
  readonly agreement: readonly Agreement[];
  /** Absent where something did not agree; seconds of the whole process of `stave run`. */
  readonly process?: Spread;
  /** Milliseconds from the text on, by stage, and of all together. */
  readonly text?: Readonly<Record<keyof Stages | 'all', Spread>>;
}

export interface StartReport {
  readonly rounds: number;
  readonly trials: number;
  readonly models: readonly ModelStart[];
}

const TRIALS = 1000;
const SEED = '7';

export async function startPart(options: PartOptions): Promise<Part> {
  if (!isBundled()) return missingPart('start', NOT_BUNDLED);
  const { model: asked, open, folder, onTurn } = options;
  const started: Started[] = [];
  for (const name of asked ? [asked] : (['prototype', 'flagship'] as const))
    started.push(await startedOf(await open(name), folder));
  const rounds = roundsOf(options);
  return {
    differing: started.flatMap(({ agreement, model }) =>
      agreement.agrees ? [] : [`${agreement.with} on ${model}`],
    ),
    report: async (isTimed) => {
      const turns = isTimed ? await turnsOf(started, rounds, onTurn) : undefined;
      const models = started.map(({ model, executor, agreement }, i) => ({
        model,
        executor,
        agreement: [agreement],
        ...(turns && measuredOf(turns[i] ?? [])),
      }));
      return { start: { rounds, trials: TRIALS, models } satisfies StartReport };
    },
    close: () => Promise.resolve(),
  };
}

interface Started {
  readonly model: ModelName;
  readonly path: string;
  /** What `stave run` chooses. */
  readonly executor: string;
  readonly agreement: Agreement;
}

const runArgs = (path: string): string[] => [
  ...[COMMAND, 'run', path, '--trials', String(TRIALS), '--seed', SEED, '--json'],
];

/** Compares what the process says with what this one finds by the other kernel. */
async function startedOf(model: Model, folder: string): Promise<Started> {
  const { name, ir } = model;
  const path = fileOf(model, folder, 'start');
  const { stdout } = await runNode(runArgs(path));
  const { executor, questions, measures } = JSON.parse(stdout) as RunDocument;
  const here = await forecast({
    ir,
    count: countHere(ir, compileKernel(ir, 'js')),
    seed: SEED,
    trials: TRIALS,
  });
  if ('stopped' in here) throw new Error('InvariantError: a run that nobody stopped');
  const agrees = JSON.stringify([questions, measures]) === JSON.stringify([here.questions, here.measures]);
  return {
    model: name,
    path,
    executor,
    agreement: { with: 'stave run', how: 'bytes', trials: TRIALS, agrees },
  };
}

interface Turn {
  readonly seconds: number;
  readonly stages: Stages;
}

/** By model, round by round. */
async function turnsOf(
  started: readonly Started[],
  rounds: number,
  onTurn: PartOptions['onTurn'],
): Promise<readonly Turn[][]> {
  const turns = started.map((): Turn[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, { path, executor }] of started.entries()) {
      const { seconds } = await runNode(runArgs(path));
      const { stdout } = await runNode([FIRST_TRIALS, path, executor, String(TRIALS)]);
      turns[i]?.push({ seconds, stages: JSON.parse(stdout) as Stages });
      onTurn(round * started.length + i + 1, rounds * started.length);
    }
  }
  return turns;
}

function measuredOf(turns: readonly Turn[]): Pick<ModelStart, 'process' | 'text'> {
  const by = (of: (stages: Stages) => number): Spread => spreadOf(turns.map(({ stages }) => of(stages)));
  return {
    process: spreadOf(turns.map(({ seconds }) => seconds)),
    text: {
      read: by(({ read }) => read),
      lower: by(({ lower }) => lower),
      compile: by(({ compile }) => compile),
      run: by(({ run }) => run),
      all: by(({ read, lower, compile, run }) => read + lower + compile + run),
    },
  };
}
