/** A trace as text a person reads: one paragraph a step in which something moved, and where it ended. */
import { folded } from './fold.ts';
import type { Trace, TraceDecision, TraceDraw, TraceFrame, TraceMove } from './trace.ts';

export interface TraceText {
  /** Measures, indicators and variables whose changes are shown; all measures by default. */
  readonly show?: readonly string[];
  /** Every draw, those that picked nothing too; else only those that gave way, and those of a step that failed. */
  readonly draws?: boolean;
  /** What an evidence id says, for the list at the end. */
  readonly claims?: Readonly<Record<string, string>>;
}

export function printTrace(trace: Trace, options: TraceText = {}): string {
  const lines = [
    `${trace.scenario.id}, trial ${trace.trial}, seed ${trace.seed}`,
    '',
    'Parameters of this trial',
  ];
  const width = Math.max(0, ...trace.parameters.map((p) => p.name.length));
  for (const p of trace.parameters) {
    const unit = p.unit === undefined || p.unit === '1' ? '' : ` ${p.unit}`;
    lines.push(`  ${p.name.padEnd(width)}  ${number(p.value)}${unit}${cited(p.evidence)}`);
  }
  let before: TraceFrame | undefined;
  for (const frame of trace.frames) {
    lines.push('', ...frameLines(frame, before, options));
    before = frame;
  }
  lines.push('');
  if (trace.failure) {
    const { step, code, place, detail, date, time, moves, decisions, draws } = trace.failure;
    lines.push(
      `${date ?? `t = ${number(time)}`}  step ${step}, up to the fault`,
      ...happenedLines(moves, decisions),
    );
    // A fault in the middle of something: the draws tell how far it came.
    lines.push(...draws.map(drawLine), '');
    lines.push(
      `The trial failed in step ${step}: ${code} at ${place}${detail === undefined ? '' : `: ${detail}`}`,
    );
  } else {
    lines.push('Answers');
    const ids = Object.entries(trace.answers);
    const idWidth = Math.max(0, ...ids.map(([id]) => id.length));
    ids.forEach(([id, answer]) => lines.push(`  ${id.padEnd(idWidth)}  ${answer}`));
  }
  const used = new Set(trace.frames.flatMap((f) => f.moves.flatMap((m) => m.evidence)));
  const claims = Object.entries(options.claims ?? {}).filter(([id]) => used.has(id));
  if (claims.length > 0)
    lines.push('', 'What the moves rest on', ...claims.map(([id, text]) => `  ${id}: ${text}`));
  return lines.join('\n') + '\n';
}

function drawLine({ site, probabilities, draw, picked, gaveWay }: TraceDraw): string {
  const odds = probabilities.map((p) => percent(p)).join(' / ');
  return `  . ${site}: ${odds}, draw ${fraction(draw)}, ${picked === null ? 'nothing' : `alternative ${picked + 1}`}${gaveWay ? ', gave way' : ''}`;
}

function frameLines(frame: TraceFrame, before: TraceFrame | undefined, options: TraceText): string[] {
  const when = frame.date ?? `t = ${number(frame.time)}`;
  const lines = [before ? `${when}  step ${frame.step}` : `${when}  start`];
  if (before) lines.push(...happenedLines(frame.moves, frame.decisions), ...whereNow(frame));
  else {
    const states = Object.entries(frame.states).map(([driver, state]) => `${driver} ${state}`);
    lines.push(...wrapped(states));
    // What was drawn or happened already at the start, not the plain entering of initial states.
    lines.push(...happenedLines(frame.moves.filter((m) => m.cause !== 'start')));
  }
  lines.push(...frame.draws.filter(({ gaveWay }) => options.draws === true || gaveWay).map(drawLine));
  const values = { ...frame.variables, ...frame.indicators, ...frame.measures };
  const shown = options.show ?? Object.keys(frame.measures);
  const old = before && { ...before.variables, ...before.indicators, ...before.measures };
  const changed = shown.filter((name) => values[name] !== undefined && values[name] !== old?.[name]);
  lines.push(
    ...wrapped(
      changed.map((name) => {
        const was = old?.[name];
        return was === undefined
          ? `${name} ${number(values[name] ?? 0)}`
          : `${name} ${number(was)} → ${number(values[name] ?? 0)}`;
      }),
    ),
  );
  return lines;
}

