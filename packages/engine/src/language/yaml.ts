/**
 * Second stage: text to located values. What is not plain (yaml-plain.ts) the YAML library parses; this file walks its
 * nodes itself, so that aliases are bounded, keys are checked once and in linear time, and every value keeps its place.
 */
import {
  Composer,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Parser,
  type CST,
  type Document,
  type Node,
  type YAMLMap,
} from 'yaml';
import type { Span } from '../diagnostics/diagnostic.ts';
import type { Report } from '../diagnostics/report.ts';
import { boundedTokens, DEPTH_LIMITS, TooDeep } from './depth.ts';
import type { Located, Plain, Scalar } from './located.ts';
import { describeYamlError } from './yaml-errors.ts';
import { readPlainYaml } from './yaml-plain.ts';

const ALIASES_MAX = 100;
const VALUES_MAX = 500_000;
const ERRORS_SHOWN_MAX = 20;

export const readYaml = (text: string, report: Report): Located | undefined =>
  readPlainYaml(text) ?? readByLibrary(text, report);

/** Any text. */
export function readByLibrary(text: string, report: Report): Located | undefined {
  let documents: readonly Document.Parsed[];
  try {
    documents = parse(text);
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    report.add(
      'yaml-too-deep',
      'the YAML is nested too deeply here',
      { start: error.offset, end: error.offset + 1 },
      { help: `there may be ${DEPTH_LIMITS}` },
    );
    return undefined;
  }
  const [doc, second] = documents;
  if (!doc) return { value: null, span: { start: 0, end: 0 } };
  const faults: { code: string; message: string; pos: readonly [number, number] }[] = [
    ...doc.errors,
    ...doc.warnings,
  ];
  if (second)
    faults.push({ code: 'MULTIPLE_DOCS', message: '', pos: [second.range[0], second.range[0] + 1] });
  for (const fault of faults.slice(0, ERRORS_SHOWN_MAX)) {
    const { message, help } = describeYamlError(fault.code, fault.message, text, fault.pos[0]);
    report.add('yaml-syntax', message, clip({ start: fault.pos[0], end: fault.pos[1] }, text), { help });
  }
  if (faults.length > 0) return undefined;
  if (doc.directives?.yaml.explicit && doc.directives.yaml.version !== '1.2') {
    report.add(
      'yaml-syntax',
      'a scenario is YAML 1.2',
      { start: 0, end: 5 },
      { help: 'remove the `%YAML` line' },
    );
    return undefined;
  }
  const walker = new Walker(text, report);
  const root = walker.walk(doc.contents, { start: 0, end: 0 }, false);
  return walker.failed ? undefined : root;
}

function parse(text: string): readonly Document.Parsed[] {
  const parser = new Parser();
  const composer = new Composer({
    prettyErrors: false,
    uniqueKeys: false,
    strict: true,
    merge: false,
    version: '1.2',
  });
  const tokens = function* (): Generator<CST.Token> {
    for (const token of boundedTokens(text)) yield* parser.next(token);
    yield* parser.end();
  };
  return [...composer.compose(tokens(), true, text.length)] as Document.Parsed[];
}

function clip({ start, end }: Span, text: string): Span {
  const from = Math.min(start, text.length);
  return { start: from, end: Math.min(Math.max(end, from), text.length) };
}

class Walker {
  failed = false;
  private readonly text: string;
  private readonly report: Report;
  private readonly anchors = new Map<string, Node>();
  private readonly open = new Set<Node>();
  private aliases = 0;
  private values = 0;
  private stopped = false;

  constructor(text: string, report: Report) {
    this.text = text;
    this.report = report;
  }

  /** Anchors are defined once, so that an alias always means the same; an alias stands after its anchor. */
  private note(node: Node & { anchor?: string; tag?: string }): void {
    const { anchor, tag } = node;
    if (tag !== undefined) {
      const { message, help } = describeYamlError('TAG_RESOLVE_FAILED', '', this.text, 0);
      this.fail('yaml-syntax', message, spanOf(node), [], help);
    }
    if (anchor === undefined || this.anchors.get(anchor) === node) return;
    if (this.anchors.has(anchor))
      this.fail('yaml-alias', `the anchor \`&${anchor}\` is defined twice`, spanOf(node));
    this.anchors.set(anchor, node);
  }

