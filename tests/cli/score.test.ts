/** `stave score` on a batch and on what others say, `stave forecast` and `stave elicit`, as processes. */
import { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCsv } from '@stave/forecast';
import { beforeAll, expect, test } from 'vitest';
import { STACK_LINE, stave, temporaryFolder, type Result } from './command.ts';

const resolution = `resolution: { criteria: By the two ministries., sources: [ministries], resolver: A desk, void: If either ends., opens: 2023-07-01, closes: 2024-12-31, zone: Asia/Seoul }`;
const scenario = `stave: 1
id: two-neighbours
title: Two neighbours
clock: { start: 2023-07, step: 1 month, steps: 18 }
parameters:
  backlashRate: { prior: 'uniform(0.01, 0.1)', unit: 1/month, basis: judgement }
drivers:
  opinion:
    basis: assumption
    initial: tolerant
    states:
      tolerant: { chance: [{ to: backlash, rate: backlashRate }] }
      backlash: { after: { 6 months: tolerant } }
indicators:
  warmth: { start: 0.45, next: warmth - 0.02 * opinion.backlash, noise: 'normal(0, 0.02)', range: [0, 1], basis: judgement }
questions:
  falls:
    ask: Does warmth end below its start?
    kind: binary
    yes: warmth < start(warmth)
    at: 2024-12-31
    ${resolution}
    baseline: { probability: 0.4, source: past pairs, basis: assumption }
    cluster: mood
    proxy: Warmth stands for polls.
  trend:
    ask: How does warmth move?
    kind: ordered
    outcomes: [{ id: falls, when: warmth < 0.4 }, { id: holds, when: warmth < 0.5 }, { id: rises }]
    at: 2024-12-31
    ${resolution}
    baseline: { probabilities: { falls: 0.3, holds: 0.4, rises: 0.3 }, source: past pairs }
    cluster: mood
    proxy: Warmth stands for polls.
  firstBacklash:
    ask: When is the first backlash?
    kind: time
    first: opinion.backlash
    by: 2024-12-31
    cluster: events
    proxy: Protest counts.
  level:
    ask: How warm is it at the end?
    kind: numeric
    value: warmth
    at: 2024-12-31
    cluster: mood
    proxy: Warmth stands for polls.
  inside:
    ask: Is it cold?
    kind: binary
    yes: warmth < 0.3
    at: end
    internal: true
`;
const truth = `question,state,outcome,resolved_at,source
falls,resolved,yes,2025-01-05,polls
trend,resolved,holds,2025-01-05,polls
firstBacklash,resolved,2024-09-10,2024-09-11,press
level,resolved,0.41,2025-01-05,polls
`;
const folder = temporaryFolder({
  'scenario.yaml': scenario,
  'study.yaml':
    'stave-study: 1\nid: rates\ntitle: Rates\nscenario: scenario.yaml\ntrials: 500\nseed: 7\narms: { base: {} }\n',
  'truth.csv': truth,
  'class.csv': `forecaster,team,question,issued_at,category,probability
ana,red,falls,2023-08-01,yes,0.7
bo,blue,falls,2023-09-01,yes,0.4
bo,blue,falls,2025-01-06,yes,1
ana,red,trend,2023-08-01,falls,0.2
ana,red,trend,2023-08-01,holds,0.5
ana,red,trend,2023-08-01,rises,0.3
`,
  'market.csv':
    'market,question,time,price,bid,ask\nhere,falls,2023-08-05T00:00:00Z,0.5,,\nhere,falls,2023-09-05T00:00:00Z,,0.55,0.65\n',
});

type Row = Readonly<Record<string, string>>;
function rows(path: string): readonly Row[] {
  const { value } = readCsv(readFileSync(join(folder, path), 'utf8'), path);
  return (value?.rows ?? []).map(({ cells }) =>
    Object.fromEntries((value?.columns ?? []).map((name, i) => [name, cells[i] ?? ''])),
  );
}
const json = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(folder, path), 'utf8')) as Record<string, unknown>;
const close = (found: string | undefined, expected: number): void => {
  expect(found).not.toBe('');
  expect(Math.abs(Number(found) - expected)).toBeLessThan(1e-12 * Math.max(1, Math.abs(expected)));
};

