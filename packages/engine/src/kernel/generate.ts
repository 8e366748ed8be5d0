/**
 * Ir to JavaScript text: one function for each site, state, indicator, measure and question, because V8 never
 * optimises a function above 60 KiB of bytecode. What is common to all scenarios (queues, timers, microsteps, the
 * order of phases) is machine.ts and macrosteps.ts; the text is only what differs.
 *
 * Invariant: the text is a function of the Ir alone and holds no name of the scenario: sites, events, places and
 * transitions are numbers.
 */
import type { Ir, IrTable } from '../ir/ir.ts';
import { writeCharts, type Charts } from './charts.ts';
import type { PreparedDistribution } from './distributions.ts';
import { ProgramText } from './program.ts';
import { writeSeats } from './seats.ts';
import { writeValues } from './values.ts';

export interface Generated extends Omit<Charts, 'entries'> {
  /** Body of a function that gives the entries of the program (see entries.ts). */
  readonly source: string;
  /** Names that faults give by index. */
  readonly places: readonly string[];
  readonly distributions: readonly PreparedDistribution[];
  readonly tables: readonly IrTable[];
  /** Indicators whose noise is made from normal scores. */
  readonly scoredNoise: ReadonlySet<number>;
  /** Parameters whose draw is a normal score of from + u * width. */
  readonly scoredParameters: ReadonlyMap<number, { readonly from: number; readonly width: number }>;
  /** How many values are kept through a trial. */
  readonly hoisted: number;
}

export function generate(ir: Ir): Generated {
  const text = new ProgramText(ir);
  const { entries: charts, ...tables } = writeCharts(text);
  const values = writeValues(text);
  const entries = { ...values, ...charts, ...writeSeats(text), hoist: text.finish() };
  const results = Object.entries(entries).map(([name, value]) => `  ${name}: ${value},`);
  return {
    ...tables,
    source: ["'use strict';", ...text.functions, 'return {', ...results, '};'].join('\n'),
    places: text.places,
    distributions: text.distributions,
    tables: text.tables,
    scoredNoise: text.scoredNoise,
    scoredParameters: text.scoredParameters,
    hoisted: text.hoistedCount,
  };
}
