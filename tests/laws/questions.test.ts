/**
 * Numbers, rewards, budgets and conditional answers against closed forms and published values. Seeds are fixed. Shares
 * are held to a 99.99% Wilson interval, means to 3.8906 standard errors: with 14 comparisons the suite would raise a
 * false alarm in about 1 of 700 choices of seed.
 */
import {
  addBlock,
  compileJs,
  createTally,
  estimateQuestions,
  uncertainQuestions,
  seedKey,
  type QuestionEstimate,
} from '@stave/engine';
import { describe, expect, it } from 'vitest';
import { irOf, scenario } from '../support/scenario.ts';

const TRIALS = 20_000;
const Z = 3.8906;

async function estimates(body: string, clock?: string): Promise<Record<string, QuestionEstimate>> {
  const ir = await irOf(scenario(body, clock));
  const tally = createTally({ ...ir, measures: ir.measures.slice(0, ir.reported) });
  addBlock(
    tally,
    compileJs(ir).run({ seed: seedKey('closed forms'), stream: 0, first: 0, count: TRIALS, share: 1 }),
  );
  expect(tally.failed).toBe(0);
  return Object.fromEntries(
    estimateQuestions(ir.questions, ir.clock, tally, uncertainQuestions(ir)).map((q) => [q.id, q]),
  );
}

function expectMean(question: QuestionEstimate | undefined, mean: number): void {
  const { mean: seen, se } = question!.number!;
  expect(Math.abs(seen! - mean)).toBeLessThan(Z * se!);
}

/** Of a binary question's yes, among its applicable trials. */
function expectShare(question: QuestionEstimate | undefined, p: number): void {
  const seen = question!.outcomes[0]!.probability!;
  const n = question!.given?.applicable ?? TRIALS;
  const centre = (seen + Z ** 2 / (2 * n)) / (1 + Z ** 2 / n);
  const half = (Z / (1 + Z ** 2 / n)) * Math.sqrt((seen * (1 - seen)) / n + Z ** 2 / (4 * n ** 2));
  expect(p).toBeGreaterThan(centre - half);
  expect(p).toBeLessThan(centre + half);
}

const line = (id: string, text: string): string => `  ${id}: { ask: A?, internal: true, ${text} }`;

describe('a die from a fair coin (Knuth and Yao 1976)', () => {
  // Seven states, two ways out of each; five ends at a face, and from two of them back.
  const die = `
drivers:
  die:
    variables: { face: { type: integer, start: 0, range: [0, 6] } }
    initial: s0
    states:
      s0: { chance: [ { to: s1, probability: 0.5, actions: [ { send: flip } ] }, { else: true, to: s2, actions: [ { send: flip } ] } ] }
      s1: { chance: [ { to: s3, probability: 0.5, actions: [ { send: flip } ] }, { else: true, to: s4, actions: [ { send: flip } ] } ] }
      s2: { chance: [ { to: s5, probability: 0.5, actions: [ { send: flip } ] }, { else: true, to: s6, actions: [ { send: flip } ] } ] }
      s3: { chance: [ { to: s1, probability: 0.5, actions: [ { send: flip } ] }, { else: true, to: done, actions: [ { send: flip }, { set: face, to: 1 } ] } ] }
      s4: { chance: [ { to: done, probability: 0.5, actions: [ { send: flip }, { set: face, to: 2 } ] }, { else: true, to: done, actions: [ { send: flip }, { set: face, to: 3 } ] } ] }
      s5: { chance: [ { to: done, probability: 0.5, actions: [ { send: flip }, { set: face, to: 4 } ] }, { else: true, to: done, actions: [ { send: flip }, { set: face, to: 5 } ] } ] }
      s6: { chance: [ { to: s2, probability: 0.5, actions: [ { send: flip } ] }, { else: true, to: done, actions: [ { send: flip }, { set: face, to: 6 } ] } ] }
      done: {}
questions:
${[
  line('flips', 'kind: total, transitions: happened(flip), until: die.done, by: end'),
  line('waiting', 'kind: total, value: 1, until: die.done, by: end'),
  line('face', 'kind: numeric, value: face, at: end'),
  line('early', 'kind: binary, yes: die.done, by: end, within: { transitions: happened(flip), most: 3 }'),
  line('fast', 'kind: binary, yes: die.done, by: end, within: { value: 1, most: 4 }'),
  line('oneIfLow', 'kind: binary, yes: face == 1, at: end, given: face > 0 and face < 4'),
  line('flipsIfOne', 'kind: total, transitions: happened(flip), by: end, given: face == 1'),
].join('\n')}`;

  it('needs 11/3 flips, by events and by steps, and shows 3.5 on average', async () => {
    const found = await estimates(die, '{ step: 1 day, steps: 80 }');
    expectMean(found['flips'], 11 / 3);
    expectMean(found['waiting'], 11 / 3);
    expectMean(found['face'], 3.5);
    expect(found['face']!.number!.quantiles.map(({ value }) => value)).toEqual([
      1,
      2,
      expect.any(Number),
      5,
      6,
    ]);
    // After 3 flips it stands unless s3 or s6 led back: 3/4. After 4 nothing more can end it.
    expectShare(found['early'], 0.75);
    expectShare(found['fast'], 0.75);
    // A face of the lower half is 1 of three; its flips are 3 + 2 * geometric(1/4): 3 + 2/3.
    expectShare(found['oneIfLow'], 1 / 3);
    expectMean(found['flipsIfOne'], 11 / 3);
  });
});

