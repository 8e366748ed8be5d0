/** The course of a game: phase after phase, who is asked what, and what all are told. */
import { isAdjudicated, scoreRoom, type By, type RoomState } from '@stave/classroom';
import type { Decider, SeatAtTable } from './seat-at-table.ts';
import type { Prompter } from './prompter.ts';
import type { Table } from './table.ts';
import { numberText, percentText, type Telling } from './telling.ts';

export interface Player {
  readonly at: SeatAtTable;
  readonly decider: Decider;
}

export interface Game {
  readonly table: Table;
  readonly players: readonly Player[];
  readonly telling: Telling;
  readonly tell: (text: string) => void;
  /** Several people at one screen, one after the other. */
  readonly hotSeat?: Prompter;
  /** Who has been told where a turn begins, by turn and person: a game that is resumed tells it again. */
  readonly briefed: Set<string>;
  /** Gives the number of an argued move; the rule of the house where nobody is there to judge. */
  readonly judge: (argued: { readonly seat: string; readonly action: string }) => Promise<Judged>;
}

export interface Judged {
  readonly probability: number;
  /** Nobody was there to judge. */
  readonly isHouse?: true;
}

/** Plays on from wherever the room is, to the end. */
export async function playGame(given: Omit<Game, 'briefed'>): Promise<void> {
  const game: Game = { ...given, briefed: new Set() };
  const { table } = game;
  for (;;) {
    const { phase } = table.state.clock;
    if (phase === 'closed') return;
    if (phase === 'lobby') next(table, 'start');
    else {
      await PHASES[phase](game);
      // What was done in the phase may have ended it.
      if (table.state.clock.phase === phase) next(table, 'next');
    }
  }
}

type Phase = Exclude<RoomState['clock']['phase'], 'lobby' | 'closed'>;

const PHASES: Readonly<Record<Phase, (game: Game) => Promise<void>>> = {
  briefing: (game) => {
    if (!game.hotSeat) for (const { at } of game.players) tellBriefing(game, at);
    return Promise.resolve();
  },
  deliberation: async (game) => {
    for (const { at, decider } of game.players) {
      await seated(game, at);
      tellBriefing(game, at);
      game.tell(game.telling.moves(at.team));
      await decider.deliberate(at);
    }
  },
  answers: async (game) => {
    for (const { at, decider } of game.players) {
      if (at.team.asked.length === 0) continue;
      await seated(game, at);
      await decider.answer(at);
    }
  },
  adjudication: async ({ table, judge, tell }) => {
    // A kill between the engine's part and what follows it.
    if (isAdjudicated(table.state)) return;
    const { clock, argued } = table.state;
    const view = table.view({ kind: 'control' });
    for (const { id } of argued.filter((one) => one.turn === clock.turn && !one.judged && !one.struck)) {
      const told = view.argued.find((one) => one.id === id);
      if (!told) continue;
      const problem = table.command({ kind: 'control' }, { do: 'judge', id, ...(await judge(told)) });
      if (problem !== undefined) tell(`${problem}\n`);
    }
    // Its time is up when control says so.
    next(table, 'next');
    await table.adjudicate();
  },
  reveal: async (game) => {
    // What the last one saw is his alone.
    await game.hotSeat?.handOver('Everybody');
    tellReveal(game);
  },
  debrief: (game) => {
    tellEnd(game);
    return Promise.resolve();
  },
};

function next(table: Table, what: 'start' | 'next'): void {
  const problem = table.command({ kind: 'control' }, { do: what });
  if (problem !== undefined) throw new Error(`InvariantError: ${problem}`);
}

const seated = async ({ hotSeat }: Game, { team }: SeatAtTable): Promise<void> =>
  hotSeat?.handOver(team.label);

function tellBriefing({ telling, tell, hotSeat, briefed }: Game, at: SeatAtTable): void {
  const { view, team } = at;
  const { turn, date } = view.clock;
  if (briefed.has(`${turn} ${at.person}`)) return;
  briefed.add(`${turn} ${at.person}`);
  const when = view.exercise.turns.find((one) => one.turn === turn);
  const dates = when?.from === undefined ? (date ?? '') : `${when.from} to ${when.to ?? ''}`;
  if (turn === 1) tell(telling.opening(view) + telling.goal(team));
  tell(
    telling.heading(
      `Turn ${turn} of ${view.exercise.turns.length}${dates === '' ? '' : ` · ${dates}`} · ${team.label}`,
    ),
  );
  if (hotSeat && turn > 1) tell(telling.fates(team, turn - 1) + telling.goal(team));
  tell(telling.world(view.world));
}

function tellReveal(game: Game): void {
  const { table, players, telling, tell, hotSeat } = game;
  const { turn } = table.state.clock;
  const [first] = players;
  const view =
    hotSeat || !first ? table.view({ kind: 'projector', language: languageOf(table) }) : first.at.view;
  const bulletin = view.bulletin.find((one) => one.turn === turn) ?? { turn, lines: [] };
  tell(telling.heading(`What became of turn ${turn}`));
  tell(telling.bulletin(bulletin) + telling.argued(view, turn));
  // At one screen for several, each reads of his own moves when he sits down again.
  if (!hotSeat && first) tell(telling.fates(first.at.team, turn));
}

/** Of what all read together: that of whoever came first. */
const languageOf = ({ state, world }: Table): string =>
  Object.values(state.people)[0]?.language ?? world.exercise.languages[0] ?? 'en';

function tellEnd({ table, telling, tell }: Game): void {
  const view = table.view({ kind: 'control', language: languageOf(table) });
  const label = (seat: string): string => view.places.find((place) => place.seat === seat)?.label ?? seat;
  if (view.results) tell(telling.results(view.results, label));
  const { forecasters, resolved } = scoreRoom(table.world, table.state);
  const people: readonly By[] = Object.values(table.state.people).map(({ id }) => id);
  const lines = forecasters
    .filter(({ forecaster }) => people.some((id) => id === forecaster))
    .map(({ forecaster, questions, brier, timeAveraged, peer }) => {
      const seat = table.state.people[forecaster]?.seat;
      const who = typeof seat === 'string' ? label(seat) : forecaster;
      const others = people.length > 1 ? `, peer ${numberText(peer)}` : '';
      return `${who}: ${questions} of ${resolved.length} questions, Brier ${numberText(brier)}, over time ${numberText(timeAveraged)}${others}`;
    });
  if (lines.length > 0)
    tell(
      `\nForecasts (Brier score, 0 to 2, less is better; ${percentText(0.5)} on yes or no scores 0.5)\n${telling.items(lines)}`,
    );
}
