/**
 * What everything that runs trials must obey on every Ir, whatever it computes. A test runs these over each executor
 * it knows; one that is added is added there, and nothing else.
 *
 * A law looks at an executor through its contract only (ir/executor.ts) and tells violations rather than throwing, so
 * that a test can show all of them.
 */
import { NOT_APPLICABLE, type Executor, type TrialBlock, type TrialRange } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import type { SavedFrame } from '../ir/saved-frame.ts';
import { addBlock, createTally, encodeTally, mergeTallies, talliedOf, type Tally } from '../tally/index.ts';

export interface ExecutorLaw {
  readonly name: string;
  /** What is violated, in words; empty when the law holds. `run` is the trials to look at: a dozen will do. */
  violations(executor: Executor, ir: Ir, run: TrialRange): readonly string[];
}

export const executorLaws: readonly ExecutorLaw[] = [
  {
    name: 'the same trials are the same block, whatever was run between',
    violations: (executor, ir, run) => {
      const once = executor.run(run);
      executor.run({ ...run, first: run.first + 1000, stream: run.stream + 1 });
      return differences(ir, once, 0, executor.run(run), 0, run.count);
    },
  },
  {
    name: 'a trial is its address: alone it is what it is among others',
    violations: (executor, ir, run) => {
      const whole = executor.run({ ...run, share: 1 });
      return trials(run).flatMap((i) =>
        differences(ir, whole, i, executor.run({ ...run, share: 1, first: run.first + i, count: 1 }), 0, 1),
      );
    },
  },
  {
    name: 'trials far out run like the first ones',
    violations: (executor, ir, run) => {
      // Beyond 32 bits, so that both words of the number count.
      const far = 1_099_511_627_779;
      const two = executor.run({ ...run, first: far, count: 2, share: 1 });
      const second = executor.run({ ...run, first: far + 1, count: 1, share: 1 });
      return differences(ir, two, 1, second, 0, 1);
    },
  },
  {
    name: 'no trials give an empty block',
    violations: (executor, _ir, run) => {
      const { count, answers, numbers, measures, failures } = executor.run({ ...run, count: 0 });
      return count + answers.length + numbers.length + measures.length + failures.length === 0
        ? []
        : ['the block holds something'];
    },
  },
  {
    name: 'a trial taken up at any frame, as data, goes on as it would have',
    violations: (executor, ir, run) =>
      trials(run).flatMap((i) => {
        const one = { ...run, first: run.first + i, count: 1, share: 1 };
        return resumptions(executor, ir, one, executor.run(one));
      }),
  },
  {
    name: 'what is counted in parts adds up to what the trials say',
    violations: (executor, ir, run) => {
      const few = Math.ceil(run.count / 2);
      const parts = mergeTallies(
        counted(executor, { ...run, first: run.first + few, count: run.count - few }),
        counted(executor, { ...run, count: few }),
      );
      const block = createTally(talliedOf(ir));
      addBlock(block, executor.run(run));
      // Blocks do not say which states were active.
      const isSame = haveSameBytes(parts, { ...block, occupancy: parts.occupancy });
      return [...(isSame ? [] : ['counts are not those of the block']), ...occupancyProblems(ir, parts)];
    },
  },
  {
    name: 'parameters are drawn without a run as a run draws them',
    violations: (executor, ir, run) => {
      const { length } = ir.parameters;
      const drawn = executor.parameters(run);
      return trials(run).flatMap((i) => {
        const frame = executor.save({ ...run, first: run.first + i, count: 1 }, 0);
        const row = drawn.subarray(i * length, (i + 1) * length);
        // A trial that fails in frame 0 has no frame; it may have drawn them, all or none.
        const isSame = frame
          ? frame.parameters.every((value, slot) => Object.is(value, row[slot]))
          : row.every(Number.isNaN) || row.every(Number.isFinite);
        return isSame && row.length === length ? [] : [`trial ${run.first + i} draws others`];
      });
    },
  },
  {
    name: 'a failed trial is named once, in order, and leaves no number; all others are whole',
    violations: (executor, ir, run) => {
      const block = executor.run(run);
      const failed = block.failures.map(({ trial }) => trial - run.first);
      const ordered = failed.every((row, i) => row >= 0 && row < run.count && row > (failed[i - 1] ?? -1));
      return [
        ...(ordered ? [] : [`failures are not in order or not of this range: ${failed.join(', ')}`]),
        ...trials(run).flatMap((row) => wholeness(ir, block, row, failed.includes(row))),
      ];
    },
  },
];

function counted(executor: Executor, range: TrialRange): Tally {
  executor.count(range);
  return executor.takeTally();
}

function haveSameBytes(a: Tally, b: Tally): boolean {
  const [left, right] = [encodeTally(a), encodeTally(b)];
  return left.length === right.length && left.every((byte, i) => byte === right[i]);
}

