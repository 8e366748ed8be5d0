/**
 * Hawk and dove (Maynard Smith and Price, 1973): against the mixture prize / injury whatever one plays is worth the same,
 * (1 - p) prize / 2 a round, and two who mix fight in a round with p squared. Solved exactly, and under other numbers.
 */
import { solveExact, type ExactQuestion } from '@stave/engine';
import { expectNear, packIr, type Check } from './packs.ts';

const ROUNDS = 20;

async function question(id: string, edits?: readonly (readonly [string, string])[]): Promise<ExactQuestion> {
  const result = solveExact(await packIr('hawk-dove', edits));
  const found = result.ok ? result.answers.questions.find((q) => q.id === id) : undefined;
  if (!found) throw new Error(`hawk-dove does not answer ${id}`);
  return found;
}

const mean = async (id: string, edits?: readonly (readonly [string, string])[]): Promise<number> =>
  Number((await question(id, edits)).expectations[0]?.value);

const chance = async (id: string, value: number | string): Promise<number> =>
  (await question(id)).outcomes.find((outcome) => outcome.value === value)?.probability ?? Number.NaN;

export const hawkDove: readonly Check[] = [
  {
    id: 'one who mixes gets 40/3 against one who mixes',
    test: async () => expectNear(await mean('mixed'), 40 / 3, 1e-9),
  },
  { id: 'and a hawk gets as much', test: async () => expectNear(await mean('fierce'), 40 / 3, 1e-9) },
  {
    id: 'with prize 3 and injury 12 both get 45/2',
    test: async () => {
      const edits = [
        ['prize: { value: 2,', 'prize: { value: 3,'],
        ['injury: { value: 6,', 'injury: { value: 12,'],
        ['range: [-2, 2]', 'range: [-5, 3]'],
      ] as const;
      const worth = ((1 - 3 / 12) * ROUNDS * 3) / 2;
      expectNear(await mean('mixed', edits), worth, 1e-9);
      expectNear(await mean('fierce', edits), worth, 1e-9);
    },
  },
  {
    id: 'two who mix fight within 20 rounds with 1 - (8/9)^20',
    test: async () => expectNear(await chance('fight', 'yes'), 1 - (8 / 9) ** ROUNDS, 1e-12),
  },
  {
    id: 'and never with (8/9)^20',
    test: async () => expectNear(await chance('firstFight', 'never'), (8 / 9) ** ROUNDS, 1e-12),
  },
];
