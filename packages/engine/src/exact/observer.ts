/**
 * Reads questions at nodes, each part once a node, and says in which frames a trial fails because a question cannot
 * be read.
 */
import type { IrQuestion } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import { after, isDue, isRead, placeOf, readsOnce, type Reads } from './automaton.ts';
import type { Chain } from './chain.ts';
import { finite } from './fault.ts';

/**
 * Whether a question fails a trial depends on what it has seen before, so that must be part of the node. Without a
 * horizon: it cannot be read at some node.
 */
export class NeedsMemory extends Error {
  readonly question: number;

  constructor(question: number) {
    super(`${question}`);
    this.question = question;
  }
}

type Part = 'test' | 'value' | 'transitions' | 'stop' | 'most' | 'given' | 'once';
const PARTS: readonly Part[] = ['test', 'value', 'transitions', 'stop', 'most', 'given', 'once'];
const PLACES = { test: 0, value: 1, transitions: 2, stop: 3, most: 4, given: 5, once: 6 } as const;

const [UNKNOWN, KNOWN, FAULTY] = [0, 1, 2];

/** Values of one part by node; of a faulty one the number of its failure. */
interface Column {
  readonly state: Uint8Array;
  readonly values: Float64Array;
}

export class Observer {
  private readonly chain: Chain;
  /** The last frame; Infinity without a horizon. */
  private readonly horizon: number;
  private readonly columns: (Column | undefined)[] = [];
  private readonly parts: readonly (readonly Part[])[];
  /** 1: nothing that any question reads there can fail; 2: something might. By node. */
  private readonly safety: Uint8Array;

  constructor(chain: Chain, horizon: number) {
    this.chain = chain;
    this.horizon = horizon;
    this.parts = chain.ir.questions.map(partsOf);
    this.safety = new Uint8Array(chain.size);
  }

  /** Whether a trial ends at this node in frame k. */
  ends(node: number, k: number): boolean {
    return k === this.horizon || this.chain.readings.ended.at(node) === 1;
  }

  /** A part of a question at a node: a number, or 0 and 1. @throws Fault */
  part(q: number, part: Part, node: number): number {
    const { state, values } = this.column(q, part);
    if (state[node] === UNKNOWN) this.read(q, part, node, state, values);
    if (state[node] === FAULTY) throw this.chain.failures.fault(values[node]!);
    return values[node]!;
  }

  /** The reads of a question at a node. */
  reads(q: number, node: () => number): Reads {
    return {
      test: () => this.part(q, 'test', node()) !== 0,
      value: () => this.part(q, 'value', node()),
      transitions: () => this.part(q, 'transitions', node()),
      stop: () => this.part(q, 'stop', node()) !== 0,
      most: () => this.part(q, 'most', node()),
      given: () => this.part(q, 'given', node()) !== 0,
      choose: (answer) => {
        if (readsOnce(itemOf(this.chain.ir.questions, q))) return this.part(q, 'once', node());
        this.chain.load(node());
        return itemOf(this.chain.questions, q).choose(answer);
      },
    };
  }

  /**
   * The number of the failure of a trial that reaches this node in frame k, or -1.
   * @throws NeedsMemory, unless a guess will do
   */
  failure(node: number, k: number, mayGuess = false): number {
    const { readings, ir } = this.chain;
    const fault = readings.fault.at(node);
    if (fault >= 0) return fault;
    if (this.isSafe(node)) return -1;
    const ends = this.ends(node, k);
    for (let q = 0; q < ir.questions.length; q++) {
      const failure = this.chain.remembers(q)
        ? this.failureWithMemory(q, node, k, ends)
        : this.failureOf(q, node, k, ends, mayGuess);
      if (failure >= 0) return failure;
    }
    return -1;
  }

  private failureWithMemory(q: number, node: number, k: number, ends: boolean): number {
    this.chain.load(node);
    try {
      after(
        itemOf(this.chain.ir.questions, q),
        this.chain.memory(q),
        k,
        ends,
        itemOf(this.chain.questions, q),
      );
      return -1;
    } catch (error) {
      return this.chain.failures.number(error);
    }
  }

  private failureOf(q: number, node: number, k: number, ends: boolean, mayGuess: boolean): number {
    const question = itemOf(this.chain.ir.questions, q);
    for (const part of itemOf(this.parts, q)) {
      const isGiven = part === 'given';
      const isAsked = isGiven && question.given ? isRead(question.given, k, ends) : isDue(question, k, ends);
      if (!isAsked) continue;
      try {
        this.part(q, part, node);
      } catch (error) {
        const isSure = isGiven ? question.given?.at : question.at || readsOnce(question);
        if (isSure !== true && !mayGuess) throw new NeedsMemory(q);
        return this.chain.failures.number(error);
      }
    }
    return -1;
  }

  private isSafe(node: number): boolean {
    if (this.safety[node] === 0) {
      const { questions } = this.chain.ir;
      const isSafe = questions.every(
        (_, q) =>
          !this.chain.remembers(q) &&
          itemOf(this.parts, q).every((part) => {
            const { state, values } = this.column(q, part);
            if (state[node] === UNKNOWN) this.read(q, part, node, state, values);
            return state[node] === KNOWN;
          }),
      );
      this.safety[node] = isSafe ? 1 : 2;
    }
    return this.safety[node] === 1;
  }

  private column(q: number, part: Part): Column {
    const { size } = this.chain;
    return (this.columns[q * PARTS.length + PLACES[part]] ??= {
      state: new Uint8Array(size),
      values: new Float64Array(size),
    });
  }

  private read(q: number, part: Part, node: number, state: Uint8Array, values: Float64Array): void {
    const { chain } = this;
    const reads = itemOf(chain.questions, q);
    chain.load(node);
    try {
      if (part === 'once') {
        const question = itemOf(chain.ir.questions, q);
        const answer = question.value ? finite(reads.value(), placeOf(question)) : Number.NaN;
        values[node] = question.kind === 'numeric' ? answer : reads.choose(answer);
      } else {
        values[node] = Number(reads[part]());
      }
      state[node] = KNOWN;
    } catch (error) {
      values[node] = chain.failures.number(error);
      state[node] = FAULTY;
      if (this.horizon === Infinity) throw new NeedsMemory(q);
    }
  }
}

/** Parts that a question has. One that reads once is read as a whole. */
function partsOf(q: IrQuestion): readonly Part[] {
  const isOnce = readsOnce(q);
  return PARTS.filter((part) => {
    if (part === 'once') return isOnce;
    return q[part] !== undefined && !(isOnce && part === 'value');
  });
}
