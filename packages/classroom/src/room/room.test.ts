/** A room from the lobby to its end, on a clock in hand. */
import { compileJs, intervened, seedKey } from '@stave/engine';
import { referenceExecutor } from '@stave/engine/reference';
import { beforeAll, describe, expect, it } from 'vitest';
import { adjudicate, allInterventions } from './adjudicate.ts';
import { replay } from './apply.ts';
import { goalsOf } from './bots.ts';
import { due } from './due.ts';
import { EXERCISE, makeTestWorld, TestRoom } from './fixture.testing.ts';
import { verify } from './verify.ts';
import type { World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await makeTestWorld();
});

/** Seats of the first turn, everybody in place and deliberating. */
function begun(): { room: TestRoom; leader: `p${number}`; party: `p${number}`; south: `p${number}` } {
  const room = new TestRoom(world);
  const leader = room.sit('north', 'leader');
  const party = room.sit('north', 'party');
  const south = room.sit('south', 'leader');
  room.until(1, 'deliberation');
  return { room, leader, party, south };
}

const decisionsOf = (room: TestRoom, turn: number): unknown =>
  room.state.past
    .find((past) => past.turn === turn)
    ?.steps.flatMap(({ step, decisions }) =>
      decisions.map(({ move, fate, consents }) => [
        step,
        move,
        fate,
        ...consents.map(({ agrees }) => agrees),
      ]),
    );

