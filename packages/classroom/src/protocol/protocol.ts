/**
 * What travels between the server and a client. The server alone decides what anybody sees (`room/view.ts`); a client
 * holds the sections of its view and shows them.
 *
 * A connection begins with `hello`, since a token must not stand in an address. The server answers with a `view` or,
 * where the client's epoch and number are known, with the `update`s it lacks. Numbers count the updates of one person:
 * what others do in secret does not move them. Commands are answered by `done` or `refused` under their `ref`; a
 * command that is sent again with its ref is answered again and done once.
 */
import type { Effect } from '@stave/engine';
import type { BotKind, Phase } from '../exercise/exercise.ts';
import type { JudgedBy, Orders, Pull } from '../room/events.ts';
import type { LuckProgress, LuckTold } from './luck.ts';

/** Text in the person's language already. */
export type Said = string;

// ------------------------------------------------------------------------------------------------ client to server

export type FromClient =
  | { readonly type: 'hello'; readonly token: string; readonly epoch?: string; readonly number?: number }
  | { readonly type: 'command'; readonly ref: string; readonly command: Command }
  /** Kept alive, and answered by `pong`. */
  | { readonly type: 'ping' };

export type Command =
  // ---- anybody
  | { readonly do: 'language'; readonly language: string }
  | { readonly do: 'leave' }
  | { readonly do: 'take'; readonly seat: string; readonly role: string }
  | { readonly do: 'message'; readonly channel: string; readonly text: string }
  | {
      readonly do: 'forecast';
      readonly question: string;
      readonly probabilities: Readonly<Record<string, number>>;
    }
  | { readonly do: 'vote'; readonly id: string; readonly probability: number }
  | { readonly do: 'counter'; readonly id: string; readonly reason: string }
  | { readonly do: 'reflect'; readonly question: number; readonly text: string }
  // ---- of a team
  | { readonly do: 'draft'; readonly orders: Orders; readonly why?: string }
  | { readonly do: 'consent'; readonly revision: number; readonly agrees: boolean; readonly why?: string }
  | { readonly do: 'submit'; readonly revision: number }
  | { readonly do: 'withdraw' }
  | { readonly do: 'answer'; readonly move: string; readonly who: string; readonly agrees: boolean }
  | {
      readonly do: 'argue';
      readonly action: string;
      readonly pull: Pull;
      readonly reasons: readonly string[];
    }
  | { readonly do: 'propose'; readonly form: string; readonly text: string }
  | { readonly do: 'sign'; readonly id: string; readonly signs: boolean }
  // ---- observer and control
  | {
      readonly do: 'note';
      readonly turn: number;
      readonly seat?: string;
      readonly goal?: string;
      readonly text: string;
    }
  // ---- control
  | { readonly do: 'start' }
  /** `from`: what the sender sees now; where the room has gone on since, it is refused rather than a step too much. */
  | { readonly do: 'next'; readonly from?: Pick<ClockView, 'turn' | 'phase'> }
  | { readonly do: 'pause' }
  | { readonly do: 'resume' }
  | { readonly do: 'extend'; readonly minutes: number }
  | { readonly do: 'undo'; readonly turn: number; readonly reason: string }
  | { readonly do: 'assign'; readonly person: string; readonly seat: string | null; readonly role?: string }
  | { readonly do: 'remove'; readonly person: string }
  | { readonly do: 'hand'; readonly seat: string; readonly to: BotKind | 'people' }
  | {
      readonly do: 'inject';
      readonly inject?: string;
      readonly text?: string;
      readonly to?: readonly string[];
      readonly effects?: readonly Effect[];
    }
  | { readonly do: 'withhold'; readonly id: string; readonly reason?: string }
  | { readonly do: 'override'; readonly driver: string; readonly state: string; readonly reason: string }
  | {
      readonly do: 'judge';
      readonly id: string;
      readonly probability: number;
      readonly why?: string;
      /** Of a game without a facilitator: the number is the rule of the house. */
      readonly isHouse?: true;
    }
  | { readonly do: 'strike'; readonly id: string; readonly reason: string }
  | { readonly do: 'rule'; readonly seat: string; readonly orders: Orders; readonly reason: string }
  | { readonly do: 'pass'; readonly id: string; readonly passes: boolean }
  | { readonly do: 'broadcast'; readonly text: string }
  | { readonly do: 'tick'; readonly goal: string; readonly ticked: boolean }
  /** Paper and hot seat: control enters what a team wrote down. */
  | { readonly do: 'enter'; readonly seat: string; readonly orders: Orders }
  | { readonly do: 'enterAnswer'; readonly move: string; readonly who: string; readonly agrees: boolean }
  // ---- questions that are answered to the asker alone and change nothing (`asked`)
  | {
      readonly do: 'fan';
      readonly turn?: number;
      readonly seat: string;
      readonly options: readonly Orders[];
      readonly question: string;
    }
  | {
      readonly do: 'preview';
      readonly inject?: string;
      readonly effects?: readonly Effect[];
      readonly override?: { readonly driver: string; readonly state: string };
      readonly question: string;
    };

