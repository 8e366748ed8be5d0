/** What is refused, with which code and in which words; nothing of it reaches the log. */
import { beforeAll, describe, expect, it } from 'vitest';
import { EXERCISE, makeTestWorld, TestRoom } from './fixture.testing.ts';
import { join } from './decide-people.ts';
import type { World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await makeTestWorld();
});

interface Cast {
  readonly room: TestRoom;
  readonly leader: 'p1';
  readonly party: 'p2';
  readonly press: 'p3';
  readonly south: 'p4';
  readonly observer: 'p5';
}

/** Turn 1 is deliberated; the north has drafted `press`, and argued. */
function cast(): Cast {
  const room = new TestRoom(world);
  for (const role of ['leader', 'party', 'press']) room.sit('north', role);
  room.sit('south', 'leader');
  const observer = room.join();
  room.must('control', { do: 'assign', person: observer, seat: null });
  room.until(1, 'deliberation');
  room.must('p1', { do: 'draft', orders: { open: 'press' } });
  room.must('p1', { do: 'argue', action: 'Envoys', pull: { heat: 1 }, reasons: ['Why not'] });
  room.must('p1', { do: 'propose', form: 'note', text: 'We agree' });
  return { room, leader: 'p1', party: 'p2', press: 'p3', south: 'p4', observer: 'p5' };
}

type Who = 'control' | `p${number}`;

/** Who, what, the refusal; and what is done before. */
type Case = readonly [Who, unknown, string | RegExp, ((room: TestRoom) => void)?];

const at =
  (turn: number, phase: 'briefing' | 'answers' | 'adjudication' | 'reveal' | 'debrief' | 'closed') =>
  (room: TestRoom): void =>
    room.until(turn, phase);
const paused = (room: TestRoom): void => room.must('control', { do: 'pause' });
const handedIn = (room: TestRoom): void => room.must('p1', { do: 'submit', revision: 1 });
const onceMore = { reason: 'a reason' };
const draft = { do: 'draft', orders: {} };

