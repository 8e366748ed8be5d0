/** The verbs about forecasts of any origin, and their options: `score`, `forecast`, `elicit`. */
import { Option, type Command } from 'commander';
import { wholeNumber } from '../numbers.ts';
import {
  collected,
  dateText,
  langOption,
  leastText,
  limitsText,
  nameList,
  pathText,
  shifts,
} from '../options.ts';
import type { ElicitOptions } from './eliciting.ts';
import type { ExportOptions } from './exporting.ts';
import type { RegisterOptions } from './registering.ts';
import type { ScoreOptions } from './score.ts';

const SCORE_EXAMPLES = `
Examples:
  stave score results/study --truth outcomes.csv
  stave score results/study --truth outcomes.csv --against class.csv --against market.csv --html report.html
  stave score hub --truth hub/target-data/oracle-output.csv --out scores
  stave score answers.json --truth outcomes.yaml --out scores --json

Less is better unless a column says otherwise. Scoring again into the same folder adds to its audit.jsonl.
`;

const FORECAST_EXAMPLES = `
Examples:
  stave forecast register results/study --out answers.json
  stave forecast export results/study --as hub --out hub --arm all
`;

const ELICIT_EXAMPLES = `
Examples:
  stave elicit experts.csv
  stave elicit experts.csv --seeds seeds.csv --as csv
  stave elicit experts.csv --as study --scenario scenario.yaml --out experts.yaml

The file has the columns expert, quantity, round, low, best, high, confidence, date, reason; the last round of each counts.
`;

export function addScoringVerbs(program: Command): void {
  program
    .command('score')
    .summary('score forecasts on what happened, and against each other')
    .description(
      'Score a batch, a hub, a class, a market or a tournament on what happened, and compare them with each other.',
    )
    .argument(
      '<FORECASTS>',
      'folder of a batch or a run, of a hub, a class or an export; or a file: registered, hub, class, market',
    )
    .addOption(
      new Option(
        '--truth <F>',
        'what happened: resolutions as CSV or YAML, or the oracle output of a hub (default: what the forecasts bring themselves)',
      ).argParser(pathText),
    )
    .addOption(
      new Option('--against <F>', 'other forecasts, as often as wanted; NAME=F names them').argParser(
        collected,
      ),
    )
    .addOption(new Option('--arm <NAME>', 'arm of a batch, or all (default: base)'))
    .addOption(
      new Option(
        '--baseline <MODEL>',
        'whom relative skill is scaled to, or none (default: the one called so)',
      ),
    )
    .addOption(
      new Option('--map <F>', 'CSV of theirs, ours: names of questions in other forecasts').argParser(
        pathText,
      ),
    )
    .addOption(new Option('--as-of <DATE>', 'leave out resolutions that were made later').argParser(dateText))
    .addOption(
      new Option(
        '--least-probability <P>',
        'least probability that counts in scores over time, as a tournament has announced it',
      ).argParser(leastText),
    )
    .option('--compare', 'set the arms of the batch, or two batches, side by side trial by trial too')
    .addOption(
      new Option('--compound <IDS>', 'task ids that tell joint draws apart, separated by commas').argParser(
        nameList,
      ),
    )
    .addOption(
      new Option('--log-shift <C>', 'score quantiles after ln(x + C), too; as often as wanted').argParser(
        shifts,
      ),
    )
    .addOption(
      new Option('--out <DIR>', 'write tables and the journal of scores into this folder').argParser(
        pathText,
      ),
    )
    .addOption(new Option('--html <F>', 'write the report as one HTML file').argParser(pathText))
    .addOption(langOption())
    .option('--json', 'print one JSON document instead of text')
    .addHelpText('after', SCORE_EXAMPLES)
    .action(async (path: string, options: ScoreOptions) => {
      const { score } = await import('./score.ts');
      await score(path, options);
    });

  const forecast = program
    .command('forecast')
    .summary('freeze what a batch answers, or hand it to others')
    .description('Freeze what a batch answers with a hash and a time, or write it as others read it.')
    .addHelpText('after', FORECAST_EXAMPLES);
  forecast
    .command('register')
    .summary('freeze the answers of a batch with a hash and a time')
    .description(
      'Write what a batch answers into a file that carries its hash and its time. stave score refuses the file when a byte of it was changed.',
    )
    .argument('<DIR>', 'folder of stave batch or stave run --out')
    .addOption(
      new Option('--out <F>', 'the file, which must not be there yet')
        .argParser(pathText)
        .makeOptionMandatory(),
    )
    .addOption(new Option('--arm <NAME>', 'arm of the batch, or all (default: base)'))
    .addOption(langOption())
    .option('--json', 'print one JSON document instead of text')
    .action(async (path: string, options: RegisterOptions) => {
      const { register } = await import('./registering.ts');
      await register(path, options);
    });
  forecast
    .command('export')
    .summary('write the answers of a batch as a hub')
    .description('Write what a batch answers as a hub: tasks.json, admin.json and model output.')
    .argument('<DIR>', 'folder of stave batch or stave run --out')
    .addOption(new Option('--as <FORM>', 'what to write').choices(['hub']).makeOptionMandatory())
    .addOption(new Option('--format <F>', 'of model output').choices(['csv', 'parquet']).default('csv'))
    .addOption(new Option('--out <HUB>', 'folder of the hub').argParser(pathText).makeOptionMandatory())
    .addOption(new Option('--arm <NAME>', 'arm of the batch, or all (default: base)'))
    .addOption(
      new Option('--samples <N>', 'draws of each question that is answered by a number')
        .argParser(wholeNumber(1, 10_000))
        .default(100),
    )
    .addOption(
      new Option('--origin <DATE>', 'day of step 0, where the clock has no dates').argParser(dateText),
    )
    .addOption(new Option('--model <TEAM-MODEL>', 'name in the hub (default: stave and the scenario)'))
    .addOption(langOption())
    .action(async (path: string, options: ExportOptions) => {
      const { exportBatch } = await import('./exporting.ts');
      await exportBatch(path, options);
    });

  program
    .command('elicit')
    .summary('pool judgements of experts into priors')
    .description(
      'Turn what experts said of quantities into priors: of each expert, and pooled, with equal weights or by seed questions.',
    )
    .argument('<FILE>', 'CSV of judgements')
    .addOption(
      new Option(
        '--seeds <F>',
        'CSV of quantity, value: questions whose answer is known, by which experts are weighted',
      ).argParser(pathText),
    )
    .addOption(
      new Option('--as <FORM>', 'what to print or write')
        .choices(['priors', 'study', 'csv'])
        .default('priors'),
    )
    .addOption(
      new Option('--scenario <F>', 'of a study: the scenario whose parameters the quantities are').argParser(
        pathText,
      ),
    )
    .addOption(
      new Option('--family <NAME>', 'distribution of each expert')
        .choices(['quantiles', 'pert', 'normal', 'lognormal'])
        .default('quantiles'),
    )
    .addOption(
      new Option('--limits <LOW,HIGH>', 'what no quantity can pass, such as 0, (above 0)').argParser(
        limitsText,
      ),
    )
    .addOption(new Option('--out <F>', 'write into this file instead').argParser(pathText))
    .option('--json', 'print one JSON document instead of text')
    .addHelpText('after', ELICIT_EXAMPLES)
    .action(async (path: string, options: ElicitOptions) => {
      const { elicit } = await import('./eliciting.ts');
      await elicit(path, options);
    });
}