// ------------------------------------------------------------------------------------------------ server to client

export type FromServer =
  | { readonly type: 'view'; readonly epoch: string; readonly number: number; readonly view: View }
  | {
      readonly type: 'update';
      readonly number: number;
      readonly set: Partial<View>;
      readonly messages?: readonly MessageView[];
    }
  | { readonly type: 'done'; readonly ref: string }
  | { readonly type: 'refused'; readonly ref: string; readonly code: RefusalCode; readonly message: Said }
  | { readonly type: 'answer'; readonly ref: string; readonly answer: FanAnswer }
  | { readonly type: 'pong'; readonly now: number }
  /** The connection is closed after it; `again` says whether to come back. */
  | { readonly type: 'bye'; readonly reason: Said; readonly again: boolean };

export type RefusalCode =
  'notYours' | 'notNow' | 'unknown' | 'illegal' | 'tooLong' | 'tooMany' | 'outdated' | 'malformed' | 'failed';

/** Everything that one person sees, by section. Sections that do not concern a person are not there. */
export interface View {
  readonly me: Me;
  readonly exercise: ExerciseView;
  readonly clock: ClockView;
  readonly world: WorldView;
  readonly bulletin: readonly BulletinView[];
  readonly places: readonly SeatView[];
  readonly messages: readonly MessageView[];
  readonly channels: readonly ChannelView[];
  readonly argued: readonly ArguedView[];
  readonly proposals: readonly ProposalView[];
  readonly questions: readonly QuestionView[];
  /** Of a member of a seat. */
  readonly team?: TeamView;
  readonly control?: ControlView;
  /** From the debrief on; of control always. */
  readonly results?: ResultsView;
  /** From the debrief on, for everybody: as soon as it is known, at first without the best changes. */
  readonly luck?: LuckTold;
  /** While its trials are run. */
  readonly luckProgress?: LuckProgress;
  readonly notes?: readonly NoteView[];
}

export interface Me {
  readonly person: string;
  readonly kind: 'control' | 'seat' | 'observer' | 'projector' | 'waiting';
  readonly name: string;
  readonly language: string;
  readonly seat?: string;
  readonly role?: string;
  readonly rights: readonly ('draft' | 'consent' | 'submit')[];
  /** Of somebody who waits: a place that nobody else is offered now. */
  readonly offered?: OfferView;
}

export interface OfferView {
  readonly seat: string;
  readonly role: string;
  readonly seatLabel: Said;
  readonly roleLabel: Said;
}

export interface ExerciseView {
  readonly title: Said;
  readonly summary?: Said;
  readonly room: string;
  /** Of the room, to join by; not a secret. */
  readonly code: string;
  readonly languages: readonly string[];
  readonly contentNotes: readonly Said[];
  readonly learningGoals: readonly { readonly id: string; readonly text: Said }[];
  readonly turns: readonly {
    readonly turn: number;
    readonly from?: string;
    readonly to?: string;
    readonly steps: number;
  }[];
  readonly afterAction: readonly Said[];
  readonly levers: readonly {
    readonly id: string;
    readonly label: Said;
    readonly most: number;
    readonly isScale: boolean;
    /** Pulled by whole units. */
    readonly isWhole?: boolean;
    /** Seats that may pull it; all when left out. */
    readonly seats?: readonly string[];
    /** Of a scale: what one unit of it moves, as far as I may see that. */
    readonly moves?: readonly LeverTarget[];
    /** Where it puts a driver, as far as I may see that. */
    readonly puts?: { readonly driver: string; readonly label: Said; readonly stateLabel: Said };
  }[];
  readonly forms: readonly {
    readonly id: string;
    readonly label: Said;
    readonly text?: Said;
    readonly signers: readonly string[];
  }[];
  readonly longest: number;
  readonly argued: { readonly perTurn: number; readonly judge: 'whiteCell' | 'room' };
  /** Capital that it costs a seat to hand in a plan that somebody in the team refuses. */
  readonly vetoCost: number;
}

