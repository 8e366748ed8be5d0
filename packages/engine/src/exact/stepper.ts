/** Frame 0 and the phases of a step, on one frame: semantics.md read from top to bottom. */
import { lineSteps } from '../ir/executor.ts';
import { frameZero } from '../ir/frame-zero.ts';
import type { Ir, IrExpr } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import { storeIn } from './actions.ts';
import { atomsOf } from './atoms.ts';
import { Statecharts } from './charts.ts';
import { Compiler, type Read } from './expressions.ts';
import { Fault, finite, placed } from './fault.ts';
import { blankFrame, clearFrame, type Frame } from './frame.ts';
import { Seats } from './seats.ts';
import { probabilityShares, validWeight } from './shares.ts';
import type { Tape } from './tape.ts';
import type { Timing } from './timing.ts';

interface Line {
  /** Fills it at frame 0. */
  begin(): void;
  /** What it takes in of the frame that is loaded. */
  take(): number;
}

export class Stepper {
  readonly frame: Frame;
  readonly compiler: Compiler;
  private readonly ir: Ir;
  private readonly tape: Tape;
  private readonly charts: Statecharts;
  private readonly seats: Seats;
  private readonly parameters: readonly (() => void)[];
  private readonly starts: readonly (() => void)[];
  private readonly initial: readonly (() => number)[];
  private readonly keepAtZero: readonly (() => void)[];
  private readonly previous: readonly Read[];
  private readonly moves: readonly (() => void)[];
  private readonly lines: readonly Line[];

  /** `horizon`: the last step, or Infinity. */
  constructor(ir: Ir, tape: Tape, timing: Timing, horizon: number) {
    this.ir = ir;
    this.tape = tape;
    this.frame = blankFrame(ir);
    this.compiler = new Compiler(ir, this.frame);
    this.charts = new Statecharts(ir, this.frame, this.compiler, tape, timing);
    const { charts } = this;
    this.seats = new Seats(ir, this.frame, this.compiler, tape, charts.out, () => charts.workOff());
    this.parameters = ir.parameters.map((_, slot) => this.parameter(slot));
    this.starts = ir.startOrder.map(({ kind, slot }) =>
      kind === 'variable' ? this.variableStart(slot) : this.indicatorStart(slot),
    );
    this.initial = ir.drivers.map((_, slot) => this.initialState(slot));
    this.keepAtZero = [
      ...ir.starts.map((e, i) => this.keep('start', e, i, this.frame.starts)),
      ...ir.previous.map((e, i) => this.keep('prev', e, i, this.frame.previous)),
    ];
    this.previous = ir.previous.map((e, i) => this.stored(`prev[${i}]`, e));
    this.lines = ir.lines.map((_, slot) => this.line(slot, horizon));
    this.moves = ir.indicatorOrder.map((slot) => this.move(slot));
  }

  /**
   * Makes frame 0.
   * @throws Fault
   */
  start(): void {
    clearFrame(this.frame);
    this.charts.begin();
    for (const draw of this.parameters) draw();
    for (const set of this.starts) set();
    this.charts.boot(this.initial.map((draw) => draw()));
    for (const start of this.lines) start.begin();
    for (const keep of this.keepAtZero) keep();
  }

  /**
   * Makes the next frame of the one that is loaded.
   * @throws Fault
   */
  advance(): void {
    const { frame } = this;
    const taken = this.lines.map((line) => line.take());
    this.keepPrevious();
    this.charts.begin();
    frame.step++;
    frame.happened.fill(0);
    if (frame.timers.length > 0) frame.timers = frame.timers.map((t) => ({ ...t, left: t.left - 1 }));
    this.seats.choose(frame.step);
    this.dated();
    this.seats.act(frame.step);
    this.charts.chance();
    this.moveIndicators();
    taken.forEach((value, slot) => (frame.lines[slot] = [...frame.lines[slot]!.slice(1), value]));
    frame.clockStep = frame.step;
  }

  /** Microsteps of the last step. */
  get microsteps(): number {
    return this.charts.microsteps;
  }

  /** A function that evaluates something to be stored under a name. */
  stored(name: string, e: IrExpr): Read {
    const read = this.compiler.read(e);
    return placed(name, () => finite(read()));
  }

  // ------------------------------------------------------------ frame 0

