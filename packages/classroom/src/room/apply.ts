/**
 * Events folded into a state. Nothing is judged here: an event in the log has been decided. Nothing is called either,
 * so a log of thousands of events is a state within a moment.
 */
import { adjudicated } from './apply-adjudicated.ts';
import type { By, RoomDeed, RoomEvent } from './events.ts';
import type { Argued, Desk, Message, Person, RoomState } from './state.ts';
import { comingTurn, deskOf, KINDS } from './things.ts';

/** The state after the event. @throws InvariantError where the first event does not open a room */
export function apply(state: RoomState | undefined, event: RoomEvent): RoomState {
  if (!state) return opened(event);
  const next = changed(state, event);
  return { ...next, seq: event.seq, ...(event.ref !== undefined && { refs: withRef(next.refs, event) }) };
}

/** @throws InvariantError where the log is empty or does not begin with an opened room */
export function replay(events: Iterable<RoomEvent>): RoomState {
  let state: RoomState | undefined;
  for (const event of events) state = apply(state, event);
  if (!state) throw new Error('InvariantError: a log without events');
  return state;
}

function opened(event: RoomEvent): RoomState {
  if (event.kind !== 'opened') throw new Error('InvariantError: a log begins with an opened room');
  const { room, exercise, scenario, preset, seed, trial, frame, reading, held, forkOf, rules = 1 } = event;
  return {
    seq: event.seq,
    room,
    exercise,
    scenario,
    preset,
    seed,
    trial,
    ...(forkOf && { forkOf }),
    rules,
    people: {},
    held,
    goals: {},
    clock: { turn: 0, phase: 'lobby' },
    frame,
    readings: [reading],
    desks: {},
    answers: {},
    ruled: {},
    argued: [],
    proposals: [],
    messages: [],
    injected: [],
    overrides: [],
    forecasts: [],
    notes: [],
    reflections: [],
    ticks: {},
    past: [],
    briefings: [],
    made: {},
    refs: {},
    isForgotten: false,
  };
}

/** So many of the last refs of a person are remembered: more commands than a client has under way. */
const REFS = 64;

function withRef(refs: RoomState['refs'], { by, ref = '', seq }: RoomEvent): RoomState['refs'] {
  const known = refs[by] ?? [];
  if (known.at(-1)?.ref === ref) return refs;
  return { ...refs, [by]: [...known.slice(1 - REFS), { ref, seq }] };
}

/** One more of a kind. */
const counted = (made: RoomState['made'], kind: string): RoomState['made'] => ({
  ...made,
  [kind]: (made[kind] ?? 0) + 1,
});

// ---------------------------------------------------------------- events

function changed(state: RoomState, event: RoomEvent): RoomState {
  switch (event.kind) {
    case 'opened':
      throw new Error('InvariantError: a room is opened once');
    case 'joined':
      return joined(state, event);
    case 'assigned': {
      const { seat: _, role: __, ...person } = state.people[event.person] ?? waiting(event.person);
      const { seat, role } = event;
      return withPerson(state, { ...person, seat, ...(role !== undefined && { role }) });
    }
    case 'left':
      return withPerson(state, { ...(state.people[event.person] ?? waiting(event.person)), isHere: false });
    case 'language':
      if (event.by === 'control') return { ...state, language: event.language };
      return withPerson(state, {
        ...(state.people[event.by] ?? waiting(event.by)),
        language: event.language,
      });
    case 'handed':
      return { ...state, held: { ...state.held, [event.seat]: event.to } };
    case 'started':
      return { ...state, goals: event.goals };
    case 'phase':
      return inPhase(state, event);
    case 'paused': {
      const { endsAt: _, ...clock } = state.clock;
      return {
        ...state,
        clock: { ...clock, paused: event.left === undefined ? {} : { left: event.left } },
      };
    }
    case 'resumed': {
      const { paused: _, ...clock } = state.clock;
      return { ...state, clock: { ...clock, ...(event.endsAt !== undefined && { endsAt: event.endsAt }) } };
    }
    case 'extended':
      return { ...state, clock: { ...state.clock, endsAt: event.endsAt } };
    case 'undone':
      return undone(state, event.turn);
    case 'drafted':
    case 'consented':
    case 'submitted':
    case 'vetoed':
    case 'withdrawn':
      return atDesk(state, event);
    case 'answered': {
      const { move, who, agrees } = event;
      return {
        ...state,
        answers: { ...state.answers, [move]: { ...state.answers[move], [who]: agrees } },
      };
    }
    case 'argued': {
      const { id, seat, action, pull, reasons, by } = event;
      const { turn } = state.clock;
      const argued = { id, turn, seat, by, action, pull, reasons, counters: [], votes: {} };
      return {
        ...state,
        argued: [...state.argued, argued],
        made: counted(state.made, KINDS.argued(seat, turn)),
      };
    }
    case 'countered': {
      const { seat, by, reason } = event;
      return withArgued(state, event.id, (one) => ({
        ...one,
        counters: [...one.counters, { seat, by, reason }],
      }));
    }
    case 'voted':
      return withArgued(state, event.id, (one) => ({
        ...one,
        votes: { ...one.votes, [event.by]: event.probability },
      }));
    case 'judged': {
      const { probability, judge, why } = event;
      const judged = { probability, judge, ...(why !== undefined && { why }) };
      return withArgued(state, event.id, (one) => ({ ...one, judged }));
    }
    case 'struck':
      return withArgued(state, event.id, (one) => ({ ...one, struck: event.reason }));
    case 'proposed': {
      const { id, form, seat, text } = event;
      const proposal = { id, turn: state.clock.turn, form, seat, text, signatures: {} };
      return {
        ...state,
        proposals: [...state.proposals, proposal],
        made: counted(state.made, KINDS.proposal(form)),
      };
    }
    case 'signed':
      return {
        ...state,
        proposals: state.proposals.map((one) =>
          one.id === event.id
            ? { ...one, signatures: { ...one.signatures, [event.seat]: event.signs } }
            : one,
        ),
      };
    default:
      return told(state, event);
  }
}

