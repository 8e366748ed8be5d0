/** Luck against decision as a room is told of it: when, to whom, how far, and what ends it. */
import { describe, expect, it } from 'vitest';
import { luckAgainstDecision, type Luck, type LuckWatch } from '../fan/luck.ts';
import { runHere } from '../fan/runner.ts';
import type { RoomState } from '../room/state.ts';
import { makeTestWorld, TestRoom } from '../room/fixture.testing.ts';
import type { World } from '../room/world.ts';
import { LuckJobs } from './luck-jobs.ts';
import type { RunLuck } from './luck-thread.ts';
import { hosted, VirtualClock, type Client, type Hosted } from './testing.ts';

/** Few trials: what is told is the same, if less sure. */
const few =
  (world: World): RunLuck =>
  (state, watch) =>
    luckAgainstDecision(runHere(), world, { state, trials: 64, screening: 8 }, watch);

/** Until something is so that other threads of this process bring about. */
async function until(isSo: () => boolean, what: string): Promise<void> {
  for (let i = 0; i < 5000 && !isSo(); i++) await new Promise((resolve) => setImmediate(resolve));
  if (!isSo()) throw new Error(`it never came to it: ${what}`);
}

const phaseOf = (host: Hosted): string | undefined => host.rooms.all()[0]?.state.clock.phase;

async function playTo(host: Hosted, control: Client, clock: VirtualClock, phase: string): Promise<void> {
  for (let i = 0; i < 60 && phaseOf(host) !== phase; i++) {
    await control.must({ do: phaseOf(host) === 'lobby' ? 'start' : 'next' });
    await clock.advance(31);
  }
}

describe('a room that is over', () => {
  it('tells everybody of luck against decision, and nobody before', async () => {
    const clock = new VirtualClock();
    const host = await hosted({ clock, luck: few });
    try {
      const [entry] = await host.entries();
      const join = async (more: object): Promise<Client> =>
        host.connect((await host.join(entry?.code ?? '', more)).token);
      const east = await join({ name: 'Ada' });
      await east.must({ do: 'take', seat: 'east', role: 'leader' });
      const korean = await join({ language: 'ko' });
      const observer = await join({ observer: true });
      const control = await host.connect(entry?.token ?? '');
      const projector = await host.connect(entry?.projector ?? '');
      const everybody = [east, korean, observer, control, projector];
      await playTo(host, control, clock, 'reveal');
      for (const one of everybody) await one.settled();
      await playTo(host, control, clock, 'debrief');
      const seen: (number | undefined)[] = [];
      await until(() => {
        void clock.advance(31);
        const progress = projector.view?.luckProgress;
        if (progress && seen.at(-1) !== progress.share) seen.push(progress.share);
        return everybody.every(({ view }) => view?.luck !== undefined && view.luckProgress === undefined);
      }, 'everybody knows');
      expect(seen.length).toBeGreaterThan(1);
      expect(seen).toEqual(seen.toSorted((a, b) => (a ?? 0) - (b ?? 0)));
      // Before the debrief not a byte of it was sent to anybody.
      for (const { heard } of everybody) {
        const first = heard.findIndex((text) => text.includes('"luck'));
        const over = heard.findIndex((text) => text.includes('"phase":"debrief"'));
        expect(over).toBeGreaterThan(0);
        expect(first).toBeGreaterThanOrEqual(over);
      }
      const { luck } = projector.view ?? {};
      for (const one of [east, observer, control]) expect(one.view?.luck).toEqual(luck);
      expect(luck?.trials).toBe(64);
      expect(luck?.question.outcomes.filter(({ happened }) => happened)).toHaveLength(1);
      expect(luck?.seats.map(({ seat, best }) => [seat, best !== undefined])).toEqual([
        ['east', true],
        ['west', false],
        ['inspectors', false],
      ]);
      const other = korean.view?.luck;
      expect(other?.measures.map(({ bins }) => bins)).toEqual(luck?.measures.map(({ bins }) => bins));
      expect(other?.question.says.join(' ')).toMatch(/다른 운에서 같은 결정은/);
      // The page with it is of the same trials.
      const page = await host.get(`/api/rooms/${entry?.room}/downloads/debrief-luck`, host.secret);
      expect(await page.text()).toContain(luck?.question.says[1] ?? 'a sentence');

      // Whoever takes a turn back takes what was said of it back.
      await control.must({ do: 'undo', turn: 3, reason: 'A wrong key.' });
      await clock.advance(31);
      for (const one of everybody) {
        await one.settled();
        expect(one.view).not.toHaveProperty('luck');
        expect(one.view).not.toHaveProperty('luckProgress');
      }
    } finally {
      await host.close();
    }
    expect(host.faults).toEqual([]);
  });

  it('lets go of trials that are still being run when the server ends', async () => {
    let signal: AbortSignal | undefined;
    const clock = new VirtualClock();
    const host = await hosted({
      clock,
      luck: () => (_, watch) => {
        ({ signal } = watch);
        return new Promise(() => undefined);
      },
    });
    const [entry] = await host.entries();
    const control = await host.connect(entry?.token ?? '');
    await playTo(host, control, clock, 'debrief');
    await until(() => signal !== undefined, 'it runs');
    expect(signal?.aborted).toBe(false);
    // A download that waits for it is answered all the same.
    const page = host
      .get(`/api/rooms/${entry?.room}/downloads/debrief-luck`, host.secret)
      .catch(() => 'ended');
    await host.close();
    expect(signal?.aborted).toBe(true);
    await page;
    expect(host.faults).toEqual([]);
  });
});

