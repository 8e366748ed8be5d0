/** The variables that a seat needs: its capital, and what its choices leave behind for the second phase. */
import type * as model from '../language/model.ts';
import { capitalOf } from '../language/scope.ts';
import type { IrPlan } from './ir-seats.ts';

export type Kind = IrPlan['kind'];

export interface SeatVariable {
  readonly name: string;
  readonly type: 'integer' | 'boolean' | 'number';
  /** 0 when left out. */
  readonly start?: model.Expr;
  readonly low: number;
  readonly high: number;
}

export const KINDS: readonly Kind[] = ['open', 'covert'];

export const movesOf = ({ moves }: model.Seat, kind: Kind): readonly model.Move[] =>
  moves.filter(({ covert }) => covert === (kind === 'covert'));

export const isWeighted = (rules: readonly model.Rule[]): boolean =>
  rules.some(({ weight }) => weight !== undefined);

export const askedName = ({ seat, role }: model.Asked): string =>
  role === undefined ? seat : `${seat}.${role}`;
export const choiceName = (seat: string, kind: Kind): string => `${seat}.${kind}`;
export const madeName = (seat: string, move: string): string => `${seat}.${move}.made`;
export const outcomeName = (seat: string, move: string): string => `${seat}.${move}.outcome`;
export const consentName = (seat: string, move: string, who: string): string =>
  `${seat}.${move}.consent.${who}`;
export const weightName = (seat: string, kind: Kind, i: number): string => `${seat}.${kind}.weight[${i}]`;
export const totalName = (seat: string, kind: Kind): string => `${seat}.${kind}.weights`;

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
