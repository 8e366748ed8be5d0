/**
 * For verbs that read a file and end: V8 starts work that has not paid when they end, and takes time from them on the
 * way. Its optimising compiler may wait (a larger interrupt budget), which took a tenth to a sixth off `stave check`,
 * and as much off short runs; and looking for old garbage in small steps may wait until memory calls for it, which
 * took 10 ms from most runs of 200 ms. Measured on Node 20; later versions do not know all of these flags.
 *
 * Threads that start after it compile everything anew, since V8 takes kept code only under the flags it was kept under
 * (bin/load.mjs).
 */
import { setFlagsFromString } from 'node:v8';

/** Reading is all there is to do. */
export const expectToBeBrief = (): void => expectLittle(1_000_000);

/** What is generated runs hot soon, the rest once. */
export const expectToRunShortly = (): void => expectLittle(400_000);

function expectLittle(budget: number): void {
  if (Number(process.versions.node.split('.')[0]) >= 22) return;
  setFlagsFromString(`--interrupt-budget=${budget}`);
  setFlagsFromString('--no-incremental-marking');
}
