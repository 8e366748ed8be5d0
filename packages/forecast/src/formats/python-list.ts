/** Lists as Python prints them, which is how tournament exports put lists into cells: `['a', "b's", None, 0.25]`. */

export type PythonValue = string | number | boolean | null | readonly PythonValue[];

const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|[+-]?inf|nan/iy;
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

/** Also tuples, and JSON's null, true and false. Nothing where the text is no list, or nested more than 8 deep. */
export function readPythonList(text: string): readonly PythonValue[] | undefined {
  let at = 0;
  const skip = (): void => {
    while (' \t\r\n'.includes(text[at] ?? '!')) at++;
  };
  const word = (words: readonly string[]): boolean => {
    const found = words.find((one) => text.startsWith(one, at));
    at += found?.length ?? 0;
    return found !== undefined;
  };
  const value = (depth: number): PythonValue | undefined => {
    skip();
    const open = text[at];
    if (open === '[' || open === '(') return depth > 8 ? undefined : list(open === '[' ? ']' : ')', depth);
    if (open === "'" || open === '"') return string(open);
    if (word(['None', 'null'])) return null;
    if (word(['True', 'true'])) return true;
    if (word(['False', 'false'])) return false;
    NUMBER.lastIndex = at;
    const [digits] = NUMBER.exec(text) ?? [];
    if (digits === undefined || /[a-z]/i.test(digits.replace(/e/gi, ''))) return undefined;
    at += digits.length;
    const number = Number(digits);
    return Number.isFinite(number) ? number : undefined;
  };
  const string = (quote: string): string | undefined => {
    let found = '';
    for (at++; at < text.length; at++) {
      if (text[at] === quote) {
        at++;
        return found;
      }
      if (text[at] !== '\\') found += text[at];
      else if (text[at + 1] === 'x' || text[at + 1] === 'u') {
        const digits = text[at + 1] === 'x' ? 2 : 4;
        const code = text.slice(at + 2, at + 2 + digits);
        if (!/^[0-9a-f]+$/i.test(code) || code.length < digits) return undefined;
        found += String.fromCharCode(Number.parseInt(code, 16));
        at += 1 + digits;
      } else {
        const meant = ESCAPES[text[at + 1] ?? ''];
        if (meant === undefined) return undefined;
        found += meant;
        at++;
      }
    }
    return undefined;
  };
  const list = (close: string, depth: number): readonly PythonValue[] | undefined => {
    const items: PythonValue[] = [];
    at++;
    for (;;) {
      skip();
      if (text[at] === close) {
        at++;
        return items;
      }
      const item = value(depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
      skip();
      if (text[at] === ',') at++;
      else if (text[at] !== close) return undefined;
    }
  };
  skip();
  if (text[at] !== '[' && text[at] !== '(') return undefined;
  const found = value(0);
  skip();
  return at === text.length && Array.isArray(found) ? (found as readonly PythonValue[]) : undefined;
}

/** One line, as Python prints it; strings are quoted by `'` unless they hold one and no `"`. */
export function writePythonList(values: readonly PythonValue[]): string {
  return `[${values.map(written).join(', ')}]`;
}

function written(value: PythonValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return writePythonList(value);
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  const inside = value
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll(quote, `\\${quote}`);
  return `${quote}${inside}${quote}`;
}
