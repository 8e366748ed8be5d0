/** The moves of a seat on a frame, as its team and control read them. */
import type { SavedFrame } from '@stave/engine';
import type { Decision, LegalMove } from '@stave/engine/reference';
import type { MoveView, TeamView } from '../../protocol/protocol.ts';
import { unmetOf } from '../conditions.ts';
import { labelled, said } from '../said.ts';
import type { World } from '../world.ts';
import type { Context } from './context.ts';
import { conditionUnmet, OBSTACLES, refusedBy } from './words.ts';
import { visibleTo } from './world.ts';
import { listed } from '../../grammar/punctuation.ts';

/** The same for everybody who asks about a frame. */
const legal = new WeakMap<SavedFrame, Map<string, readonly LegalMove[]>>();

function legalMoves({ play }: World, frame: SavedFrame, seat: string): readonly LegalMove[] {
  const bySeat = legal.get(frame) ?? new Map<string, readonly LegalMove[]>();
  legal.set(frame, bySeat);
  const known = bySeat.get(seat) ?? play.legalMoves(frame, seat);
  bySeat.set(seat, known);
  return known;
}

export function moveViews(context: Context, name: string): readonly MoveView[] {
  const { world, state, language } = context;
  const sees = visibleTo(context);
  const seat = world.model.seats.find((one) => one.name === name);
  return legalMoves(world, state.frame, name).map((move): MoveView => {
    const written = seat?.moves.find((one) => one.name === move.name);
    return {
      move: move.name,
      label: labelled(written?.label, move.name, language),
      ...(written?.text && { text: said(written.text, language) }),
      kind: move.kind,
      cost: move.cost,
      obstacles: move.obstacles.map((obstacle) => {
        const unmet =
          obstacle === 'condition' ? unmetOf({ world, state, sees, language }, name, move.name) : [];
        return said(unmet.length === 0 ? OBSTACLES[obstacle] : conditionUnmet(unmet), language);
      }),
      consents: move.consents.map((who) => whoLabel(world, who, language)),
      outcomes: move.outcomes.map(({ name: outcome, probability }) => ({
        label: outcomeLabel(world, `${name}.${move.name}`, outcome, language),
        probability,
      })),
    };
  });
}

/** Of a seat, or of a role in one: `us.leadership`. */
export function whoLabel({ model, exercise }: World, who: string, language: string): string {
  const [name = who, role] = who.split('.');
  const seat = model.seats.find((one) => one.name === name);
  const written = role === undefined ? undefined : seat?.roles.find((one) => one.name === role);
  const label = exercise.seats.find((one) => one.name === name)?.label ?? seat?.label;
  return role === undefined ? labelled(label, name, language) : labelled(written?.label, role, language);
}

/** The label of `seat.move`. */
export function moveLabel({ model }: World, move: string, language: string): string {
  const at = move.indexOf('.');
  const [seat, name] = [move.slice(0, at), move.slice(at + 1)];
  const written = model.seats.find((one) => one.name === seat)?.moves.find((one) => one.name === name);
  return labelled(written?.label, name, language);
}

/** What came of `seat.move`, in the exercise's words where it has some. */
export const outcomeLabel = (
  { exercise }: Pick<World, 'exercise'>,
  move: string,
  outcome: string,
  language: string,
): string => labelled(exercise.outcomes?.[`${move}.${outcome}`], outcome, language);

type Fate = TeamView['past'][number]['fates'][number];

export function fateView(world: World, decision: Decision, language: string): Fate {
  const { move, fate, obstacles, consents, outcome } = decision;
  const refusing = consents.filter(({ agrees }) => !agrees).map(({ who }) => whoLabel(world, who, language));
  const [obstacle] = obstacles;
  const why =
    fate === 'refused'
      ? said(refusedBy(listed(language, refusing)), language)
      : fate === 'lapsed' && obstacle !== undefined
        ? said(OBSTACLES[obstacle], language)
        : undefined;
  return {
    move,
    label: moveLabel(world, move, language),
    fate,
    ...(why !== undefined && { why }),
    ...(outcome !== undefined && { outcome: outcomeLabel(world, move, outcome, language) }),
  };
}
