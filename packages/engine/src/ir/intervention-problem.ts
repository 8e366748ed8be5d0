/**
 * Whether interventions are ones of a scenario. They come from people and from files, so everything is asked here: the
 * shape too, whatever the types say.
 */
import { siteHash } from '../chance/index.ts';
import { didYouMean } from '../diagnostics/suggest.ts';
import { isOwnEvent } from '../language/events.ts';
import { attemptName, type Attempt, type Effect, type Intervention } from './interventions.ts';
import type { Ir } from './ir.ts';
import type { IrMove, IrSeat } from './ir-seats.ts';
import { shownVariables } from './shown-variables.ts';

type Loose = Readonly<Record<string, unknown>>;

/** What is wrong, in words for people, with the number of the intervention in the list; or nothing. */
export function interventionProblem(ir: Ir, list: readonly Intervention[]): string | undefined {
  if (!Array.isArray(list)) return 'interventions must be a list';
  if (list.length === 0) return undefined;
  if (ir.plain !== undefined) return 'the scenario has interventions already; give all of them in one list';
  const check = new Check(ir);
  for (const [i, item] of list.entries()) {
    const problem = check.one(item);
    if (problem !== undefined) return `intervention ${i + 1}${placeOf(item)}: ${problem}`;
  }
  return undefined;
}

const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** ` (choice, step 3)`, as far as it can be told. */
function placeOf(item: unknown): string {
  if (!isObject(item)) return '';
  const kind = typeof item['kind'] === 'string' ? [item['kind'].slice(0, 20)] : [];
  const step = typeof item['step'] === 'number' ? [`step ${item['step']}`] : [];
  const parts = [...kind, ...step];
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}

/** A value as it was given, short enough for a line. */
function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'object' || typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

const KEYS: Readonly<Record<Intervention['kind'], readonly string[]>> = {
  choice: ['seat', 'open', 'covert'],
  consent: ['move', 'who', 'agrees'],
  event: ['event', 'data'],
  put: ['driver', 'state'],
  attempt: ['id', 'probability', 'effects'],
};

/** One list, one by one: what may be there once is remembered. */
class Check {
  private readonly ir: Ir;
  private readonly seats: readonly IrSeat[];
  private readonly moves: ReadonlyMap<string, { readonly seat: IrSeat; readonly move: IrMove }>;
  private readonly seen = new Set<string>();
  private readonly luck: Map<number, string>;

  constructor(ir: Ir) {
    this.ir = ir;
    this.seats = ir.seats?.seats ?? [];
    this.moves = new Map(
      this.seats.flatMap((seat) =>
        seat.plans.flatMap(({ moves }) => moves.map((move) => [move.name, { seat, move }] as const)),
      ),
    );
    this.luck = new Map(ir.sites.map(({ hash, name }) => [hash, name]));
  }

  one(item: unknown): string | undefined {
    if (!isObject(item)) return `${shown(item)} is no intervention`;
    const { kind, step } = item;
    if (typeof kind !== 'string' || !Object.hasOwn(KEYS, kind))
      return `\`kind\` is ${shown(kind)}; it is one of ${Object.keys(KEYS).join(', ')}`;
    const keys = ['kind', 'step', ...KEYS[kind as Intervention['kind']]];
    const { steps } = this.ir.clock;
    if (!Number.isInteger(step) || (step as number) < 1 || (step as number) > steps)
      return `\`step\` is ${shown(step)}; it is a whole number from 1 to ${steps}`;
    return strangerIn(item, keys) ?? this.ofKind(item, kind as Intervention['kind']);
  }

  private ofKind(item: Loose, kind: Intervention['kind']): string | undefined {
    switch (kind) {
      case 'choice':
        return this.choice(item);
      case 'consent':
        return this.consent(item);
      case 'event':
        return this.event(item['event'], item['data'], 'event');
      case 'put':
        return this.put(item);
      case 'attempt':
        return this.attempt(item);
    }
  }