/** Talk, forecasts, what control puts in, and the engine. */
function told(state: RoomState, event: Extract<RoomEvent, { kind: Told }>): RoomState {
  const { seq, at, by } = event;
  const { turn } = state.clock;
  switch (event.kind) {
    case 'message': {
      const { id, channel, text, waits = false } = event;
      const seat = state.people[by]?.seat ?? null;
      const message = { id, seq, at, turn, by, seat, channel, text, waits, isStopped: false };
      return {
        ...state,
        messages: [...state.messages, message],
        made: counted(state.made, KINDS.message(channel)),
      };
    }
    case 'passed': {
      const judged = (one: Message): Message =>
        event.passes ? { ...one, waits: false, passedAt: at } : { ...one, waits: false, isStopped: true };
      const { messages } = state;
      const passed = messages.filter(({ id }) => event.passes && id === event.id);
      const others = messages.filter((one) => !passed.includes(one));
      return {
        ...state,
        // What is passed on comes after what has been read meanwhile, where readers look for it.
        messages: event.passes
          ? [...others, ...passed.map(judged)]
          : messages.map((one) => (one.id === event.id ? judged(one) : one)),
      };
    }
    case 'forecast': {
      const { question, probabilities } = event;
      const seat = state.people[by]?.seat ?? null;
      const forecast = { turn: event.turn, person: by, seat, question, probabilities, at, seq };
      const others = state.forecasts.filter(
        (one) => !(one.person === by && one.turn === event.turn && one.question === question),
      );
      return { ...state, forecasts: [...others, forecast] };
    }
    case 'note': {
      const { id, seat, goal, text } = event;
      const about = { ...(seat !== undefined && { seat }), ...(goal !== undefined && { goal }) };
      return {
        ...state,
        notes: [...state.notes, { id, by, turn: event.turn, ...about, text }],
        made: counted(state.made, KINDS.note(by)),
      };
    }
    case 'reflected': {
      const { question, text } = event;
      const others = state.reflections.filter((one) => one.person !== by || one.question !== question);
      return { ...state, reflections: [...others, { person: by, question, text }] };
    }
    case 'ticked':
      return { ...state, ticks: { ...state.ticks, [event.goal]: event.ticked } };
    case 'injected':
      return injected(state, event);
    case 'withheld':
      return withheld(state, event.id);
    case 'overridden': {
      const { driver, state: into, reason } = event;
      const override = { turn: comingTurn(state), driver, state: into, reason };
      return { ...state, overrides: [...state.overrides, override] };
    }
    case 'ruled': {
      const { seat, orders, reason } = event;
      return { ...state, ruled: { ...state.ruled, [seat]: { orders, reason } } };
    }
    case 'adjudicated':
      return adjudicated(state, event);
    case 'forgotten':
      return { ...state, isForgotten: true, people: afterForgetting(state) };
  }
}

type Told =
  | 'message' | 'passed' | 'forecast' | 'note' | 'reflected' | 'ticked' | 'injected' | 'withheld' | 'overridden'
  | 'ruled' | 'adjudicated' | 'forgotten'; // prettier-ignore

function joined(state: RoomState, { person: id, language }: Of<'joined'>): RoomState {
  const before = Object.hasOwn(state.people, id) ? state.people[id] : undefined;
  const knew = state.clock.phase === 'lobby' ? undefined : (before?.seat ?? before?.knew);
  return withPerson(state, { id, language, isHere: true, ...(knew !== undefined && { knew }) });
}

