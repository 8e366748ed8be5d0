/** Why a line is closed for good: as the protocol says it, from which pages find the sentence in the reader's language. */
export const FAREWELLS = {
  forgotten: 'the personal data of this room were deleted, and with them your place',
  unknown: 'you are not known here: join again',
  tooOften: 'you are here too often: close other tabs',
} as const;

export type Farewell = keyof typeof FAREWELLS;

/** Other reasons have no sentence of their own. */
export const farewellOf = (reason: string): Farewell | undefined =>
  (Object.keys(FAREWELLS) as Farewell[]).find((one) => FAREWELLS[one] === reason);
