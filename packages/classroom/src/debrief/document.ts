/**
 * What is said of a room when it is over: one document of plain data in one language, `stave-debrief/1`, from which the
 * page, the tables and the JSON are made. Probabilities are 0 to 1; turns count from 1, and 0 is the time before the
 * first; moves are `seat.move`; what is not known is left out.
 */
import type { JudgedBy, Orders, Pull } from '../room/events.ts';
import type { BotKind } from '../exercise/exercise.ts';
import type { IntervalTold, LuckTold } from '../protocol/luck.ts';
import type { CalibrationBlock } from '../scores/scores.ts';

export type { IntervalTold, LuckTold, PlaceTold } from '../protocol/luck.ts';

export const DEBRIEF_SCHEMA = 'stave-debrief/1';

/** In the document's language already. */
type Said = string;

export interface DebriefDocument {
  readonly schema: typeof DEBRIEF_SCHEMA;
  readonly language: string;
  readonly exercise: { readonly id: string; readonly title: Said; readonly digest: string };
  readonly room: string;
  readonly preset: { readonly id: string; readonly label: Said };
  readonly seed: string;
  readonly trial: number;
  /** Hash of the scenario. */
  readonly scenario: string;
  readonly forkOf?: { readonly room: string; readonly seq: number };
  readonly events: number;
  readonly turnsOf: number;
  readonly phase: string;
  /** Whether the engine finds the log again, event by event; left out where it was not asked. */
  readonly replays?: { readonly ok: boolean; readonly seq?: number; readonly message?: string };
  readonly failure?: {
    readonly turn: number;
    readonly step: number;
    readonly code: string;
    readonly place: string;
  };
  /** Names and words of people were deleted. */
  readonly isForgotten: boolean;
  readonly answers: readonly AnswerTold[];
  readonly seats: readonly {
    readonly seat: string;
    readonly label: Said;
    /** At the end. */
    readonly held: BotKind | 'people';
  }[];
  readonly people: readonly PersonTold[];
  readonly turns: readonly TurnTold[];
  readonly undone: readonly { readonly turn: number; readonly reason: string }[];
  readonly numbers: readonly NumberTold[];
  /** Names of numbers, where the scenario has a weakest link. */
  readonly barrel?: { readonly label: Said; readonly staves: readonly string[] };
  readonly goals: readonly GoalTold[];
  readonly learning: readonly LearningTold[];
  readonly messages: readonly ChannelTold[];
  readonly forecasts: ForecastsTold;
  readonly fans?: FansTold;
  readonly luck?: LuckTold;
  readonly afterAction: readonly {
    readonly question: Said;
    readonly reflections: readonly {
      readonly person: string;
      readonly name: string;
      readonly seat?: string;
      readonly text: string;
    }[];
  }[];
  readonly notes: readonly NoteTold[];
}

export interface AnswerTold {
  readonly id: string;
  readonly label: Said;
  /** An outcome's id; left out where the question is open or does not apply. */
  readonly outcome?: string;
  readonly said: Said;
  /** What happened in the world, where that is known. */
  readonly history?: { readonly outcome: string; readonly said: Said };
}

export interface PersonTold {
  /** Pseudonym. */
  readonly person: string;
  /** The pseudonym again, unless names are wanted and known. */
  readonly name: string;
  /** Null for an observer. */
  readonly seat?: string | null;
  readonly role?: string;
  readonly roleLabel?: Said;
  readonly total: Doings;
  /** Turns in which something was done. */
  readonly byTurn: readonly ({ readonly turn: number } & Doings)[];
  readonly reflections: number;
  /** Of observers about the person's seat. */
  readonly notes: number;
  readonly scores?: {
    readonly questions: number;
    readonly brier: number;
    readonly timeAveraged: number;
    readonly peer: number;
  };
}

/** How often a person did what; acts of undone turns are among them. */
export interface Doings {
  readonly drafts: number;
  /** To plans of the own team and to moves of others, yes and no. */
  readonly consents: number;
  readonly refusals: number;
  readonly submissions: number;
  readonly argued: number;
  readonly counterReasons: number;
  readonly votes: number;
  readonly proposals: number;
  readonly signatures: number;
  readonly messagesTeam: number;
  readonly messagesJoint: number;
  readonly messagesControl: number;
  readonly messagesAll: number;
  readonly forecasts: number;
  /** Forecasts of a question on which the person had said something else before. */
  readonly revisions: number;
  readonly notesWritten: number;
}

