/**
 * Richardson's arms race (Arms and Insecurity, 1960): the closed form of x' = k y - a x + g, y' = l x - b y + h, for the
 * blocs of 1909 and for invented ones, his condition of stability ab > kl, and the budgets that he fitted.
 */
import { runAll, type Run } from '../../support/scenario.ts';
import { expectNear, expectSame, packIr, type Check } from './packs.ts';

interface Race {
  readonly k: number;
  readonly l: number;
  readonly a: number;
  readonly b: number;
  readonly g: number;
  readonly h: number;
}

const STEPS_A_YEAR = 64;
const START = [115.3, 83.9] as const;
const HISTORY: Race = { k: 0.93, l: 0.93, a: 0.2, b: 0.2, g: -53.069, h: -88.551 };
const STABLE: Race = { k: 0.5, l: 0.9, a: 0.8, b: 0.7, g: 20, h: 10 };
/** Total budgets, million pounds, 1909 to 1913. */
const BUDGETS = [199.2, 204.8, 214.9, 238.7, 289.0];

const runOf = async ({ k, l, a, b, g, h }: Race, years = 4): Promise<Run> =>
  runAll(
    await packIr('richardson', [
      ['reactionEntente: { value: 0.93', `reactionEntente: { value: ${k}`],
      ['reactionAlliance: { value: 0.93', `reactionAlliance: { value: ${l}`],
      ['fatigueEntente: { value: 0.2', `fatigueEntente: { value: ${a}`],
      ['fatigueAlliance: { value: 0.2', `fatigueAlliance: { value: ${b}`],
      ['grievanceEntente: { value: -53.069', `grievanceEntente: { value: ${g}`],
      ['grievanceAlliance: { value: -88.551', `grievanceAlliance: { value: ${h}`],
      ['steps: 256', `steps: ${years * STEPS_A_YEAR}`],
    ]),
  );

const rest = ({ k, l, a, b, g, h }: Race): readonly [number, number] => [
  (b * g + k * h) / (a * b - k * l),
  (a * h + l * g) / (a * b - k * l),
];

/** exp(M t) of the matrix M = [-a k; l -b] by its two real eigenvalues (they are real: (a - b)^2 + 4 k l > 0). */
function closedForm(race: Race, t: number): readonly [number, number] {
  const { k, l, a, b } = race;
  const root = Math.sqrt((a - b) ** 2 + 4 * k * l);
  const [up, down] = [(-a - b + root) / 2, (-a - b - root) / 2];
  const [x0, y0] = rest(race);
  const [x, y] = [START[0] - x0, START[1] - y0];
  const part = (own: number, other: number): number =>
    (Math.exp(up * t) * (other - down * own) - Math.exp(down * t) * (other - up * own)) / root;
  return [x0 + part(x, -a * x + k * y), y0 + part(y, l * x - b * y)];
}

async function expectClosedForm(race: Race, year: number): Promise<void> {
  const r = await runOf(race);
  const [x, y] = closedForm(race, year);
  // A midpoint step loses at most (eigenvalue dt)^3 / 6 of an amplitude below 200: less than 0.01 in four years.
  expectNear(r.measure('spentEntente')[year * STEPS_A_YEAR], x, 0.01);
  expectNear(r.measure('spentAlliance')[year * STEPS_A_YEAR], y, 0.01);
}

export const richardson: readonly Check[] = [
  ...[1, 2, 3, 4].map((year) => ({
    id: `${1909 + year}: both blocs by the closed form`,
    test: () => expectClosedForm(HISTORY, year),
  })),
  ...[1, 2, 3, 4].map((year) => ({
    id: `${1909 + year}: the total is the budgets' to 1%`,
    test: async () => {
      const total = (await runOf(HISTORY)).measure('total')[year * STEPS_A_YEAR];
      expectNear(total, BUDGETS[year] ?? Number.NaN, 0.01 * (BUDGETS[year] ?? Number.NaN));
    },
  })),
  {
    id: 'kl > ab: no rest',
    test: async () => expectSame((await runOf(HISTORY)).answer('stable'), 'no'),
  },
  {
    id: 'ab > kl: by the closed form, too',
    test: async () => {
      for (const year of [1, 2, 3, 4]) await expectClosedForm(STABLE, year);
    },
  },
  {
    id: 'ab > kl: rest where both rates are 0',
    test: async () => {
      const r = await runOf(STABLE, 400);
      expectSame(r.answer('stable'), 'yes');
      const [x, y] = rest(STABLE);
      expectNear(r.measure('spentEntente').at(-1), x, 1e-9);
      expectNear(r.measure('spentAlliance').at(-1), y, 1e-9);
    },
  },
];