/** Nobody can come back, so nobody is there; in the first edition of the rules people were until they were missed. */
const afterForgetting = ({ people, rules }: RoomState): RoomState['people'] =>
  rules < 2
    ? people
    : Object.fromEntries(Object.entries(people).map(([id, person]) => [id, { ...person, isHere: false }]));

const waiting = (id: By): Person => ({ id, language: 'en', isHere: true });

const withPerson = (state: RoomState, person: Person): RoomState => ({
  ...state,
  people: { ...state.people, [person.id]: person },
});

const withArgued = (state: RoomState, id: string, change: (one: Argued) => Argued): RoomState => ({
  ...state,
  argued: state.argued.map((one) => (one.id === id ? change(one) : one)),
});

type Of<K extends RoomDeed['kind']> = Extract<RoomEvent, { kind: K }>;

/** The first phase of a turn clears the desks and is what an undo goes back to. */
function inPhase(state: RoomState, { turn, phase, endsAt, seq }: Of<'phase'>): RoomState {
  const clock = { turn, phase, ...(endsAt !== undefined && { endsAt }) };
  const isDone = phase === 'debrief' || phase === 'closed';
  if (isDone || state.briefings.some((briefing) => briefing.turn === turn)) return { ...state, clock };
  const { frame, argued, proposals, injected, overrides } = state;
  const briefing = { turn, seq, frame, argued, proposals, injected, overrides };
  return {
    ...state,
    clock,
    desks: {},
    answers: {},
    ruled: {},
    briefings: [...state.briefings, briefing],
  };
}

/** As at the briefing of the turn; what was said, forecast and noted stays, and so do people and who plays. */
function undone(state: RoomState, turn: number): RoomState {
  const briefing = state.briefings.find((one) => one.turn === turn);
  if (!briefing) return state;
  const { frame, argued, proposals, injected, overrides } = briefing;
  const { ended: _, failure: __, ...rest } = state;
  return {
    ...rest,
    clock: { turn: turn - 1, phase: 'reveal' },
    frame,
    readings: state.readings.filter(({ step }) => step <= frame.step),
    desks: {},
    answers: {},
    ruled: {},
    argued,
    proposals,
    injected,
    overrides,
    past: state.past.filter((one) => one.turn < turn),
    briefings: state.briefings.filter((one) => one.turn < turn),
  };
}

function atDesk(
  state: RoomState,
  event: Of<'drafted' | 'consented' | 'submitted' | 'vetoed' | 'withdrawn'>,
): RoomState {
  const { seat, by } = event;
  const desk = deskOf(state, seat);
  const put = (next: Desk): RoomState => ({ ...state, desks: { ...state.desks, [seat]: next } });
  switch (event.kind) {
    case 'drafted': {
      const { revision, orders, why } = event;
      const draft = { revision, by, orders, ...(why !== undefined && { why }), consents: {} };
      return { ...put({ ...desk, draft }), made: counted(state.made, KINDS.draft(seat)) };
    }
    case 'consented': {
      const { role, agrees, why } = event;
      const { draft } = desk;
      if (!draft) return state;
      const consent = { agrees, by, ...(why !== undefined && { why }) };
      return put({ ...desk, draft: { ...draft, consents: { ...draft.consents, [role]: consent } } });
    }
    case 'submitted': {
      const { revision, orders } = event;
      return put({ ...desk, submitted: { revision, orders, by } });
    }
    case 'vetoed': {
      const { draft, ...rest } = desk;
      const { revision, role, cost } = event;
      const veto = { revision, role, cost, orders: draft?.orders ?? {} };
      return put({ ...rest, vetoes: [...desk.vetoes, veto] });
    }
    case 'withdrawn': {
      const { submitted: _, ...rest } = desk;
      return put(rest);
    }
  }
}

function injected(state: RoomState, { id, inject, text, to, effects, step, by }: Of<'injected'>): RoomState {
  const entry = {
    id,
    turn: comingTurn(state),
    ...(inject !== undefined && { inject }),
    ...(text !== undefined && { text }),
    ...(to && { to }),
    ...(effects && { effects }),
    ...(step !== undefined && { step }),
    isWithheld: false,
    isIn: false,
  };
  const others = state.injected.filter((one) => one.id !== id);
  const isByHand = inject === undefined && by === 'control';
  return {
    ...state,
    injected: [...others, entry],
    ...(isByHand && { made: counted(state.made, KINDS.inject) }),
  };
}

/** One of the file may be withheld before its time. */
function withheld(state: RoomState, id: string): RoomState {
  const { injected: list } = state;
  if (list.some((one) => one.id === id)) {
    return { ...state, injected: list.map((one) => (one.id === id ? { ...one, isWithheld: true } : one)) };
  }
  const entry = { id, turn: comingTurn(state), inject: id, isWithheld: true, isIn: false };
  return { ...state, injected: [...list, entry] };
}
