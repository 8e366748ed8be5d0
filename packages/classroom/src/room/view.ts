/**
 * What one person sees of a room. This is the one place in which it is decided: whatever leaves the server for a
 * person is a section of his view, and a section is made from what he may know and nothing else. Decision 0027.
 *
 * `Views` makes those of many people on one state; sections that are the same for several are made once.
 */
import type { BulletinView, View } from '../protocol/protocol.ts';
import { bulletinOf } from './bulletin.ts';
import type { RoomState } from './state.ts';
import { contextOf, isOver, type Context, type Lookups, type Viewer } from './view/context.ts';
import { controlView } from './view/control.ts';
import { clockView, exerciseView, meView, seatViews } from './view/places.ts';
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
  private readonly made = new Map<string, unknown>();

  constructor(world: World, state: RoomState, lookups: Lookups) {
    this.world = world;
    this.state = state;
    this.lookups = lookups;
  }

  of(viewer: Viewer): View {
    const context = contextOf(this.world, this.state, viewer, this.lookups);
    const { kind, language, seat = '', person } = context;
    const isControl = kind === 'control';
    // What the sections read of a viewer is in their keys.
    const common = language;
    const public_ = `${common} ${kind === 'seat' ? seat : kind}`;
    const own = `${public_} ${person?.id ?? ''}`;
    const team = kind === 'seat' ? this.once('team', own, () => teamView(context)) : undefined;
    return {
      me: meView(context),
      exercise: this.once('exercise', common, () => exerciseView(context)),
      clock: this.once('clock', '', () => clockView(context)),
      world: this.once('world', public_, () => worldView(context)),
      bulletin: this.once('bulletin', public_, () => bulletinViews(context)),
      places: this.once('places', common, () => seatViews(context)),
      // A message that waits is its writer's.
      messages: this.once('messages', this.hasWaiting ? own : public_, () => messageViews(context)),
      channels: this.once('channels', public_, () => channelViews(context)),
      argued: this.once('argued', own, () => arguedViews(context)),
      proposals: this.once('proposals', public_, () => proposalViews(context)),
      questions: this.once('questions', own, () => questionViews(context)),
      ...(team && { team }),
      ...(isControl && { control: this.once('control', common, () => controlView(context)) }),
      ...((isControl || isOver(this.state)) && {
        results: this.once('results', common, () => resultsView(context)),
      }),
      ...((isControl || kind === 'observer') && { notes: noteViews(context) }),
    };
  }

  private get hasWaiting(): boolean {
    return this.state.messages.some(({ waits, isStopped }) => waits || isStopped);
  }

  private once<T>(section: string, key: string, make: () => T): T {
    const name = `${section} ${key}`;
    if (!this.made.has(name)) this.made.set(name, make());
    return this.made.get(name) as T;
  }
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
