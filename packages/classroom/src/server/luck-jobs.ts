/**
 * Luck against decision for everybody in a room: begun when its turns are over, one room after the other, told as far as
 * it is known, and dropped when a turn is undone. It follows from the log and is kept nowhere: after a restart it is
 * worked out again when somebody looks.
 */
import type { Luck } from '../fan/luck.ts';
import { luckTold } from '../debrief/luck-told.ts';
import { wordsFor } from '../debrief/words.ts';
import type { LuckProgress, LuckTold } from '../protocol/luck.ts';
import type { View } from '../protocol/protocol.ts';
import type { RoomState } from '../room/state.ts';
import { isOver } from '../room/view/context.ts';
import type { World } from '../room/world.ts';
import type { RunLuck } from './luck-thread.ts';

export interface LuckJobsOptions {
  readonly world: World;
  /** Without it nothing is told. */
  readonly run: RunLuck | undefined;
  /** What is told of a room has changed. */
  readonly onChange: (room: string) => void;
  readonly onFault: (error: unknown) => void;
}

interface Job {
  readonly room: string;
  /** With which it began; while its turns are the same, so is what is found. */
  readonly state: RoomState;
  readonly stop: AbortController;
  /** Resolved when it is over, with what was found. */
  readonly found: Promise<Luck | undefined>;
  readonly end: (luck: Luck | undefined) => void;
  progress: LuckProgress | undefined;
  luck: Luck | undefined;
  /** By language, of `luck`: the same object while it is the same. */
  readonly told: Map<string, LuckTold>;
}

/** Everybody is told of progress in steps of this share. */
const STEP = 0.05;

export class LuckJobs {
  private readonly options: LuckJobsOptions;
  private readonly jobs = new Map<string, Job>();
  private queue: Job[] = [];
  private running: Job | undefined;
  private isClosed = false;

  constructor(options: LuckJobsOptions) {
    this.options = options;
  }

  /** The room as it is now: its job is begun, goes on, or is dropped. */
  see(room: string, state: RoomState): void {
    const known = this.jobs.get(room);
    const isWanted = isOver(state) && state.past.length > 0;
    if (known && !(isWanted && known.state.past === state.past)) this.drop(known);
    if (isWanted && this.options.run && !this.isClosed && !this.jobs.has(room)) this.begin(room, state);
  }

  /** Sections of views in a language. */
  viewOf(room: string, language: string): Pick<View, 'luck' | 'luckProgress'> {
    const job = this.jobs.get(room);
    if (!job) return {};
    const luck = job.luck && this.toldOf(job, job.luck, language);
    return { ...(luck && { luck }), ...(job.progress && { luckProgress: job.progress }) };
  }

  /** What there is to find, when it is found; nothing where there is nothing, or it was dropped. */
  found(room: string): Promise<Luck | undefined> {
    return this.jobs.get(room)?.found ?? Promise.resolve(undefined);
  }

  close(): void {
    this.isClosed = true;
    for (const job of [...this.jobs.values()]) this.drop(job);
  }

  private begin(room: string, state: RoomState): void {
    let end: Job['end'] = () => undefined;
    const found = new Promise<Luck | undefined>((resolve) => {
      end = resolve;
    });
    const job: Job = {
      ...{ room, state, found, end, luck: undefined },
      stop: new AbortController(),
      progress: { stage: 'waits', share: 0 },
      told: new Map(),
    };
    this.jobs.set(room, job);
    this.queue.push(job);
    this.options.onChange(room);
    void this.runNext();
  }

  private drop(job: Job): void {
    this.jobs.delete(job.room);
    this.queue = this.queue.filter((other) => other !== job);
    job.stop.abort();
    job.end(undefined);
  }

  private async runNext(): Promise<void> {
    const { run } = this.options;
    if (this.running || !run) return;
    const job = this.queue.shift();
    if (!job) return;
    this.running = job;
    this.change(job, { progress: { stage: 'runs', share: 0 } });
    try {
      const luck = await run(job.state, {
        signal: job.stop.signal,
        onPart: (part) => this.change(job, { luck: part }),
        onProgress: (done, total) => this.came(job, Math.floor(done / total / STEP) * STEP),
      });
      this.change(job, { progress: undefined, ...(luck && { luck }) });
      job.end(luck);
    } catch (error) {
      this.change(job, { progress: { stage: 'failed', share: 0 } });
      job.end(undefined);
      if (!job.stop.signal.aborted) this.options.onFault(error);
    } finally {
      this.running = undefined;
      void this.runNext();
    }
  }

  private came(job: Job, share: number): void {
    if (share > (job.progress?.share ?? 1)) this.change(job, { progress: { stage: 'runs', share } });
  }

  private change(job: Job, to: Partial<Pick<Job, 'progress' | 'luck'>>): void {
    if (job.stop.signal.aborted) return;
    if ('luck' in to) job.told.clear();
    Object.assign(job, to);
    this.options.onChange(job.room);
  }

  private toldOf(job: Job, luck: Luck, language: string): LuckTold {
    const { world } = this.options;
    const known = job.told.get(language);
    if (known) return known;
    const told = luckTold({ world, language, words: wordsFor(language) }, job.state, luck);
    job.told.set(language, told);
    return told;
  }
}
