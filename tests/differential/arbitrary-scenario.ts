/**
 * Random scenarios as text, so that a failing one can be read and run by hand. Every construct of the language may
 * occur; switches turn whole features off at random, because bugs hide where features are missing as well as where
 * they meet (swarm testing).
 */
import fc from 'fast-check';

interface Features {
  readonly variables: boolean;
  readonly events: boolean;
  readonly timers: boolean;
  readonly always: boolean;
  readonly noise: boolean;
  readonly calendar: boolean;
  readonly kept: boolean;
  readonly rates: boolean;
  readonly until: boolean;
  readonly nested: boolean;
  readonly data: boolean;
  readonly delays: boolean;
  readonly record: boolean;
  /** Numbers, totals, budgets and conditional questions. */
  readonly rewards: boolean;
  /** Seats with bots; their moves are heard like other events. */
  readonly seats: boolean;
}

const features: fc.Arbitrary<Features> = fc.record({
  variables: fc.boolean(),
  events: fc.boolean(),
  timers: fc.boolean(),
  always: fc.boolean(),
  noise: fc.boolean(),
  calendar: fc.boolean(),
  kept: fc.boolean(),
  rates: fc.boolean(),
  until: fc.boolean(),
  nested: fc.boolean(),
  data: fc.boolean(),
  delays: fc.boolean(),
  record: fc.boolean(),
  rewards: fc.boolean(),
  seats: fc.nat(3).map((n) => n === 0),
});

/** A source of choices: fast-check's `gen` draws, shrinks and replays them. */
type Gen = <T>(arbitrary: fc.Arbitrary<T>) => T;

const STATES = 3;

/** A text, or what makes one when asked. */
type Written = string | (() => string);

const PARAMETERS = [
  '  p0: { prior: "uniform(0.05, 0.6)" }',
  '  p1: { prior: "lognormal(median = 0.3, p90 = 0.9) within [0.01, 2]" }',
  '  p2: { prior: "normal(p0, 0.5)" }',
  'correlations: [{ between: [p0, p1], r: 0.5 }]',
];
const DISCRETE_PARAMETERS = [
  '  p0: { prior: "categorical([0.05, 0.6], [1, 2])" }',
  '  p1: { prior: "uniformInteger(0, 2) within [1, 2]" }',
  '  p2: { value: "p0 - 0.3" }',
];

/** Arguments and limits that are known only while a trial runs; some make no sense in some trials. */
const NOISE = [
  'normal(0, 0.1 + 0.05 * d0.s1)',
  'normal(0, 0.2) within [-0.1, p0]',
  'lognormal(median = 0.1 + p0, sigma = 0.2) within [0.3 + 0.2 * d0.s1, 2]',
  'triangular(-0.1, 0.05 * d0.s1, 0.2)',
  'beta(0.5 + p0, 2) within [0.01, 0.9 - 0.5 * d0.s1]',
  'pert(-0.2, p0, 0.5)',
  'quantiles(p0 = -0.1, median = 0, p100 = 0.1 + 0.2 * d0.s1)',
];
const DISCRETE_NOISE = [
  'bernoulli(0.1 + 0.5 * d0.s1)',
  'categorical([0.1, 0.4 * d0.s1], [1, 2 * d0.s1])',
  'uniformInteger(0, d0.s1)',
];

/** A state inside a driver: what is written in it, and what can be read of it. */
interface Shape {
  readonly name: string;
  readonly kind: 'leaf' | 'final' | 'compound' | 'parallel' | 'history';
  readonly inside: readonly Shape[];
}

/** A number that tells which states of a driver are active: a power of two each. */
function configuration(d: number, shapes: readonly Shape[]): string {
  const states = everyName(shapes).filter((name) => !name.endsWith('h'));
  return states.map((name, i) => `${Math.pow(2, i)} * d${d}.${name}`).join(' + ');
}

const everyName = (shapes: readonly Shape[]): readonly string[] =>
  shapes.flatMap(({ name, inside }) => [name, ...everyName(inside)]);

/** Makes its own record of choices, which grows with every text it gives. */
export const textWith = (discrete: boolean): fc.Arbitrary<string> =>
  fc.tuple(features, fc.gen()).map(([on, g]) => {
    const gen: Gen = (arbitrary) => g(() => arbitrary);
    return new Writer(on, gen, discrete).scenario();
  });