describe('several rooms', () => {
  /** Trials that end when they are told to. */
  class Runs {
    readonly begun: {
      readonly state: RoomState;
      readonly watch: LuckWatch;
      end(luck: Luck): void;
      fail(): void;
    }[] = [];
    readonly run: RunLuck = (state, watch) =>
      new Promise((resolve, reject) => {
        this.begun.push({ state, watch, end: resolve, fail: () => reject(new Error('no memory')) });
        watch.signal?.addEventListener('abort', () => resolve(undefined));
      });
  }
  const luck: Luck = {
    trials: 1,
    question: { id: 'peace', outcomes: [], carriedOn: false },
    measures: [],
    seats: [],
  };

  async function over(): Promise<{ readonly world: World; readonly state: RoomState }> {
    const world = await makeTestWorld();
    const room = new TestRoom(world);
    room.until(3, 'debrief');
    return { world, state: room.state };
  }

  it('wait for each other, hear of progress in steps, and go on where one fails or is taken back', async () => {
    const { world, state } = await over();
    const runs = new Runs();
    const changes: string[] = [];
    const faults: unknown[] = [];
    const jobs = new LuckJobs({
      world,
      run: runs.run,
      onChange: (room) => changes.push(room),
      onFault: (error) => faults.push(error),
    });
    const stage = (room: string) => jobs.viewOf(room, 'en').luckProgress?.stage;
    for (const room of ['a', 'b', 'c', 'd']) jobs.see(room, state);
    jobs.see('a', { ...state, seq: state.seq + 1 });
    jobs.see('playing', { ...state, clock: { turn: 3, phase: 'reveal' } });
    expect(['a', 'b', 'c', 'd', 'playing'].map(stage)).toEqual([
      'runs',
      'waits',
      'waits',
      'waits',
      undefined,
    ]);
    expect(runs.begun).toHaveLength(1);

    changes.length = 0;
    for (let done = 1; done <= 100; done++) runs.begun[0]?.watch.onProgress?.(done, 100);
    expect(changes).toHaveLength(20);
    expect(jobs.viewOf('a', 'en').luckProgress).toEqual({ stage: 'runs', share: 1 });
    runs.begun[0]?.watch.onPart?.(luck);
    expect(jobs.viewOf('a', 'en')).toMatchObject({ luck: { trials: 1 }, luckProgress: { stage: 'runs' } });

    const found = jobs.found('a');
    runs.begun[0]?.fail();
    expect(await found).toBeUndefined();
    await until(() => runs.begun.length === 2, 'the next');
    expect(faults).toHaveLength(1);
    expect(['a', 'b', 'c', 'd'].map(stage)).toEqual(['failed', 'runs', 'waits', 'waits']);

    // A turn of the one that runs is undone, and one that waits goes on to be played.
    jobs.see('b', { ...state, past: state.past.slice(0, 2), clock: { turn: 3, phase: 'briefing' } });
    jobs.see('c', { ...state, past: [], clock: { turn: 1, phase: 'briefing' } });
    expect(runs.begun[1]?.watch.signal?.aborted).toBe(true);
    await until(() => runs.begun.length === 3, 'the last');
    expect(['b', 'c', 'd'].map(stage)).toEqual([undefined, undefined, 'runs']);
    runs.begun[2]?.end(luck);
    expect(await jobs.found('d')).toBe(luck);
    expect(jobs.viewOf('d', 'en').luckProgress).toBeUndefined();
    // The same object while it is the same, so that it is written once for all who read the language.
    expect(jobs.viewOf('d', 'en').luck).toBe(jobs.viewOf('d', 'en').luck);
    expect(faults).toHaveLength(1);

    // Played again to its end, it is found again.
    jobs.see('b', { ...state, past: [...state.past] });
    expect(stage('b')).toBe('runs');
    jobs.close();
    expect(runs.begun[3]?.watch.signal?.aborted).toBe(true);
    expect(jobs.viewOf('b', 'en')).toEqual({});
    jobs.see('b', state);
    expect(jobs.viewOf('b', 'en')).toEqual({});
  });
});
