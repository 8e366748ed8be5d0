/**
 * Moves that an arm writes for a seat: in the turn that holds the date the seat makes that move, or none where it
 * cannot be made, whatever its bot would have done; in all other turns the bot goes on. A script is rules of a bot, so
 * executors know nothing of it.
 */
import { readMoment } from './build/moment.ts';
import { nameSpan, place, moved, type Located } from './located.ts';
import type { Bot, Expr, Model, Rule, Seat } from './model.ts';
import type { Reader } from './reader.ts';
import type { Said, StudyArm } from './study-arm.ts';
import { Timeline } from './timeline.ts';

type Kind = 'open' | 'covert';
const KINDS: readonly Kind[] = ['open', 'covert'];

/** A move, or none, in the turn that begins with a step. */
interface Scripted {
  readonly step: number;
  readonly kind: Kind;
  readonly move?: string;
  readonly at: Located;
}

/** The model with the scripts of the arm; `offset` is where the text of the study begins. */
export function withScripts(model: Model, { scripts = [] }: StudyArm, offset: number, reader: Reader): Model {
  const timeline = new Timeline(model.clock);
  let { seats } = model;
  for (const { name, lines, at } of scripts) {
    const seat = seats.find((other) => other.name === name);
    if (!seat) {
      reportSeat(name, moved(at, offset), model, reader);
      continue;
    }
    const scripted = lines.flatMap((line) => readLine(seat, line, offset, timeline, reader));
    for (const [i, one] of scripted.entries())
      if (scripted.slice(0, i).some(({ step, kind }) => step === one.step && kind === one.kind))
        reader.report.add(
          'arm-state',
          `\`${name}\` has a line for its ${one.kind} move in this turn already`,
          one.at.span,
          {
            help: 'a seat makes at most one open and one covert move a turn',
          },
        );
    const bot = KINDS.reduce((made, kind) => withRules(made, kind, scripted, model), seat.bot ?? noBot(seat));
    seats = seats.map((other) => (other === seat ? { ...seat, bot } : other));
  }
  return { ...model, seats };
}

const noBot = ({ span }: Seat): Bot => ({ script: [], open: [], covert: [], consents: [], span });

function reportSeat(name: string, at: Located, { seats }: Model, { report }: Reader): void {
  if (seats.length === 0)
    report.add('study-scripts', 'a script plays a seat, and this scenario has none', nameSpan(at), {
      help: 'leave `scripts` out; `events` adds dated events, `put` and `hold` force states',
    });
  else
    report.add('unknown-name', `no seat is called \`${name}\``, nameSpan(at), {
      help: report.suggest(name, () => seats.map((seat) => seat.name)) ?? 'name a seat of the scenario',
    });
}

type Line = NonNullable<StudyArm['scripts']>[number]['lines'][number];

function readLine(
  seat: Seat,
  { input, at: written }: Said<Line['input']>,
  offset: number,
  timeline: Timeline,
  reader: Reader,
): readonly Scripted[] {
  const at = moved(written, offset);
  const when = place(at, 'at');
  const dated = readMoment(input.at, when, timeline, reader);
  const step = dated && timeline.lastAt(dated.time) + 1;
  const inside = step !== undefined && step >= 1 && step <= timeline.clock.steps;
  if (dated && !inside)
    reader.report.add('arm-state', `\`${String(dated.moment)}\` lies outside the clock`, when.span, {
      help: 'a move is made in the turn that holds the date',
    });
  const move = input.move === undefined ? undefined : seat.moves.find(({ name }) => name === input.move);
  if (input.move !== undefined && !move) {
    const names = seat.moves.map(({ name }) => name);
    reader.report.add(
      'unknown-name',
      `\`${seat.name}\` has no move \`${input.move}\``,
      place(at, 'move').span,
      {
        help: reader.report.suggest(input.move, () => names) ?? 'name a move of the seat',
      },
    );
  }
  if (!inside || (input.move !== undefined && !move)) return [];
  const first = step - ((step - 1) % seat.turn);
  if (move) return [{ step: first, kind: move.covert ? 'covert' : 'open', move: move.name, at }];
  const { hold } = input;
  return KINDS.filter((kind) => hold === true || hold === kind).map((kind) => ({ step: first, kind, at }));
}

/** The bot's rules for one kind of move, with those that are scripted in front and the others in all other turns. */
function withRules(bot: Bot, kind: Kind, scripted: readonly Scripted[], model: Model): Bot {
  const own = scripted.filter((one) => one.kind === kind);
  if (own.length === 0) return bot;
  const isWeighted = bot[kind].some(({ weight }) => weight !== undefined);
  const weight = (at: Located): { readonly weight?: Expr } => (isWeighted ? { weight: number(1, at) } : {});
  const written = own.map(({ step, move, at }): Rule => ({
    ...(move !== undefined && { move }),
    when: inStep(step, model, at),
    ...weight(at),
    span: at.span,
  }));
  const anyTime = own
    .map(({ step, at }) => inStep(step, model, at))
    .reduce((left, right): Expr => ({ op: 'or', left, right, span: left.span }));
  const elsewhere: Expr = { op: 'not', of: anyTime, span: anyTime.span };
  const others = bot[kind].map((rule): Rule => ({
    ...rule,
    when: rule.when ? { op: 'and', left: elsewhere, right: rule.when, span: rule.span } : elsewhere,
  }));
  return { ...bot, [kind]: [...written, ...others] };
}

const number = (value: number, { span }: Located): Expr => ({ op: 'number', value, span });

/** While step k is chosen for, the time is that of frame k - 1; halves keep clear of rounding. */
function inStep(step: number, { clock }: Model, at: Located): Expr {
  const { span } = at;
  const bound = (by: number): Expr => number((step - 1 + by) * clock.step.count, at);
  return {
    op: 'and',
    left: { op: 'gt', left: { op: 't', span }, right: bound(-0.5), span },
    right: { op: 'lt', left: { op: 't', span }, right: bound(0.5), span },
    span,
  };
}