  walk(node: Node | null, missing: Span, inFlow: boolean, key?: Span): Located {
    const own = key ? { key } : {};
    const span = node?.range ? spanOf(node) : missing;
    if (this.stopped || node === null) return { value: null, span, ...own };
    if (++this.values > VALUES_MAX) {
      return this.stop('yaml-alias', 'the aliases of this file repeat too much', span);
    }
    if (isAlias(node)) return this.alias(node.source, span, inFlow, key);
    this.note(node);
    if (isMap(node)) return this.map(node, span, own);
    if (isSeq(node)) {
      const items = node.items.map((item) => this.walk(item as Node | null, span, node.flow === true));
      return { value: items.map((item) => item.value), span, items, ...own };
    }
    return isScalar(node) ? { ...this.scalar(node, span, inFlow), ...own } : { value: null, span, ...own };
  }

  private alias(name: string, span: Span, inFlow: boolean, key: Span | undefined): Located {
    const target = this.anchors.get(name);
    if (target === undefined) {
      this.fail('yaml-alias', `no anchor \`&${name}\` is defined`, span);
      return { value: null, span };
    }
    if (this.open.has(target))
      return this.stop('yaml-alias', `\`*${name}\` stands inside its own anchor`, span);
    if (++this.aliases > ALIASES_MAX) {
      return this.stop('yaml-alias', `more than ${ALIASES_MAX} aliases are followed in this file`, span);
    }
    this.open.add(target);
    const found = this.walk(target, span, inFlow, key);
    this.open.delete(target);
    return found;
  }

  private map(node: YAMLMap, span: Span, own: { key?: Span }): Located {
    const entries = new Map<string, Located>();
    this.open.add(node);
    for (const pair of node.items) {
      const key = pair.key as Node | null;
      const keySpan = key?.range ? spanOf(key) : span;
      const name = this.keyName(key, keySpan);
      if (name === undefined) continue;
      const before = entries.get(name);
      if (before?.key) {
        this.fail('yaml-duplicate-key', `the key \`${name}\` stands twice in this map`, keySpan, [
          { message: 'first here', span: before.key },
        ]);
        continue;
      }
      entries.set(name, this.walk(pair.value as Node | null, keySpan, node.flow === true, keySpan));
    }
    this.open.delete(node);
    const value: Record<string, Plain> = Object.create(null) as Record<string, Plain>;
    for (const [name, entry] of entries) value[name] = entry.value;
    return { value, span, entries, ...own };
  }

  private keyName(key: Node | null, span: Span): string | undefined {
    if (isScalar(key) && key.value !== null) {
      const name = key.source ?? String(key.value);
      if (name !== '__proto__' && name !== '<<') return name;
    }
    const shown = isScalar(key) ? `\`${key.source ?? ''}\`` : 'this';
    this.fail(
      'yaml-key',
      `${shown} cannot be a key`,
      span,
      [],
      'keys are plain words; text with `:` or `?` needs quotes',
    );
    return undefined;
  }

  private scalar(
    node: Node & { value: unknown; source?: string; type?: string },
    span: Span,
    inFlow: boolean,
  ): Located {
    const { value, type } = node;
    const style: Scalar['style'] = type?.startsWith('QUOTE')
      ? 'quoted'
      : type?.startsWith('BLOCK')
        ? 'block'
        : 'plain';
    const content = typeof value === 'number' ? (node.source ?? String(value)) : String(value);
    const scalar: Scalar = { content, style, inFlow };
    if (value === null) return { value: null, span };
    // .inf, .nan and numbers beyond binary64 stay text, so that the expression stage can say what is wrong.
    const finite = typeof value !== 'number' || Number.isFinite(value);
    return {
      value: typeof value === 'boolean' || (typeof value === 'number' && finite) ? value : content,
      span,
      scalar,
    };
  }

  private fail(
    code: 'yaml-syntax' | 'yaml-alias' | 'yaml-duplicate-key' | 'yaml-key',
    message: string,
    span: Span,
    notes: readonly { message: string; span: Span }[] = [],
    help?: string,
  ): void {
    this.failed = true;
    this.report.add(code, message, clip(span, this.text), { notes, help });
  }

  private stop(code: 'yaml-alias', message: string, span: Span): Located {
    if (!this.stopped) this.fail(code, message, span);
    this.stopped = true;
    return { value: null, span };
  }
}

function spanOf(node: Node): Span {
  const range = node.range;
  return range ? { start: range[0], end: range[1] } : { start: 0, end: 0 };
}
