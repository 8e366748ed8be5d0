/**
 * Crowds with 3 messages and 5 honest members: the exact answer of the Quantitative Verification Benchmark Set
 * (dtmc/crowds, by Storm). Messages are independent, so the number of sightings is binomial; a message is seen leaving
 * the sender at once, or after any number of hops that brought it back.
 */
import { judgeOf } from './monte-carlo.ts';
import { expectNear, type Check } from './packs.ts';

const PUBLISHED = 0.05296253509523565;
const [SPY, FORWARD, HONEST, MESSAGES] = [0.091, 0.8, 5, 3];
const onward = (1 - SPY) * FORWARD;
const seen = SPY + ((onward / (1 - onward)) * SPY) / HONEST;

const judge = judgeOf('crowds');
const CHOICES = [1, 3, 3, 1];
const sightings = CHOICES.map((choices, k) => choices * seen ** k * (1 - seen) ** (MESSAGES - k));

export const crowds: readonly Check[] = [
  {
    id: 'the sender is seen more than once with 0.0529625',
    test: () => judge({ question: 'seenTwice', outcome: 'yes', value: PUBLISHED }),
  },
  {
    id: 'the closed form is the published value',
    test: () => expectNear((sightings[2] ?? 0) + (sightings[3] ?? 0), PUBLISHED, 1e-14),
  },
  ...['never', 'once', 'twice', 'always'].map((outcome, k) => ({
    id: `the sender is seen ${outcome}: binomial`,
    test: () => judge({ question: 'sightingsInAll', outcome, value: sightings[k] ?? Number.NaN }),
  })),
  { id: 'every message arrives', test: () => judge({ question: 'delivered', outcome: 'yes', value: 1 }) },
];
