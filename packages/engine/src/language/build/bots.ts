/** The bot that plays a seat: rules, weights, a script. */
import { child, nameSpan, place, type Located } from '../located.ts';
import type { Bot, Moment, Rule } from '../model.ts';
import { DECIDED } from '../reading.ts';
import type { Owner, Reader } from '../reader.ts';
import type { RuleShape, SeatShape } from '../shape-seats.ts';
import type { Timeline } from '../timeline.ts';
import { readConsents } from './consents.ts';
import { readMoment } from './moment.ts';

export function readBot(
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
