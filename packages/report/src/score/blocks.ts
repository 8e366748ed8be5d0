/** Parts of a report that is read as text and as a page: the same parts in the same order in both. */

export interface TableColumn {
  readonly name: string;
  /** Numbers stand to the right. */
  readonly isNumber?: true;
}

export type Block =
  | { readonly is: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly is: 'paragraph'; readonly text: string; readonly isNote?: true }
  | { readonly is: 'list'; readonly items: readonly string[] }
  | {
      readonly is: 'table';
      readonly columns: readonly TableColumn[];
      readonly rows: readonly (readonly string[])[];
      readonly caption?: string;
    }
  /** Only pages show it; `alt` says in words what it shows. */
  | { readonly is: 'plot'; readonly svg: string; readonly alt: string };

export const heading = (level: 1 | 2 | 3, text: string): Block => ({ is: 'heading', level, text });
export const paragraph = (text: string): Block => ({ is: 'paragraph', text });
export const note = (text: string): Block => ({ is: 'paragraph', text, isNote: true });
export const list = (items: readonly string[]): Block => ({ is: 'list', items });

/** A column's name that begins with `#` is of numbers. */
export function table(
  names: readonly string[],
  rows: readonly (readonly string[])[],
  caption?: string,
): Block {
  const columns = names.map((name): TableColumn =>
    name.startsWith('#') ? { name: name.slice(1), isNumber: true } : { name },
  );
  return { is: 'table', columns, rows, ...(caption !== undefined && { caption }) };
}
