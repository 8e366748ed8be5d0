/** The line that tells how far a run is, on a terminal's stderr. */
import { grouped } from './numbers.ts';
import { wantsProgress, widthOf } from './terminal.ts';

export interface Pace {
  readonly done: number;
  readonly total: number;
  readonly seconds: number;
}

const BAR = 24;

/** `[######            ] 8,192 of 20,000 trials, 25,100/s, 1 s left` */
export function progressLine({ done, total, seconds }: Pace, columns: number): string {
  const rate = seconds > 0 ? done / seconds : 0;
  const full = Math.floor((BAR * done) / total);
  const bar = `[${'#'.repeat(full)}${' '.repeat(BAR - full)}] `;
  const left = rate > 0 && done < total ? `, ${duration((total - done) / rate)} left` : '';
  const text = `${grouped(done)} of ${grouped(total)} trials, ${grouped(Math.round(rate))}/s${left}`;
  // A line that wraps cannot be rewritten.
  return (bar.length + text.length < columns ? bar + text : text).slice(0, Math.max(0, columns - 1));
}

/** `4 s`, `3 min 20 s`, `2 h 05 min` */
export function duration(seconds: number): string {
  const s = Math.ceil(seconds);
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${String(s % 60).padStart(2, '0')} s`;
  return `${Math.floor(s / 3600)} h ${String(Math.floor((s % 3600) / 60)).padStart(2, '0')} min`;
}

const REDRAW_MS = 100;
const CLEAR_LINE = '\r\u001b[2K';

/** Draws at most ten times a second, and leaves no trace. */
export class Progress {
  private readonly write: (text: string) => void;
  private readonly columns: number;
  private readonly start = performance.now();
  private drawn = -Infinity;

  constructor(write: (text: string) => void, columns: number) {
    this.write = write;
    this.columns = columns;
  }

  show(done: number, total: number): void {
    const now = performance.now();
    if (now - this.drawn < REDRAW_MS) return;
    this.drawn = now;
    const pace = { done, total, seconds: (now - this.start) / 1000 };
    this.write(CLEAR_LINE + progressLine(pace, this.columns));
  }

  clear(): void {
    if (this.drawn > -Infinity) this.write(CLEAR_LINE);
  }
}

/** On stderr, if that is a terminal. */
export function progressHere(): Progress | undefined {
  const { stderr, env } = process;
  return wantsProgress(stderr, env) ? new Progress((line) => stderr.write(line), widthOf(stderr)) : undefined;
}
