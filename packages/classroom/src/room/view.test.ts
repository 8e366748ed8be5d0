/** What people see of a room: their own, what is public, and never what is secret. */
import { describe, expect, it } from 'vitest';
import type { Command, View } from '../protocol/protocol.ts';
import { EXERCISE, makeTestWorld, TestRoom } from './fixture.testing.ts';
import { scoreRows } from '../scores/rows.ts';
import { viewOf, type Viewer } from './view.ts';
import { makeWorld, type World } from './world.ts';

type Who = `p${number}`;

const see = (room: TestRoom, viewer: Viewer): View =>
  viewOf(room.world, room.state, viewer, {
    text: (id) => room.texts[id - 1] ?? `text ${id} is not kept`,
    name: (person) => `name of ${person}`,
    scores: (state) => scoreRows(room.world, state, (person) => `name of ${person}`),
    code: 'ABCD',
  });

/** Two leaders and a press officer in the north, one leader in the south, an observer; the first turn is open. */
function seated(world: World): {
  readonly room: TestRoom;
  readonly north: Who;
  readonly press: Who;
  readonly south: Who;
  readonly observer: Who;
} {
  const room = new TestRoom(world);
  const north = room.sit('north', 'leader');
  const press = room.sit('north', 'press');
  const south = room.sit('south', 'leader');
  const observer = room.join();
  room.must('control', { do: 'assign', person: observer, seat: null });
  room.must('control', { do: 'start' });
  room.wait(1);
  return { room, north, press, south, observer };
}