export const scenarioText = textWith(false);
/** Small, and priors and noise have few values each, so that the exact executor can follow all ways it can go. */
export const discreteScenarioText = textWith(true);

class Writer {
  private readonly on: Features;
  private readonly gen: Gen;
  private readonly discrete: boolean;
  private readonly drivers: number;
  private readonly indicators: number;
  private readonly unit: string;
  /** By driver. */
  private readonly shapes: readonly (readonly Shape[])[];

  constructor(on: Features, gen: Gen, discrete: boolean) {
    this.on = on;
    this.gen = gen;
    this.discrete = discrete;
    this.drivers = gen(fc.integer({ min: 1, max: discrete ? 2 : 4 }));
    this.indicators = gen(fc.integer({ min: 1, max: 3 }));
    this.unit = gen(fc.constantFrom('month', 'week', 'quarter'));
    this.shapes = Array.from({ length: this.drivers }, () =>
      Array.from({ length: STATES }, (_, s) => this.shape(`s${s}`, s === STATES - 1, on.nested ? 2 : 0)),
    );
  }

  /** Sometimes a last state is final: a driver stays in its own, a state around others is done. */
  private shape(name: string, isLast: boolean, depth: number): Shape {
    if (isLast && this.gen(fc.integer({ min: 0, max: 4 })) === 0) return { name, kind: 'final', inside: [] };
    if (depth === 0 || this.gen(fc.boolean())) return { name, kind: 'leaf', inside: [] };
    const isParallel = this.gen(fc.integer({ min: 0, max: 2 })) === 0;
    // Mostly two, so that a history has something to remember.
    const count = this.gen(fc.constantFrom(1, 2, 2, 2));
    const inside = Array.from({ length: count }, (_, i) =>
      this.shape(`${name}${'ab'[i] ?? ''}`, !isParallel && i === 1, depth - 1),
    );
    const remembers = this.gen(fc.boolean());
    const history: Shape[] = remembers ? [{ name: `${name}h`, kind: 'history', inside: [] }] : [];
    return { name, kind: isParallel ? 'parallel' : 'compound', inside: [...inside, ...history] };
  }

  scenario(): string {
    const lines = ['stave: 1', 'id: random', 'title: Random', 'clock:', '  start: 2023-01-31'];
    const steps = this.gen(fc.integer({ min: 1, max: this.discrete ? 6 : 14 }));
    lines.push(`  step: 1 ${this.unit}`, `  steps: ${steps}`);
    if (this.on.record) lines.push(`  record: every ${this.gen(fc.integer({ min: 1, max: steps }))} steps`);
    if (this.on.until && this.gen(fc.boolean())) lines.push(`  until: "${this.condition(1)}"`);
    lines.push('parameters:');
    lines.push(...(this.discrete ? DISCRETE_PARAMETERS : PARAMETERS));
    lines.push('drivers:');
    for (let d = 0; d < this.drivers; d++) lines.push(...this.driver(d));
    lines.push('indicators:');
    for (let i = 0; i < this.indicators; i++) lines.push(...this.indicator(i));
    lines.push('measures:');
    lines.push(`  m0: "${this.number(2)}"`);
    // Every state and variable of every frame is seen.
    for (const [d, shapes] of this.shapes.entries()) lines.push(`  c${d}: "${configuration(d, shapes)}"`);
    if (this.on.variables) for (let d = 0; d < this.drivers; d++) lines.push(`  w${d}: v${d}`);
    if (this.on.kept) lines.push(`  m1: "x0 - start(x0) + prev(x0) * d0.s1 + start(m0)"`);
    if (this.on.delays) {
      // m2 and m3 feed each other through delays; m4 has its own initial value of a delayed delay.
      lines.push(`  m2: "0.5 * ${this.number(1)} + delay(m3, 2 * month, 0.1)"`);
      lines.push(`  m3: "0.4 * ${this.delayed(1)} - smooth(m2, 3 * ${this.unit})"`);
      lines.push(`  m4: "${this.delayed(2)}"`);
    }
    if (this.on.seats) {
      lines.push(
        '  capital: north.capital + 10 * south.capital',
        '  moved: "happened(north.push) + 4 * happened(north.push.good) + 16 * happened(south.slip)"',
        '  fates: "happened(lapsed.north.push) + 4 * happened(refused.north.push) + 16 * happened(lapsed.south.slip)"',
      );
    }
    if (this.on.calendar) {
      const size = this.on.data ? ', with: { size: 0.75 }' : '';
      lines.push(
        `calendar:`,
        `  - { event: e0, at: 2023-02-28${size} }`,
        '  - { event: e1, at: 2023-02-28 }',
      );
      lines.push(`  - { event: e0, every: year, at: 03-15${size} }`);
    }
    lines.push('questions:');
    lines.push(`  binaryBy: { ask: A?, kind: binary, yes: "${this.condition(2)}", by: end, internal: true }`);
    lines.push(`  binaryAt: { ask: A?, kind: binary, yes: "${this.condition(2)}", at: end, internal: true }`);
    lines.push(`  first: { ask: A?, kind: time, first: "${this.condition(2)}", by: end, internal: true }`);
    lines.push(
      '  ordered:',
      '    { ask: A?, kind: ordered, value: x0, at: end, internal: true,',
      '      outcomes: [{ id: low, when: "value < 0" }, { id: mid, when: "value < 0.5" }, { id: high }] }',
      '  counted:',
      '    { ask: A?, kind: count, count: d0.s1, by: end, internal: true,',
      '      outcomes: [{ id: none, when: "count == 0" }, { id: few, when: "count < 4" }, { id: many }] }',
    );
    if (this.on.rewards) lines.push(...this.rewards());
    if (this.on.seats) lines.push(...this.seats());
    return lines.join('\n') + '\n';
  }

