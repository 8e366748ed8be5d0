/**
 * Levers of argued moves as people may understand them: what a unit of one moves in the world that they see, from
 * where, and how far it can go. A lever may add to something inside the scenario that no view shows; then what that
 * moves at once is told in its place.
 */
import { unitSaid } from '../../grammar/units.ts';
import { reachOf } from '@stave/engine/reference';
import type { Lever } from '../../exercise/exercise.ts';
import type { ExerciseView, LeverTarget } from '../../protocol/protocol.ts';
import { capitalOf } from '../condition-words.ts';
import { isWhole } from '../levers.ts';
import { labelled, said } from '../said.ts';
import type { Context } from './context.ts';
import { visibleTo } from './world.ts';

export const leverViews = (context: Context): ExerciseView['levers'] =>
  context.world.exercise.levers.map((lever) => {
    const { id, label, effect, most, seats } = lever;
    const moves = movesOf(context, lever);
    const puts = putsOf(context, lever);
    return {
      id,
      label: said(label, context.language),
      most,
      isScale: 'add' in effect,
      ...(isWhole(context.world, lever) && { isWhole: true }),
      ...(seats && { seats }),
      ...(moves.length > 0 && { moves }),
      ...(puts && { puts }),
    };
  });

function movesOf(context: Context, { effect }: Lever): readonly LeverTarget[] {
  if (!('add' in effect)) return [];
  const own = targetOf(context, effect.to);
  if (own) return [{ ...own, by: effect.add, isAbout: false, isLasting: false }];
  return reachOf(context.world.ir, effect.to).flatMap(({ indicator, by, isOnce }): readonly LeverTarget[] => {
    const target = targetOf(context, indicator);
    const far = by === undefined ? {} : { by: by * effect.add };
    return target ? [{ ...target, ...far, isAbout: true, isLasting: !isOnce }] : [];
  });
}

/** A number that the viewer has before him, or capital that he knows. */
function targetOf(
  context: Context,
  name: string,
): Pick<LeverTarget, 'name' | 'label' | 'unit' | 'range'> | undefined {
  const { world, language, kind, seat } = context;
  const { model, exercise } = world;
  const [owner = '', rest] = name.split('.');
  if (rest === 'capital') {
    const own = exercise.seats.find((one) => one.name === owner);
    const most = model.seats.find((one) => one.name === owner)?.capital?.most;
    if (kind !== 'control' && (kind !== 'seat' || owner !== seat)) return undefined;
    return {
      name,
      label: said(capitalOf(labelled(own?.label, owner, language)), language),
      ...(most !== undefined && Number.isFinite(most) && { range: [0, most] }),
    };
  }
  if (!visibleTo(context)(name)) return undefined;
  const indicator = model.indicators.find((one) => one.name === name);
  if (indicator) {
    const [low, high] = (indicator.range ?? []).map((end) => (end.op === 'number' ? end.value : undefined));
    return {
      name,
      label: labelled(indicator.label, name, language),
      ...(indicator.unit !== undefined && { unit: unitSaid(language, indicator.unit) }),
      ...(low !== undefined && high !== undefined && { range: [low, high] }),
    };
  }
  const variable = model.drivers.flatMap(({ variables }) => variables).find((one) => one.name === name);
  if (!variable?.label) return undefined;
  const [low, high] = variable.range;
  return {
    name,
    label: said(variable.label, language),
    ...(variable.unit !== undefined && { unit: unitSaid(language, variable.unit) }),
    ...(Number.isFinite(low) && Number.isFinite(high) && { range: [low, high] }),
  };
}

function putsOf(context: Context, { effect }: Lever): ExerciseView['levers'][number]['puts'] {
  if (!('put' in effect)) return undefined;
  const [name = '', ...rest] = effect.put.split('.');
  const { world, language } = context;
  const driver = world.model.drivers.find((one) => one.name === name);
  if (!driver || !visibleTo(context)(name)) return undefined;
  const state = rest.join('.');
  return {
    driver: name,
    label: labelled(driver.label, name, language),
    stateLabel: labelled(driver.states.find((one) => one.name === state)?.label, state, language),
  };
}