/** A number of the world, or capital: its present value stands there. */
export interface LeverTarget {
  /** A number of `world`, or `SEAT.capital`. */
  readonly name: string;
  readonly label: Said;
  readonly unit?: string;
  readonly range?: readonly [number, number];
  /** By one unit of the lever; absent where that cannot be said by a number. */
  readonly by?: number;
  /** `by` is what it comes to with every parameter in the middle of its range; in this room it may be otherwise. */
  readonly isAbout: boolean;
  /** Not in the step of the change alone but in each from then on. */
  readonly isLasting: boolean;
}

export interface ClockView {
  readonly turn: number;
  readonly phase: Phase | 'lobby' | 'debrief' | 'closed';
  /** Server's milliseconds since 1970. */
  readonly endsAt?: number;
  readonly paused?: { readonly left?: number };
  /** Of the world. */
  readonly date?: string;
}

/** What the person may read of the scenario: what the seat `sees`. */
export interface WorldView {
  readonly drivers: readonly {
    readonly name: string;
    readonly label: Said;
    readonly state: string;
    readonly stateLabel: Said;
    readonly changed: boolean;
    /** Labels of the seats that control it. */
    readonly heldBy: readonly Said[];
  }[];
  readonly numbers: readonly {
    readonly name: string;
    readonly label: Said;
    readonly unit?: string;
    readonly kind: 'indicator' | 'measure' | 'variable';
    readonly range?: readonly [number, number];
    /** By turn so far, the start first. */
    readonly values: readonly number[];
  }[];
  /** From what moves to what is moved, both above: drivers, indicators, staves. What acts in most places comes first. */
  readonly links: readonly (readonly [from: string, to: string])[];
  /** The staves of the barrel, names of numbers above, where the scenario has a weakest link. */
  readonly barrel?: { readonly label: Said; readonly staves: readonly string[] };
}

export interface BulletinView {
  readonly turn: number;
  readonly lines: readonly {
    readonly date?: string;
    readonly text: Said;
    readonly kind: 'news' | 'inject' | 'control' | 'argued' | 'paper';
    /** Of news: whose open move brought it about. */
    readonly seat?: string;
  }[];
}

export interface SeatView {
  readonly seat: string;
  readonly label: Said;
  readonly held: BotKind | 'people';
  readonly members: readonly {
    readonly person: string;
    readonly name: string;
    readonly role: string;
    readonly roleLabel: Said;
    readonly isHere: boolean;
  }[];
  readonly open: readonly { readonly role: string; readonly label: Said; readonly left: number }[];
}

export interface ChannelView {
  readonly id: string;
  readonly label: Said;
  readonly kind: 'team' | 'joint' | 'control' | 'all';
}

export interface MessageView {
  readonly id: string;
  readonly at: number;
  readonly turn: number;
  readonly channel: string;
  /** `control`, or the person: two may have one name. */
  readonly by: string;
  /** What the writer is called, in the reader's language. */
  readonly from: string;
  readonly seat?: string;
  readonly text: string;
  readonly waits?: boolean;
  /** What control said to it: its writer is told of a stop, control of both. */
  readonly judged?: 'passed' | 'stopped';
}

export interface ArguedView {
  readonly id: string;
  readonly turn: number;
  readonly seat: string;
  readonly action: string;
  readonly pull: Pull;
  readonly reasons: readonly string[];
  readonly counters: readonly { readonly seat?: string; readonly reason: string }[];
  readonly myVote?: number;
  readonly votes?: number;
  readonly probability?: number;
  readonly judge?: JudgedBy;
  readonly succeeded?: boolean;
  readonly draw?: number;
  readonly struck?: string;
}

