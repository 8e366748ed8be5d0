/** Fans of options, bots that look ahead, luck against decision: on small games whose answers are known. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Exercise, RoomState } from '@stave/classroom';
import {
  fan,
  FanThreads,
  instead,
  lookAhead,
  luckAgainstDecision,
  runHere,
  type Board,
  type Fan,
  type FanRequest,
  type Luck,
} from '@stave/classroom/fan';
import { intervened, seedKey, solveExact, type Intervention, type Ir, type SavedFrame } from '@stave/engine';
import { Play } from '@stave/engine/reference';
import { describe, expect, it } from 'vitest';
import { irOf, scenario } from '../support/scenario.ts';

/**
 * Six days in three turns. South may press, which makes calm tense and costs peace; try, which wins with 0.7; leak.
 * Each tense day wins with 0.2. North calms by itself every other day.
 */
const GAME = `
drivers:
  mood:
    initial: calm
    states:
      calm: { on: { south.press: { to: tense } }, chance: [{ to: tense, probability: 0.1 }] }
      tense: { on: { north.calm: { to: calm, probability: 0.5 } }, chance: [{ actions: [raise: won], probability: 0.2 }] }
  prize:
    initial: open
    states:
      open: { on: { won: { to: taken }, south.try.wins: { to: taken } } }
      taken: {}
seats:
  south:
    sees: [mood, prize]
    controls: [mood]
    goals: [{ id: prize, when: prize.taken }, { id: peace, when: mood.calm }]
    moves: { press: {}, try: { outcomes: { wins: 0.7 } }, leak: { covert: true } }
    bot: { open: [{ move: press, when: mood.calm }] }
  north:
    sees: [mood]
    turn: 2 days
    goals: [{ id: quiet, when: mood.calm }]
    moves: { calm: {} }
    bot: [{ move: calm, when: mood.tense }]
measures: { taken: prize.taken, tense: mood.tense }
questions:
  taken: { ask: A?, kind: binary, yes: prize.taken, at: end, internal: true }
  first: { ask: A?, kind: time, first: prize.taken, by: end, internal: true }
  days: { ask: A?, kind: count, count: mood.tense, by: end, internal: true, outcomes: [{ id: few, when: count < 4 }, { id: many }] }
  calm: { ask: A?, kind: binary, yes: mood.calm, at: end, internal: true }`;

const TURNS = [2, 2, 2];
/** Each game is read once, and what it compiles to is kept. */
const here = runHere();
const games = new Map<string, Promise<Ir>>();
const gameIr = (body = GAME): Promise<Ir> => {
  const found = games.get(body) ?? irOf(scenario(body, '{ step: 1 day, steps: 6 }'));
  games.set(body, found);
  return found;
};
const EXERCISE = {
  seats: [{ name: 'south' }, { name: 'north' }],
  presets: [{ id: 'p', turns: TURNS }],
  questions: [{ id: 'taken' }],
  injects: [],
} as unknown as Exercise;

const boardOf = (ir: Ir): Board => ({ exercise: EXERCISE, ir, play: new Play(ir) });
const addressOf = (seed: string, trial: number) => ({
  seed: seedKey(seed),
  stream: 0,
  first: trial,
  share: 1,
});

function begun(play: Play, seed = 'room', trial = 0): SavedFrame {
  const { frame } = play.begin(addressOf(seed, trial));
  if (!frame) throw new Error('no frame');
  return frame;
}

/** South decides in the first day of each turn and does nothing in the second; so does whoever has a turn there. */
const quietSteps: readonly Intervention[] = [2, 4, 6].map((step) => ({
  kind: 'choice',
  step,
  seat: 'south',
}));

const done = (result: Fan | { problem: string } | undefined): Fan => {
  if (!result || 'problem' in result) throw new Error(result?.problem ?? 'stopped');
  return result;
};

const WORKER = new URL(`file://${join(import.meta.dirname, '../../packages/cli/dist/fan-worker.mjs')}`);

/** A fan is compared with the exact answer; of 16 comparisons in 4,000 trials one is beyond 4.5 errors once in 9,000. */
const ERRORS = 4.5;