  private parameter(slot: number): () => void {
    const { name, value } = itemOf(this.ir.parameters, slot);
    const { parameters } = this.frame;
    if ('fixed' in value) {
      const read = this.stored(`parameters.${name}`, value.fixed);
      return () => void (parameters[slot] = read());
    }
    const atoms = atomsOf(this.ir, value.prior, this.compiler);
    const check = placed(`parameters.${name}`, finite);
    return () => {
      const list = atoms();
      const drawn = this.tape.choose(list.map(({ probability }) => probability));
      parameters[slot] = check(itemOf(list, drawn).value);
    };
  }

  private variableStart(slot: number): () => void {
    const { name, start } = itemOf(this.ir.variables, slot);
    const read = this.compiler.read(start);
    const store = storeIn(this.ir, this.frame, slot);
    return placed(`${name}.start`, () => store(read()));
  }

  private indicatorStart(slot: number): () => void {
    const { name, start } = itemOf(this.ir.indicators, slot);
    const read = this.stored(`${name}.start`, start);
    const clamp = this.clamp(slot);
    return () => void (this.frame.indicators[slot] = clamp(read()));
  }

  private keep(name: string, e: IrExpr, i: number, into: Float64Array): () => void {
    const read = this.stored(`${name}[${i}]`, frameZero(e, this.ir));
    return () => void (into[i] = read());
  }

  private line(slot: number, horizon: number): Line {
    const line = itemOf(this.ir.lines, slot);
    const { name } = line;
    const [start, length] = [line.start, line.length].map((e) => this.stored(name, frameZero(e, this.ir)));
    const input = this.stored(name, line.input);
    const positive = line.positive && this.stored(name, line.positive);
    return {
      begin: () => {
        const value = start!();
        const steps = length!();
        if (steps < 0) throw new Fault('out-of-range', name);
        this.frame.lines[slot] = new Array<number>(lineSteps(steps, horizon)).fill(value);
      },
      take: () => {
        if (positive && !(positive() > 0)) throw new Fault('out-of-range', name);
        return input();
      },
    };
  }

  private initialState(slot: number): () => number {
    const { initial, site } = itemOf(this.ir.drivers, slot);
    if (site === undefined) return () => itemOf(initial, 0).state;
    const weights = initial.map(({ probability }) => this.compiler.read(probability));
    return placed(itemOf(this.ir.sites, site).name, () => {
      const shares = probabilityShares(weights.map((read) => validWeight(read())));
      const drawn = initial[this.tape.choose(shares)];
      if (!drawn) throw new Fault('bad-probability');
      return drawn.state;
    });
  }

  // ------------------------------------------------------------ phases

  /** What `prev` reads in the step that begins; all at once, since one may read another. */
  private keepPrevious(): void {
    this.frame.previous.set(this.previous.map((read) => read()));
  }

  private dated(): void {
    const { frame, charts, ir } = this;
    const { step } = frame;
    charts.external.push('nothing', ...frame.timers.filter(({ left }) => left === 0));
    for (const entry of ir.calendar) if (entry.step === step) charts.external.push(entry);
    charts.workOff();
  }

  private moveIndicators(): void {
    const { frame } = this;
    frame.now.fill(0);
    for (const move of this.moves) move();
    [frame.indicators, frame.now] = [frame.now, frame.indicators];
  }

  private move(slot: number): () => void {
    const { name, next, noise } = itemOf(this.ir.indicators, slot);
    const place = `${name}.next`;
    const read = placed(place, this.compiler.read(next));
    const check = placed(place, finite);
    const clamp = this.clamp(slot);
    const atoms = noise && atomsOf(this.ir, noise, this.compiler);
    return () => {
      let value = read();
      if (atoms) {
        const list = atoms();
        value += itemOf(list, this.tape.choose(list.map(({ probability }) => probability))).value;
      }
      this.frame.now[slot] = clamp(check(value));
    };
  }

  private clamp(slot: number): (value: number) => number {
    const { name, range } = itemOf(this.ir.indicators, slot);
    if (!range) return (value) => value;
    const [readLow, readHigh] = [this.compiler.read(range[0]), this.compiler.read(range[1])];
    return placed(`${name}.range`, (value: number) => {
      const [low, high] = [finite(readLow()), finite(readHigh())];
      if (low > high) throw new Fault('out-of-range');
      return (value < low ? low : value > high ? high : value) + 0;
    });
  }
}
