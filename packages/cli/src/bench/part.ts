/** What every part of `stave bench` is handed and gives. */

import type { Model, ModelName } from './models.ts';
import type { PartName } from './parts.ts';

/** A part that has made its comparisons. Nothing is timed before all parts have. */
export interface Part {
  /** What gave other results than it has to, for people. */
  readonly differing: readonly string[];
  /** Measures, and gives what the part adds to the document; with `isTimed` false only what was compared. */
  report(isTimed: boolean): Promise<object>;
  close(): Promise<void>;
}

export interface PartOptions {
  /** The model that was asked for, where one was. */
  readonly model: ModelName | undefined;
  readonly open: (name: ModelName) => Promise<Model>;
  readonly isQuick: boolean;
  /** As asked, where it was. */
  readonly rounds: number | undefined;
  readonly trials: number | undefined;
  /** A folder for files, removed afterwards. */
  readonly folder: string;
  readonly onTurn: (done: number, total: number) => void;
}

/** Rounds of a part that was not asked for another number. */
export const ROUNDS = 7;
export const ROUNDS_QUICK = 2;
export const roundsOf = ({ isQuick, rounds }: PartOptions): number =>
  rounds ?? (isQuick ? ROUNDS_QUICK : ROUNDS);

export interface Missing {
  readonly missing: string;
}

/** A part that cannot be measured here says why. */
export const missingPart = (name: PartName, why: string): Part => ({
  differing: [],
  report: () => Promise.resolve({ [name]: { missing: why } }),
  close: () => Promise.resolve(),
});