const CASES: readonly Case[] = [
  // who
  ['p9', draft, 'notYours: you are not in this room any more: join it again'],
  ['p1', { do: 'next' }, 'notYours: only the facilitator may do this'],
  ['control', draft, 'notYours: the facilitator has no seat: enter orders for one instead'],
  ['p5', draft, 'notYours: only members of a team may do this: take a place in a seat first'],
  ['p3', draft, 'notYours: `press` may not draft the plan: ask leader or foreign'],
  ['p3', { do: 'submit', revision: 1 }, 'notYours: `press` may not hand the plan in: ask leader'],
  ['p3', { do: 'consent', revision: 1, agrees: true }, /^notYours: your role is not asked/],
  ['p4', { do: 'consent', revision: 1, agrees: true }, /^notYours: your role is not asked/],
  ['p3', { do: 'argue', action: 'x', pull: { heat: 1 }, reasons: ['x'] }, /^notYours: `press` may not argue/],
  ['p3', { do: 'sign', id: 'note.1', signs: true }, /^notYours: `press` may not sign for the team/],
  ['p1', { do: 'counter', id: 'north.1.1', reason: 'x' }, /^notYours: this is your own move/],
  ['p4', { do: 'vote', id: 'north.1.1', probability: 0.5 }, /^notYours: the facilitator gives the number/],
  ['p1', { do: 'take', seat: 'south', role: 'press' }, /^notYours: you know the secrets of your seat/],
  ['p1', { do: 'note', turn: 1, text: 'x' }, /^notYours: notes are taken by observers/],
  ['p1', { do: 'fan', seat: 'north', options: [], question: 'peace' }, /^notYours: only the facilitator/],
  ['control', { do: 'judge', id: 'north.1.1', probability: 0.5 }, /^notYours: the room has voted/],
  // when
  ['p1', draft, 'notNow: the deliberation is over; the next begins with turn 2', at(1, 'adjudication')],
  ['p1', draft, 'notNow: the deliberation of turn 2 has not begun: wait for it', at(2, 'briefing')],
  ['p1', draft, 'notNow: the deliberation is over, and this was the last turn', at(3, 'reveal')],
  ['p1', draft, 'notNow: the last turn is over', at(3, 'debrief')],
  ['p1', draft, 'notNow: the exercise is closed: nothing can be changed any more', at(3, 'closed')],
  ['p1', draft, /^notNow: the exercise is paused: talk and forecasts go on/, paused],
  ['p1', draft, 'notNow: the plan is handed in: take it back before you change it', handedIn],
  ['p2', { do: 'consent', revision: 1, agrees: false }, /^notNow: the plan is handed in/, handedIn],
  ['p1', { do: 'withdraw' }, /^notNow: no plan is handed in/],
  ['p4', draft, /^notNow: `south` is played by its bot now/, (room) => room.must('control', { do: 'hand', seat: 'south', to: 'rules' })],
  ['p4', { do: 'answer', move: 'north.pact', who: 'south', agrees: true }, 'notNow: the time for answers of turn 1 has not begun: wait for it'],
  ['p1', { do: 'forecast', question: 'peace', probabilities: { yes: 1 } }, /^notNow: turn 1 has been adjudicated/, at(1, 'reveal')],
  ['p1', { do: 'forecast', question: 'early', probabilities: { yes: 1 } }, /^notNow: `early` is answered/, at(2, 'briefing')],
  ['p1', { do: 'reflect', question: 0, text: 'x' }, /^notNow: these questions are for after/],
  ['p4', { do: 'counter', id: 'north.1.1', reason: 'x' }, /^notNow: this move was of turn 1, which is over/, at(2, 'briefing')],
  ['p4', { do: 'counter', id: 'north.1.1', reason: 'x' }, /^notNow: the facilitator has struck/, (room) => room.must('control', { do: 'strike', id: 'north.1.1', reason: 'x' })],
  ['control', { do: 'start' }, 'notNow: the exercise has begun already'],
  ['control', { do: 'resume' }, 'notNow: the exercise is not paused'],
  ['control', { do: 'pause' }, /^notNow: the exercise is paused already/, paused],
  ['control', { do: 'judge', id: 'north.1.1', probability: 0.5 }, 'notNow: turn 1 has been adjudicated', at(1, 'reveal')],
  ['control', { do: 'rule', seat: 'north', orders: {}, reason: 'x' }, 'notNow: turn 1 has been adjudicated: go on to turn 2, or undo it', at(1, 'reveal')],
  ['control', { do: 'enter', seat: 'east', orders: {} }, /^notNow: `east` is played by its bot: hand it to people/],
  ['control', { do: 'override', driver: 'mood', state: 'calm', reason: 'x' }, 'notNow: no turn comes any more: undo one first', at(3, 'reveal')],
  ['control', { do: 'inject', inject: 'gale' }, /^notNow: `gale` is in since turn 2/, at(2, 'reveal')],
  ['control', { do: 'withhold', id: 'gale' }, /^notNow: `gale` is in since turn 2/, at(2, 'reveal')],
  ['control', { do: 'next' }, /^notNow: the exercise is closed/, at(3, 'closed')],
  ['control', { do: 'enterAnswer', move: 'north.pact', who: 'south', agrees: true }, /^notNow: `north` does not mean to make `north.pact`/],
  ['control', { do: 'pass', id: 'all.1', passes: true }, 'notNow: this message does not wait', (room) => room.must('control', { do: 'broadcast', text: 'hello' })],
  // unknown
  ['p1', { do: 'draft', orders: { open: 'pres' } }, 'unknown: `north` has no open move `pres`; it has `press`, `pact`'],
  ['p1', { do: 'draft', orders: { open: 'spy' } }, /^unknown: `north` has no open move `spy`/],
  ['p1', { do: 'draft', orders: { covert: 'press' } }, 'unknown: `north` has no covert move `press`; it has `spy`'],
  ['p5', { do: 'take', seat: 'west', role: 'leader' }, 'unknown: there is no seat `west`'],
  ['p5', { do: 'take', seat: 'north', role: 'king' }, 'unknown: `north` has no role `king`'],
  ['p1', { do: 'message', channel: 'west', text: 'x' }, 'unknown: there is no channel `west`'],
  ['p1', { do: 'message', channel: 'team:west', text: 'x' }, 'unknown: there is no channel `team:west`'],
  ['p1', { do: 'message', channel: 'joint:south+north', text: 'x' }, 'unknown: there is no channel `joint:south+north`: it is `joint:north+south`'],
  ['p1', { do: 'message', channel: 'joint:north', text: 'x' }, /^unknown: .*name two or more seats/],
  ['p1', { do: 'forecast', question: 'war', probabilities: { yes: 1 } }, 'unknown: there is no standing question `war`'],
  ['p1', { do: 'forecast', question: 'peace', probabilities: { maybe: 1 } }, 'unknown: `peace` has no outcome `maybe`; it has yes, no'],
  ['p4', { do: 'counter', id: 'x', reason: 'x' }, 'unknown: there is no argued move `x`'],
  ['p4', { do: 'sign', id: 'note.2', signs: true }, 'unknown: there is no paper `note.2` for `south` to sign'],
  ['p1', { do: 'propose', form: 'pact', text: 'x' }, 'unknown: there is no form `pact` of a paper'],
  ['p4', { do: 'argue', action: 'x', pull: { cold: 1 }, reasons: ['x'] }, 'unknown: there is no lever `cold`; there are `heat`, `storm`'],
  ['p1', { do: 'language', language: 'xx' }, 'unknown: the exercise is not in `xx`; it is in en, zh'],
  ['p5', { do: 'note', turn: 2, text: 'x' }, 'unknown: turn 2 has not begun'],
  ['p5', { do: 'note', turn: 1, seat: 'west', text: 'x' }, 'unknown: there is no seat `west`'],
  ['p5', { do: 'note', turn: 1, goal: 'x', text: 'x' }, 'unknown: there is no learning goal `x`'],
  ['control', { do: 'undo', turn: 2, ...onceMore }, 'unknown: turn 2 has not begun: turns 1 to 1 can be undone'],
  ['control', { do: 'assign', person: 'p9', seat: 'north' }, 'unknown: `p9` is not in the room'],
  ['control', { do: 'assign', person: '__proto__', seat: 'north' }, 'unknown: `__proto__` is not in the room'],
  ['control', { do: 'hand', seat: 'west', to: 'hold' }, 'unknown: there is no seat `west`'],
  ['control', { do: 'inject', inject: 'rain' }, 'unknown: there is no inject `rain`'],
  ['control', { do: 'inject', text: 'Rain', to: ['west'] }, 'unknown: there is no seat `west`'],
  ['control', { do: 'withhold', id: 'rain' }, 'unknown: there is no inject `rain`'],
  ['control', { do: 'tick', goal: 'x', ticked: true }, 'unknown: there is no learning goal `x`'],
  ['control', { do: 'pass', id: 'x', passes: true }, 'unknown: there is no message `x`'],
  ['control', { do: 'enterAnswer', move: 'north.press', who: 'south', agrees: true }, 'unknown: `south` is not asked about `north.press`'],
  // illegal
  ['p4', { do: 'draft', orders: { open: 'soothe' } }, 'illegal: `south` cannot make `soothe` now: nothing takes it'],
  ['p4', { do: 'draft', orders: { covert: 'leak' } }, /^illegal: `south` cannot make `leak` now: its condition does not hold/],
  ['p4', { do: 'argue', action: 'x', pull: { heat: 5 }, reasons: ['x'] }, 'illegal: `heat` goes up or down by at most 4, and not by 5'],
  ['p4', { do: 'argue', action: 'x', pull: { heat: 0 }, reasons: ['x'] }, /^illegal: `heat` goes up or down/],
  ['p4', { do: 'argue', action: 'x', pull: { storm: 1 }, reasons: ['x'] }, 'notYours: `storm` is no lever of `south`'],
  ['control', { do: 'override', driver: 'mood', state: 'clam', reason: 'x' }, /^illegal: .*`mood` has no state `clam`.*calm/],
  ['control', { do: 'inject', text: 'x', effects: [{ add: 1, to: 'heet' }] }, /^illegal: .*no variable or indicator `heet`.*heat/],
  // too many, too long
  ['p5', { do: 'take', seat: 'north', role: 'leader' }, 'tooMany: `leader` of `north` is taken: take another role'],
  ['p1', { do: 'argue', action: 'x', pull: { heat: 1 }, reasons: ['x'] }, 'tooMany: `north` may argue 1 in a turn, and has: argue in the next'],
  ['p4', { do: 'argue', action: 'x', pull: { heat: 1 }, reasons: ['1', '2', '3', '4'] }, 'tooMany: there are 4 reasons; give at most three'],
  ['p1', { do: 'message', channel: 'team:north', text: '字'.repeat(201) }, 'tooLong: the message has 201 characters; at most 200 are allowed: shorten it'],
  // outdated
  ['p1', { do: 'submit', revision: 2 }, 'outdated: the plan has been changed since: look at the new one first'],
  ['p4', { do: 'submit', revision: 1 }, 'outdated: there is no plan yet: draft one first'],
  ['control', { do: 'next', from: { turn: 1, phase: 'briefing' } }, 'outdated: the room has gone on meanwhile: it is in turn 1, deliberation'],
  ['control', { do: 'next', from: { turn: 1, phase: 'reveal' } }, 'outdated: the room has gone on meanwhile: it is in turn 2, briefing', at(2, 'briefing')],
  ['p1', { do: 'submit', revision: 2 }, /^outdated: another plan is handed in already/, handedIn],
  // malformed
  ['p1', { do: 'message', channel: 'team:north', text: ' \u202e\u0007 ' }, 'malformed: the message is empty: write something'],
  ['p1', { do: 'forecast', question: 'peace', probabilities: { yes: 0.5, no: 0.4 } }, /^malformed: the probabilities add up to 0.9 and not to 1/],
  ['p1', { do: 'forecast', question: 'peace', probabilities: { yes: 1.5, no: -0.5 } }, /^malformed: each probability/],
  ['p4', { do: 'argue', action: 'x', pull: {}, reasons: ['x'] }, /^malformed: name what the action is to change/],
  ['p4', { do: 'argue', action: 'x', pull: { heat: 1 }, reasons: [] }, /^malformed: an argued move needs a reason/],
  ['control', { do: 'undo', turn: 1, reason: ' ' }, 'malformed: the reason is empty: write something'],
  ['control', { do: 'judge', id: 'north.1.1', probability: 2 }, 'malformed: a probability is a number from 0 to 1'],
  ['control', { do: 'extend', minutes: 0 }, /^malformed: give minutes/],
  ['control', { do: 'inject', inject: 'aid', text: 'x' }, /^malformed: an inject of the file goes in as it is/],
  ['p1', { do: 'dance' }, 'malformed: there is no such command'],
  ['p1', { do: 'submit' }, /^malformed: `revision` of the command is not as it should be/],
  ['p1', { do: 'draft', orders: { open: 7 } }, /^malformed: `orders.open`/],
  ['p1', { do: 'withdraw', seat: 'south' }, /^malformed: /],
  ['p1', null, /^malformed: /],
]; // prettier-ignore

