/**
 * Frames as keys. A key holds what the future and the questions depend on and nothing else: states, variables,
 * indicators, kept values, histories, timers, times in states that are read, what questions must remember, and the
 * step as far as steps differ.
 */
import type { Ir } from '../ir/ir.ts';
import { memoryText, type Memory } from './automaton.ts';
import type { Frame, Timer } from './frame.ts';
import { bitsFor, Interned, Packing } from './keys.ts';
import { operations, type Timing } from './timing.ts';

/** Parameters and start values: they differ between trials and stay in one. */
interface World {
  readonly parameters: Float64Array;
  readonly starts: Float64Array;
}

const WHOLE_WORD = 32;
/** A variable with more values than this is held like any number. */
const RANGE_MAX = 1_000_000_000;

interface Field {
  readonly width: number;
  write(): number;
  read(value: number): void;
}

export class Layout {
  readonly words: number;
  /** Of the questions that must remember: what they have seen before this frame. */
  readonly memories: Memory[];
  private readonly frame: Frame;
  private readonly fields: readonly Field[];
  private readonly packing: Packing;
  private readonly values: Float64Array;
  private readonly key: Int32Array;
  private readonly numbers = new Interned<number>();
  private readonly worlds = new Interned<World>();
  private readonly histories = new Interned<readonly (readonly number[] | undefined)[]>();
  private readonly timers = new Interned<readonly Timer[]>();

  /** `unbounded`: times in states grow without a horizon. */
  constructor(ir: Ir, frame: Frame, timing: Timing, memories: readonly Memory[], unbounded: boolean) {
    this.frame = frame;
    this.memories = [...memories];
    const ages = unbounded ? WHOLE_WORD - 1 : bitsFor(ir.clock.steps + 1);
    this.fields = [
      this.step(timing.phases),
      this.world(ir),
      ...ir.states.flatMap(({ kind }, slot) => (kind === 'history' ? [] : [this.active(slot)])),
      ...ir.variables.map((_, slot) => this.variable(ir, slot)),
      ...ir.indicators.map((_, slot) => this.number(() => frame.indicators, slot)),
      ...ir.previous.map((_, slot) => this.number(() => frame.previous, slot)),
      ...ir.lines.map((_, slot) => this.line(slot)),
      ...ir.counted.map((_, slot) => this.number(() => frame.happened, slot)),
      ...statesTimed(ir).map((slot) => this.age(slot, ages)),
      ...(ir.states.some(({ history }) => history) ? [this.history()] : []),
      ...(ir.delays.length > 0 ? [this.waiting()] : []),
      ...memories.map((_, slot) => this.memory(slot)),
    ];
    this.packing = new Packing(this.fields.map(({ width }) => width));
    this.words = this.packing.words;
    this.values = new Float64Array(this.fields.length);
    this.key = new Int32Array(this.words);
  }

  /** The key of the frame as it is; overwritten by the next call. */
  encode(): Int32Array {
    for (let i = 0; i < this.fields.length; i++) this.values[i] = this.fields[i]!.write();
    this.packing.pack(this.values, this.key);
    return this.key;
  }

  /** Makes the frame what it was when the key was taken. */
  decode(key: Int32Array): void {
    this.packing.unpack(key, this.values);
    for (let i = 0; i < this.fields.length; i++) this.fields[i]!.read(this.values[i]!);
  }

  // ------------------------------------------------------------ fields

  private step(phases: number): Field {
    const { frame } = this;
    return {
      width: bitsFor(phases),
      write: () => Math.min(frame.step, phases),
      read: (value) => {
        frame.step = value;
        frame.clockStep = value;
      },
    };
  }

  private world(ir: Ir): Field {
    const { frame, worlds } = this;
    const make = (): World => ({ parameters: frame.parameters.slice(), starts: frame.starts.slice() });
    const several = ir.starts.length > 0 || ir.parameters.some(({ value }) => 'prior' in value);
    let current = 0;
    return {
      width: several ? WHOLE_WORD : 0,
      // A world is made with frame 0.
      write: () =>
        frame.step > 0
          ? current
          : worlds.number(several ? `${frame.parameters.join()};${frame.starts.join()}` : '', make),
      read: (value) => {
        current = value;
        const { parameters, starts } = worlds.value(value);
        frame.parameters.set(parameters);
        frame.starts.set(starts);
      },
    };
  }

  private active(slot: number): Field {
    const { active } = this.frame;
    return { width: 1, write: () => active[slot]!, read: (value) => void (active[slot] = value) };
  }

  private variable(ir: Ir, slot: number): Field {
    const { variables } = this.frame;
    const { type, low = 0, high = 1 } = ir.variables[slot] ?? {};
    if (type === 'number' || high - low > RANGE_MAX) return this.number(() => variables, slot);
    return {
      width: bitsFor(high - low),
      write: () => variables[slot]! - low,
      read: (value) => void (variables[slot] = value + low),
    };
  }

  private number(list: () => Float64Array, slot: number): Field {
    return {
      width: WHOLE_WORD,
      write: () => {
        const value = list()[slot]!;
        return this.numbers.number(value, () => value);
      },
      read: (value) => void (list()[slot] = this.numbers.value(value)),
    };
  }

  /** Only while the state is active; else it is not read. */
  private age(slot: number, width: number): Field {
    const { frame } = this;
    return {
      width,
      write: () => (frame.active[slot] === 1 ? frame.step - frame.entered[slot]! : 0),
      read: (value) => void (frame.entered[slot] = frame.step - value),
    };
  }

  private history(): Field {
    const { remembered } = this.frame;
    return {
      width: WHOLE_WORD,
      write: () =>
        this.histories.number(remembered.map((list) => list?.join(' ') ?? '-').join(), () => [...remembered]),
      read: (value) => {
        const list = this.histories.value(value);
        for (let slot = 0; slot < list.length; slot++) remembered[slot] = list[slot];
      },
    };
  }

  private memory(slot: number): Field {
    const known = new Interned<Memory>();
    return {
      width: WHOLE_WORD,
      write: () => {
        const memory = this.memories[slot]!;
        return known.number(memoryText(memory), () => memory);
      },
      read: (value) => void (this.memories[slot] = known.value(value)),
    };
  }

  private line(slot: number): Field {
    const { lines } = this.frame;
    const known = new Interned<readonly number[]>();
    return {
      width: WHOLE_WORD,
      write: () => known.number(lines[slot]!.join(), () => lines[slot]!),
      read: (value) => void (lines[slot] = known.value(value)),
    };
  }

  private waiting(): Field {
    const { frame } = this;
    return {
      width: WHOLE_WORD,
      write: () => this.timers.number(frame.timers.map(timerText).join(), () => frame.timers),
      read: (value) => void (frame.timers = this.timers.value(value)),
    };
  }
}

function timerText({ left, rank, what }: Timer): string {
  return what.kind === 'after'
    ? `${left} ${rank} a ${what.state} ${what.index}`
    : `${left} ${rank} s ${what.event} ${what.id} ${what.data.join(' ')}`;
}

/** States whose time is read anywhere. */
function statesTimed(ir: Ir): readonly number[] {
  const timed = new Set<number>();
  for (const e of operations(ir)) if (e.op === 'elapsed') timed.add(e.state);
  return [...timed].sort((a, b) => a - b);
}
