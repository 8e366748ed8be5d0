/** What is wrong with resolutions, alone and as a history. */
import { Faults, type Fault } from './fault.ts';
import type { Task } from './forecast.ts';
import { isMoment, MOMENT_HELP } from './moment.ts';
import type { Outcome, Resolution } from './resolution.ts';

/** By which shares of a partial outcome may miss 1, as where they were percentages. */
export const SHARE_SUM_TOLERANCE = 1e-6;

/** Faults of one resolution. */
export function checkResolution({ task, resolvedAt, state }: Resolution): readonly Fault[] {
  const faults = new Faults(`resolution of ${task}`);
  faults.name(task, 'task');
  moment(resolvedAt, 'resolvedAt', faults);
  switch (state.is) {
    case 'resolved':
      checkOutcome(state.outcome, 'outcome', faults);
      moment(state.happenedAt, 'happenedAt', faults);
      break;
    case 'partial':
      checkShares(state.outcomes, faults);
      break;
    case 'void':
      if (state.why.trim() === '') {
        faults.add('no-reason', 'why', 'the task is void without a reason', 'say why it is not scored');
      }
      break;
    case 'open':
      break;
  }
  return faults.list;
}

/** Faults of each, of names that no task has, and of rivals: two that differ and have one time, or both none. */
export function checkResolutions(
  resolutions: readonly Resolution[],
  tasks: readonly Task[],
): readonly Fault[] {
  const known = new Set(tasks.map(({ id }) => id));
  const seen = new Map<string, string>();
  return resolutions.flatMap((resolution) => {
    const { task, resolvedAt, state } = resolution;
    const faults = new Faults(`resolution of ${task}`);
    if (!known.has(task)) {
      faults.add('unknown-task', 'task', `there is no task '${task}'`, 'add the task, or correct its name');
    }
    const key = JSON.stringify([task, resolvedAt]);
    const said = JSON.stringify(state);
    if (seen.has(key) && seen.get(key) !== said) {
      const time = resolvedAt === undefined ? 'without a time' : `at ${resolvedAt}`;
      faults.add(
        'rival-resolutions',
        'resolvedAt',
        `a second resolution ${time} says something else`,
        'give the later one its time, so that it counts, or remove one',
      );
    }
    seen.set(key, said);
    return [...checkResolution(resolution), ...faults.list];
  });
}

function moment(value: string | undefined, place: string, faults: Faults): void {
  if (value === undefined || isMoment(value)) return;
  faults.add('moment', place, `'${value}' is no date or time in UTC`, MOMENT_HELP);
}

function checkOutcome(outcome: Outcome, place: string, faults: Faults): void {
  if (outcome.kind === 'category') faults.name(outcome.category, `${place}.category`);
  if (outcome.kind === 'number') faults.finite(outcome.value, `${place}.value`);
  if (outcome.kind !== 'time' || !faults.finite(outcome.time, `${place}.time`)) return;
  if (outcome.time >= 0) return;
  faults.add('out-of-range', `${place}.time`, `${outcome.time} is before the start`, 'times are 0 or more');
}

function checkShares(
  outcomes: readonly { readonly outcome: Outcome; readonly share: number }[],
  faults: Faults,
): void {
  if (outcomes.length === 0) {
    faults.add('nothing', 'outcomes', 'a partial outcome without parts', 'name them, or leave the task open');
    return;
  }
  const valid = outcomes.map(({ outcome, share }, i) => {
    checkOutcome(outcome, `outcomes[${i}].outcome`, faults);
    return faults.probability(share, `outcomes[${i}].share`);
  });
  const sum = outcomes.reduce((total, { share }) => total + share, 0);
  if (valid.every(Boolean) && Math.abs(sum - 1) > SHARE_SUM_TOLERANCE) {
    faults.add(
      'share-sum',
      'outcomes',
      `the shares sum to ${Number(sum.toPrecision(12))}, not to 1 within ${SHARE_SUM_TOLERANCE}`,
      'name what the rest came to',
    );
  }
  const kinds = new Set(outcomes.map(({ outcome }) => outcome.kind));
  if (kinds.size > 1) {
    faults.add(
      'mixed-outcomes',
      'outcomes',
      `parts of the kinds ${[...kinds].join(' and ')}`,
      'give all parts as outcomes of the task, of one kind',
    );
  }
}
