/** A debrief of an exercise in which everything happened, part by part. */
import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { luckAgainstDecision } from '../fan/luck.ts';
import { modelForecasts } from '../fan/model.ts';
import { runHere } from '../fan/runner.ts';
import type { RoomEvent } from '../room/events.ts';
import { makeTestWorld, TestRoom } from '../room/fixture.testing.ts';
import type { DebriefDocument } from './document.ts';
import { NASTY, playedRoom, told, type Played } from './fixture.testing.ts';

let played: Played;
let document: DebriefDocument;

beforeAll(async () => {
  played = await playedRoom();
  document = told(played);
});

const seatIn = (turn: number, seat: string) =>
  document.turns[turn - 1]?.seats.find((one) => one.seat === seat);

describe('the head', () => {
  it('says what the log is of, and that the engine bears it out', () => {
    const { state } = played.room;
    expect(document).toMatchObject({
      schema: 'stave-debrief/1',
      language: 'en',
      exercise: { id: 'straits', title: 'Straits', digest: played.room.world.digest },
      room: 'A',
      preset: { id: 'short' },
      seed: 'seven',
      scenario: played.room.world.ir.hash,
      events: played.room.events.length,
      turnsOf: 3,
      phase: 'debrief',
      replays: { ok: true },
      isForgotten: false,
    });
    expect(document.turns.map(({ turn }) => turn)).toEqual(state.past.map(({ turn }) => turn));
  });

  it('says from which event on a log does not replay', () => {
    const changed = played.room.events.map((event): RoomEvent =>
      event.kind === 'adjudicated' && event.turn === 2
        ? { ...event, readings: event.readings.map((one) => ({ ...one, indicators: { trade: 1 } })) }
        : event,
    );
    const seq = changed.find((event) => event.kind === 'adjudicated' && event.turn === 2)?.seq;
    const room = { ...played.room, events: changed, world: played.room.world, texts: played.room.texts };
    const { replays } = told({ room: room as unknown as Played['room'] });
    expect(replays).toMatchObject({ ok: false, seq });
  });
});

