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

/** Half the width of an interval of a probability. */
export function precision(text: string): number {
  const value = Number(text);
  if (!/^(\d+\.?\d*|\.\d+)(e-?\d+)?$/i.test(text) || !(value > 0 && value < 0.5))
    throw new InvalidArgumentError('it must be a number above 0 and below 0.5, such as 0.01');
  return value;
}

const SHARDS_MAX = 10_000;

/** `2/4`: the second of four. */
export function shard(text: string): { readonly index: number; readonly of: number } {
  const [, index = 0, of = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (index < 1 || index > of || of > SHARDS_MAX)
    throw new InvalidArgumentError('it must be one of some parts, such as 1/4, 2/4, 3/4 or 4/4');
  return { index, of };
}

const THOUSANDS = /\B(?=(\d{3})+$)/g;

/** 20000 as `20,000`, on every machine. */
export const grouped = (n: number): string => String(n).replace(THOUSANDS, ',');

/** `1 error`, `2 errors`, `20,000 trials`. */
export const counted = (n: number, word: string): string => `${grouped(n)} ${word}${n === 1 ? '' : 's'}`;
