/** Colours of a terminal (SGR), or none. */

export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly blue: (text: string) => string;
  readonly red: (text: string) => string;
}

const sgr =
  (open: number, close: number) =>
  (text: string): string =>
    text === '' ? '' : `\u001b[${open}m${text}\u001b[${close}m`;

const plain = (text: string): string => text;

export function styleFor(color: boolean): Style {
  return color
    ? { bold: sgr(1, 22), dim: sgr(2, 22), blue: sgr(36, 39), red: sgr(31, 39) }
    : { bold: plain, dim: plain, blue: plain, red: plain };
}
