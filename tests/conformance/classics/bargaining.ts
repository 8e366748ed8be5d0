/**
 * The EC's car emissions: what a published program of the model of Scholz, Calbert and Smith 2011 prints for two rounds
 * (github.com/jmckib/bdm-scholz-expected-utility-model, commit 55f63e9). The first mean is plain arithmetic, to 1e-9.
 */
import { runAll } from '../../support/scenario.ts';
import { expectNear, expectSame, packIr, type Check } from './packs.ts';

const PUBLISHED = [
  { forecast: 7, mean: 7.38995568685, belgium: 7, luxembourg: 4, ireland: 7 },
  { forecast: 8.41593231543, mean: 7.46131437828, belgium: 8.41593231543, luxembourg: 7, ireland: 4 },
  {
    forecast: 9.61085913412,
    mean: 7.55250086586,
    belgium: 9.61085913412,
    luxembourg: 8.41593231543,
    ireland: 7,
  },
];
const FIRM = { netherlands: 4, germany: 4, denmark: 4, greece: 7, france: 10, italy: 10, unitedKingdom: 10 };

const run = packIr('bargaining').then((ir) => runAll(ir));
const at = async (measure: string, round: number): Promise<number | undefined> =>
  (await run).measure(measure)[round];

async function expectClose(measure: string, round: number, published: number): Promise<void> {
  expectNear(await at(measure, round), published, round === 0 ? 1e-9 : 1e-6);
}

export const bargaining: readonly Check[] = PUBLISHED.flatMap((published, round) => [
  {
    id: `round ${round}: the position that beats all others`,
    test: () => expectClose('forecast', round, published.forecast),
  },
  { id: `round ${round}: weighted mean`, test: () => expectClose('meanPosition', round, published.mean) },
  {
    id: `round ${round}: Belgium, Luxembourg and Ireland`,
    test: async () => {
      for (const country of ['belgium', 'luxembourg', 'ireland'] as const)
        await expectClose(`${country}At`, round, published[country]);
    },
  },
  {
    id: `round ${round}: the other seven have not moved`,
    test: async () => {
      for (const [country, position] of Object.entries(FIRM))
        expectSame(await at(`${country}At`, round), position, country);
    },
  },
]);
