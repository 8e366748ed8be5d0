/** Addressed draws for generated code, in blocks of four steps (docs/decisions/0001-draw-addressing.md). */
import { fillBlock, normalQuantile, normalScore, SECOND_WORD, toUnit } from '../chance/index.ts';
import type { Ir } from '../ir/ir.ts';
import { isSampled, parameterWord } from '../ir/sampling.ts';
import type { TrialRange } from '../ir/executor.ts';
import type { Generated } from './generate.ts';
import { STEP, type Memory } from './memory.ts';

const TWO_32 = 4294967296;

export interface Draws {
  readonly begin: (range: TrialRange) => void;
  readonly beginTrial: (trial: number, parameterTrial: number) => void;
  /** Makes the draws of all parameters. */
  readonly fillParameters: () => void;
  /** Fills the words of a state's chance site for the four steps that start with step 4 * quarter. */
  readonly fillChance: (state: number, site: number, quarter: number) => void;
  /** Makes the noise of the four steps from step 4 * quarter on, unless it is there. */
  readonly fillNoise: (quarter: number) => void;
  /** The first word of the next draw of a site in this step. */
  readonly word: (site: number) => number;
  /** Whether the second word of the site's last draw lies below what the threshold has left after the first. */
  readonly tie: (site: number, rest: number) => boolean;
  /** The uniform number of a parameter's draw. */
  readonly unit: (site: number) => number;
}

/** Everything is a constant of this function, see machine.ts. */
export function createDraws(ir: Ir, { PU, R, T, U, W }: Memory, generated: Generated): Draws {
  const hashes = Int32Array.from(ir.sites, ({ hash }) => hash | 0);
  const scratch = new Uint32Array(new ArrayBuffer(16));
  /** By site: the step of its last draw, and how many it made in it. */
  const drawnIn = new Int32Array(ir.sites.length);
  const drawn = new Int32Array(ir.sites.length);
  /** Noise by indicator: its site or -1, and whether normal scores are wanted. */
  const noiseSites = Int32Array.from(ir.indicators, ({ noise }) => noise?.site ?? -1);
  const wantsScores = Uint8Array.from(ir.indicators, (_, slot) => (generated.scoredNoise.has(slot) ? 1 : 0));
  const noiseWords = new Uint32Array(4 * ir.indicators.length);
  const priorSites = Int32Array.from(ir.parameters, ({ value }) =>
    'prior' in value ? value.prior.site : -1,
  );
  const scored = Int32Array.from(generated.scoredParameters.keys());
  const scoredFrom = Float64Array.from(generated.scoredParameters.values(), ({ from }) => from);
  const scoredWidth = Float64Array.from(generated.scoredParameters.values(), ({ width }) => width);
  /** Seed, stream, and low and high words of the trial's number and of that whose parameters it has. */
  const key = new Int32Array(new ArrayBuffer(28));
  /** Which four steps the noise in memory is for, or -1. */
  let noiseQuarter = -1;

  const fillAt = (
    out: Uint32Array,
    offset: number,
    site: number,
    quarter: number,
    occurrence: number,
  ): void =>
    fillBlock(out, offset, key[0]!, key[1]!, hashes[site]!, key[2]!, key[3]!, key[4]!, quarter, occurrence);

  const wordAt = (site: number, step: number, occurrence: number): number => {
    fillAt(scratch, 0, site, step >>> 2, occurrence);
    return scratch[step & 3]!;
  };

  /** By site: the parameter that a design gives its words to, or -1. */
  const slots = Int32Array.from(ir.sites, (_, site) =>
    isSampled(ir, priorSites.indexOf(site), 1) ? priorSites.indexOf(site) : -1,
  );
  const isDesigned = slots.some((slot) => slot >= 0);
  let range: TrialRange | undefined;

  const unit = (site: number): number => {
    if (isDesigned && range && slots[site]! >= 0) {
      const point = key[6]! * TWO_32 + (key[5]! >>> 0);
      return toUnit(parameterWord(ir, slots[site]!, range, point, range.share));
    }
    fillBlock(scratch, 0, key[0]!, key[1]!, hashes[site]!, key[2]!, key[5]!, key[6]!, 0, 0);
    return toUnit(scratch[0]!);
  };

  function makeScores(): void {
    for (let i = 0; i < scored.length; i++) {
      const slot = scored[i]!;
      PU[slot] = normalQuantile(scoredFrom[i]! + PU[slot]! * scoredWidth[i]!);
    }
  }

  /**
   * Words to noise: one after the other in one loop, so that the processor works on several at a time, and in a
   * function of its own, so that V8 has room to put the quantile function into it.
   */
  function makeNoise(): void {
    for (let i = 0; i < U.length; i++) {
      const word = noiseWords[i]!;
      U[i] = wantsScores[i >>> 2] === 1 ? normalScore(word) : toUnit(word);
    }
  }

  return {
    begin: (begun) => {
      const { seed, stream } = begun;
      range = begun;
      key[0] = seed[0];
      key[1] = seed[1];
      key[2] = stream;
    },
    beginTrial: (trial, parameterTrial) => {
      key[3] = trial;
      key[4] = Math.floor(trial / TWO_32);
      key[5] = parameterTrial;
      key[6] = Math.floor(parameterTrial / TWO_32);
      T.fill(-1);
      drawnIn.fill(-1);
      noiseQuarter = -1;
    },
    fillParameters: () => {
      for (let slot = 0; slot < priorSites.length; slot++) {
        const site = priorSites[slot]!;
        if (site >= 0) PU[slot] = unit(site);
      }
      makeScores();
    },
    fillChance: (state, site, quarter) => {
      T[state] = quarter;
      fillAt(W, 4 * state, site, quarter, 0);
    },
    fillNoise: (quarter) => {
      if (noiseQuarter === quarter) return;
      noiseQuarter = quarter;
      for (let i = 0; i < noiseSites.length; i++) {
        const site = noiseSites[i]!;
        if (site >= 0) fillAt(noiseWords, 4 * i, site, quarter, 0);
      }
      makeNoise();
    },
    word: (site) => {
      const step = R[STEP]!;
      const occurrence = drawnIn[site] === step ? drawn[site]! : 0;
      drawnIn[site] = step;
      drawn[site] = occurrence + 1;
      return wordAt(site, step, occurrence);
    },
    tie: (site, rest) => {
      const step = R[STEP]!;
      const occurrence = drawnIn[site] === step ? drawn[site]! - 1 : 0;
      return wordAt(site, step, occurrence | SECOND_WORD) < rest * TWO_32;
    },
    unit,
  };
}