describe('a view', () => {
  it('says what may come of a move in the words of the exercise, and by its name where there are none', async () => {
    const { exercise, model, ir } = await makeTestWorld();
    const outcomes = { 'north.pact.signed': { en: 'it is signed', zh: '已签署' } };
    const room = new TestRoom(makeWorld({ ...exercise, outcomes }, model, ir));
    const north = room.sit('north', 'leader');
    room.must(north, { do: 'language', language: 'zh' });
    room.until(1, 'deliberation');
    const pact = see(room, { kind: 'person', person: north }).team?.moves.find(({ move }) => move === 'pact');
    expect(pact?.outcomes.map(({ label }) => label)).toEqual(['已签署', 'stalled']);
  });

  it('names the facilitator in the reader’s language, and tells two people of one name apart', async () => {
    const { room, north, south } = seated(await makeTestWorld());
    room.must(south, { do: 'language', language: 'zh' });
    room.must('control', { do: 'broadcast', text: 'welcome' });
    room.must(north, { do: 'message', channel: 'all', text: 'hello' });
    const read = (viewer: Viewer): readonly unknown[] =>
      see(room, viewer).messages.map(({ by, from }) => [by, from]);
    expect(read({ kind: 'person', person: south })).toEqual([
      ['control', '主持人'],
      [north, `name of ${north}`],
    ]);
    expect(read({ kind: 'control' })[0]).toEqual(['control', 'Facilitator']);
  });

  it('says with what an argued move was tried that nobody gave a number', async () => {
    const { room, north } = seated(await makeTestWorld());
    room.until(1, 'deliberation');
    room.must(north, { do: 'argue', action: 'Send envoys', pull: { heat: 1 }, reasons: ['Why not'] });
    room.until(1, 'reveal');
    for (const viewer of [{ kind: 'projector' }, { kind: 'person', person: north }] as const) {
      const [envoys] = see(room, viewer).argued;
      expect(envoys).toMatchObject({ probability: room.world.exercise.argued.low });
      expect(envoys?.succeeded).toBe((envoys?.draw ?? 1) < room.world.exercise.argued.low);
      expect(envoys).not.toHaveProperty('judge');
    }
  });

  it('has a moderated message from when it was passed on, and tells its writer of one that was stopped', async () => {
    const moderated = { ...EXERCISE.messages, moderated: true };
    const { room, north, south } = seated(await makeTestWorld({ messages: moderated }));
    const read = (viewer: Viewer): readonly unknown[] =>
      see(room, viewer).messages.map(({ id, at, waits, judged }) => [id, at, waits ?? judged]);
    const [asNorth, asSouth] = [north, south].map((person) => ({ kind: 'person', person }) as const);
    const written = room.now;
    for (const text of ['first', 'second']) room.must(north, { do: 'message', channel: 'all', text });
    room.wait(1);
    room.must('control', { do: 'message', channel: 'all', text: 'meanwhile' });
    const meanwhile = room.now;
    // Its number does not tell that two wait.
    expect(read(asSouth!)).toEqual([['all.1', meanwhile, undefined]]);
    expect(read(asNorth!)).toEqual([
      ['all.own.1', written, true],
      ['all.own.2', written, true],
      ['all.1', meanwhile, undefined],
    ]);
    room.wait(1);
    const judgedAt = room.now;
    room.must('control', { do: 'pass', id: 'all.1', passes: true });
    room.must('control', { do: 'pass', id: 'all.2', passes: false });
    const shown = [
      ['all.1', meanwhile, undefined],
      ['all.2', judgedAt, undefined],
    ];
    expect(read(asSouth!)).toEqual(shown);
    expect(read(asNorth!)).toEqual([['all.own.1', written, 'stopped'], ...shown]);
    expect(read({ kind: 'control' })).toEqual([
      ['all.2', written, 'stopped'],
      ['all.3', meanwhile, undefined],
      ['all.1', judgedAt, 'passed'],
    ]);
  });

  it('says in words when injects are due, and what a lever does', async () => {
    const { control } = see(new TestRoom(await makeTestWorld()), { kind: 'control' });
    expect(control?.injects.map(({ when }) => when)).toEqual([
      'turn 2',
      'by hand',
      'once “mood: tense”',
      '1 turn after: Gale',
    ]);
    expect(control?.injects.map(({ canPreview }) => canPreview)).toEqual(
      EXERCISE.injects.map(({ effects }) => effects.length > 0),
    );
    expect(control?.levers.length).toBeGreaterThan(0);
    expect(control?.levers).toEqual(EXERCISE.levers.map(({ id, effect }) => ({ id, effect })));
  });

  it('has what concerns the person', async () => {
    const { room, north, south, observer } = seated(await makeTestWorld());
    room.must(north, { do: 'draft', orders: { open: 'press' }, why: 'now or never' });
    const team = see(room, { kind: 'person', person: north }).team;
    expect(team).toMatchObject({
      seat: 'north',
      capital: 4,
      isTurn: true,
      draft: { revision: 1, orders: { open: 'press' }, why: 'now or never' },
    });
    expect(team?.moves.map(({ move, cost }) => [move, cost])).toEqual([
      ['press', 2],
      ['pact', 1],
      ['spy', 1],
    ]);
    expect(team?.moves[1]).toMatchObject({
      consents: ['elder', 'south'],
      outcomes: [{ probability: 0.8 }, {}],
    });
    expect(see(room, { kind: 'person', person: south }).team?.draft).toBeUndefined();
    expect(see(room, { kind: 'person', person: observer })).not.toHaveProperty('team');
    expect(see(room, { kind: 'projector' }).me.kind).toBe('projector');
    expect(see(room, { kind: 'control' }).control?.desks[0]).toMatchObject({
      draft: { orders: { open: 'press' }, why: 'now or never', consents: [] },
    });
  });

  it('shows the public what every seat may see, and more where the exercise says so', async () => {
    // East sees nothing.
    const closed = seated(await makeTestWorld());
    expect(see(closed.room, { kind: 'projector' }).world.numbers).toEqual([]);
    const open = seated(await makeTestWorld({ public: ['trade', 'mood'] }));
    const { world } = see(open.room, { kind: 'projector' });
    expect(world.numbers.map(({ name, values }) => [name, values])).toEqual([['trade', [100]]]);
    expect(world.drivers.map(({ name, state }) => [name, state])).toEqual([['mood', 'calm']]);
    // The mood weighs on trade.
    expect(world.links).toEqual([['mood', 'trade']]);
    expect(see(closed.room, { kind: 'projector' }).world.links).toEqual([]);
    expect(see(closed.room, { kind: 'control' }).world.links).toEqual([['mood', 'trade']]);
  });

  it('tells who is asked about a move, in the time for answers alone', async () => {
    const { room, north, press, south } = seated(await makeTestWorld());
    room.must(north, { do: 'draft', orders: { open: 'pact' } });
    room.must(north, { do: 'submit', revision: 1 });
    const asked = (person: Who): unknown =>
      see(room, { kind: 'person', person }).team?.asked.map(({ move, who }) => [move, who]);
    expect(asked(south)).toEqual([]);
    room.must('control', { do: 'next' });
    expect(room.state.clock.phase).toBe('answers');
    expect(asked(south)).toEqual([['north.pact', 'south']]);
    expect(asked(press)).toEqual([]);
    room.must(south, { do: 'answer', move: 'north.pact', who: 'south', agrees: true });
    expect(see(room, { kind: 'control' }).control?.asked).toMatchObject([{ who: 'south', agrees: true }]);
  });
});