export interface TurnTold {
  readonly turn: number;
  /** Of the frame that all decided on, and of the one that the turn ended with. */
  readonly from?: string;
  readonly to?: string;
  readonly seats: readonly SeatTurnTold[];
  readonly argued: readonly ArguedTold[];
  readonly papers: readonly PaperTold[];
  readonly control: readonly ControlTold[];
  readonly news: readonly {
    readonly date?: string;
    readonly kind: 'news' | 'inject' | 'control' | 'argued' | 'paper';
    readonly text: Said;
    /** Seats that read it; all when left out. */
    readonly to?: readonly string[];
  }[];
  readonly transitions: readonly TransitionTold[];
}

export interface SeatTurnTold {
  readonly seat: string;
  readonly held: BotKind | 'people';
  /** Of a seat that people hold, when it was handed in or time was up: what it meant to do. */
  readonly orders?: Orders;
  readonly ordersSaid?: Said;
  /** Why, in the words of whoever drafted it. */
  readonly why?: string;
  readonly submittedBy?: string;
  readonly drafts: number;
  readonly vetoes: readonly VetoTold[];
  readonly ruled?: { readonly orders: Orders; readonly ordersSaid: Said; readonly reason: string };
  readonly fates: readonly FateTold[];
}

/** A plan that was handed in against a refusal. */
export interface VetoTold {
  readonly role: string;
  readonly roleLabel: Said;
  readonly cost: number;
  readonly orders: Orders;
  readonly ordersSaid: Said;
  /** Of whoever drafted it, and of whoever refused. */
  readonly why?: string;
  readonly refusal?: string;
}

export interface FateTold {
  readonly step: number;
  readonly date?: string;
  readonly kind: 'open' | 'covert';
  readonly move: string;
  readonly label: Said;
  readonly fate: 'made' | 'lapsed' | 'refused';
  readonly reason?: Said;
  readonly refusedBy: readonly string[];
  readonly obstacles: readonly string[];
  /** Before it is paid. */
  readonly capital?: number;
  readonly cost?: number;
  /** Its id, and as the exercise calls it. */
  readonly outcome?: string;
  readonly outcomeSaid?: Said;
}

export interface ArguedTold {
  readonly id: string;
  readonly seat: string;
  readonly by: string;
  readonly action: string;
  readonly pull: Pull;
  readonly pullSaid: Said;
  readonly reasons: readonly string[];
  readonly counters: readonly { readonly seat?: string; readonly reason: string }[];
  /** In rising order, without names. */
  readonly votes: readonly number[];
  readonly probability?: number;
  /** Left out where nobody gave a number: it was tried with the least that the exercise allows. */
  readonly judge?: JudgedBy;
  readonly why?: string;
  /** Below the probability it succeeded. */
  readonly draw?: number;
  readonly succeeded?: boolean;
  readonly struck?: string;
}

export interface PaperTold {
  readonly id: string;
  readonly form: string;
  readonly label: Said;
  readonly seat: string;
  readonly text: string;
  readonly signatures: readonly { readonly seat: string; readonly signs?: boolean }[];
  /** The turn in which it took effect. */
  readonly effective?: number;
}

export interface ControlTold {
  readonly kind: 'inject' | 'withheld' | 'override' | 'ruling';
  /** `file`: put in by itself, as the exercise has it. */
  readonly by: 'control' | 'file';
  readonly what: Said;
  readonly reason?: string;
}

/** What a driver did, and on whose account. */
export interface TransitionTold {
  readonly step: number;
  readonly date?: string;
  readonly driver: string;
  readonly label: Said;
  readonly from?: Said;
  readonly to?: Said;
  readonly cause: CauseTold;
}

export interface CauseTold {
  /** `move`: an event of a seat's move; `itself`: by chance, after a time, or because it had to. */
  readonly kind: 'move' | 'argued' | 'paper' | 'inject' | 'override' | 'event' | 'itself';
  /** `seat.move`, the id of what was argued, signed or injected, or the event. */
  readonly id?: string;
  readonly seat?: string;
  readonly said: Said;
  /** The chance that it had, and the draw, where there was one. */
  readonly probability?: number;
  readonly draw?: number;
}

