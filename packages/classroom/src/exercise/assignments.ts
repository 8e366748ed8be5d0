/** Who sits where, for some numbers of people, as the file says it. */
import { child, nameSpan, place, type Located } from '@stave/engine/reading';
import type { Context } from './context.ts';
import type { Assignment, ExerciseSeat } from './exercise.ts';
import { TEAM_MOST } from './seats.ts';
import type { ExerciseShape } from './shape.ts';

export function readAssignments(
  { assignments = [] }: ExerciseShape,
  root: Located,
  seats: readonly ExerciseSeat[],
  context: Context,
): readonly Assignment[] {
  const at = child(root, 'assignments');
  if (!at) return [];
  const { report } = context;
  const names = seats.map(({ name }) => name);
  const read = assignments.map((input, i): Assignment => {
    const here = place(at, i);
    const places = Object.entries(input.seats).flatMap(([name, roles]) => {
      const seatAt = place(here, 'seats', name);
      const seat = seats.find((other) => other.name === name);
      if (!seat) {
        context.seat(name, { ...seatAt, span: nameSpan(seatAt) }, names);
        return [];
      }
      return [[name, readTeam(seat, roles, seatAt, context)] as const];
    });
    const fault = (message: string, span: Located['span'], help: string): void =>
      report.add('exercise-assignment', message, span, { help });
    const sum = Object.values(input.seats).reduce((total, roles) => total + roles.length, 0);
    if (sum !== input.people)
      fault(
        `these are places for ${sum} people, not for ${input.people}`,
        place(here, 'people').span,
        'add or take away places, or mend `people`',
      );
    if (assignments.findIndex(({ people }) => people === input.people) < i)
      fault(
        `there is an assignment of ${input.people} people already`,
        place(here, 'people').span,
        'take one of them away',
      );
    const empty = seats.filter(({ name, optional }) => !optional && (input.seats[name] ?? []).length === 0);
    if (empty.length > 0)
      fault(
        `nobody sits in ${empty.map(({ name }) => `\`${name}\``).join(', ')}`,
        place(here, 'people').span,
        'put somebody there, or let the seat be `optional: true`',
      );
    return { people: input.people, seats: Object.fromEntries(places) };
  });
  return read.toSorted((a, b) => a.people - b.people);
}

function readTeam(
  seat: ExerciseSeat,
  roles: readonly string[],
  at: Located,
  context: Context,
): readonly string[] {
  const ids = seat.roles.map(({ id }) => id);
  const isFull = roles.length > TEAM_MOST;
  if (isFull)
    context.report.add(
      'exercise-assignment',
      `a seat takes ${TEAM_MOST} people, and these are ${roles.length}`,
      nameSpan(at),
      {
        help: 'let some of them sit elsewhere, or play in two rooms',
      },
    );
  return roles.filter((id, i) => {
    const here = place(at, i);
    if (!context.has(id, ids, `\`${seat.name}\` has no role in its team that is called`, here)) return false;
    const most = seat.roles.find((role) => role.id === id)?.most ?? 1;
    if (isFull || roles.slice(0, i + 1).filter((other) => other === id).length <= most) return true;
    context.report.add(
      'exercise-assignment',
      `\`${id}\` may be held by ${most} of \`${seat.name}\``,
      here.span,
      {
        help: `raise \`most\` of the role, or give another role`,
      },
    );
    return false;
  });
}
