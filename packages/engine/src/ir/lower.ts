/**
 * Model to Ir. The Model is checked, so what can still go wrong is of the whole scenario: two sites with one hash,
 * correlations that no copula has, an expression that grows beyond reason.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { siteHash, choleskyOf } from '../chance/index.ts';
import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import { addMonths, dayNumber, isoOfDay } from '../language/calendar.ts';
import { Chart } from '../language/chart.ts';
import { doneEvent, doneEvents, matches } from '../language/events.ts';
import { modelHashInput } from '../language/hash.ts';
import type * as model from '../language/model.ts';
import { Timeline } from './clock.ts';
import { times } from './arithmetic.ts';
import { lowerExpr, TooLarge, NODES_MAX, type Names } from './expressions.ts';
import { inReadingOrder, measuresAtStart, namesRead, nowRead } from './order.ts';
import type * as ir from './ir.ts';

export interface Lowered {
  readonly ir?: ir.Ir;
  readonly diagnostics: readonly Diagnostic[];
}

export function lower(checked: model.Model): Lowered {
  const lowering = new Lowering(checked);
  try {
    const result = lowering.run();
    return lowering.diagnostics.length === 0
      ? { ir: result, diagnostics: [] }
      : { diagnostics: lowering.diagnostics };
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    return {
      diagnostics: [
        {
          code: 'scenario-too-large',
          severity: 'error',
          message: `written out, the expressions of this scenario have more than ${NODES_MAX} parts`,
          help: 'name the repeated parts as indicators, or shorten chained comparisons',
        },
      ],
    };
  }
}

class Lowering {
  readonly diagnostics: Diagnostic[] = [];
  private readonly sites: ir.IrSite[] = [];
  private readonly sitesByHash = new Map<number, string>();
  private readonly events = new Map<string, number>();
  private readonly sendIds: string[] = [];
  private readonly delays: ir.IrDelay[] = [];
  /** Names of what each event carries, in order. */
  private readonly fields = new Map<string, readonly string[]>();
  private readonly timeline: Timeline;
  private readonly names: Names;
  private readonly parameterOrder: readonly model.Parameter[];
  private readonly states: readonly { driver: model.Driver; state: model.State }[];
  private readonly variables: readonly model.Variable[];
  /** Reported measures first. */
  private readonly measures: readonly model.Measure[];
  /** Questions so far whose answer is a number. */
  private numbers = 0;
  private readonly m: model.Model;

  constructor(checked: model.Model) {
    this.m = checked;
    this.timeline = new Timeline(checked.clock);
    this.states = checked.drivers.flatMap((driver) => driver.states.map((state) => ({ driver, state })));
    this.variables = checked.drivers.flatMap((driver) => driver.variables);
    this.measures = [...checked.measures].sort((a, b) => Number(b.reported) - Number(a.reported));
    this.parameterOrder = inReadingOrder(checked.parameters, (p) => parameterReads(p));
    this.names = {
      clock: checked.clock,
      slots: {
        parameter: slots(this.parameterOrder.map((p) => p.name)),
        variable: slots(this.variables.map((v) => v.name)),
        indicator: slots(checked.indicators.map((i) => i.name)),
        measure: slots(this.measures.map((x) => x.name)),
        state: slots(this.states.map(({ driver, state }) => `${driver.name}.${state.name}`)),
      },
      previous: [],
      starts: [],
      lines: { list: [], byCall: new Map() },
      counted: [],
      budget: { nodes: NODES_MAX },
    };
  }

  run(): ir.Ir {
    const m = this.m;
    this.collectEvents();
    // Before anything else that may read them, so that every delay line stands after those its start reads.
    const values = new Map(
      inReadingOrder(m.measures, (x) => measuresAtStart(x.value)).map((x) => [x, this.expr(x.value)]),
    );
    const parameters = this.parameterOrder.map((p) => this.parameter(p));
    const drivers = m.drivers.map((d, i) => this.driver(d, i));
    const states = this.states.map(({ driver, state }) => this.state(driver, state));
    const indicators = m.indicators.map((x) => this.indicator(x));
    const measures = this.measures.map((x): ir.IrMeasure => ({
      name: x.name,
      value: values.get(x) ?? this.expr(x.value),
      ...(x.range && { range: x.range }),
    }));
    const questions = m.questions.map((q) => this.question(q));
    const variables = this.variables.map((v): ir.IrVariable => ({
      name: v.name,
      driver: m.drivers.findIndex((d) => d.name === v.driver),
      type: v.type,
      start: this.expr(v.start),
      low: v.range[0],
      high: v.range[1],
    }));
    const clock = this.clock();
    const calendar = this.calendar();
    const counted = this.names.counted.map((name) => this.event(name));
    return {
      schema: 'stave-ir/1',
      id: m.id,
      hash: bytesToHex(sha256(utf8ToBytes(modelHashInput(m)))),
      clock,
      sites: this.sites,
      events: [...this.events.keys()],
      eventFields: [...this.events.keys()].map((name) => this.fields.get(name) ?? []),
      sendIds: this.sendIds,
      delays: this.delays,
      parameters: this.withCopulas(parameters),
      drivers,
      states,
      variables,
      indicators,
      startOrder: this.startOrder(),
      indicatorOrder: inReadingOrder(m.indicators, (x) => nowRead(x.next)).map((x) =>
        m.indicators.indexOf(x),
      ),
      measures,
      reported: m.measures.filter((x) => x.reported).length,
      lines: this.names.lines.list,
      previous: this.names.previous,
      starts: this.names.starts,
      calendar,
      questions,
      counted,
    };
  }

  // ------------------------------------------------------------ small things

  /** `fields`: what the event carries that is being handled where the expression stands. */
  private expr(e: model.Expr, fields?: readonly string[]): ir.IrExpr {
    return lowerExpr(e, fields ? { ...this.names, fields } : this.names);
  }

  /** Every event there is, with what it carries, before handlers with wildcards are written out. */
  private collectEvents(): void {
    const add = (event: string, fields: readonly string[]): void => {
      this.event(event);
      this.fields.set(event, fields);
    };
    const note = (action: model.Action): void => {
      if (action.do === 'if') [...action.then, ...action.otherwise].forEach(note);
      if (action.do !== 'raise' && action.do !== 'send') return;
      add(
        action.event,
        action.data.map(({ field }) => field),
      );
    };
    for (const driver of this.m.drivers) {
      for (const s of driver.states) [...s.entry, ...s.exit, ...(s.initial?.actions ?? [])].forEach(note);
      for (const t of transitionsIn(driver)) t.actions.forEach(note);
    }
    for (const entry of this.m.calendar) add(entry.event, Object.keys(entry.data).sort());
    const heard = this.m.drivers.flatMap((d) => [d, ...d.states]).flatMap(({ on }) => on);
    for (const { descriptor } of heard) if (!descriptor.endsWith('*')) this.event(descriptor);
    for (const event of doneEvents(this.m))
      if (heard.some(({ descriptor }) => matches(descriptor, event))) this.event(event);
    for (const event of countedIn(this.m)) this.event(event);
  }

  private site(name: string, evidence: readonly string[], span: Span): number {
    const hash = siteHash(name);
    const other = this.sitesByHash.get(hash);
    if (other !== undefined) {
      this.diagnostics.push({
        code: 'luck-collision',
        severity: 'error',
        message:
          other === name
            ? `two places have the luck "${name}"`
            : `the places "${other}" and "${name}" would share their luck: their names have the same hash`,
        span,
        help: 'rename one of them, or give one a `luck:` label of its own',
      });
    }
    this.sitesByHash.set(hash, name);
    return this.sites.push({ name: name.normalize('NFC'), hash, evidence }) - 1;
  }

  private event(name: string): number {
    const known = this.events.get(name);
    if (known !== undefined) return known;
    this.events.set(name, this.events.size);
    return this.events.size - 1;
  }

  private delay(duration: model.Duration): number {
    const delay = this.timeline.delay(duration);
    const known = this.delays.findIndex((d) => d.text === delay.text);
    return known >= 0 ? known : this.delays.push(delay) - 1;
  }

  private stateSlot(driver: model.Driver, state: string): number {
    const slot = this.names.slots.state.get(`${driver.name}.${state}`);
    if (slot === undefined) throw new Error(`InvariantError: unresolved state ${driver.name}.${state}`);
    return slot;
  }

  private distribution(
    use: model.DistributionUse,
    siteName: string,
    evidence: readonly string[],
  ): ir.IrDistribution {
    return {
      site: this.site(siteName, evidence, use.span),
      name: use.name,
      argNames: use.argNames,
      args: use.args.map((a) => this.expr(a)),
      lists: use.lists,
      ...(use.within && { within: [this.expr(use.within[0]), this.expr(use.within[1])] as const }),
    };
  }

  // ------------------------------------------------------------ elements

  private parameter(p: model.Parameter): ir.IrParameter {
    return {
      name: p.name,
      ...(p.unit !== undefined && { unit: p.unit }),
      value:
        'fixed' in p.value
          ? { fixed: this.expr(p.value.fixed) }
          : { prior: this.distribution(p.value.prior, `parameters.${p.name}`, p.provenance.evidence) },
    };
  }

  /** Each correlated parameter as a weighted sum over the normal scores of the parameters of its group. */
  private withCopulas(parameters: readonly ir.IrParameter[]): readonly ir.IrParameter[] {
    const { correlations } = this.m;
    const involved = this.parameterOrder
      .map((p, slot) => ({ name: p.name, slot }))
      .filter(({ name }) => correlations.some((c) => c.between.includes(name)));
    if (involved.length === 0) return parameters;
    const matrix = involved.map((a) =>
      involved.map((b) =>
        a === b
          ? 1
          : (correlations.find((c) => c.between.includes(a.name) && c.between.includes(b.name))?.r ?? 0),
      ),
    );
    const factor = choleskyOf(matrix);
    if (!factor) {
      const [first] = correlations;
      this.diagnostics.push({
        code: 'correlations-impossible',
        severity: 'error',
        message: `no joint distribution has these correlations: ${correlations
          .map((c) => `${c.between[0]}-${c.between[1]} ${c.r}`)
          .join(', ')}`,
        ...(first && { span: first.span }),
        help: 'weaken some of them until the correlation matrix is positive definite',
      });
      return parameters;
    }
    return parameters.map((p, slot) => {
      const row = involved.findIndex((x) => x.slot === slot);
      if (row < 0) return p;
      const copula = (factor[row] ?? [])
        .slice(0, row + 1)
        .flatMap((weight, j) => (weight === 0 ? [] : [{ parameter: involved[j]?.slot ?? slot, weight }]));
      return copula.length === 1 ? p : { ...p, copula };
    });
  }

  private driver(d: model.Driver, index: number): ir.IrDriver {
    const several = d.initial.length > 1;
    return {
      name: d.name,
      states: this.states.flatMap((s, slot) => (s.driver === this.m.drivers[index] ? [slot] : [])),
      initial: d.initial.map((i) => ({
        state: this.stateSlot(d, i.state),
        probability: this.expr(i.probability),
      })),
      ...(several && { site: this.site(`${d.luck ?? d.name}.initial`, d.provenance.evidence, d.span) }),
      on: this.handlers(d.on, d, -1, ''),
      ...this.done(doneEvent(d.name)),
    };
  }

  private state(d: model.Driver, s: model.State): ir.IrState {
    const name = `${d.name}.${s.name}`;
    const source = this.stateSlot(d, s.name);
    const targets = (list: readonly string[]): number[] => list.map((to) => this.stateSlot(d, to));
    return {
      name,
      driver: this.m.drivers.indexOf(d),
      kind: s.kind,
      parent: s.parent === undefined ? -1 : this.stateSlot(d, s.parent),
      end: source + 1 + new Chart(d).descendants(s.name).length,
      ...(s.initial && {
        initial: {
          to: targets([s.initial.to]),
          actions: this.actions(s.initial.actions, `${name}.initial`),
        },
      }),
      ...(s.history && { history: { deep: s.history.deep, to: targets(s.history.to) } }),
      ...((s.kind === 'compound' || s.kind === 'parallel') && this.done(doneEvent(name))),
      entry: this.actions(s.entry, `${name}.entry`),
      exit: this.actions(s.exit, `${name}.exit`),
      always: s.always.map((t, i) => this.transition(t, d, source, `${name}.always[${i}]`)),
      after: s.after.map((t, i) => ({
        ...this.transition(t, d, source, `${name}.after[${i}]`),
        delay: this.delay(t.delay),
      })),
      on: this.handlers(s.on, d, source, `.${s.name}`),
      ...(s.chance && { chance: this.chance(s.chance, d, source, `.${s.name}`) }),
    };
  }

  /** The event raised when something is done, if anybody listens. */
  private done(event: string): { readonly done?: number } {
    const slot = this.events.get(event);
    return slot === undefined ? {} : { done: slot };
  }

  private actions(list: readonly model.Action[], path: string, fields?: readonly string[]): ir.IrAction[] {
    return list.map((a, i): ir.IrAction => {
      const place = `${path}[${i}]`;
      switch (a.do) {
        case 'set': {
          const variable = this.names.slots.variable.get(a.variable);
          if (variable === undefined) throw new Error(`InvariantError: unresolved variable ${a.variable}`);
          return { do: 'set', variable, to: this.expr(a.to, fields), place };
        }
        case 'raise':
          return { do: 'raise', event: this.event(a.event), data: this.data(a.data, fields), place };
        case 'send':
          return {
            do: 'send',
            event: this.event(a.event),
            data: this.data(a.data, fields),
            ...(a.delay && { delay: this.delay(a.delay) }),
            id: this.sendId(a.id),
            place,
          };
        case 'cancel':
          return { do: 'cancel', id: this.sendId(a.id) };
        case 'if':
          return {
            do: 'if',
            test: this.expr(a.test, fields),
            then: this.actions(a.then, `${place}.then`, fields),
            otherwise: this.actions(a.otherwise, `${place}.else`, fields),
            place,
          };
      }
    });
  }

  /** In the order of the event's fields, which is that of their names. */
  private data(data: model.EventData, fields: readonly string[] | undefined): ir.IrExpr[] {
    return data.map(({ value }) => this.expr(value, fields));
  }

  private sendId(id: string): number {
    const known = this.sendIds.indexOf(id);
    return known >= 0 ? known : this.sendIds.push(id) - 1;
  }

  /** `source` is the slot of the state it is written on, or -1. */
  private transition(
    t: model.Transition,
    d: model.Driver,
    source: number,
    place: string,
    fields?: readonly string[],
  ): ir.IrTransition {
    const to = t.to?.map((name) => this.stateSlot(d, name));
    return {
      source,
      ...(to && { to }),
      internal: t.internal === true && this.staysInside(d, source, t.to ?? []),
      ...(t.when && { when: this.expr(t.when, fields) }),
      actions: this.actions(t.actions, `${place}.actions`, fields),
      place,
      ...(t.provenance.evidence.length > 0 && { evidence: t.provenance.evidence }),
    };
  }

  /** SCXML: `internal` means something only for a compound source and targets below it. */
  private staysInside(d: model.Driver, source: number, to: readonly string[]): boolean {
    const state = this.states[source]?.state;
    if (state?.kind !== 'compound') return false;
    const chart = new Chart(d);
    const inside = chart.descendants(state.name);
    return to.every((name) => inside.some((s) => s.name === name));
  }

  /** Handlers of one owner, written out for each event that a descriptor stands for. */
  private handlers(
    list: readonly model.Handler[],
    d: model.Driver,
    source: number,
    path: string,
  ): ir.IrHandler[] {
    return list.flatMap((h) => {
      const name = `${path}.on.${h.descriptor}`;
      const events = [...this.events.keys()].filter((event) => matches(h.descriptor, event));
      const drawn = h.transitions.some((t) => t.probability) && events.length > 0;
      const site = drawn
        ? this.site(
            h.luck ?? `${d.luck ?? d.name}${name}`,
            evidenceOf(h.transitions),
            h.transitions[0]?.span ?? h.span,
          )
        : undefined;
      return events.map((event): ir.IrHandler => {
        const fields = this.fields.get(event) ?? [];
        return {
          event: this.event(event),
          ...(site !== undefined && { site }),
          transitions: h.transitions.map((t, i) => ({
            ...this.transition(t, d, source, `${d.name}${name}[${i}]`, fields),
            ...(t.probability && { probability: this.expr(t.probability, fields) }),
          })),
        };
      });
    });
  }

  private chance(c: model.ChanceBlock, d: model.Driver, source: number, path: string): ir.IrChance {
    const name = `${path}.chance`;
    const evidence = [...new Set([...c.provenance.evidence, ...evidenceOf(c.alternatives)])];
    return {
      site: this.site(c.luck ?? `${d.luck ?? d.name}${name}`, evidence, c.span),
      kind: c.kind,
      alternatives: c.alternatives.map((a, i) => ({
        ...this.transition(a, d, source, `${d.name}${name}[${i}]`),
        weight: a.weight === 'else' ? 'else' : times(this.expr(a.weight), c.unitsPerStep[i] ?? 1),
      })),
    };
  }

  private indicator(x: model.Indicator): ir.IrIndicator {
    return {
      name: x.name,
      start: this.expr(x.start),
      next: this.expr(x.next),
      ...(x.noise && {
        noise: this.distribution(x.noise, x.luck ?? `${x.name}.noise`, x.provenance.evidence),
      }),
      ...(x.range && { range: [this.expr(x.range[0]), this.expr(x.range[1])] as const }),
    };
  }

  private question(q: model.Question): ir.IrQuestion {
    const at = 'at' in q;
    const last = this.timeline.lastFrame(at ? q.at : q.by);
    const from = 'from' in q && q.from !== undefined ? this.timeline.firstFrame(q.from) : 0;
    const base = {
      id: q.id,
      kind: q.kind,
      at,
      first: at ? last : from,
      last,
      ...(q.given && { given: this.given(q.given, from, last) }),
    };
    switch (q.kind) {
      case 'binary':
        return {
          ...base,
          test: this.expr(q.yes),
          ...('within' in q && q.within && this.budget(q.within)),
          outcomes: [{ id: 'yes' }, { id: 'no' }],
        };
      case 'time':
        return { ...base, test: this.expr(q.first), ...(q.within && this.budget(q.within)), outcomes: [] };
      case 'count':
        return {
          ...base,
          ...this.sum({ ...q, ...(q.count && { value: q.count }) }),
          outcomes: this.outcomes(q.outcomes),
        };
      case 'total':
        return { ...base, ...this.sum(q), outcomes: [], number: this.numbers++ };
      case 'numeric':
        return { ...base, value: this.expr(q.value), outcomes: [], number: this.numbers++ };
      case 'ordered':
      case 'nominal':
        return {
          ...base,
          ...(q.value && { value: this.expr(q.value) }),
          outcomes: this.outcomes(q.outcomes),
        };
    }
  }

  private sum(
    sum: model.Sum & { readonly until?: model.Expr },
  ): Pick<ir.IrQuestion, 'value' | 'transitions' | 'stop'> {
    return {
      ...(sum.value && { value: this.expr(sum.value) }),
      ...(sum.transitions && { transitions: this.expr(sum.transitions) }),
      ...(sum.until && { stop: this.expr(sum.until) }),
    };
  }

  private budget(within: model.Budget): Pick<ir.IrQuestion, 'value' | 'transitions' | 'most'> {
    return { ...this.sum(within), most: this.expr(within.most) };
  }

  /** Without a window of its own it has the question's; that of a question at one frame is all frames up to it. */
  private given(given: model.Given, from: number, until: number): NonNullable<ir.IrQuestion['given']> {
    const test = this.expr(given.that);
    if ('at' in given) {
      const last = this.timeline.lastFrame(given.at);
      return { test, at: true, first: last, last };
    }
    if (given.by === undefined) return { test, at: false, first: from, last: until };
    const first = given.from === undefined ? 0 : this.timeline.firstFrame(given.from);
    return { test, at: false, first, last: this.timeline.lastFrame(given.by) };
  }

  private outcomes(list: readonly model.Outcome[]): ir.IrQuestion['outcomes'] {
    return list.map((o) => ({ id: o.id, ...(o.when && { when: this.expr(o.when) }) }));
  }

  private clock(): ir.IrClock {
    const { step, steps, until, record = 1 } = this.m.clock;
    const frames = Array.from({ length: steps + 1 }, (_, k) => k);
    return {
      steps,
      ...(this.timeline.dates && { dates: this.timeline.dates }),
      unit: step.unit,
      perStep: step.count,
      ...(until && { until: this.expr(until) }),
      recorded: frames.filter((k) => k % record === 0 || k === steps),
    };
  }

  private calendar(): ir.Ir['calendar'] {
    const entries = this.m.calendar.flatMap((entry, order) =>
      this.occasions(entry).flatMap((at) => {
        const step = this.timeline.stepOf(at);
        const data = Object.keys(entry.data)
          .sort()
          .map((field) => entry.data[field] ?? 0);
        return step === undefined ? [] : [{ step, event: this.event(entry.event), data, at, order }];
      }),
    );
    entries.sort((a, b) => a.step - b.step || (a.at < b.at ? -1 : a.at > b.at ? 1 : a.order - b.order));
    return entries.map(({ step, event, data, at }) => ({ step, event, data, at }));
  }

  private occasions(entry: model.CalendarEntry): readonly model.Moment[] {
    const { at, yearly } = entry;
    if (!yearly || typeof at === 'number') return [at];
    const first = dayNumber(at);
    const years = Math.ceil((this.timeline.at(this.m.clock.steps) - first) / 365) + 1;
    return Array.from({ length: Math.max(1, years) }, (_, i) => isoOfDay(addMonths(first, 12 * i)));
  }

  private startOrder(): ir.Ir['startOrder'] {
    const items = [
      ...this.variables.map((v, slot) => ({ kind: 'variable' as const, slot, name: v.name, start: v.start })),
      ...this.m.indicators.map((x, slot) => ({
        kind: 'indicator' as const,
        slot,
        name: x.name,
        start: x.start,
      })),
    ];
    return inReadingOrder(items, (item) => namesRead(item.start)).map(({ kind, slot }) => ({ kind, slot }));
  }
}

const slots = (list: readonly string[]): ReadonlyMap<string, number> =>
  new Map(list.map((name, i) => [name, i]));

const transitionsIn = (driver: model.Driver): readonly model.Transition[] => [
  ...driver.states.flatMap((s) => [...(s.chance?.alternatives ?? []), ...s.always, ...s.after]),
  ...[driver, ...driver.states].flatMap(({ on }) => on.flatMap((h) => h.transitions)),
];

/** Events that `happened` reads anywhere in a part of a model. */
function countedIn(part: unknown): readonly string[] {
  if (typeof part !== 'object' || part === null) return [];
  const inside = Object.values(part).flatMap(countedIn);
  const read = part as Partial<model.Expr>;
  return read.op === 'happened' ? [read.event ?? ''] : inside;
}

const evidenceOf = (list: readonly model.Element[]): readonly string[] => [
  ...new Set(list.flatMap((element) => element.provenance.evidence)),
];

function parameterReads(p: model.Parameter): readonly string[] {
  const exprs =
    'fixed' in p.value ? [p.value.fixed] : [...p.value.prior.args, ...(p.value.prior.within ?? [])];
  return exprs.flatMap((e) => namesRead(e));
}