export interface NumberTold {
  readonly name: string;
  readonly label: Said;
  readonly unit?: string;
  readonly kind: 'indicator' | 'measure' | 'variable';
  readonly range?: readonly [number, number];
  /** At the start and at the end of each turn; null where it is no number. */
  readonly values: readonly (number | null)[];
}

export interface GoalTold {
  readonly seat: string;
  readonly id: string;
  readonly text: Said;
  readonly reached?: boolean;
}

export interface LearningTold {
  readonly id: string;
  readonly text: Said;
  readonly ticked: boolean;
  readonly by: 'log' | 'hand';
  readonly evidence: string;
  /** Observers' notes that name it. */
  readonly notes: number;
}

export interface ChannelTold {
  readonly channel: string;
  readonly label: Said;
  readonly kind: 'all' | 'team' | 'joint' | 'control';
  readonly byTurn: readonly { readonly turn: number; readonly count: number }[];
  /** Where the words were asked for. */
  readonly texts?: readonly { readonly turn: number; readonly from: string; readonly text: string }[];
}

export interface NoteTold {
  readonly turn: number;
  readonly by: string;
  readonly seat?: string;
  readonly goal?: string;
  readonly text: string;
}

// ------------------------------------------------------------------------------------------------ forecasts

export interface ForecastsTold {
  readonly questions: readonly QuestionTold[];
  /** All that was said, in the order of the log, also what the same turn revised. */
  readonly said: readonly {
    readonly person: string;
    readonly name: string;
    readonly seat?: string;
    readonly turn: number;
    readonly question: string;
    /** ISO 8601; of one person and question always later than the one before. */
    readonly at: string;
    readonly probabilities: Readonly<Record<string, number>>;
  }[];
  /** On what came of the exercise. */
  readonly scores: ScoresTold;
  /** On what happened in the world: known afterwards, so nobody is to be praised or blamed for it. */
  readonly history?: ScoresTold;
}

export interface QuestionTold {
  readonly id: string;
  readonly label: Said;
  readonly outcomes: readonly { readonly id: string; readonly label: Said }[];
  readonly outcome?: string;
  readonly history?: string;
  /** When the room opened, when the turn with its last frame was adjudicated, and when its outcome stood. */
  readonly opensAt: string;
  readonly closesAt?: string;
  readonly resolvedAt?: string;
  /** Turns with a standing forecast of anybody. */
  readonly turns: readonly {
    readonly turn: number;
    /** People whose forecast stood. */
    readonly people: number;
    readonly outcomes: readonly {
      readonly id: string;
      readonly mean: number;
      readonly low: number;
      readonly lowerQuartile: number;
      readonly median: number;
      readonly upperQuartile: number;
      readonly high: number;
    }[];
  }[];
  /** The model's fan from the frame of each turn, on luck that was not the room's. */
  readonly model: readonly {
    readonly turn: number;
    readonly outcomes: readonly IntervalTold[];
  }[];
}

/** People by pseudonym; `model` is the fan, `mean` the average of those whose forecast stood. */
export interface ScoresTold {
  readonly leastProbability: number;
  readonly resolved: readonly string[];
  readonly forecasters: readonly {
    readonly forecaster: string;
    readonly kind: 'person' | 'model' | 'mean';
    readonly name: string;
    readonly seat?: string;
    readonly questions: number;
    readonly brier: number;
    readonly timeAveraged: number;
    readonly peer: number;
  }[];
  readonly rows: readonly {
    readonly forecaster: string;
    readonly question: string;
    readonly outcome: string;
    /** Of the last forecast. */
    readonly turn: number;
    readonly brier: number;
    readonly timeAveraged: number;
    readonly peer: number;
    readonly coverage: number;
  }[];
  readonly calibration: readonly CalibrationBlock[];
}

// ------------------------------------------------------------------------------------------------ trials

/** From the first frame, with bots in all seats: what was to be expected, and what came. */
export interface FansTold {
  readonly trials: number;
  readonly measures: readonly {
    readonly name: string;
    readonly label: Said;
    readonly steps: readonly number[];
    readonly dates?: readonly string[];
    /** 5, 25, 50, 75, 95% by step; null where no trial says. */
    readonly quantiles: readonly (readonly (number | null)[])[];
    readonly happened: readonly (number | null)[];
  }[];
}
