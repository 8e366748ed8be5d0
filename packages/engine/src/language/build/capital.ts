/** What a seat has to spend. */
import { walk } from '../expression/walk.ts';
import { child, nameSpan, place, type Located } from '../located.ts';
import type { Capital, Expr } from '../model.ts';
import { MOMENT, START } from '../reading.ts';
import type { Owner, Reader } from '../reader.ts';
import type { SeatShape } from '../shape-seats.ts';

/** What a seat may hold where it does not say. */
const MOST = 1000;

export function readCapital(
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
