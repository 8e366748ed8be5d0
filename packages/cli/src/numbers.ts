/** Numbers as people write them after an option. */
import { InvalidArgumentError } from 'commander';

/** A parser for whole numbers of at least `least`; the message says what was written and what is wanted. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      if (/^\d+$/.test(text) && value > Number.MAX_SAFE_INTEGER)
        throw new InvalidArgumentError(`it is too large a whole number, at most ${most} can be had`);
      const limit = most === Number.MAX_SAFE_INTEGER ? '' : ` and at most ${most}`;
      throw new InvalidArgumentError(
        `it must be a whole number of at least ${least}${limit}, in digits, such as ${Math.min(most, 10_000)}`,
      );
    }
    return value;
  };
}

const THOUSANDS = /\B(?=(\d{3})+$)/g;

/** 20000 as `20,000`, on every machine. */
export const grouped = (n: number): string => String(n).replace(THOUSANDS, ',');

/** `1 error`, `2 errors`, `20,000 trials`. */
export const counted = (n: number, word: string): string => `${grouped(n)} ${word}${n === 1 ? '' : 's'}`;
