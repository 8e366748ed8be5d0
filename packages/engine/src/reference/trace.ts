/** One trial as a story in data: what moved, why, with which probability, on which draw, on whose word. */
import { seedKey } from '../chance/index.ts';
import { NOT_APPLICABLE, type FailureCode, type TrialBlock } from '../ir/executor.ts';
import type { Ir, IrDriver, IrTransition } from '../ir/ir.ts';
import { stateName } from '../ir/state-name.ts';
import { emptyBlock, runTrial, type FrameSeen } from './one-trial.ts';
import { pureMachine } from './pure.ts';
import { readingOf, stateText, type Reading } from './reading.ts';
import type { Decision } from './seats.ts';
import type { Drew, Story, Took } from './story.ts';
import type { Trial } from './trial.ts';

/** Words in a draw's range. */
const TWO_32 = 4294967296;

export interface TraceMove {
  readonly driver: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** `start`, `always`, `after`, `chance` or `on event`. */
  readonly cause: string;
  readonly place: string;
  /** The draw behind it: the probability of this alternative in this step, and the draw in [0, 1). */
  readonly chance?: {
    readonly site: string;
    readonly probability: number;
    readonly draw: number;
    readonly below: number;
  };
  readonly evidence: readonly string[];
}

/** A move that a seat had chosen, when it was its turn. */
export interface TraceDecision extends Decision {
  /** How many of the step's `moves` came before it. */
  readonly after: number;
}

export interface TraceDraw {
  readonly site: string;
  readonly probabilities: readonly number[];
  readonly draw: number;
  /** The picked alternative, counted from 0, or null for none. */
  readonly picked: number | null;
  /** The picked alternative was not taken, because another transition went first. */
  readonly gaveWay?: true;
}

export interface TraceFrame extends Reading {
  readonly moves: readonly TraceMove[];
  readonly decisions: readonly TraceDecision[];
  /** Every draw of the step, those that picked nothing too. */
  readonly draws: readonly TraceDraw[];
}

export interface Trace {
  readonly schema: 'stave-trace/1';
  readonly scenario: { readonly id: string; readonly hash: string };
  readonly seed: string;
  readonly trial: number;
  readonly parameters: readonly {
    readonly name: string;
    readonly value: number;
    readonly unit?: string;
    readonly evidence: readonly string[];
  }[];
  readonly frames: readonly TraceFrame[];
  readonly answers: Readonly<Record<string, string>>;
  readonly failure?: TraceFailure;
}

/** Where a trial ended, and what had happened in that step. */
export interface TraceFailure {
  readonly step: number;
  readonly date?: string;
  readonly time: number;
  readonly code: FailureCode;
  readonly place: string;
  /** What was found and what may be. */
  readonly detail?: string;
  readonly moves: readonly TraceMove[];
  readonly decisions: readonly TraceDecision[];
  readonly draws: readonly TraceDraw[];
}

export interface TraceRequest {
  readonly seed: string;
  readonly trial: number;
  /** From 1. */
  readonly replication?: number;
}

export function traceTrial(scenario: Ir, { seed, trial, replication = 1 }: TraceRequest): Trace {
  const ir = withAllFrames(scenario);
  const teller = new Teller(ir);
  // Each replication has two streams, of which the first is that of its main run.
  const stream = 2 * (replication - 1);
  const range = { seed: seedKey(seed), stream, first: trial, count: 1, share: 1 };
  const block = emptyBlock(ir, range);
  const frames: TraceFrame[] = [];
  const seen: FrameSeen = (run, step) => {
    const { states, variables, indicators, measures, ...when } = measuredReading(ir, run, block, step);
    frames.push({
      ...when,
      moves: teller.moves.splice(0),
      decisions: teller.decisions.splice(0),
      draws: teller.drawsSoFar(),
      ...{ states, variables, indicators, measures },
    });
  };
  const failure = runTrial(ir, pureMachine(ir), range, trial, block, 0, { story: teller, seen });
  return {
    schema: 'stave-trace/1',
    scenario: { id: ir.id, hash: ir.hash },
    seed,
    trial,
    parameters: ir.parameters.map((p, i) => ({
      name: p.name,
      value: teller.values[i] ?? Number.NaN,
      ...(p.unit !== undefined && { unit: p.unit }),
      evidence: 'prior' in p.value ? (ir.sites[p.value.prior.site]?.evidence ?? []) : [],
    })),
    frames,
    answers: Object.fromEntries(ir.questions.map((q, i) => [q.id, answerText(ir, block, i)])),
    ...(failure && {
      failure: {
        step: failure.step,
        ...(ir.clock.dates?.[failure.step] !== undefined && { date: ir.clock.dates[failure.step] }),
        time: failure.step * ir.clock.perStep,
        code: failure.code,
        place: failure.place,
        ...(teller.detail !== undefined && { detail: teller.detail }),
        moves: teller.moves,
        decisions: teller.decisions,
        draws: teller.drawsSoFar(),
      },
    }),
  };
}

