/** What the rules of the game say of a move at a moment: whether it can be made, why not, and what became of it. */
import type { Ir } from '../ir/ir.ts';
import type { IrDeed, IrMove, IrPlan, IrSeat } from '../ir/ir-seats.ts';
import { evaluate, holds, type Moment } from './evaluate.ts';
import { Fault } from './fault.ts';

/**
 * `made`: it can be made once and was. `capital`: it costs more than there is. `condition`: its `when` does not hold.
 * `nobody`: nothing takes it now.
 */
export type Obstacle = 'made' | 'capital' | 'condition' | 'nobody';

/** A move that was chosen, at the moment when it is its turn. */
export interface Decision {
  readonly seat: string;
  readonly kind: IrPlan['kind'];
  /** `seat.move`. */
  readonly move: string;
  readonly fate: 'made' | 'lapsed' | 'refused';
  /** Why it lapsed. */
  readonly obstacles: readonly Obstacle[];
  readonly consents: readonly { readonly who: string; readonly agrees: boolean }[];
  readonly cost?: number;
  /** Before it is paid. */
  readonly capital?: number;
  /** What comes of it. */
  readonly outcome?: string;
}

/** `chooses`: as the seat chooses, with what its open move of the turn costs put aside; else as the move is made. */
export function obstaclesTo(
  seat: IrSeat,
  move: IrMove,
  moment: Moment,
  chooses: boolean,
): readonly Obstacle[] {
  const { variables } = moment;
  const capital = seat.capital === undefined ? 0 : (variables[seat.capital] ?? 0);
  const isPaid = (): boolean => {
    if (!move.cost || !move.affordable) return true;
    return chooses ? holds(move.affordable, moment) : evaluate(move.cost, moment) <= capital;
  };
  return [
    ...(move.made !== undefined && variables[move.made] === 1 ? (['made'] as const) : []),
    ...(isPaid() ? [] : (['capital'] as const)),
    ...(move.when && !holds(move.when, moment) ? (['condition'] as const) : []),
    ...(move.accepted && !holds(move.accepted, moment) ? (['nobody'] as const) : []),
  ];
}

/** A move, if it is the chosen one; nothing where telling it would fault, since then the trial does. */
export function decisionOf(
  { seats }: Ir,
  { seat: s, plan: p, move: m }: NonNullable<IrDeed['move']>,
  moment: Moment,
): Decision | undefined {
  const seat = seats?.seats[s];
  const plan = seat?.plans[p];
  const move = plan?.moves[m];
  if (!seat || !plan || !move || moment.variables[plan.choice] !== m + 1) return undefined;
  const { variables } = moment;
  const consents = move.consents.map(({ who, variable }) => ({ who, agrees: variables[variable] === 1 }));
  const agreed = consents.every(({ agrees }) => agrees);
  try {
    const obstacles = agreed ? obstaclesTo(seat, move, moment, false) : [];
    const fate = !agreed ? 'refused' : obstacles.length > 0 ? 'lapsed' : 'made';
    const outcome = move.outcome && move.outcome.names[(variables[move.outcome.variable] ?? 0) - 1];
    return {
      seat: seat.name,
      kind: plan.kind,
      move: move.name,
      fate,
      obstacles,
      consents,
      ...(move.cost && { cost: evaluate(move.cost, moment) }),
      ...(seat.capital !== undefined && { capital: variables[seat.capital] ?? 0 }),
      ...(outcome !== undefined && fate === 'made' && { outcome }),
    };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return undefined;
  }
}