describe('a fan of options', () => {
  const request = (frame: SavedFrame, more: Partial<FanRequest> = {}): FanRequest => ({
    ...{ frame, turns: TURNS, seat: 'south', question: 'taken', seed: 'room', trials: 4000 },
    options: [{}, { open: 'press' }, { open: 'try' }, { open: 'try', covert: 'leak' }],
    ...more,
  });

  it('agrees with the exact answers of each option, and of each goal', async () => {
    const ir = await gameIr();
    const board = boardOf(ir);
    const { options } = done(await fan(here, board, request(begun(board.play))));
    const told: number[] = [];
    for (const { orders, answer, goals } of options) {
      const solved = solveExact(
        intervened(ir, [...quietSteps, { kind: 'choice', step: 1, seat: 'south', ...orders }]),
      );
      if (!solved.ok) throw new Error(JSON.stringify(solved.diagnostics));
      const exact = (id: string): (number | null)[] =>
        solved.answers.questions.find((q) => q.id === id)?.outcomes.map(({ probability }) => probability) ??
        [];
      // The goal of peace is that the mood is calm at the end; the prize is the question itself.
      const expected = [...exact('taken'), exact('taken')[0], exact('calm')[0]];
      [...answer.outcomes, ...goals].forEach(({ value }, i) => {
        const [p, x] = [expected[i] ?? Number.NaN, value ?? Number.NaN];
        expect(Math.abs(x - p)).toBeLessThan(ERRORS * Math.sqrt((p * (1 - p)) / 4000));
        told.push(p);
      });
    }
    expect(new Set(told.map((p) => p.toFixed(4))).size).toBeGreaterThan(6);
  });

  it('meets the same luck with each option, so that what changes nothing differs by nothing', async () => {
    const board = boardOf(await gameIr());
    const { options } = done(await fan(here, board, request(begun(board.play))));
    const difference = (i: number) => options[i]?.answer.outcomes[0]?.difference;
    expect(difference(0)).toBeUndefined();
    // Leaking does nothing.
    expect(options[3]?.answer.outcomes[0]?.value).toBe(options[2]?.answer.outcomes[0]?.value);
    expect(options[3]?.measures).toEqual(options[2]?.measures);
    const better = difference(2);
    expect(better?.low).toBeGreaterThan(0);
    expect(better?.value).toBeCloseTo(
      (options[2]?.answer.outcomes[0]?.value ?? 0) - (options[0]?.answer.outcomes[0]?.value ?? 0),
      12,
    );
  });

  it('does not use the luck of the room', async () => {
    const board = boardOf(await gameIr());
    const of = (trial: number): Promise<unknown> =>
      fan(here, board, request(begun(board.play, 'room', trial)));
    // The start is certain here, so that frames of other trials are the same frame.
    expect(await of(7)).toEqual(await of(0));
    const frame = begun(board.play);
    const luck = (stream: number) => fan(here, board, request(frame, { stream }));
    expect(await luck(0)).not.toEqual(await luck(7001));
    expect(await luck(7001)).toEqual(await of(0));
  });

  it('says the same on one thread, on two, and here', async () => {
    expect(existsSync(WORKER)).toBe(true);
    const board = boardOf(await gameIr());
    const asked = request(begun(board.play), { trials: 700, question: 'first' });
    const alone = await fan(here, board, asked);
    for (const count of [1, 2]) {
      const threads = new FanThreads(WORKER, count);
      try {
        await threads.prepare(board.ir);
        // Two at once wait for each other.
        const both = await Promise.all([fan(threads, board, asked), fan(threads, board, asked)]);
        expect(both).toEqual([alone, alone]);
      } finally {
        await threads.close();
      }
    }
  });

  it('takes what others do as it is told, and else leaves them to their bots', async () => {
    const board = boardOf(await gameIr());
    const frame = begun(board.play);
    const of = async (others: FanRequest['others']): Promise<number> =>
      done(
        await fan(
          here,
          board,
          request(frame, { options: [{ open: 'press' }], question: 'days', ...(others && { others }) }),
        ),
      ).options[0]?.answer.outcomes[1]?.value ?? Number.NaN;
    const choices = [1, 2, 3].map((turn) => ({ turn, seat: 'north' }));
    const still = { choices, consents: [] };
    expect(await of(still)).toBe(1);
    expect(await of(undefined)).toBeLessThan(0.99);
  });

  it.each<[string, Partial<FanRequest>, RegExp]>([
    ['a question that is not there', { question: 'x' }, /no question `x`/],
    ['a move that is not there', { options: [{ open: 'x' }] }, /no open move `x`/],
    ['a seat that is not there', { seat: 'west' }, /no seat `west`/],
    ['too many trials', { trials: 1e9 }, /trials are/],
    ['a measure that is not there', { measures: ['x'] }, /no measure `x`/],
    ['a frame in mid-turn', { turns: [3, 3].map(() => 7) }, /./],
  ])('refuses %s in words', async (_, more, words) => {
    const board = boardOf(await gameIr());
    const frame = begun(board.play);
    const middle = board.play.advance(frame, [], addressOf('room', 0)).frame ?? frame;
    const at = 'turns' in more ? middle : frame;
    const result = await fan(here, board, request(at, more));
    expect(result && 'problem' in result ? result.problem : '').toMatch(words);
  });
});

