/**
 * Text to Raw. What is not plain mathjs parses; then its tree is walked in the order of the text and laid over the
 * tokens, so that every part gets its place. Only the node types named here exist; everything else is a fault.
 */
import type { MathNode, MathParser } from './mathjs.ts';
import { parsePlain } from './plain.ts';
import type { Raw, RawBinary, RawComparison } from './raw.ts';
import { nestedAt, tokenize, type Fault, type Token } from './tokens.ts';

export const LENGTH_MAX = 2000;
export const DEPTH_MAX = 64;

const BINARY: ReadonlyMap<string, RawBinary> = new Map<string, RawBinary>([
  ['+', 'add'],
  ['-', 'sub'],
  ['*', 'mul'],
  ['/', 'div'],
  ['^', 'pow'],
  ['<', 'lt'],
  ['<=', 'le'],
  ['>', 'gt'],
  ['>=', 'ge'],
  ['==', 'eq'],
  ['!=', 'ne'],
  ['and', 'and'],
  ['or', 'or'],
]);

const COMPARISON: ReadonlyMap<string, RawComparison> = new Map<string, RawComparison>([
  ['smaller', 'lt'],
  ['smallerEq', 'le'],
  ['larger', 'gt'],
  ['largerEq', 'ge'],
  ['equal', 'eq'],
  ['unequal', 'ne'],
]);

/** Operators whose long chains to the left (a + b + c …) are one level to a reader. */
const CHAINED: ReadonlySet<string> = new Set(['add', 'sub', 'mul', 'div', 'and', 'or']);

export const isFault = (result: Raw | Fault): result is Fault => 'code' in result;

/** Thrown where mathjs has to say what an expression is and has not been loaded yet. */
export class ParserWanted extends Error {}

/** @throws ParserWanted where no parser is given and the expression is not plain (plain.ts) */
export function parseExpression(content: string, parser: MathParser | undefined): Raw | Fault {
  if (content.length > LENGTH_MAX) {
    return fault(
      'expression-too-long',
      `an expression has at most 2,000 characters`,
      0,
      1,
      'give its parts names as measures',
    );
  }
  const tokens = tokenize(content);
  if ('code' in tokens) return tokens;
  if (tokens.length === 0) return fault('expression-syntax', 'the expression is empty', 0, 1);
  const deep = nestedAt(tokens, DEPTH_MAX);
  if (deep) return tooDeep(deep.start);
  const plain = parsePlain(tokens, content, DEPTH_MAX);
  if (plain) return plain;
  if (!parser) throw new ParserWanted();
  return parseByMathjs(tokens, content, parser);
}

/** Any expression. */
export function parseByMathjs(tokens: readonly Token[], content: string, parser: MathParser): Raw | Fault {
  // Line ends would separate statements in mathjs; here an expression may run over several lines.
  const node = parsed(content.replace(/\s/g, ' '), parser);
  if ('code' in node) return node;
  try {
    return new Overlay(tokens, content).whole(node);
  } catch (error) {
    if (error instanceof Stop) return error.fault;
    throw error;
  }
}

/** mathjs's tree, or what it says against the text. Whatever it throws is about the text. */
function parsed(content: string, parser: MathParser): MathNode | Fault {
  try {
    return parser(content);
  } catch (error) {
    if (error instanceof RangeError) return tooDeep(0);
    const { message, char } = error as { message?: unknown; char?: unknown };
    const said = String(message).replace(/ \(char \d+\)$/, '');
    const text = `this is no expression: ${said.charAt(0).toLowerCase()}${said.slice(1)}`;
    const at = typeof char === 'number' ? Math.min(Math.max(0, char - 1), content.length) : 0;
    return fault('expression-syntax', text, at, at + 1);
  }
}

const tooDeep = (at: number): Fault =>
  fault(
    'expression-too-deep',
    `an expression has at most ${DEPTH_MAX} levels`,
    at,
    at + 1,
    'give its parts names as measures',
  );

function fault(code: Fault['code'], message: string, start: number, end: number, help?: string): Fault {
  return { code, message, start, end, ...(help !== undefined && { help }) };
}

