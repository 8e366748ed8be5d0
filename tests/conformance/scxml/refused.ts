/** Thrown where a case uses what the language has no words for; the message is the reason, in a few words. */
export class Refused extends Error {}
