/** What a generated program gives back. Lists are by slot or by number; null where there is nothing to do. */
import type { Ask } from './configuration.ts';

type Act = (() => void) | null;

export interface Entries {
  readonly parameters: () => void;
  readonly hoist: () => void;
  readonly starts: () => void;
  /** By driver: its initial state. */
  readonly initial: readonly (() => number)[];
  /** By state. */
  readonly entry: readonly Act[];
  readonly exit: readonly Act[];
  /** By state: what runs when it is entered by default. */
  readonly defaults: readonly Act[];
  /** By state: the alternative that a first word picks. */
  readonly chance: readonly (((word: number) => number) | null)[];
  /** By transition. */
  readonly acts: readonly Act[];
  readonly guards: readonly ((() => boolean) | null)[];
  /** By driver. */
  readonly always: readonly (Ask | null)[];
  /** By event: the drivers that handle it, in document order. */
  readonly on: readonly (readonly { readonly driver: number; readonly ask: Ask; readonly own: boolean }[])[];
  /** By choice and by deed of seats. */
  readonly choose: readonly Act[];
  readonly act: readonly Act[];
  readonly indicators: (quarterStep: number) => void;
  readonly keepFirst: () => void;
  readonly keep: () => void;
  /** Delay lines take in the frame. */
  readonly takeIn: () => void;
  readonly measures: () => void;
  readonly questions: (frame: number, end: boolean) => void;
  readonly until: (() => boolean) | null;
}
