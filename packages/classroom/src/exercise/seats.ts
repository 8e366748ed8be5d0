/** Seats that people hold: teams of roles, who may do what, who answers for whom, and which goals may be drawn. */
import { textIn, type Text } from '@stave/engine';
import { child, nameSpan, place, type Located, type Seat } from '@stave/engine/reading';
import type { Context } from './context.ts';
import type { ExerciseGoal, ExerciseSeat, Right, TeamRole } from './exercise.ts';
import type { ExerciseShape } from './shape.ts';
import type { RoleShape, SeatShape } from './shape-seats.ts';

/** How many people a seat takes. */
export const TEAM_MOST = 10;

const ALL: readonly Right[] = ['draft', 'consent', 'submit'];

/** Of a seat whose file says nothing of roles. */
const MEMBER: TeamRole = {
  id: 'member',
  label: { en: 'Member', zh: '成员', ja: 'メンバー', ko: '구성원' },
  rights: ALL,
  most: TEAM_MOST,
};

export function readSeats(
  { seats, roles = {} }: ExerciseShape,
  root: Located,
  context: Context,
): readonly ExerciseSeat[] {
  const { model, report } = context;
  const known = model.seats.map(({ name }) => name);
  const rolesAt = child(root, 'roles');
  const teamRoles = new Map(
    context
      .some(roles, rolesAt ?? root)
      .map(([id, role]) => [id, readRole(id, role, place(rolesAt ?? root, id), context)] as const),
  );
  if (known.length === 0) {
    report.add(
      'unknown-seat',
      'this scenario has no seats, so nobody can play it',
      place(root, 'scenario').span,
      {
        help: 'give it `seats`, or name another scenario',
      },
    );
    return [];
  }
  if (!seats) return model.seats.map((seat) => seatOf(seat, {}, undefined, teamRoles, context));
  const read = Object.entries(seats).flatMap(([name, input]) => {
    const at = place(root, 'seats', name);
    const seat = model.seats.find((other) => other.name === name);
    if (!seat) {
      report.add('unknown-seat', `the scenario has no seat \`${name}\``, nameSpan(at), {
        help: report.suggest(name, () => known),
      });
      return [];
    }
    return [seatOf(seat, input, at, teamRoles, context)];
  });
  // A seat that was none has been told of.
  if (Object.keys(seats).length === 0 && !report.hasErrors)
    report.add('shape-value', '`seats` names no seat', place(root, 'seats').span, {
      help: 'name seats of the scenario, or leave `seats` out for all of them',
    });
  return read;
}

function readRole(id: string, role: RoleShape, at: Located, context: Context): TeamRole {
  return {
    id,
    label: role.label === undefined ? { en: id } : context.text(role.label, place(at, 'label')),
    ...context.part('brief', role.brief, at),
    rights: ALL.filter((right) => role.rights?.includes(right)),
    most: mostOf(role.most, at, context) ?? 1,
  };
}

const mostOf = (most: number | undefined, at: Located, context: Context): number | undefined =>
  most === undefined
    ? undefined
    : context.limited(most, place(at, 'most'), { low: 1, high: TEAM_MOST, whole: true, what: '`most`' });

function seatOf(
  seat: Seat,
  input: SeatShape,
  at: Located | undefined,
  teamRoles: ReadonlyMap<string, TeamRole>,
  context: Context,
): ExerciseSeat {
  const roles = at ? readTeam(seat, input, at, teamRoles, context) : [MEMBER];
  const { bot = seat.bot ? 'rules' : 'hold' } = input;
  if (bot === 'rules' && !seat.bot && at)
    context.report.add(
      'exercise-bot',
      `\`${seat.name}\` has no rules in the scenario`,
      place(at, 'bot').span,
      {
        help: 'write `bot: hold`, `random` or `lookAhead`; with `rules` it makes no move',
      },
    );
  const brief = joined(
    seat.brief,
    input.brief === undefined || !at ? undefined : context.text(input.brief, place(at, 'brief')),
  );
  return {
    name: seat.name,
    label:
      input.label === undefined || !at
        ? (seat.label ?? { en: seat.name })
        : context.text(input.label, place(at, 'label')),
    brief,
    bot,
    optional: input.optional ?? false,
    roles,
    answersFor: at ? readAnswers(seat, input, at, roles, context) : {},
    goals: readGoals(seat, input, at, context),
  };
}

