/**
 * Before the YAML library builds anything: is the text nested so deeply that building would exhaust the stack or
 * the memory? The library's lexer is a loop, so it can be asked safely; its parser and composer recurse, and a
 * megabyte of `[` ends the process.
 */
import { Lexer } from 'yaml';

const FLOW_DEPTH_MAX = 64;
const LINE_DEPTH_MAX = 64;
const INDENT_MAX = 400;

/** Offset of the first token that is nested too deeply. */
export function tooDeepAt(text: string): number | undefined {
  let offset = 0;
  let flow = 0;
  let inLine = 0;
  let lineBegins = true;
  for (const token of new Lexer().lex(text)) {
    // The lexer's own marks for documents, scalars and errors stand for no text.
    if (token === '\u0002' || token === '\u001f' || token === '\u0018') continue;
    if (token === '[' || token === '{') flow++;
    else if (token === ']' || token === '}') flow = Math.max(0, flow - 1);
    else if (token === '\n' || token === '\r\n') inLine = 0;
    else if (flow === 0 && (token === '-' || token === '?' || token === ':')) inLine++;
    const indented = lineBegins && token.startsWith(' ') && token.length > INDENT_MAX && token.trim() === '';
    if (flow > FLOW_DEPTH_MAX || inLine > LINE_DEPTH_MAX || indented) return offset;
    lineBegins = token === '\n' || token === '\r\n';
    offset += token.length;
  }
  return undefined;
}
