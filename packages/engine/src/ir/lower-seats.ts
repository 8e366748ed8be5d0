/**
 * Seats of a Model to what is chosen and what is done. Here the rules of the game are written out once, as
 * expressions and actions that every executor knows: docs/reference/semantics.md, "Seats".
 *
 * Invariant: what a choice leaves in variables is 0 again when the moves of the step are done, but for `made` and
 * capital, so that it lengthens no frame.
 */
import { fateEvent, FATES, matches } from '../language/events.ts';
import type * as model from '../language/model.ts';
import { capitalOf } from '../language/scope.ts';
import { binary, constant } from './arithmetic.ts';
import type * as ir from './ir.ts';
import {
  momentaryOf,
  type IrChoice,
  type IrDeed,
  type IrMove,
  type IrPlan,
  type IrSeat,
  type IrSeats,
} from './ir-seats.ts';
import type { Numbering } from './numbering.ts';

type Kind = IrPlan['kind'];

/** A variable that a seat needs: its capital, and what its choices leave behind for the second phase. */
export interface SeatVariable {
  readonly name: string;
  readonly type: 'integer' | 'boolean' | 'number';
  /** 0 when left out. */
  readonly start?: model.Expr;
  readonly low: number;
  readonly high: number;
}

const KINDS: readonly Kind[] = ['open', 'covert'];

const movesOf = ({ moves }: model.Seat, kind: Kind): readonly model.Move[] =>
  moves.filter(({ covert }) => covert === (kind === 'covert'));

const scriptOf = (seat: model.Seat, kind: Kind): readonly model.Rule[] =>
  (seat.bot?.script ?? []).filter(({ move }) => movesOf(seat, kind).some(({ name }) => name === move));

/** Whether anything but people chooses moves of this kind. */
const isPlayed = (seat: model.Seat, kind: Kind): boolean =>
  (seat.bot?.[kind] ?? []).length + scriptOf(seat, kind).length > 0;

const isWeighted = (rules: readonly model.Rule[]): boolean =>
  rules.some(({ weight }) => weight !== undefined);

const askedName = ({ seat, role }: model.Asked): string => (role === undefined ? seat : `${seat}.${role}`);
const choiceName = (seat: string, kind: Kind): string => `${seat}.${kind}`;
const madeName = (seat: string, move: string): string => `${seat}.${move}.made`;
const outcomeName = (seat: string, move: string): string => `${seat}.${move}.outcome`;
const consentName = (seat: string, move: string, who: string): string => `${seat}.${move}.consent.${who}`;
const weightName = (seat: string, kind: Kind, i: number): string => `${seat}.${kind}.weight[${i}]`;
const totalName = (seat: string, kind: Kind): string => `${seat}.${kind}.weights`;

export function seatVariables(seats: readonly model.Seat[]): readonly SeatVariable[] {
  const whole = (name: string, high: number): SeatVariable => ({ name, type: 'integer', low: 0, high });
  const truth = (name: string): SeatVariable => ({ name, type: 'boolean', low: 0, high: 1 });
  const any = (name: string): SeatVariable => ({
    name,
    type: 'number',
    low: -Number.MAX_VALUE,
    high: Number.MAX_VALUE,
  });
  return seats.flatMap((seat) => [
    ...(seat.capital
      ? [
          {
            name: capitalOf(seat.name),
            type: 'number',
            start: seat.capital.start,
            low: 0,
            high: seat.capital.most,
          } as const,
        ]
      : []),
    ...KINDS.flatMap((kind) => {
      const moves = movesOf(seat, kind);
      const weighted = moves.length > 0 && isWeighted(seat.bot?.[kind] ?? []);
      return [
        ...(moves.length > 0 ? [whole(choiceName(seat.name, kind), moves.length + 1)] : []),
        ...(weighted
          ? [
              ...[...moves, 'hold'].map((_, i) => any(weightName(seat.name, kind, i))),
              any(totalName(seat.name, kind)),
            ]
          : []),
      ];
    }),
    ...seat.moves.flatMap(({ name, once, consent, outcomes }) => [
      ...(once ? [truth(madeName(seat.name, name))] : []),
      ...consent.map((asked) => truth(consentName(seat.name, name, askedName(asked)))),
      ...(outcomes.length > 0 ? [whole(outcomeName(seat.name, name), outcomes.length)] : []),
    ]),
  ]);
}

