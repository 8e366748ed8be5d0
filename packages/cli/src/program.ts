/** The verbs and their options. What a verb does is loaded when it is used. */
import { Command, CommanderError, Option } from 'commander';
import { UsageError } from './failure.ts';
import { expectToBeBrief } from './brief.ts';
import { shard, wholeNumber } from './numbers.ts';
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
import { addExerciseVerbs } from './play/verbs.ts';
import { addScoringVerbs } from './score/verbs.ts';
import type { BatchOptions } from './batch.ts';
import type { BenchOptions } from './bench.ts';
import type { CompareOptions } from './compare.ts';
import type { DiffOptions } from './diff.ts';
import { PARTS } from './bench/parts.ts';
import type { ExactOptions } from './exact.ts';
import { addDebrief } from './debrief-verb.ts';
import { addForget, addHost } from './host-verb.ts';
import type { MergeOptions } from './merge.ts';
import type { RunOptions } from './run.ts';
import type { ShowOptions } from './show.ts';
import type { TraceOptions } from './trace.ts';
import { version } from './version.ts';

const EXAMPLES = `
Examples:
  stave check scenario.yaml
  stave run scenario.yaml --trials 20000 --seed 7
  stave trace scenario.yaml --trial 17 --seed 7
  stave batch study.yaml --out results/study
  stave host exercise.yaml --lan

Exit codes: 0 done, 1 bad input or failed trials, 2 wrong usage.
`;

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

const BATCH_EXAMPLES = `
Examples:
  stave batch study.yaml --out results/study
  stave batch study.yaml --out results/study --resume --trials 100000
  stave batch study.yaml --out results/two --shard 2/4
  stave batch study.yaml --out results/study --trajectories 500

Whatever stops it, --resume goes on to the same bytes. The same study, seed and trials give the same results for any
threads, shards and restarts.
`;

const MERGE_EXAMPLES = `
Examples:
  stave merge results/one results/two
  stave merge results/one results/two --out results/all
`;

const COMPARE_EXAMPLES = `
Examples:
  stave compare results/study                             the first arm with each of the others
  stave compare results/study --arms base,calm --html calm.html
  stave compare results/before results/after --json       arms of one name
`;

const DIFF_EXAMPLES = `
Examples:
  stave diff before.yaml after.yaml --no-run
  stave diff before.yaml after.yaml --trials 20000 --seed 7
`;

const EXACT_EXAMPLES = `
Examples:
  stave exact scenario.yaml
  stave exact scenario.yaml --unbounded
  stave exact scenario.yaml --check 200000 --seed 7

Priors and noise must have few values each; what cannot be solved is said with its remedy.
`;

const BENCH_EXAMPLES = `
Examples:
  stave bench > bench.json
  stave bench --part kernels --model prototype --rounds 15
  stave bench --part memory
  stave bench --quick

Times are worth something on a machine that does nothing else.
`;

/** Of states that are followed; about a gigabyte with a few variables. */
const STATES_MAX = 2_000_000;

