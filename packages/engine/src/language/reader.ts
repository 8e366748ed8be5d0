/**
 * What building a model shares: reading an expression, a distribution, a text or a provenance at a place, and the
 * list of all expressions for the checks that follow.
 */
import type { Report } from '../diagnostics/report.ts';
import type { Code } from '../diagnostics/codes.ts';
import type { Span } from '../diagnostics/diagnostic.ts';
import { parseDistribution } from './expression/distribution.ts';
import type { MathParser } from './expression/mathjs.ts';
import { literalsOf } from './expression/numbers.ts';
import { isFault, parseExpression } from './expression/parse.ts';
import type { Raw } from './expression/raw.ts';
import { Resolver } from './expression/resolve.ts';
import { ExprSource } from './expression/source.ts';
import type { Fault } from './expression/tokens.ts';
import type { Type } from './expression/types.ts';
import { readDistribution } from './build/distribution.ts';
import type { Beside } from './imports/restate.ts';
import { child, type Located } from './located.ts';
import type { Basis, DistributionUse, Expr, Provenance, Text, WrittenNumber } from './model.ts';
import type { Reading } from './reading.ts';
import type { Scope } from './scope.ts';
import type { Unit } from './unit.ts';

/** An element with what it says of its numbers; parts of it inherit that. */
export interface Owner {
  readonly path: string;
  readonly provenance: Provenance;
}

export const NOBODY: Owner = { path: '', provenance: { evidence: [] } };

export type Demand =
  | { readonly is: 'unit'; readonly unit: Unit; readonly what: string }
  | { readonly is: 'probability' }
  /** 1/time; `set` is told how many of that time a step lasts. */
  | { readonly is: 'rate'; readonly set: (unitsPerStep: number) => void };

/** One expression of the file and what is wanted of it. */
export interface Site {
  readonly expr: Expr;
  readonly want: Type | 'any';
  readonly demand?: Demand | undefined;
  /** What the question's own word stands for; a count is a plain number. */
  readonly answer?: Expr | undefined;
}

export interface Wanted {
  readonly want?: Type | 'any';
  readonly demand?: Demand | undefined;
  readonly answer?: Expr | undefined;
  /** Key of the expression within its element, for the list of numbers. */
  readonly key?: string;
}

interface Said {
  readonly evidence?: readonly string[] | undefined;
  readonly basis?: Basis | undefined;
  readonly why?: string | undefined;
  readonly hindsight?: string | undefined;
}

export class Reader {
  readonly sites: Site[] = [];
  /** Events that the calendar says do not happen in this scenario, with what they would carry. */
  readonly neverHappens: {
    readonly event: string;
    readonly span: Span;
    readonly fields: readonly string[];
  }[] = [];
  /** States in which a fragment begins a driver that the scenario begins elsewhere. */
  readonly begunBefore = new Map<string, readonly string[]>();
  readonly numbers: (WrittenNumber & { readonly element: string })[] = [];
  /** Some expression could not be read, so what is unused or unreachable is not known. */
  incomplete: boolean;
  readonly report: Report;
  readonly scope: Scope;
  private readonly text: string;
  private readonly parser: MathParser | undefined;
  private readonly said: ReadonlyMap<Located, Beside>;
  private readonly broken = new WeakSet<Expr>();

  constructor(
    text: string,
    parser: MathParser | undefined,
    scope: Scope,
    report: Report,
    incomplete: boolean,
    said: ReadonlyMap<Located, Beside>,
  ) {
    this.said = said;
    this.text = text;
    this.parser = parser;
    this.scope = scope;
    this.report = report;
    this.incomplete = incomplete;
  }

  /** Whether an expression only stands in for one that could not be read. */
  isBroken(expr: Expr): boolean {
    return this.broken.has(expr);
  }

  expr(at: Located, reading: Reading, around: Owner, wanted: Wanted = {}): Expr {
    const owner = this.ownerOf(at, around);
    const source = new ExprSource(at, this.text);
    const raw = parseExpression(source.content, this.parser);
    if (isFault(raw)) return this.faulty(raw, source);
    this.count(raw, source, owner, wanted.key);
    const expr = new Resolver(source, reading, this.scope, this.report).resolve(raw);
    return expr ? this.keep(expr, wanted) : this.stand(source.span);
  }

  distribution(
    at: Located,
    reading: Reading,
    owner: Owner,
    key: string,
    unit: Unit | undefined,
  ): DistributionUse | undefined {
    const source = new ExprSource(at, this.text);
    const raw = parseDistribution(source.content, this.parser);
    if ('code' in raw) {
      this.faulty(raw, source);
      return undefined;
    }
    for (const part of [raw.call, ...(raw.within ?? [])]) this.count(part, source, owner, key);
    const use = readDistribution(raw, new Resolver(source, reading, this.scope, this.report), this, unit);
    if (!use) this.incomplete = true;
    return use;
  }