describe('a turn', () => {
  it('says what each seat meant, who refused it, and what became of it', () => {
    expect(seatIn(1, 'north')).toMatchObject({
      held: 'people',
      orders: { open: 'pact', covert: 'spy' },
      ordersSaid: 'pact + spy (covert)',
      why: NASTY,
      submittedBy: 'p1',
      drafts: 2,
      vetoes: [
        { role: 'party', cost: 2, orders: { open: 'press' }, why: 'Strike first', refusal: 'Too early' },
      ],
      fates: [
        {
          kind: 'open',
          move: 'north.pact',
          fate: 'refused',
          refusedBy: ['south'],
          reason: 'refused by south',
          capital: 4,
          cost: 1,
        },
        { kind: 'covert', move: 'north.spy', fate: 'made', obstacles: [] },
      ],
    });
    expect(seatIn(1, 'south')).toMatchObject({
      held: 'people',
      orders: {},
      ordersSaid: 'no move',
      fates: [],
    });
    expect(seatIn(1, 'east')?.held).toBe('random');
  });

  it('says what control ruled beside what was meant', () => {
    expect(seatIn(2, 'north')).toMatchObject({
      orders: { open: 'press' },
      ruled: { orders: { covert: 'spy' }, ordersSaid: 'spy (covert)', reason: 'The army is away.' },
      fates: [{ move: 'north.spy', fate: 'made' }],
    });
    expect(document.turns[1]?.control).toEqual([
      { kind: 'withheld', by: 'control', what: 'Gale', reason: 'Enough for now.' },
      { kind: 'inject', by: 'control', what: 'Aid' },
      { kind: 'override', by: 'control', what: 'mood: tense', reason: 'It has been quiet too long.' },
      { kind: 'ruling', by: 'control', what: 'north: spy (covert)', reason: 'The army is away.' },
    ]);
  });

  it('has argued moves with all that was said, the number and the draw', () => {
    const [argued] = document.turns[1]?.argued ?? [];
    const attempt = played.room.state.past[1]?.steps
      .flatMap(({ attempts }) => attempts)
      .find(({ id }) => id.startsWith('argued.'));
    expect(argued).toMatchObject({
      seat: 'south',
      by: 'p3',
      action: 'We open the ports.',
      pull: { heat: -2 },
      pullSaid: 'Heat −2',
      reasons: ['It is cheap.', NASTY],
      counters: [{ seat: 'north', reason: 'Nobody will come.' }],
      probability: 0.7,
      judge: 'whiteCell',
      why: 'Likely.',
      draw: attempt?.draw,
      succeeded: attempt?.succeeded,
    });
    expect(argued?.succeeded).toBe((argued?.draw ?? 1) < 0.7);
  });

  it('has papers, news, and whose doing each change was', () => {
    expect(document.turns[1]?.papers).toMatchObject([
      {
        form: 'note',
        label: 'Joint note',
        text: 'We are friends.',
        signatures: [
          { seat: 'north', signs: true },
          { seat: 'south', signs: true },
        ],
        effective: 2,
      },
    ]);
    // The override makes it tense, the paper calms it, both in the first step.
    expect(document.turns[1]?.transitions.slice(0, 2)).toMatchObject([
      { driver: 'mood', from: 'calm', to: 'tense', date: '2023-04-01', cause: { kind: 'override' } },
      { driver: 'mood', from: 'tense', to: 'calm', cause: { kind: 'paper', said: 'Joint note' } },
    ]);
    expect(document.turns[1]?.news).toContainEqual(
      expect.objectContaining({ kind: 'inject', text: 'Help arrives.', to: ['north'] }),
    );
    expect(document.turns[1]).toMatchObject({ from: '2023-04-01', to: '2023-07-01' });
  });

  it('that was undone is told as such, and once', () => {
    expect(document.undone).toEqual([{ turn: 3, reason: 'A wrong key.' }]);
    expect(document.turns.filter(({ turn }) => turn === 3)).toHaveLength(1);
  });

  it('names what an event came from and not the event: another driver, or the calendar', async () => {
    // Pressed, it is tense and trade stops; a storm in December does the same.
    const world = await makeTestWorld({}, (scenario) =>
      scenario
        .replace('states:\n      calm:', 'label: { en: The mood }\n    states:\n      calm:')
        .replace(
          'treaty:\n    initial',
          'harbour:\n    initial: open\n    states: { open: { on: { alarm: { to: shut }, storm: { to: shut } } }, shut: { after: { 2 months: open } } }\n  treaty:\n    initial',
        ) // prettier-ignore
        .replace('news: It is tense.', 'entry: [{ raise: alarm }]\n        news: It is tense.'),
    );
    const room = new TestRoom(world, { preset: 'whole' });
    room.until(1, 'deliberation');
    room.must('control', { do: 'override', driver: 'mood', state: 'tense', reason: 'So.' });
    room.until(3, 'debrief');
    const { turns } = told({ room }, { isChecked: false });
    const shut = turns
      .flatMap(({ transitions }) => transitions)
      .filter(({ driver, to }) => driver === 'harbour' && to === 'shut');
    expect(shut.map(({ cause }) => cause)).toContainEqual({ kind: 'event', id: 'alarm', said: 'The mood' });
    // What the exercise put in is not what control did.
    expect(turns[1]?.control).toContainEqual({ kind: 'inject', by: 'file', what: 'Gale' });
    expect(turns[0]?.control).toMatchObject([{ kind: 'override', by: 'control' }]);
    expect(shut.at(-1)?.cause).toEqual({ kind: 'event', id: 'storm', said: 'by the calendar (storm)' });
  });

  it('says which move of a seat changed the scenario, and with what luck', async () => {
    const one = await playedRoom();
    const { room, north } = one;
    // Back to the second turn, in which the north presses and nobody rules.
    room.must('control', { do: 'undo', turn: 2, reason: 'Once more.' });
    room.until(2, 'deliberation');
    room.must(north, { do: 'draft', orders: { open: 'press' } });
    room.must(north, { do: 'submit', revision: room.state.desks['north']?.draft?.revision ?? 0 });
    room.until(3, 'briefing');
    const again = told(one);
    const moved = again.turns[1]?.transitions.find(({ cause }) => cause.kind === 'move');
    expect(moved).toMatchObject({
      driver: 'mood',
      from: 'calm',
      to: 'tense',
      cause: { id: 'north.press', seat: 'north', said: 'north: press' },
    });
    expect(again.undone.map(({ turn }) => turn)).toEqual([3, 2]);
    expect(again.turns[1]?.control.filter(({ kind }) => kind === 'ruling')).toEqual([]);
  });
});

