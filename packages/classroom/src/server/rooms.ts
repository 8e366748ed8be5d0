/**
 * The rooms of one exercise while they are played. Whatever happens goes through `Writing`; after it a room's viewers
 * are told and its clock is set. This is the one place that knows what time it is.
 */
import { apply, replay } from '../room/apply.ts';
import { decide } from '../room/decide.ts';
import type { Actor } from '../room/refusal.ts';
import { due, nextDue } from '../room/due.ts';
import { interventionsOf, type AdjudicatedDeed } from '../room/adjudicate.ts';
import { openRoom } from '../room/open.ts';
import type { By } from '../room/events.ts';
import type { RoomState } from '../room/state.ts';
import type { DraftDeed } from '../room/texts.ts';
import type { World } from '../room/world.ts';
import { scoreRows } from '../scores/rows.ts';
import type { Command, FanAnswer } from '../protocol/protocol.ts';
import { FAREWELLS } from '../protocol/farewells.ts';
import type { Entry, RoomRow, Store } from '../store/store.ts';
import type { Clock } from './clock.ts';
import type { Engine, Question } from './engine.ts';
import { LiveRoom } from './live-room.ts';
import { LuckJobs } from './luck-jobs.ts';
import { isSame, newCode, type Random } from './tokens.ts';
import { Writing, type Act, type Outcome, type Refused, type States } from './writing.ts';

export interface RoomsOptions {
  readonly world: World;
  readonly store: Store;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly random: Random;
  /** Before anybody chooses another; the exercise's first when left out. */
  readonly language?: string;
  /** Told of faults that are ours or the disk's; nobody in a room sees them. */
  readonly onFault: (error: unknown) => void;
}

/** Viewers are told at multiples of so many milliseconds. */
const GRID_MS = 30;
/** So long others may wait for a command while viewers are told. */
const SLICE_MS = 8;
/** What the clock brings about and could not be written is tried again after so long. */
const RETRY_MS = 5000;
/** The server says so often that it is there. */
const ALIVE_MS = 10_000;
/** Whoever starts it again at once needs no longer; phones are back by then. */
const AWAY_MS = 45_000;
/** An adjudication that was overtaken is made anew so many times before it is given up. */
const TRIES = 20;

const byServer = (deeds: readonly DraftDeed[]): readonly Entry[] =>
  deeds.map((deed) => ({ deed, by: 'server' }));

export class Rooms implements States {
  readonly world: World;
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  private readonly engine: Engine;
  readonly language: string;
  private readonly onFault: (error: unknown) => void;
  readonly luck: LuckJobs;
  private readonly writing: Writing;
  private readonly live = new Map<string, LiveRoom>();
  private readonly timers = new Map<string, () => void>();
  private readonly adjudicating = new Set<string>();
  private readonly untold = new Set<LiveRoom>();
  private stopAlive: () => void = () => undefined;
  private readonly run: string;
  private isTelling = false;
  private isClosed = false;
  private latest = 0;

  constructor({ world, store, engine, clock, random, language, onFault }: RoomsOptions) {
    this.world = world;
    this.store = store;
    this.engine = engine;
    this.clock = clock;
    this.random = random;
    this.language = language ?? world.exercise.languages[0] ?? 'en';
    this.onFault = onFault;
    this.luck = new LuckJobs({
      world,
      run: engine.luck,
      onChange: (room) => this.looksOtherwise(room),
      onFault,
    });
    this.writing = new Writing(store, this, () => this.now(), onFault);
    this.run = random(6).toString('hex');
    const known = store.rooms();
    for (const row of known) this.standStill(row.room);
    for (const row of known) this.goLive(row);
    this.liveOn();
  }

  /** Says now and then that the server is there. */
  private liveOn(): void {
    if (this.isClosed) return;
    this.store.alive(this.now());
    this.stopAlive = this.clock.after(ALIVE_MS, () => this.liveOn());
  }

  /**
   * The server was away for longer than a restart takes, and nobody could do anything: the room has left what it had
   * then, and stands still until control resumes it.
   */
  private standStill(room: string): void {
    const events = this.store.events(room);
    const state = replay(events);
    const at = nextDue(state);
    const last = events.at(-1)?.at ?? 0;
    const alive = Math.max(this.store.aliveAt ?? 0, last);
    const now = Math.max(this.clock.now(), last);
    // Nothing runs, or what is due at once is a moment's work.
    if (at === undefined || at === 0 || now - alive <= AWAY_MS) return;
    const deed = { kind: 'paused', left: Math.max(0, at - alive) } as const;
    this.store.write((writer) => writer.append(room, state.seq + 1, now, byServer([deed])));
  }

