/**
 * Noninterference over histories that nobody thought of. Two rooms live through the same random history; in one of them
 * a seat does something in secret besides. Until it is out, everybody else is sent the same bytes, in the same updates
 * under the same numbers, and is refused the same in the same words, through reconnections and turns that are undone.
 * Seeds are fixed, so a run is the same each time.
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../protocol/protocol.ts';
import type { Phase } from '../exercise/exercise.ts';
import type { Orders } from '../room/events.ts';
import { EXERCISE, makeTestWorld, TestRoom } from '../room/fixture.testing.ts';
import type { Viewer } from '../room/view.ts';
import type { World } from '../room/world.ts';
import { scoreRows } from '../scores/rows.ts';
import { LiveRoom } from './live-room.ts';
import type { Outlet } from './outlet.ts';

// ------------------------------------------------------------ who is there

const SEATS = { p1: 'north', p2: 'north', p3: 'south', p4: 'south', p5: 'observer', p6: 'waiting' } as const;
type Person = keyof typeof SEATS;
type Who = Person | 'control' | 'projector';
const PEOPLE = Object.keys(SEATS) as readonly Person[];
const VIEWERS: readonly Who[] = [...PEOPLE, 'projector'];

const viewerOf = (who: Who): Viewer =>
  who === 'control' || who === 'projector' ? { kind: who } : { kind: 'person', person: who };

/** Somebody's connection and all that came by it and by those before. */
class Ear implements Outlet {
  readonly heard: string[] = [];
  epoch: string | undefined;
  number: number | undefined;

  send(text: string): void {
    this.heard.push(text);
    const said = JSON.parse(text) as { epoch?: string; number?: number };
    if (said.epoch !== undefined) ({ epoch: this.epoch } = said);
    this.number = said.number;
  }

  end(): void {
    // Nobody is sent away here.
  }
}

class Played {
  readonly room: TestRoom;
  readonly live: LiveRoom;
  readonly ears = new Map<Who, Ear>();

  constructor(world: World, preset: string) {
    this.room = new TestRoom(world, { preset });
    const name = (person: string): string => `name of ${person}`;
    const lookups = {
      text: (id: number) => this.room.texts[id - 1] ?? '',
      name,
      scores: (state: TestRoom['state']) => scoreRows(world, state, name),
      code: 'ABCD',
    };
    this.live = new LiveRoom(world, { room: 'A', code: 'ABCD' }, this.room.state, lookups, 'run');
    for (const role of ['leader', 'party']) this.room.sit('north', role);
    for (const role of ['leader', 'party']) this.room.sit('south', role);
    this.room.must('control', { do: 'assign', person: this.room.join(), seat: null });
    this.room.join();
    this.room.must('control', { do: 'start' });
    this.live.become(this.room.state);
    for (const who of VIEWERS) this.connect(who, false);
  }

  get phase(): Phase | 'lobby' | 'debrief' | 'closed' {
    return this.room.state.clock.phase;
  }

  connect(who: Who, remembers: boolean): void {
    const ear = this.ears.get(who) ?? new Ear();
    this.ears.set(who, ear);
    this.live.farewell(viewerOf(who), ear);
    if (remembers) this.live.welcome(viewerOf(who), ear, ear.epoch, ear.number);
    else this.live.welcome(viewerOf(who), ear);
  }

  /** Control goes on until people deliberate. */
  deliberate(): void {
    for (let i = 0; i < 12 && !/^(deliberation|debrief|closed)$/.test(this.phase); i++) {
      this.act({ by: 'control', what: { do: 'resume' } }, `go${i}`);
      this.act({ by: 'control', what: { do: 'next' } }, `on${i}`);
    }
    const argue: Command = {
      do: 'argue',
      action: 'We send envoys',
      pull: { heat: 1 },
      reasons: ['it helps'],
    };
    this.act({ by: 'p1', what: argue }, 'argue');
  }

  act(action: Action, ref: string): void {
    if ('wait' in action) this.room.wait(action.wait);
    else if ('away' in action) return this.live.farewell(viewerOf(action.away), this.ears.get(action.away)!);
    else if ('back' in action) return this.connect(action.back, action.remembers);
    else {
      const command = commandOf(this.room, action);
      const decided = this.room.do(action.by, command, ref);
      const answer = 'refused' in decided ? `${decided.refused}: ${decided.message}` : 'done';
      if (action.by !== 'control') this.ears.get(action.by)!.heard.push(`${command.do}: ${answer}`);
    }
    this.live.become(this.room.state);
    Array.from(this.live.publish());
  }
}