let scored: Result;
beforeAll(() => {
  stave(['batch', 'study.yaml', '--out', 'batch'], folder);
  stave(['forecast', 'export', 'batch', '--as', 'hub', '--format', 'parquet', '--out', 'hub'], folder);
  const against = ['--against', 'class.csv', '--against', 'market.csv', '--against', 'exported=hub'];
  scored = stave(
    ['score', 'batch', '--truth', 'truth.csv', ...against, '--out', 'scores', '--html', 'report.html'],
    folder,
  );
});

test('answers of a batch are scored as its tables have them', () => {
  expect(scored.stderr).toBe('wrote report.html\nwrote scores\n');
  expect(scored.code).toBe(0);
  const outcomes = rows('batch/results/outcomes.csv');
  const probability = (question: string, outcome: string, reach = 'at'): number =>
    Number(
      outcomes.find(
        (row) => row['question'] === question && row['outcome'] === outcome && row['reach'] === reach,
      )?.['probability'],
    );
  const row = (name: string, question: string, model = 'two-neighbours'): Row | undefined =>
    rows(`scores/scores_${name}.csv`).find(
      (one) => one['model_id'] === model && one['question'] === question,
    );

  const yes = probability('falls', 'yes');
  close(row('binary', 'falls')?.['brier'], (yes - 1) ** 2);
  close(row('binary', 'falls')?.['log_score'], -Math.log(yes));
  const [falls, holds] = [probability('trend', 'falls'), probability('trend', 'holds')];
  close(row('pmf', 'trend')?.['rps'], falls ** 2 + (falls + holds - 1) ** 2);
  // By the end: it came on 10 September, before the frame of 1 October and so within the window.
  close(
    row('time', 'firstBacklash')?.['brier_by_end'],
    (probability('firstBacklash', '2025-01-01', 'by') - 1) ** 2,
  );
  // The integral of (P(by t) - 1{by t})² over days, which is 438 of 550 at the end of 10 September.
  const dates = outcomes.filter((one) => one['question'] === 'firstBacklash' && one['reach'] === 'by');
  const day = (date = ''): number =>
    (Date.parse(`${date}T00:00:00Z`) - Date.parse('2023-07-01T00:00:00Z')) / 86_400_000;
  const integral = dates.slice(0, -1).reduce((sum, { date, probability: p }, i) => {
    const [from, to] = [day(date), day(dates[i + 1]?.['date'])];
    const before = Math.max(0, Math.min(to, 438) - from);
    return sum + before * Number(p) ** 2 + (to - from - before) * (Number(p) - 1) ** 2;
  }, 0);
  close(row('time', 'firstBacklash')?.['survival_crps'], integral);
  // Nobody looks up what is internal.
  expect(rows('scores/scores_binary.csv').map((one) => one['question'])).not.toContain('inside');
  expect(scored.stdout).toMatch(/Internal, never scored\n\n- inside/);
});

test('others are scored beside it: a class, a market, a hub', () => {
  const brier = (model: string): string | undefined =>
    rows('scores/scores_binary.csv').find((one) => one['model_id'] === model)?.['brier'];
  close(brier('ana'), 0.09);
  // What was said when it was known does not count, so the forecast before it does.
  close(brier('bo'), 0.36);
  close(brier('here'), 0.16);
  for (const table of ['binary', 'pmf', 'quantile', 'time']) {
    const [own, exported] = ['two-neighbours', 'exported'].map((model) =>
      rows(`scores/scores_${table}.csv`).filter((one) => one['model_id'] === model),
    );
    const bare = (all: readonly Row[] | undefined): readonly object[] =>
      (all ?? []).map(({ model_id: _, ...rest }) => rest);
    expect(bare(own).length).toBeGreaterThan(0);
    expect(bare(exported)).toEqual(bare(own));
  }
  const config = json('hub/hub-config/tasks.json') as {
    rounds: { model_tasks: { target_metadata: { target_type: string }[] }[] }[];
  };
  expect(config.rounds[0]?.model_tasks.map((one) => one.target_metadata[0]?.target_type)).toEqual([
    'binary',
    'ordinal',
    'continuous',
    'continuous',
  ]);
});

