/** The verb `debrief` and its options. */
import { Option, type Command } from 'commander';
import type { DebriefVerbOptions } from './debrief.ts';
import { wholeNumber } from './numbers.ts';
import { pathText } from './options.ts';

const EXAMPLES = `
Examples:
  stave debrief room-1.jsonl                                  what came of it, in short
  stave debrief room-1.jsonl --html debrief.html              a page to read, print and keep
  stave debrief stave-exercise-2031-02-03 --room room-2 --csv marks
  stave debrief room-1.jsonl --json --trials 0                within a moment, without running trials
  stave score marks                                           the forecasts of a --csv folder, in full

People are pseudonyms unless --names is given. The same log gives the same bytes.
`;

export function addDebrief(program: Command): void {
  program
    .command('debrief')
    .summary('tell what came of an exercise: who did what, what was luck, who forecast well')
    .description(
      'Run the log of a room again and tell it: a timeline with reasons, luck against decision, forecasts and their scores, learning goals, notes; as text, a page, JSON and tables.',
    )
    .argument('<LOG|DIR>', 'the log of a room, or the folder of stave host')
    .addOption(new Option('--room <NAME>', 'which room of a folder with several'))
    .addOption(new Option('--html <FILE>', 'write one page that needs nothing else').argParser(pathText))
    .addOption(
      new Option(
        '--csv <DIR>',
        'write tables: forecasts, questions and resolutions as stave score reads them, moves, people, scores',
      ).argParser(pathText),
    )
    .option('--json', 'print one JSON document instead of text')
    .option('--names', 'with the names that people gave, where they are kept')
    .option('--messages', 'with the words of messages, not only how many there were')
    .addOption(new Option('--lang, --language <TAG>', "of the debrief (default: the exercise's first)"))
    .addOption(
      new Option(
        '--trials <N>',
        'trials of luck against decision, and up to 1000 of what the model would have said; 0: none of either',
      )
        .argParser(wholeNumber(0, 10_000_000))
        .default(10_000, '10000'),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (path: string, options: DebriefVerbOptions) => {
      const { debrief } = await import('./debrief.ts');
      await debrief(path, options);
    });
}