// ---------------------------------------------------------------- teams

function readTeam(
  seat: Seat,
  { roles }: SeatShape,
  at: Located,
  teamRoles: ReadonlyMap<string, TeamRole>,
  context: Context,
): readonly TeamRole[] {
  if (!roles) return [MEMBER];
  const rolesAt = place(at, 'roles');
  const { report } = context;
  const team: TeamRole[] = [];
  for (const [i, item] of roles.entries()) {
    const here = place(rolesAt, i);
    const id = typeof item === 'string' ? item : item.role;
    const named = typeof item === 'string' ? here : place(here, 'role');
    const general = teamRoles.get(id);
    if (!general) {
      context.has(id, teamRoles.keys(), 'no role is called', named);
      continue;
    }
    if (team.some((role) => role.id === id)) {
      report.add('exercise-role', `\`${seat.name}\` has the role \`${id}\` already`, named.span, {
        help: 'where several people hold it, say `most`',
      });
      continue;
    }
    team.push(typeof item === 'string' ? general : { ...general, ...overridden(item, here, context) });
  }
  // What could not be read may be what is missing here.
  if (team.length < roles.length) return team;
  const may = (right: Right): boolean => team.some(({ rights }) => rights.includes(right));
  for (const [right, does] of [
    ['draft', 'draft a plan'],
    ['submit', 'submit one'],
  ] as const)
    if (!may(right))
      report.add('exercise-role', `nobody in \`${seat.name}\` may ${does}`, nameSpan(rolesAt), {
        help: `give a role of the team \`rights: [${right}]\``,
      });
  if (may('consent') && !seat.capital)
    report.add(
      'exercise-veto',
      `a refusal costs nothing in \`${seat.name}\`: it has no capital`,
      nameSpan(rolesAt),
      {
        help: "give the scenario's seat `capital`, or leave it at that: the plan is off all the same",
      },
    );
  return team;
}

const overridden = (role: RoleShape, at: Located, context: Context): Partial<TeamRole> => {
  const most = mostOf(role.most, at, context);
  return {
    ...context.part('label', role.label, at),
    ...context.part('brief', role.brief, at),
    ...(role.rights && { rights: ALL.filter((right) => role.rights?.includes(right)) }),
    ...(most !== undefined && { most }),
  };
};

function readAnswers(
  seat: Seat,
  { answersFor = {} }: SeatShape,
  at: Located,
  team: readonly TeamRole[],
  context: Context,
): Readonly<Record<string, string>> {
  const asked = seat.roles.map(({ name }) => name);
  const ids = team.map(({ id }) => id);
  const pairs = Object.entries(answersFor).filter(([role, by]) => {
    const here = place(at, 'answersFor', role);
    const isAsked = context.has(role, asked, `\`${seat.name}\` has no role in the scenario that is called`, {
      ...here,
      span: nameSpan(here),
    });
    return context.has(by, ids, `\`${seat.name}\` has no role in its team that is called`, here) && isAsked;
  });
  return Object.fromEntries(pairs);
}

// ---------------------------------------------------------------- texts of the scenario

function readGoals(
  seat: Seat,
  { goals }: SeatShape,
  at: Located | undefined,
  context: Context,
): readonly ExerciseGoal[] {
  const all = seat.goals.map(({ id, text, label, when }): ExerciseGoal => ({
    id,
    text: text ?? label ?? { en: id },
    isTested: when !== undefined,
  }));
  if (!goals || !at) return all;
  const here = place(at, 'goals');
  const ids = all.map(({ id }) => id);
  const named = goals.filter((id, i) => context.has(id, ids, `\`${seat.name}\` has no goal`, place(here, i)));
  return all.filter(({ id }) => named.includes(id));
}

/** One after the other, in every language that one of them has. */
function joined(first: Text | undefined, second: Text | undefined): Text {
  if (!first || !second) return first ?? second ?? { en: '' };
  const languages = [...new Set([...Object.keys(first), ...Object.keys(second)])];
  return Object.fromEntries(
    languages.map((language) => [
      language,
      `${textIn(first, language).trim()}\n\n${textIn(second, language).trim()}`,
    ]),
  );
}