  // ------------------------------------------------------------ rooms

  all(): readonly LiveRoom[] {
    return [...this.live.values()];
  }

  find(room: string): LiveRoom | undefined {
    return this.live.get(room);
  }

  /** Each is compared, and in constant time: how long it takes tells nothing of any code. */
  byCode(code: string): LiveRoom | undefined {
    return this.all().reduce<LiveRoom | undefined>(
      (found, live) => (isSame(live.row.code, code) ? live : found),
      undefined,
    );
  }

  /** @throws RoomError where the exercise does not have the preset, or the trial has no first frame */
  open(preset: string | undefined, seed: string, trial: number): LiveRoom {
    const row = this.newRow();
    const deed = openRoom(this.world, {
      room: row.room,
      ...(preset !== undefined && { preset }),
      seed,
      trial,
    });
    this.store.write((writer) => {
      writer.addRoom(row);
      writer.append(row.room, 1, this.now(), byServer([deed]));
    });
    return this.goLive(row);
  }

  /** `room-3`, and a code that no other room has. */
  newRow(): RoomRow {
    const numbers = this.all().map(({ row }) => Number(/^room-(\d+)$/.exec(row.room)?.[1] ?? 0));
    const isTaken = (code: string): boolean => this.byCode(code) !== undefined;
    return { room: `room-${Math.max(0, ...numbers) + 1}`, code: newCode(this.random, isTaken) };
  }

  /** A room that is in the store. */
  goLive(row: RoomRow): LiveRoom {
    const { room, code } = row;
    const name = (person: string): string => this.store.name(room, person as By) ?? person;
    const live = new LiveRoom(
      this.world,
      row,
      replay(this.store.events(room)),
      {
        text: (id) => this.store.text(room, id) ?? '',
        name,
        scores: (state) => scoreRows(this.world, state, name),
        luck: (language) => this.luck.viewOf(room, language),
        code,
      },
      this.run,
    );
    this.latest = Math.max(this.latest, this.store.events(room).at(-1)?.at ?? 0);
    this.live.set(room, live);
    this.setTimer(live);
    return live;
  }

  // ------------------------------------------------------------ what happens

  perform(room: string, act: Act): Promise<Outcome> {
    if (this.isClosed) return Promise.resolve({ refused: 'failed', message: 'the server is closing' });
    return this.writing.perform(room, act);
  }

  /** A command of somebody in a room. One that was done under its ref before is done. */
  command(room: string, actor: Actor, ref: string, command: Command): Promise<Outcome> {
    const by: By = actor.kind === 'control' ? 'control' : actor.person;
    return this.perform(room, (state, now) => {
      const decided = decide(this.world, state, actor, command, now, ref);
      if ('refused' in decided) return decided;
      return { entries: decided.deeds.map((deed) => ({ deed, by, ref })) };
    });
  }

  /** What might come of it, from the room as it is now. A fault is told to whoever holds the server. */
  async ask(
    live: LiveRoom,
    question: Question,
    language = this.language,
  ): Promise<FanAnswer | { readonly problem: string }> {
    try {
      return await this.engine.ask(live.state, question, language);
    } catch (error) {
      const { message } = error as Error;
      if (!message.startsWith('InvariantError')) return { problem: message };
      this.onFault(error);
      return { problem: 'the trials could not be run: it is a fault of the program' };
    }
  }

  stateOf(room: string): RoomState | undefined {
    return this.live.get(room)?.state;
  }

  written(room: string, state: RoomState): void {
    const live = this.live.get(room);
    if (!live) return;
    if (state.clock.turn !== live.state.clock.turn) this.engine.expect(state);
    live.become(state);
    this.untold.add(live);
    this.tellSoon();
    this.setTimer(live);
    this.luck.see(room, state);
  }

  /** Somebody looks at a room. Of one that was over before the server was started, luck is found now. */
  watched(live: LiveRoom): void {
    this.luck.see(live.row.room, live.state);
  }

  /** What viewers are shown has changed without an event. */
  private looksOtherwise(room: string): void {
    const live = this.live.get(room);
    if (!live || this.isClosed) return;
    live.looksOtherwise();
    this.untold.add(live);
    this.tellSoon();
  }

  /** Never earlier than what is written, so that a log's times do not run backwards when the clock is set back. */
  private now(): number {
    this.latest = Math.max(this.latest, this.clock.now());
    return this.latest;
  }

  // ------------------------------------------------------------ time

