/**
 * Seats that are played from outside in some steps: what their bots would choose there is left out, and what was
 * chosen stands in its place. What is idle without people becomes live in the steps that need it, and in no others.
 */
import { binary, constant } from './arithmetic.ts';
import type { ChoiceMade, ConsentGiven } from './interventions.ts';
import { momentaryOf } from './ir-seats.ts';
import type { Ir } from './ir.ts';
import {
  isDue,
  type IrChoice,
  type IrDeed,
  type IrMove,
  type IrOccasion,
  type IrPlan,
  type IrSeat,
} from './ir-seats.ts';

export function withOutsideChoices(
  ir: Ir,
  choices: readonly ChoiceMade[],
  consents: readonly ConsentGiven[],
): Ir {
  const { seats } = ir;
  if (!seats || choices.length + consents.length === 0) return ir;
  const outside = new Outside(ir.clock.steps, choices, consents);
  const ofPlans = new Set<IrChoice>();
  const chosen = seats.seats.flatMap((seat) =>
    seat.plans.flatMap((plan) => {
      const variables = momentaryOf(plan);
      const own = seats.chosen.filter(({ variable }) => variables.includes(variable));
      for (const choice of own) ofPlans.add(choice);
      return outside.chosen(seat, plan, own, seats.seats);
    }),
  );
  const others = seats.chosen.filter((choice) => !ofPlans.has(choice));
  const done = seats.done.map((deed) => outside.deed(deed, seats.seats));
  return { ...ir, seats: { ...seats, chosen: [...chosen, ...others], done } };
}

/** What comes from outside, by who and when. */
class Outside {
  private readonly steps: number;
  private readonly choices: readonly ChoiceMade[];
  private readonly consents: readonly ConsentGiven[];

  constructor(steps: number, choices: readonly ChoiceMade[], consents: readonly ConsentGiven[]) {
    this.steps = steps;
    this.choices = choices;
    this.consents = consents;
  }

  /** All that is chosen for a plan: by the bot, from outside, then who consents and what comes of it. */
  chosen(
    seat: IrSeat,
    plan: IrPlan,
    own: readonly IrChoice[],
    seats: readonly IrSeat[],
  ): readonly IrChoice[] {
    const isOfBot = ({ variable }: IrChoice): boolean =>
      variable === plan.choice || plan.helpers.includes(variable);
    const played = this.stepsPlayed(seat.name);
    const bots = own.filter(isOfBot).flatMap((choice) => this.without(choice, played));
    const made = plan.moves.flatMap((move, i): IrChoice[] => {
      const only = this.stepsOf(seat, plan, move);
      if (only.length === 0) return [];
      const place = `${seat.name}.${plan.kind}`;
      const occasion = { first: 1, every: seat.every, idle: false, only };
      return [{ do: 'set', variable: plan.choice, to: constant(i + 1), place, ...occasion }];
    });
    const rest = own
      .filter((choice) => !isOfBot(choice))
      .flatMap((choice) => this.following(choice, seat, plan, seats));
    return [...bots, ...made, ...rest];
  }

  /** A consent or an outcome of a move of the plan. */
  private following(
    choice: IrChoice,
    seat: IrSeat,
    plan: IrPlan,
    seats: readonly IrSeat[],
  ): readonly IrChoice[] {
    for (const [i, move] of plan.moves.entries()) {
      const live = this.livened(choice, this.stepsOf(seat, plan, move));
      if (move.outcome?.variable === choice.variable) return [live];
      const asked = move.consents.find(({ variable }) => variable === choice.variable);
      if (!asked) continue;
      const answers = this.answers(move, asked.who, seats[asked.asked]?.name === asked.who);
      const agreed = [...answers].flatMap(([k, agrees]) => (agrees && isDue(live, k) ? [k] : []));
      const kept = live.idle ? [live] : this.without(live, new Set(answers.keys()));
      if (live.idle || agreed.length === 0 || choice.do !== 'set') return kept;
      const to = binary('eq', { op: 'variable', slot: plan.choice }, constant(i + 1));
      return [
        ...kept,
        { ...live, do: 'set', variable: choice.variable, to, place: choice.place, only: agreed },
      ];
    }
    return [choice];
  }

  /** By step: what who is asked about a move answers from outside. A seat that is played and is silent refuses. */
  private answers(move: IrMove, who: string, isSeat: boolean): ReadonlyMap<number, boolean> {
    const silent = isSeat ? [...this.stepsPlayed(who)].map((k) => [k, false] as const) : [];
    const given = this.consents
      .filter((consent) => consent.move === move.name && consent.who === who)
      .map(({ step, agrees }) => [step, agrees] as const);
    return new Map([...new Map([...silent, ...given])].sort(([a], [b]) => a - b));
  }

  deed(deed: IrDeed, seats: readonly IrSeat[]): IrDeed {
    const of = deed.move ?? deed.forgets;
    const seat = of && seats[of.seat];
    const plan = of && seat?.plans[of.plan];
    if (!deed.idle || !seat || !plan) return deed;
    const moves = deed.move ? plan.moves.slice(deed.move.move, deed.move.move + 1) : plan.moves;
    const steps = moves.flatMap((move) => this.stepsOf(seat, plan, move));
    return this.livened(
      deed,
      steps.sort((a, b) => a - b),
    );
  }

  private stepsPlayed(seat: string): ReadonlySet<number> {
    return new Set(this.choices.filter((choice) => choice.seat === seat).map(({ step }) => step));
  }

  /** When a move is chosen from outside, ascending. */
  private stepsOf(seat: IrSeat, { kind }: IrPlan, move: IrMove): readonly number[] {
    return this.choices
      .filter((choice) => choice.seat === seat.name && `${seat.name}.${choice[kind]}` === move.name)
      .map(({ step }) => step)
      .sort((a, b) => a - b);
  }

  private livened<T extends IrOccasion>(occasion: T, steps: readonly number[]): T {
    return occasion.idle && steps.length > 0 ? { ...occasion, idle: false, only: steps } : occasion;
  }

  /** In the steps in which nobody plays from outside. */
  private without<T extends IrOccasion>(occasion: T, steps: ReadonlySet<number>): readonly T[] {
    const all = Array.from({ length: this.steps }, (_, i) => i + 1).filter((k) => isDue(occasion, k));
    const only = all.filter((k) => !steps.has(k));
    if (only.length === all.length) return [occasion];
    return only.length === 0 ? [] : [{ ...occasion, only }];
  }
}