describe('numbers, goals and learning', () => {
  it('have the start and the end of each turn', () => {
    const { readings } = played.room.state;
    const trade = document.numbers.find(({ name }) => name === 'trade');
    expect(trade?.values).toEqual([0, 3, 6, 9].map((step) => readings[step]?.indicators['trade']));
  });

  it('say which secret goals were reached', () => {
    const { state, world } = played.room;
    expect(document.goals.map(({ seat, id }) => [seat, id])).toEqual(Object.entries(state.goals));
    for (const { seat, id, reached } of document.goals)
      expect(reached).toBe(world.play.goals(state.frame, seat).find((goal) => goal.id === id)?.reached);
  });

  it('tick what the log or the facilitator ticked, with the notes about it', () => {
    expect(document.learning).toEqual([
      {
        id: 'talk',
        text: 'Talk to others',
        ticked: true,
        by: 'log',
        evidence: '2 times, in turn 1',
        notes: 0,
      },
      { id: 'argue', text: 'Argue', ticked: true, by: 'log', evidence: 'once, in turn 2', notes: 0 },
      { id: 'see', text: 'See it', ticked: true, by: 'hand', evidence: '', notes: 1 },
    ]);
    expect(document.notes).toEqual([
      { turn: 1, by: 'p4', seat: 'north', goal: 'see', text: `They saw it. ${NASTY}` },
    ]);
    expect(document.afterAction).toMatchObject([
      { question: 'What did you learn?', reflections: [{ person: 'p3', seat: 'south' }] },
    ]);
  });

  it('count messages by channel and turn, and hold their words back unless asked', () => {
    expect(document.messages).toEqual([
      { channel: 'team:north', label: 'Team: north', kind: 'team', byTurn: [{ turn: 1, count: 1 }] },
      {
        channel: 'joint:north+south',
        label: 'north + south',
        kind: 'joint',
        byTurn: [{ turn: 1, count: 2 }],
      },
    ]);
    expect(JSON.stringify(document)).not.toContain('Quietly now.');
    const [team] = told(played, { withMessages: true }).messages;
    expect(team?.texts).toEqual([{ turn: 1, from: 'p1', text: 'Quietly now.' }]);
  });

  it('count what each person did, act by act', () => {
    const doings = (person: string) => document.people.find((one) => one.person === person);
    expect(doings('p1')).toMatchObject({
      seat: 'north',
      role: 'leader',
      total: {
        ...{ drafts: 3, consents: 0, refusals: 0, submissions: 3, argued: 0, counterReasons: 1 },
        ...{ proposals: 1, signatures: 1, messagesTeam: 1, messagesJoint: 1, forecasts: 2, revisions: 1 },
      },
      notes: 1,
    });
    expect(doings('p2')?.total).toMatchObject({ consents: 2, refusals: 1, drafts: 0 });
    expect(doings('p3')).toMatchObject({
      total: { refusals: 1, argued: 1, signatures: 1, forecasts: 3, revisions: 0 },
      reflections: 1,
    });
    expect(doings('p4')).toMatchObject({ seat: null, total: { notesWritten: 1 } });
    const sums = doings('p1')?.byTurn.map(({ turn, drafts }) => [turn, drafts]);
    expect(sums).toEqual([
      [0, 0],
      [1, 2],
      [2, 1],
    ]);
  });
});

describe('forecasts', () => {
  it('by turn: those that stand, their mean and spread', () => {
    const peace = document.forecasts.questions.find(({ id }) => id === 'peace');
    const yes = peace?.turns.map(({ turn, people, outcomes }) => {
      const { mean, low, median, high } = outcomes[0] ?? { mean: 0, low: 0, median: 0, high: 0 };
      return [turn, people, mean, low, median, high];
    });
    expect(yes).toEqual([
      [0, 1, 0.6, 0.6, 0.6, 0.6],
      [1, 2, 0.75, 0.6, 0.75, 0.9],
      [2, 2, expect.closeTo(0.65, 12), 0.4, expect.closeTo(0.65, 12), 0.9],
      [3, 2, expect.closeTo(0.65, 12), 0.4, expect.closeTo(0.65, 12), 0.9],
    ]);
    // It closed with the first turn.
    const early = document.forecasts.questions.find(({ id }) => id === 'early');
    expect(early?.turns.map(({ turn }) => turn)).toEqual([1]);
    expect(early?.outcome).toBe('no');
  });

  it('score on the exercise, and on the world apart from it', () => {
    const { scores, history } = document.forecasts;
    expect(scores.resolved).toEqual(['early']);
    expect(history?.resolved).toEqual(['peace']);
    const first = history?.rows.find(({ forecaster }) => forecaster === 'p1');
    // 0.6 for two turns and 0.4 for two, of what happened.
    expect(first?.timeAveraged).toBeCloseTo((2 * 0.32 + 2 * 0.72) / 4, 12);
    const crowd = history?.forecasters.find(({ kind }) => kind === 'mean');
    expect(crowd).toMatchObject({ name: 'Mean of all', brier: expect.closeTo(2 * 0.35 ** 2, 12) });
  });
});

