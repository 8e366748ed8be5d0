/** Files of the bundled command, which stand beside each other; run from its sources, there are none. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const WORKER = new URL('./worker.mjs', import.meta.url);
/** Of the classroom's trials. */
export const FAN_WORKER = new URL('./fan-worker.mjs', import.meta.url);
export const COMMAND = fileURLToPath(new URL('./stave.mjs', import.meta.url));
/** bench/first-trials.ts, which is bundled on its own. */
export const FIRST_TRIALS = fileURLToPath(new URL('./first-trials.mjs', import.meta.url));

export const NOT_BUNDLED = 'the command runs from its sources; this is measured on the bundled one';
export const isBundled = (): boolean => existsSync(COMMAND);
