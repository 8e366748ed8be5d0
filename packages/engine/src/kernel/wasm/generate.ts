/** Ir to the bytes of a module, and what is needed to run it. */
import type { Ir } from '../../ir/ir.ts';
import { idleWords } from './chance-blocks.ts';
import { mapCounting, type CountingMap } from './counting/counting-map.ts';
import { writeCounting } from './counting/counting.ts';
import type { Filled } from './layout.ts';
import { machineOf } from './machine.ts';
import type { MemoryMap } from './memory-map.ts';
import { Program } from './program.ts';
import { writeQuestions, writeUntil } from './questions.ts';
import { writeValues } from './values.ts';

/** Functions of the module, all without arguments: each does one thing to all trials of the block. */
export type Phase =
  | 'parameters'
  | 'hoist'
  | 'starts'
  | 'begin'
  | 'keepFirst'
  | 'beginStep'
  | 'pass'
  | 'choose'
  | 'dated'
  | 'decided'
  | 'fill'
  | 'chance'
  | 'fillNoise'
  | 'indicators'
  | 'measures'
  | 'until'
  | 'questions'
  | 'takeIn'
  | 'keep';

/** What is needed to run a module beside it: plain data, so that threads can be sent it. */
export interface ModuleData {
  /** What the memory holds before all else, what is 0 before each block, and where room begins. */
  readonly layout: {
    readonly filled: readonly Filled[];
    readonly cleared: readonly { readonly from: number; readonly to: number }[];
    readonly end: number;
    readonly pages: number;
  };
  readonly map: MemoryMap;
  /** Absent where the counts of the scenario are too large for the module. */
  readonly counting: CountingMap | undefined;
  /** By state: its `after` transitions; by history state: where its memory lies among the slots of the pool. */
  readonly after: readonly (readonly number[])[];
  readonly poolAt: readonly number[];
  readonly places: readonly string[];
  /** Slots of 32-bit integers that are -1 before trials. */
  readonly remembering: readonly number[];
  /** By line: where its rings lie side by side. */
  readonly rings: readonly (number | undefined)[];
  readonly phases: ReadonlySet<Phase>;
}

export interface GeneratedModule extends ModuleData {
  readonly bytes: Uint8Array;
}

export function generateModule(ir: Ir): GeneratedModule {
  const program = new Program(ir, idleWords(ir.states));
  const { m, layout, map } = program;
  const machine = machineOf(program);
  const values = writeValues(program);
  const questions = writeQuestions(program);
  const until = writeUntil(program);
  const functions = {
    ...values,
    questions,
    ...(until && { until }),
    begin: machine.begin,
    beginStep: machine.beginStep,
    pass: machine.pass,
    dated: machine.dated,
    ...(ir.seats && { choose: machine.chosen, decided: machine.decided }),
    fill: machine.fill,
    chance: machine.chance,
    hoist: program.finish(),
  };
  const counting = mapCounting(ir, layout, map.isNested);
  const counters = counting ? writeCounting(program, counting) : {};
  for (const [name, f] of Object.entries({ ...functions, ...counters })) m.export(name, f);
  return {
    bytes: m.bytes(layout.pages),
    layout: { filled: layout.filled, cleared: layout.cleared, end: layout.end, pages: layout.pages },
    map,
    counting,
    after: machine.charts.after,
    poolAt: machine.configuration.poolAt,
    places: program.places,
    remembering: program.remembering,
    rings: program.lines.rings,
    phases: new Set(Object.keys(functions) as Phase[]),
  };
}
