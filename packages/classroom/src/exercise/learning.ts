/** Learning goals, and what in the log ticks them. */
import type { Model } from '@stave/engine';
import { child, place, type Located } from '@stave/engine/reading';
import type { Context } from './context.ts';
import type { Exercise, LearningGoal, LearningTick } from './exercise.ts';
import type { ExerciseShape } from './shape.ts';

type Has = Pick<Exercise, 'seats' | 'questions' | 'proposals' | 'messages' | 'argued'>;

export function readLearningGoals(
  { learningGoals = {} }: ExerciseShape,
  root: Located,
  has: Has,
  context: Context,
): readonly LearningGoal[] {
  const all = child(root, 'learningGoals');
  if (!all) return [];
  return context.some(learningGoals, all).map(([id, { text, tick }]) => {
    const at = place(all, id);
    const goal = { id, text: context.text(text, place(at, 'text')) };
    if (!tick) return goal;
    const here = place(at, 'tick');
    const lacks = lacking(tick.what, has, context.model);
    if (lacks !== undefined)
      context.report.add('exercise-tick', `nothing ever ticks this: ${lacks}`, place(here, 'what').span, {
        help: 'leave `tick` out, so that the facilitator ticks it, or let there be what it waits for',
      });
    const leastAt = child(here, 'least');
    const least =
      tick.least === undefined || !leastAt
        ? 1
        : context.limited(tick.least, leastAt, { low: 1, high: 1000, whole: true, what: '`least`' });
    return { ...goal, tick: { what: tick.what, least, each: tick.each === true } };
  });
}

/** Why something never is in the log, or nothing. */
function lacking(what: LearningTick['what'], has: Has, { seats }: Model): string | undefined {
  const held = seats.filter(({ name }) => has.seats.some((seat) => seat.name === name));
  const moves = held.flatMap((seat) => seat.moves);
  const asks = has.seats.some(({ roles }) => roles.some(({ rights }) => rights.includes('consent')));
  const lack = (there: boolean, why: string): string | undefined => (there ? undefined : why);
  switch (what) {
    case 'move':
      return lack(moves.some(({ covert }) => !covert), 'no seat has an open move'); // prettier-ignore
    case 'covertMove':
      return lack(moves.some(({ covert }) => covert), 'no seat has a covert move'); // prettier-ignore
    case 'argued':
    case 'counterReason':
      return lack(has.argued.perTurn > 0, 'nothing can be argued for');
    case 'proposal':
    case 'signature':
      return lack(has.proposals.length > 0, 'there are no papers to sign');
    case 'refusal':
      return lack(asks || moves.some(({ consent }) => consent.length > 0), 'nobody is asked for consent');
    case 'veto':
      return lack(asks, 'no role of a team has the right to consent');
    case 'forecast':
    case 'revisedForecast':
      return lack(has.questions.length > 0, 'there are no standing questions');
    case 'jointMessage':
      return lack(
        has.messages.between !== 'none' && has.messages.between.length > 0,
        'no two seats can talk',
      );
  }
}