  /** Two seats: one with a capital, odds and consent, one with turns of several steps and a covert move. */
  private seats(): string[] {
    const maybe = (text: string): string => (this.gen(fc.boolean()) ? `, ${text}` : '');
    const when = (): string => maybe(`when: "${this.policy()}"`);
    const weight = (): string => this.one(['1', 'p0', 'p1 * d0.s1', 'p0 - 0.05', '2 * north.capital', 'p2']);
    const rules = (moves: readonly string[]): string => {
      const weighted = this.gen(fc.boolean());
      const list = [...moves.map((move) => `move: ${move}`), 'hold: true', `move: ${this.one(moves)}`].map(
        (what) => `{ ${what}${when()}${weighted ? `, weight: "${weight()}"` : ''} }`,
      );
      return `[ ${this.gen(fc.boolean()) ? list.reverse().join(', ') : list.join(', ')} ]`;
    };
    const size = this.on.data ? ', with: { size: "0.3 + 0.4 * d0.s1" }' : '';
    const cost = (): string => maybe(`cost: "${this.one(['1', '2 * d0.s1', 'p1', '-1', '1 + d0.s1'])}"`);
    const outcomes = `outcomes: { good: "${this.one(['p0', '0.5', '0.4 + p0'])}", bad: ${this.one(['0.2', 'else'])} }`;
    return [
      'seats:',
      '  north:',
      '    sees: all',
      `    capital: { start: ${this.one(['1', '2', 'p1'])}, income: "${this.one(['1', 'd0.s1', '1 - 2 * d0.s1', 'happened(e0)'])}"${maybe('carry: 1')}, most: 4 }`,
      `    roles: { elder: { consents: "${this.policy()}" } }`,
      '    moves:',
      `      push: { ${outcomes}${size}${cost()}${when()}${maybe('once: true')}${maybe('consent: [elder]')} }`,
      `      pull: { cost: -1${when()} }`,
      `      hide: { covert: true${cost()}${maybe('consent: [south]')} }`,
      `    bot: { open: ${rules(['push', 'pull'])}${maybe(`covert: ${rules(['hide'])}`)} }`,
      '  south:',
      '    sees: all',
      '    capital: { income: p0, carry: 2 }',
      `    turn: ${this.one(['1 steps', '2 steps', '3 steps'])}`,
      `    moves: { slip: { covert: true${when()}${maybe('cost: 0.3')} }, wait: {} }`,
      `    bot: ${this.one([`{ covert: ${rules(['slip'])}, consents: "${this.policy()}" }`, 'none'])}`,
    ];
  }

  /** What a bot may ask: nothing that looks behind the frame. */
  private policy(): string {
    return this.one([
      this.state(),
      'x0 > p0',
      'north.capital >= 2',
      `${this.state()} and south.capital < 0.5`,
      'steps(d0.s1) != 1',
      't / dt > 1',
    ]);
  }