describe('a whole exercise', () => {
  it('goes from the lobby to the end by the clock, and is its log again', () => {
    const room = new TestRoom(world);
    const leader = room.sit('north', 'leader');
    expect(room.state.held).toEqual({ north: 'people', south: 'rules', east: 'random' });
    room.must('control', { do: 'start' });
    expect(room.state.clock).toEqual({ turn: 1, phase: 'briefing', endsAt: room.now + 60_000 });
    room.wait(1);
    room.must(leader, { do: 'draft', orders: { open: 'press' } });
    room.must(leader, { do: 'submit', revision: 1 });
    const phases: string[] = [];
    for (let minute = 0; minute < 45; minute++) {
      room.wait(1);
      phases.push(`${room.state.clock.turn} ${room.state.clock.phase}`);
    }
    expect([...new Set(phases)]).toEqual([
      '1 deliberation', '1 adjudication', '1 reveal',
      '2 briefing', '2 deliberation', '2 adjudication', '2 reveal',
      '3 briefing', '3 deliberation', '3 adjudication', '3 reveal',
      '3 debrief', '3 closed',
    ]); // prettier-ignore
    expect(room.state.past.map(({ orders }) => orders)).toEqual([
      { north: { open: 'press' } },
      { north: {} },
      { north: {} },
    ]);
    expect(room.state.readings.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    // The clock goes on for three steps: only what no step could change is answered.
    expect(Object.keys(room.state.ended?.answers ?? {})).toEqual(['early']);
    expect(replay(room.events)).toEqual(room.state);
    expect(replay(JSON.parse(JSON.stringify(room.events)))).toEqual(room.state);
    expect(verify(world, room.events)).toBeUndefined();
  });

  it('passes by phases without minutes', () => {
    const room = new TestRoom(world, { preset: 'whole' });
    room.must('control', { do: 'start' });
    expect(room.state.clock).toMatchObject({ turn: 1, phase: 'deliberation' });
    room.wait(5);
    expect(room.state.clock).toMatchObject({ turn: 2, phase: 'deliberation' });
    expect(room.events.map(({ kind }) => kind).slice(-4)).toEqual([
      'phase',
      'adjudicated',
      'phase',
      'injected',
    ]);
  });

  it('is a trial that every executor runs to the same answers', () => {
    const room = new TestRoom(world, { preset: 'whole', seed: 'law' });
    const north = room.sit('north', 'leader');
    const south = room.sit('south', 'leader');
    room.until(1, 'deliberation');
    room.must(north, { do: 'draft', orders: { open: 'press', covert: 'spy' } });
    room.must(north, { do: 'argue', action: 'Cool down', pull: { heat: 2 }, reasons: ['Why not'] });
    room.must(south, { do: 'propose', form: 'note', text: 'Peace' });
    room.must(south, { do: 'sign', id: 'note.1', signs: true });
    room.must(north, { do: 'sign', id: 'note.1', signs: true });
    room.must('control', { do: 'override', driver: 'treaty', state: 'kept', reason: 'for the lesson' });
    room.until(3, 'deliberation');
    room.must(south, { do: 'draft', orders: { covert: 'leak' } });
    room.until(3, 'debrief');
    const { ended, past } = room.state;
    expect(past.flatMap(({ steps }) => steps).length).toBe(12);
    const ir = intervened(world.ir, allInterventions(room.state));
    const range = { seed: seedKey('law'), stream: 0, first: 0, count: 1, share: 1 };
    for (const executor of [referenceExecutor(ir), compileJs(ir)]) {
      const { answers } = executor.run(range);
      const told = world.ir.questions.map(({ id, outcomes }, i) => [id, outcomes[answers[i] ?? -1]?.id]);
      expect(Object.fromEntries(told)).toEqual(ended?.answers);
    }
    expect(verify(world, room.events)).toBeUndefined();
  });

  it('is the same in two rooms on the same luck whose people decide the same', () => {
    const play = (name: string, order: 'press' | 'pact'): TestRoom => {
      const room = new TestRoom(world, { room: name });
      const leader = room.sit('north', 'leader');
      room.until(1, 'deliberation');
      room.must(leader, { do: 'draft', orders: { open: order } });
      room.until(2, 'deliberation');
      return room;
    };
    const [a, b, other] = [play('A', 'press'), play('B', 'press'), play('C', 'pact')];
    expect(b.state.goals).toEqual(a.state.goals);
    expect(b.state.frame).toEqual(a.state.frame);
    // Other decisions, the same dice: what the random bot draws does not change.
    expect(other.state.goals).toEqual(a.state.goals);
    expect(other.state.past[0]?.bots).toEqual(a.state.past[0]?.bots);
    expect(other.state.frame).not.toEqual(a.state.frame);
    const elsewhere = new TestRoom(world, { trial: 1 });
    elsewhere.until(2, 'briefing');
    expect(elsewhere.state.goals).toEqual(a.state.goals);
    expect(elsewhere.state.frame).not.toEqual(a.state.frame);
  });

  it('draws goals evenly', () => {
    const goals = Array.from({ length: 400 }, (_, i) => goalsOf(world, { seed: `s${i}` })['north']);
    const rich = goals.filter((goal) => goal === 'rich').length;
    expect(new Set(goals)).toEqual(new Set(['rich', 'safe']));
    // Binomial(400, 1/2), standard deviation 10: as far off as this with probability 7e-6.
    expect(Math.abs(rich - 200)).toBeLessThan(45);
  });
});

describe('a turn', () => {
  it('lets a seat decide once, in its first step, and bots alike', () => {
    const room = new TestRoom(world, { preset: 'whole' });
    const leader = room.sit('south', 'leader');
    room.until(1, 'deliberation');
    room.must(leader, { do: 'draft', orders: { open: 'wave' } });
    room.until(2, 'deliberation');
    const choices = allInterventions(room.state).filter(({ kind }) => kind === 'choice');
    expect(choices.filter((one) => 'seat' in one && one.seat === 'south')).toEqual([
      { kind: 'choice', step: 1, seat: 'south', open: 'wave' },
      { kind: 'choice', step: 3, seat: 'south' },
    ]);
    // The north is played by its own bot in step 1 alone.
    expect(choices.filter((one) => 'seat' in one && one.seat === 'north').map(({ step }) => step)).toEqual([
      2, 3, 4,
    ]);
    expect(room.state.past[0]?.bots).toHaveProperty('east');
  });

  it('takes a draft that nobody refused for handed in when time is up, and no draft for no move', () => {
    const { room, leader, party, south } = begun();
    room.must(leader, { do: 'draft', orders: { open: 'press' } });
    room.must(south, { do: 'draft', orders: { open: 'wave' } });
    room.wait(5);
    expect(room.state.desks['north']?.submitted).toMatchObject({ revision: 1, by: 'server' });
    room.until(2, 'deliberation');
    room.must(leader, { do: 'draft', orders: { covert: 'spy' } });
    room.must(party, { do: 'consent', revision: 2, agrees: false });
    room.until(2, 'reveal');
    expect(room.state.past.map(({ orders }) => orders)).toEqual([
      { north: { open: 'press' }, south: { open: 'wave' } },
      { north: {}, south: {} },
    ]);
  });

  it('holds up a plan that a role refuses, and it costs; the team may plan again', () => {
    const { room, leader, party } = begun();
    room.must(leader, { do: 'draft', orders: { open: 'press' } });
    room.must(party, { do: 'consent', revision: 1, agrees: false, why: 'Too dear' });
    room.must(leader, { do: 'submit', revision: 1 });
    expect(room.state.desks['north']).toEqual({
      vetoes: [{ revision: 1, role: 'party', cost: 2, orders: { open: 'press' } }],
    });
    expect(room.refusal(leader, { do: 'submit', revision: 1 })).toBe(
      'outdated: there is no plan yet: draft one first',
    );
    room.must(leader, { do: 'draft', orders: {} });
    room.must(party, { do: 'consent', revision: 2, agrees: true });
    room.must(leader, { do: 'submit', revision: 2 });
    room.until(1, 'reveal');
    const veto = { kind: 'attempt', step: 1, id: 'veto.1.north.1', probability: 1 };
    expect(allInterventions(room.state)).toContainEqual({
      ...veto,
      effects: [{ add: -2, to: 'north.capital' }],
    });
    // 4, less 2, and an income of 1 in each of the two steps that follow.
    expect(room.state.readings.map(({ variables }) => variables['north.capital'])).toEqual([4, 3, 4, 5]);
    expect(room.state.past[0]?.vetoes).toEqual([{ seat: 'north', role: 'party', cost: 2 }]);
  });

  it('asks people for consent in a phase of its own, and silence refuses', () => {
    const { room, leader, party, south } = begun();
    room.must(leader, { do: 'draft', orders: { open: 'pact' } });
    room.must(leader, { do: 'submit', revision: 1 });
    room.must('control', { do: 'next' });
    expect(room.state.clock.phase).toBe('answers');
    expect(room.refusal(leader, { do: 'answer', move: 'north.pact', who: 'north.elder', agrees: true })).toBe(
      'notYours: party answers for `north.elder`',
    );
    room.must(party, { do: 'answer', move: 'north.pact', who: 'north.elder', agrees: true });
    room.must(south, { do: 'answer', move: 'north.pact', who: 'south', agrees: false });
    room.must(south, { do: 'answer', move: 'north.pact', who: 'south', agrees: true });
    room.until(1, 'reveal');
    expect(decisionsOf(room, 1)).toContainEqual([1, 'north.pact', 'made', true, true]);

    const silent = begun();
    silent.room.must(silent.leader, { do: 'draft', orders: { open: 'pact' } });
    silent.room.until(1, 'answers');
    silent.room.wait(1);
    silent.room.until(1, 'reveal');
    expect(decisionsOf(silent.room, 1)).toContainEqual([1, 'north.pact', 'refused', false, false]);
  });

  it('passes answers by where nobody is asked, and leaves roles that nobody holds to the scenario', () => {
    const room = new TestRoom(world);
    const leader = room.sit('north', 'leader');
    room.until(1, 'deliberation');
    room.must(leader, { do: 'draft', orders: { open: 'pact' } });
    room.must('control', { do: 'next' });
    expect(room.state.clock.phase).toBe('adjudication');
    room.until(1, 'reveal');
    // The elder and the bot of the south agree on a calm day.
    expect(decisionsOf(room, 1)).toContainEqual([1, 'north.pact', 'made', true, true]);
  });

  it('takes an answer in advance to what a bot may ask', () => {
    const room = new TestRoom(world, { seed: 'eager' });
    const leader = room.sit('north', 'leader');
    room.until(1, 'deliberation');
    room.must(leader, { do: 'answer', move: 'east.trade', who: 'north', agrees: true });
    room.until(1, 'reveal');
    expect(allInterventions(room.state)).toContainEqual(
      room.state.past[0]?.bots['east']?.open === 'trade'
        ? { kind: 'consent', step: 1, move: 'east.trade', who: 'north', agrees: true }
        : expect.objectContaining({ kind: 'choice', seat: 'east' }),
    );
    expect(verify(world, room.events)).toBeUndefined();
  });

  it('leaves out a move that cannot be made any more when its step comes', () => {
    const room = new TestRoom(world, { preset: 'short' });
    const leader = room.sit('south', 'leader');
    // Turn 2 is steps 4 to 6; the south decides in step 5, after the facilitator has broken the treaty in step 4.
    room.until(1, 'deliberation');
    room.must('control', { do: 'override', driver: 'treaty', state: 'kept', reason: 'to begin with' });
    room.until(2, 'deliberation');
    room.must(leader, { do: 'draft', orders: { covert: 'leak' } });
    room.must('control', { do: 'override', driver: 'treaty', state: 'none', reason: 'a fire' });
    room.until(2, 'reveal');
    expect(decisionsOf(room, 2)).toContainEqual([5, 'south.leak', 'lapsed']);
    expect(room.state.past[1]?.orders['south']).toEqual({ covert: 'leak' });
    expect(verify(world, room.events)).toBeUndefined();
  });

  it('tries argued moves with the number of the white cell, within bounds, and else with the least', () => {
    const { room, leader, south } = begun();
    room.must(leader, {
      do: 'argue',
      action: 'Envoys',
      pull: { heat: -2 },
      reasons: ['They listen', 'They owe us'],
    });
    room.must(south, { do: 'argue', action: 'Rumours', pull: { heat: 1 }, reasons: ['Easy'] });
    expect(room.refusal(leader, { do: 'argue', action: 'More', pull: { heat: 1 }, reasons: ['x'] })).toMatch(
      /^tooMany/,
    );
    for (const reason of ['No', 'Never', 'Not us'])
      room.must(south, { do: 'counter', id: 'north.1.1', reason });
    expect(room.refusal(south, { do: 'counter', id: 'north.1.1', reason: 'x' })).toMatch(/^tooMany/);
    room.until(1, 'adjudication');
    room.must('control', { do: 'judge', id: 'north.1.1', probability: 1 });
    room.until(1, 'reveal');
    const [envoys, rumours] = room.state.argued;
    expect(envoys?.attempted).toMatchObject({ id: 'argued.1.north.1.1', probability: 0.95 });
    expect(rumours?.attempted?.probability).toBe(0.05);
    for (const one of [envoys, rumours]) {
      expect(one?.attempted?.succeeded).toBe(
        (one?.attempted?.draw ?? 0) < (one?.attempted?.probability ?? 0),
      );
    }
  });

  it('takes the median of the votes where the room is the judge', async () => {
    const voting = await makeTestWorld({ argued: { ...EXERCISE.argued, judge: 'room' } });
    const room = new TestRoom(voting);
    const leader = room.sit('north', 'leader');
    const voters = ['leader', 'party', 'party'].map((role) => room.sit('south', role));
    room.until(1, 'deliberation');
    room.must(leader, { do: 'argue', action: 'Envoys', pull: { heat: 1 }, reasons: ['Why not'] });
    expect(room.refusal(leader, { do: 'vote', id: 'north.1.1', probability: 1 })).toMatch(
      /^notYours: this is your own/,
    );
    for (const [i, voter] of voters.entries()) {
      room.must(voter, { do: 'vote', id: 'north.1.1', probability: 0.9 });
      room.must(voter, { do: 'vote', id: 'north.1.1', probability: [0.2, 0.4, 0.8][i]! });
    }
    expect(room.refusal('control', { do: 'judge', id: 'north.1.1', probability: 1 })).toMatch(
      /^notYours: the room/,
    );
    room.until(1, 'adjudication');
    expect(room.state.argued[0]?.judged).toEqual({ probability: 0.4, judge: 'room' });
    expect(verify(voting, room.events)).toBeUndefined();
  });

  it('makes a paper good when all have signed, once', () => {
    const { room, leader, south } = begun();
    room.must(south, { do: 'propose', form: 'note', text: 'We agree' });
    room.must(leader, { do: 'propose', form: 'note', text: 'We agree more' });
    room.must(leader, { do: 'sign', id: 'note.1', signs: true });
    room.must(south, { do: 'sign', id: 'note.1', signs: false });
    room.until(2, 'deliberation');
    expect(room.state.proposals.map(({ effective }) => effective)).toEqual([undefined, undefined]);
    for (const id of ['note.1', 'note.2'])
      for (const person of [leader, south]) room.do(person, { do: 'sign', id, signs: true });
    room.until(2, 'reveal');
    expect(room.state.proposals.map(({ effective }) => effective)).toEqual([2, undefined]);
    room.until(3, 'deliberation');
    expect(room.refusal(leader, { do: 'propose', form: 'note', text: 'Again' })).toMatch(
      /^illegal: `note` is signed/,
    );
  });
});

describe('injects and overrides', () => {
  it('go in with the turn, after a state or after another inject, or by hand; each once', () => {
    const room = new TestRoom(world);
    room.must('control', { do: 'inject', inject: 'aid' });
    room.must('control', {
      do: 'inject',
      text: 'Rumours of war',
      to: ['south'],
      effects: [{ add: 2, to: 'heat' }],
    });
    room.must('control', { do: 'withhold', id: 'worry' });
    room.until(3, 'debrief');
    expect(room.state.injected.map(({ id, turn, isIn }) => [id, turn, isIn])).toEqual([
      ['aid', 1, true],
      ['byHand.1', 1, true],
      ['worry', 1, false],
      ['gale', 2, true],
      ['calmer', 3, true],
    ]);
    const first = allInterventions(room.state).slice(0, 2);
    expect(first.map((one) => ('id' in one ? one.id : one.kind))).toEqual([
      'inject.1.aid',
      'inject.1.byHand.1',
    ]);
    expect(room.refusal('control', { do: 'inject', inject: 'gale' })).toMatch(/^notNow/);
  });

  it('are ordered in a step: overrides, injects, choices, consents, argued, papers, vetoes', () => {
    const { room, leader, party, south } = begun();
    room.must(leader, { do: 'draft', orders: { open: 'press' } });
    room.must(party, { do: 'consent', revision: 1, agrees: false });
    room.must(leader, { do: 'submit', revision: 1 });
    room.must(leader, { do: 'draft', orders: { open: 'pact' } });
    room.must(leader, { do: 'argue', action: 'Envoys', pull: { heat: 1 }, reasons: ['Why not'] });
    room.must(south, { do: 'propose', form: 'note', text: 'We agree' });
    for (const person of [leader, south]) room.must(person, { do: 'sign', id: 'note.1', signs: true });
    room.must('control', { do: 'inject', inject: 'aid' });
    room.must('control', { do: 'override', driver: 'mood', state: 'tense', reason: 'a test' });
    room.until(1, 'reveal');
    const list = allInterventions(room.state).filter(({ step }) => step === 1);
    expect(list.map((one) => (one.kind === 'attempt' ? one.id.split('.')[0] : one.kind))).toEqual([
      'put', 'inject', 'choice', 'choice', 'choice', 'consent', 'consent', 'argued', 'paper', 'veto',
    ]); // prettier-ignore
  });
});

describe('undo', () => {
  it('goes back to the briefing of a turn, and keeps what was said', () => {
    const { room, leader, south } = begun();
    room.until(2, 'briefing');
    const at = room.state;
    room.until(2, 'deliberation');
    room.must(leader, { do: 'draft', orders: { open: 'press' } });
    room.must(leader, { do: 'argue', action: 'Envoys', pull: { heat: 1 }, reasons: ['Why not'] });
    room.must(south, { do: 'propose', form: 'note', text: 'We agree' });
    room.must(south, { do: 'message', channel: 'joint:north+south', text: 'Sign, please' });
    room.must(south, { do: 'forecast', question: 'peace', probabilities: { yes: 0.7, no: 0.3 } });
    room.must('control', { do: 'override', driver: 'mood', state: 'tense', reason: 'a test' });
    room.until(3, 'deliberation');
    room.must('control', { do: 'undo', turn: 2, reason: 'A mistake' });
    const { clock, frame, readings, desks, argued, proposals, injected, overrides, past } = room.state;
    expect({ frame, readings, desks, argued, proposals, injected, overrides, past }).toEqual({
      frame: at.frame,
      readings: at.readings,
      desks: at.desks,
      argued: at.argued,
      proposals: at.proposals,
      injected: at.injected,
      overrides: at.overrides,
      past: at.past,
    });
    expect(clock).toEqual({ turn: 2, phase: 'briefing', endsAt: room.now + 60_000 });
    expect([room.state.messages.length, room.state.forecasts.length]).toEqual([1, 1]);
    // No id and no revision is used again.
    room.until(2, 'deliberation');
    room.must(leader, { do: 'draft', orders: {} });
    room.must(leader, { do: 'argue', action: 'Envoys', pull: { heat: 1 }, reasons: ['Why not'] });
    expect(room.state.desks['north']?.draft?.revision).toBe(2);
    expect(room.state.argued.map(({ id }) => id)).toEqual(['north.2.2']);
    room.until(3, 'debrief');
    room.must('control', { do: 'undo', turn: 1, reason: 'All again' });
    expect(room.state.ended).toBeUndefined();
    expect(room.state.past).toEqual([]);
    expect(verify(world, room.events)).toBeUndefined();
  });

  it('gives the same turn again where people decide the same', () => {
    const { room } = begun();
    room.until(2, 'briefing');
    const { frame } = room.state;
    room.must('control', { do: 'undo', turn: 1, reason: 'once more' });
    room.until(2, 'briefing');
    expect(room.state.frame).toEqual(frame);
  });
});

describe('a trial that does not go on', () => {
  it('because it is over leads to the debrief, with all its answers', async () => {
    const short = await makeTestWorld({}, (text) =>
      text.replace('steps: 12 }', 'steps: 12, until: trade < 100000 and t > 0 }'),
    );
    const room = new TestRoom(short);
    room.until(1, 'reveal');
    expect(room.state.past[0]?.steps.length).toBe(1);
    expect(room.state.ended?.answers).toEqual({ peace: expect.any(String), early: 'no' });
    room.must('control', { do: 'next' });
    expect(room.state.clock.phase).toBe('debrief');
    expect(verify(short, room.events)).toBeUndefined();
  });

  it('because it is over at its start opens no room, and neither does a preset that is not there', async () => {
    const over = await makeTestWorld({}, (text) =>
      text.replace('steps: 12 }', 'steps: 12, until: trade < 100000 }'),
    );
    expect(() => new TestRoom(over)).toThrow('the scenario is over at its start');
    expect(() => new TestRoom(world, { preset: 'long' })).toThrow(
      'there is no preset long; the exercise has short, whole',
    );
    const fails = await makeTestWorld({}, (text) => text.replace('heat1: heat', 'heat1: 1 / heat'));
    expect(() => new TestRoom(fails)).toThrow(/trial 0 of seed seven fails at its start/);
  });

  it('because it fails waits for the facilitator, who goes on or undoes the turn', async () => {
    const failing = await makeTestWorld({}, (text) =>
      text.replace('next: trade -', 'next: trade + 1 / (4 - t) -'),
    );
    const room = new TestRoom(failing);
    room.until(2, 'reveal');
    expect(room.state.failure).toMatchObject({ turn: 2, step: 5, place: 'trade.next' });
    expect(room.state.clock.endsAt).toBeUndefined();
    expect(room.state.frame.step).toBe(4);
    room.wait(1000);
    expect(room.state.clock).toMatchObject({ turn: 2, phase: 'reveal' });
    room.must('control', { do: 'next' });
    expect(room.state.clock.phase).toBe('debrief');
    room.must('control', { do: 'undo', turn: 2, reason: 'It failed' });
    expect(room.state).not.toHaveProperty('failure');
    expect(room.state.frame.step).toBe(3);
    expect(verify(failing, room.events)).toBeUndefined();
  });

  it('has names as long as anybody likes', async () => {
    const [first] = EXERCISE.injects;
    const id = 'long'.repeat(40);
    const room = new TestRoom(
      await makeTestWorld({
        injects: [
          { ...first!, id },
          { ...first!, id: `${id}er` },
        ],
      }),
    );
    room.until(2, 'reveal');
    const ids = allInterventions(room.state).flatMap((one) => ('id' in one ? [one.id] : []));
    expect(new Set(ids).size).toBe(2);
    expect(Math.max(...ids.map(({ length }) => length))).toBeLessThanOrEqual(80);
  });
});

describe('time', () => {
  it('stands still in a pause and can be given or taken', () => {
    const { room } = begun();
    const { endsAt = 0 } = room.state.clock;
    room.wait(2);
    room.must('control', { do: 'pause' });
    room.wait(30);
    expect(room.state.clock).toMatchObject({ phase: 'deliberation', paused: { left: 180_000 } });
    room.must('control', { do: 'extend', minutes: 1 });
    room.must('control', { do: 'resume' });
    expect(room.state.clock.endsAt).toBe(endsAt + 31 * 60_000);
    room.must('control', { do: 'extend', minutes: -2.5 });
    expect(room.state.clock.endsAt).toBe(room.now + 90_000);
    room.wait(1.5);
    expect(room.state.clock.phase).toBe('adjudication');
    expect(verify(world, room.events)).toBeUndefined();
  });

  it('asks the engine only when the adjudication is over', () => {
    const { room } = begun();
    room.must('control', { do: 'next' });
    expect(room.state.clock.phase).toBe('adjudication');
    expect(due(world, room.state, room.now)).toEqual({ deeds: [] });
    expect(due(world, room.state, room.now + 60_000)).toEqual({ deeds: [], adjudicate: true });
  });
});

describe('people who come and go', () => {
  it('take a place at once, and a seat is its bot’s again when the last has left', () => {
    const room = new TestRoom(world);
    const leader = room.sit('north', 'leader');
    room.until(1, 'deliberation');
    const late = room.sit('south', 'party');
    expect(room.state.held['south']).toBe('people');
    // Alone, one has every right.
    room.must(late, { do: 'draft', orders: { open: 'wave' } });
    room.must(late, { do: 'submit', revision: 1 });
    room.must(leader, { do: 'leave' });
    expect(room.state.held['north']).toBe('rules');
    expect(room.refusal(leader, { do: 'take', seat: 'north', role: 'leader' })).toMatch(
      /^notYours: you are not in/,
    );
  });

  it('hand in without the leader when he is lost, and one is put in his place at once', () => {
    const { room, leader, party } = begun();
    const press = room.sit('north', 'press');
    expect(room.refusal(press, { do: 'submit', revision: 1 })).toBe(
      'notYours: `press` may not hand the plan in: ask leader',
    );
    room.must('control', { do: 'remove', person: leader });
    room.must(press, { do: 'draft', orders: {} });
    room.must(press, { do: 'submit', revision: 1 });
    room.must(press, { do: 'withdraw' });
    room.must('control', { do: 'assign', person: party, seat: 'north', role: 'leader' });
    expect(room.refusal(press, { do: 'submit', revision: 1 })).toMatch(/^notYours/);
    room.must(party, { do: 'submit', revision: 1 });
  });

  it('are stood in for by a bot and have their plan again', () => {
    const { room, leader } = begun();
    room.must(leader, { do: 'draft', orders: { open: 'press' } });
    room.must('control', { do: 'hand', seat: 'north', to: 'hold' });
    expect(room.refusal(leader, { do: 'submit', revision: 1 })).toMatch(
      /^notNow: `north` is played by its bot/,
    );
    room.must('control', { do: 'hand', seat: 'north', to: 'people' });
    room.must(leader, { do: 'submit', revision: 1 });
    room.until(1, 'adjudication');
    room.must('control', { do: 'hand', seat: 'north', to: 'hold' });
    room.until(1, 'reveal');
    expect(room.state.past[0]?.orders).not.toHaveProperty('north');
    expect(allInterventions(room.state)).toContainEqual({ kind: 'choice', step: 1, seat: 'north' });
  });
});

describe('what bots choose that look ahead', () => {
  it('is taken from whoever asked the engine, and stands in the log', () => {
    const room = new TestRoom(world);
    room.must('control', { do: 'hand', seat: 'north', to: 'lookAhead' });
    room.until(1, 'adjudication');
    const deed = adjudicate(world, room.state, { north: { open: 'press' } });
    expect(deed.bots['north']).toEqual({ open: 'press' });
    expect(deed.interventions).toContainEqual({ kind: 'choice', step: 1, seat: 'north', open: 'press' });
    expect(() => adjudicate(world, room.state, { north: { open: 'odd' } })).toThrow(/no open move odd/);
  });
});
