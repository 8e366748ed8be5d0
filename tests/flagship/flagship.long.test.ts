/** What takes longer: every state forced, every arm of every study, and the structures against each other. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readStudy, withStates } from '@stave/engine';
import { beforeAll, describe, expect, it } from 'vitest';
import { packs } from '../support/packs.ts';
import { flagshipIr, paired, trialsOf, trialsOn, type Trials } from './arms.ts';

const COUNT = 400;
let base: Trials;
let states: readonly string[];
beforeAll(async () => {
  base = await trialsOf(COUNT);
  states = base.ir.states.map(({ name }) => name);
});

describe('every state matters', () => {
  /** Drivers of one state, which only count. */
  const counting = [
    'ministers.meeting',
    'exercises.drilling',
    'visits.visiting',
    'moved.counting',
    'bulletin.open',
  ];
  /** All three sit on the Security Council in the year asked about, held there or not. */
  const anyhow = ['council.together'];
  it('held from the start, each moves the answer to some question in some trial', async () => {
    const inert: string[] = [];
    for (const state of states) {
      if (counting.includes(state) || anyhow.includes(state)) continue;
      const held = await trialsOf(COUNT, `{ hold: [ { state: ${state} } ] }`);
      const moved = held.block.answers.some((answer, i) => answer !== base.block.answers[i]);
      if (!moved) inert.push(state);
    }
    expect(inert).toEqual([]);
  });
});

describe('another start', () => {
  // What only another year can use is there for it: a president suspended, no ruling, no decision on the water.
  it('reaches the states that this one leaves out', async () => {
    const other = await trialsOf(
      COUNT,
      '{ parameters: { transactionalAtStart: 1, suspendedAtStart: 1, partialAtStart: 1, fundedAtStart: 0, waterPlannedAtStart: 0, warningPromisedAtStart: 0, warAtStart: 0, invitedAtStart: 0 } }',
    );
    expect(other.block.failures).toEqual([]);
    const { ir, states: drivers } = withStates(other.ir);
    const { block } = trialsOn(ir, COUNT);
    const length = ir.clock.recorded.length;
    const met = new Set<string>();
    for (const { driver, from, text } of drivers)
      for (let trial = 0; trial < COUNT; trial++) {
        const at = (trial * ir.reported + from) * length;
        for (const code of block.measures.subarray(at, at + length)) met.add(`${driver}.${text([code])}`);
      }
    for (const state of ['compensation.noRuling', 'water.undecided', 'water.building', 'warning.unplanned'])
      expect(met.has(state), state).toBe(true);
    for (const state of ['blueHouse.progressive', 'washington.networked', 'compensation.contested'])
      expect(met.has(state), state).toBe(true);
  });
});

describe('the studies', () => {
  const folder = join(packs, 'trilateral-2023/studies');
  it.each(readdirSync(folder))('%s reads and has arms beside its base', (file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const { study, diagnostics } = readStudy({ name: file, text });
    expect(diagnostics).toEqual([]);
    expect(study?.arms.length).toBeGreaterThan(2);
  });
});

describe('the rival structures', () => {
  it('threat moves the Japan-ROK side in the article and not in the domestic one', async () => {
    const lost = async (structure: number): Promise<number> => {
      const fixed = `parameters: { structure: ${structure}, threatOnJapanKorea: 0.3 }`;
      const war = await trialsOf(COUNT, `{ ${fixed} }`);
      const calm = await trialsOf(COUNT, `{ ${fixed}, hold: [ { state: ukraine.ceasefire } ] }`);
      return paired(war, calm, (trials, trial) => trials.at('sideJapanKorea', trial, 12)).mean;
    };
    const [article, domestic] = [await lost(1), await lost(3)];
    expect(article).toBeLessThan(-0.005);
    expect(Math.abs(domestic)).toBeLessThan(Math.abs(article) / 4);
  });

  it('share everything else: the same parameters, drivers and questions', async () => {
    const [one, two] = [
      await flagshipIr('{ parameters: { structure: 1 } }'),
      await flagshipIr('{ parameters: { structure: 2 } }'),
    ];
    expect(one.drivers).toEqual(two.drivers);
    expect(one.questions).toEqual(two.questions);
  });
});