  private setTimer(live: LiveRoom): void {
    const { room } = live.row;
    this.timers.get(room)?.();
    this.timers.delete(room);
    const at = nextDue(live.state);
    if (at === undefined || this.isClosed) return;
    const wait = Math.max(0, at - this.clock.now());
    this.timers.set(
      room,
      this.clock.after(wait, () => void this.strike(room)),
    );
  }

  private async strike(room: string): Promise<void> {
    let isForEngine = false;
    const outcome = await this.perform(room, (state, now) => {
      const { deeds, adjudicate } = due(this.world, state, now);
      isForEngine = adjudicate === true;
      return { entries: byServer(deeds) };
    });
    // The disk may have room again a little later.
    if ('refused' in outcome) this.strikeLater(room);
    else if (isForEngine) await this.adjudicate(room);
    else if (outcome.events.length === 0) {
      // The timer of a long wait strikes before its time.
      const live = this.live.get(room);
      if (live) this.setTimer(live);
    }
  }

  private strikeLater(room: string): void {
    if (this.isClosed) return;
    this.timers.get(room)?.();
    this.timers.set(
      room,
      this.clock.after(RETRY_MS, () => void this.strike(room)),
    );
  }

  /**
   * The engine works on the room as it is now; meanwhile people talk and forecast. What it found is written where it
   * still is what would be put in; else it is asked again.
   */
  private async adjudicate(room: string): Promise<void> {
    if (this.adjudicating.has(room)) return;
    this.adjudicating.add(room);
    try {
      for (let i = 0; i < TRIES; i++) {
        const state = this.stateOf(room);
        if (!state || this.isClosed) return;
        const found = await this.engine.adjudicate(state);
        const outcome = await this.perform(room, (now) => this.adjudicatedIn(now, state, found));
        if (!('refused' in outcome)) return;
        if (outcome.refused !== 'outdated') throw new Error(outcome.message);
      }
      throw new Error(`InvariantError: the adjudication of ${room} was overtaken ${TRIES} times`);
    } catch (error) {
      if (this.isClosed) return;
      this.onFault(error);
      this.strikeLater(room);
    } finally {
      this.adjudicating.delete(room);
    }
  }

  private adjudicatedIn(now: RoomState, then: RoomState, deed: AdjudicatedDeed): ReturnType<Act> {
    const isSame =
      now.frame === then.frame &&
      now.clock.turn === then.clock.turn &&
      now.past.length === then.past.length &&
      now.held === then.held &&
      JSON.stringify(interventionsOf(this.world, now, deed.bots)) ===
        JSON.stringify(interventionsOf(this.world, then, deed.bots));
    const overtaken: Refused = { refused: 'outdated', message: 'the room has changed meanwhile' };
    return isSame ? { entries: byServer([deed]) } : overtaken;
  }

  // ------------------------------------------------------------ telling

  private tellSoon(): void {
    if (this.isTelling || this.isClosed) return;
    this.isTelling = true;
    const wait = GRID_MS - (this.clock.now() % GRID_MS);
    this.clock.after(wait, () => this.tell(this.tellings()));
  }

  private *tellings(): Generator<void> {
    const rooms = [...this.untold];
    this.untold.clear();
    // All from the states at this moment, before others are written in between.
    const parts = rooms.map((live) => live.publish());
    for (const part of parts) yield* part;
  }

  /** In slices, so that commands are heard in between. */
  private tell(tellings: Generator<void>): void {
    const until = performance.now() + SLICE_MS;
    try {
      while (performance.now() < until) {
        if (tellings.next().done !== true) continue;
        this.isTelling = false;
        if (this.untold.size > 0) this.tellSoon();
        return;
      }
    } catch (error) {
      this.onFault(error);
    }
    setImmediate(() => this.tell(tellings));
  }

  /**
   * Names, tokens and texts of a room go out of the file, and its people with them; so do those of its forks, which
   * hold the same.
   */
  forget(live: LiveRoom): void {
    const { room } = live.row;
    for (const other of this.all()) {
      if (other.state.forkOf?.room === room && !other.state.isForgotten) this.forget(other);
    }
    this.store.forget(room, { seq: live.state.seq + 1, at: this.now(), by: 'control' }, (event) => {
      this.written(room, apply(live.state, event));
      for (const person of Object.keys(live.state.people) as By[]) {
        live.dismiss({ kind: 'person', person }, FAREWELLS.forgotten, false);
      }
    });
  }

  close(reason: string): void {
    this.isClosed = true;
    this.stopAlive();
    for (const stop of this.timers.values()) stop();
    this.timers.clear();
    for (const live of this.all()) live.dismissAll(reason, true);
    this.luck.close();
    this.engine.close();
    this.store.close();
  }
}