// ------------------------------------------------------------ what they do

type Action =
  | { readonly by: Person | 'control'; readonly what: Command }
  /** With what is at hand, which the person sees: the revision of the own draft, an argued move. */
  | { readonly by: Person; readonly own: 'consent' | 'submit' | 'vote'; readonly agrees: boolean }
  | { readonly wait: number }
  | { readonly away: Person | 'projector' }
  | { readonly back: Person | 'projector'; readonly remembers: boolean };

function commandOf({ state }: TestRoom, action: Extract<Action, { by: unknown }>): Command {
  if ('what' in action) return action.what;
  if (action.own === 'vote') {
    const { turn } = state.clock;
    const argued = state.argued.find((one) => one.turn === turn && one.seat !== SEATS[action.by]);
    return { do: 'vote', id: argued?.id ?? 'none', probability: action.agrees ? 0.8 : 0.3 };
  }
  const revision = state.desks[SEATS[action.by]]?.draft?.revision ?? 0;
  return action.own === 'submit'
    ? { do: 'submit', revision }
    : { do: 'consent', revision, agrees: action.agrees, why: 'as I said' };
}

const text = fc.constantFrom('yes', 'never', 'x'.repeat(150), '', '第三', 'a\u202eb', '<b>no</b>');
const flag = fc.boolean();
const chance = fc.double({ min: 0.01, max: 0.99, noNaN: true });
const moves = fc.constantFrom('press', 'pact', 'wave', 'soothe', undefined);
const covert = fc.constantFrom('spy', 'leak', undefined);
const orders = fc.tuple(moves, covert).map(([open, hidden]) => ({
  ...(open !== undefined && { open }),
  ...(hidden !== undefined && { covert: hidden }),
}));
const arguedId = fc
  .tuple(fc.constantFrom('north', 'south'), fc.integer({ min: 1, max: 3 }))
  .map(([seat, turn]) => `${seat}.${turn}.1`);
const forecast = fc.tuple(fc.constantFrom('peace', 'early'), chance).map(([question, yes]): Command => ({
  do: 'forecast',
  question,
  probabilities: { yes, no: 1 - yes },
}));
const draft = fc.tuple(orders, text).map(([chosen, why]): Command => ({ do: 'draft', orders: chosen, why }));
const messageTo = (channel: string): fc.Arbitrary<Command> =>
  text.map((words): Command => ({ do: 'message', channel, text: words }));
const argue = text.map((action): Command => ({
  do: 'argue',
  action,
  pull: { heat: 1 },
  reasons: ['for it', action],
}));
const counter = fc.tuple(arguedId, text).map(([id, reason]): Command => ({ do: 'counter', id, reason }));
const propose = text.map((words): Command => ({ do: 'propose', form: 'note', text: words }));
const sign = fc
  .tuple(fc.constantFrom('note.1', 'note.2'), flag)
  .map(([id, signs]): Command => ({ do: 'sign', id, signs }));
const answer = fc
  .tuple(fc.constantFrom('north.pact', 'east.trade'), fc.constantFrom('south', 'north', 'north.elder'), flag)
  .map(([move, who, agrees]): Command => ({ do: 'answer', move, who, agrees }));

const by = (people: readonly Person[], what: fc.Arbitrary<Command>): fc.Arbitrary<Action> =>
  fc.record({ by: fc.constantFrom(...people), what });
const ownDraft = (people: readonly Person[]): fc.Arbitrary<Action> =>
  fc.record({
    by: fc.constantFrom(...people),
    own: fc.constantFrom('consent' as const, 'submit' as const),
    agrees: flag,
  });

const ownVote = (people: readonly Person[]): fc.Arbitrary<Action> =>
  fc.record({ by: fc.constantFrom(...people), own: fc.constant('vote'), agrees: flag });

