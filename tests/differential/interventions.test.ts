/**
 * Interventions on random scenarios: all executors run them to the same bits, and so does a game that is played step
 * by step on frames of the plain scenario.
 */
import {
  compileJs,
  frameInto,
  frameOutOf,
  intervened,
  interventionProblem,
  seedKey,
  type Intervention,
  type Ir,
  type SavedFrame,
} from '@stave/engine';
import { Play, type Turn } from '@stave/engine/reference';
import { describe, expect, it } from 'vitest';
import { bits, irOf, runAll, wasmOf } from '../support/scenario.ts';
import { interventionsIn } from './arbitrary-interventions.ts';
import { scenarioOf } from './compare.ts';

const FIRST = 20260000;
const address = { seed: seedKey('game'), stream: 0, first: 5, share: 1 };
const trial = { ...address, count: 1 };

interface Game {
  readonly frames: readonly SavedFrame[];
  /** Those of the given that could be made on the frame of their step. */
  readonly list: readonly Intervention[];
  readonly end: Turn;
}

function played(ir: Ir, wanted: readonly Intervention[]): Game {
  const play = new Play(ir);
  const frames: SavedFrame[] = [];
  const list: Intervention[] = [];
  let end = play.begin(address);
  while (end.frame) {
    const { frame } = end;
    frames.push(frame);
    const now = wanted
      .filter(({ step }) => step === frame.step + 1)
      .filter((one) => play.problem(frame, [one]) === undefined);
    list.push(...now);
    end = play.advance(frame, now, address);
  }
  return { frames, list, end };
}

describe('interventions in random scenarios', () => {
  it('run to the same bits on all executors', async () => {
    let finished = 0;
    for (let seed = FIRST; seed < FIRST + 24; seed++) {
      const ir = await irOf(scenarioOf(seed));
      const list = interventionsIn(ir, seed);
      expect(interventionProblem(ir, list)).toBeUndefined();
      const { block } = runAll(intervened(ir, list), { trials: 6, seed: String(seed) });
      finished += block.count - block.failures.length;
    }
    expect(finished).toBeGreaterThan(60);
  });

  it('are the same trial whether played step by step or run at once, from any frame', async () => {
    const kinds = new Set<string>();
    let ended = 0;
    for (let seed = FIRST + 100; seed < FIRST + 124; seed++) {
      const ir = await irOf(scenarioOf(seed));
      const { frames, list, end } = played(ir, interventionsIn(ir, seed));
      const all = intervened(ir, list);
      for (const { kind } of list) kinds.add(kind);
      const js = compileJs(all);
      for (const [k, frame] of frames.entries()) {
        const saved = js.save(trial, k);
        expect(saved && frameOutOf(ir, all, saved), `${seed}, frame ${k}`).toEqual(frame);
      }
      const block = js.run(trial);
      if (end.failure) {
        const { detail: _, ...failure } = end.failure;
        expect(block.failures, String(seed)).toEqual([failure]);
        continue;
      }
      ended++;
      expect(end.ended?.answers, String(seed)).toEqual(block.answers);
      expect(end.ended?.numbers, String(seed)).toEqual(block.numbers);
      const middle = frames[Math.floor(frames.length / 2)];
      if (!middle) continue;
      const rest = { ...bits(wasmOf(all).run(trial, frameInto(ir, all, middle))), measures: '' };
      expect(rest, String(seed)).toEqual({ ...bits(block), measures: '' });
    }
    expect([...kinds].sort()).toEqual(['attempt', 'choice', 'consent', 'event', 'put']);
    expect(ended).toBeGreaterThan(10);
  });
});