  private rewards(): string[] {
    const given = (): string =>
      this.one(['', `, given: "${this.condition(1)}"`, `, given: { that: "${this.condition(1)}", by: end }`]);
    const sum = (): string =>
      this.one([
        `value: "${this.number(1)}"`,
        `transitions: "${this.number(1)}"`,
        `value: "${this.number(0)}", transitions: "2 * happened(e0) + happened(e1)"`,
      ]);
    const until = (): string => (this.gen(fc.boolean()) ? `, until: "${this.condition(1)}"` : '');
    const within = (): string => `within: { ${sum()}, most: "${this.number(1)}" }`;
    return [
      `  number: { ask: A?, kind: numeric, value: "${this.number(2)}", at: end, internal: true${given()} }`,
      `  total: { ask: A?, kind: total, ${sum()}${until()}, by: end, internal: true${given()} }`,
      `  budget: { ask: A?, kind: binary, yes: "${this.condition(1)}", ${within()}, by: end, internal: true${given()} }`,
      `  firstWithin: { ask: A?, kind: time, first: "${this.condition(1)}", ${within()}, by: end, internal: true }`,
      `  tallied: { ask: A?, kind: count, count: happened(e0)${until()}, by: end, internal: true${given()},`,
      '      outcomes: [{ id: none, when: "count == 0" }, { id: some }] }',
    ];
  }

  private driver(d: number): string[] {
    const lines = [`  d${d}:`];
    if (this.on.variables) lines.push(`    variables: { v${d}: { type: integer, start: 1, range: [0, 9] } }`);
    lines.push(
      this.gen(fc.boolean()) ? '    initial: s0' : '    initial: { s0: 0.25, s1: "0.5 * 1", s2: 0.25 }',
    );
    lines.push('    states:');
    for (const shape of this.shapes[d] ?? []) lines.push(...this.stateLines('      ', d, shape));
    if (this.on.events && this.gen(fc.boolean())) lines.push(...this.handlers('    ', d));
    return lines;
  }

  private stateLines(indent: string, d: number, shape: Shape): string[] {
    const own = this.inState(`${indent}  `, d, shape);
    const states = shape.inside.flatMap((inner) => this.stateLines(`${indent}    `, d, inner));
    const all = [...own, ...(states.length > 0 ? [`${indent}  states:`, ...states] : [])];
    return all.length > 0 ? [`${indent}${shape.name}:`, ...all] : [`${indent}${shape.name}: {}`];
  }

  private inState(indent: string, d: number, { name, kind, inside }: Shape): string[] {
    const maybe = (): boolean => this.gen(fc.boolean());
    const lines: string[] = [];
    switch (kind) {
      case 'final':
        lines.push(`${indent}final: true`);
        if (maybe()) lines.push(`${indent}entry: [ ${this.actions(d)} ]`);
        return lines;
      case 'history':
        return [`${indent}history: ${maybe() ? 'deep' : 'shallow'}`];
      case 'parallel':
        lines.push(`${indent}parallel: true`);
        break;
      case 'compound': {
        const to = this.one(inside.filter((inner) => inner.kind !== 'history').map((inner) => inner.name));
        if (maybe()) lines.push(`${indent}initial: { to: ${to}, actions: [ ${this.actions(d)} ] }`);
        break;
      }
    }
    if (maybe()) lines.push(...this.chance(indent, d));
    if (this.on.timers && maybe()) {
      lines.push(
        `${indent}after: { ${this.one(['1 month', '2 months', '10 days', '3 steps'])}: ${this.target(d)} }`,
      );
    }
    // To another state and under a condition, so that most chains end; loops have a test of their own.
    const to = this.target(d);
    if (this.on.always && to !== name && maybe()) {
      lines.push(`${indent}always: [ { when: "${this.condition(1)} and x0 > 0.4", to: ${to} } ]`);
    }
    if (maybe()) lines.push(`${indent}entry: [ ${this.actions(d)} ]`);
    if (maybe()) lines.push(`${indent}exit: [ ${this.actions(d)} ]`);
    if (this.on.events && maybe()) lines.push(...this.handlers(indent, d));
    return lines;
  }

