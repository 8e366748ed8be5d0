/** Timetables: how many turns, how long each in the scenario, and how long each phase in the room. */
import { nameSpan, parseDuration, place, stepsIn, type Located } from '@stave/engine/reading';
import type { Context, Limits } from './context.ts';
import { PHASES, type ExerciseSeat, type Phase, type Preset } from './exercise.ts';
import type { ExerciseShape } from './shape.ts';
import { minutesOf, turnsOfSeat } from './turns.ts';

type PresetShape = ExerciseShape['presets'][string];

/** More than any class lasts. */
const MINUTES: Limits = { low: 0, high: 600, what: 'minutes' };
const TURNS_MOST = 100;

export function readPresets(
  { presets }: ExerciseShape,
  root: Located,
  seats: readonly ExerciseSeat[],
  context: Context,
): readonly Preset[] {
  const at = place(root, 'presets');
  const read = context.some(presets, at).map(([id, input]) => readPreset(id, input, place(at, id), context));
  if (Object.keys(presets).length === 0 && !context.report.hasErrors)
    context.report.add('shape-value', '`presets` has no timetable', at.span, {
      help: 'such as `short: { turns: [1, 1, 1], minutes: { deliberation: 5 } }`',
    });
  for (const preset of read) checkIdle(preset, seats, place(at, preset.id), context);
  return read;
}

function readPreset(id: string, input: PresetShape, at: Located, context: Context): Preset {
  const minutes = Object.fromEntries(
    PHASES.map((phase) => {
      const value = input.minutes[phase];
      return [phase, value === undefined ? 0 : context.limited(value, place(at, 'minutes', phase), MINUTES)];
    }),
  ) as Record<Phase, number>;
  const of = (key: 'join' | 'debrief'): number => {
    const value = input[key];
    return value === undefined ? 0 : context.limited(value, place(at, key), MINUTES);
  };
  const preset: Preset = {
    id,
    label: input.label === undefined ? { en: id } : context.text(input.label, place(at, 'label')),
    join: of('join'),
    turns: readTurns(input.turns, place(at, 'turns'), context),
    minutes,
    debrief: of('debrief'),
  };
  if (minutes.deliberation === 0)
    context.report.add(
      'exercise-minutes',
      'nobody has time to decide',
      place(at, 'minutes', 'deliberation').span,
      {
        help: 'give `deliberation` some minutes',
      },
    );
  const named = /^([0-9]+)min/.exec(id)?.[1];
  const all = minutesOf(preset);
  if (named !== undefined && all > Number(named))
    context.report.add('exercise-minutes', `\`${id}\` takes ${all} minutes`, nameSpan(at), {
      help: `joining ${preset.join}, ${preset.turns.length} turns of ${minutesOf({ ...preset, join: 0, debrief: 0 }) / preset.turns.length}, debrief ${preset.debrief}: shorten something, or rename it`,
    });
  return preset;
}

function readTurns(input: PresetShape['turns'], at: Located, context: Context): readonly number[] {
  const { report, timeline } = context;
  const { steps, step } = timeline.clock;
  const lengths = Array.isArray(input)
    ? input.map((length, i) => readLength(length, place(at, i), context))
    : new Array<number>(
        context.limited(input.count, place(at, 'count'), {
          low: 1,
          high: TURNS_MOST,
          whole: true,
          what: '`count`',
        }),
      ).fill(readLength(input.each, place(at, 'each'), context));
  const sum = lengths.reduce((total, one) => total + one, 0);
  if (sum > steps)
    report.add(
      'exercise-turns',
      `these turns take ${sum} steps, and the clock of the scenario has ${steps}`,
      at.span,
      {
        help: `a step is ${step.count} ${step.unit}: shorten turns, or leave some out`,
      },
    );
  return lengths;
}

/** In steps; 1 where it is no length. */
function readLength(length: number | string, at: Located, { report, timeline }: Context): number {
  const { step } = timeline.clock;
  const duration = typeof length === 'string' ? parseDuration(length) : undefined;
  const steps = typeof length === 'number' ? length : duration && stepsIn(duration, step);
  if (steps !== undefined && Number.isInteger(steps) && steps >= 1) return steps;
  report.add('exercise-turns', `\`${length}\` is no length of a turn`, at.span, {
    help: `write a whole number of steps, or a multiple of the step of the scenario, which is ${step.count} ${step.unit}`,
  });
  return 1;
}

/** Turns in which somebody sits with nothing to decide. */
function checkIdle(
  preset: Preset,
  seats: readonly ExerciseSeat[],
  at: Located,
  { model, report }: Context,
): void {
  for (const { name } of seats) {
    const every = model.seats.find((seat) => seat.name === name)?.turn ?? 1;
    const idle = preset.turns.flatMap((_, i) =>
      turnsOfSeat(preset, i + 1, every).length === 0 ? [i + 1] : [],
    );
    if (idle.length === 0) continue;
    report.add(
      'exercise-idle',
      `\`${name}\` has nothing to decide in ${idle.length === 1 ? 'turn' : 'turns'} ${idle.join(', ')}`,
      place(at, 'turns').span,
      { help: `it decides every ${every} steps of the scenario: let turns be as long, or multiples of it` },
    );
  }
}