export class SeatLowering {
  private readonly model: model.Model;
  private readonly numbering: Numbering;

  constructor(checked: model.Model, numbering: Numbering) {
    this.model = checked;
    this.numbering = numbering;
  }

  run(): IrSeats | undefined {
    const { seats } = this.model;
    if (seats.length === 0) return undefined;
    const chosen: IrChoice[] = [];
    const done: IrDeed[] = [];
    const lowered = seats.map((seat, index): IrSeat => {
      const plans = KINDS.filter((kind) => movesOf(seat, kind).length > 0).map((kind) =>
        this.plan(seat, kind),
      );
      plans.forEach((plan, i) => {
        const occasion = { first: 1, every: seat.turn, idle: !isPlayed(seat, plan.kind) };
        chosen.push(...this.choices(seat, plan).map((choice) => ({ ...choice, ...occasion })));
        done.push(
          ...this.deeds(seat, plan, { seat: index, plan: i }).map((deed) => ({ ...deed, ...occasion })),
        );
      });
      return {
        name: seat.name,
        every: seat.turn,
        ...(seat.capital && { capital: this.slot(capitalOf(seat.name)) }),
        goals: seat.goals.map(({ id, when }) => ({ id, ...(when && { when: this.numbering.expr(when) }) })),
        plans,
      };
    });
    for (const seat of seats) {
      if (!seat.capital) continue;
      // As the turn before ends, so that a frame says what can be spent in the turn that follows it.
      const occasion = { first: seat.turn, every: seat.turn, idle: false };
      done.push({ ...occasion, actions: [this.grant(seat.name, seat.capital)] });
    }
    return { chosen, done, seats: lowered };
  }

  // ------------------------------------------------------------ moves

  private plan(seat: model.Seat, kind: Kind): IrPlan {
    const moves = movesOf(seat, kind);
    const weighted = isWeighted(seat.bot?.[kind] ?? []);
    return {
      kind,
      choice: this.slot(choiceName(seat.name, kind)),
      helpers: weighted
        ? [
            ...[...moves, 'hold'].map((_, i) => this.slot(weightName(seat.name, kind, i))),
            this.slot(totalName(seat.name, kind)),
          ]
        : [],
      moves: moves.map((move) => this.move(seat, move)),
    };
  }

  private move(seat: model.Seat, move: model.Move): IrMove {
    const name = `${seat.name}.${move.name}`;
    const cost = move.cost && this.numbering.expr(move.cost);
    const accepted = this.accepted(seat.name, move);
    return {
      name,
      event: this.numbering.event(name),
      ...(cost && { cost, affordable: binary('le', cost, this.budget(seat, move)) }),
      ...(move.when && { when: this.numbering.expr(move.when) }),
      ...(accepted && { accepted }),
      ...(move.once && { made: this.slot(madeName(seat.name, move.name)) }),
      consents: move.consent.map((asked) => ({
        who: askedName(asked),
        variable: this.slot(consentName(seat.name, move.name, askedName(asked))),
        asked: this.model.seats.findIndex((other) => other.name === asked.seat),
      })),
      ...(move.outcomes.length > 0 && {
        outcome: {
          variable: this.slot(outcomeName(seat.name, move.name)),
          names: move.outcomes.map((outcome) => outcome.name),
          weights: this.shares(move.outcomes),
        },
      }),
    };
  }

