/**
 * What a trial is between two things that happen to it: the frame and the clock, the snapshot of its machine, queues,
 * timers and draws, what later frames read of earlier ones. It is saved and taken up again as ir/saved-frame.ts says.
 */
import type { AnyMachineSnapshot } from 'xstate';
import type { Ir, IrExpr } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import type { AnswersSoFar, SavedFrame } from '../ir/saved-frame.ts';
import type { Chart } from './chart.ts';
import { evaluate, type Moment } from './evaluate.ts';
import { at, finite } from './fault.ts';
import { DelayLines } from './lines.ts';
import { rememberedIn, type Context, type Dispatch } from './machine.ts';
import { pick, type Address } from './pick.ts';
import type { PureMachine } from './pure.ts';
import type { Drew, Story } from './story.ts';

export interface Timer {
  readonly due: number;
  readonly dueAt: number;
  readonly sequence: number;
  readonly what: { readonly state: number; readonly index: number } | (Happening & { readonly id: number });
}

/** An event with what it carries. */
export interface Happening {
  readonly event: number;
  readonly data: readonly number[];
}

export type Queued = Happening | { readonly timer: Timer } | 'nothing';

export abstract class TrialState {
  /** The frame that is complete, or is being made: step k while it runs. */
  step = 0;
  indicators: readonly number[] = [];
  previous: readonly number[] = [];
  starts: readonly number[] = [];

  protected readonly ir: Ir;
  protected readonly machine: PureMachine;
  protected readonly chart: Chart;
  protected readonly trial: Omit<Address, 'step'>;
  protected readonly story: Story | undefined;
  protected readonly lines: DelayLines;
  protected parameters: readonly number[] = [];
  protected snapshot: AnyMachineSnapshot;
  protected now: readonly number[] = [];
  protected clockStep = 0;
  protected timers: readonly Timer[] = [];
  protected sequence = 0;
  protected internal: Happening[] = [];
  protected external: Queued[] = [];
  protected microsteps = 0;
  /** What the event carries that is being handled. */
  protected event: readonly number[] = [];
  /** How often each counted event was taken from a queue in this step. */
  protected happened: readonly number[];
  /** Draws made so far in this step, by site. */
  protected readonly occurrences = new Map<number, number>();

  protected constructor(
    ir: Ir,
    machine: PureMachine,
    trial: Omit<Address, 'step'>,
    story: Story | undefined,
  ) {
    this.ir = ir;
    this.machine = machine;
    this.chart = machine.chart;
    this.trial = trial;
    this.story = story;
    this.snapshot = machine.initial;
    this.indicators = ir.indicators.map(() => 0);
    // A range is read while starts are set; what is not kept yet is 0 there.
    this.previous = ir.previous.map(() => 0);
    this.starts = ir.starts.map(() => 0);
    this.lines = new DelayLines(ir);
    this.happened = ir.counted.map(() => 0);
  }

  get context(): Context {
    return this.snapshot.context as Context;
  }

  /** What can be read right now. */
  moment(answer = Number.NaN): Moment {
    return { ...this.world(), ...this.context, answer };
  }

  /** Evaluates, checks and returns a value that is stored under a name. */
  stored(name: string, e: IrExpr, moment: Moment): number {
    return at(name, () => finite(evaluate(e, moment)));
  }

  protected world(): Dispatch['world'] {
    return {
      parameters: this.parameters,
      indicators: this.indicators,
      now: this.now,
      clockStep: this.clockStep,
      previous: this.previous,
      starts: this.starts,
      delayed: this.lines.values,
      measures: this.ir.measures,
      happened: this.happened,
      answer: Number.NaN,
      event: this.event,
    };
  }

  protected put(slot: number, value: number): void {
    const variables = this.context.variables.with(slot, value);
    this.snapshot = { ...this.snapshot, context: { ...this.context, variables } } as AnyMachineSnapshot;
  }

  // ------------------------------------------------------------ saved and restored

  /** The frame that has been read, with what the questions keep of it. */
  save(answers: AnswersSoFar): SavedFrame {
    const { ir, context } = this;
    const remembered = rememberedIn(this.snapshot);
    const inOrder = (slots: readonly number[]): readonly number[] => [...slots].sort((a, b) => a - b);
    return {
      schema: 'stave-frame/1',
      scenario: ir.hash,
      step: this.step,
      parameters: [...this.parameters],
      variables: [...context.variables],
      indicators: [...this.indicators],
      previous: [...this.previous],
      starts: [...this.starts],
      active: ir.states.flatMap((_, state) =>
        context.active[state] === 1 ? [{ state, entered: context.entered[state] ?? 0 }] : [],
      ),
      remembered: ir.states.flatMap((_, history) => {
        const states = remembered(history);
        return states ? [{ history, states: inOrder(states) }] : [];
      }),
      timers: this.timers
        .filter(({ due }) => due <= ir.clock.steps)
        .map(({ due, dueAt, what }) => ({ due, dueAt, ...what })),
      lines: this.lines.save(),
      ...answers,
    };
  }

  protected restore(from: SavedFrame): void {
    const { ir } = this;
    this.parameters = from.parameters;
    this.step = this.clockStep = from.step;
    this.indicators = from.indicators;
    this.previous = from.previous;
    this.starts = from.starts;
    this.lines.restore(from.lines);
    this.timers = from.timers.map(({ due, dueAt, ...what }) => ({
      due,
      dueAt,
      sequence: this.sequence++,
      what,
    }));
    const entered = new Map(from.active.map((entry) => [entry.state, entry.entered]));
    const context: Context = {
      variables: from.variables,
      active: ir.states.map((_, slot) => (entered.has(slot) ? 1 : 0)),
      entered: ir.states.map((_, slot) => entered.get(slot) ?? 0),
    };
    this.snapshot = this.machine.restore(context, from.remembered);
  }

  // ------------------------------------------------------------ draws

  protected draw(
    site: number,
    kind: Drew['kind'],
    weights: readonly number[],
    thresholds: readonly number[],
  ): number {
    if (!thresholds.some((threshold) => threshold > 0)) return -1;
    const { name, hash } = itemOf(this.ir.sites, site);
    const occurrence = this.occurrences.get(site) ?? 0;
    this.occurrences.set(site, occurrence + 1);
    const { index, word } = pick(thresholds, hash, this.address(), occurrence);
    this.story?.drew({ step: this.step, site, name, kind, weights, thresholds, word, index });
    return index;
  }

  protected address(): Address {
    return { ...this.trial, step: this.step };
  }
}
