/** The published SCXML cases, those where implementations differ and our own, on every executor. */
import { afterAll, describe, expect, it } from 'vitest';
import { interpret } from './appendix-d.ts';
import { CASES, EXECUTORS, expected, FORKS, OWN } from './cases.ts';
import { answerOf, prepare } from './run.ts';
import type { Case } from './tree.ts';
import { tellFamily } from '../../setup/families.ts';

/** Why the language declines a case, and how it says so. */
const REASONS: Readonly<Record<string, RegExp>> = {
  'several initial targets': /^shape-type: .*initial.* found a list/,
  'error.execution': /^error\.execution: /,
};
const SKIPPED: Readonly<Record<string, keyof typeof REASONS>> = {
  'w3c-ecma/test364': 'several initial targets',
  'w3c-ecma/test413': 'several initial targets',
  'w3c-ecma/test576': 'several initial targets',
  'w3c-ecma/test286': 'error.execution',
  'w3c-ecma/test311': 'error.execution',
  'w3c-ecma/test346': 'error.execution',
  'w3c-ecma/test401': 'error.execution',
  'w3c-ecma/test402': 'error.execution',
};

const named = (list: readonly Case[]): (readonly [string, Case])[] => list.map((c) => [c.id, c]);
const isSkipped = ({ id }: Case): boolean => Object.hasOwn(SKIPPED, id);

const SETS = [
  { set: 'cases', list: CASES },
  { set: 'forks', list: FORKS.filter((c) => !isSkipped(c)) },
  { set: 'own', list: OWN },
];
const passed = new Map<string, number>();

describe.each(SETS)('scxml $set', ({ set, list }) => {
  it.each(named(list))('%s', async (_, one) => {
    const prepared = await prepare(one);
    if ('declined' in prepared) throw new Error(prepared.declined);
    const answers = EXECUTORS.map(([executor, compile]) => {
      const answer = answerOf(prepared, compile);
      return { executor, leaves: 'leaves' in answer ? answer.leaves : answer.declined };
    });
    const right = EXECUTORS.map(([executor]) => ({ executor, leaves: expected(one) }));
    for (const [i, { executor }] of answers.entries()) {
      if (JSON.stringify(answers[i]) !== JSON.stringify(right[i])) continue;
      passed.set(`${set} ${executor}`, (passed.get(`${set} ${executor}`) ?? 0) + 1);
    }
    expect(answers).toEqual(right);
  });
});

describe('scxml skipped', () => {
  it('names cases there are', () => {
    expect(FORKS.filter(isSkipped)).toHaveLength(Object.keys(SKIPPED).length);
    expect([CASES.length, FORKS.length]).toEqual([70, 18]);
  });

  it.each(named(FORKS.filter(isSkipped)))('%s is still declined for its reason', async (id, one) => {
    const prepared = await prepare(one);
    expect(prepared).toHaveProperty('declined', expect.stringMatching(REASONS[SKIPPED[id] ?? ''] ?? /^$/));
  });
});

describe('the oracle of random charts gives the published answers', () => {
  const known = [...CASES, ...OWN, ...FORKS.filter(({ id }) => SKIPPED[id] !== 'error.execution')];

  it.each(named(known))('%s', (_, one) => {
    expect(interpret(one).leaves).toEqual(expected(one));
  });
});

afterAll(() => {
  const of = (set: string, total: number): string =>
    EXECUTORS.map(([name]) => `${passed.get(`${set} ${name}`) ?? 0} of ${total} on ${name}`).join(', ');
  const reasons = Object.keys(REASONS).map(
    (reason) => `${reason}: ${Object.values(SKIPPED).filter((other) => other === reason).length}`,
  );
  const [cases, forks, own] = SETS.map(({ set, list }) => of(set, list.length));
  tellFamily(
    `scxml: ${cases}; forks: ${forks}; own: ${own}; ${Object.keys(SKIPPED).length} skipped (${reasons.join('; ')})`,
  );
});
