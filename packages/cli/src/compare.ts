/** `stave compare DIR [DIR]`: arms side by side, on the same luck where they share it. */
import { didYouMean, type Compared, type ComparisonResult, type Difference } from '@stave/engine';
import { comparisonPage, comparisonText, presentationOf, type ComparedPair } from '@stave/report';
import { comparing } from './comparing.ts';
import { replay } from './document.ts';
import type { ExecutorName } from './executor-names.ts';
import { InputError, UsageError } from './failure.ts';
import { grouped } from './numbers.ts';
import { json, prepareFile, writeText } from './outputs.ts';
import { openResults, type FolderArm, type ResultsFolder } from './results-folder.ts';
import { wantsColour, widthOf } from './terminal.ts';

export interface CompareOptions {
  /** Of the first folder, and of the second or the same. */
  readonly arms?: readonly string[];
  /** Fewer than there are. */
  readonly trials?: number;
  readonly desynchronised?: true;
  readonly html?: string;
  readonly executor?: ExecutorName;
  readonly threads?: number;
  readonly lang: string;
  readonly json?: true;
}

interface Side {
  readonly folder: ResultsFolder;
  readonly arm: FolderArm;
}

export async function compare(paths: readonly string[], options: CompareOptions): Promise<void> {
  if (paths.length > 2)
    throw wrong('two folders at most are compared', 'name one, whose arms are compared, or two');
  if (options.html !== undefined) await prepareFile(options.html);
  const compared = await comparedPairs(paths, options);
  if (!compared) return;
  if (options.html !== undefined) {
    await writeText(options.html, comparisonPage(compared, options));
    process.stderr.write(`wrote ${options.html}\n`);
  }
  const { stdout, env } = process;
  const text = { lang: options.lang, color: wantsColour(stdout, env), width: widthOf(stdout) };
  stdout.write(options.json ? json(comparisonDocument(compared)) : comparisonText(compared, text));
}

/** Nothing when it was stopped; that has been said then, and the exit code is set. */
export async function comparedPairs(
  paths: readonly string[],
  options: CompareOptions,
): Promise<readonly ComparedPair[] | undefined> {
  const folders: ResultsFolder[] = [];
  for (const path of paths) folders.push(await openResults(path));
  const pairs = pairsOf(folders, options.arms);
  const trials = Math.max(...pairs.map(([a, b]) => Math.min(a.folder.trials, b.folder.trials)));
  return comparing(options, trials, 'nothing was compared to its end', async (compareArms) => {
    const compared: ComparedPair[] = [];
    for (const [a, b] of pairs) {
      const facts = factsOf(a, b, options);
      const found = await compareArms({
        ...{ a: a.arm.scenario.ir, b: b.arm.scenario.ir, seeds: [a.folder.seed, b.folder.seed] },
        ...{ paired: facts.paired, trials: facts.trials, replications: facts.replications },
        desynchronised: options.desynchronised === true && facts.paired,
      });
      if (!found) return undefined;
      compared.push(told(a, b, facts, found));
    }
    return compared;
  });
}

const wrong = (message: string, help: string): UsageError =>
  new UsageError(message, `${help}; stave compare --help shows how it is used`, 'compare');

/** Which arms are set side by side. */
function pairsOf(
  folders: readonly ResultsFolder[],
  arms: readonly string[] | undefined,
): readonly (readonly [Side, Side])[] {
  const [first, second = first] = folders as [ResultsFolder, ResultsFolder?];
  if (arms && arms.length !== 2) throw wrong('--arms takes two names', 'such as --arms base,calm');
  const [a, b] = arms ?? [];
  if (a !== undefined && b !== undefined) return joined(first, a, second, b);
  if (first !== second) {
    const common = first.arms.filter(({ name }) => second.arms.some((other) => other.name === name));
    const [one, other] = [first.arms[0], second.arms[0]];
    if (common.length === 0 && one && other && first.arms.length === 1 && second.arms.length === 1)
      return [
        [
          { folder: first, arm: one },
          { folder: second, arm: other },
        ],
      ];
    if (common.length === 0)
      throw wrong(
        `${first.path} and ${second.path} have no arm of one name`,
        'say which: --arms NAME_IN_THE_FIRST,NAME_IN_THE_SECOND',
      );
    return common.flatMap(({ name }) => joined(first, name, second, name));
  }
  const base = first.arms[0]?.arm ?? '';
  const others = [...new Set(first.arms.map(({ arm }) => arm))].filter((arm) => arm !== base);
  if (others.length === 0)
    throw wrong(`${first.path} has one arm, and nothing to compare it with`, 'name a second folder');
  return others.flatMap((other) => joined(first, base, first, other));
}

/** An arm with another; at each point that both have, unless a point is named. */
function joined(
  first: ResultsFolder,
  a: string,
  second: ResultsFolder,
  b: string,
): readonly (readonly [Side, Side])[] {
  const [left, right] = [armsNamed(first, a), armsNamed(second, b)];
  if (left.length === 1 && right.length === 1)
    return [
      [
        { folder: first, arm: left[0] as FolderArm },
        { folder: second, arm: right[0] as FolderArm },
      ],
    ];
  const pairs = left.flatMap((arm) =>
    right
      .filter(({ point }) => point === arm.point)
      .map((other): readonly [Side, Side] => [
        { folder: first, arm },
        { folder: second, arm: other },
      ]),
  );
  if (pairs.length > 0) return pairs;
  const [one, other] = [left[0]?.name ?? a, right[0]?.name ?? b];
  throw wrong(`${a} and ${b} have no design point in common`, `name one of each: --arms ${one},${other}`);
}