describe('what bots may ask', () => {
  it('is told to whoever would answer, in the deliberation, whatever the bot could do', async () => {
    const { room, north, press, south } = seated(await makeTestWorld());
    const may = (person: Who): unknown =>
      see(room, { kind: 'person', person }).team?.mayBeAsked?.map(({ move, who, agrees }) => [
        move,
        who,
        agrees,
      ]);
    expect(may(north)).toEqual([['east.trade', 'north', undefined]]);
    room.must(north, { do: 'answer', move: 'east.trade', who: 'north', agrees: true });
    expect(may(north)).toEqual([['east.trade', 'north', true]]);
    expect([may(press), may(south)]).toEqual([[], []]);
    room.must('control', { do: 'hand', seat: 'east', to: 'hold' });
    expect(may(north)).toEqual([]);
  });
});

describe('no seat learns a secret', () => {
  /** The same but for one secret of the north: what others see must be the same, byte by byte. */
  const secrets: readonly (readonly [
    string,
    (who: { north: Who; press: Who }) => readonly [Who, Command][],
  ])[] = [
    ['a draft', ({ north }) => [[north, { do: 'draft', orders: { open: 'press' }, why: 'because' }]]],
    [
      'a plan handed in',
      ({ north }) => [
        [north, { do: 'draft', orders: { open: 'press', covert: 'spy' } }],
        [north, { do: 'submit', revision: 1 }],
      ],
    ],
    [
      'a message in the team',
      ({ press }) => [[press, { do: 'message', channel: 'team:north', text: 'psst' }]],
    ],
    [
      'a message to control',
      ({ press }) => [[press, { do: 'message', channel: 'control:north', text: 'help' }]],
    ],
    [
      'a message to another seat',
      ({ north }) => [[north, { do: 'message', channel: 'joint:north+east', text: 'you and me' }]],
    ],
    [
      'a forecast',
      ({ north }) => [[north, { do: 'forecast', question: 'peace', probabilities: { yes: 0.9, no: 0.1 } }]],
    ],
  ];

  it.each(secrets)('not by %s', async (_, commands) => {
    const world = await makeTestWorld({ public: ['trade', 'mood'] });
    const [plain, secret] = [seated(world), seated(world)];
    for (const [who, command] of commands(secret)) secret.room.must(who, command);
    // What comes later must not be moved by it either.
    for (const { room, south } of [plain, secret]) {
      room.must(south, { do: 'message', channel: 'all', text: 'hello' });
      room.must(south, {
        do: 'argue',
        action: 'We open the ports.',
        pull: { heat: -1 },
        reasons: ['It is cheap.'],
      });
    }
    const others: readonly Viewer[] = [
      { kind: 'person', person: plain.south },
      { kind: 'person', person: plain.observer },
      { kind: 'projector' },
    ];
    for (const viewer of others)
      expect(JSON.stringify(see(secret.room, viewer))).toBe(JSON.stringify(see(plain.room, viewer)));
    // There is something to be seen.
    const own: Viewer = { kind: 'person', person: plain.north };
    expect(JSON.stringify(see(secret.room, own))).not.toBe(JSON.stringify(see(plain.room, own)));
  });

  it('goals and covert moves are out with the debrief', async () => {
    const { room, south } = seated(await makeTestWorld());
    const viewer: Viewer = { kind: 'person', person: south };
    expect(see(room, viewer)).not.toHaveProperty('results');
    for (const question of ['peace', 'early'])
      room.must(south, { do: 'forecast', question, probabilities: { yes: 0.4, no: 0.6 } });
    for (let minute = 0; minute < 40 && room.state.clock.phase !== 'debrief'; minute++) room.wait(1);
    const { results } = see(room, viewer);
    expect(results?.goals.map(({ seat }) => seat)).toEqual(['north', 'south']);
    // The other question is of a later month than the last turn.
    expect(results?.scores).toMatchObject([{ person: south, questions: 1, name: `name of ${south}` }]);
  });
});
