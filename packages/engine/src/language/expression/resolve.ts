/** Raw to Expr: every name gets its meaning, or a diagnostic. Undefined when a part of it failed. */
import type { Span } from '../../diagnostics/diagnostic.ts';
import type { Report } from '../../diagnostics/report.ts';
import type { Expr, UnaryOp } from '../model.ts';
import { takenIn, type Reading } from '../reading.ts';
import { a, capitalOf, type Scope } from '../scope.ts';
import { ELAPSED, FUNCTIONS, isCalendarUnit, LIST_FUNCTIONS, RESERVED } from '../words.ts';
import { resolveDelay, resolveInput, resolveTable, TABLES, INPUTS } from './dynamics.ts';
import type { Raw } from './raw.ts';
import type { ExprSource } from './source.ts';

const SIMPLE: ReadonlySet<string> = new Set(['abs', 'sqrt', 'exp', 'log', 'sin', 'cos', 'floor']);

export class Resolver {
  private readonly source: ExprSource;
  private readonly reading: Reading;
  private readonly scope: Scope;
  readonly report: Report;

  constructor(source: ExprSource, reading: Reading, scope: Scope, report: Report) {
    this.source = source;
    this.reading = reading;
    this.scope = scope;
    this.report = report;
  }

  resolve(raw: Raw): Expr | undefined {
    const span = this.spanOf(raw);
    switch (raw.is) {
      case 'number':
        return { op: 'number', value: raw.value, span };
      case 'truth':
        return { op: 'number', value: raw.value ? 1 : 0, truth: true, span };
      case 'name':
        return this.name(raw.name, span);
      case 'dotted':
        this.report.add('expression-form', 'only `driver.state` may have a dot', span, {
          help: 'states are named by their driver alone, whatever they lie in',
        });
        return undefined;
      case 'member':
        return this.state(raw, span);
      case 'unary': {
        const of = this.resolve(raw.of);
        return of && { op: raw.op, of, span };
      }
      case 'binary': {
        const left = this.resolve(raw.left);
        const right = this.resolve(raw.right);
        return left && right && { op: raw.op, left, right, span };
      }
      case 'chain':
        return this.chain(raw, span);
      case 'if': {
        const test = this.resolve(raw.test);
        const then = this.resolve(raw.then);
        const otherwise = this.resolve(raw.otherwise);
        return test && then && otherwise && { op: 'if', test, then, otherwise, span };
      }
      case 'call':
        return this.call(raw, span);
      case 'list':
        this.report.add(
          'expression-form',
          'a list stands only in `mean`, `sum`, `weakestLink`, tables and `categorical`',
          span,
        );
        return undefined;
      case 'named':
        this.report.add('expression-form', 'arguments with `=` are for distributions and `order`', span, {
          help: 'compare with `==`',
        });
        return undefined;
    }
  }

  /** Lists flattened, for the arguments of distributions. */
  all(raws: readonly Raw[]): readonly Expr[] | undefined {
    const exprs = raws.map((raw) => this.resolve(raw));
    return exprs.every((expr) => expr !== undefined) ? exprs : undefined;
  }

  spanOf(raw: { readonly start: number; readonly end: number }): Span {
    return this.source.at(raw.start, raw.end);
  }

