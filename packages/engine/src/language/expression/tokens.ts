/**
 * The tokens of an expression, with places. mathjs gives its tree without places, so the tree is laid over these
 * tokens again (parse.ts); and whatever is no part of the language is named here, before mathjs sees it.
 */
export interface Token {
  readonly kind: 'number' | 'word' | 'sign';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface Fault {
  readonly code:
    | 'expression-syntax'
    | 'expression-form'
    | 'expression-product'
    | 'expression-number'
    | 'expression-too-long'
    | 'expression-too-deep';
  readonly message: string;
  readonly help?: string;
  readonly start: number;
  readonly end: number;
}

const TOKEN =
  /\s+|(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|([A-Za-z_][A-Za-z0-9_]*)|(<=|>=|==|!=|[-+*/^()<>=?:,.[\]])/y;

const HELP: Readonly<Record<string, string>> = {
  '"': 'expressions have no texts',
  "'": 'expressions have no texts',
  '&': 'write `and`',
  '|': 'write `or`',
  '!': 'write `not`',
  '%': 'write 0.05 for 5%',
  ';': 'one expression has one value',
  '{': 'expressions have no maps',
  '#': 'write a comment outside the expression',
};

export function tokenize(content: string): readonly Token[] | Fault {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; at < content.length;) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(content);
    if (!match) {
      const character = String.fromCodePoint(content.codePointAt(at) ?? 0);
      const help = Object.hasOwn(HELP, character) ? HELP[character] : undefined;
      return {
        code: 'expression-form',
        message: `\`${character}\` is no part of an expression`,
        start: at,
        end: at + character.length,
        ...(help !== undefined && { help }),
      };
    }
    const end = at + match[0].length;
    const kind = match[1] !== undefined ? 'number' : match[2] !== undefined ? 'word' : 'sign';
    const before = tokens.at(-1);
    if (kind === 'word' && before?.kind === 'number' && before.end === at) {
      // mathjs would read 0x10, 0b1 and 1e as numbers of other kinds.
      return {
        code: 'expression-product',
        message: `an operator is missing before \`${match[0]}\``,
        help: 'write `*` for a product',
        start: at,
        end,
      };
    }
    if (match[1] ?? match[2] ?? match[3]) tokens.push({ kind, text: match[0], start: at, end });
    at = end;
  }
  return tokens;
}

/** The token at which brackets are nested deeper than `max`. */
export function nestedAt(tokens: readonly Token[], max: number): Token | undefined {
  let depth = 0;
  for (const token of tokens) {
    if (token.text === '(' || token.text === '[') depth++;
    else if (token.text === ')' || token.text === ']') depth--;
    if (depth > max) return token;
  }
  return undefined;
}
