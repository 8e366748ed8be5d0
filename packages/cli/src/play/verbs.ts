/** The verbs about exercises that need no browser: play, replay, packets. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { wholeNumber } from '../numbers.ts';
import { nameList, pathText, seedText } from '../options.ts';
import type { PacketsOptions } from '../packets.ts';
import type { PlayOptions } from '../play.ts';
import type { ReplayOptions } from '../replay.ts';
import type { SeatMoves } from '../replay/instead.ts';

const PLAY_EXAMPLES = `
Examples:
  stave play exercise.yaml --seat japan
  stave play exercise.yaml --seat japan --seed 7 --bots random --log out/game.jsonl
  stave play out/game.jsonl --resume
  stave play exercise.yaml --seat japan --moves moves.yaml
  stave play exercise.yaml --hot-seat us,japan,korea

In a terminal arrows choose; from a pipe each answer is a line, so that a game can be scripted. Whatever was decided is
in the log before it is told. Alone, an argued move works with probability 0.35, since nobody is there to judge it.
`;

const REPLAY_EXAMPLES = `
Examples:
  stave replay out/game.jsonl
  stave replay out/game.jsonl --turn 2
  stave replay out/game.jsonl --turn 2 --instead japan=shrineVisit+quietChannel
  stave replay out/game.jsonl --turn 2 --instead japan=none
  stave replay out/game.jsonl --json
  stave replay out/game.jsonl --as arm > study.yaml
  stave replay out/game.jsonl --fork 40 --out out/again.jsonl

Exit code 1 and the first event that differs where the log does not replay to the same bits.
`;

const PACKETS_EXAMPLES = `
Examples:
  stave packets exercise.yaml --preset 90min --people 18 --html out/packets.html
  stave packets exercise.yaml --language ja --paper letter --html out/packets.html
  stave packets exercise.yaml --seed monday --html out/packets.html      with the goals that a room of this seed draws
`;

function seatMoves(text: string): SeatMoves {
  const found = /^([^=]+)=(.+)$/.exec(text);
  const moves = found?.[2]?.split('+').map((move) => move.trim()) ?? [];
  if (!found || moves.includes(''))
    throw new InvalidArgumentError('it must be a seat and its moves, such as east=rest+poach or east=none');
  return { seat: found[1]!.trim(), moves: moves.length === 1 && moves[0] === 'none' ? [] : moves };
}

export function addExerciseVerbs(program: Command): void {
  program
    .command('play')
    .summary('play an exercise in a terminal')
    .description(
      'Hold a seat of an exercise in a terminal, against bots or in turn with others, by the rules of a room and with its log.',
    )
    .argument('<EXERCISE>', 'exercise file; with --resume, the log of a game')
    .option('--seat <SEAT>', 'which seat (default: the first of the exercise)')
    .addOption(
      new Option('--hot-seat <SEATS>', 'several people at this terminal: their seats, separated by commas')
        .argParser(nameList)
        .conflicts(['seat', 'moves']),
    )
    .option('--preset <PRESET>', 'turns and their lengths (default: the first of the exercise)')
    .addOption(
      new Option('--seed <S>', 'seed of all chance: any text or number (default: one is made up)').argParser(
        seedText,
      ),
    )
    .addOption(
      new Option('--bots <KIND>', 'who plays the other seats (default: as the exercise says)').choices([
        'rules',
        'random',
        'lookAhead',
        'hold',
      ]),
    )
    .addOption(
      new Option('--lang, --language <TAG>', "language of the texts (default: the exercise's first)"),
    )
    .addOption(
      new Option('--log <FILE>', 'the log (default: a new file here, named by exercise and seed)').argParser(
        pathText,
      ),
    )
    .option('--resume', 'go on with the game whose log is named')
    .addOption(new Option('--moves <FILE>', 'a file of moves plays the seat').argParser(pathText))
    .addHelpText('after', PLAY_EXAMPLES)
    .action(async (file: string, options: PlayOptions) => {
      const { play } = await import('../play.ts');
      await play(file, options);
    });

  program
    .command('replay')
    .summary('run the log of a room again and tell it')
    .description(
      'Run the engine again over the log of a room, see that everything comes out the same, and tell what happened.',
    )
    .argument('<LOG>', 'log of a room, or the folder of stave host')
    .option('--room <NAME>', 'which room of the folder')
    .addOption(new Option('--turn <T>', 'only this turn, from 1').argParser(wholeNumber(1)))
    .addOption(
      new Option(
        '--instead <SEAT=MOVES>',
        'what would have been if the seat had decided so in --turn, on the same luck: moves joined by +, or none',
      )
        .argParser(seatMoves)
        .conflicts(['fork', 'out']),
    )
    .addOption(
      new Option('--as <FORM>', 'arm: a study with the decisions of the room as an arm').choices([
        'text',
        'json',
        'arm',
      ]),
    )
    .addOption(new Option('--fork <SEQ>', 'write a log that ends with this event').argParser(wholeNumber(1)))
    .addOption(new Option('--out <FILE>', 'where the fork goes').argParser(pathText))
    .addOption(new Option('--json', 'print one JSON document instead of text').conflicts('as'))
    .addHelpText('after', REPLAY_EXAMPLES)
    .action(async (log: string, options: ReplayOptions) => {
      const { replay } = await import('../replay.ts');
      await replay(log, options);
    });

  program
    .command('packets')
    .summary('print an exercise on paper')
    .description(
      'Write briefs, secret goals, move cards, order forms, forecast and bulletin sheets as one page that prints and needs nothing else.',
    )
    .argument('<EXERCISE>', 'exercise file')
    .addOption(new Option('--html <FILE>', 'where the page goes').argParser(pathText).makeOptionMandatory())
    .option('--preset <PRESET>', 'turns and their lengths (default: the first of the exercise)')
    .option('--lang, --language <TAG>', "language of the texts (default: the exercise's first)")
    .addOption(
      new Option(
        '--people <N>',
        'how many people: a slip with a place and a forecast sheet for each',
      ).argParser(wholeNumber(1, 1000)),
    )
    .addOption(new Option('--seed <S>', 'draw the secret goals on this seed').argParser(seedText))
    .addOption(new Option('--paper <SIZE>', 'size of the sheets').choices(['a4', 'letter']).default('a4'))
    .addHelpText('after', PACKETS_EXAMPLES)
    .action(async (file: string, options: PacketsOptions) => {
      const { packets } = await import('../packets.ts');
      await packets(file, options);
    });
}