describe('ruin of a gambler', () => {
  // From 3 of 10, fair: ruin has probability 7/10, and the play lasts 3 * 7 rounds on average.
  const play = `
drivers:
  a:
    variables: { purse: { type: integer, start: 3, range: [0, 10] } }
    initial: on
    states:
      on:
        always: [ { when: purse == 0 or purse == 10, to: over } ]
        chance:
          - { probability: 0.5, actions: [ { set: purse, to: purse + 1 }, { raise: won } ] }
          - { else: true, actions: [ { set: purse, to: purse - 1 } ] }
      over: {}
questions:
${[
  line('rounds', 'kind: total, value: 1, until: purse == 0 or purse == 10, by: end'),
  line('roundsIfRuined', 'kind: total, value: 1, until: purse == 0, by: end, given: purse == 0'),
  line('won', 'kind: total, transitions: happened(won), by: end'),
  line('ruined', 'kind: binary, yes: purse == 0, by: end'),
].join('\n')}`;

  it('comes as often and takes as long as it should', async () => {
    // 1,200 rounds: of a play that lasts longer there is less than 1 in 10^25.
    const found = await estimates(play, '{ step: 1 day, steps: 1200 }');
    expectShare(found['ruined'], 0.7);
    expectMean(found['rounds'], 21);
    // Given ruin from k of N a fair play lasts k (2N - k) / 3 rounds (Stern, Mathematics Magazine 48, 1975).
    expectMean(found['roundsIfRuined'], (3 * 17) / 3);
    // A fair game: what was won is half the rounds on average.
    expectMean(found['won'], 10.5);
  });
});

describe('a conditional answer', () => {
  it('follows Bayes through a parameter', async () => {
    const body = `
parameters: { p: { prior: "uniform(0, 1)" } }
drivers:
  a: { initial: { yes: p, no: 1 - p }, states: { yes: {}, no: {} } }
  b: { initial: { yes: p, no: 1 - p }, states: { yes: {}, no: {} } }
questions:
${[
  line('both', 'kind: binary, yes: b.yes, at: end, given: a.yes'),
  line('mean', 'kind: numeric, value: p, at: end, given: a.yes and b.yes'),
].join('\n')}`;
    const found = await estimates(body);
    // Laplace: E[p²] / E[p] = 2/3, and p has the density 3p² after two successes, with mean 3/4.
    expectShare(found['both'], 2 / 3);
    expectMean(found['mean'], 0.75);
    expect(Math.abs(found['both']!.given!.applicable / TRIALS - 0.5)).toBeLessThan(
      Z * Math.sqrt(0.25 / TRIALS),
    );
  });
});