export interface ProposalView {
  readonly id: string;
  readonly turn: number;
  readonly form: string;
  readonly label: Said;
  readonly seat: string;
  readonly text: string;
  readonly signatures: readonly { readonly seat: string; readonly signs?: boolean }[];
  readonly isEffective: boolean;
}

export interface QuestionView {
  readonly id: string;
  readonly label: Said;
  readonly outcomes: readonly { readonly id: string; readonly label: Said }[];
  /** The outcome, once it stands. */
  readonly settled?: string;
  /** What I said in this turn. */
  readonly mine?: Readonly<Record<string, number>>;
  /** By past turn: all said, without names, and the mean. */
  readonly revealed: readonly {
    readonly turn: number;
    readonly said: readonly Readonly<Record<string, number>>[];
    readonly mean: Readonly<Record<string, number>>;
  }[];
}

export interface MoveView {
  readonly move: string;
  readonly label: Said;
  readonly text?: Said;
  readonly kind: 'open' | 'covert';
  readonly cost: number;
  /** Why it cannot be made now. */
  readonly obstacles: readonly Said[];
  /** Who will be asked, by label. */
  readonly consents: readonly Said[];
  readonly outcomes: readonly { readonly label: Said; readonly probability: number }[];
}

/** Whether I agree to a move, for my seat or as a part in it. */
export interface QuestionToMe {
  readonly move: string;
  readonly who: string;
  readonly label: Said;
  /** Who would make it. */
  readonly seat: string;
  readonly text?: Said;
  readonly agrees?: boolean;
}

/** A plan that is before a team, and who has said what to it. */
export interface DraftView {
  readonly revision: number;
  readonly orders: Orders;
  readonly by: string;
  readonly why?: string;
  readonly consents: readonly {
    readonly role: string;
    readonly label: Said;
    readonly agrees?: boolean;
    readonly why?: string;
  }[];
}

export interface TeamView {
  readonly seat: string;
  readonly label: Said;
  readonly brief: Said;
  readonly roleBrief?: Said;
  /** The secret goal. */
  readonly goal?: { readonly text: Said; readonly reached?: boolean };
  readonly capital?: number;
  readonly moves: readonly MoveView[];
  readonly isTurn: boolean;
  readonly draft?: DraftView;
  readonly submitted?: { readonly orders: Orders; readonly by: string };
  readonly vetoes: readonly { readonly role: Said; readonly cost: number; readonly orders: Orders }[];
  /** Moves of others, or of the own seat, that I am asked about. */
  readonly asked: readonly QuestionToMe[];
  /** What bots may ask me in this turn; I can answer in the deliberation already. */
  readonly mayBeAsked?: readonly QuestionToMe[];
  readonly argued: { readonly left: number };
  /** What became of the seat's own moves, by turn, the last first. */
  readonly past: readonly {
    readonly turn: number;
    readonly orders: Orders;
    readonly fates: readonly {
      readonly move: string;
      readonly label: Said;
      readonly fate: 'made' | 'lapsed' | 'refused';
      readonly why?: Said;
      readonly outcome?: Said;
    }[];
  }[];
}

