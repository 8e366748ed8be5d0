/** `stave elicit`: judgements of experts as priors, each expert's and the pool's, or as a study with an arm of each. */
import { dirname, relative, resolve } from 'node:path';
import {
  atConfidence,
  intrinsicRange,
  isUnanswerable,
  latestRound,
  performanceWeights,
  pooledPrior,
  priorOf,
  Problems,
  readExperts,
  readSeeds,
  writeCsv,
  type FormatProblem,
  type Judgement,
  type PerformanceWeights,
  type PriorFamily,
} from '@stave/forecast';
import { InputError, UsageError } from '../failure.ts';
import { prepareFile, writeText } from '../outputs.ts';
import { problemsText } from '../problems.ts';
import { examineStudy } from '../study.ts';
import { wantsColour } from '../terminal.ts';
import { hasErrors, problemsSaid } from './problems.ts';
import { readSheet } from './read.ts';

export interface ElicitOptions {
  readonly seeds?: string;
  readonly as: 'priors' | 'study' | 'csv';
  readonly scenario?: string;
  readonly family: PriorFamily;
  readonly limits?: { readonly low?: number; readonly high?: number };
  readonly out?: string;
  readonly json?: true;
}

interface ExpertPrior {
  readonly expert: string;
  readonly weight: number;
  readonly prior: string;
  readonly notes: readonly string[];
}

interface Elicited {
  readonly quantity: string;
  readonly pool: string;
  readonly experts: readonly ExpertPrior[];
}

export async function elicit(path: string, options: ElicitOptions): Promise<void> {
  const { as, out, scenario } = options;
  if (as === 'study' && scenario === undefined)
    throw new UsageError('a study needs its scenario', 'say --scenario scenario.yaml', 'elicit');
  if (out !== undefined) await prepareFile(out, 'the priors need a file', '--out experts.yaml');
  const { judgements, seeds, problems } = await read(path, options.seeds);
  process.stderr.write(problemsSaid(problems, 'pooled'));
  if (!judgements || hasErrors(problems)) {
    process.exitCode = 1;
    return;
  }
  const latest = latestRound(judgements);
  const weights = seeds && weightsOf(latest, seeds);
  const asked = [...new Set(latest.map(({ quantity }) => quantity))].filter(
    (quantity) => !seeds?.has(quantity),
  );
  if (asked.length === 0)
    throw new InputError(
      'every quantity is a seed question',
      'ask the experts for a quantity that is not known',
    );
  const elicited = asked.map((quantity) =>
    pooled(
      latest.filter((one) => one.quantity === quantity),
      options,
      weights,
    ),
  );
  const text = options.json
    ? `${JSON.stringify({ schema: 'stave-elicit/1', quantities: elicited, ...(weights && { weights }) }, null, 2)}\n`
    : as === 'study'
      ? studyText(elicited, latest, path, scenario ?? '', out)
      : as === 'csv'
        ? csvText(elicited)
        : priorsText(elicited, weights);
  if (out === undefined) process.stdout.write(text);
  else {
    await writeText(out, text);
    process.stderr.write(`wrote ${out}\n`);
    if (as === 'study' && !options.json) await checkStudy(out, text);
  }
}

interface Read {
  readonly judgements?: readonly Judgement[];
  readonly seeds?: ReadonlyMap<string, number>;
  readonly problems: readonly FormatProblem[];
}

async function read(path: string, seedsPath: string | undefined): Promise<Read> {
  const problems = new Problems(path);
  const sheet = await readSheet(path);
  problems.take(sheet.problems);
  const found = sheet.value && readExperts(sheet.value);
  if (found) problems.take(found.problems);
  if (found?.value?.length === 0)
    problems.error('nobody has judged anything', 'the file has a row for each judgement');
  if (!found?.value || problems.hasErrors) return { problems: problems.list() };
  const judgements = found.value.map(({ row: _, date, reason, ...rest }): Judgement => ({
    ...rest,
    ...(date !== undefined && { date }),
    ...(reason !== undefined && { reason }),
  }));
  if (seedsPath === undefined) return { judgements, problems: problems.list() };
  const seedSheet = await readSheet(seedsPath);
  problems.take(seedSheet.problems);
  const seeds =
    seedSheet.value && readSeeds(seedSheet.value, new Set(judgements.map(({ quantity }) => quantity)));
  if (seeds) problems.take(seeds.problems);
  return { judgements, ...(seeds?.value && { seeds: seeds.value }), problems: problems.list() };
}

/** @throws InputError where the seeds tell experts apart in no way. */
function weightsOf(judgements: readonly Judgement[], seeds: ReadonlyMap<string, number>): PerformanceWeights {
  const own = judgements.filter(({ quantity }) => seeds.has(quantity));
  // Weights need one confidence; most have said it.
  const confidence = mostCommon(own.map((one) => one.confidence));
  const found = performanceWeights(
    own.map((one) => (one.confidence === confidence ? one : atConfidence(one, confidence))),
    [...seeds].map(([quantity, truth]) => ({ quantity, truth })),
  );
  if (isUnanswerable(found))
    throw new InputError(lower(found.unanswerable), 'mend the seed questions, or leave --seeds out');
  for (const warning of found.warnings) process.stderr.write(`warning: ${lower(warning)}\n`);
  return found;
}

const lower = (text: string): string => text.replace(/^./, (letter) => letter.toLowerCase());

function mostCommon(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0.9;
}

