/** `stave debrief LOG|DIR`: a room's log to what is told of it afterwards. */
import { availableParallelism } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import {
  debriefHtml,
  debriefOf,
  debriefTable,
  debriefText,
  replay,
  TABLES,
  type DebriefDocument,
  type Log,
  type World,
} from '@stave/classroom';
import { luckAgainstDecision, modelForecasts, startRunner } from '@stave/classroom/fan';
import { InputError, UsageError } from './failure.ts';
import { listenForInterrupt } from './interrupt.ts';
import { prepareFile, prepareFolder, writeText } from './outputs.ts';
import { openKept } from './play/exercise.ts';
import { Progress } from './progress.ts';
import { wantsColour, wantsProgress, widthOf } from './terminal.ts';
import { logFrom } from './replay/source.ts';

export interface DebriefVerbOptions {
  readonly room?: string;
  readonly html?: string;
  readonly csv?: string;
  readonly json?: true;
  readonly names?: true;
  readonly messages?: true;
  readonly language?: string;
  readonly trials: number;
}

/** So many say what the model would have said, where luck against decision has more. */
const MODEL_TRIALS = 1000;

export async function debrief(path: string, options: DebriefVerbOptions): Promise<void> {
  const { room, html, csv, json, names, messages, language } = options;
  const log = await logFrom(path, room);
  const world = await openKept(log.exercise);
  if (language !== undefined && !/^[a-z]{2,3}(-[a-z0-9]+)*$/i.test(language))
    throw new UsageError(`${language} is no language`, 'name a tag such as en or zh', ' debrief');
  checkScenario(path, world, log);
  const files = TABLES.map((table) => `${table}.csv`);
  if (html !== undefined)
    await prepareFile(html, 'the page needs a file', `--html ${join(html, 'debrief.html')}`);
  if (csv !== undefined)
    await prepareFolder(csv, {
      top: [
        ...files,
        ...(html !== undefined && resolve(dirname(html)) === resolve(csv) ? [basename(html)] : []),
      ],
    });
  const ran = await trialsOf(world, log, options.trials);
  if (!ran) return;
  const document = debriefOf(world, log.events, {
    ...(language !== undefined && { language }),
    text: (id) => log.texts.get(id),
    ...(names && { name: (person: string) => log.names.get(person as `p${number}`) }),
    withMessages: messages === true,
    ...ran,
  });
  if (html !== undefined) await writeText(html, debriefHtml(document));
  if (csv !== undefined)
    for (const table of TABLES) await writeText(join(csv, `${table}.csv`), debriefTable(document, table));
  const { stdout, env } = process;
  if (json) stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  // Who asked for files has in them what is wanted.
  else if (html === undefined && csv === undefined)
    stdout.write(debriefText(document, { width: widthOf(stdout), color: wantsColour(stdout, env) }));
  for (const made of [html, csv]) if (made !== undefined) process.stderr.write(`wrote ${made}\n`);
  warn(path, document, log.broken);
}

/** An event that was changed may be none any more. */
function told(path: string, events: Log['events'], broken: Log['broken']): ReturnType<typeof replay> {
  try {
    return replay(events);
  } catch (error) {
    if (!broken) throw error;
    throw new InputError(
      `${path} cannot be told: ${broken.message}`,
      'the log was changed after it was written: take an unchanged copy',
    );
  }
}

/** A log of an exercise that has other presets, or of another scenario, would be told wrongly. */
function checkScenario(path: string, { exercise, ir }: World, { events, broken }: Log): void {
  const { preset, scenario } = told(path, events, broken);
  if (scenario === ir.hash && exercise.presets.some(({ id }) => id === preset)) return;
  throw new InputError(
    `${path}: the log is of another edition of the scenario than the one it holds`,
    'the log was changed after it was written, or it was written by another version of stave',
  );
}

function warn(path: string, { replays }: DebriefDocument, broken: Log['broken']): void {
  const isReplayed = replays?.ok !== false;
  const first = broken && (isReplayed || broken.seq < (replays.seq ?? Infinity)) ? broken : replays;
  if (isReplayed && !broken) return;
  process.exitCode = 1;
  process.stderr.write(
    `error: ${path}: event ${first?.seq} does not replay: ${first?.message}\n  help: what is told is the log's own word, which the engine does not bear out; take an unchanged copy\n`,
  );
}

/** Nothing where Ctrl-C stopped it. */
async function trialsOf(
  world: World,
  { events }: Log,
  trials: number,
): Promise<Pick<Parameters<typeof debriefOf>[2], 'luck' | 'model'> | undefined> {
  const state = replay(events);
  if (trials === 0 || state.past.length === 0) return {};
  const interrupt = listenForInterrupt();
  const { stderr } = process;
  const progress = wantsProgress(stderr, process.env)
    ? new Progress((text) => void stderr.write(text), widthOf(stderr))
    : undefined;
  const runner = startRunner(availableParallelism());
  try {
    const { signal } = interrupt;
    const model = await modelForecasts(runner, world, state, {
      trials: Math.min(trials, MODEL_TRIALS),
      watch: { signal },
    });
    const luck =
      model &&
      (await luckAgainstDecision(
        runner,
        world,
        { state, trials, screening: Math.min(trials, MODEL_TRIALS) },
        { signal, onProgress: (done, total) => progress?.show(done, total) },
      ));
    progress?.clear();
    const code = interrupt.exitCode();
    if (code !== undefined) process.exitCode = code;
    // While turns are still to be played there is nothing to tell of luck.
    return model && !signal.aborted ? { model, ...(luck && { luck }) } : undefined;
  } finally {
    interrupt.release();
    await runner.close();
  }
}
