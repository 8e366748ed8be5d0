import { dirname } from 'node:path';

/** The folder of the checkout. */
export const top = dirname(dirname(import.meta.dirname));
