/** The machine has no more memory for the module, or 4 GiB are not enough. */
import { NoRoomError } from '../../tally/index.ts';
import type { View } from './view.ts';

/** The only instruction of the module that traps by itself stands where memory did not grow (instructions.ts). */
export const isOutOfMemory = (error: unknown): boolean =>
  error instanceof WebAssembly.RuntimeError && /unreachable/i.test(error.message);

export const noMemory = (view: View): NoRoomError =>
  new NoRoomError(
    `trials need more memory than there is: ${Math.floor(view.floats.byteLength / (1 << 20))} MiB are taken, for 256 of them side by side`,
    'use fewer threads, or say --executor js, which runs trials one by one and gives the same results',
  );
