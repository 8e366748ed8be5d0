/**
 * Iwo Jima: the closed form of dUS/dt = landings - b Japan, dJapan/dt = -a US, day by day, and the historical end. Engel
 * 1954 (Operations Research 2, 163-171) computes 66,454 Americans for day 6; Antonov 2023 has 51,300 at the end.
 */
import { runAll } from '../../support/scenario.ts';
import { expectNear, expectSame, packIr, type Check } from './packs.ts';

const STEPS_A_DAY = 16;
const [a, b] = [0.0106, 0.0544];
const LANDINGS = [
  { until: 1, perDay: 54_000 },
  { until: 2, perDay: 0 },
  { until: 3, perDay: 6000 },
  { until: 5, perDay: 0 },
  { until: 6, perDay: 13_000 },
  { until: 36, perDay: 0 },
];

const run = packIr('lanchester').then((ir) => runAll(ir));

/** Both strengths at a day. Under a constant landing, Japan - landing / b and US turn into each other hyperbolically. */
function closedForm(day: number): { us: number; japan: number } {
  let [us, japan, from] = [0, 21_500, 0];
  const w = Math.sqrt(a * b);
  for (const { until, perDay } of LANDINGS) {
    const [c, s] = [
      Math.cosh(w * (Math.min(until, day) - from)),
      Math.sinh(w * (Math.min(until, day) - from)),
    ];
    const above = japan - perDay / b;
    [us, japan] = [us * c - (above * b * s) / w, above * c - (us * a * s) / w + perDay / b];
    from = until;
    if (day <= until) break;
  }
  return { us, japan };
}

async function at(day: number): Promise<{ us: number; japan: number }> {
  const r = await run;
  const read = (name: string): number => r.measure(name)[day * STEPS_A_DAY] ?? Number.NaN;
  return { us: read('americans'), japan: read('japanese') };
}

export const lanchester: readonly Check[] = [
  ...[1, 3, 6, 10, 20, 28, 35, 36].map((day) => ({
    id: `day ${day}: both strengths within 0.05% of the closed form`,
    test: async () => {
      const [ours, exact] = [await at(day), closedForm(day)];
      expectNear(ours.us, exact.us, 0.0005 * exact.us);
      expectNear(ours.japan, exact.japan, 0.0005 * exact.japan);
    },
  })),
  {
    id: 'day 6: the 66,454 Americans that Engel computed',
    test: async () => expectSame(Math.round((await at(6)).us), 66_454),
  },
  {
    id: 'day 36: Americans within 3% of the record, the garrison gone but for some hundreds',
    test: async () => {
      const { us, japan } = await at(36);
      expectNear(us, 51_300, 0.03 * 51_300);
      expectNear(japan, 0, 500);
      expectSame([(await run).answer('americansLeft'), (await run).answer('japaneseLeft')], [us, japan]);
    },
  },
];
