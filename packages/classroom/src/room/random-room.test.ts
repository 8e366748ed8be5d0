/**
 * Whatever anybody sends, in whatever order: nothing throws, the state is that of the log, and the log verifies.
 * Seeds are fixed, so a run is the same each time.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../protocol/protocol.ts';
import type { Exercise } from '../exercise/exercise.ts';
import { replay } from './apply.ts';
import { EXERCISE, makeTestWorld, TestRoom } from './fixture.testing.ts';
import { verify } from './verify.ts';

const seatName = fc.constantFrom('north', 'south', 'east', 'west');
const move = fc.constantFrom('press', 'pact', 'spy', 'soothe', 'leak', 'watch', 'trade', 'none');
const orders = fc.record({ open: move, covert: move }, { requiredKeys: [] });
const yes = fc.boolean();
const words = fc.constantFrom('a reason', '', 'x'.repeat(300), 'שלום \u202e', 'and so on');
const number = fc.oneof(
  fc.constantFrom(0, 1, -1, 0.5, 2, Number.NaN, Number.POSITIVE_INFINITY),
  fc.double({ min: 0, max: 1, noNaN: true }),
);
const revision = fc.integer({ min: 0, max: 6 });
const turn = fc.integer({ min: 0, max: 4 });
const arguedId = fc.tuple(seatName, turn, fc.integer({ min: 1, max: 2 })).map((parts) => parts.join('.'));
const paper = fc.constantFrom('note.1', 'note.2', 'other.1');
const role = fc.constantFrom('leader', 'foreign', 'party', 'press', 'nobody');
const who = fc.constantFrom('north', 'south', 'north.elder', 'east');
const fullMove = fc.constantFrom('north.pact', 'east.trade', 'south.soothe', 'x');
const person = fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5', 'p99', '__proto__');
const driver = fc.constantFrom('mood', 'treaty', 'none');
const into = fc.constantFrom('calm', 'tense', 'kept', 'none');
const effect = fc.oneof(
  fc.record({ add: number, to: fc.constantFrom('heat', 'trade', 'north.capital', 'nothing') }),
  fc.record({ raise: fc.constantFrom('storm', 'sun') }),
  fc.record({ put: fc.constantFrom('mood.calm', 'mood.odd', 'treaty.kept') }),
);

const command = <D extends Command['do']>(
  verb: D,
  rest: { [K in keyof Omit<Extract<Command, { do: D }>, 'do'>]?: fc.Arbitrary<unknown> },
): fc.Arbitrary<unknown> => fc.record({ do: fc.constant(verb), ...rest });

const ofPeople: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: command('take', { seat: seatName, role }) },
  { weight: 8, arbitrary: command('draft', { orders, why: words }) },
  { weight: 5, arbitrary: command('consent', { revision, agrees: yes }) },
  { weight: 8, arbitrary: command('submit', { revision }) },
  command('withdraw', {}),
  { weight: 4, arbitrary: command('answer', { move: fullMove, who, agrees: yes }) },
  {
    weight: 3,
    arbitrary: command('argue', {
      action: words,
      pull: fc.dictionary(fc.constantFrom('heat', 'storm', 'odd'), number, { maxKeys: 2 }),
      reasons: fc.array(words, { maxLength: 4 }),
    }),
  },
  { weight: 2, arbitrary: command('counter', { id: arguedId, reason: words }) },
  { weight: 2, arbitrary: command('vote', { id: arguedId, probability: number }) },
  { weight: 3, arbitrary: command('propose', { form: fc.constantFrom('note', 'odd'), text: words }) },
  { weight: 4, arbitrary: command('sign', { id: paper, signs: yes }) },
  {
    weight: 3,
    arbitrary: command('forecast', {
      question: fc.constantFrom('peace', 'early', 'odd'),
      probabilities: fc.oneof(
        fc.double({ min: 0, max: 1, noNaN: true }).map((p) => ({ yes: p, no: 1 - p })),
        fc.record({ yes: number, no: number }),
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: command('message', {
      channel: fc.constantFrom(
        'all',
        'team:north',
        'control:south',
        'joint:north+south',
        'joint:south+north',
        'odd',
      ),
      text: words,
    }),
  },
  command('language', { language: fc.constantFrom('en', 'zh', 'xx') }),
  command('leave', {}),
  command('reflect', { question: fc.integer({ min: -1, max: 1 }), text: words }),
  command('note', { turn, text: words }),
  fc.constantFrom({}, null, 7, { do: 'odd' }, { do: 'submit' }, { do: 'draft', orders: { open: 5 } }),
);

const ofControl: fc.Arbitrary<unknown> = fc.oneof(
  command('start', {}),
  { weight: 12, arbitrary: command('next', {}) },
  command('pause', {}),
  { weight: 2, arbitrary: command('resume', {}) },
  command('extend', { minutes: fc.constantFrom(1, -3, 0, 1e9, 0.01) }),
  { weight: 2, arbitrary: command('undo', { turn, reason: words }) },
  { weight: 2, arbitrary: command('assign', { person, seat: fc.option(seatName), role }) },
  command('remove', { person }),
  {
    weight: 2,
    arbitrary: command('hand', {
      seat: seatName,
      to: fc.constantFrom('rules', 'random', 'lookAhead', 'hold', 'people'),
    }),
  },
  { weight: 2, arbitrary: command('inject', { inject: fc.constantFrom('gale', 'aid', 'worry', 'odd') }) },
  { weight: 2, arbitrary: command('inject', { text: words, effects: fc.array(effect, { maxLength: 2 }) }) },
  command('withhold', { id: fc.constantFrom('gale', 'aid', 'byHand.1', 'odd') }),
  { weight: 2, arbitrary: command('override', { driver, state: into, reason: words }) },
  { weight: 2, arbitrary: command('judge', { id: arguedId, probability: number }) },
  command('strike', { id: arguedId, reason: words }),
  { weight: 2, arbitrary: command('rule', { seat: seatName, orders, reason: words }) },
  { weight: 2, arbitrary: command('enter', { seat: seatName, orders }) },
  command('enterAnswer', { move: fullMove, who, agrees: yes }),
  command('broadcast', { text: words }),
  command('pass', { id: fc.constantFrom('joint:north+south.1', 'odd'), passes: yes }),
  command('tick', { goal: fc.constantFrom('talk', 'see', 'odd'), ticked: yes }),
  command('note', { turn, seat: seatName, text: words }),
);

/** What somebody could well do now, by a number. */
function likely(room: TestRoom, by: string, n: number): unknown {
  const { state, world } = room;
  const pick = <T>(list: readonly T[]): T | undefined => list[n % Math.max(1, list.length)];
  if (by === 'control') {
    const argued = pick(state.argued)?.id ?? 'north.1.1';
    const paused = state.clock.paused ? { do: 'resume' } : undefined;
    return (
      paused ??
      pick([
        { do: 'next' },
        { do: 'judge', id: argued, probability: (n % 7) / 6 },
        { do: 'hand', seat: pick(['north', 'south'])!, to: n % 3 === 0 ? 'lookAhead' : 'people' },
        { do: 'enter', seat: 'north', orders: n % 2 === 0 ? { open: 'pact' } : {} },
        { do: 'rule', seat: 'south', orders: {}, reason: 'so be it' },
        { do: 'undo', turn: Math.max(1, state.clock.turn - (n % 2)), reason: 'once more' },
        { do: 'pause' },
      ])
    );
  }
  const seat = state.people[by]?.seat ?? 'north';
  const desk = state.desks[seat];
  const legal = world.play
    .legalMoves(state.frame, seat)
    .filter(({ obstacles, kind }) => obstacles.length === 0 && kind === 'open')
    .map(({ name }) => name);
  const question = pick(
    Object.entries(state.desks).flatMap(([name, { submitted }]) =>
      submitted?.orders.open === 'pact'
        ? [{ move: `${name}.pact`, who: n % 2 === 0 ? 'south' : 'north.elder' }]
        : [],
    ),
  );
  const open = pick(legal);
  return pick([
    { do: 'draft', orders: open === undefined ? {} : { open } },
    { do: 'draft', orders: legal.includes('pact') ? { open: 'pact' } : {} },
    { do: 'consent', revision: desk?.draft?.revision ?? 0, agrees: n % 4 !== 0 },
    { do: 'submit', revision: desk?.draft?.revision ?? 0 },
    { do: 'answer', ...(question ?? { move: 'north.pact', who: 'south' }), agrees: n % 3 !== 0 },
    { do: 'argue', action: 'Send envoys', pull: { heat: 1 - (n % 3) }, reasons: ['It is time'] },
    { do: 'propose', form: 'note', text: 'We agree' },
    { do: 'sign', id: state.proposals.at(-1)?.id ?? 'note.1', signs: n % 5 !== 0 },
    { do: 'counter', id: pick(state.argued)?.id ?? 'x', reason: 'No' },
    { do: 'vote', id: pick(state.argued)?.id ?? 'x', probability: (n % 11) / 10 },
    { do: 'take', seat: pick(['north', 'south', 'east'])!, role: pick(['leader', 'party', 'press'])! },
  ]);
}

