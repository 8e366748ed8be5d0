/** A room as its log has it runs again in trials, and control's questions are asked of it. */
import { seedKey } from '@stave/engine';
import { describe, expect, it } from 'vitest';
import type { Inject } from '../exercise/exercise.ts';
import { adjudicate } from '../room/adjudicate.ts';
import { makeTestWorld, TestRoom } from '../room/fixture.testing.ts';
import { presetOf, type World } from '../room/world.ts';
import { fanAnswer } from './told.ts';
import { groundOf } from './ground.ts';
import { instead } from './instead.ts';
import { insteadAnswer } from './instead-told.ts';
import { binsOf, luckAgainstDecision, type Luck } from './luck.ts';
import { lookAheadOrders } from './room-bots.ts';
import { preview, roomFan } from './room-fan.ts';
import { recordOf } from './record.ts';
import { runHere } from './runner.ts';
import { trialsOf } from './trials.ts';

const runner = runHere();

/** Three turns with all that can be put in: moves, answers, an inject, an override, an argued move, a bot at random. */
function played(world: World): TestRoom {
  const room = new TestRoom(world);
  const north = room.sit('north', 'leader');
  room.sit('north', 'party');
  room.sit('south', 'leader');
  room.until(1, 'deliberation');
  room.must('control', { do: 'enter', seat: 'north', orders: { open: 'pact', covert: 'spy' } });
  room.must(north, { do: 'argue', action: 'Stir', pull: { heat: 2 }, reasons: ['It is hot.'] });
  room.until(1, 'answers');
  room.must('control', { do: 'enterAnswer', move: 'north.pact', who: 'south', agrees: true });
  room.must('control', { do: 'enterAnswer', move: 'north.pact', who: 'north.elder', agrees: true });
  room.until(2, 'deliberation');
  room.must('control', { do: 'enter', seat: 'north', orders: { open: 'press' } });
  room.must('control', { do: 'override', driver: 'mood', state: 'tense', reason: 'A slip.' });
  room.until(3, 'deliberation');
  room.must('control', { do: 'enter', seat: 'south', orders: { open: 'soothe' } });
  room.must('control', { do: 'inject', text: 'Help.', effects: [{ add: 1, to: 'north.capital' }] });
  return room;
}

