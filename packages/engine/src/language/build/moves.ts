/** Moves of a seat: what each costs, when it can be made, who is asked, what may come of it. */
import { child, nameSpan, place, type Located } from '../located.ts';
import type { Asked, Move, MoveOutcome } from '../model.ts';
import { DECIDED } from '../reading.ts';
import { labelOf, partOf, type Owner, type Reader } from '../reader.ts';
import type { SeatShape } from '../shape-seats.ts';
import { readData } from './actions.ts';

export function readMove(
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
    ...partOf('text', input.text),
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