  private name(name: string, span: Span): Expr | undefined {
    if (name === 'pi') return { op: 'number', value: Math.PI, span };
    if (isCalendarUnit(name)) return { op: 'number', value: 1, unit: name, span };
    if (name === 't') return this.moment('`t`', span) ? { op: 't', span } : undefined;
    if (name === 'dt') return { op: 'dt', span };
    if (name === this.reading.answer) return { op: 'answer', span };
    const named = this.scope.names.get(name);
    if (named === undefined) return this.unknown(name, span);
    this.scope.used.add(name);
    switch (named.kind) {
      case 'seat':
        this.report.add('unknown-name', `\`${name}\` is a seat, not a value`, span, {
          help: `write \`${name}.capital\` for what it can spend`,
        });
        return undefined;
      case 'driver': {
        const states = [...(this.scope.states.get(name) ?? [])];
        this.report.add('name-of-driver', `\`${name}\` is a driver, not a value`, span, {
          help: `write one of its states, such as \`${name}.${states[0] ?? 'state'}\``,
        });
        return undefined;
      }
      case 'variable':
        if (!this.reading.variables) return this.unreadable(`the variable \`${name}\``, span);
        break;
      case 'indicator':
        if (!this.reading.indicators) return this.unreadable(`the indicator \`${name}\``, span);
        break;
      case 'measure':
        if (!this.moment(`the measure \`${name}\``, span)) return undefined;
    }
    return { op: 'ref', kind: named.kind, name, span };
  }

