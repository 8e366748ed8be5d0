/**
 * `stave play EXERCISE`: one person against bots in a terminal, or several at one, seat after seat. The rules and the
 * log are those of a room on the server.
 */
import { randomBytes } from 'node:crypto';
import {
  join,
  readMoves,
  replay,
  type BotKind,
  type By,
  type ExerciseSeat,
  type World,
} from '@stave/classroom';
import { explainFailure, InputError, UsageError } from './failure.ts';
import { readSource } from './files.ts';
import { asking } from './play/asking.ts';
import { known, openForPlay, openKept } from './play/exercise.ts';
import { playGame, type Game } from './play/game.ts';
import { lookingAhead, type LookingAhead } from './play/looking-ahead.ts';
import { linePrompter } from './play/line-prompter.ts';
import { LogWriter } from './play/log-writer.ts';
import { Away, type Prompter } from './play/prompter.ts';
import { scripted } from './play/scripted.ts';
import { SeatAtTable, type Decider } from './play/seat-at-table.ts';
import { Table } from './play/table.ts';
import { percentText, Telling } from './play/telling.ts';
import { wholeCommands } from './play/whole-commands.ts';
import { filesText } from './problems.ts';
import { wantsColour, widthOf } from './terminal.ts';

export interface PlayOptions {
  readonly seat?: string;
  /** Seats at one terminal, one after the other. */
  readonly hotSeat?: readonly string[];
  readonly preset?: string;
  readonly seed?: string;
  readonly bots?: BotKind;
  readonly language?: string;
  readonly log?: string;
  readonly resume?: true;
  /** A file of moves that plays the seat. */
  readonly moves?: string;
}

/** Nobody is there to judge: about one in three, as in `docs/guides/classroom.md`. */
const HOUSE_PROBABILITY = 0.35;

export async function play(path: string, options: PlayOptions): Promise<void> {
  const turns = options.moves === undefined ? undefined : await movesIn(options.moves);
  if (options.moves !== undefined && !turns) return;
  const telling = new Telling(widthOf(process.stdout));
  // Asked for as late as it can be: a scripted game reads no input.
  const prompter = turns ? undefined : prompterHere();
  const tell = (text: string): void => void process.stdout.write(text);
  let log: string | undefined;
  let bots: LookingAhead | undefined;
  try {
    const sitting = options.resume ? await resumed(path, options) : await sitDown(path, options);
    if (!sitting) return;
    const { table, seats, files } = sitting;
    bots = sitting.bots;
    log = table.writer.path;
    const deciderOf = (): Decider =>
      turns ? scripted(options.moves!, turns, tell) : asking(prompter!, telling);
    const game: Parameters<typeof playGame>[0] = {
      table,
      telling,
      tell,
      players: seats.map(({ person, seat }) => ({
        at: new SeatAtTable(table, person, seat),
        decider: deciderOf(),
      })),
      ...(seats.length > 1 && prompter && { hotSeat: prompter }),
      judge: judgeOf(table.world, seats.length > 1 ? prompter : undefined, tell),
    };
    tell(`seed ${table.state.seed} · log ${table.writer.path}\n`);
    await playGame(game);
    table.writer.close(table.logWith(files));
    tell(`\nstave replay ${table.writer.path} runs it again and says whether it is the same.\n`);
  } catch (error) {
    if (!(error instanceof Away)) throw error;
    const help =
      log === undefined
        ? 'start again'
        : `what was decided is in the log: stave play ${log} --resume goes on`;
    process.stderr.write(
      explainFailure(new InputError(`${error.message} before the game was over`, help)).text,
    );
    process.exitCode = error.exitCode;
  } finally {
    prompter?.close();
    await bots?.close();
  }
}

// ---------------------------------------------------------------- who sits where

interface Sitting {
  readonly table: Table;
  readonly seats: readonly { readonly person: By; readonly seat: string }[];
  readonly files: Parameters<Table['logWith']>[0];
  readonly bots: LookingAhead;
}

async function sitDown(path: string, options: PlayOptions): Promise<Sitting | undefined> {
  const opened = await openForPlay(path);
  if (!opened) return undefined;
  const { world, files } = opened;
  const { exercise } = world;
  const [firstPreset] = exercise.presets;
  const preset = options.preset ?? firstPreset?.id ?? '';
  known('preset', preset, exercise.presets, 'play');
  const [first] = exercise.seats;
  const names = options.hotSeat ?? [options.seat ?? first?.name ?? ''];
  const seats = names.map((name) => seatCalled(world, name));
  const language = languageOf(world, options.language);
  const seed = options.seed ?? randomBytes(4).toString('hex');
  const log = options.log ?? `stave-${exercise.id}-${seed}.jsonl`.replaceAll(/[^\w.-]/g, '_');
  const writer = LogWriter.create(log, 'terminal', files);
  const bots = lookingAhead(world);
  const table = Table.open(world, writer, bots.choose, { preset, seed });
  for (const seat of seats) {
    const joined = join(world, table.state, { language });
    if (!('deeds' in joined)) throw new InputError(joined.message, 'take fewer seats');
    const { person, deeds } = joined;
    table.record(person, deeds);
    const [role] = seat.roles;
    said(table.command({ kind: 'person', person }, { do: 'take', seat: seat.name, role: role?.id ?? '' }));
  }
  for (const seat of exercise.seats) {
    if (names.includes(seat.name)) continue;
    const bot = options.bots ?? seat.bot;
    if (table.state.held[seat.name] !== bot)
      said(table.command({ kind: 'control' }, { do: 'hand', seat: seat.name, to: bot }));
  }
  return { table, files, bots, seats: names.map((seat, i) => ({ person: `p${i + 1}` as By, seat })) };
}

