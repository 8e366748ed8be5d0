/**
 * Answers without a horizon: what is asked by or at the end of the clock is asked for ever. Linear equations over
 * the nodes (solve.ts); probabilities count trials that never fail.
 */
import type { IrQuestion } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import { expectations, probabilitiesOf, type ExactExpectation, type ExactQuestion } from './answers.ts';
import type { Chain } from './chain.ts';
import { forward } from './mass.ts';
import type { Observer } from './observer.ts';
import type { Weight } from './product.ts';
import { solve, type Problem } from './solve.ts';

/** Where trials stand in one frame, and the probability of those that ended before it. */
interface Start {
  readonly nodes: readonly (readonly [node: number, probability: number])[];
  readonly gone: number;
}

/** Whether a question can be asked without a horizon; a condition or a budget needs the clock's end. */
export const isOpen = ({ last, given, most }: IrQuestion, steps: number): boolean =>
  last === steps && !given && !most;

export class Unbounded {
  /** Nodes whose values were iterated. */
  iterated = 0;
  /** Probability of failure, by kind. */
  readonly failures: ReadonlyMap<number, number>;
  /** By node: the probability of never failing from there on. */
  private readonly survival: Float64Array;
  private readonly chain: Chain;
  private readonly observer: Observer;
  private readonly starts = new Map<number, Start>();

  constructor(chain: Chain, observer: Observer) {
    this.chain = chain;
    this.observer = observer;
    this.survival = new Float64Array(chain.size).fill(1);
    this.failures = this.findFailures();
  }

  readonly weight: Weight = (_, node) => this.survival[node]!;

  answer(q: number, failed: number): ExactQuestion {
    const question = itemOf(this.chain.ir.questions, q);
    const base = { id: question.id, kind: question.kind, unbounded: true };
    switch (question.kind) {
      case 'numeric':
        return { ...base, outcomes: [], ...this.numberAtRest(q) };
      case 'ordered':
      case 'nominal':
        return { ...base, ...this.atRest(q, failed, (node) => this.observer.part(q, 'once', node)) };
      case 'count':
      case 'total':
        return { ...base, outcomes: [], expectations: this.expectedSum(q, failed) };
      case 'binary':
        if (!question.at) return { ...base, ...this.passage(q, failed) };
        return { ...base, ...this.atRest(q, failed, (node) => (this.holds(q, node) ? 0 : 1)) };
      case 'time':
        return { ...base, ...this.passage(q, failed) };
    }
  }

  // ------------------------------------------------------------ kinds of questions

  private passage(q: number, failed: number): Pick<ExactQuestion, 'outcomes' | 'expectations'> {
    const { kind, first } = itemOf(this.chain.ir.questions, q);
    const start = this.start(first);
    const stop = this.stops((node) => (this.holds(q, node) ? this.survival[node]! : undefined));
    const reach = this.solve({ stop });
    const ever = mean(start, reach);
    const never = Math.max(0, this.survived(start) - ever);
    const [yes, no] = probabilitiesOf([ever, never], failed);
    const names = kind === 'time' ? ['ever', 'never'] : ['yes', 'no'];
    const outcomes = [yes, no].flatMap((p, i) => (p ? [{ value: itemOf(names, i), ...p }] : []));
    return {
      outcomes,
      expectations: kind === 'time' ? this.expectedPassage(q, start, reach, ever, never) : [],
    };
  }

  /** Each step that is passed adds the probability of arriving from there, which sums to E[steps, arrives]. */
  private expectedPassage(
    q: number,
    start: Start,
    reach: Float64Array,
    ever: number,
    never: number,
  ): readonly ExactExpectation[] {
    if (ever === 0) return [{ of: 'steps', value: 'infinite' }];
    const { first } = itemOf(this.chain.ir.questions, q);
    const stop = this.stops((node) => (this.holds(q, node) ? 0 : undefined));
    const value = first + mean(start, this.solve({ stop, reward: reach })) / ever;
    if (never === 0) return [{ of: 'steps', value }];
    return [
      { of: 'steps', value: 'infinite' },
      { of: 'steps', value, given: 'passage' },
    ];
  }

  /** Read where a trial ends, or at a node that is never left again. */
  private atRest(
    q: number,
    failed: number,
    read: (node: number) => number,
  ): Pick<ExactQuestion, 'outcomes' | 'expectations' | 'unsettled'> {
    const { outcomes } = itemOf(this.chain.ir.questions, q);
    const masses = outcomes.map((_, i) => this.worthAtRest((node) => Number(read(node) === i)));
    const probabilities = probabilitiesOf(masses, failed);
    return {
      outcomes: outcomes.map(({ id: value }, i) => ({ value, ...itemOf(probabilities, i) })),
      expectations: [],
      ...this.unsettled(),
    };
  }

