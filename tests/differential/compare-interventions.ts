/**
 * Random interventions in random scenarios: all executors run them to the same bits, and so does a game that is played
 * step by step on frames of the plain scenario.
 */
import {
  compileJs,
  frameInto,
  frameOutOf,
  intervened,
  seedKey,
  type Intervention,
  type Ir,
  type SavedFrame,
} from '@stave/engine';
import { Play, type Turn } from '@stave/engine/reference';
import { expect } from 'vitest';
import { bits, irOf, runAll, wasmOf } from '../support/scenario.ts';
import { interventionsIn } from './arbitrary-interventions.ts';
import { scenarioOf } from './compare.ts';

const address = { seed: seedKey('game'), stream: 0, first: 5, share: 1 };
const trial = { ...address, count: 1 };

/** What the comparison was worth. */
export interface ComparedGames {
  /** Games that came to an end; the others failed, as their trials did. */
  readonly ended: number;
  readonly kinds: ReadonlySet<Intervention['kind']>;
}

/**
 * Compares the scenarios of the seeds first, first + 1, ….
 * @throws where anything differs, with the seed, the interventions and the text
 */
export async function compareOnInterventions(options: {
  readonly first: number;
  readonly count: number;
}): Promise<ComparedGames> {
  let ended = 0;
  const kinds = new Set<Intervention['kind']>();
  for (let seed = options.first; seed < options.first + options.count; seed++) {
    const text = scenarioOf(seed);
    const ir = await irOf(text);
    const wanted = interventionsIn(ir, seed);
    try {
      // Choices that cannot be made are among these, and lapse.
      runAll(intervened(ir, wanted), { trials: 4, seed: String(seed) });
      const game = played(ir, wanted);
      expectTrial(ir, game);
      if (!game.end.failure) ended++;
      for (const { kind } of game.list) kinds.add(kind);
    } catch (error) {
      throw new Error(`interventions differ on seed ${seed}\n${JSON.stringify(wanted)}\n${text}`, {
        cause: error,
      });
    }
  }
  return { ended, kinds };
}

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

/** The game is the trial of one run with all its interventions, frame by frame and from its middle on. */
function expectTrial(ir: Ir, { frames, list, end }: Game): void {
  const all = intervened(ir, list);
  const js = compileJs(all);
  for (const [k, frame] of frames.entries()) {
    const saved = js.save(trial, k);
    expect(saved && frameOutOf(ir, all, saved), `frame ${k}`).toEqual(frame);
  }
  const block = js.run(trial);
  if (end.failure) {
    const { detail: _, ...failure } = end.failure;
    expect(block.failures).toEqual([failure]);
  } else {
    expect(block.failures).toEqual([]);
    expect(end.ended?.answers).toEqual(block.answers);
    expect(end.ended?.numbers).toEqual(block.numbers);
  }
  const middle = frames[Math.floor(frames.length / 2)];
  if (!middle) return;
  const rest = wasmOf(all).run(trial, frameInto(ir, all, middle));
  // A run from a frame has no measures of those before it.
  expect({ ...bits(rest), measures: '' }).toEqual({ ...bits(block), measures: '' });
}
