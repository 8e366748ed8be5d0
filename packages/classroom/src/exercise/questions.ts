/** Standing questions: questions of the scenario that everybody forecasts each turn, and what came of them in the world. */
import { isOutcomeKind, outcomesOf } from './outcomes.ts';
import { child, nameSpan, place, type Located } from '@stave/engine/reading';
import { dayNumber, type Question } from '@stave/engine';
import type { Context } from './context.ts';
import type { Exercise, Preset, StandingQuestion } from './exercise.ts';
import type { ExerciseShape } from './shape.ts';

export function readQuestions(
  { questions = [] }: ExerciseShape,
  root: Located,
  presets: readonly Preset[],
  context: Context,
): readonly StandingQuestion[] {
  const { model, report } = context;
  const ids = model.questions.map(({ id }) => id);
  const longest = Math.max(0, ...presets.map(({ turns }) => turns.reduce((sum, steps) => sum + steps, 0)));
  return questions.flatMap((id, i): readonly StandingQuestion[] => {
    const at = place(root, 'questions', i);
    const question = model.questions.find((other) => other.id === id);
    if (!question) {
      context.has(id, ids, 'the scenario asks no question', at);
      return [];
    }
    if (questions.indexOf(id) < i) {
      report.add('exercise-question', `\`${id}\` stands here twice`, at.span, {
        help: 'take one of them away',
      });
      return [];
    }
    if (!isOutcomeKind(question)) {
      report.add(
        'exercise-question',
        `the answer of \`${id}\` is a number, not one of some outcomes`,
        at.span,
        {
          help: 'people give probabilities to outcomes: ask a question with `outcomes`, or one of yes or no',
        },
      );
      return [];
    }
    const step = lastStep(question, context);
    if (step > longest)
      report.add('exercise-horizon', `no preset plays to the date of \`${id}\``, at.span, {
        help: `it is answered after step ${step}, and the longest preset ends with step ${longest}: ask it of an earlier date, or play on`,
      });
    return [{ id, label: question.ask, outcomes: outcomesOf(question) }];
  });
}

/** The step after which a question is answered. */
function lastStep(question: Question, { timeline }: Context): number {
  const moment = 'by' in question ? question.by : question.at;
  if (moment === 'end') return timeline.clock.steps;
  // The frame dated one day later speaks for a day.
  return timeline.lastAt(typeof moment === 'string' ? dayNumber(moment) + 1 : moment);
}

export function readHistory(
  { history = {} }: ExerciseShape,
  root: Located,
  questions: readonly StandingQuestion[],
  context: Context,
): Exercise['history'] {
  const known: Record<string, string> = {};
  const all = child(root, 'history');
  if (!all) return known;
  for (const [id, input] of context.some(history, all)) {
    const at = place(all, id);
    const question = questions.find((other) => other.id === id);
    const asked = context.model.questions.find((other) => other.id === id);
    // YAML reads a plain `yes` as text; `true` is what people write for it.
    const outcome = typeof input.outcome === 'boolean' ? (input.outcome ? 'yes' : 'no') : input.outcome;
    const refuse = (message: string, here: Located, help: string): void =>
      context.report.add('exercise-history', message, here.span, { help });
    if (!question)
      refuse(
        `\`${id}\` is no standing question`,
        { ...at, span: nameSpan(at) },
        context.report.suggest(id, () => questions.map((one) => one.id)) ??
          'list it under `questions`, or leave it out here',
      );
    else if (asked?.internal === true)
      refuse(
        `nobody can look \`${id}\` up: it is internal to the model`,
        { ...at, span: nameSpan(at) },
        'leave it out here',
      );
    else if (!question.outcomes.some((one) => one.id === outcome))
      refuse(
        `\`${id}\` has no outcome \`${outcome}\``,
        place(at, 'outcome'),
        context.report.suggest(outcome, () => question.outcomes.map((one) => one.id)) ?? '',
      );
    else known[id] = outcome;
  }
  return known;
}