const ofPeople: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: by(PEOPLE, draft) },
  { weight: 4, arbitrary: ownDraft(['p1', 'p2', 'p3', 'p4']) },
  by(PEOPLE, fc.constant({ do: 'withdraw' })),
  { weight: 3, arbitrary: by(PEOPLE, messageTo('all')) },
  by(['p1', 'p2'], messageTo('team:north')),
  by(['p3', 'p4'], messageTo('team:south')),
  by(PEOPLE, messageTo('joint:north+south')),
  { weight: 2, arbitrary: by(PEOPLE, forecast) },
  { weight: 2, arbitrary: by(PEOPLE, argue) },
  { weight: 2, arbitrary: by(PEOPLE, counter) },
  { weight: 2, arbitrary: ownVote(['p1', 'p2', 'p3', 'p4']) },
  by(PEOPLE, propose),
  { weight: 2, arbitrary: by(PEOPLE, sign) },
  { weight: 2, arbitrary: by(PEOPLE, answer) },
  by(PEOPLE, fc.constantFrom({ do: 'language', language: 'zh' }, { do: 'language', language: 'en' })),
);

const connections: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ away: fc.constantFrom(...PEOPLE, 'projector' as const) }),
  fc.record({ back: fc.constantFrom(...PEOPLE, 'projector' as const), remembers: flag }),
);

const control = (what: fc.Arbitrary<Command>): fc.Arbitrary<Action> =>
  what.map((command) => ({ by: 'control', what: command }));

/** What control does without an eye on anybody's secrets. */
const ofControl: fc.Arbitrary<Action> = control(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant<Command>({ do: 'next' }) },
    {
      weight: 2,
      arbitrary: fc
        .integer({ min: 1, max: 3 })
        .map((turn): Command => ({ do: 'undo', turn, reason: 'again' })),
    },
    text.map((words): Command => ({ do: 'broadcast', text: words })),
    fc.constantFrom<Command>({ do: 'pause' }, { do: 'resume' }, { do: 'extend', minutes: 1 }),
    fc.tuple(arguedId, chance).map(([id, probability]): Command => ({ do: 'judge', id, probability })),
    fc.constantFrom<Command>({ do: 'inject', inject: 'gale' }, { do: 'withhold', id: 'gale' }),
  ),
);

const history = fc.array(
  fc.oneof(
    { weight: 16, arbitrary: ofPeople },
    { weight: 3, arbitrary: ofControl },
    { weight: 2, arbitrary: fc.record({ wait: fc.constantFrom(0.1, 0.5, 2) }) },
    { weight: 3, arbitrary: connections },
  ),
  { minLength: 25, maxLength: 45 },
);

// ------------------------------------------------------------ secrets

interface Kind {
  readonly name: string;
  readonly secret: fc.Arbitrary<Action>;
  /** Seats that know besides the facilitator. */
  readonly known: readonly string[];
  /** Whether it may come to be known with this phase. */
  isOut(phase: Played['phase'], isAnotherTurn: boolean): boolean;
}

/** What is planned comes out with the questions to others, and in what happens. */
const withAnswers: Kind['isOut'] = (phase, isAnotherTurn) =>
  isAnotherTurn || !/^(briefing|deliberation)$/.test(phase);
const withReveal: Kind['isOut'] = (phase, isAnotherTurn) => isAnotherTurn || !/^(briefing|deliberation|answers|adjudication)$/.test(phase); // prettier-ignore
const withDebrief: Kind['isOut'] = (phase) => phase === 'debrief' || phase === 'closed';

const NORTH = ['p1', 'p2'] as const;
const northern = fc
  .constantFrom<Orders[]>(
    {},
    { open: 'press' },
    { covert: 'spy' },
    { open: 'pact' },
    { open: 'press', covert: 'spy' },
  )
  .map((plan): Command => ({ do: 'draft', orders: plan, why: 'for the north' }));
