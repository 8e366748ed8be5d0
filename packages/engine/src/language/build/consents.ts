/** When a seat, or a role of one, agrees to moves of others. */
import { nameSpan, place, type Located } from '../located.ts';
import type { Consent, Expr } from '../model.ts';
import { DECIDED } from '../reading.ts';
import type { Owner, Reader } from '../reader.ts';
import type { ConsentsShape } from '../shape-seats.ts';

/** `asked`: the seat that answers, whose own moves need no seat before them where a role of it is asked. */
export function readConsents(
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