  /** What is left for a covert move is known with the open one of the turn. */
  private budget(seat: model.Seat, { covert }: model.Move): ir.IrExpr {
    const capital = this.variable(capitalOf(seat.name));
    const open = covert ? movesOf(seat, 'open') : [];
    const choice = choiceName(seat.name, 'open');
    const spent = open.reduceRight<ir.IrExpr | undefined>((rest, other, i) => {
      if (!other.cost) return rest;
      return when(this.is(choice, i + 1), this.numbering.expr(other.cost), rest ?? constant(0));
    }, undefined);
    return spent ? binary('sub', capital, spent) : capital;
  }

  /**
   * Some transition for an event of the move is enabled, probabilities aside: that is what taking it means. Nothing
   * where no driver handles it, since then nothing can stop taking it either.
   */
  private accepted(seat: string, move: model.Move): ir.IrExpr | undefined {
    const events = [
      `${seat}.${move.name}`,
      ...move.outcomes.map(({ name }) => `${seat}.${move.name}.${name}`),
    ];
    const carried = new Map(move.data.map(({ field, value }) => [field, value]));
    const ways: ir.IrExpr[] = [];
    for (const driver of this.model.drivers) {
      for (const owner of [driver, ...driver.states]) {
        const heard = owner.on.filter(({ descriptor }) => events.some((event) => matches(descriptor, event)));
        const guards = heard.flatMap(({ transitions }) => transitions.map((t) => t.when));
        if (guards.length === 0) continue;
        const tests = guards.map((guard) => guard && this.numbering.expr(withCarried(guard, carried)));
        const free = tests.every((test) => test !== undefined) ? anyOf(tests) : undefined;
        const isHere = owner === driver ? this.goesOn(driver) : this.active(driver, owner.name);
        ways.push(free && isHere ? binary('and', isHere, free) : (free ?? isHere ?? constant(1)));
      }
    }
    return ways.length === 0 ? undefined : anyOf(ways);
  }

  private active(driver: model.Driver, state: string): ir.IrExpr {
    return { op: 'state', slot: this.numbering.stateSlot(driver, state) };
  }

  /** A driver in a final state of its own answers nothing. */
  private goesOn(driver: model.Driver): ir.IrExpr | undefined {
    const ends = driver.states.filter(({ kind, parent }) => kind === 'final' && parent === undefined);
    if (ends.length === 0) return undefined;
    const over = anyOf(ends.map(({ name }) => this.active(driver, name)));
    return { op: 'not', of: over };
  }

  // ------------------------------------------------------------ choices

  /** The choice of the plan; who agrees to what was chosen, and what would come of it. */
  private choices(seat: model.Seat, plan: IrPlan): readonly Unplaced[] {
    const { kind, moves } = plan;
    const place = choiceName(seat.name, kind);
    const rules = seat.bot?.[kind] ?? [];
    const list: Unplaced[] = [];
    if (isWeighted(rules)) list.push(...this.weighted(seat, plan, rules));
    else list.push(...this.inOrder(seat, plan, rules));
    list.push(...this.scripted(seat, plan));
    movesOf(seat, kind).forEach((move, i) => {
      const chosen = this.is(place, i + 1);
      for (const asked of move.consent) {
        const name = consentName(seat.name, move.name, askedName(asked));
        const answer = this.answer(seat, move, asked);
        list.push({ do: 'set', variable: this.slot(name), to: binary('and', chosen, answer), place: name });
      }
      const { outcome } = moves[i] ?? {};
      if (!outcome) return;
      list.push({
        do: 'pick',
        site: this.numbering.site(
          `${move.luck ?? `${seat.name}.${move.name}`}.outcome`,
          move.provenance.evidence,
          move.span,
        ),
        variable: outcome.variable,
        weights: outcome.weights.map((weight) => when(chosen, weight, constant(0))),
      });
    });
    return list;
  }

