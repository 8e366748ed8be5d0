/**
 * A room while it is played: its state, and who watches it. Viewers are sent what changed for them at times of a fixed
 * grid, from one state, so that the moments and the grouping of what one person is sent do not tell what others did in
 * secret in between.
 */
import type { RoomState } from '../room/state.ts';
import { Views, type Lookups, type Viewer } from '../room/view.ts';
import type { World } from '../room/world.ts';
import type { RoomRow } from '../store/store.ts';
import { Feed } from './feed.ts';
import type { Outlet } from './outlet.ts';

interface Watched {
  readonly viewer: Viewer;
  readonly feed: Feed;
  readonly outlets: Set<Outlet>;
  /** Number of the moment up to which the viewer is up to date. */
  upTo: number;
}

/** Views of one state. */
interface Moment {
  /** Counted here: what is looked up beside the state may change without an event. */
  readonly number: number;
  readonly views: Views;
}

export class LiveRoom {
  readonly row: RoomRow;
  state: RoomState;
  private readonly world: World;
  private readonly lookups: Lookups;
  /** Of this start of the server: numbers of an earlier one mean nothing here. */
  private readonly run: string;
  private readonly watched = new Map<string, Watched>();
  /** How often each viewer was sent away. */
  private readonly dismissals = new Map<string, number>();
  /** Of the state as it is; those who share it share its sections. */
  private moment: Moment | undefined;
  private moments = 1;
  /** The last that were made, of which much stays. */
  private views: Views | undefined;

  constructor(world: World, row: RoomRow, state: RoomState, lookups: Lookups, run: string) {
    this.world = world;
    this.row = row;
    this.state = state;
    this.lookups = lookups;
    this.run = run;
  }

  become(state: RoomState): void {
    // What was forgotten must not stay in sections that were made before, nor in updates that are kept.
    if (state.isForgotten && !this.state.isForgotten) {
      this.views = undefined;
      for (const { feed } of this.watched.values()) feed.forget();
    }
    this.state = state;
    this.looksOtherwise();
  }

  /** Something beside the state that views show has changed. */
  looksOtherwise(): void {
    this.moments++;
    this.moment = undefined;
  }

  /** Somebody begins to watch, and is sent what is missing. */
  welcome(viewer: Viewer, outlet: Outlet, epoch?: string, number?: number): void {
    const watched = this.of(viewer);
    this.bring(watched, this.current());
    for (const text of watched.feed.welcome(epoch, number)) outlet.send(text);
    watched.outlets.add(outlet);
  }

  farewell(viewer: Viewer, outlet: Outlet): void {
    this.watched.get(keyOf(viewer))?.outlets.delete(outlet);
  }

  /** How many sockets a viewer has. */
  outletsOf(viewer: Viewer): number {
    return this.watched.get(keyOf(viewer))?.outlets.size ?? 0;
  }

  /** Sends the person away, wherever the person is connected. */
  dismiss(viewer: Viewer, reason: string, again: boolean): void {
    const key = keyOf(viewer);
    for (const outlet of this.watched.get(key)?.outlets ?? []) outlet.end(reason, again);
    if (this.watched.delete(key)) this.dismissals.set(key, (this.dismissals.get(key) ?? 0) + 1);
  }

  dismissAll(reason: string, again: boolean): void {
    for (const { viewer } of [...this.watched.values()]) this.dismiss(viewer, reason, again);
  }

  /** Brings viewers up to date, one with each step, all with the state as it is when this is called. */
  publish(): Generator<void> {
    return this.tellFrom(this.current());
  }

  private *tellFrom(moment: Moment): Generator<void> {
    for (const watched of [...this.watched.values()]) {
      // Whoever is away is brought up to date on coming back.
      if (watched.outlets.size === 0) continue;
      this.bring(watched, moment);
      yield;
    }
  }

  private bring(watched: Watched, { number, views }: Moment): void {
    const { viewer, feed, outlets } = watched;
    // Somebody who came while others were being told knows more than they are told.
    if (number <= watched.upTo) return;
    watched.upTo = number;
    const text = feed.update(views.of(viewer));
    if (text !== undefined) for (const outlet of outlets) outlet.send(text);
  }

  private current(): Moment {
    const { world, state, lookups } = this;
    if (!this.moment) {
      this.views = new Views(world, state, lookups, this.views);
      this.moment = { number: this.moments, views: this.views };
    }
    return this.moment;
  }

  private of(viewer: Viewer): Watched {
    const key = keyOf(viewer);
    const known = this.watched.get(key);
    if (known) return known;
    // Numbers of another room, or of before a dismissal, mean nothing here.
    const epoch = `${this.run}-${this.row.room}-${this.dismissals.get(key) ?? 0}.${key}`;
    const made: Watched = { viewer, feed: new Feed(epoch), outlets: new Set(), upTo: 0 };
    this.watched.set(key, made);
    return made;
  }
}

const keyOf = (viewer: Viewer): string =>
  viewer.kind === 'person' ? viewer.person : `${viewer.kind}.${viewer.language ?? ''}`;

/** The language in which control or a projector saw an epoch. */
export const languageIn = (epoch: string | undefined): string | undefined => {
  const language = /^[^.]*\.(?:control|projector)\.(.*)$/.exec(epoch ?? '')?.[1];
  return language === '' ? undefined : language;
};