  private chance(indent: string, d: number): string[] {
    const rates = this.on.rates && this.gen(fc.boolean());
    const weight = (): string =>
      rates ? `rate: "${this.share()} / month"` : `probability: "0.4 * ${this.share()}"`;
    const lines = [`${indent}chance:`];
    const count = this.gen(fc.integer({ min: 1, max: 2 }));
    for (let i = 0; i < count; i++) {
      const when = this.gen(fc.boolean()) ? `, when: "${this.condition(1)}"` : '';
      const to = this.gen(fc.boolean()) ? this.way(d) : '';
      lines.push(`${indent}  - { ${weight()}${to}${when}, actions: [ ${this.actions(d)} ] }`);
    }
    if (!rates && this.gen(fc.boolean())) lines.push(`${indent}  - { else: true${this.way(d)} }`);
    return lines;
  }

  private handlers(indent: string, d: number): string[] {
    const lines = [`${indent}on:`];
    const descriptors = [
      ...(this.on.nested ? ['e0', 'e1', '"*"', 'e1.*'] : ['e0', 'e1']),
      ...(this.on.seats ? ['north.push', 'north.push.good', 'south.*', 'lapsed.*'] : []),
    ];
    for (const descriptor of descriptors) {
      if (!this.gen(fc.boolean())) continue;
      lines.push(`${indent}  ${descriptor}:`);
      const count = this.gen(fc.integer({ min: 1, max: 3 }));
      for (let i = 0; i < count; i++) {
        const odds = this.gen(fc.boolean()) ? `, probability: "0.33 * ${this.share()}"` : '';
        // The calendar sends e0 with a size, so that somebody does.
        const isCarried =
          this.on.data && ((this.on.calendar && descriptor === 'e0') || descriptor === 'north.push');
        const carried = isCarried ? ' and event.size > 0.5' : '';
        const when = this.gen(fc.boolean()) ? `, when: "${this.condition(1)}${carried}"` : '';
        const to = this.gen(fc.integer({ min: 0, max: 3 })) > 0 ? this.way(d) : '';
        // Events raised in answer to events may loop for ever; only `set` stands here.
        lines.push(`${indent}    - { actions: [ ${this.set(d)} ]${to}${odds}${when} }`);
      }
    }
    return lines.length > 1 ? lines : [];
  }

  /** `, to: …`, sometimes internal. */
  private way(d: number): string {
    const internal = this.on.nested && this.gen(fc.boolean()) ? ', internal: true' : '';
    return `, to: ${this.target(d)}${internal}`;
  }

  private actions(d: number): string {
    const list: string[] = [];
    if (this.on.variables && this.gen(fc.boolean())) list.push(this.set(d));
    if (this.on.events && this.gen(fc.boolean())) list.push(this.event());
    if (this.on.variables && this.gen(fc.boolean())) {
      list.push(`{ if: "${this.condition(0)}", then: [ ${this.set(d)} ], else: [ ${this.event()} ] }`);
    }
    return list.join(', ');
  }

  private event(): string {
    if (!this.on.events) return '';
    const size = this.on.data ? `, with: { size: "${this.number(0)}" }` : '';
    return this.one([
      `{ raise: e0${size} }`,
      '{ send: e1 }',
      `{ send: e0, delay: 2 months${size} }`,
      '{ send: e1, delay: 2 steps, id: later }',
      '{ cancel: later }, { send: e1, delay: 1 steps, id: later }',
    ]);
  }

  private set(d: number): string {
    // Sometimes leaves the range: failing trials must agree too.
    return this.on.variables
      ? `{ set: v${d}, to: "${this.one([`min(9, v${d} + 1)`, `max(0, v${d} - 1)`, `v${d} + 3`, '2', 'd0.s1 ? 1 : 0'])}" }`
      : '';
  }

  private indicator(i: number): string[] {
    const lines = [`  x${i}:`, `    start: ${this.one(['0.3', 'p0', '"0.5 * p2"'])}`];
    const now = i > 0 ? ` + 0.1 * now(x${i - 1})` : '';
    const late = this.on.delays && this.gen(fc.boolean()) ? ` + 0.1 * ${this.delayed(1)}` : '';
    lines.push(`    next: "0.8 * x${i} + 0.1 * ${this.number(1)}${now}${late}"`);
    if (this.on.noise) {
      lines.push(`    noise: "${this.one(this.discrete ? DISCRETE_NOISE : NOISE)}"`);
    }
    if (this.gen(fc.boolean())) lines.push('    range: [-1, "1 + p0"]');
    return lines;
  }

  /** A number between 0 and 1. */
  private share(): string {
    return this.one(['p0', '0.25', 'clamp(x0, 0, 1)', '(d0.s1 ? 0.9 : 0.1)', 'logistic(x0)', this.state()]);
  }

