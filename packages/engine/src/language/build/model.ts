/** All elements of a scenario, built one after the other. Undefined parts are reported already. */
import { child, place, type Located } from '../located.ts';
import type { Clock, Model, WrittenNumber } from '../model.ts';
import { MOMENT } from '../reading.ts';
import { NOBODY, textOf, type Reader } from '../reader.ts';
import type { ScenarioShape } from '../shape.ts';
import { readTerms } from '../terms.ts';
import { Timeline } from '../timeline.ts';
import { readCalendarEntry } from './calendar-entries.ts';
import { readClock } from './clock.ts';
import type { Declared } from './declared.ts';
import { readDriver } from './drivers.ts';
import { readEvidence, readInformation } from './evidence.ts';
import { readIndicator, readMeasure } from './indicators.ts';
import { readOdd } from './odd.ts';
import { readCorrelations, readParameter } from './parameters.ts';
import { readQuestion } from './questions.ts';
import { readSeat } from './seats.ts';

/** What later checks read when the clock itself is broken; no such model is ever returned. */
const NO_CLOCK: Clock = { step: { count: 1, unit: 'month' }, steps: 1 };

export interface Built {
  readonly model: Model;
  readonly timeline: Timeline | undefined;
}

export function buildModel(input: ScenarioShape, root: Located, reader: Reader, declared: Declared): Built {
  const clockAt = place(root, 'clock');
  const bare = readClock(input.clock, clockAt, reader.report);
  if (!bare) reader.incomplete = true;
  const timeline = bare && new Timeline(bare);
  const until = child(clockAt, 'until');
  const clock: Clock = {
    ...(bare ?? NO_CLOCK),
    ...(until && {
      until: reader.expr(until, MOMENT, { ...NOBODY, path: 'clock' }, { want: 'condition', key: 'until' }),
    }),
  };
  /** The entries of a table with their places. */
  const table = <T, R>(
    key: keyof ScenarioShape,
    entries: Readonly<Record<string, T>> | undefined,
    read: (name: string, value: T, at: Located) => R | undefined,
  ): R[] => {
    const at = child(root, key);
    if (!at || !entries) return [];
    return Object.entries(entries).flatMap(([name, value]) => read(name, value, place(at, name)) ?? []);
  };
  const termsAt = child(root, 'terms');
  const evidenceAt = child(root, 'evidence');
  const information = readInformation(input.information, child(root, 'information'), bare, reader.report);
  const oddAt = child(root, 'odd');
  const correlationsAt = child(root, 'correlations');
  const calendarAt = child(root, 'calendar');
  const resolutionAt = child(root, 'resolution');
  const common = input.resolution && resolutionAt && { input: input.resolution, at: resolutionAt };
  const model: Model = {
    edition: 1,
    id: input.id,
    title: textOf(input.title),
    ...(input.summary !== undefined && { summary: textOf(input.summary) }),
    languages: input.languages ?? {},
    terms: input.terms && termsAt ? readTerms(input.terms, termsAt, reader.report) : [],
    clock,
    ...(information && { knownUntil: information.until }),
    evidence:
      input.evidence && evidenceAt
        ? readEvidence(input.evidence, input.works ?? {}, evidenceAt, information, reader.report)
        : [],
    parameters: table('parameters', input.parameters, (name, value, at) =>
      readParameter(name, value, at, reader, declared),
    ),
    correlations:
      input.correlations && correlationsAt
        ? readCorrelations(input.correlations, correlationsAt, input.parameters, reader)
        : [],
    drivers: table('drivers', input.drivers, (name, value, at) =>
      readDriver(value, at, { name, reader, declared, clock: bare }),
    ),
    indicators: table('indicators', input.indicators, (name, value, at) =>
      readIndicator(name, value, at, reader, declared),
    ),
    measures: table('measures', input.measures, (name, value, at) => readMeasure(name, value, at, reader)),
    calendar:
      calendarAt && timeline
        ? (input.calendar ?? []).flatMap(
            (entry, i) => readCalendarEntry(i, entry, place(calendarAt, i), timeline, reader) ?? [],
          )
        : [],
    questions: table('questions', input.questions, (id, value, at) =>
      readQuestion(id, value, at, timeline, reader, common),
    ),
    seats: table('seats', input.seats, (name, value, at) => readSeat(name, value, at, reader, timeline)),
    ...(input.odd && oddAt && { odd: readOdd(input.odd, oddAt, reader) }),
    numbers: [],
  };
  const numbers = [...reader.numbers].sort((a, b) => a.span.start - b.span.start);
  return { model: { ...model, numbers: numbers.map(withoutElement) }, timeline };
}

function withoutElement({ element: _, ...number }: Reader['numbers'][number]): WrittenNumber {
  return number;
}
