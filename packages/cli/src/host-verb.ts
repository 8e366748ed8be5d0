/** The verbs `host` and `forget`, and their options. */
import { Option, type Command } from 'commander';
import type { HostOptions } from './host.ts';
import { wholeNumber } from './numbers.ts';
import { collected, pathText, seedText } from './options.ts';

const HOST_EXAMPLES = `
Examples:
  stave host exercise.yaml                              a rehearsal on this machine, kept in a new folder
  stave host exercise.yaml --lan --preset 90min         a class on the same network joins by link, code or QR
  stave host exercise.yaml --lan --rooms 3 --same-luck  three rooms on the same dice, different decisions
  stave host --resume stave-exercise-2031-02-03         go on after a stop, a crash or a power cut

What was acknowledged is on the disk. A folder has everything that its exercise needs: it can be moved and resumed.
`;

const FORGET_EXAMPLES = `
Examples:
  stave forget stave-exercise-2031-02-03
  stave forget stave-exercise-2031-02-03 --room room-2

Write what you want to keep first: stave debrief, or a log with names. It cannot be undone.
`;

export function addHost(program: Command): void {
  program
    .command('host')
    .summary('hold an exercise that people join from their own devices')
    .description(
      'Start the server of an exercise: it prints a link for the facilitator and a link for those who join. Only this machine can reach it unless --lan is given.',
    )
    .argument('[EXERCISE]', 'exercise file; not needed with --resume')
    .addOption(new Option('--preset <ID>', 'lengths and turns (default: the first of the exercise)'))
    .addOption(
      new Option('--seed <S>', 'seed of all chance: any text or number (default: one is made up)').argParser(
        seedText,
      ),
    )
    .addOption(new Option('--rooms <N>', 'how many rooms').argParser(wholeNumber(1, 100)).default(1, '1'))
    .addOption(new Option('--same-luck', 'all rooms on the same luck (default: as the exercise says)'))
    .addOption(new Option('--no-same-luck', 'each room on its own luck'))
    .addOption(
      new Option('--lang, --language <TAG>', "of pages before people choose (default: the exercise's first)"),
    )
    .addOption(new Option('--lan', 'let others on the network reach this server'))
    .addOption(
      new Option('--port <N>', 'port (default: 8017, or the next that is free)').argParser(
        wholeNumber(1, 65_535),
      ),
    )
    .addOption(
      new Option('--host <NAME>', 'a name by which others reach this machine; may be repeated')
        .argParser(collected)
        .default([], 'its own'),
    )
    .addOption(
      new Option('--data <DIR>', 'where to keep the logs (default: stave-exercise-DATE)').argParser(pathText),
    )
    .addOption(new Option('--memory', 'keep nothing: for a rehearsal'))
    .addOption(new Option('--resume <DIR>', 'go on with the exercise in a folder').argParser(pathText))
    .addHelpText('after', HOST_EXAMPLES)
    .action(async (exercise: string | undefined, options: HostOptions) => {
      const { host } = await import('./host.ts');
      await host(exercise, options);
    });
}

export function addForget(program: Command): void {
  program
    .command('forget')
    .summary('take names and texts out of the logs of an exercise')
    .description(
      'Take names, tokens and what people wrote out of the logs in a folder, for good. What happened stays: the logs still replay.',
    )
    .argument('<DIR>', 'folder that stave host has made; no server may have it open')
    .addOption(new Option('--room <NAME>', 'one room alone (default: all)'))
    .addHelpText('after', FORGET_EXAMPLES)
    .action(async (folder: string, options: { readonly room?: string }) => {
      const { forget } = await import('./forget.ts');
      forget(folder, options);
    });
}
