/** YAML and JSON (which is YAML 1.2) checked by a schema, every fault with its line and its path. */
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Node } from 'yaml';
import type { z } from 'zod';
import { Problems, type Read } from './problem.ts';
import { shortened } from './columns.ts';
import { didYouMean } from './suggest.ts';

/** What a checked file says, and on which line a path of it stands. */
export interface LocatedValue<T> {
  readonly value: T;
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

/** @param what - such as `a tasks.json of a hub`, for messages. */
export function readLocated<T>(
  text: string,
  source: string,
  schema: z.ZodType<T>,
  what: string,
): Read<LocatedValue<T>> {
  const problems = new Problems(source);
  const lines = new LineCounter();
  const document = parseDocument(text.replace(/^\ufeff/, ''), {
    ...{ lineCounter: lines, uniqueKeys: true },
    // JSON has no words without quotes.
    ...(isJson(source) && { schema: 'json' }),
  });
  for (const { message, pos } of document.errors) {
    const { line } = lines.linePos(pos[0]);
    const said = (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');
    problems.error(said, `this is no ${isJson(source) ? 'JSON' : 'YAML'} text; mend it there`, { row: line });
  }
  if (problems.hasErrors) return { problems: problems.list() };
  const lineOf = (path: readonly PropertyKey[]): number => {
    const offset = nodeAt(document.contents, path)?.range?.[0] ?? 0;
    return lines.linePos(offset).line || 1;
  };
  let plain: unknown;
  try {
    // Aliases that repeat beyond all measure are refused by the library.
    plain = document.toJS({ maxAliasCount: 100 });
  } catch {
    problems.error('its aliases repeat too much', 'write out what they stand for', { row: 1 });
    return { problems: problems.list() };
  }
  const checked = schema.safeParse(plain);
  if (checked.success) return problems.result(() => ({ value: checked.data, lineOf }));
  for (const issue of checked.error.issues) {
    const place = { row: lineOf(issue.path), ...(issue.path.length > 0 && { column: pathText(issue.path) }) };
    if (issue.code === 'unrecognized_keys')
      for (const key of issue.keys)
        problems.error(`\`${shortened(key)}\` is no key here`, `take it out, or check its spelling`, {
          ...{ row: lineOf([...issue.path, key]), column: pathText([...issue.path, key]) },
        });
    else if (issue.code === 'invalid_value')
      problems.error(
        'the value is none of those allowed',
        didYouMean(String(valueAt(plain, issue.path)), issue.values.map(String)),
        place,
      );
    else if (valueAt(plain, issue.path) === undefined)
      problems.error('the key is missing', `${what} has it`, place);
    else problems.error(plainWords(issue.message), `see what ${what} holds`, place);
  }
  return { problems: problems.list() };
}

const isJson = (source: string): boolean => source.endsWith('.json');

const plainWords = (message: string): string =>
  message.replace(/^Invalid input: /, '').replace(/^./, (letter) => letter.toLowerCase());

/** `rounds[0].model_tasks` */
const pathText = (path: readonly PropertyKey[]): string =>
  path.map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i ? '.' : ''}${String(part)}`)).join('');

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const part of path) at = (at as Record<PropertyKey, unknown> | undefined)?.[part];
  return at;
}

/** The node of a path; of a key that is missing, the map that lacks it; of an unknown key, the key. */
function nodeAt(root: Node | null, path: readonly PropertyKey[]): Node | null {
  let node = root;
  for (const [i, part] of path.entries()) {
    let next: Node | null | undefined;
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      next = (i === path.length - 1 ? pair?.key : (pair?.value ?? pair?.key)) as Node | null | undefined;
    } else if (isSeq(node)) next = node.items[Number(part)] as Node | null | undefined;
    if (!next) return node;
    node = next;
  }
  return node;
}
