/** First stage: is this a text of acceptable size at all? One clear diagnostic, or none. */
import type { Source } from '../diagnostics/diagnostic.ts';
import type { Report } from '../diagnostics/report.ts';

export const TEXT_BYTES_MAX = 2 * 1024 * 1024;

/** Control characters that no text has, and U+FFFD, which decoders put where bytes were no UTF-8. */
const JUNK =
  /[\u0000-\u0008\u000e-\u001f\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** True when the later stages may read the text. */
export function checkText({ text }: Source, report: Report): boolean {
  const bytes = text.length > TEXT_BYTES_MAX ? text.length : utf8Length(text);
  if (bytes > TEXT_BYTES_MAX) {
    report.add(
      'text-too-large',
      'the file is larger than 2 MB',
      { start: 0, end: 0 },
      {
        help: 'a scenario of this size is usually data: keep the data in another file and write what follows from it',
      },
    );
    return false;
  }
  const junk = JUNK.exec(text);
  if (junk) {
    const code = text.charCodeAt(junk.index).toString(16).toUpperCase().padStart(4, '0');
    report.add(
      'text-binary',
      `this is no UTF-8 text: it holds U+${code}`,
      { start: junk.index, end: junk.index + 1 },
      {
        help: 'save the file as UTF-8 text',
      },
    );
    return false;
  }
  return true;
}

function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x800 && (code < 0xd800 || code > 0xdfff)) bytes += 2;
    else if (code >= 0x80) bytes += 1; // half of a surrogate pair counts 2, so a pair counts 4
  }
  return bytes;
}
