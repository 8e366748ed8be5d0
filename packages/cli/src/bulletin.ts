/** One trial as people in it would have read of it: the news lines of the transitions that happened, by date. */
import { newsOf, type Model } from '@stave/engine';
import type { Trace, TraceMove } from '@stave/engine/reference';
import { inLanguage, wrap } from '@stave/report';

export interface Bulletin {
  readonly step: number;
  readonly date?: string;
  readonly lines: readonly string[];
}

/** The steps in which something happened that is news. The start is none: what held then was known. */
export function bulletinsOf({ frames }: Trace, model: Model, lang: string): readonly Bulletin[] {
  const { transitions, states } = newsOf(model);
  const lineOf = ({ place, cause, driver, to }: TraceMove): readonly string[] => {
    const text = transitions.get(place) ?? (to === undefined ? undefined : states.get(`${driver}.${to}`));
    return text === undefined || cause === 'start' ? [] : [inLanguage(text, lang)];
  };
  return frames.flatMap(({ step, date, moves }): readonly Bulletin[] => {
    const lines = step === 0 ? [] : moves.flatMap(lineOf);
    return lines.length === 0 ? [] : [{ step, ...(date !== undefined && { date }), lines }];
  });
}

export function printBulletins(bulletins: readonly Bulletin[], width: number): string {
  const paragraphs = bulletins.map(({ step, date, lines }) => {
    const items = lines.flatMap((line) =>
      wrap(line, width - 4).map((part, i) => (i === 0 ? `  - ${part}` : `    ${part}`)),
    );
    return [date ?? `step ${step}`, ...items].join('\n');
  });
  return paragraphs.length === 0 ? 'no news\n' : `${paragraphs.join('\n\n')}\n`;
}
