/**
 * Each option of a seat on as many trials, from the exact frame of a room and on the same luck: probabilities of what
 * a question may come to, how far they differ, and a fan of measures. The luck is none that the room will meet.
 */
import {
  goalQuestion,
  seedKey,
  type Intervention,
  type Ir,
  type OpenDecisions,
  type SavedFrame,
} from '@stave/engine';
import type { Orders } from '../room/events.ts';
import { estimated, type OutcomeEstimate, type QuestionAnswer } from './estimates.ts';
import { groundOf, STREAM, type Board, type Ground } from './ground.ts';
import { decisionOf, NOTHING, ordersProblem, together, turnAfter, type Answers } from './orders.ts';
import type { Runner, Watch } from './runner.ts';
import { laterFrames, PERCENTS, type Ran, type Task } from './task.ts';

export interface FanRequest {
  /** With which a turn begins. */
  readonly frame: SavedFrame;
  /** Steps of each turn of the exercise. */
  readonly turns: readonly number[];
  readonly seat: string;
  readonly options: readonly Orders[];
  readonly question: string;
  /**
   * What other seats do, in this turn and in later ones, as far as whoever asks knows it. Seats that are not here are
   * played by their bots, once a turn.
   */
  readonly others?: OpenDecisions;
  /** Of those who were asked about moves of the seat; others answer by the scenario's rule. */
  readonly answers?: Answers;
  /** What else is put in: events, states, attempts. */
  readonly put?: readonly Intervention[];
  /** Names; the first few that the scenario reports when left out. */
  readonly measures?: readonly string[];
  readonly trials?: number;
  /** Text. */
  readonly seed: string;
  readonly stream?: number;
}

export interface Fan {
  readonly question: string;
  readonly trials: number;
  /** The step of the frame. */
  readonly from: number;
  /** Goals are read in this frame, with which the exercise ends. */
  readonly end: number;
  /**
   * The stream that draws were taken from; the room's own is 0. Parameters are those of the frame, so that nothing here
   * says how far assumptions may be off.
   */
  readonly stream: number;
  readonly options: readonly FanOption[];
}

export interface FanOption {
  readonly orders: Orders;
  readonly failed: number;
  readonly answer: QuestionAnswer;
  /** The chance that the seat reaches each of its goals that the scenario can tell. */
  readonly goals: readonly OutcomeEstimate[];
  readonly measures: readonly MeasureFan[];
}

export interface MeasureFan {
  readonly name: string;
  readonly steps: readonly number[];
  /** [step][5, 25, 50, 75, 95%]; null where no trial says. */
  readonly quantiles: readonly (readonly (number | null)[])[];
}

/** In words, what was asked for that cannot be. */
export interface Refused {
  readonly problem: string;
}

export const TRIALS = 1000;
const MEASURES = 8;
const OPTIONS_MAX = 32;

/** Nothing where `watch` stopped it. */
export async function fan(
  runner: Runner,
  board: Board,
  request: FanRequest,
  watch?: Watch,
): Promise<Fan | Refused | undefined> {
  const { frame, turns, seat, options, question, others = NOTHING, answers = {}, put = [] } = request;
  const problem =
    (options.length === 0 ? 'there is no option to try' : undefined) ??
    (options.length > OPTIONS_MAX ? `more than ${OPTIONS_MAX} options are too many at once` : undefined) ??
    requestProblem(board, request) ??
    options.map((orders) => ordersProblem(board, turns, frame, seat, orders)).find((p) => p !== undefined);
  if (problem !== undefined) return { problem };
  const turn = turnAfter(turns, frame) ?? 0;
  const ground = groundOf(board, turns, put);
  const choices = others.choices.filter((other) => other.turn !== turn || other.seat !== seat);
  const lots = options.map((orders) =>
    together({ ...others, choices }, decisionOf(board.ir, turn, seat, orders, answers)),
  );
  const starts = lots.map((decisions) => ground.start(frame, decisions));
  return fanFrom(
    runner,
    starts.map((from) => ({ ground, from })),
    options,
    { ...request, question },
    watch,
  );
}