  /** Rule by rule, until one has chosen: each is a small expression, however many there are. */
  private inOrder(
    seat: model.Seat,
    { kind, choice, moves }: IrPlan,
    rules: readonly model.Rule[],
  ): Unplaced[] {
    const place = choiceName(seat.name, kind);
    const names = movesOf(seat, kind).map(({ name }) => name);
    return rules.map((rule) => {
      const { move } = rule;
      const i = move === undefined ? names.length : names.indexOf(move);
      const holds = all([this.condition(seat, rule), this.canChoose(moves[i])]);
      const number = constant(i + 1);
      const followed = holds ? when(holds, number, constant(0)) : number;
      return {
        do: 'set',
        variable: choice,
        to: when(this.is(place, 0), followed, this.variable(place)),
        place,
      };
    });
  }

  /** Last of all, in place of what the rules chose; the first of several of one turn stays. */
  private scripted(seat: model.Seat, { kind, choice, moves }: IrPlan): readonly Unplaced[] {
    const place = choiceName(seat.name, kind);
    return scriptOf(seat, kind)
      .map((rule): Unplaced => {
        const i = movesOf(seat, kind).findIndex(({ name }) => name === rule.move);
        const holds = all([this.condition(seat, rule), this.canChoose(moves[i])]) ?? constant(1);
        return { do: 'set', variable: choice, to: when(holds, constant(i + 1), this.variable(place)), place };
      })
      .reverse();
  }

  /** Weights first, each once; then one draw in proportion to them. */
  private weighted(
    seat: model.Seat,
    { kind, choice, moves }: IrPlan,
    rules: readonly model.Rule[],
  ): Unplaced[] {
    const place = choiceName(seat.name, kind);
    const shareOf = (name: string | undefined, move: IrMove | undefined): ir.IrExpr => {
      const terms = rules
        .filter((rule) => rule.move === name)
        .map((rule): ir.IrExpr => {
          const value = rule.weight ? this.numbering.expr(rule.weight) : constant(0);
          const test = this.condition(seat, rule);
          return test ? when(test, value, constant(0)) : value;
        });
      if (terms.length === 0) return constant(0);
      const sum = terms.reduce((a, b) => binary('add', a, b));
      const free = move && this.canChoose(move);
      return free ? when(free, sum, constant(0)) : sum;
    };
    const names = [...movesOf(seat, kind).map(({ name }) => name), undefined];
    const weights = names.map((_, i) => weightName(seat.name, kind, i));
    const total = totalName(seat.name, kind);
    const sum = weights.map((name) => this.variable(name)).reduce((a, b) => binary('add', a, b));
    return [
      ...names.map((name, i): Unplaced => ({
        do: 'set',
        variable: this.slot(weights[i] ?? ''),
        to: shareOf(name, moves[i]),
        place,
      })),
      { do: 'set', variable: this.slot(total), to: sum, place },
      {
        do: 'pick',
        site: this.numbering.site(
          `${seat.bot?.luck ?? seat.name}.${kind}`,
          seat.provenance.evidence,
          seat.bot?.span ?? seat.span,
        ),
        variable: choice,
        // A weight below 0 stays what it is, and fails where probabilities do.
        weights: weights.map((name) => {
          const weight = this.variable(name);
          const share = binary('div', weight, this.variable(total));
          return when(binary('gt', this.variable(total), constant(0)), share, weight);
        }),
      },
    ];
  }

  /** In the turn of its date, if it has one, and where its `when` holds. */
  private condition({ turn }: model.Seat, { at, when: test }: model.Rule): ir.IrExpr | undefined {
    return all([at === undefined ? undefined : this.inTurnOf(at, turn), test && this.numbering.expr(test)]);
  }

  /** The clock step is k-1 where step k is chosen for, and the turn is the one in whose steps the moment lies. */
  private inTurnOf(at: model.Moment, turn: number): ir.IrExpr {
    const step = this.numbering.timeline.stepOf(at);
    if (step === undefined) return constant(0);
    const { count } = this.model.clock.step;
    const begun = Math.floor((step - 1) / turn) * turn;
    return binary('eq', { op: 't', perStep: count }, constant(begun * count));
  }

