/** The verbs of studies and comparisons and their options: `batch`, `compare`, `diff`, `merge`. */
import { Option, type Command } from 'commander';
import type { BatchOptions } from './batch.ts';
import type { CompareOptions } from './compare.ts';
import type { DiffOptions } from './diff.ts';
import type { MergeOptions } from './merge.ts';
import { shard, wholeNumber } from './numbers.ts';
import {
  executorOption,
  langOption,
  nameList,
  pathText,
  precisionOption,
  seedText,
  threadsOption,
  trajectoriesOption,
  trialsTableOption,
} from './options.ts';

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

export function addStudyVerbs(program: Command): void {
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
}