export function requestProblem(
  { ir }: Board,
  { trials = TRIALS, question, measures = [] }: Pick<FanRequest, 'trials' | 'question' | 'measures'>,
): string | undefined {
  if (!Number.isInteger(trials) || trials < 2 || trials > 100_000)
    return `trials are a whole number from 2 to 100000, not ${String(trials)}`;
  if (!ir.questions.some(({ id }) => id === question)) return `there is no question \`${question}\``;
  const stranger = measures.find((name) => !reportedOf(ir).includes(name));
  return stranger === undefined ? undefined : `there is no measure \`${stranger}\` in the results`;
}

/** Each start on the same trials; the first is what the others are compared with. */
export async function fanFrom(
  runner: Runner,
  starts: readonly { readonly ground: Ground; readonly from: SavedFrame }[],
  options: readonly Orders[],
  request: Pick<FanRequest, 'question' | 'trials' | 'seed' | 'stream' | 'measures'> & {
    readonly seat?: string;
  },
  watch?: Watch,
): Promise<Fan | undefined> {
  const { question, trials = TRIALS, seed, stream = STREAM.fan, seat } = request;
  const [first] = starts;
  if (!first) return undefined;
  const { plain, end } = first.ground;
  const reported = reportedOf(plain);
  const names = request.measures ?? reported.slice(0, MEASURES);
  const goals = (plain.seats?.seats.find(({ name }) => name === seat)?.goals ?? []).filter(
    ({ when }) => when,
  );
  const asked = [question, ...goals.map(({ id }) => goalQuestion(seat ?? '', id))];
  const results: Ran[] = [];
  // Starts may be of several scenarios, each of which is compiled by itself.
  const parts = [...new Set(starts.map(({ ground }) => ground))].map(async ({ ir }) => {
    const own = starts.flatMap((start, i) => (start.ground.ir === ir ? [{ ...start, i }] : []));
    const tasks = own.map(({ from }): Task => ({
      from,
      range: { seed: seedKey(seed), stream, first: 0, count: trials, share: 1 },
      questions: asked.map((id) => ir.questions.findIndex((q) => q.id === id)),
      fans: names.map((name) => reported.indexOf(name)),
    }));
    const ran = await runner.run(ir, tasks, watch);
    own.forEach(({ i }, place) => {
      if (ran) results[i] = ran[place]!;
    });
    return ran !== undefined;
  });
  if ((await Promise.all(parts)).includes(false)) return undefined;
  return {
    ...{ question, trials, from: first.from.step, end, stream },
    options: options.map((orders, i): FanOption => {
      const { ir } = starts[i]!.ground;
      const ran = results[i]!;
      const against = i === 0 ? undefined : results[0];
      const slots = asked.map((id) => ir.questions.findIndex((q) => q.id === id));
      const [answer, ...reached] = slots.map((slot, q) => estimated(ir, slot, q, ran, against));
      return {
        ...{ orders, failed: ran.failed, answer: answer! },
        goals: reached.map(({ outcomes }, g) => ({ ...outcomes[0]!, id: goals[g]!.id })),
        measures: fansOf(ir, first.from.step, names, ran),
      };
    }),
  };
}

export const reportedOf = ({ measures, reported }: Ir): readonly string[] =>
  measures.slice(0, reported).map(({ name }) => name);

function fansOf(ir: Ir, from: number, names: readonly string[], { fans }: Ran): readonly MeasureFan[] {
  const steps = laterFrames(ir, from).map(({ step }) => step);
  const size = PERCENTS.length;
  return names.map((name, m) => ({
    name,
    steps,
    quantiles: steps.map((_, s) => {
      const at = (m * steps.length + s) * size;
      return Array.from(fans.subarray(at, at + size), (x) => (Number.isNaN(x) ? null : x));
    }),
  }));
}