const KINDS: readonly Kind[] = [
  {
    name: 'what a team drafts, agrees to, hands in and takes back',
    secret: fc.oneof(
      { weight: 4, arbitrary: by(['p1'], northern) },
      { weight: 3, arbitrary: ownDraft(NORTH) },
      by(NORTH, fc.constant({ do: 'withdraw' })),
    ),
    known: ['north'],
    isOut: withAnswers,
  },
  {
    name: 'what is said in a team and to control',
    secret: by(NORTH, fc.oneof(messageTo('team:north'), messageTo('control:north'))),
    known: ['north'],
    isOut: withDebrief,
  },
  {
    name: 'what two teams say to each other',
    secret: by(['p1', 'p2', 'p3'], messageTo('joint:north+south')),
    known: ['north', 'south'],
    isOut: withDebrief,
  },
  { name: 'forecasts', secret: by(NORTH, forecast), known: ['north'], isOut: withReveal },
  { name: 'forecasts of observers', secret: by(['p5'], forecast), known: ['observer'], isOut: withReveal },
  { name: 'votes', secret: ownVote(['p3', 'p4']), known: ['south'], isOut: withAnswers },
  {
    name: 'papers',
    secret: by(['p1', 'p3'], fc.oneof(propose, sign)),
    known: ['north', 'south'],
    isOut: withAnswers,
  },
  {
    name: 'notes of observers',
    secret: by(
      ['p5'],
      text.map((words): Command => ({ do: 'note', turn: 1, seat: 'north', text: words })),
    ),
    known: ['observer'],
    isOut: withDebrief,
  },
];

/** Both rooms, compared after each action until the secret is out; how much was compared. */
function compare(
  kind: Kind,
  worlds: readonly [World, World],
  list: readonly Action[],
  at: number,
  secrets: readonly Action[],
): { readonly compared: number; readonly changed: boolean } {
  const [plain, other] = worlds.map((world) => new Played(world, 'short')) as [Played, Played];
  const others = VIEWERS.filter((who) => who === 'projector' || !kind.known.includes(SEATS[who as Person]));
  let since: number | undefined;
  let changed = worlds[0] !== worlds[1];
  for (const [i, action] of list.entries()) {
    // What is secret is done while people deliberate, for the most part.
    if (i === at) for (const one of [plain, other]) one.deliberate();
    plain.act(action, `r${i}`);
    other.act(action, `r${i}`);
    const { turn } = other.room.state.clock;
    if (kind.isOut(other.phase, since !== undefined && turn > since)) {
      if (since !== undefined) return { compared: i - at, changed };
      continue;
    }
    for (const who of others) expect(other.ears.get(who)!.heard, who).toEqual(plain.ears.get(who)!.heard);
    if (i < at) continue;
    since ??= turn;
    const secret = secrets[i - at];
    if (!secret) continue;
    const before = other.room.events.length;
    other.act(secret, `s${i}`);
    changed ||= other.room.events.length > before;
    for (const who of others) expect(other.ears.get(who)!.heard, who).toEqual(plain.ears.get(who)!.heard);
  }
  return { compared: list.length - at, changed };
}

/** How much one person may write is counted over all channels: his own silence elsewhere is no secret of others. */
const MESSAGES = { ...EXERCISE.messages, perMinute: 1000 };

describe('nobody else is sent a byte that depends on', () => {
  let worlds: readonly World[];
  beforeAll(async () => {
    worlds = await Promise.all([
      makeTestWorld({ messages: MESSAGES }),
      makeTestWorld({
        argued: { perTurn: 1, judge: 'room', low: 0.1, high: 0.9 },
        messages: { ...MESSAGES, moderated: true },
      }),
    ]);
  });

  it.each(KINDS.map((kind) => [kind.name, kind] as const))('%s', (_, kind) => {
    let told = 0;
    fc.assert(
      fc.property(
        history,
        fc.nat({ max: 20 }),
        fc.array(kind.secret, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(0, 1),
        (list, at, secrets, rules) => {
          const world = worlds[rules]!;
          const { compared, changed } = compare(kind, [world, world], list, at, secrets);
          if (changed && compared > 2) told++;
        },
      ),
      { seed: 41, numRuns: 25 },
    );
    // A history in which nothing secret was done tells nothing.
    expect(told).toBeGreaterThan(5);
  });

  it('what a seat wants', async () => {
    const seats = EXERCISE.seats.map((seat) =>
      seat.name === 'north'
        ? { ...seat, goals: seat.goals.map((goal) => ({ ...goal, text: { en: 'Ruin them, all of them.' } })) }
        : seat,
    );
    const wanting = await makeTestWorld({ seats, messages: MESSAGES });
    const kind: Kind = { name: 'goals', secret: ofPeople, known: ['north'], isOut: withDebrief };
    fc.assert(
      fc.property(history, (list) => {
        compare(kind, [worlds[0]!, wanting], list, 0, []);
      }),
      { seed: 43, numRuns: 25 },
    );
  });
});
