/** What the engine says, as it stands in a log: JSON gives it back bit for bit. */
import type { Reading as FrameReading, Turn } from '@stave/engine/reference';
import type { Reading, StepRecord } from './events.ts';

/** As JSON gives it back: what is undefined is left out. */
export const writable = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** Numbers that are none are left out. */
export function readingOf({ time: _, ...reading }: FrameReading): Reading {
  const { states, variables, indicators, measures } = reading;
  return writable({
    ...reading,
    states,
    variables: finite(variables),
    indicators: finite(indicators),
    measures: finite(measures),
  });
}

const finite = (values: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => Number.isFinite(value)));

/** Draws that picked nothing are left out: a replay makes them again. */
export const stepRecord = (step: number, { decisions, moves, attempts }: Turn): StepRecord =>
  writable({ step, decisions, moves, attempts });