export interface ControlView {
  readonly people: readonly {
    readonly person: string;
    readonly name: string;
    readonly seat?: string | null;
    readonly role?: string;
    readonly isHere: boolean;
    readonly offered?: OfferView;
  }[];
  /** What every seat intends. */
  readonly desks: readonly {
    readonly seat: string;
    readonly goal?: Said;
    readonly capital?: number;
    readonly draft?: DraftView;
    readonly submitted?: Orders;
    readonly ruled?: Orders;
    readonly vetoes: number;
    readonly moves: readonly MoveView[];
  }[];
  readonly asked: readonly {
    readonly move: string;
    readonly who: string;
    readonly label: Said;
    readonly agrees?: boolean;
  }[];
  readonly injects: readonly {
    readonly id: string;
    readonly label: Said;
    readonly news: Said;
    readonly state: 'waits' | 'next' | 'in' | 'withheld';
    readonly when: Said;
    /** Whether there is something to try: it is of the file, and changes the scenario. */
    readonly canPreview: boolean;
  }[];
  readonly waiting: readonly MessageView[];
  readonly drivers: readonly {
    readonly name: string;
    readonly label: Said;
    readonly state: string;
    readonly states: readonly { readonly id: string; readonly label: Said }[];
  }[];
  readonly overrides: readonly {
    readonly turn: number;
    readonly driver: string;
    readonly state: string;
    readonly reason: string;
  }[];
  readonly questions: readonly { readonly id: string; readonly label: Said }[];
  /** What one unit of each lever does, for injects by hand. */
  readonly levers: readonly { readonly id: string; readonly effect: Effect }[];
  readonly ticks: readonly {
    readonly goal: string;
    readonly text: Said;
    readonly ticked: boolean;
    readonly by: 'log' | 'hand';
    readonly evidence: Said;
  }[];
  readonly canUndo: readonly number[];
  /** What each seat did in each turn that was played, and which moves it could have made in it, by name. */
  readonly played: readonly {
    readonly turn: number;
    readonly seat: string;
    readonly orders: Orders;
    readonly possible: readonly string[];
  }[];
  /** Names, tokens and texts of the room are deleted. */
  readonly isForgotten: boolean;
}

export interface NoteView {
  readonly id: string;
  readonly turn: number;
  readonly seat?: string;
  readonly goal?: string;
  readonly text: string;
  readonly by: string;
}

/** What the debrief shows to all: secrets are out by then. */
export interface ResultsView {
  readonly answers: readonly { readonly id: string; readonly label: Said; readonly outcome: Said }[];
  readonly goals: readonly { readonly seat: string; readonly goal: Said; readonly reached?: boolean }[];
  readonly turns: readonly {
    readonly turn: number;
    readonly moves: readonly {
      readonly seat: string;
      readonly label: Said;
      readonly fate: string;
      readonly covert: boolean;
    }[];
  }[];
  readonly scores?: readonly ScoreRow[];
}

export interface ScoreRow {
  readonly person: string;
  readonly name: string;
  readonly seat?: string;
  readonly questions: number;
  readonly brier: number;
  readonly timeAveraged: number;
  readonly peer: number;
}

/** A fan of options, each on as many trials from the same frame on the same luck. */
export interface FanAnswer {
  readonly question: string;
  readonly trials: number;
  readonly seconds: number;
  readonly options: readonly {
    readonly orders: Orders;
    readonly label: Said;
    readonly failed: number;
    readonly outcomes: readonly {
      readonly id: string;
      readonly label: Said;
      readonly probability: number;
      readonly low: number;
      readonly high: number;
    }[];
    /** Quantiles 5, 25, 50, 75, 95% of a measure by recorded step. */
    readonly measures: readonly {
      readonly name: string;
      readonly label: Said;
      readonly steps: readonly number[];
      readonly quantiles: readonly (readonly number[])[];
    }[];
    /** Against the first option, on the same luck, with its 95% interval. */
    readonly difference?: readonly {
      readonly id: string;
      readonly value: number;
      readonly low: number;
      readonly high: number;
    }[];
  }[];
}

/** One decision of a turn that was played changed, on the room's own luck: all that would have gone otherwise. */
export interface InsteadAnswer {
  readonly turn: number;
  readonly seat: string;
  /** What was decided; absent where the scenario's bot played. */
  readonly was?: Said;
  readonly would: Said;
  /** Where a driver was elsewhere, by step. */
  readonly states: readonly {
    readonly step: number;
    readonly date?: string;
    readonly driver: Said;
    readonly was: Said;
    readonly would: Said;
  }[];
  /** Measures that differ: from which frame on, and in the last one, null where the trial does not say. */
  readonly measures: readonly {
    readonly name: string;
    readonly label: Said;
    readonly from: number;
    readonly was: number | null;
    readonly would: number | null;
  }[];
  /** Questions and goals of which something else came. */
  readonly answers: readonly {
    readonly id: string;
    readonly label: Said;
    readonly was: Said;
    readonly would: Said;
  }[];
}
