/**
 * What one person sees of a room. This is the one place in which it is decided: whatever leaves the server for a
 * person is a section of his view, and a section is made from what he may know and nothing else. Decision 0027.
 *
 * `Views` makes those of many people on one state; sections that are the same for several are made once, and taken over
 * from the state before where nothing that they were made from has changed.
 */
import type { BulletinView, View } from '../protocol/protocol.ts';
import { bulletinOf } from './bulletin.ts';
import type { Person, RoomState } from './state.ts';
import { contextOf, isOver, type Context, type Lookups, type Viewer } from './view/context.ts';
import { controlView } from './view/control.ts';
import { clockView, exerciseView, meView, seatViews } from './view/places.ts';
import { Reads } from './view/reads.ts';
import { noteViews, resultsView } from './view/results.ts';
import { arguedViews, channelViews, messageViews, proposalViews, questionViews } from './view/talk.ts';
import { teamView } from './view/team.ts';
import { worldView } from './view/world.ts';
import type { World } from './world.ts';

export type { Lookups, Viewer } from './view/context.ts';

export class Views {
  private readonly world: World;
  private readonly state: RoomState;
  private readonly lookups: Lookups;
  private readonly made: Map<string, Made>;

  /** @param before of the same room, when nothing of its lookups has been deleted since */
  constructor(world: World, state: RoomState, lookups: Lookups, before?: Views) {
    this.world = world;
    this.state = state;
    this.lookups = lookups;
    this.made = before?.made ?? new Map();
  }

  of(viewer: Viewer): View {
    const context = contextOf(this.world, this.state, viewer, this.lookups);
    const { kind, language, seat = '', person } = context;
    const isControl = kind === 'control';
    // What the sections read of a viewer is in their keys.
    const common = language;
    const public_ = `${common} ${kind === 'seat' ? seat : kind}`;
    const own = `${public_} ${person?.id ?? ''}`;
    const once = <T>(section: string, key: string, make: (context: Context) => T): T =>
      this.once(`${section} ${key}`, key === own ? person : undefined, (state) =>
        make({ ...context, state }),
      );
    const team = kind === 'seat' ? once('team', own, teamView) : undefined;
    return {
      me: meView(context),
      exercise: once('exercise', public_, exerciseView),
      clock: once('clock', '', clockView),
      world: once('world', public_, worldView),
      bulletin: once('bulletin', public_, bulletinViews),
      places: once('places', common, seatViews),
      // A message that waits is its writer's.
      messages: once('messages', this.hasWaiting ? own : public_, messageViews),
      channels: once('channels', public_, channelViews),
      argued: once('argued', own, arguedViews),
      proposals: once('proposals', public_, proposalViews),
      questions: once('questions', own, questionViews),
      ...(team && { team }),
      ...(isControl && { control: once('control', common, controlView) }),
      ...((isControl || isOver(this.state)) && {
        results: once('results', common, resultsView),
      }),
      // It comes from trials and not from the state: whoever looks it up keeps it.
      ...(isOver(this.state) && this.lookups.luck?.(language)),
      ...((isControl || kind === 'observer') && { notes: noteViews(context) }),
    };
  }

  private get hasWaiting(): boolean {
    return this.state.messages.some(({ waits, isStopped }) => waits || isStopped);
  }

  /** @param person of the viewer, where the section is his own: he is part of what it is made from */
  private once<T>(name: string, person: Person | undefined, make: (state: RoomState) => T): T {
    const known = this.made.get(name);
    if (known && known.person === person && this.isStill(known)) return known.value as T;
    const reads = new Reads(this.state);
    const value = make(reads.state);
    this.made.set(name, { value, reads, person, at: this.state });
    return value;
  }

  private isStill(made: Made): boolean {
    if (made.at === this.state) return true;
    if (!made.reads.holdFor(this.state)) return false;
    made.at = this.state;
    return true;
  }
}

interface Made {
  readonly value: unknown;
  readonly reads: Reads;
  readonly person: Person | undefined;
  /** The last state for which it held. */
  at: RoomState;
}

export const viewOf = (world: World, state: RoomState, viewer: Viewer, lookups: Lookups): View =>
  new Views(world, state, lookups).of(viewer);

/** Of each past turn, what the seat reads; the public reads what is for all. */
function bulletinViews({ world, state, language, lookups, kind, seat }: Context): readonly BulletinView[] {
  return state.past.map(({ turn }) => ({
    turn,
    lines: bulletinOf(world, state, turn, language, lookups.text)
      .filter(({ to }) => kind === 'control' || to === undefined || (seat !== undefined && to.includes(seat)))
      .map(({ to: _, ...line }) => line),
  }));
}
