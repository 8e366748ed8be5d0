/** A small exercise for tests: three seats with consent, capital, covert moves and a seat that decides in every other step. */
import { lower, readScenario, worded } from '@stave/engine';
import type { Command } from '../protocol/protocol.ts';
import type { Exercise, ExerciseSeat, Preset, Right, TeamRole } from '../exercise/exercise.ts';
import { adjudicate, type BotOrders } from './adjudicate.ts';
import { apply } from './apply.ts';
import { decide, type Decided } from './decide.ts';
import { join } from './decide-people.ts';
import { due } from './due.ts';
import type { By, RoomDeed, RoomEvent } from './events.ts';
import { openRoom, type RoomOptions } from './open.ts';
import type { Actor } from './refusal.ts';
import type { RoomState } from './state.ts';
import { withTextIds, type DraftDeed } from './texts.ts';
import { makeWorld, type World } from './world.ts';

const SCENARIO = `
stave: 1
id: straits
title: { en: Straits }
clock: { start: 2023-01-01, step: 1 month, steps: 12 }
drivers:
  mood:
    variables: { heat: { type: number, start: 0, range: [0, 10] } }
    initial: calm
    states:
      calm:
        on:
          north.press: { to: tense, news: The north presses. }
          storm: { to: tense, news: A storm. }
        chance: [{ to: tense, probability: 0.1, news: Tempers rise. }]
      tense:
        news: It is tense.
        on: { south.soothe.heard: { to: calm, news: The south is heard. } }
  treaty:
    initial: none
    states:
      none: { on: { north.pact.signed: { to: kept, news: A pact is signed. } } }
      kept: { on: { south.leak: { to: none, news: Papers come out. } } }
indicators:
  trade: { start: 100, next: trade - mood.tense * 2, noise: 'normal(0, 1)', range: [0, 200] }
calendar: [{ event: storm, at: 2023-12-20 }]
seats:
  north:
    sees: all
    goals: [{ id: rich, when: north.capital > 3, label: Be rich }, { id: safe, when: treaty.kept, label: Be safe }]
    capital: { start: 4, income: 1, carry: 6 }
    roles: { elder: { consents: { pact: mood.calm } } }
    moves:
      press: { cost: 2 }
      pact: { cost: 1, consent: [elder, south], once: true, outcomes: { signed: 0.8, stalled: else } }
      spy: { covert: true, cost: 1 }
    bot: { open: [{ move: press, weight: 1 }, { hold: true, weight: 1 }] }
  south:
    turn: 2 months
    sees: all
    goals: [{ id: quiet, when: mood.calm, label: Keep quiet }]
    capital: { start: 3, income: 1, carry: 5 }
    moves:
      wave: {}
      soothe: { cost: 1, outcomes: { heard: 0.7, ignored: else } }
      leak: { covert: true, cost: 1, when: treaty.kept }
    bot: { open: [{ move: soothe, when: mood.tense }], consents: { north.pact: mood.calm } }
  east:
    moves: { watch: {}, trade: { consent: [north] } }
    bot: [{ move: watch }]
measures: { heat1: heat, flow: trade }
questions:
  peace: { ask: { en: Is it calm at the end? }, kind: binary, yes: mood.calm, at: end, internal: true }
  early: { ask: { en: Is a pact signed by March? }, kind: binary, yes: treaty.kept, by: 2023-04-01, internal: true }
`;

const text = (en: string): Readonly<Record<string, string>> => ({ en });

const role = (id: string, most: number, ...rights: readonly Right[]): TeamRole => ({
  id,
  label: text(id),
  rights,
  most,
});

const ROLES: readonly TeamRole[] = [
  role('leader', 1, 'draft', 'submit'),
  role('foreign', 1, 'draft'),
  role('party', 2, 'consent'),
  role('press', 3),
];

const seat = (name: string, more: Partial<ExerciseSeat> = {}): ExerciseSeat => ({
  name,
  label: text(name),
  brief: text(`You are ${name}.`),
  bot: 'rules',
  optional: false,
  roles: ROLES,
  answersFor: {},
  goals: [],
  ...more,
});

const preset = (id: string, turns: readonly number[], minutes: Partial<Preset['minutes']> = {}): Preset => ({
  id,
  label: text(id),
  join: 5,
  turns,
  minutes: { briefing: 1, deliberation: 5, answers: 1, adjudication: 1, reveal: 2, ...minutes },
  debrief: 10,
});

