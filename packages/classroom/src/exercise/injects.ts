/** Injects: what control puts in, when, who reads of it and what it does. */
import { child, nameSpan, place, readMoment, type Located } from '@stave/engine/reading';
import type { Context } from './context.ts';
import { readEffects } from './effects.ts';
import type { Inject, Preset } from './exercise.ts';
import type { ExerciseShape } from './shape.ts';
import { turnOfStep } from './turns.ts';

type InjectShape = NonNullable<ExerciseShape['injects']>[string];

const OCCASIONS = ['turn', 'at', 'when', 'after'] as const;

export function readInjects(
  { injects = {} }: ExerciseShape,
  root: Located,
  presets: readonly Preset[],
  seats: readonly string[],
  context: Context,
): readonly Inject[] {
  const at = child(root, 'injects');
  if (!at) return [];
  const ids = Object.keys(injects);
  const read = context.some(injects, at).map(([id, input]): Inject => {
    const here = place(at, id);
    const to = context.seats(input.to, child(here, 'to'), seats);
    return {
      id,
      label: input.label === undefined ? { en: id } : context.text(input.label, place(here, 'label')),
      news: context.text(input.news, place(here, 'news')),
      ...(to && { to }),
      when: readWhen(input, here, { presets, ids }, context),
      effects: readEffects(input.effects, here, context),
    };
  });
  checkChains(read, at, context);
  return read;
}

function readWhen(
  input: InjectShape,
  at: Located,
  { presets, ids }: { readonly presets: readonly Preset[]; readonly ids: readonly string[] },
  context: Context,
): Inject['when'] {
  const said = OCCASIONS.filter((key) => input[key] !== undefined);
  if (said.length > 1)
    context.report.add(
      'exercise-inject',
      `it has ${said.length} occasions: ${said.join(', ')}`,
      nameSpan(at),
      {
        help: 'leave one; an inject without any waits for the facilitator',
      },
    );
  if (input.turn !== undefined) return inTurn(input.turn, place(at, 'turn'), presets, context);
  if (input.at !== undefined) return onDate(input.at, place(at, 'at'), presets, context);
  if (input.when !== undefined)
    return context.state(input.when, place(at, 'when')) ? { kind: 'condition', state: input.when } : BY_HAND;
  if (!input.after) return BY_HAND;
  const { inject, turns = 1 } = input.after;
  const after = place(at, 'after');
  const turnsAt = child(after, 'turns');
  const later = turnsAt
    ? context.limited(turns, turnsAt, { low: 1, high: 100, whole: true, what: '`turns`' })
    : 1;
  return context.has(inject, ids, 'no inject is called', place(after, 'inject'))
    ? { kind: 'after', inject, turns: later }
    : BY_HAND;
}

const BY_HAND = { kind: 'byHand' } as const;

function inTurn(turn: number, at: Located, presets: readonly Preset[], { report }: Context): Inject['when'] {
  const most = Math.max(0, ...presets.map(({ turns }) => turns.length));
  if (!Number.isInteger(turn) || turn < 1 || turn > most)
    report.add('exercise-inject', `no preset has a turn ${turn}`, at.span, {
      help: `turns are counted from 1; the longest preset has ${most}`,
    });
  return { kind: 'turn', turn };
}

/** With the turn that holds a date, which is another one in each preset. */
function onDate(
  written: string | number,
  at: Located,
  presets: readonly Preset[],
  context: Context,
): Inject['when'] {
  const { timeline, report } = context;
  const dated = readMoment(written, at, timeline, context);
  if (!dated) return BY_HAND;
  const step = timeline.lastAt(dated.time) + 1;
  const [turn] = presets.map((preset) => turnOfStep(preset, step));
  if (step < 1 || presets.every((preset) => turnOfStep(preset, step) === undefined))
    report.add('exercise-inject', `no preset plays \`${written}\``, at.span, {
      help: 'name a date between the start of the clock and the end of the longest preset',
    });
  // In the default preset it may lie behind the last turn: then it never comes there.
  return { kind: 'turn', turn: turn ?? (presets[0]?.turns.length ?? 0) + 1, step };
}

/** A chain that comes back to itself never begins. */
function checkChains(injects: readonly Inject[], at: Located, { report }: Context): void {
  const before = new Map(
    injects.map(({ id, when }) => [id, when.kind === 'after' ? when.inject : undefined]),
  );
  const told = new Set<string>();
  for (const { id } of injects) {
    const chain = [id];
    for (let next = before.get(id); next !== undefined && !chain.includes(next); next = before.get(next))
      chain.push(next);
    const last = chain.at(-1) ?? id;
    if (before.get(last) !== id || told.has(id)) continue;
    for (const one of chain) told.add(one);
    report.add(
      'exercise-inject',
      `it waits for itself: ${[...chain, id].join(' after ')}`,
      place(at, id, 'after').span,
      {
        help: 'let one of them have another occasion',
      },
    );
  }
}
