/** Problems of files of forecasts as people and programs get them. */
import { problemText, type FormatProblem } from '@stave/forecast';
import { counted, grouped } from '../numbers.ts';

const SHOWN_MAX = 50;

export const hasErrors = (problems: readonly FormatProblem[]): boolean =>
  problems.some(({ severity }) => severity === 'error');

/** Errors before warnings where not all are shown; how many more there are. */
export function problemsSaid(problems: readonly FormatProblem[], done = 'scored'): string {
  if (problems.length === 0) return '';
  const errors = problems.filter(({ severity }) => severity === 'error');
  const shown = [...errors, ...problems.filter(({ severity }) => severity !== 'error')].slice(0, SHOWN_MAX);
  const left = problems.length - shown.length;
  return [
    ...shown.map(problemText),
    ...(left > 0 ? [`and ${grouped(left)} more; --json lists all\n`] : []),
    ...(errors.length > 0 ? [`${counted(errors.length, 'error')}; nothing was ${done}\n`] : []),
  ].join('');
}
