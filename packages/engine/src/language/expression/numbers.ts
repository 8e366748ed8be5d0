/** The numbers somebody wrote in an expression. 0 and 1 are structure, and so is a whole power. */
import type { Raw } from './raw.ts';

export interface Literal {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export function literalsOf(raw: Raw): readonly Literal[] {
  switch (raw.is) {
    case 'number':
      return raw.value === 0 || raw.value === 1 ? [] : [{ text: raw.text, start: raw.start, end: raw.end }];
    case 'unary':
      return literalsOf(raw.of);
    case 'binary': {
      const power = raw.op === 'pow' && raw.right.is === 'number' && Number.isInteger(raw.right.value);
      return power ? literalsOf(raw.left) : [...literalsOf(raw.left), ...literalsOf(raw.right)];
    }
    case 'chain':
      return raw.of.flatMap(literalsOf);
    case 'if':
      return [raw.test, raw.then, raw.otherwise].flatMap(literalsOf);
    case 'call':
      return raw.args.flatMap(literalsOf);
    case 'list':
      return raw.items.flatMap(literalsOf);
    case 'named':
      return literalsOf(raw.value);
    default:
      return [];
  }
}
