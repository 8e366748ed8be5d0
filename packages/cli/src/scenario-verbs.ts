/** The verbs of a scenario and their options: `check`, `show`, `run`, `trace`, `exact`. */
import { Option, type Command } from 'commander';
import { expectToBeBrief } from './brief.ts';
import type { ExactOptions } from './exact.ts';
import { wholeNumber } from './numbers.ts';
import {
  executorOption,
  langOption,
  nameList,
  pathText,
  precisionOption,
  seedOption,
  seedText,
  termOption,
  threadsOption,
  trajectoriesOption,
  trialsTableOption,
} from './options.ts';
import type { RunOptions } from './run.ts';
import type { ShowOptions } from './show.ts';
import type { TraceOptions } from './trace.ts';

const RUN_EXAMPLES = `
Examples:
  stave run scenario.yaml --seed 7
  stave run scenario.yaml --trials 100000 --seed autumn --out results/autumn
  stave run scenario.yaml --seed 7 --json > forecast.json
  stave run scenario.yaml --seed 7 --precision 0.005

The same scenario, seed and trials give the same numbers on every machine.
`;

const TRACE_EXAMPLES = `
Examples:
  stave trace scenario.yaml --trial 0 --seed 7
  stave trace scenario.yaml --trial 17 --seed 7 --draws --show cohesion,warmth
  stave trace scenario.yaml --trial 17 --seed 7 --json
  stave trace study.yaml --arm calm --trial 17 --seed 7

A draw whose pick gave way to another transition is always told. The JSON document has all draws and values.
`;

const EXACT_EXAMPLES = `
Examples:
  stave exact scenario.yaml
  stave exact scenario.yaml --unbounded
  stave exact scenario.yaml --check 200000 --seed 7

Priors and noise must have few values each; what cannot be solved is said with its remedy.
`;

/** Of states that are followed; about a gigabyte with a few variables. */
const STATES_MAX = 2_000_000;

export function addScenarioVerbs(program: Command): void {
  program
    .command('check')
    .summary('say all that is wrong with scenario files')
    .description('Read scenario files and say all that is wrong with them. Warnings do not fail.')
    .argument('<FILE...>', 'scenario files, and studies and exercises of them')
    .option('--json', 'print one JSON document instead of text')
    .action(async (files: string[], options: { json?: true }) => {
      expectToBeBrief();
      const { check } = await import('./check.ts');
      await check(files, options);
    });

  program
    .command('show')
    .summary('print a scenario at one stage of its way')
    .description(
      'Print what a scenario becomes: the checked model, what the executors run, a diagram, its ODD protocol, or the JSON Schema.',
    )
    .argument('[FILE]', 'scenario file; not needed for the schema')
    .addOption(
      new Option('--as <FORM>', 'what to print')
        .choices([
          'model',
          'ir',
          'mermaid',
          'odd',
          'schema',
          'study-schema',
          'fragment-schema',
          'exercise-schema',
        ])
        .makeOptionMandatory(),
    )
    .addOption(langOption())
    .addOption(termOption())
    .action(async (file: string | undefined, options: ShowOptions) => {
      const { show } = await import('./show.ts');
      await show(file, options);
    });

  program
    .command('run')
    .summary('run a scenario many times and print its forecast')
    .description(
      'Run a scenario many times and print its forecast: every probability with both of its uncertainties.',
    )
    .argument('<FILE>', 'scenario file')
    .addOption(
      new Option(
        '--trials <N>',
        'how many trials (default: 10000); with --precision, the most (default: 10000000)',
      ).argParser(wholeNumber(1)),
    )
    .addOption(precisionOption())
    .addOption(seedOption())
    .addOption(executorOption())
    .addOption(threadsOption())
    .addOption(new Option('--out <DIR>', 'write the results into this folder').argParser(pathText))
    .addOption(trialsTableOption('none'))
    .addOption(trajectoriesOption())
    .addOption(new Option('--chart <FILE.svg>', 'write a chart').argParser(pathText))
    .addOption(langOption())
    .addOption(termOption())
    .option('--json', 'print one JSON document instead of text')
    .addHelpText('after', RUN_EXAMPLES)
    .action(async (file: string, options: RunOptions) => {
      const { run } = await import('./run.ts');
      await run(file, options);
    });

  program
    .command('trace')
    .summary('tell one trial step by step')
    .description(
      'Tell one trial step by step: what moved, with which chance, on which draw, and on whose word.',
    )
    .argument('<FILE>', 'scenario file; with --arm, a study or a folder of results')
    .addOption(
      new Option('--trial <K>', 'number of the trial, from 0')
        .argParser(wholeNumber(0))
        .makeOptionMandatory(),
    )
    .addOption(seedOption())
    .option('--arm <NAME>', 'of this arm of the study that FILE is; NAME@3 is its third design point')
    .addOption(
      new Option('--replication <R>', 'of this replication of the study, from 1').argParser(wholeNumber(1)),
    )
    .addOption(
      new Option(
        '--trials <N>',
        'how many trials a Latin hypercube has (default: as the study says)',
      ).argParser(wholeNumber(1)),
    )
    .option('--draws', 'tell every draw, those that picked nothing too')
    .addOption(
      new Option(
        '--show <NAMES>',
        'measures, indicators and variables to follow, separated by commas (default: all measures)',
      ).argParser(nameList),
    )
    .option('--news', 'only what a bulletin would say: the news lines of what happened')
    .addOption(langOption())
    .addOption(termOption())
    .option('--json', 'print one JSON document instead of text')
    .addHelpText('after', TRACE_EXAMPLES)
    .action(async (file: string, options: TraceOptions) => {
      const { trace } = await import('./trace.ts');
      await trace(file, options);
    });

  program
    .command('exact')
    .summary('solve a scenario exactly, where it is small enough')
    .description(
      'Follow every way a scenario can go and print the answers themselves: no trials, no simulation error.',
    )
    .argument('<FILE>', 'scenario file')
    .option(
      '--unbounded',
      'take away the horizon: what is asked by or at the end of the clock is asked for ever',
    )
    .addOption(
      new Option('--max-states <N>', 'how many states may be reached')
        .argParser(wholeNumber(1, 100_000_000))
        .default(STATES_MAX, '2000000'),
    )
    .addOption(
      new Option('--check <N>', 'run this many trials too, and print their estimates beside').argParser(
        wholeNumber(1),
      ),
    )
    .addOption(new Option('--seed <S>', 'seed of the check: any text or number').argParser(seedText))
    .addOption(langOption())
    .addOption(termOption())
    .option('--json', 'print one JSON document instead of text')
    .addHelpText('after', EXACT_EXAMPLES)
    .action(async (file: string, options: ExactOptions) => {
      const { exact } = await import('./exact.ts');
      await exact(file, options);
    });
}