  /** The mean among trials that come to rest; none where none does. */
  private numberAtRest(q: number): Pick<ExactQuestion, 'expectations' | 'unsettled'> {
    const unsettled = this.unsettled();
    const sum = this.worthAtRest((node) => this.observer.part(q, 'once', node));
    const mean = sum / this.worthAtRest(() => 1);
    return { expectations: expectations('number', mean, unsettled && 'rest'), ...unsettled };
  }

  private unsettled(): { readonly unsettled: number } | undefined {
    const unsettled = this.survived(this.start(0)) - this.worthAtRest(() => 1);
    return unsettled > 0 ? { unsettled } : undefined;
  }

  private worthAtRest(worth: (node: number) => number): number {
    const stop = this.stops((node) => (this.isAtRest(node) ? this.survival[node]! * worth(node) : undefined));
    return mean(this.start(0), this.solve({ stop }));
  }

  /** A sum goes on until it stops or the trial ends; where it may go on for ever it is infinite. */
  private expectedSum(q: number, failed: number): readonly ExactExpectation[] {
    if (failed > 0) return [];
    const { first, kind, transitions, value, stop: stops } = itemOf(this.chain.ir.questions, q);
    const start = this.start(first);
    let at = 0;
    const reads = this.observer.reads(q, () => at);
    const isOver = new Uint8Array(this.chain.size);
    const reward = new Float64Array(this.chain.size).map((_, node) => {
      at = node;
      isOver[node] = Number(stops !== undefined && reads.stop());
      const step = transitions ? reads.transitions() : 0;
      return value && isOver[node] === 0 ? step + reads.value() : step;
    });
    const stop = this.stops((node) =>
      isOver[node] === 1 || this.observer.ends(node, 0) ? reward[node]! : undefined,
    );
    const sum = mean(start, this.solve({ stop, reward }));
    return expectations(kind === 'count' ? 'count' : 'number', sum / this.survived(start));
  }

  private holds(q: number, node: number): boolean {
    return this.observer.part(q, 'test', node) !== 0;
  }

  // ------------------------------------------------------------ parts

  private findFailures(): ReadonlyMap<number, number> {
    const { chain, survival } = this;
    const found = new Map<number, number>();
    for (let kind = 0; kind < chain.failures.count; kind++) {
      const stop = this.stops(() => undefined).map((worth, node) =>
        Number.isNaN(worth) ? worth : Number(chain.readings.fault.at(node) === kind),
      );
      const fails = this.solve({ stop, failing: kind });
      let probability = 0;
      for (const [target, p] of chain.initial)
        probability += p * (target < 0 ? Number(target === -1 - kind) : fails[target]!);
      if (probability > 0) found.set(kind, probability);
      for (let node = 0; node < chain.size; node++)
        survival[node] = Math.max(0, survival[node]! - fails[node]!);
    }
    return found;
  }

  /** Where walks stop, with what they are worth there: as given, else 0 where a trial ends or fails. */
  private stops(worth: (node: number) => number | undefined): Float64Array {
    const { fault, ended } = this.chain.readings;
    return new Float64Array(this.chain.size).map((_, node) => {
      if (fault.at(node) >= 0) return 0;
      return worth(node) ?? (ended.at(node) === 1 ? 0 : Number.NaN);
    });
  }

  private isAtRest(node: number): boolean {
    const { chain } = this;
    if (chain.readings.ended.at(node) === 1) return true;
    const first = chain.rowStart(node);
    return chain.rowStart(node + 1) === first + 1 && chain.target(first) === node;
  }

  private start(frame: number): Start {
    const known = this.starts.get(frame);
    if (known) return known;
    const nodes: (readonly [number, number])[] = [];
    let gone = 0;
    forward(this.chain, this.observer, frame, (k, mass) => {
      for (let i = 0; i < mass.count; i++) {
        const node = mass.nodes[i]!;
        if (k === frame) nodes.push([node, mass.of(node)]);
        else if (this.observer.ends(node, k)) gone += mass.of(node);
      }
    });
    const start = { nodes, gone };
    this.starts.set(frame, start);
    return start;
  }

  private survived(start: Start): number {
    return mean(start, this.survival) + start.gone;
  }

  private solve(problem: Problem): Float64Array {
    const { x, iterated } = solve(this.chain, problem);
    this.iterated += iterated;
    return x;
  }
}

function mean({ nodes }: Start, x: Float64Array): number {
  let sum = 0;
  for (const [node, probability] of nodes) sum += probability * x[node]!;
  return sum;
}