  private canChoose(move: IrMove | undefined): ir.IrExpr | undefined {
    return move && all([this.unmade(move), move.affordable, move.when, move.accepted]);
  }

  private unmade({ made }: IrMove): ir.IrExpr | undefined {
    return made === undefined ? undefined : { op: 'not', of: { op: 'variable', slot: made } };
  }

  /** Who gives no answer does not agree. */
  private answer(seat: model.Seat, move: model.Move, { seat: name, role }: model.Asked): ir.IrExpr {
    const other = this.model.seats.find((x) => x.name === name);
    const consents =
      role === undefined ? other?.bot?.consents : other?.roles.find((x) => x.name === role)?.consents;
    const found =
      consents?.find((c) => c.move === `${seat.name}.${move.name}`) ??
      consents?.find((c) => c.move === undefined);
    return found ? this.numbering.expr(found.when) : constant(0);
  }

  /** Probabilities of the outcomes; `else` takes what is left, if anything. */
  private shares(outcomes: readonly model.MoveOutcome[]): readonly ir.IrExpr[] {
    const known = outcomes.flatMap(({ probability }) =>
      probability === 'else' ? [] : [this.numbering.expr(probability)],
    );
    if (known.length === outcomes.length) return known;
    const sum = known.length === 0 ? constant(0) : known.reduce((a, b) => binary('add', a, b));
    return [...known, binary('max', constant(0), binary('sub', constant(1), sum))];
  }

  // ------------------------------------------------------------ deeds

  /** One for each move, of which at most one is the chosen one; at last the choice is forgotten. */
  private deeds(
    seat: model.Seat,
    plan: IrPlan,
    of: { readonly seat: number; readonly plan: number },
  ): readonly Pick<IrDeed, 'actions' | 'move' | 'forgets'>[] {
    const place = choiceName(seat.name, plan.kind);
    const cases = movesOf(seat, plan.kind).map((move, i) => ({
      move: { ...of, move: i },
      actions: [
        {
          do: 'if',
          test: this.is(place, i + 1),
          then: this.deed(seat, move, plan.moves[i]),
          otherwise: [],
          place,
        } as const,
      ],
    }));
    const clear = momentaryOf(plan).map((variable): ir.IrAction => ({
      do: 'set',
      variable,
      to: constant(0),
      place,
    }));
    const any = binary('gt', this.variable(place), constant(0));
    // Helpers are set whether or not a move was chosen.
    const forget: readonly ir.IrAction[] =
      plan.helpers.length > 0 ? clear : [{ do: 'if', test: any, then: clear, otherwise: [], place }];
    return [...cases, { forgets: of, actions: forget }];
  }

  /** Refused, lapsed, or made: then it is paid, and its event handled. */
  private deed(seat: model.Seat, move: model.Move, lowered: IrMove | undefined): readonly ir.IrAction[] {
    if (!lowered) return [];
    const place = lowered.name;
    const { cost, made, outcome } = lowered;
    const capital = seat.capital && this.slot(capitalOf(seat.name));
    const data = move.data.map(({ value }) => this.numbering.expr(value));
    const send = (event: string): ir.IrAction => ({
      do: 'send',
      event: this.numbering.event(event),
      data,
      id: this.numbering.sendId(event),
      place,
    });
    const make: readonly ir.IrAction[] = [
      ...(cost && seat.capital && capital !== undefined
        ? [this.pay(cost, seat.capital.most, capital, place)]
        : []),
      ...(made === undefined ? [] : [{ do: 'set', variable: made, to: constant(1), place } as const]),
      send(lowered.name),
      ...(outcome?.names ?? []).map((name, i): ir.IrAction => ({
        do: 'if',
        test: this.is(outcomeName(seat.name, move.name), i + 1),
        then: [send(`${lowered.name}.${name}`)],
        otherwise: [],
        place,
      })),
    ];
    const paid =
      cost && capital !== undefined ? binary('le', cost, { op: 'variable', slot: capital }) : undefined;
    const holds = all([this.unmade(lowered), paid, lowered.when, lowered.accepted]);
    const agreed = all(
      lowered.consents.map(({ variable }): ir.IrExpr => ({ op: 'variable', slot: variable })),
    );
    const unless = (
      test: ir.IrExpr | undefined,
      then: readonly ir.IrAction[],
      fate: (typeof FATES)[number],
    ): readonly ir.IrAction[] =>
      test ? [{ do: 'if', test, then, otherwise: this.tell(fate, seat.name, move.name), place }] : then;
    return unless(agreed, unless(holds, make, 'lapsed'), 'refused');
  }