function armsNamed({ arms, path }: ResultsFolder, name: string): readonly FolderArm[] {
  const exact = arms.filter((arm) => arm.name === name);
  const found = exact.length > 0 ? exact : arms.filter((arm) => arm.arm === name);
  if (found.length > 0) return found;
  const names = [...new Set(arms.map(({ arm }) => arm))];
  throw wrong(`${path} has no arm ${name}`, didYouMean(name, names) ?? `it has ${names.join(', ')}`);
}

interface Facts {
  readonly paired: boolean;
  /** Why they are not. */
  readonly why: readonly string[];
  readonly trials: number;
  readonly replications: number;
}

/** Trials are the same in both where seed, clock and the way of drawing are. */
function factsOf(a: Side, b: Side, { trials: wanted }: CompareOptions): Facts {
  const [clockA, clockB] = [a.arm.scenario.ir.clock, b.arm.scenario.ir.clock];
  const isSameClock =
    clockA.steps === clockB.steps &&
    clockA.unit === clockB.unit &&
    clockA.perStep === clockB.perStep &&
    clockA.dates?.[0] === clockB.dates?.[0];
  const why = [
    ...(a.folder.seed === b.folder.seed ? [] : [`their seeds differ (${a.folder.seed}, ${b.folder.seed})`]),
    ...(isSameClock ? [] : ['their clocks differ']),
    ...(a.folder.drawn === b.folder.drawn ? [] : ['their designs over trials differ']),
    ...(a.folder.drawn === 'latinHypercube' &&
    b.folder.drawn === 'latinHypercube' &&
    a.folder.trials !== b.folder.trials
      ? ['their Latin hypercubes have different numbers of trials']
      : []),
  ];
  const least = Math.min(a.folder.trials, b.folder.trials);
  if (wanted !== undefined && wanted > least)
    throw new InputError(
      `${grouped(least)} trials are in both, and --trials asks for ${grouped(wanted)}`,
      'raise them with stave batch … --resume --trials first, or leave it out',
    );
  return {
    ...{ paired: why.length === 0, why },
    trials: wanted ?? least,
    replications: Math.min(a.folder.replications, b.folder.replications),
  };
}

const labelOf = ({ folder, arm }: Side, other: Side): string =>
  folder.path === other.folder.path ? arm.name : `${folder.path} ${arm.name}`;

function told(a: Side, b: Side, { why }: Facts, { result, desynchronised }: Compared): ComparedPair {
  const replayOf =
    ({ folder, arm }: Side) =>
    ({ trial, replication }: { readonly trial: number; readonly replication: number }): string =>
      replay(folder.path, trial, folder.seed, { arm: arm.name, replication });
  return {
    a: labelOf(a, b),
    b: labelOf(b, a),
    seeds: [a.folder.seed, b.folder.seed],
    hashes: [a.arm.scenario.ir.hash, b.arm.scenario.ir.hash],
    unpairedBecause: why,
    result,
    ...(desynchronised && { desynchronised }),
    presentation: presentationOf(a.arm.scenario.model),
    replayA: replayOf(a),
    replayB: replayOf(b),
  };
}

/** Without presentation, and with commands in place of numbers of trials. */
export function comparisonDocument(pairs: readonly ComparedPair[]): {
  readonly schema: string;
  readonly comparisons: readonly object[];
} {
  return {
    schema: 'stave-compare/1',
    comparisons: pairs.map(({ presentation: _, replayA, replayB, result, desynchronised, ...rest }) => ({
      ...rest,
      ...withReplays(result, replayA, replayB),
      ...(desynchronised && { desynchronised: factorsOf(desynchronised) }),
    })),
  };
}

type Replay = ComparedPair['replayA'];

const withReplays = (result: ComparisonResult, replayA: Replay, replayB: Replay): object => ({
  ...result,
  questions: result.questions.map(({ outcomes, ...question }) => ({
    ...question,
    outcomes: outcomes.map(({ switched, ...outcome }) => {
      const withCommands = (list: typeof switched.onlyA): object[] =>
        list.map((one) => ({ ...one, replayA: replayA(one), replayB: replayB(one) }));
      return {
        ...outcome,
        switched: { onlyA: withCommands(switched.onlyA), onlyB: withCommands(switched.onlyB) },
      };
    }),
  })),
});

/** What pairing gains when there is nothing to pair. */
const factorsOf = ({ questions }: ComparisonResult): object[] =>
  questions.flatMap(({ id, outcomes, number, restrictedMean }) => {
    const all: readonly (readonly [string, Difference])[] = [
      ...outcomes.map((outcome) => [outcome.value, outcome] as const),
      ...(number ? [['mean', number] as const] : []),
      ...(restrictedMean ? [['restrictedMean', restrictedMean] as const] : []),
    ];
    return all.map(([of, { correlation, varianceReduction, equivalentTrials }]) => ({
      ...{ question: id, of, correlation, varianceReduction, equivalentTrials },
    }));
  });
