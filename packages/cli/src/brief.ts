/**
 * For verbs that read a file and end: V8's optimising compiler starts work on code that has ended before it pays, and
 * takes time from it on the way. A larger interrupt budget lets such code be interpreted longer, which took a tenth
 * to a sixth off `stave check`, and as much off short runs, when measured on Node 20. Later versions do not all know
 * the flag.
 *
 * Threads that start after it compile everything anew, since V8 takes kept code only under the flags it was kept under
 * (bin/load.mjs).
 */
import { setFlagsFromString } from 'node:v8';

/** Reading is all there is to do. */
export const expectToBeBrief = (): void => setBudget(1_000_000);

/** What is generated runs hot soon, the rest once. */
export const expectToRunShortly = (): void => setBudget(400_000);

function setBudget(bytes: number): void {
  if (Number(process.versions.node.split('.')[0]) < 22) setFlagsFromString(`--interrupt-budget=${bytes}`);
}