describe('trials', () => {
  it('put the model beside people, by turn, and tell luck and the best change', async () => {
    const { world, state } = played.room;
    const runner = runHere();
    const model = await modelForecasts(runner, world, state, { trials: 200 });
    const luck = await luckAgainstDecision(runner, world, { state, trials: 200, screening: 50 });
    const full = told(played, { ...(model && { model }), ...(luck && { luck }) });
    const [peace, early] = full.forecasts.questions;
    expect(peace?.model.map(({ turn }) => turn)).toEqual([1, 2, 3]);
    // The storm comes before the end and nothing of the scenario calms it but the south: it is never calm then.
    expect(peace?.model[0]?.outcomes[0]).toMatchObject({ id: 'yes', value: 0 });
    // Nothing is forecast of what is settled.
    expect(early?.model.map(({ turn }) => turn)).toEqual([1]);
    expect(full.forecasts.history?.forecasters.at(-1)).toMatchObject({ kind: 'model', brier: 2 });
    expect(full.fans?.measures.map(({ name, steps }) => [name, steps.at(-1)])).toEqual([
      ['heat1', 9],
      ['flow', 9],
    ]);
    const flow = full.fans?.measures.find(({ name }) => name === 'flow');
    expect(flow?.happened).toEqual(state.readings.slice(1).map(({ measures }) => measures['flow']));
    expect(full.luck).toMatchObject({ trials: 200, question: { id: 'peace', carriedOn: true } });
    const goals = full.luck?.seats.flatMap(({ seat, goals: own }) => own.map(({ id }) => `${seat}.${id}`));
    expect(goals).toEqual(['north.rich', 'north.safe', 'south.quiet']);
    expect(isDeepStrictEqual(told(played, { ...(model && { model }), ...(luck && { luck }) }), full)).toBe(
      true,
    );
  });
});

describe('what is personal', () => {
  it('is a pseudonym unless names are wanted, and two of a name are told apart', () => {
    expect(document.people.map(({ name }) => name)).toEqual(['p1', 'p2', 'p3', 'p4']);
    const names: Readonly<Record<string, string>> = { p1: 'Player', p2: 'Player', p3: 'Guest' };
    const named = told(played, { name: (person) => names[person] });
    expect(named.people.map(({ name }) => name)).toEqual(['Player (p1)', 'Player (p2)', 'Guest', 'p4']);
    expect(named.turns[0]?.seats[0]?.submittedBy).toBe('Player (p1)');
  });

  it('can be deleted: the rest is told as before', async () => {
    const { room } = await playedRoom();
    const before = told({ room });
    room.write('server', { kind: 'forgotten' });
    const after = told({ room }, { text: () => undefined });
    expect(after.isForgotten).toBe(true);
    expect(after.replays).toEqual({ ok: true });
    expect(JSON.stringify(after)).not.toContain('ports');
    const { fates } = after.turns[0]?.seats[0] ?? {};
    expect(fates).toEqual(before.turns[0]?.seats[0]?.fates);
    expect(after.forecasts.scores).toEqual(before.forecasts.scores);
    expect(after.people.map(({ total }) => total)).toEqual(before.people.map(({ total }) => total));
  });
});

describe('a room before its end', () => {
  it('is told as far as it came', async () => {
    const { room } = await playedRoom();
    const upTo = (kind: RoomEvent['kind']): DebriefDocument => {
      const end = room.events.findIndex((event) => event.kind === kind);
      const events = room.events.slice(0, end + 1);
      return told({
        room: { ...room, world: room.world, texts: room.texts, events } as unknown as Played['room'],
      });
    };
    expect(upTo('opened')).toMatchObject({ turns: [], people: [], phase: 'lobby', replays: { ok: true } });
    expect(upTo('adjudicated').turns).toHaveLength(1);
  });
});
