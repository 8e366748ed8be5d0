/** Kinnaird's and Gardner's truel: the worst shot survives most often, with 47/90 against 27/90 and 16/90. */
import { judgeOf } from './monte-carlo.ts';
import type { Check } from './packs.ts';

const judge = judgeOf('truel');
const survives = (outcome: string, ninetieths: number): Check => ({
  id: `${outcome} survives with ${ninetieths}/90`,
  test: () => judge({ question: 'survivor', outcome, value: ninetieths / 90 }),
});

export const truel: readonly Check[] = [
  survives('jones', 47),
  survives('smith', 27),
  survives('brown', 16),
  survives('undecided', 0),
];