  private choice(item: Loose): string | undefined {
    const step = item['step'] as number;
    const seat = this.seats.find(({ name }) => name === item['seat']);
    if (!seat) return this.unknown('seat', item['seat'], this.seats.map(({ name }) => name)); // prettier-ignore
    for (const kind of ['open', 'covert'] as const) {
      const move = item[kind];
      if (move === undefined) continue;
      const names = seat.plans
        .filter((plan) => plan.kind === kind)
        .flatMap(({ moves }) => moves.map(({ name }) => name.slice(seat.name.length + 1)));
      if (typeof move !== 'string' || !names.includes(move))
        return unknownName(`\`${seat.name}\` has no ${kind} move ${quoted(move)}`, move, names);
      if (!hasTurn(seat, step)) return `\`${seat.name}\` has no turn in step ${step}`;
    }
    return this.twice(`choice ${seat.name} ${step}`, `\`${seat.name}\` is played twice in this step`);
  }

  private consent(item: Loose): string | undefined {
    const step = item['step'] as number;
    const { move: name, who, agrees } = item;
    const found = typeof name === 'string' ? this.moves.get(name) : undefined;
    if (!found) return this.unknown('move', name, this.moves.keys());
    const asked = found.move.consents.map((consent) => consent.who);
    if (typeof who !== 'string' || !asked.includes(who))
      return unknownName(`${quoted(who)} is not asked about \`${found.move.name}\``, who, asked);
    if (typeof agrees !== 'boolean') return `\`agrees\` is ${shown(agrees)}; it is true or false`;
    if (!hasTurn(found.seat, step)) return `\`${found.seat.name}\` has no turn in step ${step}`;
    return this.twice(`consent ${found.move.name} ${who} ${step}`, `\`${who}\` answers twice in this step`);
  }

  /** `key`: where the event's name stands. */
  private event(name: unknown, data: unknown, key: string): string | undefined {
    const events = this.ir.events.filter((event) => !isOwnEvent(event));
    if (typeof name !== 'string' || !events.includes(name)) return this.unknown(key, name, events);
    if (data !== undefined && !isObject(data)) return `\`data\` is ${shown(data)}; it is numbers by name`;
    const fields = this.ir.eventFields[this.ir.events.indexOf(name)] ?? [];
    const given = data ?? {};
    const stranger = Object.keys(given).find((field) => !fields.includes(field));
    if (stranger !== undefined)
      return unknownName(`\`${name}\` carries no \`${stranger.slice(0, 40)}\``, stranger, fields);
    const left = fields.find((field) => !isNumber(given[field]));
    if (left === undefined) return undefined;
    return given[left] === undefined
      ? `\`${name}\` carries \`${left}\`: give it in \`data\``
      : `\`${left}\` is ${shown(given[left])}; it is a number`;
  }

  private put({ driver, state }: Loose): string | undefined {
    const names = this.ir.drivers.map(({ name }) => name);
    if (typeof driver !== 'string' || !names.includes(driver)) return this.unknown('driver', driver, names);
    return this.state(driver, state);
  }

  private state(driver: string, state: unknown): string | undefined {
    const found = this.ir.states.find(({ name }) => name === `${driver}.${String(state)}`);
    if (found?.kind === 'history') return `\`${found.name}\` is a history state, which is never active`;
    if (found && typeof state === 'string') return undefined;
    const known = this.ir.states
      .filter(({ name, kind }) => name.startsWith(`${driver}.`) && kind !== 'history')
      .map(({ name }) => name.slice(driver.length + 1));
    return unknownName(`\`${driver}\` has no state ${quoted(state)}`, state, known);
  }