  keep(expr: Expr, { want = 'number', demand, answer }: Wanted): Expr {
    this.sites.push({ expr, want, demand, answer });
    return expr;
  }

  /** The owner of an element inside another one. */
  owner(around: Owner, name: string, said: Said, at: Located): Owner {
    const path =
      around.path === '' || name.startsWith('[') ? `${around.path}${name}` : `${around.path}.${name}`;
    this.cite(said.evidence ?? [], child(at, 'evidence') ?? at);
    const basis = said.basis ?? around.provenance.basis;
    const why = said.why ?? around.provenance.why;
    const hindsight = said.hindsight ?? around.provenance.hindsight;
    return {
      path,
      provenance: {
        evidence: said.evidence ?? around.provenance.evidence,
        ...(basis !== undefined && { basis }),
        ...(why !== undefined && { why }),
        ...(hindsight !== undefined && { hindsight }),
      },
    };
  }

  /** Ids of evidence that something rests on; `at` is the list. */
  cite(ids: readonly string[], at: Located): void {
    const { evidence, omitted, cited, dropped } = this.scope;
    for (const [i, id] of ids.entries()) {
      const span = (at.items?.[i] ?? at).span;
      cited.add(id);
      if (omitted.has(id)) {
        this.report.add(
          'evidence-omitted',
          `\`${id}\` is left out of the model, so nothing rests on it`,
          span,
          {
            help: 'take `omitted` away from its row, or cite another',
          },
        );
      } else if (!evidence.has(id) && !dropped.has(id)) {
        this.report.add('unknown-evidence', `no evidence has the id \`${id}\``, span, {
          help: this.report.suggest(id, () => evidence) ?? 'add a row to the table `evidence`',
        });
      }
    }
  }

  /** A restated number has the provenance that was restated with it. */
  private ownerOf(at: Located, around: Owner): Owner {
    const provenance = this.restated(at);
    return provenance ? { path: around.path, provenance } : around;
  }

  /** Nothing where the value at a place stands as its element was written. */
  private restated(at: Located): Provenance | undefined {
    const beside = this.said.get(at)?.at;
    return beside && this.owner(NOBODY, '', beside.value as Said, beside).provenance;
  }

  /** Notes where a driver began before its initial states were restated. */
  noteBegun(driver: string, initial: Located): void {
    const before = this.said.get(initial)?.before;
    if (!before) return;
    const names = before.entries ? [...before.entries.keys()] : [String(before.value)];
    const known = this.scope.targets.get(driver);
    this.begunBefore.set(
      driver,
      names.filter((name) => known?.has(name)),
    );
  }

  /** What was restated together with a start, as a part of its element. */
  startProvenance(at: Located): { readonly startProvenance?: Provenance } {
    const provenance = this.restated(at);
    return provenance ? { startProvenance: provenance } : {};
  }

  /** Adds a number somebody wrote to the list; 0 and 1 are structure. */
  number(text: string, span: Span, owner: Owner, key?: string): void {
    if (text === '0' || text === '1') return;
    const { basis, evidence, hindsight } = owner.provenance;
    const path = key === undefined ? owner.path : `${owner.path}.${key}`;
    this.numbers.push({
      path,
      text,
      evidence,
      span,
      element: owner.path,
      ...(basis !== undefined && { basis }),
      ...(hindsight !== undefined && { hindsight }),
    });
  }

  private count(raw: Raw, source: ExprSource, owner: Owner, key: string | undefined): void {
    for (const literal of literalsOf(raw))
      this.number(literal.text, source.at(literal.start, literal.end), owner, key);
  }

  private faulty(fault: Fault, source: ExprSource): Expr {
    this.report.add(fault.code satisfies Code, fault.message, source.at(fault.start, fault.end), {
      help: fault.help,
    });
    return this.stand(source.span);
  }

  private stand(span: Span): Expr {
    this.incomplete = true;
    const expr: Expr = { op: 'number', value: 0, span };
    this.broken.add(expr);
    return expr;
  }
}

export const textOf = (text: string | Readonly<Record<string, string>>): Text =>
  typeof text === 'string' ? { en: text } : { ...text };

type TextInput = string | Readonly<Record<string, string>> | undefined;

/** A text as a part of an element, when there is one. */
export const partOf = <K extends string>(key: K, text: TextInput): { [key in K]?: Text } =>
  text === undefined ? {} : ({ [key]: textOf(text) } as { [key in K]: Text });

export const newsOf = (news: TextInput): { news?: Text } => partOf('news', news);
export const labelOf = (label: TextInput): { label?: Text } => partOf('label', label);
