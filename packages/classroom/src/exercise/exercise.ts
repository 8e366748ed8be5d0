/**
 * An exercise that has been checked: what `exercise.yaml` says, with every name of the scenario found. It is plain data
 * and knows nothing of people, time or servers.
 */
import type { Effect, StudyArm, Text } from '@stave/engine';

/** What a member of a team may do with the plan of a turn. */
export type Right = 'draft' | 'consent' | 'submit';

/** A part in a team, such as `leader`, `foreign`, `legislature`, `press`. */
export interface TeamRole {
  readonly id: string;
  readonly label: Text;
  readonly brief?: Text;
  readonly rights: readonly Right[];
  /** How many may hold it. */
  readonly most: number;
}

export interface ExerciseSeat {
  /** The seat of the scenario. */
  readonly name: string;
  readonly label: Text;
  /** Of the scenario and of the exercise, one after the other. */
  readonly brief: Text;
  /** Who plays it while nobody does. */
  readonly bot: BotKind;
  /** May be left to its bot from the start; one that may not is filled first. */
  readonly optional: boolean;
  /** In the order in which people are put into them; the first is held by whoever comes first. */
  readonly roles: readonly TeamRole[];
  /** A role of the scenario's seat that is asked for consent, and the team role that answers for it. */
  readonly answersFor: Readonly<Record<string, string>>;
  /** From which one is drawn, on the exercise's seed. None: the seat has no secret goal. */
  readonly goals: readonly ExerciseGoal[];
}

export interface ExerciseGoal {
  readonly id: string;
  readonly text: Text;
  /** The scenario can tell whether it was reached. */
  readonly isTested: boolean;
}

/** `hold`: makes no move. `lookAhead`: tries its options in trials. */
export type BotKind = 'rules' | 'random' | 'lookAhead' | 'hold';

export const PHASES = ['briefing', 'deliberation', 'answers', 'adjudication', 'reveal'] as const;
/**
 * Parts of a turn. `answers`: those who are asked about moves of others say yes or no. `adjudication`: the white cell
 * looks at what is intended, gives probabilities and may override.
 */
export type Phase = (typeof PHASES)[number];

export interface Preset {
  readonly id: string;
  readonly label: Text;
  /** Minutes from the first person to the first turn: joining, briefs, first forecast. */
  readonly join: number;
  /** Steps of the scenario by turn; their sum is at most the clock's. */
  readonly turns: readonly number[];
  /** Minutes by phase, the same in each turn; a phase of 0 minutes is passed by. */
  readonly minutes: Readonly<Record<Phase, number>>;
  readonly debrief: number;
}

export interface StandingQuestion {
  /** The question of the scenario. */
  readonly id: string;
  readonly label: Text;
  readonly outcomes: readonly { readonly id: string; readonly label: Text }[];
}

/** Something that control puts in. */
export interface Inject {
  readonly id: string;
  readonly label: Text;
  /** The line of the bulletin. */
  readonly news: Text;
  /** Seats that read it; all when left out. */
  readonly to?: readonly string[];
  /**
   * `byHand` waits for the facilitator. Others go in with the turn: the given one, or the first one at whose start the
   * condition holds, after the inject that it follows has gone in.
   */
  readonly when:
    | { readonly kind: 'byHand' }
    /** `step`: it has a date, and goes in with the turn that covers it, which is `turn` in the default preset (turns.ts). */
    | { readonly kind: 'turn'; readonly turn: number; readonly step?: number }
    | { readonly kind: 'condition'; readonly state: string }
    | { readonly kind: 'after'; readonly inject: string; readonly turns: number };
  /** What it does in the scenario: in its step where it has one, else in the first of its turn. */
  readonly effects: readonly Effect[];
}

/** Something that an argued move may change, and how far. */
export interface Lever {
  readonly id: string;
  readonly label: Text;
  /** What one unit of it does. */
  readonly effect: Effect;
  /** Of an `add`: at most so many units up or down. */
  readonly most: number;
  /** Seats that may pull it; all when left out. */
  readonly seats?: readonly string[];
}

/** A paper that named seats sign, such as a communiqué. */
export interface ProposalForm {
  readonly id: string;
  readonly label: Text;
  readonly text?: Text;
  /** Who must sign for it to take effect. */
  readonly signers: readonly string[];
  readonly effects: readonly Effect[];
  readonly once: boolean;
}

export interface LearningGoal {
  readonly id: string;
  readonly text: Text;
  /** What in the log ticks it; without it the facilitator does. */
  readonly tick?: LearningTick;
}

/** What of the log counts, and how often it must be there for a tick. */
export interface LearningTick {
  readonly what: 'move' | 'covertMove' | 'argued' | 'counterReason' | 'proposal' | 'signature' | 'refusal' | 'veto'
    | 'forecast' | 'revisedForecast' | 'jointMessage'; // prettier-ignore
  readonly least: number;
  /** Counted in each seat by itself rather than in the room. */
  readonly each: boolean;
}

export interface MessagePolicy {
  /** Channels between seats: any two, those listed, or none. Teams and control can always talk. */
  readonly between: 'any' | 'none' | readonly (readonly string[])[];
  /** Characters. */
  readonly longest: number;
  /** Of a person in a minute. */
  readonly perMinute: number;
  /** The facilitator passes each message between seats on. */
  readonly moderated: boolean;
}

/** Who sits where, for a number of people: roles by seat, in the order of arrival. */
export interface Assignment {
  readonly people: number;
  readonly seats: Readonly<Record<string, readonly string[]>>;
}

export interface Exercise {
  readonly id: string;
  readonly title: Text;
  readonly summary?: Text;
  /** Relative to the exercise file. */
  readonly scenario: string;
  /** The scenario as the exercise has it, an arm of it; bots are switched on there. */
  readonly arm: StudyArm;
  /** What people may choose from; the first stands until they do. */
  readonly languages: readonly string[];
  /** What is shown before the start, so that people can stay away or speak up. */
  readonly contentNotes: readonly Text[];
  /** Names of the scenario that everybody may read, beside those that every seat `sees`. `public:` in the file. */
  readonly public: readonly string[];
  readonly seats: readonly ExerciseSeat[];
  /** The first is the default. */
  readonly presets: readonly Preset[];
  readonly questions: readonly StandingQuestion[];
  readonly injects: readonly Inject[];
  /** What may come of moves, by `seat.move.outcome`; where one is not there, its name stands for it. */
  readonly outcomes?: Readonly<Record<string, Text>>;
  readonly levers: readonly Lever[];
  readonly proposals: readonly ProposalForm[];
  readonly learningGoals: readonly LearningGoal[];
  readonly messages: MessagePolicy;
  readonly assignments: readonly Assignment[];
  /** Argued moves: how many a seat may have in a turn, who gives the number, and between which. */
  readonly argued: {
    readonly perTurn: number;
    readonly judge: 'whiteCell' | 'room';
    readonly low: number;
    readonly high: number;
  };
  /** Capital that a plan costs which somebody in the team refused. */
  readonly vetoCost: number;
  readonly rooms: { readonly most: number; readonly sameLuck: boolean };
  /** Asked after the exercise. */
  readonly afterAction: readonly Text[];
  /** Dated outcomes of standing questions in the real world, where known: outcome id by question. */
  readonly history: Readonly<Record<string, string>>;
}
