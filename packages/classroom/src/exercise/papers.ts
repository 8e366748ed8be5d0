/** What people may do beside the menu of moves: pull levers by argument, and sign papers. */
import { child, nameSpan, place, type Located } from '@stave/engine/reading';
import type { Context } from './context.ts';
import { readEffect, readEffects } from './effects.ts';
import type { Exercise, Lever, ProposalForm } from './exercise.ts';
import type { ExerciseShape } from './shape.ts';

export function readLevers(
  { levers = {} }: ExerciseShape,
  root: Located,
  seats: readonly string[],
  context: Context,
): readonly Lever[] {
  const all = child(root, 'levers');
  if (!all) return [];
  return context.some(levers, all).flatMap(([id, input]): readonly Lever[] => {
    const at = place(all, id);
    const effect = readEffect(input.effect, place(at, 'effect'), context);
    const own = context.seats(input.seats, child(at, 'seats'), seats);
    const mostAt = child(at, 'most');
    const limits = { low: 1, high: 1000, whole: true, what: '`most`' };
    const most = input.most === undefined || !mostAt ? 1 : context.limited(input.most, mostAt, limits);
    if (mostAt && most > 1 && effect && !('add' in effect))
      context.report.add('exercise-limit', 'an event or a state comes once, so `most` is 1', mostAt.span, {
        help: 'leave `most` out; it says how many units of an `add` there may be',
      });
    const label = context.text(input.label, place(at, 'label'));
    return effect ? [{ id, label, effect, most, ...(own && { seats: own }) }] : [];
  });
}

export function readProposals(
  { proposals = {} }: ExerciseShape,
  root: Located,
  seats: readonly string[],
  context: Context,
): readonly ProposalForm[] {
  const all = child(root, 'proposals');
  if (!all) return [];
  return context.some(proposals, all).map(([id, input]) => {
    const at = place(all, id);
    return {
      id,
      label: context.text(input.label, place(at, 'label')),
      ...context.part('text', input.text, at),
      signers: readGroup(
        input.signers,
        place(at, 'signers'),
        'a paper has two signers at least',
        seats,
        context,
      ),
      effects: readEffects(input.effects, at, context),
      once: input.once === true,
    };
  });
}

/** Two seats or more, each once. */
function readGroup(
  list: readonly string[],
  at: Located,
  needs: string,
  seats: readonly string[],
  context: Context,
): readonly string[] {
  if (list.length < 2)
    context.report.add('exercise-signers', needs, nameSpan(at), { help: 'name seats of the exercise' });
  for (const [i, name] of list.entries())
    if (list.indexOf(name) < i)
      context.report.add('exercise-signers', `\`${name}\` stands here twice`, place(at, i).span, {
        help: 'take one of them away',
      });
  return [...new Set(context.seats(list, at, seats))];
}

export function readArgued(
  { argued = {}, levers = {} }: ExerciseShape,
  root: Located,
  context: Context,
): Exercise['argued'] {
  const at = child(root, 'argued');
  const of = (key: 'perTurn' | 'low' | 'high', otherwise: number, low: number, high: number): number => {
    const [value, here] = [argued[key], at && child(at, key)];
    return value === undefined || !here
      ? otherwise
      : context.limited(value, here, { low, high, whole: key === 'perTurn', what: `\`${key}\`` });
  };
  const [low, high] = [of('low', 0.05, 0, 1), of('high', 0.95, 0, 1)];
  if (at && low > high)
    context.report.add('exercise-limit', `\`low\` is ${low}, and \`high\` is ${high}`, nameSpan(at), {
      help: 'swap them',
    });
  // Without a lever nothing can be argued for.
  const perTurn = of('perTurn', Object.keys(levers).length === 0 ? 0 : 1, 0, 10);
  return { perTurn, judge: argued.judge ?? 'whiteCell', low, high };
}

export function readMessages(
  { messages = {} }: ExerciseShape,
  root: Located,
  seats: readonly string[],
  context: Context,
): Exercise['messages'] {
  const at = child(root, 'messages');
  const of = (key: 'longest' | 'perMinute', otherwise: number, low: number, high: number): number => {
    const [value, here] = [messages[key], at && child(at, key)];
    return value === undefined || !here
      ? otherwise
      : context.limited(value, here, { low, high, whole: true, what: `\`${key}\`` });
  };
  const { between = 'any' } = messages;
  return {
    between:
      typeof between === 'string'
        ? between
        : between.map((group, i) =>
            readGroup(
              group,
              place(root, 'messages', 'between', i),
              'a channel has two seats at least',
              seats,
              context,
            ),
          ),
    longest: of('longest', 500, 20, 4000),
    perMinute: of('perMinute', 20, 1, 120),
    moderated: messages.moderated ?? false,
  };
}
