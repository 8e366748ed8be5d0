/**
 * Tokens of a text, for the YAML library's parser. Its lexer is a loop, but its parser and composer recurse, and a
 * megabyte of `[` ends the process; so the tokens are watched on the way and stop where they nest too deeply.
 */
import { Lexer } from 'yaml';

const FLOW_DEPTH_MAX = 64;
const LINE_DEPTH_MAX = 64;
const INDENT_MAX = 400;

/** The limits, for who has met one. */
export const DEPTH_LIMITS = `at most ${FLOW_DEPTH_MAX} brackets or braces inside one another, ${LINE_DEPTH_MAX} dashes or colons in one line and ${INDENT_MAX} spaces of indentation`;

export class TooDeep extends Error {
  readonly offset: number;
  constructor(offset: number) {
    super('too deep');
    this.offset = offset;
  }
}

export function* boundedTokens(text: string): Generator<string> {
  let offset = 0;
  let flow = 0;
  let inLine = 0;
  let lineBegins = true;
  for (const token of new Lexer().lex(text)) {
    yield token;
    // The lexer's own marks for documents, scalars and errors stand for no text.
    if (token === '\u0002' || token === '\u001f' || token === '\u0018') continue;
    if (token === '[' || token === '{') flow++;
    else if (token === ']' || token === '}') flow = Math.max(0, flow - 1);
    else if (token === '\n' || token === '\r\n') inLine = 0;
    else if (flow === 0 && (token === '-' || token === '?' || token === ':')) inLine++;
    const indented = lineBegins && token.length > INDENT_MAX && token.trim() === '';
    if (flow > FLOW_DEPTH_MAX || inLine > LINE_DEPTH_MAX || indented) throw new TooDeep(offset);
    lineBegins = token === '\n' || token === '\r\n';
    offset += token.length;
  }
}