describe('a room in trials', () => {
  it('is its own log again, bit for bit, on the luck it had', async () => {
    const world = await makeTestWorld();
    const room = played(world);
    room.until(3, 'reveal');
    const { state } = room;
    expect(state.past).toHaveLength(3);
    const { turns } = presetOf(world, state);
    const { decisions, put } = recordOf(world, turns, state.past);
    expect(put.map(({ kind }) => kind)).toContain('attempt');
    expect(put.map(({ kind }) => kind)).toContain('put');
    const { ir, start } = groundOf(world, turns, put);
    const [ran] =
      (await runner.run(ir, [
        {
          from: start(state.past[0]!.from, decisions),
          range: { seed: seedKey(state.seed), stream: 0, first: state.trial, count: 1, share: 1 },
          questions: [],
          paths: true,
        },
      ])) ?? [];
    const frames = ir.clock.recorded.length;
    for (const { step, measures } of state.past.flatMap(({ readings }) => readings))
      ['heat1', 'flow'].forEach((name, m) => expect(ran?.paths[m * frames + step]).toBe(measures[name]));

    const parts: Luck[] = [];
    const progress: (readonly [number, number])[] = [];
    const luck = await luckAgainstDecision(
      runner,
      world,
      { state, trials: 600, screening: 100 },
      { onPart: (part) => parts.push(part), onProgress: (...at) => progress.push(at) },
    );
    // What was announced is what was run, no trial more.
    const [done, total] = progress.at(-1) ?? [];
    expect(done).toBe(total);
    expect(new Set(progress.map((at) => at[1])).size).toBe(1);
    // What the decisions bring is told before others are tried, and is what is told in the end.
    expect(parts).toEqual([{ ...luck, seats: luck?.seats.map(({ best: _, ...seat }) => seat) }]);
    for (const { bins } of luck?.measures ?? [])
      expect(bins?.counts.reduce((sum, count) => sum + count, 0)).toBe(600);
    const last = state.past.at(-1)?.readings.at(-1);
    expect(luck?.measures.map(({ name, happened }) => [name, happened])).toEqual(
      ['heat1', 'flow'].map((name) => [name, last?.measures[name]]),
    );
    // A bot that played at random decided nothing that anybody could have decided otherwise.
    expect(luck?.seats.map(({ seat, best }) => [seat, best !== undefined])).toEqual([
      ['north', true],
      ['south', true],
      ['east', false],
    ]);
    expect(luck?.question.carriedOn).toBe(true);
    const same = await instead(runner, world, {
      ...{ state, turn: 1, seat: 'north', orders: { open: 'pact', covert: 'spy' } },
    });
    expect(same).toMatchObject({ states: [], measures: [], answers: [] });
  });

  it('foretells nothing on the luck that the room is still to meet', async () => {
    const world = await makeTestWorld();
    const room = played(world);
    const { state } = room;
    expect([state.past.length, state.clock.turn]).toEqual([2, 3]);
    expect(await luckAgainstDecision(runner, world, { state, trials: 8, screening: 4 })).toBeUndefined();
    const other = { turn: 1, seat: 'north', orders: { open: 'press' } };
    const found = await instead(runner, world, { state, ...other });
    if (!found || 'problem' in found) throw new Error(found?.problem);
    const last = state.past.at(-1)?.readings.at(-1)?.step ?? 0;
    expect(found.measures.length).toBeGreaterThan(0);
    expect(found.measures.map(({ steps }) => steps.at(-1))).toEqual(found.measures.map(() => last));
    expect(found.states.filter(({ step }) => step > last)).toEqual([]);
    expect(found.answers.filter(({ id }) => id === 'peace')).toEqual([]);
    // What it says of the room is what the room has seen.
    const [heat] = found.measures;
    expect(heat?.was).toEqual(heat?.steps.map((step) => state.readings[step]?.measures[heat.name]));
    // What comes after does not change what it says.
    room.until(3, 'reveal');
    const later = await instead(runner, world, { state: room.state, ...other });
    if (!later || 'problem' in later) throw new Error(later?.problem);
    expect(later.measures.map(({ was }) => was.slice(0, last))).toEqual(found.measures.map(({ was }) => was));
    const told = insteadAnswer(world, found, 'ko');
    expect(told).toMatchObject({ turn: 1, seat: 'north', was: 'pact + spy', would: 'press' });
    expect(told.measures.map(({ was }) => was)).toEqual(found.measures.map(({ was }) => was.at(-1)));
    expect(JSON.parse(JSON.stringify(told))).toEqual(told);
  });

  it('ends luck against decision where the facilitator ended the exercise', async () => {
    const world = await makeTestWorld();
    const { state } = played(world);
    const early = { ...state, clock: { ...state.clock, phase: 'debrief' as const } };
    const luck = await luckAgainstDecision(runner, world, { state: early, trials: 16, screening: 8 });
    const last = state.past.at(-1)?.readings.at(-1);
    expect(luck?.measures.map(({ happened }) => happened)).toEqual(
      ['heat1', 'flow'].map((name) => last?.measures[name]),
    );
    expect(luck?.seats.flatMap(({ best }) => (best ? [best.turn <= 2] : []))).not.toContain(false);
  });

  it('answers control about this turn and about past ones', async () => {
    const world = await makeTestWorld();
    const room = played(world);
    const calmer = room.state.injected.find(({ inject, turn }) => inject === 'calmer' && turn === 3);
    room.must('control', { do: 'withhold', id: calmer?.id ?? '' });
    const { state } = room;
    const options = [{}, { covert: 'spy' }];
    const asked = { seat: 'north', options, question: 'peace', trials: 400 };
    const now = await roomFan(runner, world, state, asked);
    const then = await roomFan(runner, world, state, { ...asked, turn: 1 });
    if (!now || !then || 'problem' in now || 'problem' in then) throw new Error(JSON.stringify([now, then]));
    expect([now.from, then.from]).toEqual([6, 0]);
    expect(now.options.map(({ answer }) => answer.outcomes.length)).toEqual([2, 2]);
    // What the south has handed in is known to control: trade falls by 2 in each month that is not soothed.
    room.must('control', { do: 'enter', seat: 'south', orders: {} });
    const still = await roomFan(runner, world, room.state, asked);
    if (!still || 'problem' in still) throw new Error(still?.problem);
    const trade = ({ options: [first] }: typeof now): number =>
      first?.measures.find(({ name }) => name === 'flow')?.quantiles[2]?.[2] ?? Number.NaN;
    expect(trade(now)).toBeGreaterThan(trade(still) + 1);
    const answer = fanAnswer(now, {
      model: world.model,
      language: 'zh',
      kind: 'fan',
      seat: 'north',
      seconds: 1,
    });
    expect(answer.options.map(({ label }) => label)).toEqual(['不行动', 'spy']);
    expect(answer.options[0]?.outcomes.map(({ id, label }) => [id, label])).toEqual([
      ['yes', '是'],
      ['no', '否'],
    ]);
    expect(answer.options[1]?.difference?.map(({ id }) => id)).toEqual(['yes', 'no']);
    expect(answer.options[0]?.measures[0]?.quantiles[0]).toHaveLength(5);
    room.until(3, 'reveal');
    const after = (turn?: number) =>
      roomFan(runner, world, room.state, { ...asked, ...(turn !== undefined && { turn }) });
    expect(await after()).toMatchObject({ problem: expect.stringContaining('no turn') as string });
    expect(await after(3)).toMatchObject({ from: 6 });
    expect(await roomFan(runner, world, state, { ...asked, turn: 9 })).toMatchObject({
      problem: expect.stringContaining('turn 9') as string,
    });
    expect(await roomFan(runner, world, state, { ...asked, seat: 'x' })).toMatchObject({
      problem: 'there is no seat `x` in the exercise',
    });
  });

  it('shows what an inject or an override would change, and commits nothing', async () => {
    const world = await makeTestWorld();
    const room = played(world);
    const before = JSON.stringify(room.state);
    const ask = (what: object) =>
      preview(runner, world, room.state, { question: 'peace', trials: 400, measures: ['heat1'], ...what });
    const hot = await ask({ effects: [{ add: 3, to: 'heat' }] });
    if (!hot || 'problem' in hot) throw new Error(JSON.stringify(hot));
    const [without, withIt] = hot.options.map(({ measures }) => measures[0]?.quantiles[0]?.[2] ?? Number.NaN);
    expect((withIt ?? 0) - (without ?? 0)).toBe(3);
    const put = await ask({ override: { driver: 'treaty', state: 'kept' } });
    if (!put || 'problem' in put) throw new Error(JSON.stringify(put));
    expect(put.options).toHaveLength(2);
    expect(JSON.stringify(room.state)).toBe(before);
    expect(await ask({ inject: 'x' })).toEqual({ problem: 'there is no inject `x`' });
    expect(await ask({ override: { driver: 'mood', state: 'x' } })).toMatchObject({
      problem: expect.stringContaining('no state `x`') as string,
    });
    expect(await ask({})).toMatchObject({ problem: expect.stringContaining('nothing') as string });
  });

  it('has an inject with a date in the step that holds it, before and after', async () => {
    const may: Inject = {
      id: 'may',
      label: { en: 'May' },
      news: { en: 'Heat in May.' },
      when: { kind: 'turn', turn: 2, step: 5 },
      effects: [{ add: 3, to: 'heat' }],
    };
    const world = await makeTestWorld({ injects: [may] });
    const room = new TestRoom(world);
    room.until(2, 'deliberation');
    room.must('control', { do: 'withhold', id: 'may' });
    const fan = await preview(runner, world, room.state, {
      ...{ question: 'peace', trials: 200, measures: ['heat1'], inject: 'may' },
    });
    if (!fan || 'problem' in fan) throw new Error(JSON.stringify(fan));
    const [without, withIt] = fan.options.map(({ measures }) => measures[0]);
    expect(withIt?.steps.slice(0, 3)).toEqual([4, 5, 6]);
    const moved = withIt?.quantiles.map((row, i) => (row[2] ?? 0) - (without?.quantiles[i]?.[2] ?? 0));
    expect(moved?.slice(0, 3)).toEqual([0, 3, 3]);
    // Played, it is the same trial as its record.
    room.must('control', { do: 'inject', inject: 'may' });
    room.until(3, 'reveal');
    const { state } = room;
    const { turns } = presetOf(world, state);
    const { decisions, put } = recordOf(world, turns, state.past);
    const { ir, start } = groundOf(world, turns, put);
    const range = { seed: seedKey(state.seed), stream: 0, first: state.trial, count: 1, share: 1 };
    const from = start(state.past[0]!.from, decisions);
    const [ran] = (await runner.run(ir, [{ from, range, questions: [], paths: true }])) ?? [];
    const heats = state.past.flatMap(({ readings }) => readings).map(({ measures }) => measures['heat1']);
    expect(heats.slice(3, 6)).toEqual([0, 3, 3]);
    heats.forEach((heat, i) => expect(ran?.paths[i + 1]).toBe(heat));
  });

  it('lets a seat look ahead, and puts what it chose into the log', async () => {
    const world = await makeTestWorld();
    const room = played(world);
    room.must('control', { do: 'hand', seat: 'south', to: 'lookAhead' });
    const orders = await lookAheadOrders(runner, world, room.state, 400);
    expect(orders).toEqual(await lookAheadOrders(runner, world, room.state, 400));
    expect(Object.keys(orders ?? {})).toEqual(['south']);
    const deed = adjudicate(world, room.state, orders);
    expect(deed.bots['south']).toEqual(orders?.['south']);
    // What the north has handed in is as secret to a bot as to people.
    room.must('control', { do: 'enter', seat: 'north', orders: { covert: 'spy' } });
    expect(await lookAheadOrders(runner, world, room.state, 400)).toEqual(orders);
  });

  it('is asked by a server, in the language of who asks', async () => {
    const world = await makeTestWorld();
    const { state } = played(world);
    const trials = trialsOf(world, runner);
    const ask = { do: 'fan', seat: 'north', options: [{}], question: 'peace' } as const;
    const answer = await trials.ask(state, ask, 'ko');
    expect(answer).toMatchObject({ question: 'peace', trials: 1000, options: [{ label: '행동 없음' }] });
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
    const changed = await trials.ask(state, { do: 'preview', inject: 'gale', question: 'peace' });
    expect(changed.options.map(({ label }) => label)).toEqual(['As it stands', 'With it']);
    await expect(trials.ask(state, { ...ask, question: 'x' })).rejects.toThrow('there is no question `x`');
    await expect(trials.ask(state, { ...ask, options: [] })).rejects.toThrow('no option');
    expect(await trials.lookAhead(state)).toEqual({});
    trials.close();
  });
});

describe('bins', () => {
  it('count few values each by itself, and many in stretches of equal width', () => {
    expect(binsOf(Float64Array.of())).toBeUndefined();
    expect(binsOf(Float64Array.of(2, 2, 2))).toEqual({ edges: [2], counts: [3] });
    expect(binsOf(Float64Array.of(-1, -1, 0, 1))).toEqual({ edges: [-1, 0, 1], counts: [2, 1, 1] });
    // 0 to 48 in 24 stretches of 2; the last one has its end.
    const many = binsOf(Float64Array.from({ length: 49 }, (_, i) => i));
    expect(many?.edges).toEqual(Array.from({ length: 25 }, (_, i) => 2 * i));
    expect(many?.counts).toEqual([...Array.from({ length: 23 }, () => 2), 3]);
  });
});