  private number(depth: number): string {
    const leaves: Written[] = [
      '0.5',
      'p0',
      'p1',
      'p2',
      () => `x${this.gen(fc.nat(this.indicators - 1))}`,
      () => this.state(),
      () => `(months(${this.state()}) / month)`,
      `(t / ${this.unit})`,
      'happened(e0)',
      'happened(e1)',
      ...(this.on.variables ? [() => `v${this.driver_()}`] : []),
    ];
    if (depth === 0) return this.written(leaves);
    const a = (): string => this.number(depth - 1);
    const twice = (text: (x: string, y: string) => string) => () => text(a(), a());
    return this.written([
      ...leaves,
      twice((x, y) => `(${x} + ${y})`),
      twice((x, y) => `(${x} - ${y})`),
      twice((x, y) => `(${x} * ${y})`),
      twice((x, y) => `(${x} / (1 + abs(${y})))`),
      twice((x, y) => `min(${x}, ${y}, 1)`),
      twice((x, y) => `mean([${x}, ${y}])`),
      () => `logistic(${a()})`,
      () => `exp(-abs(${a()}))`,
      () => `sqrt(abs(${a()}))`,
      () => `log(1 + abs(${a()}))`,
      () => `(0.1 + abs(${a()}))^p0`,
      () => `clamp(${a()}, -1, 1)^3`,
      `weakestLink([0.5, p0], 4)`,
      `halfLife(6 * month)`,
      () => `sin(${a()})`,
      () => `table(${a()}, [-1, 0, 0.5, 2], [0, 1, -1, 0.25])`,
      () => `tableExtended(${a()}, [0, 0.5, 1.5], [1 / 3, 0.3, 0.1])`,
      () => `tableStepped(${a()}, [0, 0.5, 1.5], [0, 0.3, 0.1])`,
      () => `step(${a()}, 2 * month)`,
      `(ramp(0.1, month, 60 * day) / ${this.unit})`,
      `pulse(p0 * quarter, p1 * month)`,
      () => `(pulseTrain(0, p1 * month, 50 * day, year) ? ${a()} : 0.5)`,
      () => `(pulseTrain(month, week, p2 * month, year) ? ${a()} : 0.5)`,
    ]);
  }

  /** What remembers former frames; sometimes with times or values that fail the trial. */
  private delayed(depth: number): string {
    const a = depth > 1 && this.gen(fc.boolean()) ? this.delayed(depth - 1) : this.number(1);
    const initial = this.one(['', ', p0', ', x0', ', start(x0)', ', t / dt']);
    const time = this.one(['p1 * month', '2 * month', '40 * day', `(1 + p0) * ${this.unit}`, 'p2 * quarter']);
    return this.one([
      `delay(${a}, ${time}${initial})`,
      `delay(${a}, ${time}${initial}, order = 2)`,
      `smooth(${a}, ${time}${initial})`,
      `smooth(${a}, ${time}${initial}, order = 3)`,
      `prev(delay(${a}, 0${initial}))`,
      `(delay(d0.s1, ${time}) ? 0.25 : ${a})`,
    ]);
  }

  private condition(depth: number): string {
    const simple: Written[] = [() => this.state(), () => `${this.number(1)} > ${this.number(0)}`, `x0 <= p0`];
    if (depth === 0) return this.written(simple);
    return this.written([
      ...simple,
      () => `(${this.condition(depth - 1)} and ${this.condition(depth - 1)})`,
      () => `(${this.condition(depth - 1)} or not (${this.condition(0)}))`,
      () => `(0 < x0 < ${this.number(0)})`,
    ]);
  }

  /** One of them; what draws itself is asked only when it is chosen. */
  private written(list: readonly Written[]): string {
    const chosen = this.one(list);
    return typeof chosen === 'string' ? chosen : chosen();
  }

  private one<T>(list: readonly T[]): T {
    return this.gen(fc.constantFrom(...list));
  }

  /** Something a transition of the driver can target. */
  private target(d: number): string {
    return this.one(everyName(this.shapes[d] ?? []));
  }

  /** A state of any driver, as it is read. */
  private state(): string {
    const d = this.driver_();
    const names = everyName(this.shapes[d] ?? []).filter((name) => !name.endsWith('h'));
    return `d${d}.${this.one(names)}`;
  }

  private driver_(): number {
    return this.gen(fc.nat(this.drivers - 1));
  }
}