/** A driver is in one of its outermost states, a compound state that is active in one of its own. */
function occupancyProblems(ir: Ir, { occupancy, trials: count, failed }: Tally): readonly string[] {
  return ir.clock.recorded.flatMap((k, frame) => {
    const at = (slot: number): number => occupancy[frame * ir.states.length + slot] ?? -1;
    const inside = (parent: number, driver: number): number =>
      ir.states.reduce(
        (sum, s, slot) => (s.parent === parent && s.driver === driver ? sum + at(slot) : sum),
        0,
      );
    return [
      ...ir.drivers.filter((_, d) => inside(-1, d) !== count - failed).map(({ name }) => name),
      ...ir.states
        .filter(({ kind, driver }, slot) => kind === 'compound' && inside(slot, driver) !== at(slot))
        .map(({ name }) => name),
    ].map((name) => `at frame ${k} not every trial is in one state of ${name}`);
  });
}

/** Takes the trial up at every frame that can be saved, each from the one before and from the start. */
function resumptions(executor: Executor, ir: Ir, one: TrialRange, whole: TrialBlock): readonly string[] {
  const found: string[] = [];
  let before: SavedFrame | undefined;
  for (let k = 0; k < ir.clock.steps; k++) {
    const saved = executor.save(one, k);
    if (!saved) break;
    const text = JSON.stringify(saved);
    const data = JSON.parse(text) as SavedFrame;
    const where = `trial ${one.first}, frame ${k}`;
    if (before && JSON.stringify(executor.save(one, k, before)) !== text)
      found.push(`${where} is another when it is reached from frame ${k - 1}`);
    found.push(...continuation(ir, whole, executor.run(one, data), k).map((what) => `${where}: ${what}`));
    before = data;
  }
  return found;
}

/** What a run from frame k must share with the whole run: all that lies after it. */
function continuation(ir: Ir, whole: TrialBlock, resumed: TrialBlock, k: number): readonly string[] {
  if (JSON.stringify(whole.failures) !== JSON.stringify(resumed.failures))
    return [`fails as ${JSON.stringify(resumed.failures)}, not as ${JSON.stringify(whole.failures)}`];
  const { recorded } = ir.clock;
  const measures = whole.measures.map((x, cell) => {
    const isPast = (recorded[cell % recorded.length] ?? 0) <= k;
    return isPast ? Number.NaN : x;
  });
  const same = differences(ir, { ...whole, measures }, 0, resumed, 0, 1);
  return same.length > 0 ? ['goes on differently'] : [];
}

const trials = ({ count }: TrialRange): readonly number[] => Array.from({ length: count }, (_, i) => i);

/** The cells of one trial: answers, numbers and measures. */
function cellsOf(
  ir: Ir,
  { answers, measures, numbers, count }: TrialBlock,
  row: number,
): readonly (readonly number[])[] {
  const cells = count === 0 ? 0 : measures.length / count;
  const given = count === 0 ? 0 : numbers.length / count;
  const { length } = ir.questions;
  return [
    [...answers.subarray(row * length, (row + 1) * length)],
    [...numbers.subarray(row * given, (row + 1) * given)],
    [...measures.subarray(row * cells, (row + 1) * cells)],
  ];
}

function differences(
  ir: Ir,
  a: TrialBlock,
  rowA: number,
  b: TrialBlock,
  rowB: number,
  count: number,
): readonly string[] {
  const found: string[] = [];
  for (let i = 0; i < count; i++) {
    const left = cellsOf(ir, a, rowA + i);
    const right = cellsOf(ir, b, rowB + i);
    if (left.some((cells, part) => cells.some((cell, j) => !Object.is(cell, right[part]?.[j]))))
      found.push(`trial ${a.first + rowA + i} has other cells`);
    const fault = (block: TrialBlock, row: number): string =>
      JSON.stringify(block.failures.find(({ trial }) => trial === block.first + row) ?? null);
    if (fault(a, rowA + i) !== fault(b, rowB + i))
      found.push(`trial ${a.first + rowA + i} fails as ${fault(a, rowA + i)} and as ${fault(b, rowB + i)}`);
  }
  return found;
}

function wholeness(ir: Ir, block: TrialBlock, row: number, failed: boolean): readonly string[] {
  const [answers = [], numbers = [], measures = []] = cellsOf(ir, block, row);
  const trial = block.first + row;
  if (failed) {
    const empty =
      answers.every((answer) => answer === -1) && [...numbers, ...measures].every((x) => Number.isNaN(x));
    return empty ? [] : [`trial ${trial} failed and still has numbers`];
  }
  const never = ir.clock.steps + 1;
  const wrong = ir.questions.filter(({ kind, outcomes, first, number, given }, q) => {
    const answer = answers[q] ?? -1;
    if (answer === NOT_APPLICABLE) return !given || (number !== undefined && !Number.isNaN(numbers[number]));
    if (number !== undefined) return answer !== 0 || !Number.isFinite(numbers[number]);
    if (kind === 'time') return !(answer === never || (answer >= first && answer < never));
    return answer < 0 || answer >= outcomes.length;
  });
  return [
    ...wrong.map(({ id }) => `trial ${trial} has no answer to ${id}`),
    ...(measures.every((x) => Number.isFinite(x) && !Object.is(x, -0))
      ? []
      : [`trial ${trial} has no number`]),
  ];
}
