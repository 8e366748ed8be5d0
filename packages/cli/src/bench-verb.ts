/** The verb `bench` and its options. */
import { Option, type Command } from 'commander';
import type { BenchOptions } from './bench.ts';
import { PARTS } from './bench/parts.ts';
import { wholeNumber } from './numbers.ts';

const EXAMPLES = `
Examples:
  stave bench > bench.json
  stave bench --part kernels --model prototype --rounds 15
  stave bench --part memory
  stave bench --quick

Times are worth something on a machine that does nothing else.
`;

export function addBench(program: Command): void {
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
    .addHelpText('after', EXAMPLES)
    .action(async (options: BenchOptions) => {
      const { bench } = await import('./bench.ts');
      await bench(options);
    });
}