/** Frame k of a running trial, with its measures as they were written into a block of this one trial. */
export const measuredReading = (ir: Ir, run: Trial, block: TrialBlock, k: number): Reading =>
  readingOf(ir, run.moment(), k, (m) => block.measures[m * ir.clock.recorded.length + k]);

/** A story has every frame, whichever the results keep. */
export const withAllFrames = (ir: Ir): Ir => ({
  ...ir,
  clock: { ...ir.clock, recorded: Array.from({ length: ir.clock.steps + 1 }, (_, k) => k) },
});

/** Listens to a trial and keeps what happened since the last frame. */
export class Teller implements Story {
  values: readonly number[] = [];
  readonly moves: TraceMove[] = [];
  readonly decisions: TraceDecision[] = [];
  detail: string | undefined;
  private readonly draws: { readonly drew: Drew; gaveWay: boolean }[] = [];
  private readonly ir: Ir;
  private readonly transitions: ReadonlyMap<
    string,
    { readonly site?: number; readonly index: number; readonly t: IrTransition }
  >;

  constructor(ir: Ir) {
    this.ir = ir;
    this.transitions = transitionsByPlace(ir);
  }

  parameters(values: readonly number[]): void {
    this.values = values;
  }

  failed(detail: string | undefined): void {
    this.detail = detail;
  }

  drew(event: Drew): void {
    this.draws.push({ drew: event, gaveWay: false });
  }

  gaveWay(site: number): void {
    const draw = this.draws.findLast(({ drew }) => drew.site === site);
    if (draw) draw.gaveWay = true;
  }

  decided({ step: _, ...decision }: Decision & { readonly step: number }): void {
    this.decisions.push({ ...decision, after: this.moves.length });
  }

  /** The draws since it was last asked. */
  drawsSoFar(): readonly TraceDraw[] {
    return this.draws.splice(0).map(({ drew, gaveWay }) => ({ ...shown(drew), ...(gaveWay && { gaveWay }) }));
  }

  /** What is left: the state it is written on, or wherever the driver is; nothing at the start. */
  private from(driver: IrDriver, { source }: IrTransition, active: readonly number[]): string | undefined {
    const text = source < 0 ? stateText(this.ir, driver, active) : stateName(this.ir, source);
    return text === '' ? undefined : text;
  }

  took({ cause, t, before }: Took): void {
    const { place, to } = t;
    const d = this.ir.drivers.find(({ states }) => states.includes(to?.[0] ?? t.source));
    const known = this.transitions.get(place);
    const drew = this.draws.findLast(
      (draw) => draw.drew.site === known?.site && draw.drew.index === known.index,
    )?.drew;
    const site = known?.site === undefined ? undefined : this.ir.sites[known.site];
    this.moves.push({
      driver: d?.name ?? '',
      from: d && this.from(d, t, before.active),
      to: to?.map((slot) => stateName(this.ir, slot)).join(' + '),
      cause,
      place,
      ...(drew &&
        site && {
          chance: {
            site: site.name,
            probability: probabilities(drew)[drew.index] ?? 0,
            draw: drew.word / TWO_32,
            below: drew.thresholds[drew.index] ?? 0,
          },
        }),
      evidence: known?.t.evidence ?? site?.evidence ?? [],
    });
  }
}

function transitionsByPlace(ir: Ir): Teller['transitions'] {
  const found = new Map<string, { site?: number; index: number; t: IrTransition }>();
  const add = (list: readonly IrTransition[], site?: number): void =>
    list.forEach((t, index) => found.set(t.place, { ...(site !== undefined && { site }), index, t }));
  for (const state of ir.states) {
    add(state.always);
    add(state.after);
    state.on.forEach((h) => add(h.transitions, h.site));
    if (state.chance) add(state.chance.alternatives, state.chance.site);
  }
  for (const driver of ir.drivers) driver.on.forEach((h) => add(h.transitions, h.site));
  return found;
}

const probabilities = ({ thresholds }: Drew): readonly number[] =>
  thresholds.map((threshold, i) => threshold - (thresholds[i - 1] ?? 0));

function shown(drew: Drew): TraceDraw {
  return {
    site: drew.name,
    probabilities: probabilities(drew),
    draw: drew.word / TWO_32,
    picked: drew.index < 0 ? null : drew.index,
  };
}

export function answerText(ir: Ir, { answers, numbers }: TrialBlock, question: number): string {
  const q = ir.questions[question];
  const answer = answers[question] ?? -1;
  if (answer === NOT_APPLICABLE) return 'not applicable';
  if (!q || answer < 0) return 'failed';
  if (q.number !== undefined) return String(numbers[q.number]);
  if (q.kind !== 'time') return q.outcomes[answer]?.id ?? '';
  return answer > ir.clock.steps ? 'never' : (ir.clock.dates?.[answer] ?? String(answer * ir.clock.perStep));
}