/** Leaves the walk at the first fault. */
class Stop extends Error {
  readonly fault: Fault;
  constructor(found: Fault) {
    super(found.message);
    this.fault = found;
  }
}

class Overlay {
  private next = 0;
  private depth = 0;
  private readonly tokens: readonly Token[];
  private readonly content: string;

  constructor(tokens: readonly Token[], content: string) {
    this.tokens = tokens;
    this.content = content;
  }

  whole(node: MathNode): Raw {
    const raw = this.walk(node);
    const rest = this.tokens[this.next];
    if (rest) this.refuse('expression-syntax', `\`${rest.text}\` does not belong here`, rest);
    return raw;
  }

  private walk(node: MathNode, chained = false): Raw {
    if (!chained && ++this.depth > DEPTH_MAX) throw new Stop(tooDeep(this.here().start));
    const raw = this.node(node);
    if (!chained) this.depth--;
    return raw;
  }

  private node(node: MathNode): Raw {
    switch (node.type) {
      case 'ConstantNode':
        return this.constant(node);
      case 'SymbolNode': {
        const token = this.take('word');
        return { is: 'name', name: token.text, start: token.start, end: token.end };
      }
      case 'AccessorNode':
        return this.member(node);
      case 'ParenthesisNode': {
        const open = this.sign('(');
        const inner = this.walk(part(node.content));
        return { ...inner, start: open.start, end: this.sign(')').end };
      }
      case 'OperatorNode':
        return this.operator(node);
      case 'RelationalNode':
        return this.chain(node);
      case 'ConditionalNode': {
        const test = this.walk(part(node.condition));
        this.sign('?');
        const then = this.walk(part(node.trueExpr));
        this.sign(':');
        const otherwise = this.walk(part(node.falseExpr));
        return { is: 'if', test, then, otherwise, start: test.start, end: otherwise.end };
      }
      case 'FunctionNode':
        return this.call(node);
      case 'ArrayNode':
        return this.list(node);
      case 'AssignmentNode':
        return this.refuse(
          'expression-form',
          'an expression assigns nothing',
          this.here(),
          'compare with `==`',
        );
      default:
        return this.refuse(
          'expression-form',
          `this is no part of the language`,
          this.here(),
          FORM_HELP.get(node.type),
        );
    }
  }

  private constant(node: MathNode): Raw {
    const token = this.here();
    this.next++;
    const { start, end } = token;
    if (typeof node.value === 'boolean') return { is: 'truth', value: node.value, start, end };
    if (typeof node.value !== 'number' || token.kind !== 'number') {
      return this.refuse('expression-form', `\`${token.text}\` is no value of this language`, token);
    }
    if (!Number.isFinite(node.value)) {
      return this.refuse('expression-number', `\`${token.text}\` is too large for a number`, token);
    }
    return { is: 'number', value: node.value, text: token.text, start, end };
  }

  private member(node: MathNode): Raw {
    let dots = 0;
    for (let at = node; at.type === 'AccessorNode'; at = part(at.object)) {
      const plain = at.index?.dotNotation === true && at.optionalChaining !== true;
      const isNamed = typeof at.index?.dimensions?.[0]?.value === 'string';
      const isOfName = at.object?.type === 'SymbolNode' || at.object?.type === 'AccessorNode';
      if (!plain || !isNamed || !isOfName)
        return this.refuse('expression-form', 'only `driver.state` may have a dot', this.here());
      dots++;
    }
    const words = [this.take('word')];
    for (let i = 0; i < dots; i++) {
      this.sign('.');
      words.push(this.take('word'));
    }
    const [driver, state] = words as [Token, Token];
    const { end } = words.at(-1) ?? driver;
    return dots === 1
      ? { is: 'member', driver: driver.text, state: state.text, start: driver.start, end }
      : { is: 'dotted', words: words.map(({ text }) => text), start: driver.start, end };
  }

