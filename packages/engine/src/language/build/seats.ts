/** Seats: what they want and see, their capital, their moves, and the bot that plays them. */
import { child, nameSpan, place, type Located } from '../located.ts';
import type {
  Asked,
  Bot,
  Capital,
  Consent,
  Expr,
  Goal,
  Moment,
  Move,
  MoveOutcome,
  Role,
  Rule,
  Seat,
} from '../model.ts';
import { DECIDED, MOMENT, START } from '../reading.ts';
import { labelOf, NOBODY, textOf, type Owner, type Reader } from '../reader.ts';
import { a } from '../scope.ts';
import type { ConsentsShape, RuleShape, SeatShape } from '../shape-seats.ts';
import { walk } from '../expression/walk.ts';
import { readData } from './actions.ts';
import type { Timeline } from '../timeline.ts';
import { readMoment } from './moment.ts';
import { readTurn } from './turn.ts';

/** What a seat may hold where it does not say. */
const MOST = 1000;

type TextInput = string | Readonly<Record<string, string>> | undefined;
const part = <K extends string>(key: K, text: TextInput): { [key in K]?: ReturnType<typeof textOf> } =>
  text === undefined ? {} : ({ [key]: textOf(text) } as { [key in K]: ReturnType<typeof textOf> });

export function readSeat(
  name: string,
  input: SeatShape,
  at: Located,
  reader: Reader,
  timeline: Timeline | undefined,
): Seat {
  const owner = reader.owner(NOBODY, `seats.${name}`, input, at);
  const turnAt = child(at, 'turn');
  const bot = readBot(name, input, at, owner, reader, timeline);
  return {
    name,
    span: nameSpan(at),
    provenance: owner.provenance,
    ...labelOf(input.label),
    ...part('brief', input.brief),
    goals: (input.goals ?? []).map((goal, i) => readGoal(goal, place(at, 'goals', i), owner, reader)),
    controls: readNames(input.controls, child(at, 'controls'), 'driver', reader),
    sees: input.sees === 'all' ? 'all' : readNames(input.sees, child(at, 'sees'), undefined, reader),
    ...(input.capital && { capital: readCapital(input.capital, place(at, 'capital'), owner, reader) }),
    turn:
      input.turn !== undefined && turnAt ? readTurn(input.turn, turnAt, timeline?.clock, reader.report) : 1,
    roles: Object.entries(input.roles ?? {}).map(([role, body]): Role => {
      const here = place(at, 'roles', role);
      if (reader.scope.seats.has(role)) {
        reader.report.add('name-declared-twice', `\`${role}\` is a seat already`, nameSpan(here), {
          help: 'where consent is asked, a role and a seat of one name could not be told apart',
        });
      }
      return {
        name: role,
        span: nameSpan(here),
        ...labelOf(body.label),
        ...part('brief', body.brief),
        consents: readConsents(body.consents, child(here, 'consents'), name, owner, reader),
      };
    }),
    moves: Object.entries(input.moves).map(([move, body]) =>
      readMove(move, body, place(at, 'moves', move), name, input, owner, reader),
    ),
    ...(bot && { bot }),
  };
}

/** What there is of the names listed, of one kind where it matters. */
function readNames(
  list: readonly string[] | undefined,
  at: Located | undefined,
  wanted: 'driver' | undefined,
  { scope, report }: Reader,
): readonly string[] {
  if (!list || !at) return [];
  return list.filter((name, i) => {
    const { span } = place(at, i);
    const named = scope.names.get(name);
    if (named && wanted && named.kind !== wanted) {
      report.add('bot-sees', `\`${name}\` is ${a(named.kind)}: a seat controls drivers`, span, {
        help: 'name it under `sees`',
      });
    } else if (!named && !scope.dropped.has(name)) {
      report.add('unknown-name', `unknown name \`${name}\``, span, {
        help: report.suggest(name, () => scope.names.keys()),
      });
    }
    return named !== undefined;
  });
}

function readGoal(
  input: NonNullable<SeatShape['goals']>[number],
  at: Located,
  owner: Owner,
  reader: Reader,
): Goal {
  const when = child(at, 'when');
  return {
    id: input.id,
    span: at.span,
    ...labelOf(input.label),
    ...part('text', input.text),
    ...(when && { when: reader.expr(when, MOMENT, owner, { want: 'condition', key: `goals.${input.id}` }) }),
  };
}

// ---------------------------------------------------------------- capital

