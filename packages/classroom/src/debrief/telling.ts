/** What every part of a debrief is told from. */
import type { World } from '../room/world.ts';
import type { Chronicle } from './chronicle.ts';
import type { Words } from './words.ts';

export interface Telling {
  readonly world: World;
  readonly chronicle: Chronicle;
  readonly language: string;
  readonly words: Words;
  /** Of a text that is not kept: an empty one. */
  readonly text: (id: number) => string;
  /** The pseudonym itself, unless names are wanted. */
  readonly name: (person: string) => string;
}