export function createProgram(): Command {
  const program = new Command('stave')
    .description(
      'Scenario and wargame simulation: forecasts, exercises and comparisons from one scenario file.',
    )
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .addHelpText('after', EXAMPLES);

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

  program
    .command('batch')
    .summary('run the arms of a study, safe from whatever stops it')
    .description(
      'Run every arm of a study many times into a folder. What is finished is kept: a batch that was stopped goes on, and one that is done can be given more trials.',
    )
    .argument('<STUDY>', 'study file')
    .addOption(new Option('--out <DIR>', 'the folder of the batch').argParser(pathText).makeOptionMandatory())
    .option('--resume', 'go on with what the folder holds')
    .option(
      '--repair',
      'with --resume: take out what is damaged or there twice, and run what is missing then',
    )
    .addOption(
      new Option(
        '--trials <N>',
        'how many trials an arm (default: as the study says); with --precision, the most',
      ).argParser(wholeNumber(1)),
    )
    .addOption(precisionOption())
    .addOption(
      new Option('--seed <S>', 'seed of all chance (default: as the study says)').argParser(seedText),
    )
    .addOption(
      new Option('--shard <I/N>', 'run the I-th of N parts; stave merge adds them up').argParser(shard),
    )
    .addOption(trialsTableOption('all, up to 10,000,000 cells'))
    .addOption(trajectoriesOption())
    .addOption(executorOption())
    .addOption(threadsOption())
    .addOption(langOption())
    .option('--json', 'print one JSON document instead of text')
    .addHelpText('after', BATCH_EXAMPLES)
    .action(async (file: string, options: BatchOptions) => {
      const { batch } = await import('./batch.ts');
      await batch(file, options);
    });

  program
    .command('compare')
    .summary('compare arms trial by trial, on the same luck')
    .description(
      'Compare arms of one or two folders of results: differences with their errors, which trials switched, and what the same luck gained. Trials are run again, so it takes about as long as they took.',
    )
    .argument('<DIR...>', 'one folder, whose first arm is compared with the others, or two')
    .addOption(
      new Option(
        '--arms <A,B>',
        'an arm of the first folder and one of the second, or of the same (default: arms of one name)',
      ).argParser(nameList),
    )
    .addOption(
      new Option('--trials <N>', 'compare the first N trials (default: all)').argParser(wholeNumber(1)),
    )
    .option('--desynchronised', 'run the second arm on other luck too, and print what the same luck gains')
    .addOption(new Option('--html <FILE>', 'write a page with pictures').argParser(pathText))
    .addOption(executorOption())
    .addOption(threadsOption())
    .addOption(langOption())
    .option('--json', 'print one JSON document instead of text')
    .addHelpText('after', COMPARE_EXAMPLES)
    .action(async (folders: string[], options: CompareOptions) => {
      const { compare } = await import('./compare.ts');
      await compare(folders, options);
    });

  program
    .command('diff')
    .summary('say what changed between two versions of a scenario, and what it did')
    .description(
      'List what changed in meaning between two versions of a scenario, and run each change alone in the first: how far it moves each answer, on the same luck.',
    )
    .argument('<A>', 'scenario file')
    .argument('<B>', 'scenario file, the later version')
    .addOption(
      new Option('--trials <N>', 'how many trials of each change')
        .argParser(wholeNumber(1))
        .default(10_000, '10000'),
    )
    .addOption(new Option('--seed <S>', 'seed of all chance: any text or number').argParser(seedText))
    .option('--no-run', 'list the changes alone')
    .addOption(executorOption())
    .addOption(threadsOption())
    .addOption(langOption())
    .option('--json', 'print one JSON document instead of text')
    .addHelpText('after', DIFF_EXAMPLES)
    .action(async (a: string, b: string, options: DiffOptions) => {
      const { diff } = await import('./diff.ts');
      await diff(a, b, options);
    });

  program
    .command('merge')
    .summary('add up the shards of a batch')
    .description('Add up the shards of a batch: the results are those of one run.')
    .argument('<DIR...>', 'folders that stave batch --shard has written')
    .addOption(new Option('--out <DIR>', 'where results go (default: the first folder)').argParser(pathText))
    .addOption(trialsTableOption('all, up to 10,000,000 cells'))
    .addOption(trajectoriesOption())
    .addOption(executorOption())
    .addOption(threadsOption())
    .addOption(langOption())
    .option('--json', 'print one JSON document instead of text')
    .addHelpText('after', MERGE_EXAMPLES)
    .action(async (folders: string[], options: MergeOptions) => {
      const { merge } = await import('./merge.ts');
      await merge(folders, options);
    });

  addHost(program);
  addExerciseVerbs(program);
  addDebrief(program);
  addForget(program);
  addScoringVerbs(program);

  program
    .command('bench')
    .summary('measure how fast this machine runs trials')
    .description(
      'See that all executors say the same, time them in rounds, and print ratios of times as JSON. ' +
        'Where gcc, clang or NumPy is found, the same model in C and NumPy runs beside them. ' +
        'Other parts: what two threads gain, how soon the first 1,000 trials are there, how memory grows, ' +
        'and how long a fan of four options of the flagship takes.',
    )
    .addOption(new Option('--part <NAME>', 'what to measure (default: all)').choices(PARTS))
    .addOption(
      new Option(
        '--model <NAME>',
        'which model (default: all for kernels, prototype and flagship for start, flagship for fan, else prototype)',
      ).choices(['flagship', 'prototype', 'stress']),
    )
    .addOption(
      new Option('--rounds <N>', 'how often each has its turn (default: 7; of memory 3)').argParser(
        wholeNumber(1, 1000),
      ),
    )
    .addOption(
      new Option(
        '--trials <N>',
        'trials a turn (default: 16384 for kernels, of which the reference runs a 256th, 409600 for threads, ' +
          '10000000 for memory, beside a hundredth of them; start has 1000)',
      ).argParser(wholeNumber(2)),
    )
    .option('--quick', 'tiny models and two short rounds, to see that it works')
    .option('--json', 'print JSON, as always')
    .addHelpText('after', BENCH_EXAMPLES)
    .action(async (options: BenchOptions) => {
      const { bench } = await import('./bench.ts');
      await bench(options);
    });

  const all = [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)];
  for (const command of all) {
    command.exitOverride((error) => {
      throw usageOf(error, command);
    });
    // Errors are told in main.ts, in one form; help that was asked for still goes to stdout.
    command.configureOutput({ outputError: () => {} });
  }
  return program;
}

/** `run`, `forecast register` */
const nameOf = (command: Command): string =>
  command.parent?.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();

/** What commander says, as one message and one hint. */
function usageOf(error: CommanderError, command: Command): Error {
  if (error.exitCode === 0) return error;
  const verb = command.parent ? ` ${nameOf(command)}` : '';
  if (error.code === 'commander.help') {
    return new UsageError('no verb was given', 'stave --help lists the verbs', verb);
  }
  const [, message = error.message, meant] =
    /^(?:error: )?(.*?)(?:\n\(Did you mean (.*?)\?\))?$/s.exec(error.message) ?? [];
  const hint = meant === undefined ? '' : `did you mean \`${meant}\`? `;
  const seed = message.includes("'--seed") ? 'any seed will do, such as --seed 7; ' : '';
  return new UsageError(message, `${hint}${seed}stave${verb} --help shows how it is used`, verb);
}
