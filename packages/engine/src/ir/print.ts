/** The Ir as text: one line a thing, expressions in the notation of scenarios with names put back. */
import type { IrOccasion } from './ir-seats.ts';
import type { Ir, IrAction, IrDistribution, IrExpr, IrHandler, IrTransition } from './ir.ts';
import { itemOf } from './item.ts';

const INFIX: Readonly<Record<string, string>> = {
  add: '+',
  sub: '-',
  mul: '*',
  div: '/',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
  eq: '==',
  ne: '!=',
  and: 'and',
  or: 'or',
};

/** Fully bracketed, so that the order of rounding is visible. `fields` are those of the event that is being handled. */
export function printIrExpr(e: IrExpr, ir: Ir, fields: readonly string[] = []): string {
  const show = (x: IrExpr): string => printIrExpr(x, ir, fields);
  switch (e.op) {
    case 'const':
      return String(e.value);
    case 'parameter':
      return name(ir.parameters, e.slot);
    case 'variable':
      return name(ir.variables, e.slot);
    case 'indicator':
      return name(ir.indicators, e.slot);
    case 'now':
      return `now(${name(ir.indicators, e.slot)})`;
    case 'state':
      return name(ir.states, e.slot);
    case 'measure':
      return name(ir.measures, e.slot);
    case 'elapsed':
      return `steps(${name(ir.states, e.state)}) * ${e.perStep}`;
    case 't':
      return `step * ${e.perStep}`;
    case 'previous':
      return `prev[${e.slot}]`;
    case 'start':
      return `start[${e.slot}]`;
    case 'delayed':
      return `line[${e.slot}]`;
    case 'table':
      return `table(${show(e.of)}, ${e.ends}, ${e.xs.map((x, i) => `${x}: ${e.ys[i]}`).join(', ')})`;
    case 'happened':
      return `happened(${ir.events[ir.counted[e.slot] ?? -1] ?? ''})`;
    case 'answer':
      return 'answer';
    case 'event':
      return fields[e.slot] === undefined ? `event[${e.slot}]` : `event.${fields[e.slot]}`;
    case 'power':
      return `${show(e.of)}^${e.exponent}`;
    case 'neg':
      return `-${show(e.of)}`;
    case 'if':
      return `(${show(e.test)} ? ${show(e.then)} : ${show(e.otherwise)})`;
    default: {
      if ('of' in e) return `${e.op}(${show(e.of)})`;
      const sign = INFIX[e.op];
      return sign === undefined
        ? `${e.op}(${show(e.left)}, ${show(e.right)})`
        : `(${show(e.left)} ${sign} ${show(e.right)})`;
    }
  }
}

