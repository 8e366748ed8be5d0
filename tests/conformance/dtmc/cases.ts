/**
 * The published cases (cases.json): which chain with which parameters, what was published about it and where our
 * scenario answers it. Values are rational numbers as Storm or the PRISM test suite give them. A further case of a chain
 * that is here is a row in cases.json; a further chain is a file in chains/ and a line in its index.
 */
import { readFileSync } from 'node:fs';
import { CHAINS } from './chains/index.ts';

/** Where the answer of a trial is found. */
export type Read =
  /** A binary question: 1 when it is answered so (`yes` unless said). */
  | { readonly question: string; readonly answer?: 'yes' | 'no' }
  /** A `time` question: the step of first passage. */
  | { readonly time: string }
  /** A reported measure, summed over frames `from` (0) to `to` (the last one), both included. */
  | { readonly total: string; readonly from?: number; readonly to?: number };

export interface Check {
  readonly id: string;
  /** As published. */
  readonly property: string;
  readonly means: string;
  readonly quantity: 'probability' | 'expectation';
  readonly num: string;
  readonly den: string;
  /** `rare`: below 1e-4, where only an estimator for rare events is evidence. */
  readonly judge: 'interval' | 'rare';
  /** Trials that the rule asks for; absent for `rare`. */
  readonly trials?: number;
  readonly read: Read;
}

export interface Case {
  readonly id: string;
  readonly chain: keyof typeof CHAINS;
  readonly parameters: object;
  readonly source: {
    readonly origin: string;
    readonly commit: string;
    readonly results: string;
    readonly licence: string;
  };
  readonly checks: readonly Check[];
}

export const CASES = JSON.parse(
  readFileSync(new URL('cases.json', import.meta.url), 'utf8'),
) as readonly Case[];

/** The text of a case's scenario. */
export function scenarioOf({ chain, parameters }: Pick<Case, 'chain' | 'parameters'>): string {
  return (CHAINS[chain] as (parameters: object) => string)(parameters);
}

/** A quotient of whole numbers of any length, correct to the last bit or two. */
export function rational({ num, den }: Pick<Check, 'num' | 'den'>): number {
  const below = BigInt(den);
  if (num === '0') return 0;
  // Scaled so that the whole part keeps 64 bits and more.
  const shift = BigInt(Math.max(0, 64 + below.toString(2).length - BigInt(num).toString(2).length));
  return Number((BigInt(num) << shift) / below) / 2 ** Number(shift);
}
