/** Put in place by scripts/build.mjs. */
declare const STAVE_VERSION: string;

export const version = STAVE_VERSION;
