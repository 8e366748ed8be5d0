/** `name(arguments) within [low, high]`: the outer `within` is ours, each side is parsed as an expression. */
import type { MathParser } from './mathjs.ts';
import { isFault, parseExpression } from './parse.ts';
import type { Raw } from './raw.ts';
import type { Fault } from './tokens.ts';

export interface RawDistribution {
  readonly call: Raw & { readonly is: 'call' };
  readonly within?: readonly [Raw, Raw];
}

export function parseDistribution(content: string, parser: MathParser | undefined): RawDistribution | Fault {
  const split = /\bwithin\b/.exec(content);
  const head = parseExpression(split ? content.slice(0, split.index) : content, parser);
  if (isFault(head)) return head;
  if (head.is !== 'call') {
    const help = head.is === 'number' ? 'a fixed number is a `value`' : 'for example `normal(0, 1)`';
    return {
      code: 'expression-form',
      message: 'a distribution is wanted here',
      start: head.start,
      end: head.end,
      help,
    };
  }
  if (!split) return { call: head };
  const from = split.index + split[0].length;
  const bounds = parseExpression(' '.repeat(from) + content.slice(from), parser);
  if (isFault(bounds)) return bounds;
  const [low, high] = bounds.is === 'list' ? bounds.items : [];
  if (bounds.is !== 'list' || low === undefined || high === undefined || bounds.items.length !== 2) {
    return {
      code: 'expression-form',
      message: '`within` wants `[low, high]`',
      start: bounds.start,
      end: bounds.end,
    };
  }
  return { call: head, within: [low, high] };
}
