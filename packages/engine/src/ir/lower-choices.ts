/** What a seat chooses at the beginning of a step: by rules, by weights or by a script; and who agrees to it. */
import type * as model from '../language/model.ts';
import { binary, constant } from './arithmetic.ts';
import type { IrChoice, IrMove, IrPlan } from './ir-seats.ts';
import type * as ir from './ir.ts';
import { all, SeatTerms, when } from './seat-terms.ts';
import {
  askedName,
  choiceName,
  consentName,
  isWeighted,
  movesOf,
  totalName,
  weightName,
  type Kind,
} from './seat-variables.ts';

type DistributedOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** A choice that is not yet said when it is due. */
export type Unplaced = DistributedOmit<IrChoice, 'first' | 'every' | 'idle'>;

const scriptOf = (seat: model.Seat, kind: Kind): readonly model.Rule[] =>
  (seat.bot?.script ?? []).filter(({ move }) => movesOf(seat, kind).some(({ name }) => name === move));

/** Whether anything but people chooses moves of this kind. */
export const isPlayed = (seat: model.Seat, kind: Kind): boolean =>
  (seat.bot?.[kind] ?? []).length + scriptOf(seat, kind).length > 0;

export class ChoiceLowering extends SeatTerms {
  /** The choice of the plan; who agrees to what was chosen, and what would come of it. */
  ofPlan(seat: model.Seat, plan: IrPlan): readonly Unplaced[] {
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
}