  private operator(node: MathNode): Raw {
    const args = node.args ?? [];
    const [first, second] = args;
    if (first === undefined || args.length > 2)
      return this.refuse('expression-form', 'this is no part of the language', this.here());
    if (second === undefined) {
      const token = this.here();
      if ((node.op === '-' || node.op === 'not') && token.text === node.op) {
        this.next++;
        const of = this.walk(first);
        return { is: 'unary', op: node.op === '-' ? 'neg' : 'not', of, start: token.start, end: of.end };
      }
      return this.refuse('expression-form', `\`${token.text}\` cannot stand alone before a value`, token);
    }
    const op = BINARY.get(node.op ?? '');
    const leftOp =
      first.type === 'OperatorNode' && first.args?.length === 2 ? BINARY.get(first.op ?? '') : undefined;
    const chained = op !== undefined && CHAINED.has(op) && leftOp !== undefined && CHAINED.has(leftOp);
    const left = this.walk(first, chained);
    if (node.implicit) {
      const token = this.here();
      return this.refuse(
        'expression-product',
        `an operator is missing before \`${token.text}\``,
        token,
        'write `*` for a product',
      );
    }
    if (op === undefined || node.isPercentage) {
      const token = this.here();
      return this.refuse('expression-form', `\`${token.text}\` is no operator of this language`, token);
    }
    this.sign(node.op ?? '');
    const right = this.walk(second);
    return { is: 'binary', op, left, right, start: left.start, end: right.end };
  }

  private chain(node: MathNode): Raw {
    const of: Raw[] = [];
    const ops: RawComparison[] = [];
    for (const [i, param] of (node.params ?? []).entries()) {
      of.push(this.walk(param));
      const op = COMPARISON.get(node.conditionals?.[i] ?? '');
      if (op === undefined) continue;
      ops.push(op);
      this.next++;
    }
    return { is: 'chain', ops, of, start: of[0]?.start ?? 0, end: of.at(-1)?.end ?? 0 };
  }

  private call(node: MathNode): Raw {
    const fn = node.fn as MathNode;
    if (fn.type !== 'SymbolNode' || node.optional === true) {
      return this.refuse('expression-form', 'only a function of the language can be called', this.here());
    }
    const name = this.take('word');
    this.sign('(');
    const args: Raw[] = [];
    for (const arg of node.args ?? []) {
      if (args.length > 0) this.sign(',');
      args.push(this.argument(arg));
    }
    return { is: 'call', name: name.text, args, start: name.start, end: this.sign(')').end };
  }

  private argument(node: MathNode): Raw {
    if (node.type !== 'AssignmentNode' || node.object?.type !== 'SymbolNode' || node.index)
      return this.walk(node);
    const name = this.take('word');
    this.sign('=');
    const value = this.walk(node.value as MathNode);
    return { is: 'named', name: name.text, value, start: name.start, end: value.end };
  }

  private list(node: MathNode): Raw {
    const open = this.sign('[');
    const items: Raw[] = [];
    for (const item of node.items ?? []) {
      if (items.length > 0) this.sign(',');
      items.push(this.walk(item));
    }
    return { is: 'list', items, start: open.start, end: this.sign(']').end };
  }

  /** The next token; at the end an empty one. */
  private here(): Token {
    const end = this.content.length;
    return this.tokens[this.next] ?? { kind: 'sign', text: '', start: end, end };
  }

  private take(kind: Token['kind']): Token {
    const token = this.here();
    if (token.kind !== kind)
      this.refuse('expression-form', `\`${token.text}\` is no part of the language here`, token);
    this.next++;
    return token;
  }

  private sign(text: string): Token {
    const token = this.here();
    if (token.text !== text) {
      this.refuse('expression-syntax', `expected \`${text}\``, token);
    }
    this.next++;
    return token;
  }

  private refuse(code: Fault['code'], message: string, at: Token, help?: string): never {
    throw new Stop(fault(code, message, at.start, Math.max(at.end, at.start + 1), help));
  }
}

const FORM_HELP: ReadonlyMap<string, string> = new Map([
  ['RangeNode', 'a choice is written `condition ? a : b`'],
  ['BlockNode', 'one expression has one value'],
  ['FunctionAssignmentNode', 'give an expression a name as a measure'],
]);

function part(node: MathNode | undefined): MathNode {
  if (node === undefined) throw new Error('InvariantError: mathjs gave a node without its part');
  return node;
}
