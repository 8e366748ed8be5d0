/** Four players over ten turns: the numbers of a documentation test of the Axelrod-Python library, exactly. */
import { runAll } from '../../support/scenario.ts';
import { expectSame, packIr, type Check } from './packs.ts';

const PLAYERS = ['cooperator', 'defector', 'titForTat', 'grudger'] as const;
const SCORES = [60, 78, 69, 69];
const PER_TURN = [
  [3, 0, 3, 3],
  [5, 1, 1.4, 1.4],
  [3, 0.9, 3, 3],
  [3, 0.9, 3, 3],
];

const run = packIr('prisoners-dilemma').then((ir) => runAll(ir));
const last = async (measure: string): Promise<number | undefined> => (await run).measure(measure).at(-1);
const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

export const prisonersDilemma: readonly Check[] = [
  ...PLAYERS.map((player, i) => ({
    id: `score of ${player}`,
    test: async () => expectSame(await last(`${player}Score`), SCORES[i]),
  })),
  ...PLAYERS.map((player, i) => ({
    id: `points a turn of ${player} against each`,
    test: async () => {
      for (const [j, other] of PLAYERS.entries())
        expectSame(await last(`${player}PerTurnOn${capital(other)}`), PER_TURN[i]?.[j], other);
    },
  })),
  { id: 'the Defector wins', test: async () => expectSame((await run).answer('winner'), 'defector') },
  { id: 'retaliation pays', test: async () => expectSame((await run).answer('retaliationPays'), 'yes') },
];