function readCapital(
  input: NonNullable<SeatShape['capital']>,
  at: Located,
  around: Owner,
  reader: Reader,
): Capital {
  const owner = { ...around, path: `${around.path}.capital` };
  const income = reader.expr(place(at, 'income'), MOMENT, owner, { key: 'income' });
  const startAt = child(at, 'start');
  const start = startAt ? reader.expr(startAt, START, owner, { key: 'start' }) : income;
  if (!startAt && !isKnownAtStart(income)) {
    reader.report.add(
      'seat-capital',
      'the income is not known before frame 0 is made',
      place(at, 'income').span,
      {
        help: 'say with `start` what there is for the first turn',
      },
    );
  }
  const most = input.most ?? MOST;
  for (const key of ['carry', 'most'] as const) {
    const value = input[key];
    if (value !== undefined) reader.number(String(value), place(at, key).span, owner, key);
  }
  if (input.carry !== undefined && input.carry > most) {
    reader.report.add(
      'seat-capital',
      `${input.carry} may be carried over, but no more than ${most} can be held`,
      place(at, 'carry').span,
      { help: 'raise `most`' },
    );
  }
  return {
    start,
    income,
    most,
    span: nameSpan(at),
    ...(input.carry !== undefined && { carry: input.carry }),
  };
}

const KNOWN: ReadonlySet<string> = new Set([
  'state',
  'elapsed',
  't',
  'happened',
  'prev',
  'start',
  'delay',
  'smooth',
  'input',
]);

/** Reads parameters and starts alone. */
const isKnownAtStart = (expr: Expr): boolean =>
  [...walk(expr)].every((e) => !KNOWN.has(e.op) && !(e.op === 'ref' && e.kind === 'measure'));

// ---------------------------------------------------------------- moves

function readMove(
  name: string,
  input: SeatShape['moves'][string],
  at: Located,
  seat: string,
  seatInput: SeatShape,
  around: Owner,
  reader: Reader,
): Move {
  const owner = reader.owner(around, `moves.${name}`, input, at);
  const [cost, when] = [child(at, 'cost'), child(at, 'when')];
  if (cost && !seatInput.capital) {
    reader.report.add(
      'seat-capital',
      `\`${name}\` has a cost, but \`${seat}\` has no capital`,
      nameSpan(cost),
      {
        help: 'add `capital: { income: … }` to the seat, or leave the cost out',
      },
    );
  }
  return {
    name,
    span: nameSpan(at),
    provenance: owner.provenance,
    ...labelOf(input.label),
    ...part('text', input.text),
    covert: input.covert === true,
    once: input.once === true,
    ...(cost && { cost: reader.expr(cost, DECIDED, owner, { key: 'cost' }) }),
    ...(when && { when: reader.expr(when, DECIDED, owner, { want: 'condition', key: 'when' }) }),
    data: readData(input.with, child(at, 'with'), owner, { reader }, DECIDED),
    consent: (input.consent ?? []).flatMap((who, i) => readAsked(who, place(at, 'consent', i), seat, reader)),
    outcomes: readOutcomes(input.outcomes, child(at, 'outcomes'), owner, reader),
    ...(input.luck !== undefined && { luck: input.luck }),
  };
}

function readOutcomes(
  input: SeatShape['moves'][string]['outcomes'],
  at: Located | undefined,
  owner: Owner,
  reader: Reader,
): readonly MoveOutcome[] {
  if (!input || !at) return [];
  const all = Object.entries(input);
  return all.map(([name, value], i) => {
    const here = place(at, name);
    const span = nameSpan(here);
    if (value !== 'else') {
      const demand = { is: 'probability' } as const;
      return {
        name,
        span,
        probability: reader.expr(here, DECIDED, owner, { demand, key: `outcomes.${name}` }),
      };
    }
    if (i < all.length - 1) reader.report.add('chance-else', '`else` stands last, and once', here.span);
    return { name, span, probability: 'else' };
  });
}

/** A role of the seat itself, another seat, or a role of one. */
function readAsked(who: string, at: Located, seat: string, { scope, report }: Reader): readonly Asked[] {
  const { span } = at;
  const own = scope.seats.get(seat)?.roles;
  if (own?.has(who)) return [{ seat, role: who, span }];
  const [other = '', role, ...rest] = who.split('.');
  const found = scope.seats.get(other);
  if (found && rest.length === 0 && (role === undefined || found.roles.has(role))) {
    if (role !== undefined || other !== seat)
      return [{ seat: other, ...(role !== undefined && { role }), span }];
    report.add('unknown-seat', `\`${seat}\` need not ask itself`, span, {
      help: 'name another seat, or a role of this one',
    });
    return [];
  }
  if (scope.dropped.has(other) || (role !== undefined && scope.dropped.has(role))) return [];
  report.add('unknown-seat', `there is no seat and no role \`${who}\``, span, {
    help:
      report.suggest(who, () => [
        ...(own ?? []),
        ...[...scope.seats].flatMap(([name, { roles }]) => [name, ...[...roles].map((r) => `${name}.${r}`)]),
      ]) ?? 'name a role of this seat, another seat, or `seat.role`',
  });
  return [];
}

// ---------------------------------------------------------------- bots