  /** The event that tells what became of a move, if anybody listens. */
  private tell(fate: (typeof FATES)[number], seat: string, move: string): readonly ir.IrAction[] {
    const name = fateEvent(fate, seat, move);
    const event = this.numbering.events.get(name);
    if (event === undefined) return [];
    return [{ do: 'send', event, data: [], id: this.numbering.sendId(name), place: `${seat}.${move}` }];
  }

  private pay(cost: ir.IrExpr, most: number, capital: number, place: string): ir.IrAction {
    const rest = binary('sub', { op: 'variable', slot: capital }, cost);
    return { do: 'set', variable: capital, to: binary('min', rest, constant(most)), place };
  }

  private grant(seat: string, { income, carry, most }: model.Capital): ir.IrAction {
    const capital = this.variable(capitalOf(seat));
    const kept = carry === undefined ? capital : binary('min', capital, constant(carry));
    const sum = binary('add', kept, this.numbering.expr(income));
    return {
      do: 'set',
      variable: this.slot(capitalOf(seat)),
      to: binary('min', binary('max', sum, constant(0)), constant(most)),
      place: `${capitalOf(seat)}.income`,
    };
  }

  // ------------------------------------------------------------ small things

  private slot(name: string): number {
    const slot = this.numbering.names.slots.variable.get(name);
    if (slot === undefined) throw new Error(`InvariantError: no variable ${name} of a seat`);
    return slot;
  }

  private variable(name: string): ir.IrExpr {
    return { op: 'variable', slot: this.slot(name) };
  }

  private is(name: string, value: number): ir.IrExpr {
    return binary('eq', this.variable(name), constant(value));
  }
}

type DistributedOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
type Unplaced = DistributedOmit<IrChoice, 'first' | 'every' | 'idle'>;

const when = (test: ir.IrExpr, then: ir.IrExpr, otherwise: ir.IrExpr): ir.IrExpr => ({
  op: 'if',
  test,
  then,
  otherwise,
});

/** As a balanced tree, so that many make no deep one; they are asked in order all the same. */
function anyOf(tests: readonly ir.IrExpr[]): ir.IrExpr {
  const [first = constant(0)] = tests;
  if (tests.length <= 1) return first;
  const half = tests.length >> 1;
  return binary('or', anyOf(tests.slice(0, half)), anyOf(tests.slice(half)));
}

function all(tests: readonly (ir.IrExpr | undefined)[]): ir.IrExpr | undefined {
  const given = tests.filter((test) => test !== undefined);
  return given.length === 0 ? undefined : given.reduce((a, b) => binary('and', a, b));
}

/** An expression with what an event carries in place of the reading of it. */
function withCarried(expr: model.Expr, carried: ReadonlyMap<string, model.Expr>): model.Expr {
  if (expr.op === 'event') return carried.get(expr.field) ?? expr;
  const inside = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inside);
    if (typeof value !== 'object' || value === null) return value;
    return 'op' in value ? withCarried(value as model.Expr, carried) : value;
  };
  return Object.fromEntries(
    Object.entries(expr).map(([key, value]) => [key, inside(value)]),
  ) as unknown as model.Expr;
}