/** @throws InputError where a distribution cannot be had of what was said. */
function pooled(
  judgements: readonly Judgement[],
  { family, limits }: ElicitOptions,
  weights: PerformanceWeights | undefined,
): Elicited {
  const range = intrinsicRange(judgements, limits ? { limits } : {});
  const byExpert = weights && new Map(weights.experts.map(({ expert, weight }) => [expert, weight]));
  const pool = pooledPrior(judgements, range, byExpert);
  if (isUnanswerable(pool))
    throw new InputError(lower(pool.unanswerable), 'leave --seeds out, or ask more experts');
  return {
    quantity: pool.quantity,
    pool: pool.text,
    experts: judgements.map((judgement): ExpertPrior => {
      const prior = priorOf(judgement, family, range);
      if (isUnanswerable(prior))
        throw new InputError(lower(prior.unanswerable), 'choose another --family, or widen --limits');
      const weight = pool.experts.find(({ expert }) => expert === judgement.expert)?.weight ?? 0;
      return { expert: judgement.expert, weight, prior: prior.text, notes: prior.notes };
    }),
  };
}

function priorsText(elicited: readonly Elicited[], weights: PerformanceWeights | undefined): string {
  const share = (weight: number): string => `${(100 * weight).toFixed(0)}%`.padStart(4);
  const how = weights
    ? [
        'Weights: calibration × information on the seed questions (Cooke 1991).',
        ...weights.experts.map(
          ({ expert, seeds, calibration, information, weight }) =>
            `  ${share(weight)}  ${expert}: calibration ${calibration.toPrecision(2)}, information ${information.toPrecision(2)}, ${seeds} seeds`,
        ),
        '',
      ]
    : ['Weights: all alike.', ''];
  const quantities = elicited.flatMap(({ quantity, pool, experts }) => [
    quantity,
    `  pool  ${pool}`,
    ...experts.flatMap(({ expert, weight, prior, notes }) => [
      `  ${share(weight)}  ${expert}: ${prior}`,
      ...notes.map((note) => `        ${note}`),
    ]),
    '',
  ]);
  return [...how, ...quantities].join('\n');
}

const csvText = (elicited: readonly Elicited[]): string =>
  writeCsv(
    ['quantity', 'expert', 'weight', 'prior'],
    elicited.flatMap(({ quantity, pool, experts }) => [
      [quantity, 'pool', '1', pool],
      ...experts.map(({ expert, weight, prior }) => [quantity, expert, String(weight), prior]),
    ]),
  );

/** An arm for the pool and one for each expert; what an expert did not judge stays as the scenario has it. */
function studyText(
  elicited: readonly Elicited[],
  judgements: readonly Judgement[],
  path: string,
  scenario: string,
  out: string | undefined,
): string {
  const experts = [...new Set(elicited.flatMap((one) => one.experts.map(({ expert }) => expert)))];
  const names = armNames(experts);
  const folder = out === undefined ? process.cwd() : dirname(resolve(out));
  const quoted = (text: string): string => JSON.stringify(text);
  const prior = (quantity: string, text: string, why: string): string =>
    `      ${quantity}: { prior: ${quoted(text)}, basis: judgement, why: ${quoted(why)} }`;
  const reasonOf = (expert: string, quantity: string): string => {
    const reason = judgements.find((one) => one.expert === expert && one.quantity === quantity)?.reason;
    return `${expert}${reason === undefined ? '' : `: ${reason}`}`;
  };
  return [
    'stave-study: 1',
    'id: experts',
    `title: ${quoted(`What experts said (${path})`)}`,
    `scenario: ${quoted(relative(folder, resolve(scenario)))}`,
    'trials: 10000',
    'seed: 1',
    'arms:',
    '  pool:',
    '    label: All experts together',
    '    parameters:',
    ...elicited.map(({ quantity, pool, experts: members }) =>
      prior(
        quantity,
        pool,
        `Pool of ${members
          .filter(({ weight }) => weight > 0)
          .map(({ expert, weight }) => `${expert} (${(100 * weight).toFixed(0)}%)`)
          .join(', ')}`,
      ),
    ),
    ...experts.flatMap((expert) => [
      `  ${names.get(expert) ?? ''}:`,
      `    label: ${quoted(expert)}`,
      '    parameters:',
      ...elicited.flatMap(({ quantity, experts: members }) => {
        const own = members.find((one) => one.expert === expert);
        return own ? [prior(quantity, own.prior, reasonOf(expert, quantity))] : [];
      }),
    ]),
    '',
  ].join('\n');
}

/** Names of the language from names of people, all different. */
function armNames(experts: readonly string[]): ReadonlyMap<string, string> {
  const used = new Set(['pool']);
  return new Map(
    experts.map((expert, i) => {
      const words = expert
        .normalize('NFKD')
        .replace(/\p{M}/gu, '')
        .split(/[^A-Za-z0-9]+/)
        .filter((word) => word !== '');
      const camel = words
        .map((word, k) => (k === 0 ? word : word[0]?.toUpperCase() + word.slice(1)))
        .join('');
      const wanted = /^[A-Za-z]/.test(camel) ? camel : `expert${i + 1}`;
      let name = wanted;
      for (let k = 2; used.has(name); k++) name = `${wanted}${k}`;
      used.add(name);
      return [expert, name];
    }),
  );
}

/** What the scenario says to priors of quantities that it does not have, or of other units. */
async function checkStudy(path: string, text: string): Promise<void> {
  const { files, opened } = await examineStudy({ name: path, text });
  const colour = wantsColour(process.stderr, process.env);
  const errors = files.map(({ source, diagnostics }) =>
    problemsText({ source, diagnostics: diagnostics.filter(({ severity }) => severity === 'error') }, colour),
  );
  process.stderr.write(errors.filter((one) => one !== '').join('\n'));
  if (!opened) process.exitCode = 1;
}
