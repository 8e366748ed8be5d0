/**
 * The classics packs against what was published about them, each check a number, list or law. What is deterministic is
 * run on both executors; 11 values are judged by Monte Carlo (`monte-carlo.ts`): with fixed seeds and one retry, a false
 * alarm for at most 1 of 90,000 choices of seeds. The packs themselves are clean, warnings included.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readScenario } from '@stave/engine';
import { afterAll, describe, expect, it } from 'vitest';
import { bargaining } from './bargaining.ts';
import { crowds } from './crowds.ts';
import { hawkDove } from './hawk-dove.ts';
import { hegselmannKrause } from './hegselmann-krause.ts';
import { herman } from './herman.ts';
import { lanchester } from './lanchester.ts';
import { packText, type Check } from './packs.ts';
import { prisonersDilemma } from './prisoners-dilemma.ts';
import { richardson } from './richardson.ts';
import { truel } from './truel.ts';
import { tellFamily } from '../../setup/families.ts';

const PACKS: Readonly<Record<string, readonly Check[]>> = {
  bargaining,
  crowds,
  'hawk-dove': hawkDove,
  'hegselmann-krause': hegselmannKrause,
  herman,
  lanchester,
  'prisoners-dilemma': prisonersDilemma,
  richardson,
  truel,
};

describe('classics', () => {
  let passed = 0;

  it('every pack of the folder is compared with what was published', () => {
    const folder = join(import.meta.dirname, '../../../packages/scenarios/classics');
    const packs = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(packs.map(({ name }) => name).sort()).toEqual(Object.keys(PACKS));
  });

  describe.each(Object.entries(PACKS))('%s', (name, checks) => {
    it('reads without a word', async () => {
      const { diagnostics } = await readScenario({ name: `${name}.yaml`, text: packText(name) });
      expect(diagnostics).toEqual([]);
    });

    it.each(checks.map((check) => [check.id, check.test] as const))('%s', async (_, test) => {
      await test();
      passed++;
    });
  });

  afterAll(() => {
    const checks = Object.values(PACKS).reduce((sum, list) => sum + list.length, 0);
    tellFamily(`classics: ${Object.keys(PACKS).length} packs, ${checks} checks, ${passed} passed`);
  });
});
