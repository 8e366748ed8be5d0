/**
 * The part that asks how long a class waits for a fan: four options of a seat of the flagship's exercise, 1,000 trials
 * each from the frame of a turn, by one worker thread and by two that have compiled the exercise before.
 */
import { openExercise } from '@stave/classroom';
import {
  fan,
  FanThreads,
  groundOf,
  optionsOf,
  runHere,
  type Board,
  type FanRequest,
} from '@stave/classroom/fan';
import { hasWasm, seedKey } from '@stave/engine';
import { Play } from '@stave/engine/reference';
import { readSource } from '../files.ts';
import { FAN_WORKER, isBundled, NOT_BUNDLED } from './bundle.ts';
import type { Agreement } from './contestants.ts';
import { missingPart, roundsOf, type Part, type PartOptions } from './part.ts';
import { race, ratioOf, type Ratio, type Timing } from './rounds.ts';
import { spreadOf, type Spread } from './spread.ts';

export interface FanReport {
  readonly exercise: string;
  readonly executor: 'wasm' | 'js';
  readonly rounds: number;
  readonly options: number;
  /** Of each option. */
  readonly trials: number;
  /** How a fan of so many threads compares with that of none but the main one. */
  readonly agreement: readonly Agreement[];
  /** Seconds that each thread compiles as a room opens. */
  readonly prepare: number;
  /** Seconds of a fan on two threads. Absent where something did not agree, as what follows. */
  readonly seconds?: Spread;
  /** Time of one thread over time of two. */
  readonly speedup?: Ratio;
}

const OPTIONS = 4;
const TRIALS = 1000;
const TRIALS_QUICK = 100;
const COUNTS = [1, 2];
const SEED = '7';

/** @param path of the exercise */
export async function fanPart(options: PartOptions, path: string): Promise<Part> {
  if (options.model !== undefined && options.model !== 'flagship')
    return missingPart('fan', `\`${options.model}\` has no seats`);
  if (!isBundled()) return missingPart('fan', NOT_BUNDLED);
  const { exercise, world } = await openExercise(path, readSource);
  const [preset] = exercise?.presets ?? [];
  const seat = world?.ir.seats?.seats.find(({ name }) =>
    exercise?.seats.some((one) => one.name === name),
  )?.name;
  if (!exercise || !world || !preset || seat === undefined)
    return missingPart('fan', `${path} is no exercise that can be run; stave check says why`);
  const play = new Play(world.ir);
  const board: Board = { exercise, ir: world.ir, play };
  const { frame } = play.begin({ seed: seedKey(SEED), stream: 0, first: 0, share: 1 });
  if (!frame) return missingPart('fan', 'its first trial ends as it begins');
  const trials = options.trials ?? (options.isQuick ? TRIALS_QUICK : TRIALS);
  const request: FanRequest = {
    ...{ frame, seat, trials, turns: preset.turns, seed: SEED },
    options: optionsOf(board, frame, seat).slice(0, OPTIONS),
    question: exercise.questions[0]?.id ?? '',
  };
  const bytesOf = async (runner: FanThreads | ReturnType<typeof runHere>): Promise<string> =>
    JSON.stringify(await fan(runner, board, request));
  const here = await bytesOf(runHere());
  const agreement: Agreement[] = [];
  const pools: FanThreads[] = [];
  let prepare = 0;
  for (const count of COUNTS) {
    const pool = new FanThreads(FAN_WORKER, count);
    pools.push(pool);
    const clock = performance.now();
    await pool.prepare(groundOf(board, preset.turns).ir);
    prepare = (performance.now() - clock) / 1000;
    const agrees = (await bytesOf(pool)) === here;
    agreement.push({ with: count === 1 ? '1 thread' : `${count} threads`, how: 'bytes', trials, agrees });
  }
  const rounds = roundsOf(options);
  const timeOf = async (pool: FanThreads): Promise<Timing> => {
    const processor = process.cpuUsage();
    const clock = performance.now();
    await fan(pool, board, request);
    const seconds = (performance.now() - clock) / 1000;
    const { user, system } = process.cpuUsage(processor);
    return { clock: seconds, processor: (user + system) / 1e6 };
  };
  return {
    differing: agreement.filter(({ agrees }) => !agrees).map((one) => `${one.with} in a fan`),
    report: async (isTimed) => {
      const runners = pools.map((pool, i) => ({ name: String(i + 1), trials: 1, time: () => timeOf(pool) }));
      const [one = [], two = []] = isTimed ? await race(runners, rounds, options.onTurn) : [];
      const fanReport: FanReport = {
        exercise: exercise.id,
        executor: hasWasm() ? 'wasm' : 'js',
        ...{ rounds, options: request.options.length, trials, agreement },
        prepare: Number(prepare.toPrecision(4)),
        ...(isTimed && { seconds: spreadOf(two.map(({ clock }) => clock)), speedup: ratioOf(one, two) }),
      };
      return { fan: fanReport };
    },
    close: async () => {
      for (const pool of pools) await pool.close();
    },
  };
}