async function resumed(path: string, options: PlayOptions): Promise<Sitting> {
  const fixed = ['seat', 'hotSeat', 'preset', 'seed', 'bots', 'log', 'language'] as const;
  const wrong = fixed.find((name) => options[name] !== undefined);
  if (wrong !== undefined)
    throw new UsageError(
      `--${wrong.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} is in the log that --resume goes on with`,
      'leave it out (stave play --help shows how it is used)',
      ' play',
    );
  const read = LogWriter.read(path);
  if (read.broken)
    throw new InputError(
      `${path}: ${read.broken.message}`,
      'the file was changed after it was written: go on with a copy that was not',
    );
  const world = await openKept(read.exercise);
  const log = { ...read, events: wholeCommands(world, read.events) };
  if (log.events.length === 0 || replay(log.events).clock.phase === 'closed')
    throw new InputError(`the game in ${path} is over`, `stave replay ${path} tells it`);
  const writer = LogWriter.resume(path, log);
  const bots = lookingAhead(world);
  const table = Table.resume(world, writer, bots.choose, log);
  const seats = Object.values(table.state.people).flatMap(({ id, seat }) =>
    typeof seat === 'string' ? [{ person: id, seat }] : [],
  );
  return { table, seats, bots, files: log.exercise };
}

function seatCalled({ exercise }: World, name: string): ExerciseSeat {
  const all = exercise.seats.map((seat) => ({ ...seat, id: seat.name }));
  return known('seat', name, all, 'play');
}

function languageOf({ exercise }: World, wanted: string | undefined): string {
  const [first = 'en'] = exercise.languages;
  if (wanted === undefined) return first;
  return known(
    'language',
    wanted,
    exercise.languages.map((id) => ({ id })),
    'play',
  ).id;
}

const said = (problem: string | undefined): void => {
  if (problem !== undefined) throw new InputError(problem, 'choose other seats or other bots');
};

// ---------------------------------------------------------------- who decides

const prompterHere = (): Prompter =>
  process.stdin.isTTY && process.stdout.isTTY ? terminalLater() : linePrompter(process.stdin, process.stdout);

/** The package that draws in a terminal is loaded by the first question. */
function terminalLater(): Prompter {
  const loaded = import('./play/terminal-prompter.ts').then((module) => module.terminalPrompter());
  return {
    tell: (text) => void process.stdout.write(text),
    choose: async (...given) => (await loaded).choose(...given),
    ask: async (...given) => (await loaded).ask(...given),
    confirm: async (...given) => (await loaded).confirm(...given),
    handOver: async (...given) => (await loaded).handOver(...given),
    close: () => undefined,
  };
}

async function movesIn(path: string) {
  const file = await readSource(path);
  const source = 'source' in file ? file.source : { name: path, text: '' };
  const { turns, diagnostics } =
    'source' in file ? readMoves(file.source) : { turns: undefined, diagnostics: [file.problem] };
  process.stderr.write(filesText([{ source, diagnostics }], wantsColour(process.stderr, process.env)));
  if (!turns) process.exitCode = 1;
  return turns;
}

/** Whoever sits at the terminal with others judges; alone, a rule of the house does, which is said. */
function judgeOf(
  { exercise }: World,
  prompter: Prompter | undefined,
  tell: (text: string) => void,
): Game['judge'] {
  const { low, high } = exercise.argued;
  const house = Math.min(high, Math.max(low, HOUSE_PROBABILITY));
  return async ({ seat, action }) => {
    if (!prompter) {
      tell(
        `\nNobody is there to judge “${action}”: by the rule of the house it works with probability ${percentText(house)}.\n`,
      );
      return { probability: house, isHouse: true };
    }
    await prompter.handOver('The facilitator');
    const given = await prompter.ask(
      `${seat}: ${action}\nPercent, ${percentText(low)} to ${percentText(high)}`,
      (text) => {
        const value = Number(text.replace(/%$/, '')) / 100;
        return text !== '' && value >= low && value <= high
          ? undefined
          : `it must be a number from ${percentText(low)} to ${percentText(high)}`;
      },
    );
    return { probability: Number(given.replace(/%$/, '')) / 100 };
  };
}