  private unknown(name: string, span: Span): undefined {
    if (this.scope.dropped.has(name)) return undefined;
    if (name === 'value' || name === 'count') {
      this.report.add(
        'unknown-name',
        `\`${name}\` can be read only in the outcomes of a question that says it`,
        span,
      );
      return undefined;
    }
    const call = FUNCTIONS.has(name) || ELAPSED.has(name);
    const drivers = this.scope.driversByState.get(name) ?? [];
    const help = call
      ? `\`${name}\` is a function: write \`${name}(…)\``
      : drivers.length > 0
        ? `write ${drivers
            .slice(0, 3)
            .map((driver) => `\`${driver}.${name}\``)
            .join(' or ')} for the state`
        : RESERVED.has(name)
          ? undefined
          : this.report.suggest(name, () => this.readable());
    this.report.add('unknown-name', `unknown name \`${name}\``, span, { help });
    return undefined;
  }

  private readable(): readonly string[] {
    const values = [...this.scope.names].filter(
      ([, named]) => named.kind !== 'driver' && named.kind !== 'seat',
    );
    return [...values.map(([name]) => name), 't', 'dt', 'pi'];
  }

  private state(raw: Raw & { is: 'member' }, span: Span): Expr | undefined {
    const { driver, state } = raw;
    if (driver === 'event') return this.eventField(state, span);
    const states = this.scope.states.get(driver);
    if (states === undefined) {
      if (this.scope.seats.has(driver)) return this.capital(driver, state, span);
      if (this.scope.dropped.has(driver)) return undefined;
      const other = this.scope.names.get(driver);
      const message = other
        ? `\`${driver}\` is ${a(other.kind)} and has no states`
        : `unknown driver \`${driver}\``;
      this.report.add('unknown-name', message, this.source.at(raw.start, raw.start + driver.length), {
        help: this.report.suggest(driver, () => this.scope.states.keys()),
      });
      return undefined;
    }
    if (!states.has(state)) {
      if (this.scope.dropped.has(state)) return undefined;
      this.report.add(
        'unknown-state',
        `\`${driver}\` has no state \`${state}\``,
        this.source.at(raw.end - state.length, raw.end),
        {
          help: this.isVariableOf(driver, state)
            ? `\`${state}\` is a variable of it: write \`${state}\` alone`
            : this.report.suggest(state, () => states),
        },
      );
      return undefined;
    }
    return this.moment(`the state \`${driver}.${state}\``, span)
      ? { op: 'state', driver, state, span }
      : undefined;
  }

  /** `seat.capital`, the one value a seat has. */
  private capital(seat: string, field: string, span: Span): Expr | undefined {
    if (field === 'capital' && this.scope.seats.get(seat)?.hasCapital) {
      return this.moment(`the capital of \`${seat}\``, span)
        ? { op: 'ref', kind: 'variable', name: capitalOf(seat), span }
        : undefined;
    }
    const help =
      field === 'capital' ? 'give the seat a `capital`' : 'of a seat only its `capital` can be read';
    this.report.add('unknown-name', `the seat \`${seat}\` has no \`${field}\``, span, { help });
    return undefined;
  }

  private isVariableOf(driver: string, name: string): boolean {
    const named = this.scope.names.get(name);
    return named?.kind === 'variable' && named.driver === driver;
  }

  private eventField(field: string, span: Span): Expr | undefined {
    if (this.reading.event) return { op: 'event', field, span };
    return this.unreadable(
      `\`event.${field}\``,
      span,
      'here; only in `when`, `probability` and `actions` of a transition `on` an event',
    );
  }

  private chain(raw: Raw & { is: 'chain' }, span: Span): Expr | undefined {
    // A middle part is written out twice, so chains inside it would grow without bound.
    const nested = raw.of.slice(1, -1).find(hasChain);
    if (nested) {
      this.report.add(
        'expression-form',
        'a chained comparison cannot stand inside another',
        this.spanOf(nested),
        {
          help: 'write one of them with `and`',
        },
      );
      return undefined;
    }
    const parts = this.all(raw.of);
    return (
      parts &&
      raw.ops
        .map((op, i): Expr => ({ op, left: at(parts, i), right: at(parts, i + 1), span }))
        .reduce((left, right): Expr => ({ op: 'and', left, right, span }))
    );
  }

  private call(raw: Raw & { is: 'call' }, span: Span): Expr | undefined {
    const { name } = raw;
    const nameSpan = this.source.at(raw.start, raw.start + name.length);
    const unit = ELAPSED.get(name);
    const counts = unit ? ([1, 1] as const) : FUNCTIONS.get(name);
    if (counts === undefined) {
      this.report.add('unknown-function', `unknown function \`${name}\``, nameSpan, {
        help: this.report.suggest(name, () => [...FUNCTIONS.keys(), ...ELAPSED.keys()]),
      });
      return undefined;
    }
    const [least, most] = counts;
    if (raw.args.length < least || raw.args.length > most) {
      const wanted = least === most ? String(least) : `${least} to ${most}`;
      const plural = most === 1 ? 'argument' : 'arguments';
      this.report.add(
        'function-arguments',
        `\`${name}\` takes ${wanted} ${plural}, found ${raw.args.length}`,
        span,
      );
      return undefined;
    }
    if (unit) return this.elapsed(raw, unit, span);
    if (LIST_FUNCTIONS.has(name)) return this.listCall(raw, span);
    if (name === 'now') return this.now(raw, span);
    if (name === 'delay' || name === 'smooth')
      return this.moment(`\`${name}\``, span)
        ? resolveDelay({ ...raw, name }, span, this.forTaken())
        : undefined;
    if (TABLES.has(name)) return resolveTable(raw, span, this);
    if (name === 'happened') return this.happened(raw, span);
    const args = this.all(raw.args);
    const [first, second, third] = args ?? [];
    if (args === undefined || first === undefined) return undefined;
    if (INPUTS.has(name)) {
      return this.moment(`\`${name}\``, span) ? resolveInput(name, args, span, this.report) : undefined;
    }
    if (name === 'prev' && this.reading.frame) return this.unreadable('`prev`', span);
    if (name === 'prev' || name === 'start')
      return this.moment(`\`${name}\``, span) ? { op: name, of: first, span } : undefined;
    if (name === 'min' || name === 'max')
      return args.reduce((left, right): Expr => ({ op: name, left, right, span }));
    if (name === 'halfLife') return { op: 'halfLife', of: first, stepsPerUnit: Number.NaN, span };
    if (name === 'logistic') return { op: 'call', name, args: [first], span };
    if (name === 'clamp' && second && third) return { op: 'call', name, args, span };
    if (SIMPLE.has(name)) return { op: name as UnaryOp, of: first, span };
    throw new Error(`InvariantError: no meaning for the function ${name}`);
  }

  private elapsed(
    raw: Raw & { is: 'call' },
    unit: (Expr & { op: 'elapsed' })['unit'],
    span: Span,
  ): Expr | undefined {
    const [arg] = raw.args;
    if (arg?.is !== 'member') {
      this.report.add(
        'function-arguments',
        `\`${raw.name}\` takes a state, as in \`${raw.name}(driver.state)\``,
        span,
      );
      return undefined;
    }
    const state = this.state(arg, this.spanOf(arg));
    return state?.op === 'state'
      ? { op: 'elapsed', unit, driver: state.driver, state: state.state, span }
      : undefined;
  }

  private listCall(raw: Raw & { is: 'call' }, span: Span): Expr | undefined {
    const [list, ...rest] = raw.args;
    if (list?.is !== 'list' || list.items.length === 0) {
      this.report.add(
        'function-arguments',
        `\`${raw.name}\` takes a list, as in \`${raw.name}([a, b])\``,
        span,
      );
      return undefined;
    }
    const args = this.all([...list.items, ...rest]);
    return args && { op: 'call', name: raw.name as 'mean' | 'sum' | 'weakestLink', args, span };
  }

  private now(raw: Raw & { is: 'call' }, span: Span): Expr | undefined {
    const [arg] = raw.args;
    if (
      arg?.is !== 'name' ||
      (this.scope.names.has(arg.name) && this.scope.names.get(arg.name)?.kind !== 'indicator')
    ) {
      this.report.add('function-arguments', '`now` takes the name of an indicator', span);
      return undefined;
    }
    if (!this.reading.now) {
      this.report.add(
        'context-now',
        '`now` can be read only in the `next` of an indicator, outside of `delay` and `smooth`',
        span,
        { help: 'elsewhere the name alone is its value at that moment' },
      );
      return undefined;
    }
    const found = this.name(arg.name, this.spanOf(arg));
    return found && { op: 'now', indicator: arg.name, span };
  }

  /** Reads the arguments of `delay` and `smooth`. */
  private forTaken(): Resolver {
    return new Resolver(this.source, takenIn(this.reading), this.scope, this.report);
  }

  private happened(raw: Raw & { is: 'call' }, span: Span): Expr | undefined {
    const [arg] = raw.args;
    const event = arg && eventNamed(arg);
    if (event === undefined) {
      this.report.add('function-arguments', '`happened` takes the name of an event', span);
      return undefined;
    }
    if (this.reading.frame) return this.unreadable('`happened`', span);
    return this.moment('`happened`', span) ? { op: 'happened', event, span } : undefined;
  }

  private moment(what: string, span: Span): boolean {
    if (!this.reading.moment) this.unreadable(what, span);
    return this.reading.moment;
  }

  private unreadable(what: string, span: Span, where = this.reading.where): undefined {
    this.report.add('context-unreadable', `${what} cannot be read ${where}`, span);
    return undefined;
  }
}

/** The name of an event as an argument. */
function eventNamed(arg: Raw): string | undefined {
  if (arg.is === 'name') return arg.name;
  if (arg.is === 'member') return `${arg.driver}.${arg.state}`;
  return arg.is === 'dotted' ? arg.words.join('.') : undefined;
}

function hasChain(raw: Raw): boolean {
  switch (raw.is) {
    case 'chain':
      return true;
    case 'unary':
      return hasChain(raw.of);
    case 'binary':
      return hasChain(raw.left) || hasChain(raw.right);
    case 'if':
      return hasChain(raw.test) || hasChain(raw.then) || hasChain(raw.otherwise);
    case 'call':
      return raw.args.some(hasChain);
    case 'list':
      return raw.items.some(hasChain);
    case 'named':
      return hasChain(raw.value);
    default:
      return false;
  }
}

function at(parts: readonly Expr[], index: number): Expr {
  const expr = parts[index];
  if (expr === undefined) throw new Error('InvariantError: a chained comparison without its part');
  return expr;
}