export const EXERCISE: Exercise = {
  id: 'straits',
  title: text('Straits'),
  scenario: 'scenario.yaml',
  arm: { id: 'base', changes: [] } as unknown as Exercise['arm'],
  languages: ['en', 'zh'],
  public: [],
  contentNotes: [text('War is spoken of.')],
  seats: [
    seat('north', {
      answersFor: { elder: 'party' },
      goals: ['rich', 'safe'].map((id) => ({ id, text: text(id), isTested: true })),
    }),
    seat('south', { goals: [{ id: 'quiet', text: text('quiet'), isTested: true }] }),
    seat('east', { bot: 'random', optional: true }),
  ],
  presets: [
    preset('short', [3, 3, 3]),
    preset('whole', [4, 4, 4], { adjudication: 0, briefing: 0, answers: 0, reveal: 0 }),
  ],
  questions: [
    {
      id: 'peace',
      label: text('Calm at the end?'),
      outcomes: ['yes', 'no'].map((id) => ({ id, label: text(id) })),
    },
    {
      id: 'early',
      label: text('A pact by March?'),
      outcomes: ['yes', 'no'].map((id) => ({ id, label: text(id) })),
    },
  ],
  injects: [
    {
      id: 'gale',
      label: text('Gale'),
      news: text('A gale is coming.'),
      when: { kind: 'turn', turn: 2 },
      effects: [{ raise: 'storm' }],
    },
    {
      id: 'aid',
      label: text('Aid'),
      news: text('Help arrives.'),
      to: ['north'],
      when: { kind: 'byHand' },
      effects: [{ add: 1, to: 'north.capital' }],
    },
    {
      id: 'worry',
      label: text('Worry'),
      news: text('People worry.'),
      when: { kind: 'condition', state: 'mood.tense' },
      effects: [],
    },
    {
      id: 'calmer',
      label: text('Calmer'),
      news: text('It passes.'),
      when: { kind: 'after', inject: 'gale', turns: 1 },
      effects: [{ put: 'mood.calm' }],
    },
  ],
  levers: [
    { id: 'heat', label: text('Heat'), effect: { add: 0.5, to: 'heat' }, most: 4 },
    { id: 'storm', label: text('Storm'), effect: { raise: 'storm' }, most: 1, seats: ['north'] },
  ],
  proposals: [
    {
      id: 'note',
      label: text('Joint note'),
      signers: ['north', 'south'],
      effects: [{ put: 'mood.calm' }],
      once: true,
    },
  ],
  learningGoals: [
    { id: 'talk', text: text('Talk to others'), tick: { what: 'jointMessage', least: 1, each: true } },
    { id: 'argue', text: text('Argue'), tick: { what: 'argued', least: 1, each: false } },
    { id: 'see', text: text('See it') },
  ],
  messages: { between: 'any', longest: 200, perMinute: 5, moderated: false },
  assignments: [],
  argued: { perTurn: 1, judge: 'whiteCell', low: 0.05, high: 0.95 },
  vetoCost: 2,
  rooms: { most: 3, sameLuck: true },
  afterAction: [text('What did you learn?')],
  history: { peace: 'yes' },
};

/**
 * @param change the exercise with other rules
 * @param rewrite the scenario with other lines
 */
export async function makeTestWorld(
  change: Partial<Exercise> = {},
  rewrite: (scenario: string) => string = (scenario) => scenario,
): Promise<World> {
  const { model, diagnostics } = await readScenario({ name: 'scenario.yaml', text: rewrite(SCENARIO) });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (!model) throw new Error(JSON.stringify(errors, null, 1));
  const { ir } = lower(model);
  if (!ir) throw new Error('not lowered');
  return makeWorld({ ...EXERCISE, ...change }, worded(model), ir);
}

/** A room with a clock in hand: keeps its log, and does what a server does. */
export class TestRoom {
  readonly world: World;
  readonly events: RoomEvent[] = [];
  readonly texts: string[] = [];
  /** Milliseconds. */
  now = 1_000_000;
  private kept: RoomState | undefined;

  constructor(world: World, options: Partial<RoomOptions> = {}) {
    this.world = world;
    this.write('server', openRoom(world, { room: 'A', seed: 'seven', trial: 0, ...options }));
  }

  get state(): RoomState {
    if (!this.kept) throw new Error('no state');
    return this.kept;
  }

  write(by: By, deed: DraftDeed | RoomDeed, ref?: string): void {
    const known = withTextIds(deed as DraftDeed, (written) => this.texts.push(written));
    const head = { seq: this.events.length + 1, at: this.now, by, ...(ref !== undefined && { ref }) };
    const event: RoomEvent = { ...head, ...known };
    this.events.push(event);
    this.kept = apply(this.kept, event);
  }

  /** @returns what was decided, which is in the log already */
  do(who: 'control' | `p${number}`, command: Command, ref?: string): Decided {
    const actor: Actor = who === 'control' ? { kind: 'control' } : { kind: 'person', person: who };
    const decided = decide(this.world, this.state, actor, command, this.now, ref);
    if ('deeds' in decided) for (const deed of decided.deeds) this.write(who, deed, ref);
    this.settle();
    return decided;
  }

  /** Done or thrown. */
  must(who: 'control' | `p${number}`, command: Command): void {
    const decided = this.do(who, command);
    if ('refused' in decided) throw new Error(`${decided.refused}: ${decided.message}`);
  }

  /** The refusal, as `code: message`; thrown where it was done. */
  refusal(who: 'control' | `p${number}`, command: unknown): string {
    const decided = this.do(who, command as Command);
    if (!('refused' in decided)) throw new Error('it was done');
    return `${decided.refused}: ${decided.message}`;
  }

  join(language = 'en'): `p${number}` {
    const joined = join(this.world, this.state, { language });
    if ('refused' in joined) throw new Error(joined.message);
    for (const deed of joined.deeds) this.write(joined.person, deed);
    return joined.person as `p${number}`;
  }

  /** Somebody new in a place. */
  sit(seatName: string, roleName: string): `p${number}` {
    const person = this.join();
    this.must(person, { do: 'take', seat: seatName, role: roleName });
    return person;
  }

  wait(minutes: number): void {
    this.now += minutes * 60_000;
    this.settle();
  }

  /** Until a phase of a turn, as the facilitator goes on. */
  until(turn: number, phase: RoomState['clock']['phase']): void {
    for (let i = 0; i < 60; i++) {
      if (this.state.clock.turn === turn && this.state.clock.phase === phase) return;
      this.must('control', { do: this.state.clock.phase === 'lobby' ? 'start' : 'next' });
    }
    throw new Error(`turn ${turn} never came to ${phase}`);
  }

  /** What the clock brings about. */
  private settle(bots: BotOrders = {}): void {
    for (;;) {
      const { deeds, adjudicate: isAsked } = due(this.world, this.state, this.now);
      if (isAsked) this.write('server', adjudicate(this.world, this.state, bots));
      else if (deeds.length === 0) return;
      for (const deed of deeds) this.write('server', deed);
    }
  }
}
