/** One person at the table: sees what his seat sees, and gives commands in his own name. */
import type { By, Command, QuestionToMe, TeamView, View } from '@stave/classroom';
import type { Table } from './table.ts';

export class SeatAtTable {
  readonly person: By;
  readonly seat: string;
  private readonly table: Table;

  constructor(table: Table, person: By, seat: string) {
    this.table = table;
    this.person = person;
    this.seat = seat;
  }

  get view(): View {
    return this.table.view({ kind: 'person', person: this.person });
  }

  get team(): TeamView {
    const { team } = this.view;
    if (!team) throw new Error(`InvariantError: ${this.person} holds no seat`);
    return team;
  }

  /** What stands against it, in words; nothing where it was done. */
  do(command: Command): string | undefined {
    return this.table.command({ kind: 'person', person: this.person }, command);
  }

  /** Papers that wait for this seat's signature. */
  get unsigned(): readonly View['proposals'][number][] {
    return this.view.proposals.filter(
      ({ isEffective, signatures }) =>
        !isEffective && signatures.some(({ seat, signs }) => seat === this.seat && signs === undefined),
    );
  }

  /** What bots may ask in this turn: it is answered before they choose, and refused where it is not. */
  get mayBeAsked(): readonly QuestionToMe[] {
    return this.team.mayBeAsked ?? [];
  }

  /** Forms that can take effect here: everybody who must sign is a person. */
  get forms(): readonly View['exercise']['forms'][number][] {
    const held = new Set(this.view.places.filter((place) => place.held === 'people').map(({ seat }) => seat));
    return this.view.exercise.forms.filter(
      ({ signers }) => signers.includes(this.seat) && signers.every((seat) => held.has(seat)),
    );
  }
}

/** How a seat decides: by somebody who is asked, or from a file. */
export interface Decider {
  /** Forecasts, drafts and hands in what the seat does in the turn. */
  deliberate(at: SeatAtTable): Promise<void>;
  /** Says yes or no to moves that ask the seat. */
  answer(at: SeatAtTable): Promise<void>;
}
