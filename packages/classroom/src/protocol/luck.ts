/** Luck against decision in a person's language: of the debrief, and as it travels to everybody once the turns are over. */

/** Text in the person's language already. */
type Said = string;

/** A 95% interval of the simulation error. */
export interface IntervalTold {
  readonly id: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface LuckTold {
  readonly trials: number;
  readonly question: {
    readonly id: string;
    readonly label: Said;
    readonly outcomes: readonly (IntervalTold & { readonly label: Said; readonly happened: boolean })[];
    readonly number?: { readonly mean: number | null } & PlaceTold;
    /** The exercise did not come to the answer: here bots went on to it, also for what happened. */
    readonly carriedOn: boolean;
    /** What it means, in sentences. */
    readonly says: readonly Said[];
  };
  /** In the frame with which the exercise ended. */
  readonly measures: readonly ({ readonly name: string; readonly label: Said } & PlaceTold)[];
  readonly seats: readonly {
    readonly seat: string;
    readonly goals: readonly (IntervalTold & {
      readonly text: Said;
      readonly reached: boolean;
      /** The one that was drawn for the seat. */
      readonly isOwn: boolean;
      /** Whether it went as the odds were. */
      readonly says: Said;
    })[];
    readonly best?: BestTold;
  }[];
}

/** The best single change of a decision of a seat. */
export interface BestTold {
  readonly turn: number;
  readonly was: Said;
  readonly orders: Said;
  readonly goal: string;
  readonly goalText: Said;
  readonly tried: number;
  /** The chance of the goal with it less that without; left out where nothing bounds it. */
  readonly worth?: IntervalTold;
  /** Whether that interval lies above 0: else nothing that was tried is better by more than luck explains. */
  readonly isBetter: boolean;
  readonly says: Said;
}

/** Where what happened lies among the trials. */
export interface PlaceTold {
  readonly happened: number | null;
  /** Share of the trials below what happened, and half of those equal to it. */
  readonly place: number | null;
  /** 5, 25, 50, 75, 95% */
  readonly quantiles: readonly number[];
  /** How many trials lie where: each value by itself, or between edges, of which there is then one more. */
  readonly bins?: { readonly edges: readonly number[]; readonly counts: readonly number[] };
  /** How unusual it is. */
  readonly says: Said;
}

/** How far trials have come that are still being run. */
export interface LuckProgress {
  /** `waits` for those of another room; `failed` where they could not be run. */
  readonly stage: 'waits' | 'runs' | 'failed';
  /** 0 to 1, in steps that do not make too many updates. */
  readonly share: number;
}
