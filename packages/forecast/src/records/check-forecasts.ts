/** What is wrong with forecasts, alone and together. */
import { checkStatement, type StatementLimits } from './check-statement.ts';
import { Faults, type Fault } from './fault.ts';
import type { Forecast, Task } from './forecast.ts';
import { compareMoments, isMoment, MOMENT_HELP } from './moment.ts';

/** Faults of one forecast. */
export function checkForecast(forecast: Forecast, limits: StatementLimits = {}): readonly Fault[] {
  const { forecaster, task, statement, issuedAt, informationCutoff, condition, trials } = forecast;
  const faults = new Faults(`forecast of ${forecaster} on ${task}`);
  faults.name(forecaster, 'forecaster');
  faults.name(task, 'task');
  checkStatement(statement, faults, limits);
  for (const [place, moment] of Object.entries({ issuedAt, informationCutoff })) {
    if (moment === undefined || isMoment(moment)) continue;
    faults.add('moment', place, `'${moment}' is no date or time in UTC`, MOMENT_HELP);
  }
  if (issuedAt !== undefined && informationCutoff !== undefined) {
    // On the day of the issue, where one of the two is only a date, is not after it.
    const sameDay = issuedAt.slice(0, 10) === informationCutoff.slice(0, 10);
    const dateOnly = issuedAt.length === 10 || informationCutoff.length === 10;
    if (compareMoments(informationCutoff, issuedAt) > 0 && !(sameDay && dateOnly)) {
      faults.add(
        'cutoff-after-issue',
        'informationCutoff',
        `${informationCutoff} is after the issue at ${issuedAt}`,
        'a forecast cannot use what came later; correct one of the two',
      );
    }
  }
  if (condition !== undefined) {
    faults.name(condition.event, 'condition.event');
    if (condition.probability !== undefined) {
      faults.probability(condition.probability, 'condition.probability');
    }
  }
  if (trials !== undefined && !(Number.isSafeInteger(trials) && trials > 0)) {
    faults.add(
      'out-of-range',
      'trials',
      `${trials} is no number of trials`,
      'give a whole number of at least 1',
    );
  }
  return faults.list;
}

/** Faults of each, of names that no task has, and of statements made twice. */
export function checkForecasts(
  forecasts: readonly Forecast[],
  tasks: readonly Task[],
  limits: StatementLimits = {},
): readonly Fault[] {
  const known = new Set(tasks.map(({ id }) => id));
  const seen = new Set<string>();
  return forecasts.flatMap((forecast) => {
    const { forecaster, task, statement, issuedAt, condition } = forecast;
    const faults = new Faults(`forecast of ${forecaster} on ${task}`);
    if (!known.has(task)) {
      faults.add('unknown-task', 'task', `there is no task '${task}'`, 'add the task, or correct its name');
    }
    const statistic = statement.kind === 'point' ? statement.statistic : '';
    const key = JSON.stringify([forecaster, task, statement.kind, statistic, issuedAt, condition?.event]);
    if (seen.has(key)) {
      const when = issuedAt === undefined ? '' : ` at ${issuedAt}`;
      faults.add(
        'repeated',
        '',
        `a second ${statement.kind} statement of the same forecaster${when}`,
        'keep one, or give each the time at which it was issued',
      );
    }
    seen.add(key);
    return [...checkForecast(forecast, limits), ...faults.list];
  });
}
