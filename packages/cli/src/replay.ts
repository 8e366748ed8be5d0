/**
 * `stave replay LOG`: runs the engine again over the log of a room and compares everything, tells it, writes it as a
 * study, or cuts it off to go on from there.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  allInterventions,
  lastLink,
  logText,
  replay as replayed,
  studyOfRoom,
  verify,
  type Log,
  type LogProblem,
  type World,
} from '@stave/classroom';
import { InputError, UsageError } from './failure.ts';
import { openKept } from './play/exercise.ts';
import { wholeCommands } from './play/whole-commands.ts';
import { replayDocument } from './replay/document.ts';
import type { SeatMoves } from './replay/instead.ts';
import { logFrom } from './replay/source.ts';
import { toldLog } from './replay/told.ts';

export interface ReplayOptions {
  readonly json?: true;
  readonly as?: 'text' | 'json' | 'arm';
  readonly turn?: number;
  /** Of several in a folder. */
  readonly room?: string;
  /** Number of the last event that a new log has. */
  readonly fork?: number;
  readonly out?: string;
  /** Another decision of the turn. */
  readonly instead?: SeatMoves;
}

export async function replay(path: string, options: ReplayOptions): Promise<void> {
  const { fork, out, turn, room } = options;
  if ((fork === undefined) !== (out === undefined))
    throw new UsageError(
      '--fork and --out go together',
      'stave replay --help shows how they are used',
      ' replay',
    );
  if (options.instead && turn === undefined)
    throw new UsageError('--instead needs --turn', 'name the turn whose decision is changed', ' replay');
  const log = await logFrom(path, room);
  const world = await openKept(log.exercise);
  const problem = earlier(verify(world, log.events), log.broken);
  const form = options.json ? 'json' : (options.as ?? 'text');
  if (form === 'json' && !options.instead)
    print(`${JSON.stringify(replayDocument(world, log, problem, turn), null, 2)}\n`);
  if (problem) {
    throw new InputError(
      `${path} does not replay: ${problem.message}`,
      'the log was changed after it was written, or it was written by another version of stave',
    );
  }
  if (turn !== undefined && replayed(log.events).past.every((past) => past.turn !== turn))
    throw new InputError(`${path} has no turn ${turn} that was adjudicated`, 'name an earlier turn');
  if (options.instead && turn !== undefined) {
    if (form === 'arm')
      throw new UsageError('--instead is told as text or JSON', 'leave --as out', ' replay');
    const { toldInstead } = await import('./replay/instead.ts');
    print(await toldInstead(path, world, log, turn, options.instead, form));
    return;
  }
  if (form === 'text') tell(world, log, turn);
  if (form === 'arm') printArm(world, log);
  if (fork !== undefined && out !== undefined) forkAt(world, log, fork, out);
}

/** What the rules and the engine say of an event says more than that it was changed. */
const earlier = (told: LogProblem | undefined, broken: Log['broken']): LogProblem | undefined =>
  told && broken ? (broken.seq < told.seq ? broken : told) : (told ?? broken);

const print = (text: string): void => void process.stdout.write(text);

function tell(world: World, log: Log, turn: number | undefined): void {
  const { seed, preset, scenario } = replayed(log.events);
  print(
    `${log.room} · ${world.exercise.id} · preset ${preset} · seed ${seed} · scenario ${scenario.slice(0, 12)}\n\n`,
  );
  print(toldLog(world, log, turn));
  print(`\n${log.events.length} events replay to the same bits; their chain ends in ${lastLink(log)}\n`);
}

function printArm(world: World, log: Log): void {
  const state = replayed(log.events);
  const own = log.exercise.files.find((file) => file.path === log.exercise.exercise);
  const { text, unsaid } = studyOfRoom(world, own?.text ?? '', allInterventions(state), state.seed);
  print(text);
  for (const one of unsaid) process.stderr.write(`not in the arm: ${one}\n`);
}

function forkAt(world: World, log: Log, fork: number, out: string): void {
  if (fork > log.events.length)
    throw new InputError(`the log has ${log.events.length} events`, 'cut it at one of them');
  const whole = wholeCommands(world, log.events.slice(0, fork)).length;
  if (whole < fork)
    throw new InputError(
      `event ${fork} and the next came of one command`,
      `cut the log before, at ${whole}, or after all of them`,
    );
  try {
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, logText({ ...log, events: log.events.slice(0, fork) }), { flag: 'wx' });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === 'EEXIST'
      ? new InputError(`${out} is there already`, 'name another file')
      : new InputError(`${out} cannot be written: ${message}`, 'name a file that can be written');
  }
  process.stderr.write(`wrote ${out}: stave play ${out} --resume goes on from event ${fork}\n`);
}