export function printIr(ir: Ir): string {
  const lines: string[] = [];
  const say = (depth: number, text: string): void => void lines.push('  '.repeat(depth) + text);
  const expr = (e: IrExpr): string => printIrExpr(e, ir);
  const { clock } = ir;

  say(0, `${ir.schema} ${ir.id} ${ir.hash}`);
  say(
    0,
    `clock ${clock.steps} steps of ${clock.perStep} ${clock.unit}${clock.dates ? ` from ${clock.dates[0]}` : ''}`,
  );
  if (clock.recorded.length <= clock.steps) say(1, `${clock.recorded.length} frames of measures recorded`);
  if (clock.until) say(1, `until ${expr(clock.until)}`);

  heading('sites', ir.sites);
  ir.sites.forEach((site, i) =>
    say(
      1,
      `#${i} ${site.name} ${site.hash.toString(16).padStart(8, '0')}${list(' evidence ', site.evidence)}`,
    ),
  );
  heading('parameters', ir.parameters);
  ir.parameters.forEach((p) => {
    const value = 'fixed' in p.value ? expr(p.value.fixed) : distribution(p.value.prior);
    const copula = p.copula?.map(({ parameter, weight }) => `${weight} * ${name(ir.parameters, parameter)}`);
    say(1, `${p.name} = ${value}${p.unit ? ` [${p.unit}]` : ''}${list(' copula ', copula ?? [], ' + ')}`);
  });
  heading('variables', ir.variables);
  ir.variables.forEach((v) =>
    say(
      1,
      `${v.name}: ${v.type} in [${v.low}, ${v.high}]${v.driver < 0 ? '' : ` of ${name(ir.drivers, v.driver)}`} = ${expr(v.start)}`,
    ),
  );
  heading('delays', ir.delays);
  ir.delays.forEach((d, i) => say(1, `@${i} ${d.text}: set in frame 0, due in step ${d.due[0]}`));
  heading('drivers', ir.drivers);
  ir.drivers.forEach((d) => {
    const initial = d.initial.map((i) => `${name(ir.states, i.state)}: ${expr(i.probability)}`).join(', ');
    say(
      1,
      `${d.name} initial ${d.site === undefined ? name(ir.states, d.initial[0]?.state ?? 0) : `#${d.site} { ${initial} }`}`,
    );
    d.on.forEach((h) => handler(2, h));
    d.states.forEach((slot) => state(slot));
  });
  heading('indicators', ir.indicators);
  ir.indicators.forEach((x) => {
    say(1, x.name);
    say(2, `start ${expr(x.start)}`);
    say(2, `next ${expr(x.next)}`);
    if (x.noise) say(2, `noise ${distribution(x.noise)}`);
    if (x.range) say(2, `range [${expr(x.range[0])}, ${expr(x.range[1])}]`);
  });
  heading('measures', ir.measures);
  ir.measures.forEach((m, i) =>
    say(
      1,
      `${m.name}${i < ir.reported ? '' : ' (helper)'} = ${expr(m.value)}${m.range ? ` in [${m.range.join(', ')}]` : ''}`,
    ),
  );
  heading('lines', ir.lines);
  ir.lines.forEach((line, i) => {
    say(1, `line[${i}] of ${line.name}`);
    say(2, `start ${expr(line.start)}`);
    say(2, `steps ${expr(line.length)}`);
    say(2, `input ${expr(line.input)}`);
    if (line.positive) say(2, `positive ${expr(line.positive)}`);
  });
  heading('kept', [...ir.previous, ...ir.starts]);
  ir.previous.forEach((e, i) => say(1, `prev[${i}] = ${expr(e)}`));
  ir.starts.forEach((e, i) => say(1, `start[${i}] = ${expr(e)}`));
  heading('calendar', ir.calendar);
  ir.calendar.forEach((c) =>
    say(
      1,
      `step ${c.step}: ${ir.events[c.event]}${list('(', c.data.map(String))}${c.data.length > 0 ? ')' : ''} at ${c.at}`,
    ),
  );
  heading('questions', ir.questions);
  ir.questions.forEach((q) => {
    const frames = (window: { at: boolean; first: number; last: number }): string =>
      window.at ? `at frame ${window.last}` : `frames ${window.first} to ${window.last}`;
    const parts = [
      ...(q.test ? [expr(q.test)] : []),
      ...(q.value ? [`value ${expr(q.value)}`] : []),
      ...(q.transitions ? [`transitions ${expr(q.transitions)}`] : []),
      ...(q.stop ? [`stop ${expr(q.stop)}`] : []),
      ...(q.most ? [`most ${expr(q.most)}`] : []),
      ...(q.given ? [`given ${expr(q.given.test)} ${frames(q.given)}`] : []),
    ];
    say(1, [`${q.id}: ${q.kind} ${frames(q)}`, ...parts].join(' '));
    if (q.kind !== 'binary')
      q.outcomes.forEach((o) => say(2, `${o.id}${o.when ? ` when ${expr(o.when)}` : ''}`));
  });
  heading('seats', ir.seats?.seats ?? []);
  ir.seats?.chosen.forEach((c) => {
    const what =
      c.do === 'set' ? `:= ${expr(c.to)}` : `picked by #${c.site} from ${c.weights.map(expr).join(' | ')}`;
    say(1, `${occasion(c)} choose ${name(ir.variables, c.variable)} ${what}`);
  });
  ir.seats?.done.forEach((deed) => say(1, `${occasion(deed)} do ${deed.actions.map(action).join('; ')}`));
  return lines.join('\n') + '\n';

  function heading(title: string, items: readonly unknown[]): void {
    if (items.length > 0) say(0, title);
  }

  function distribution(d: IrDistribution): string {
    const args = d.args.map((a, i) => {
      const argName = d.argNames[i];
      return argName === null || argName === undefined ? expr(a) : `${argName} = ${expr(a)}`;
    });
    const within = d.within ? ` within [${expr(d.within[0])}, ${expr(d.within[1])}]` : '';
    return `#${d.site} ${d.name}(${args.join(', ')})${within}`;
  }

  function state(slot: number): void {
    const s = ir.states[slot];
    if (!s) return;
    const inside = s.parent < 0 ? '' : ` in ${name(ir.states, s.parent)}`;
    const done = s.done === undefined ? '' : ` raises ${ir.events[s.done]}`;
    say(2, `${s.name}${s.kind === 'atomic' ? '' : ` ${s.kind}`}${inside}${done}`);
    if (s.initial)
      say(3, `initial -> ${states(s.initial.to)}${list(' do ', s.initial.actions.map(action), '; ')}`);
    if (s.history) say(3, `${s.history.deep ? 'deep' : 'shallow'}, else -> ${states(s.history.to)}`);
    if (s.entry.length > 0) say(3, `entry ${s.entry.map(action).join('; ')}`);
    if (s.exit.length > 0) say(3, `exit ${s.exit.map(action).join('; ')}`);
    s.always.forEach((t) => say(3, `always${transition(t)}`));
    s.after.forEach((t) => say(3, `after @${t.delay}${transition(t)}`));
    s.on.forEach((h) => handler(3, h));
    if (!s.chance) return;
    say(3, `chance #${s.chance.site} ${s.chance.kind}`);
    s.chance.alternatives.forEach((a) =>
      say(4, `${a.weight === 'else' ? 'else' : expr(a.weight)}${transition(a)}`),
    );
  }

  function handler(depth: number, h: IrHandler): void {
    say(depth, `on ${ir.events[h.event]}${h.site === undefined ? '' : ` #${h.site}`}`);
    h.transitions.forEach((t) =>
      say(depth + 1, `${t.probability ? expr(t.probability) : 'certain'}${transition(t)}`),
    );
  }

  function transition(t: IrTransition): string {
    const when = t.when ? ` when ${expr(t.when)}` : '';
    const to = t.to === undefined ? '' : ` ${t.internal ? 'internal ' : ''}-> ${states(t.to)}`;
    return `${when}${to}${list(' do ', t.actions.map(action), '; ')}`;
  }

  function action(a: IrAction): string {
    switch (a.do) {
      case 'set':
        return `${name(ir.variables, a.variable)} := ${expr(a.to)}`;
      case 'cancel':
        return `cancel ${ir.sendIds[a.id]}`;
      case 'if':
        return `if ${expr(a.test)} (${a.then.map(action).join('; ')}) else (${a.otherwise.map(action).join('; ')})`;
      case 'raise':
      case 'send': {
        const data = a.data.length > 0 ? `(${a.data.map(expr).join(', ')})` : '';
        const delay = a.do === 'send' && a.delay !== undefined ? ` @${a.delay} as ${ir.sendIds[a.id]}` : '';
        return `${a.do} ${ir.events[a.event]}${data}${delay}`;
      }
    }
  }

  function states(slots: readonly number[]): string {
    return slots.map((slot) => name(ir.states, slot)).join(', ');
  }
}

const occasion = ({ first, every, idle, only }: IrOccasion): string =>
  `step ${first} and every ${every}${idle ? ', from outside' : ''}${only ? `, only ${only.join(' ')}` : ''}:`;

const list = (before: string, items: readonly string[], between = ', '): string =>
  items.length > 0 ? before + items.join(between) : '';

const name = (things: readonly { readonly name: string }[], slot: number): string =>
  itemOf(things, slot).name;