describe('a bot that looks ahead', () => {
  const look = async (budget: number, goal: string, seat = 'south') => {
    const board = boardOf(await gameIr());
    const frame = begun(board.play);
    return lookAhead(here, board, { frame, turns: TURNS, seat, goal, budget, seed: 'bot' });
  };

  it('finds the move that is best for its goal within its budget', async () => {
    // Trying wins 0.7 at once; pressing is undone by the north half of the time.
    const found = await look(1200, 'prize');
    expect(found?.orders).toEqual({ open: 'try' });
    expect(found?.trials).toBeLessThanOrEqual(1200);
    // For peace pressing is worst, and of those that change nothing the first is taken.
    expect((await look(1200, 'peace'))?.orders).toEqual({});
  });

  it('always chooses the same, and spends nothing on a single option', async () => {
    expect(await look(300, 'prize')).toEqual(await look(300, 'prize'));
    const north = await look(300, 'quiet', 'north');
    expect([north?.orders, north?.trials]).toEqual([{}, 0]);
    expect((await look(0, 'prize'))?.orders).toEqual({});
  });
});

// ---------------------------------------------------------------------------------------------- a finished exercise

/** Plays an exercise as a room does: one decision a turn and seat, and nothing in the other steps. */
function playedRoom(
  ir: Ir,
  decide: (turn: number) => readonly Intervention[],
  trial = 0,
): { readonly state: RoomState; readonly readings: readonly unknown[] } {
  const play = new Play(ir);
  const past: unknown[] = [];
  const readings: unknown[] = [];
  let frame = begun(play, 'room', trial);
  let ended: unknown;
  for (const turn of [1, 2, 3]) {
    const from = frame;
    const step = 2 * turn - 1;
    const own = decide(turn).map((one) => ({ ...one, step }));
    const interventions = [...own, { kind: 'choice', step: step + 1, seat: 'south' } as const];
    for (const k of [step, step + 1]) {
      const result = play.advance(
        frame,
        interventions.filter((one) => one.step === k),
        addressOf('room', trial),
      );
      readings.push(result.reading);
      if (result.frame) frame = result.frame;
      else ended = result.ended && { answers: result.ended.texts };
    }
    past.push({
      turn,
      from,
      interventions,
      bots: {},
      orders: { south: {} },
      steps: [],
      readings: [],
      since: 0,
      until: 0,
    });
  }
  const state = {
    past,
    frame,
    ended,
    preset: 'p',
    seed: 'room',
    trial,
    held: { south: 'people', north: 'rules' },
    goals: { south: 'prize' },
  };
  return { state: state as unknown as RoomState, readings };
}

const south = (open?: string): readonly Intervention[] => [
  { kind: 'choice', step: 0, seat: 'south', ...(open !== undefined && { open }) },
];

async function luckOf(
  ir: Ir,
  decide: (turn: number) => readonly Intervention[],
  trials = 2000,
): Promise<Luck> {
  const { state } = playedRoom(ir, decide);
  const luck = await luckAgainstDecision(here, boardOf(ir), {
    ...{ state, trials, screening: 400 },
  });
  if (!luck) throw new Error('stopped');
  return luck;
}

/** The chance of the prize where the south makes one move in one turn, and none in the others. */
function takenExactly(ir: Ir, turn: number, open: string | undefined): number {
  const choices = [1, 2, 3].map((t): Intervention => {
    const move = t === turn && open !== undefined && { open };
    return { kind: 'choice', step: 2 * t - 1, seat: 'south', ...move };
  });
  const solved = solveExact(intervened(ir, [...quietSteps, ...choices]));
  if (!solved.ok) throw new Error(JSON.stringify(solved.diagnostics));
  return solved.answers.questions[0]?.outcomes[0]?.probability ?? Number.NaN;
}