/** What was decided stands before what it moved. */
function happenedLines(
  moves: readonly TraceMove[],
  decisions: readonly TraceDecision[] = [],
): readonly string[] {
  const decidedAt = (i: number): readonly string[] =>
    decisions.filter(({ after }) => after === i).map(decisionLine);
  return folded([
    ...moves.flatMap((move, i) => [...decidedAt(i), moveLine(move)]),
    ...decidedAt(moves.length),
  ]);
}

function decisionLine(decision: TraceDecision): string {
  const { seat, kind, move, fate, obstacles, consents, cost, capital, outcome } = decision;
  const name = move.slice(seat.length + 1);
  const price =
    cost === undefined
      ? []
      : [
          cost < 0
            ? `gains ${number(-cost)} to ${number(capital ?? 0)}`
            : `${number(cost)} of ${number(capital ?? 0)} capital`,
        ];
  const agreed = consents.filter(({ agrees }) => agrees).map(({ who }) => `${who} agrees`);
  const against = consents.filter(({ agrees }) => !agrees).map(({ who }) => `${who} refuses`);
  const why = {
    made: [...price, ...agreed],
    refused: [...agreed, ...against],
    lapsed: obstacles.map((obstacle) => WHY_NOT[obstacle]),
  }[fate];
  const what = {
    made: `makes ${name}${outcome === undefined ? '' : `, which comes to ${outcome}`}`,
    refused: `is refused ${name}`,
    lapsed: `had chosen ${name}, which has lapsed`,
  }[fate];
  return `  ◆ ${seat}${kind === 'covert' ? ' covertly' : ''} ${what}${why.length > 0 ? `  (${why.join(', ')})` : ''}`;
}

const WHY_NOT: Readonly<Record<TraceDecision['obstacles'][number], string>> = {
  made: 'it can be made once',
  capital: 'it costs more than there is',
  condition: 'its condition no longer holds',
  nobody: 'nothing takes it any more',
};

/** The drivers that are elsewhere than their last move says: in what is inside its target, or in other regions too. */
function whereNow({ moves, states }: TraceFrame): readonly string[] {
  const last = new Map(moves.flatMap(({ driver, to }) => (to === undefined ? [] : [[driver, to] as const])));
  const elsewhere = [...last].filter(([driver, to]) => states[driver] !== to);
  return wrapped(elsewhere.map(([driver]) => `${driver} is in ${states[driver] ?? ''}`));
}

function moveLine(move: TraceMove): string {
  const path = move.to === undefined ? `stays ${move.from ?? ''}` : `${move.from ?? '·'} → ${move.to}`;
  const why = move.chance
    ? `chance ${percent(move.chance.probability)}, draw ${fraction(move.chance.draw)} below ${fraction(move.chance.below)}`
    : move.cause;
  const event = move.chance && move.cause.startsWith('on ') ? `${move.cause}: ` : '';
  return `  ▸ ${move.driver}: ${path}  (${event}${why})${cited(move.evidence)}`;
}

const cited = (evidence: readonly string[]): string =>
  evidence.length > 0 ? `  [${evidence.join(', ')}]` : '';
/** Whole numbers whole: what counts something is not rounded. */
const number = (x: number): string => String(Number.isSafeInteger(x) ? x : Number(x.toPrecision(4)));
const fraction = (x: number): string => x.toFixed(6);

function percent(p: number): string {
  const x = p * 100;
  return `${x >= 10 ? x.toFixed(0) : x >= 1 ? x.toFixed(1) : String(Number(x.toPrecision(2)))}%`;
}

/** Short items joined into lines of readable width. */
function wrapped(items: readonly string[]): string[] {
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + item.length < 108) lines[lines.length - 1] = `${last} · ${item}`;
    else lines.push(`  ${item}`);
  }
  return lines;
}
