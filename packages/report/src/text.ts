/** Text for people: which language, how wide, where to break. Widths are terminal columns (UAX #11). */
import { displayWidth, textIn, type Text } from '@stave/engine';

/** The text in a language, in English or in any, on one line. */
export const inLanguage = (text: Text, lang: string): string => clean(textIn(text, lang));

/** One line, composed, without control characters: nothing in it moves a cursor, breaks a row or turns it around. */
export function clean(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ')
    .trim();
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text;
}

/** Lines of at most `width` columns (a single character may be wider). At least one line. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(text)) {
    if (line === '' || displayWidth(line + piece.trimEnd()) <= width) {
      line += piece;
    } else {
      lines.push(line.trimEnd());
      line = piece;
    }
    while (displayWidth(line.trimEnd()) > width) {
      const head = headOf(line, width);
      if (head.length === line.length) break;
      lines.push(head);
      line = line.slice(head.length);
    }
  }
  return [...lines, line.trimEnd()].filter((part, i) => part !== '' || i === 0);
}

/** Chinese and Japanese may break before any of these; Korean breaks at spaces. */
const IDEOGRAPH = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60]/u;
/** May not begin a line. */
const CLOSING =
  /^[、。，．：；！？）］｝〕〉》」』】〗’”…‥・ーァィゥェォッャュョぁぃぅぇぉっゃゅょ々〜～–—,.:;!?)\]}%]/u;
/** May not end a line. */
const OPENING = /[（［｛〔〈《「『【〖‘“([{]$/u;

/** The text cut wherever a line may break; spaces stay at the end of the piece before. */
function pieces(text: string): string[] {
  const found: string[] = [];
  for (const character of characters(text)) {
    const before = found.at(-1);
    const afterSpace = before?.endsWith(' ') === true && character !== ' ';
    const last = before?.at(-1) ?? '';
    const between =
      (IDEOGRAPH.test(character) || IDEOGRAPH.test(last)) &&
      character !== ' ' &&
      !CLOSING.test(character) &&
      !OPENING.test(before ?? '');
    if (before === undefined || afterSpace || between) found.push(character);
    else found[found.length - 1] = before + character;
  }
  return found;
}

/** As many characters from the start as fit, one at least. */
function headOf(text: string, width: number): string {
  let head = '';
  for (const character of characters(text)) {
    if (head !== '' && displayWidth(head + character) > width) break;
    head += character;
  }
  return head;
}

const JOINER = '\u200d';

/** Characters with the marks, selectors and joined parts that belong to them. */
function characters(text: string): string[] {
  const found: string[] = [];
  for (const point of text) {
    const before = found.at(-1);
    if (before !== undefined && (displayWidth(point) === 0 || before.endsWith(JOINER))) {
      found[found.length - 1] = before + point;
    } else {
      found.push(point);
    }
  }
  return found;
}

/** 20000 as 20,000. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
