/** Addressed draws for generated code, in blocks of four steps (docs/decisions/0001-draw-addressing.md). */
import { fillBlock, normalScore, SECOND_WORD, toUnit } from '../chance/index.ts';
import type { Ir } from '../ir/ir.ts';
import type { TrialRange } from '../ir/executor.ts';
import type { Generated } from './generate.ts';
import { STEP, type Memory } from './memory.ts';

const TWO_32 = 4294967296;

export class Draws {
  private readonly memory: Memory;
  private readonly hashes: Int32Array;
  private readonly scratch = new Uint32Array(4);
  /** By site: the step of its last draw, and how many it made in it. */
  private readonly drawnIn: Int32Array;
  private readonly drawn: Int32Array;
  /** Noise by indicator: its site or -1, and whether normal scores are wanted. */
  private readonly noiseSites: Int32Array;
  private readonly wantsScores: Uint8Array;
  private readonly noiseWords: Uint32Array;
  /** Which four steps the noise in memory is for, or -1. */
  private noiseQuarter = -1;
  private seed0 = 0;
  private seed1 = 0;
  private stream = 0;
  private trialLow = 0;
  private trialHigh = 0;
  private parameterTrialLow = 0;
  private parameterTrialHigh = 0;

  constructor(ir: Ir, memory: Memory, { scoredNoise }: Generated) {
    this.memory = memory;
    this.hashes = Int32Array.from(ir.sites, ({ hash }) => hash | 0);
    this.drawnIn = new Int32Array(ir.sites.length);
    this.drawn = new Int32Array(ir.sites.length);
    this.noiseSites = Int32Array.from(ir.indicators, ({ noise }) => noise?.site ?? -1);
    this.wantsScores = Uint8Array.from(ir.indicators, (_, slot) => (scoredNoise.has(slot) ? 1 : 0));
    this.noiseWords = new Uint32Array(4 * ir.indicators.length);
  }

  begin({ seed, stream }: TrialRange): void {
    this.seed0 = seed[0] | 0;
    this.seed1 = seed[1] | 0;
    this.stream = stream | 0;
  }

  beginTrial(trial: number, parameterTrial: number): void {
    this.trialLow = trial | 0;
    this.trialHigh = Math.floor(trial / TWO_32);
    this.parameterTrialLow = parameterTrial | 0;
    this.parameterTrialHigh = Math.floor(parameterTrial / TWO_32);
    this.memory.T.fill(-1);
    this.drawnIn.fill(-1);
    this.noiseQuarter = -1;
  }

  /** Fills the words of a state's chance site for the four steps that start with step 4 * quarter. */
  fillChance(state: number, site: number, quarter: number): void {
    const { W, T } = this.memory;
    T[state] = quarter;
    this.fillAt(W, 4 * state, site, quarter, 0);
  }

  /** Makes the noise of the four steps that hold this one, unless it is there. */
  fillNoise(quarter: number): void {
    const { noiseSites, noiseWords } = this;
    if (this.noiseQuarter === quarter) return;
    this.noiseQuarter = quarter;
    for (let i = 0; i < noiseSites.length; i++) {
      const site = noiseSites[i]!;
      if (site >= 0) this.fillAt(noiseWords, 4 * i, site, quarter, 0);
    }
    this.makeNoise();
  }

  /**
   * Words to noise: one after the other in one loop, so that the processor works on several at a time, and in a
   * function of its own, so that V8 has room to put the quantile function into it.
   */
  private makeNoise(): void {
    const { wantsScores, noiseWords } = this;
    const { U } = this.memory;
    for (let i = 0; i < U.length; i++) {
      const word = noiseWords[i]!;
      U[i] = wantsScores[i >>> 2] === 1 ? normalScore(word) : toUnit(word);
    }
  }

  /** The first word of the next draw of a site in this step. */
  word(site: number): number {
    const step = this.memory.R[STEP]!;
    const occurrence = this.drawnIn[site] === step ? this.drawn[site]! : 0;
    this.drawnIn[site] = step;
    this.drawn[site] = occurrence + 1;
    return this.wordAt(site, step, occurrence);
  }

  /** Whether the second word of the site's last draw lies below what the threshold has left after the first. */
  tie(site: number, rest: number): boolean {
    const step = this.memory.R[STEP]!;
    const occurrence = this.drawnIn[site] === step ? this.drawn[site]! - 1 : 0;
    return this.wordAt(site, step, occurrence | SECOND_WORD) < rest * TWO_32;
  }

  /** The uniform number of a parameter's draw. */
  unit(site: number): number {
    const { scratch } = this;
    const hash = this.hashes[site]!;
    const { seed0, seed1, stream, parameterTrialLow: low, parameterTrialHigh: high } = this;
    fillBlock(scratch, 0, seed0, seed1, hash, stream, low, high, 0, 0);
    return toUnit(scratch[0]!);
  }

  private wordAt(site: number, step: number, occurrence: number): number {
    this.fillAt(this.scratch, 0, site, step >>> 2, occurrence);
    return this.scratch[step & 3]!;
  }

  private fillAt(out: Uint32Array, offset: number, site: number, quarter: number, occurrence: number): void {
    const { seed0, seed1, stream, trialLow, trialHigh } = this;
    fillBlock(
      out,
      offset,
      seed0,
      seed1,
      this.hashes[site]!,
      stream,
      trialLow,
      trialHigh,
      quarter,
      occurrence,
    );
  }
}