type Action =
  | { readonly by: string; readonly what: unknown }
  | { readonly by: string; readonly likely: number }
  | { readonly wait: number }
  | { readonly join: string };

const somebody = fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5');
const any = fc.nat({ max: 5039 });

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ by: somebody, what: ofPeople }) },
  { weight: 1, arbitrary: fc.record({ by: fc.constant('control'), what: ofControl }) },
  { weight: 12, arbitrary: fc.record({ by: somebody, likely: any }) },
  { weight: 2, arbitrary: fc.record({ by: fc.constant('control'), likely: any }) },
  { weight: 1, arbitrary: fc.record({ wait: fc.constantFrom(0.2, 1, 3, 8) }) },
  { weight: 1, arbitrary: fc.record({ join: fc.constantFrom('en', 'xx') }) },
);

const RULES: readonly Partial<Exercise>[] = [
  {},
  {
    argued: { perTurn: 2, judge: 'room', low: 0.1, high: 0.9 },
    messages: { ...EXERCISE.messages, moderated: true },
  },
];

function act(room: TestRoom, action: Action, ref: string): void {
  if ('wait' in action) return room.wait(action.wait);
  if ('join' in action) {
    if (room.state.clock.phase !== 'closed') room.join(action.join);
    return;
  }
  const by = action.by as 'control';
  const what = ('what' in action ? action.what : likely(room, by, action.likely)) as Command;
  const before = room.events.length;
  const decided = room.do(by, what, ref);
  const written = room.events.length;
  if ('refused' in decided || decided.deeds.length === 0) expect(written).toBe(before);
  else {
    // The same again is done once.
    expect(room.do(by, what, ref)).toMatchObject({ deeds: [] });
    expect(room.events.length).toBe(written);
  }
}

describe('a room that anybody sends anything to', () => {
  it.each(RULES.map((rules, i) => [i, rules] as const))(
    'keeps its log whole (rules %i)',
    async (i, rules) => {
      const world = await makeTestWorld(rules);
      fc.assert(
        fc.property(
          fc.array(action, { minLength: 60, maxLength: 120 }),
          fc.constantFrom('short', 'whole'),
          (list, preset) => {
            const room = new TestRoom(world, { preset });
            room.sit('north', 'leader');
            room.sit('north', 'party');
            room.sit('south', 'leader');
            room.must('control', { do: 'start' });
            room.wait(1);
            for (const [i, one] of list.entries()) act(room, one, `r${i}`);
            const log = JSON.parse(JSON.stringify(room.events)) as typeof room.events;
            expect(replay(log)).toEqual(room.state);
            expect(verify(world, log)).toBeUndefined();
          },
        ),
        { seed: 20 + i, numRuns: 8 },
      );
    },
  );
});
