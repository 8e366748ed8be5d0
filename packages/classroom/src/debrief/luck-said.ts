/** Luck against decision in sentences: what the numbers mean for whoever has them before him for the first time. */
import type { IntervalTold } from '../protocol/luck.ts';
import { percent, points } from './telling-numbers.ts';
import { fill, type Words } from './words.ts';

/** From these chances on it is said that luck had little part in what came, some, or much; below, nearly all. */
const [LITTLE, SOME, MUCH] = [0.8, 0.5, 0.2];
/** Chances that nobody would call odds for or against. */
const EVEN = [0.4, 0.6] as const;

/**
 * @param came what happened, with its chance given the decisions; nothing where the trial does not say
 */
export function cameSaid(
  came: { readonly label: string; readonly value: number } | undefined,
  words: Words,
): readonly string[] {
  if (!came) return [words.luckCameNot];
  const { label: outcome, value } = came;
  const part =
    value >= LITTLE
      ? words.luckLittle
      : value >= SOME
        ? words.luckSome
        : value >= MUCH
          ? words.luckMuch
          : words.luckRare;
  return [fill(words.luckCame, { outcome, p: percent(value) }), part];
}

/** @param place share of the trials below what happened, and half of those equal to it */
export function placeSaid(place: number | null, words: Words): string {
  if (place === null) return words.luckCameNot;
  if (place < 0.05) return words.placeLowest;
  if (place < 0.25) return words.placeLow;
  if (place <= 0.75) return words.placeMiddle;
  return place <= 0.95 ? words.placeHigh : words.placeHighest;
}

/** Whether a goal went as its chance was. */
export function oddsSaid(reached: boolean, { value }: Pick<IntervalTold, 'value'>, words: Words): string {
  if (value >= EVEN[0] && value <= EVEN[1]) return words.oddsEven;
  if (reached === value > 0.5) return words.oddsAs;
  return reached ? words.oddsWith : words.oddsAgainst;
}

export interface BestChange {
  readonly turn: number;
  readonly was: string;
  readonly orders: string;
  readonly goalText: string;
  readonly tried: number;
  readonly isBetter: boolean;
  readonly worth?: IntervalTold;
}

/** @param chance of the goal with the decisions as they were */
export function bestSaid(
  { turn, was, orders, goalText: goal, tried: n, isBetter, worth }: BestChange,
  chance: number | undefined,
  words: Words,
): string {
  if (!isBetter || !worth || chance === undefined) return fill(words.bestNone, { n, goal });
  const { value, low, high } = worth;
  return fill(words.bestSaid, {
    ...{ turn, was, orders, goal, n },
    ...{ from: percent(chance), to: percent(Math.min(1, chance + value)) },
    ...{ worth: points(value), low: points(low), high: points(high) },
  });
}