  private attempt(item: Loose): string | undefined {
    const { id, probability, effects } = item as Partial<Record<keyof Attempt, unknown>>;
    if (typeof id !== 'string' || !ID.test(id))
      return `\`id\` is ${shown(id)}; it is a name of letters, digits, \`_\`, \`-\` and \`.\`, at most 80 long`;
    const hash = siteHash(attemptName(id));
    const other = this.luck.get(hash);
    if (other !== undefined)
      return `\`${id}\` would have the luck of \`${other}\`: each attempt needs an id of its own`;
    this.luck.set(hash, attemptName(id));
    if (!isNumber(probability) || probability < 0 || probability > 1)
      return `\`probability\` is ${shown(probability)}; it is a number from 0 to 1`;
    if (!Array.isArray(effects)) return `\`effects\` is ${shown(effects)}; it is a list`;
    for (const [i, effect] of effects.entries()) {
      const problem = this.effect(effect);
      if (problem !== undefined) return `effect ${i + 1}: ${problem}`;
    }
    return undefined;
  }

  private effect(effect: unknown): string | undefined {
    if (!isObject(effect)) return `${shown(effect)} is no effect`;
    const kinds = Object.keys(EFFECT_KEYS).filter((key) => effect[key] !== undefined);
    const [kind] = kinds as (keyof typeof EFFECT_KEYS)[];
    if (kind === undefined || kinds.length > 1) return `an effect has one of \`add\`, \`raise\` and \`put\``;
    const stranger = strangerIn(effect, EFFECT_KEYS[kind]);
    if (stranger !== undefined) return stranger;
    if (kind === 'raise') return this.event(effect['raise'], effect['data'], 'raise');
    if (kind === 'add') return this.sum(effect as { readonly add: unknown; readonly to?: unknown });
    const put = effect['put'];
    const [driver = '', ...state] = typeof put === 'string' ? put.split('.') : [];
    if (state.length === 0) return `\`put\` is ${shown(put)}; it is a state, as \`driver.state\``;
    return this.put({ driver, state: state.join('.') });
  }

  private sum({ add, to }: { readonly add: unknown; readonly to?: unknown }): string | undefined {
    if (!isNumber(add)) return `\`add\` is ${shown(add)}; it is a number`;
    const variables = shownVariables(this.ir);
    const known = [...variables, ...this.ir.indicators].map(({ name }) => name);
    if (typeof to !== 'string' || !known.includes(to))
      return this.unknown('variable or indicator', to, known);
    const slot = variables.find(({ name }) => name === to)?.slot ?? -1;
    const { type = 'number' } = this.ir.variables[slot] ?? {};
    return type !== 'number' && !Number.isInteger(add)
      ? `\`add\` is ${add}; \`${to}\` takes whole numbers`
      : undefined;
  }

  private unknown(what: string, name: unknown, known: Iterable<string>): string {
    return unknownName(`there is no ${what === 'raise' ? 'event' : what} ${quoted(name)}`, name, known);
  }

  private twice(key: string, problem: string): string | undefined {
    if (this.seen.has(key)) return problem;
    this.seen.add(key);
    return undefined;
  }
}

const EFFECT_KEYS = { add: ['add', 'to'], raise: ['raise', 'data'], put: ['put'] } as const satisfies Record<
  'add' | 'raise' | 'put',
  readonly (Effect extends infer E ? (E extends E ? keyof E : never) : never)[]
>;

const ID = /^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,79}$/u;

const isNumber = (value: unknown): value is number => Number.isFinite(value);

const hasTurn = ({ every }: IrSeat, step: number): boolean => (step - 1) % every === 0;

function strangerIn(item: Loose, keys: readonly string[]): string | undefined {
  const stranger = Object.keys(item).find((key) => item[key] !== undefined && !keys.includes(key));
  return stranger === undefined
    ? undefined
    : unknownName(`there is no \`${stranger.slice(0, 40)}\` here`, stranger, keys);
}

const quoted = (name: unknown): string =>
  typeof name === 'string' && name.length <= 80 ? `\`${name}\`` : shown(name);

/** The problem, and the nearest name or what there is. */
function unknownName(problem: string, name: unknown, known: Iterable<string>): string {
  const help = typeof name === 'string' ? didYouMean(name, known) : didYouMean('', known);
  return help === undefined ? problem : `${problem}; ${help}`;
}
