/** Put in place by scripts/build.mjs; there is none when the command runs from its sources. */
declare const STAVE_VERSION: string | undefined;

export const version = typeof STAVE_VERSION === 'undefined' ? 'source' : STAVE_VERSION;
