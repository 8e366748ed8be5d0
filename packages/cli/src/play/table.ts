/**
 * A room without a server: the same rules, the same log, one process. What is decided is in the log before it is told,
 * and there is no clock.
 */
import {
  adjudicate,
  apply,
  decide,
  due,
  openRoom,
  replay,
  viewOf,
  withTextIds,
  type Actor,
  type By,
  type Command,
  type DraftDeed,
  type Log,
  type Orders,
  type RoomEvent,
  type RoomState,
  type View,
  type Viewer,
  type World,
} from '@stave/classroom';
import type { LogWriter } from './log-writer.ts';

export interface TableOptions {
  readonly preset: string;
  readonly seed: string;
}

/** What bots that look ahead chose, by seat. */
export type ChooseBots = (state: RoomState) => Promise<Readonly<Record<string, Orders>>>;

export class Table {
  readonly world: World;
  readonly writer: LogWriter;
  private readonly events: RoomEvent[];
  private readonly texts: Map<number, string>;
  private readonly chooseBots: ChooseBots;
  private now_: RoomState;

  private constructor(world: World, writer: LogWriter, chooseBots: ChooseBots, log: Log) {
    this.world = world;
    this.writer = writer;
    this.chooseBots = chooseBots;
    this.events = [...log.events];
    this.texts = new Map(log.texts);
    this.now_ = replay(this.events);
  }

  static open(world: World, writer: LogWriter, chooseBots: ChooseBots, options: TableOptions): Table {
    const event: RoomEvent = {
      seq: 1,
      at: Date.now(),
      by: 'server',
      ...openRoom(world, { room: ROOM, trial: 0, ...options }),
    };
    writer.append([], [event]);
    const exercise = { exercise: '', files: [] };
    return new Table(world, writer, chooseBots, {
      room: ROOM,
      exercise,
      texts: new Map(),
      names: new Map(),
      events: [event],
    });
  }

  static resume(world: World, writer: LogWriter, chooseBots: ChooseBots, log: Log): Table {
    return new Table(world, writer, chooseBots, log);
  }

  get state(): RoomState {
    return this.now_;
  }

  /** What the log holds; the files of the exercise stand in it already. */
  logWith(exercise: Log['exercise']): Log {
    return { room: this.state.room, exercise, texts: this.texts, names: new Map(), events: this.events };
  }

  view(viewer: Viewer): View {
    const { state, world } = this;
    return viewOf(world, state, viewer, {
      text: (id) => this.texts.get(id) ?? '',
      name: (person) => person,
      code: '',
    });
  }

  /** What stands against a command, in words; nothing where it was done. */
  command(actor: Actor, command: Command): string | undefined {
    const now = Date.now();
    const decided = decide(this.world, this.state, actor, command, now);
    if ('refused' in decided) return decided.message;
    this.record(actor.kind === 'control' ? 'control' : actor.person, decided.deeds, now);
    return undefined;
  }

  record(by: By, deeds: readonly DraftDeed[], at = Date.now()): void {
    if (deeds.length === 0) return;
    const added: (readonly [number, string])[] = [];
    const events = deeds.map((deed, i): RoomEvent => {
      const numbered = withTextIds(deed, (text) => {
        const id = this.texts.size + 1;
        this.texts.set(id, text);
        added.push([id, text]);
        return id;
      });
      return { seq: this.state.seq + 1 + i, at, by, ...numbered };
    });
    this.writer.append(added, events);
    for (const event of events) {
      this.events.push(event);
      this.now_ = apply(this.now_, event);
    }
  }

  /** The engine's part of the turn, and the phase that follows by itself. */
  async adjudicate(): Promise<void> {
    const bots = await this.chooseBots(this.state);
    this.record('server', [adjudicate(this.world, this.state, bots)]);
    const now = Date.now();
    this.record('server', due(this.world, this.state, now).deeds, now);
  }
}

const ROOM = 'terminal';
