/** A class that joins the flagship: people come all at once, take what is free, and every seat hands in a plan. */
import { FLAGSHIP, Hosting } from './command.ts';
import { arrive, controlOf, goOn, submit, until, type Client } from './crowd.ts';

export interface FirstMove {
  readonly people: number;
  /** Seats that have handed in. */
  readonly submitted: number;
  /** From the first request of the first person to the last acknowledged plan. */
  readonly milliseconds: number;
}

export async function joinToFirstMove(count: number): Promise<FirstMove> {
  const hosting = await Hosting.start({ exercise: FLAGSHIP, preset: '90min' });
  const people: Client[] = [];
  try {
    const control = await controlOf(hosting);
    people.push(control);
    const seats = (control.view?.places ?? []).map(({ seat }) => seat);
    const start = performance.now();
    const students = await Promise.all(
      Array.from({ length: count }, async (_, i) => {
        const student = await arrive(hosting, { name: `Student ${i + 1}` });
        await takeAny(student, seats[i % seats.length] ?? '');
        return student;
      }),
    );
    people.push(...students);
    await goOn(control, 'deliberation');
    for (const seat of seats) await handIn(students.filter(({ view }) => view?.me.seat === seat));
    const milliseconds = performance.now() - start;
    await control.settled();
    const submitted = await until(control, (view) => {
      const done = view.control?.desks.filter((desk) => desk.submitted !== undefined).length ?? 0;
      return done === seats.length ? done : undefined;
    });
    return { people: students.length, submitted, milliseconds };
  } finally {
    for (const one of people) one.close();
    await hosting.close();
  }
}

/** As people do: if somebody was quicker, the next role that is free. */
async function takeAny(student: Client, seat: string): Promise<void> {
  for (;;) {
    const open = student.view?.places.find((place) => place.seat === seat)?.open ?? [];
    const role = open[0]?.role;
    if (role === undefined) throw new Error(`${seat} has no place left`);
    const { ok } = await student.do({ do: 'take', seat, role });
    await student.settled();
    if (ok) break;
  }
  await until(student, ({ me }) => me.seat);
}

/** Whoever may draft puts the first move that can be made to the team; whoever may submit hands it in. */
async function handIn(team: readonly Client[]): Promise<void> {
  for (const member of team)
    await until(member, ({ clock }) => (clock.phase === 'deliberation' ? true : undefined));
  const drafter = team.find(({ view }) => view?.me.rights.includes('draft'));
  const submitter = team.find(({ view }) => view?.me.rights.includes('submit'));
  if (drafter === undefined || submitter === undefined)
    throw new Error('nobody in the team may draft or submit');
  const move = drafter.view?.team?.moves.find(
    ({ kind, obstacles, cost }) =>
      kind === 'open' && obstacles.length === 0 && cost <= (drafter.view?.team?.capital ?? 0),
  );
  await drafter.must({ do: 'draft', orders: move === undefined ? {} : { open: move.move } });
  await submit(submitter);
}