function readBot(
  seat: string,
  { bot }: SeatShape,
  around: Located,
  owner: Owner,
  reader: Reader,
  timeline: Timeline | undefined,
): Bot | undefined {
  const at = child(around, 'bot');
  if (bot === undefined || bot === 'none' || !at) return undefined;
  const full = Array.isArray(bot) ? { open: bot } : bot;
  const rulesOf = (kind: 'open' | 'covert'): readonly Rule[] => {
    const list = full[kind];
    const here = Array.isArray(bot) ? at : child(at, kind);
    return list && here ? readRules(list, here, { kind, seat, timeline }, owner, reader) : [];
  };
  return {
    span: nameSpan(at),
    ...('luck' in full && full.luck !== undefined && { luck: full.luck }),
    open: rulesOf('open'),
    covert: rulesOf('covert'),
    ...('script' in full &&
      full.script && { script: readScript(full.script, child(at, 'script'), seat, reader, timeline) }),
    consents: readConsents(
      'consents' in full ? full.consents : undefined,
      child(at, 'consents'),
      seat,
      owner,
      reader,
    ),
  };
}

function readRules(
  list: readonly RuleShape[],
  at: Located,
  { kind, seat, timeline }: { kind: string; seat: string; timeline: Timeline | undefined },
  around: Owner,
  reader: Reader,
): readonly Rule[] {
  const isWeighted = list.some(({ weight }) => weight !== undefined);
  return list.map((input, i): Rule => {
    const here = place(at, i);
    const { move } = input;
    if ((move === undefined) === (input.hold === undefined)) {
      reader.report.add('bot-rule', 'a rule has one of `move` and `hold: true`', nameSpan(here));
    } else if (move !== undefined) checkMove(seat, move, place(here, 'move'), reader);
    if (isWeighted && input.weight === undefined) {
      reader.report.add('bot-rule', 'where one rule has a weight, every rule has one', nameSpan(here), {
        help: 'add `weight: 1`, or leave out all weights: then the first rule that holds is followed',
      });
    }
    const owner = { ...around, path: `${around.path}.bot.${kind}[${i}]` };
    const [when, weight] = [child(here, 'when'), child(here, 'weight')];
    const dated =
      input.at !== undefined && timeline
        ? readDate(input.at, place(here, 'at'), timeline, reader)
        : undefined;
    return {
      ...(move !== undefined && { move }),
      ...(dated !== undefined && { at: dated }),
      span: nameSpan(here),
      ...(when && { when: reader.expr(when, DECIDED, owner, { want: 'condition', key: 'when' }) }),
      ...(weight && { weight: reader.expr(weight, DECIDED, owner, { key: 'weight' }) }),
    };
  });
}

function readScript(
  list: readonly { readonly at: string | number; readonly move: string }[] | undefined,
  at: Located | undefined,
  seat: string,
  reader: Reader,
  timeline: Timeline | undefined,
): readonly Rule[] {
  if (!list || !at || !timeline) return [];
  return list.flatMap(({ at: date, move }, i) => {
    const here = place(at, i);
    checkMove(seat, move, place(here, 'move'), reader);
    const dated = readDate(date, place(here, 'at'), timeline, reader);
    return dated === undefined ? [] : [{ move, at: dated, span: nameSpan(here) }];
  });
}

function checkMove(seat: string, move: string, at: Located, { scope, report }: Reader): void {
  const moves = scope.seats.get(seat)?.moves ?? new Set<string>();
  if (moves.has(move) || scope.dropped.has(move)) return;
  report.add('unknown-move', `\`${seat}\` has no move \`${move}\``, at.span, {
    help: report.suggest(move, () => moves),
  });
}

/** A moment inside the clock. */
function readDate(
  value: string | number,
  at: Located,
  timeline: Timeline,
  reader: Reader,
): Moment | undefined {
  const dated = readMoment(value, at, timeline, reader);
  if (dated && (dated.time < timeline.at(0) || dated.time >= timeline.end))
    reader.report.add('calendar-outside', 'this rule never holds: its date lies outside the clock', at.span);
  if (!dated) reader.incomplete = true;
  return dated?.moment;
}

/** `asked`: the seat that answers, whose own moves need no seat before them where a role of it is asked. */
function readConsents(
  input: ConsentsShape | undefined,
  at: Located | undefined,
  asked: string,
  around: Owner,
  reader: Reader,
): readonly Consent[] {
  if (input === undefined || !at) return [];
  const owner = { ...around, path: `${around.path}.consents` };
  const read = (here: Located): Expr => reader.expr(here, DECIDED, owner, { want: 'condition' });
  if (typeof input !== 'object') return [{ when: read(at), span: nameSpan(at) }];
  const { seats } = reader.scope;
  return Object.keys(input).flatMap((key) => {
    const here = place(at, key);
    const full = key.includes('.') ? key : `${asked}.${key}`;
    const [seat = '', move = ''] = full.split('.');
    const when = read(here);
    if (seats.get(seat)?.moves.has(move)) return [{ move: full, when, span: nameSpan(here) }];
    if (reader.scope.dropped.has(seat) || reader.scope.dropped.has(move)) return [];
    reader.report.add('unknown-move', `there is no move \`${full}\` to consent to`, nameSpan(here), {
      help: reader.report.suggest(full, () =>
        [...seats].flatMap(([name, { moves }]) => [...moves].map((m) => `${name}.${m}`)),
      ),
    });
    return [];
  });
}