describe('luck against decision', () => {
  it('says what a better decision would have been worth', async () => {
    const ir = await gameIr();
    const luck = await luckOf(ir, () => south());
    const best = luck.seats[0]?.best;
    // Three turns of four other decisions each: nothing, press, try, and these with a leak.
    expect(best).toMatchObject({ was: {}, goal: 'prize', tried: 15, screened: 400 });
    expect(best?.orders.open).toBe('try');
    const exact = (move: string | undefined): number => takenExactly(ir, best?.turn ?? 0, move);
    const [without, withIt] = [exact(undefined), exact('try')];
    const error = Math.sqrt((without * (1 - without) + withIt * (1 - withIt)) / 2000);
    expect(Math.abs((best?.worth.value ?? 0) - (withIt - without))).toBeLessThan(ERRORS * error);
    expect(best?.worth.low).toBeGreaterThan(0);
    expect(luck.seats[1]?.best).toBeUndefined();
  });

  it('gives the chances of what people did, which are exact ones', async () => {
    const ir = await gameIr();
    const luck = await luckOf(ir, (turn) => south(turn === 2 ? 'try' : undefined), 4000);
    const p = takenExactly(ir, 2, 'try');
    const value = luck.question.outcomes[0]?.value ?? Number.NaN;
    expect(Math.abs(value - p)).toBeLessThan(ERRORS * Math.sqrt((p * (1 - p)) / 4000));
    expect(luck.question.outcomes.filter(({ happened }) => happened)).toHaveLength(1);
    const { state, readings } = playedRoom(ir, (turn) => south(turn === 2 ? 'try' : undefined));
    const last = readings.at(-1) as { measures: Record<string, number> };
    expect(luck.measures.map(({ name, happened }) => [name, happened])).toEqual(
      ['taken', 'tense'].map((name) => [name, last.measures[name]]),
    );
    expect(state.ended?.answers['taken']).toBe(luck.question.outcomes.find(({ happened }) => happened)?.id);
  });

  it('says so where decisions do not matter', async () => {
    // Nothing that the south does is heard.
    const idle = GAME.replace('on: { south.press: { to: tense } }, ', '').replace(
      ', south.try.wins: { to: taken }',
      '',
    );
    const luck = await luckOf(await gameIr(idle), () => south());
    expect(luck.seats[0]?.best?.worth).toMatchObject({ value: 0 });
    expect(luck.seats[0]?.best?.worth.low).toBeLessThanOrEqual(0);
    expect(luck.seats[0]?.best?.worth.high).toBeGreaterThanOrEqual(0);
  });

  it('says so where luck does not matter', async () => {
    const certain = GAME.replace(', chance: [{ to: tense, probability: 0.1 }]', '')
      .replace(', chance: [{ actions: [raise: won], probability: 0.2 }]', '')
      .replace('outcomes: { wins: 0.7 }', 'outcomes: { wins: 1 }');
    const luck = await luckOf(await gameIr(certain), () => south());
    expect(luck.question.outcomes.map(({ id, value, happened }) => [id, value, happened])).toEqual([
      ['yes', 0, false],
      ['no', 1, true],
    ]);
    expect(luck.measures.map(({ place }) => place)).toEqual([0.5, 0.5]);
    expect(luck.seats[0]?.best).toMatchObject({ turn: 1, orders: { open: 'try' }, worth: { value: 1 } });
  });

  it('can be stopped, and says how far it is', async () => {
    const ir = await gameIr();
    const { state } = playedRoom(ir, () => south());
    const stop = new AbortController();
    const seen: number[] = [];
    const luck = await luckAgainstDecision(
      here,
      boardOf(ir),
      { state, trials: 3000, screening: 400 },
      {
        signal: stop.signal,
        onProgress: (done, total) => {
          seen.push(done / total);
          if (done / total > 0.3) stop.abort();
        },
      },
    );
    expect(luck).toBeUndefined();
    expect(seen.at(-1)).toBeLessThan(0.9);
    let last = 0;
    await luckAgainstDecision(
      here,
      boardOf(ir),
      { state, trials: 1500, screening: 400 },
      { onProgress: (done, total) => (last = done / total) },
    );
    expect(last).toBe(1);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });
});

describe('another decision on the same luck', () => {
  it('changes what follows from it and nothing else', async () => {
    const ir = await gameIr();
    const { state } = playedRoom(ir, () => south());
    const board = boardOf(ir);
    const ask = async (turn: number, orders: { open?: string }) => {
      const result = await instead(here, board, {
        state,
        turn,
        seat: 'south',
        orders,
      });
      if (!result || 'problem' in result) throw new Error(result?.problem ?? 'stopped');
      return result;
    };
    expect(await ask(1, {})).toMatchObject({ was: {}, states: [], measures: [], answers: [] });
    const pressed = await ask(2, { open: 'press' });
    expect(pressed.states[0]).toMatchObject({ step: 3, driver: 'mood', was: 'calm', would: 'tense' });
    // It is what playing the same room with that decision comes to, frame by frame.
    const other = playedRoom(ir, (turn) => south(turn === 2 ? 'press' : undefined));
    const tense = pressed.measures.find(({ name }) => name === 'tense');
    const expected = other.readings.map(
      (reading) => (reading as { measures: Record<string, number> }).measures['tense'],
    );
    expect(tense?.would).toEqual(expected);
  });

  it('refuses what could not be decided', async () => {
    const ir = await gameIr();
    const { state } = playedRoom(ir, () => south());
    const ask = (turn: number, open: string) =>
      instead(here, boardOf(ir), { state, turn, seat: 'south', orders: { open } });
    expect(await ask(4, 'press')).toEqual({ problem: 'turn 4 has not been played' });
    expect(await ask(1, 'x')).toMatchObject({
      problem: expect.stringContaining('no open move `x`') as string,
    });
  });
});
