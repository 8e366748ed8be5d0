/** An expression as it stands in the YAML text: its content, and where each character of it is in the file. */
import type { Span } from '../../diagnostics/diagnostic.ts';
import type { Located } from '../located.ts';

export class ExprSource {
  readonly content: string;
  /** The whole value in the file. */
  readonly span: Span;
  private readonly text: string;
  private readonly style: 'plain' | 'quoted' | 'block';
  /** Where the content stands letter by letter, as it nearly always does. */
  private readonly base: number | undefined;
  private offsets: readonly number[] | undefined;

  constructor(at: Located, text: string) {
    this.content = at.scalar?.content ?? String(at.value);
    this.style = at.scalar?.style ?? 'plain';
    this.span = at.span;
    this.text = text;
    const begin = at.span.start + (this.style === 'quoted' ? 1 : 0);
    if (this.style !== 'block' && text.startsWith(this.content, begin)) this.base = begin;
  }

  /** Offsets [start, end) of the content as a span of the file. */
  at(start: number, end: number): Span {
    if (this.base !== undefined) {
      const last = this.base + this.content.length;
      return { start: Math.min(this.base + start, last), end: Math.min(this.base + end, last) };
    }
    this.offsets ??= this.align();
    const first = this.offsets[start];
    const last = this.offsets[Math.max(start, end - 1)];
    if (first === undefined) {
      const after = (this.offsets.at(-1) ?? this.span.start - 1) + 1;
      return { start: after, end: after };
    }
    return { start: first, end: (last ?? first) + 1 };
  }

  /**
   * The file offset of every character. Folding only changes white space, so the other characters are met in the
   * same order; where escapes break that, everything points at the start of the value.
   */
  private align(): readonly number[] {
    const { content, span, text } = this;
    const header = this.style === 'block' ? text.indexOf('\n', span.start) + 1 : span.start;
    let at = this.style === 'quoted' ? span.start + 1 : header;
    const offsets: number[] = [];
    for (const character of content) {
      if (character.trim() !== '') {
        while (at < span.end && /\s/.test(text.charAt(at))) at++;
        if (!text.startsWith(character, at)) return Array.from(content, () => span.start);
      }
      for (let i = 0; i < character.length; i++) offsets.push(Math.min(at, span.end));
      if (character.trim() !== '' || text.charAt(at) === character) at += character.length;
    }
    return offsets;
  }
}
