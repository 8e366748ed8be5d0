/** What a report of scores is made of, and words that all its parts use. */
import type { ScoreDocument } from '@stave/forecast';
import type { Block } from './blocks.ts';

/** A scoring with what changed since the last one in its folder. */
export interface ReportDocument extends ScoreDocument {
  readonly stave?: string;
  /** Arms or batches trial by trial, which stand behind the report. */
  readonly comparisons?: readonly object[];
  readonly changes?: {
    readonly forecasts: readonly string[];
    readonly truth: boolean;
    readonly outcomes: readonly { readonly task: string; readonly from: string; readonly to: string }[];
    readonly scores: readonly {
      readonly forecaster: string;
      readonly table: string;
      readonly score: string;
      readonly from: string;
      readonly mean: string;
    }[];
  };
}

export const plotted = (svg: string | undefined, alt: string): readonly Block[] =>
  svg === undefined ? [] : [{ is: 'plot', svg, alt }];

export const listed = (names: readonly string[], most: number): string =>
  names.length <= most
    ? names.join(', ')
    : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;

/** A hub's task by the values of its ids. */
export const taskText = (task: string): string =>
  task.includes('=')
    ? task
        .split(';')
        .map((part) => decodeURIComponent(part.slice(part.indexOf('=') + 1)))
        .join(' ')
    : task;