test('the report says what is compared, how little there is, and what stands for what', () => {
  for (const says of [
    /4 tasks are scored, in 2 clusters/,
    /4 scored tasks are answered by a proxy/,
    /falls: Warmth stands for polls/,
    /Nothing shows when batch was answered/,
    /skill: base rate/,
    /which decides nothing/,
    /by stave\s+compare/,
    /ana on falls: From 2023-08-01 to 2023-08-05/,
  ])
    expect(scored.stdout).toMatch(says);
  const page = readFileSync(join(folder, 'report.html'), 'utf8');
  expect(page).toMatch(/^<!doctype html>/);
  expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org\/2000\/svg)|NaN|undefined|\[object/);
  expect(page.match(/<svg /g)?.length).toBeGreaterThan(0);
  const document = json('scores/score.json');
  expect(document).toMatchObject({
    schema: 'stave-score/1',
    tasks: { forecast: 5, scored: 4, internal: ['inside'] },
  });
  expect(JSON.stringify(document)).not.toMatch(/:null/);
});

test('a revised outcome is scored again, and the journal says what changed', () => {
  writeFileSync(
    join(folder, 'truth.csv'),
    `${truth}falls,revised,no,2025-03-01,a second look\ntrend,revised,,2025-03-01,\n`,
  );
  const args = ['score', 'batch', '--truth', 'truth.csv', '--out', 'scores', '--json'];
  expect(stave(args, folder)).toMatchObject({ code: 1, stderr: '' });
  writeFileSync(
    join(folder, 'truth.csv'),
    `${truth}falls,revised,no,2025-03-01,a second look\nlevel,void,,2025-03-01,the series ended\n`,
  );
  const { code, stdout } = stave(args, folder);
  expect(code).toBe(0);
  const { changes, tasks } = JSON.parse(stdout) as {
    changes: { outcomes: unknown[]; scores: unknown[] };
    tasks: { revised: unknown[]; voided: unknown[] };
  };
  expect(changes.outcomes).toEqual([
    { task: 'falls', from: 'resolved yes', to: 'resolved no' },
    { task: 'level', from: 'resolved 0.41', to: 'void: the series ended' },
  ]);
  // What has no score any more is said, too.
  expect(changes.scores).toContainEqual(
    expect.objectContaining({ forecaster: 'two-neighbours', table: 'quantile', mean: 'none', n: 0 }),
  );
  const reread = readFileSync(join(folder, 'scores/report.txt'), 'utf8');
  expect(reread).toMatch(/two-neighbours, mean wis \(quantile\): [\d.]+ → none/);
  expect(tasks.revised).toEqual([
    { task: 'falls', times: 1 },
    { task: 'level', times: 1 },
  ]);
  expect(tasks.voided).toEqual([{ task: 'level', why: 'the series ended' }]);
  expect(readFileSync(join(folder, 'scores/audit.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(2);
  expect(readdirSync(join(folder, 'scores'))).not.toContain('scores_quantile.csv');
});

test('registered answers are scored as they were, and not when a byte was changed', () => {
  expect(stave(['forecast', 'register', 'batch', '--out', 'answers.json'], folder)).toMatchObject({
    code: 0,
  });
  const again = stave(['forecast', 'register', 'batch', '--out', 'answers.json'], folder);
  expect(again.code).toBe(1);
  expect(again.stderr).toMatch(/answers\.json is there already[^]*help: name another file/);
  writeFileSync(join(folder, 'truth.csv'), truth);
  const { code, stdout } = stave(['score', 'answers.json', '--truth', 'truth.csv', '--json'], folder);
  expect(code).toBe(0);
  const { tables, honesty } = JSON.parse(stdout) as {
    tables: { table: string; models: { mean: number }[] }[];
    honesty: string[];
  };
  const binary = tables.find(({ table }) => table === 'binary')?.models[0]?.mean;
  close(
    rows('batch/results/outcomes.csv').find(
      (one) => one['question'] === 'falls' && one['outcome'] === 'yes',
    )?.['probability'],
    1 - Math.sqrt(binary ?? 0),
  );
  expect(honesty.join(' ')).toMatch(
    /registered on .*, after 4 of the outcomes were known: of those it is a hindcast/,
  );
  const text = readFileSync(join(folder, 'answers.json'), 'utf8');
  writeFileSync(join(folder, 'changed.json'), text.replace('"probability":0.', '"probability":0.1'));
  const changed = stave(['score', 'changed.json', '--truth', 'truth.csv'], folder);
  expect(changed).toMatchObject({ code: 1, stdout: '' });
  expect(changed.stderr).toMatch(/changed\.json:1: error: column hash: the file is not what was registered/);
});

test('an outcome that is shared, or open again, stands in the journal', () => {
  const put = (more: string): void =>
    writeFileSync(
      join(folder, 'shared.csv'),
      `question,state,outcome,resolved_at,source,share\nfalls,resolved,yes,2025-01-05,polls,\n${more}`,
    );
  const args = ['score', 'batch', '--truth', 'shared.csv', '--out', 'journal', '--json'];
  put('trend,partial,holds,2025-01-05,polls,0.25\ntrend,partial,rises,2025-01-05,polls,0.75\n');
  expect(stave(args, folder).code).toBe(0);
  put('trend,open,,2025-01-05,,\n');
  const { changes } = JSON.parse(stave(args, folder).stdout) as { changes: { outcomes: unknown[] } };
  expect(changes.outcomes).toEqual([{ task: 'trend', from: 'partial holds 0.25, rises 0.75', to: 'open' }]);
});

test('questions that have other names elsewhere are found by a map: in a class, a market, a hub, the truth', () => {
  const put = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  put('truth.csv', truth);
  put('map.csv', 'theirs,ours\nq7,falls\nq8,trend\n');
  put('other-class.csv', read('class.csv').replaceAll('falls,20', 'q7,20').replaceAll('trend,', 'q8,'));
  put('other-market.csv', read('market.csv').replaceAll('falls', 'q7'));
  put('other-truth.csv', truth.replace('falls,resolved', 'q7,resolved').replace('trend,', 'q8,'));
  put(
    'other-hub.csv',
    'target,origin_date,output_type,output_type_id,value\nq7,2023-07-01,pmf,no,0.5\nq7,2023-07-01,pmf,yes,0.5\n',
  );
  const against = ['other-class.csv', 'other-market.csv', 'hub=other-hub.csv'].flatMap((path) => [
    '--against',
    path,
  ]);
  const args = ['score', 'batch', '--truth', 'other-truth.csv', '--map', 'map.csv', ...against];
  expect(stave([...args, '--out', 'mapped'], folder)).toMatchObject({ code: 0, stderr: 'wrote mapped\n' });
  const found = Object.fromEntries(
    rows('mapped/scores_binary.csv').map((row) => [row['model_id'], row['brier']]),
  );
  close(found['ana'], 0.09);
  close(found['here'], 0.16);
  close(found['hub'], 0.25);
  put('map.csv', 'theirs,ours\nq7,fals\nq7,trend\n');
  const { code, stderr } = stave(args, folder);
  expect(code).toBe(1);
  expect(stderr).toMatch(/map\.csv:3: error: column theirs: row 2 says already what q7 is here/);
  put('map.csv', 'theirs,ours\nq7,fals\nq8,trend\n');
  expect(stave(args, folder).stderr).toMatch(
    /map\.csv:2: error: column ours: there is no question `fals` here\n {2}help: did you mean `falls`/,
  );
});

test('a file that forecasts nothing is not passed over in silence', () => {
  writeFileSync(
    join(folder, 'nothing.csv'),
    'market,question,time,category,price\nhere,trend,2023-08-05T00:00:00Z,falls,0.2\n',
  );
  const { code, stderr } = stave(
    ['score', 'batch', '--truth', 'truth.csv', '--against', 'nothing.csv'],
    folder,
  );
  expect(stderr).toMatch(/nothing\.csv: warning: nothing is forecast in it\n {2}help: prices of several/);
  expect(code).toBe(0);
});

test('who is called as a reference is told apart from it', () => {
  writeFileSync(
    join(folder, 'named.csv'),
    'forecaster,team,question,issued_at,category,probability\nbase rate,red,falls,2023-08-01,yes,0.7\n',
  );
  const { code, stderr, stdout } = stave(
    ['score', 'batch', '--truth', 'truth.csv', '--against', 'named.csv'],
    folder,
  );
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toMatch(/base rate \(named\.csv\)/);
});

test('a class and an export bring their own questions and outcomes', () => {
  mkdirSync(join(folder, 'class'));
  const put = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  put(
    'class/questions.csv',
    'id,type,options,opens,closes\nq1,binary,,2024-01-01,2024-01-10\nq2,nominal,a|b|c,2024-01-01,2024-01-10\n',
  );
  put('class/resolutions.csv', 'id,resolved_at,outcome,void\nq1,2024-01-11,yes,\nq2,2024-01-11,,true\n');
  put(
    'class/forecasts.csv',
    'forecaster,team,question,issued_at,category,probability\nana,red,q1,2024-01-01,yes,0.8\nbo,red,q1,2024-01-06,yes,0.5\nbo,red,q1,2024-01-09,,\n',
  );
  mkdirSync(join(folder, 'export'));
  put(
    'export/question_data.csv',
    'Question ID,Question Title,Question Type,MC Options,Continuous Range,Open Time,Scheduled Close Time,Actual Close Time,Resolution,Resolution Known Time\n9,Yes?,binary,,,2024-01-01 00:00:00+00:00,2024-01-11 00:00:00+00:00,,yes,2024-01-11 00:00:00+00:00\n',
  );
  put(
    'export/forecast_data.csv',
    'Question ID,Forecaster ID,Forecaster Username,Start Time,End Time,Forecaster Count,Probability Yes,Probability Yes Per Category,Continuous CDF\n9,,recency_weighted,2024-01-01 00:00:00+00:00,,5,0.6,,\n',
  );
  put('map.csv', 'theirs,ours\n9,q1\n');
  const { code, stderr } = stave(
    ['score', 'class', '--against', 'export', '--map', 'map.csv', '--out', 'class-scores'],
    folder,
  );
  expect(stderr).toBe('wrote class-scores\n');
  expect(code).toBe(0);
  const scores = rows('class-scores/scores_binary.csv');
  close(scores.find((one) => one['model_id'] === 'ana')?.['brier'], 0.04);
  close(scores.find((one) => one['model_id'] === 'recency_weighted')?.['brier'], 0.16);
  // Taken back before the close: no forecast of bo stands at the end, but while it stood it counts.
  expect(scores.map((one) => one['model_id'])).not.toContain('bo');
  const timed = rows('class-scores/tournament.csv');
  // By hand: of ten days three, 100 ln(0.5 / 0.8); the aggregate is nobody's peer.
  close(timed.find((one) => one['forecaster'] === 'bo')?.['peer'], 0.3 * 100 * Math.log(0.5 / 0.8));
  close(timed.find((one) => one['forecaster'] === 'ana')?.['peer'], 0.3 * 100 * Math.log(0.8 / 0.5));
  close(timed.find((one) => one['forecaster'] === 'bo')?.['coverage'], 0.3);
  // What stood at the close alone: by hand 100 log2(2 · 0.8); with nobody beside it a peer score of 0; bo had gone.
  close(timed.find((one) => one['forecaster'] === 'ana')?.['spot_baseline'], 100 * Math.log2(1.6));
  close(timed.find((one) => one['forecaster'] === 'ana')?.['spot_peer'], 0);
  expect(timed.find((one) => one['forecaster'] === 'bo')).toMatchObject({ spot_peer: '', spot_baseline: '' });
  // At half time both had a forecast, at the close one.
  const { tournament } = json('class-scores/score.json') as {
    tournament: { overTime: { share: number; forecaster: string; n: number; brier: number }[] };
  };
  const at = (share: number): object[] =>
    tournament.overTime.filter((one) => one.share === share && one.forecaster !== 'recency_weighted');
  expect(at(0.5)).toEqual([
    { share: 0.5, forecaster: 'ana', n: 1, brier: expect.closeTo(0.08, 12) as number },
    { share: 0.5, forecaster: 'bo', n: 1, brier: 0.5 },
  ]);
  expect(at(1)).toHaveLength(1);
  expect(rows('class-scores/leaderboard.csv')[0]).toMatchObject({ rank: '1', forecaster: 'ana' });
});

test('one wrong certainty decides nothing where a least probability was announced', () => {
  writeFileSync(
    join(folder, 'certain.csv'),
    'forecaster,team,question,issued_at,category,probability\nana,red,falls,2023-07-01,yes,0\nbo,red,falls,2023-07-01,yes,0.5\n',
  );
  const args = ['score', 'batch', '--against', 'certain.csv', '--truth', 'truth.csv', '--json'];
  const peersOf = (more: readonly string[]): (number | undefined)[] => {
    const { tournament } = JSON.parse(stave([...args, ...more], folder).stdout) as {
      tournament: { rows: { question: string; forecaster: string; peer?: number }[]; notes: string[] };
    };
    return ['ana', 'bo'].map(
      (name) => tournament.rows.find((row) => row.question === 'falls' && row.forecaster === name)?.peer,
    );
  };
  expect(peersOf([])).toEqual([undefined, undefined]);
  const [ana, bo] = peersOf(['--least-probability', '0.01']);
  const yes = Number(
    rows('batch/results/outcomes.csv').find(
      (one) => one['question'] === 'falls' && one['outcome'] === 'yes',
    )?.['probability'],
  );
  const other = 0.01 + 0.98 * yes;
  close(String(ana), 100 * (Math.log(0.01) - (Math.log(0.5) + Math.log(other)) / 2));
  close(String(bo), 100 * (Math.log(0.5) - (Math.log(0.01) + Math.log(other)) / 2));
  expect(stave([...args, '--least-probability', '0.5'], folder).code).toBe(2);
});

test('a question of an export that closed early is scored over the time it was meant to have', () => {
  mkdirSync(join(folder, 'early'));
  const put = (name: string, text: string): void => writeFileSync(join(folder, 'early', name), text);
  const day = (n: number): string => `2024-01-${String(n).padStart(2, '0')} 00:00:00+00:00`;
  put(
    'question_data.csv',
    `Question ID,Question Title,Question Type,MC Options,Continuous Range,Open Time,Scheduled Close Time,Actual Close Time,Resolution,Resolution Known Time\n9,Yes?,binary,,,${day(1)},${day(11)},${day(6)},yes,${day(6)}\n`,
  );
  put(
    'forecast_data.csv',
    `Question ID,Forecaster ID,Forecaster Username,Start Time,End Time,Forecaster Count,Probability Yes,Probability Yes Per Category,Continuous CDF\n9,1,ana,${day(1)},,,0.8,,\n9,2,bo,${day(2)},,,0.5,,\n`,
  );
  expect(stave(['score', 'early', '--out', 'early-scores'], folder).code).toBe(0);
  const [ana, bo] = rows('early-scores/tournament.csv');
  // Of ten days five: alone on the first, against each other on four.
  close(ana?.['baseline'], 0.5 * 100 * Math.log2(1.6));
  close(ana?.['peer'], 0.4 * 100 * Math.log(1.6));
  close(bo?.['peer'], -0.4 * 100 * Math.log(1.6));
  close(bo?.['coverage'], 0.4);
  close(bo?.['attainable'], 0.5);
});

test('a batch whose files were cut or mixed up is told, not stumbled over', () => {
  cpSync(join(folder, 'batch'), join(folder, 'cut'), { recursive: true });
  const file = (name: string): string => join(folder, 'cut/results', name);
  const whole = readFileSync(file('manifest.json'));
  const scored = (): Result => stave(['score', 'cut', '--truth', 'truth.csv'], folder);
  const faults: readonly [name: string, text: string][] = [
    ['manifest.json', 'null'],
    ['manifest.json', '{"schema":"stave-batch-manifest/1"}'],
    ['estimates/base.json', '{}'],
    ['estimates/base.json', '{"questions":[{"id":"falls"}]}'],
  ];
  for (const [name, text] of faults) {
    writeFileSync(file('manifest.json'), whole);
    writeFileSync(file(name), text);
    const { code, stderr } = scored();
    expect(stderr).toContain(`${name}:1: error: this is not what stave has written there\n  help: `);
    expect(code).toBe(1);
  }
});

test('a file of a hub holds the rows of the round it is named by', () => {
  const folderOf = 'hub/model-output/stave-two_neighbours';
  const [name = ''] = readdirSync(join(folder, folderOf));
  renameSync(join(folder, folderOf, name), join(folder, folderOf, name.replace('2023-07-01', '2023-08-01')));
  const { code, stderr } = stave(['score', 'hub', '--truth', 'truth.csv'], folder);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /2023-08-01-stave-two_neighbours\.parquet:1: error: column origin_date: the file is named by the round 2023-08-01 and has rows of 2023-07-01/,
  );
});

test('experts become arms of a study that runs', () => {
  const experts = `expert,quantity,round,low,best,high,confidence,date,reason
Ana B.,backlashRate,1,0.01,0.03,0.08,0.9,2023-06-01,first thought
Ana B.,backlashRate,2,0.02,0.04,0.09,0.9,2023-06-10,"after the talk, again"
Bo,backlashRate,1,0.005,0.02,0.05,0.8,,
`;
  writeFileSync(join(folder, 'experts.csv'), experts);
  const { code, stderr } = stave(
    [
      'elicit',
      'experts.csv',
      '--as',
      'study',
      '--scenario',
      'scenario.yaml',
      '--limits',
      '0,',
      '--out',
      'experts.yaml',
    ],
    folder,
  );
  expect(stderr).toBe('wrote experts.yaml\n');
  expect(code).toBe(0);
  const ran = stave(
    ['batch', 'experts.yaml', '--trials', '64', '--trials-table', 'none', '--out', 'experts', '--json'],
    folder,
  );
  expect(ran.code).toBe(0);
  const { arms } = JSON.parse(ran.stdout) as { arms: { arm: string }[] };
  expect(arms.map(({ arm }) => arm)).toEqual(['pool', 'AnaB', 'Bo']);
  writeFileSync(join(folder, 'wrong.csv'), experts.replace('0.02,0.04,0.09', '0.05,0.04,0.09'));
  const wrong = stave(['elicit', 'wrong.csv'], folder);
  expect(wrong).toMatchObject({ code: 1, stdout: '' });
  expect(wrong.stderr).toMatch(/wrong\.csv:3: error: column best: best 0\.04 is not between 0\.05 and 0\.09/);
});

test.each<[args: readonly string[], code: number, says: RegExp]>([
  [['score', 'batch'], 1, /nothing says what came\n {2}help: .*--truth/],
  [['score', 'batch', '--truth', 'truth.csv', '--baseline', 'nobody'], 2, /no forecaster is called nobody/],
  [['score', 'batch', '--truth', 'truth.csv', '--out', '.'], 1, /holds other things/],
  [['forecast', 'register', 'class', '--out', 'x.json'], 1, /is no folder of stave batch/],
  [['elicit', 'experts.csv', '--as', 'study'], 2, /needs its scenario/],
])('refused with a remedy: stave %j', (args, exitCode, says) => {
  const { code, stdout, stderr } = stave(args, folder);
  expect(stderr).toMatch(says);
  expect(stderr).not.toMatch(STACK_LINE);
  expect(stdout).toBe('');
  expect(code).toBe(exitCode);
});

test('one report has what happened and the arms trial by trial', () => {
  writeFileSync(
    join(folder, 'two-arms.yaml'),
    'stave-study: 1\nid: two-arms\ntitle: Two arms\nscenario: scenario.yaml\ntrials: 200\nseed: 7\narms: { base: {}, calm: { parameters: { backlashRate: 0.01 / month } } }\n',
  );
  expect(stave(['batch', 'two-arms.yaml', '--out', 'two-arms'], folder).code).toBe(0);
  const args = ['score', 'two-arms', '--truth', 'truth.csv', '--compare'];
  const { code, stdout } = stave([...args, '--html', 'both.html'], folder);
  expect(code).toBe(0);
  expect(stdout).toMatch(/Brier/);
  expect(stdout).toMatch(/paired: trial by trial on the same luck/);
  const page = readFileSync(join(folder, 'both.html'), 'utf8');
  expect(page).toMatch(/<h2>C\. Batch against batch<\/h2>[^]*less base<\/h2>[^]*<\/main>/);
  expect(page).not.toMatch(/<script/);
  const { comparisons } = JSON.parse(stave([...args, '--json'], folder).stdout) as {
    comparisons: { paired: boolean; questions: { id: string }[] }[];
  };
  expect(comparisons.every(({ paired }) => paired)).toBe(true);
  expect(comparisons[0]?.questions.map(({ id }) => id)).toContain('falls');
  const refused = stave(['score', 'batch', '--truth', 'truth.csv', '--compare'], folder);
  expect(refused.stderr).toMatch(/batch has one arm, and nothing to compare it with/);
  expect(refused.code).toBe(2);
});