describe('a command is refused', () => {
  it.each(
    CASES.map(([who, what, refusal, before]) => [who, JSON.stringify(what), refusal, before, what] as const),
  )('of %s: %s', async (who, name, refusal, before, what) => {
    const isVoted = String(refusal).includes('the room has voted');
    const { room } = isVoted ? await votedOn() : cast();
    before?.(room);
    const { length } = room.events;
    const found = room.refusal(who, what);
    if (typeof refusal === 'string') expect(found, name).toBe(refusal);
    else expect(found, name).toMatch(refusal);
    expect(room.events.length).toBe(length);
  });

  async function votedOn(): Promise<{ room: TestRoom }> {
    const room = new TestRoom(await makeTestWorld({ argued: { ...EXERCISE.argued, judge: 'room' } }));
    for (const seat of ['north', 'south']) room.sit(seat, 'leader');
    room.until(1, 'deliberation');
    room.must('p1', { do: 'argue', action: 'Envoys', pull: { heat: 1 }, reasons: ['Why not'] });
    room.must('p2', { do: 'vote', id: 'north.1.1', probability: 0.5 });
    return { room };
  }

  it('in the lobby, where the exercise has not begun', () => {
    const room = new TestRoom(world);
    const leader = room.sit('north', 'leader');
    expect(room.refusal(leader, draft)).toBe(
      'notNow: the exercise has not begun: the deliberation comes with turn 1',
    );
    expect(room.refusal('control', { do: 'next' })).toBe('notNow: the exercise has not begun: start it');
    expect(room.refusal('control', { do: 'rule', seat: 'north', orders: {}, reason: 'x' })).toMatch(
      /^notNow: the exercise has not begun/,
    );
    expect(room.refusal('control', { do: 'undo', turn: 1, reason: 'x' })).toBe(
      'unknown: turn 1 has not begun: no turn has begun',
    );
  });

  it('where the exercise lets nobody write, or only so much', async () => {
    const { messages } = EXERCISE;
    const closed = new TestRoom(
      await makeTestWorld({ messages: { ...messages, between: 'none', perMinute: 2 } }),
    );
    const leader = closed.sit('north', 'leader');
    expect(closed.refusal(leader, { do: 'message', channel: 'joint:north+south', text: 'x' })).toBe(
      'notYours: these seats have no channel in this exercise',
    );
    expect(closed.refusal(leader, { do: 'message', channel: 'all', text: 'x' })).toBe(
      'notYours: only the facilitator writes to all',
    );
    expect(closed.refusal(leader, { do: 'message', channel: 'control:south', text: 'x' })).toMatch(
      /^notYours/,
    );
    for (const text of ['one', 'two']) closed.must(leader, { do: 'message', channel: 'team:north', text });
    expect(closed.refusal(leader, { do: 'message', channel: 'team:north', text: 'three' })).toBe(
      'tooMany: you have sent 2 messages within a minute: wait a moment',
    );
    closed.wait(1);
    closed.must(leader, { do: 'message', channel: 'team:north', text: 'three' });

    const pairs = new TestRoom(
      await makeTestWorld({ messages: { ...messages, between: [['south', 'north']], moderated: true } }),
    );
    const [north, south] = ['north', 'south'].map((seat) => pairs.sit(seat, 'leader'));
    pairs.must(north!, { do: 'message', channel: 'joint:north+south', text: 'x' });
    expect(pairs.refusal(south!, { do: 'message', channel: 'joint:south+east', text: 'x' })).toMatch(
      /^notYours/,
    );
    expect(pairs.state.messages[0]).toMatchObject({ id: 'joint:north+south.1', waits: true });
    pairs.must('control', { do: 'pass', id: 'joint:north+south.1', passes: false });
    expect(pairs.state.messages[0]).toMatchObject({ waits: false, isStopped: true });
  });

  it('of joining where the room is full or over', () => {
    const { room } = cast();
    const full = Object.fromEntries(
      Array.from({ length: 400 }, (_, i) => [`p${i + 1}`, room.state.people['p1']!]),
    );
    expect(join(world, { ...room.state, people: full }, {})).toEqual({
      refused: 'tooMany',
      message: 'the room is full: it takes 400 people',
    });
    // Who left and never had a place keeps nobody out, up to a number.
    const { seat: _, ...passer } = { ...room.state.people['p1']!, isHere: false };
    const passed = (count: number): Record<string, typeof passer> =>
      Object.fromEntries(Array.from({ length: count }, (__, i) => [`p${i + 1}`, passer]));
    expect(join(world, { ...room.state, people: passed(1199) }, {})).toMatchObject({ person: 'p1200' });
    expect(join(world, { ...room.state, people: passed(1200) }, {})).toMatchObject({ refused: 'tooMany' });
    room.until(3, 'closed');
    expect(join(world, room.state, {})).toMatchObject({ refused: 'notNow' });
  });

  it('of another seat to one who left and came back', () => {
    const { room, leader } = cast();
    room.must(leader, { do: 'leave' });
    const back = join(world, room.state, { person: leader });
    if ('refused' in back) throw new Error(back.message);
    for (const deed of back.deeds) room.write(leader, deed);
    expect(room.refusal(leader, { do: 'take', seat: 'south', role: 'press' })).toMatch(
      /^notYours: you know the secrets/,
    );
    room.must(leader, { do: 'take', seat: 'north', role: 'leader' });
  });
});

describe('a command that is sent again', () => {
  it('is done once under its ref, and tells which event it came to', () => {
    const { room, south } = cast();
    const message = { do: 'message', channel: 'team:south', text: 'again' } as const;
    room.do(south, message, 'r1');
    const { length } = room.events;
    expect(room.do(south, message, 'r1')).toEqual({ deeds: [], already: length });
    expect(room.events.length).toBe(length);
    expect(room.do(south, message, 'r2')).toMatchObject({ deeds: [{ kind: 'message' }] });
    // A ref is of one person alone.
    expect(room.do('p1', { do: 'message', channel: 'team:north', text: 'x' }, 'r1')).toMatchObject({
      deeds: [{ kind: 'message' }],
    });
  });

  it('does nothing where all is as it asks', () => {
    const { room, leader, south } = cast();
    room.must(leader, { do: 'submit', revision: 1 });
    expect(room.do(leader, { do: 'submit', revision: 1 })).toEqual({ deeds: [] });
    expect(room.do(south, { do: 'take', seat: 'south', role: 'leader' })).toEqual({ deeds: [] });
    expect(room.do('control', { do: 'hand', seat: 'east', to: 'random' })).toEqual({ deeds: [] });
  });
});
