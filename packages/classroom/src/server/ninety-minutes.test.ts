import { expect, it } from 'vitest';
import { type Client, hosted, VirtualClock } from './testing.ts';

/** Minutes of the clock, from the start of the first turn. */
const minutes = (from: number, at: number): number => Math.round((at - from) / 600) / 100;

it('plays the flagship in ninety minutes: people in two capitals, bots elsewhere, on time', async () => {
  const clock = new VirtualClock();
  const host = await hosted({ exercise: 'trilateral-2023/exercise.yaml', preset: '90min', clock });
  try {
    const [room] = await host.entries();
    const control = await host.connect(room!.token);
    const people: Client[] = [];
    for (const seat of ['us', 'japan']) {
      const client = await host.connect((await host.join(room!.code)).token);
      await client.must({ do: 'take', seat, role: 'leader' });
      people.push(client);
    }
    const [first] = people;
    const pass = async (time: number): Promise<void> => {
      for (let left = time; left > 0; left -= 0.5) {
        await clock.advance(Math.min(left, 0.5) * 60_000);
        for (const client of [...people, control]) await client.settled();
      }
      await clock.advance(31);
      for (const client of [...people, control]) await client.settled();
    };
    const preset = host.rooms.world.exercise.presets.find(({ id }) => id === '90min')!;
    const perTurn = Object.values(preset.minutes).reduce((sum, time) => sum + time, 0);
    expect(preset.join + preset.turns.length * perTurn + preset.debrief).toBeLessThanOrEqual(90);
    // Nobody is asked about a move here, so the time for answers is passed by.
    const played = perTurn - preset.minutes.answers;

    await pass(preset.join);
    // The map of the flagship: what is public to both capitals, and to each what it alone may see.
    const links = people.map(({ view }) => view!.world.links.map((link) => link.join(' > ')));
    for (const seen of links)
      expect(seen).toEqual(
        expect.arrayContaining([
          'water > opinion',
          'history > opinion',
          'opinion > japanKorea',
          'history > japanKorea',
          'washington > usKorea',
          'approvalWashington > washington',
          'japanKorea > institution',
        ]),
      );
    // The cost to firms is Washington's to see, favour and the temper of Beijing are Tokyo's.
    const own = ['industry > firmCost', 'opinion > favour', 'water > beijingTokyo'];
    expect(links.map((seen) => own.filter((link) => seen.includes(link)))).toEqual([
      own.slice(0, 1),
      own.slice(1),
    ]);
    for (const { view } of people) {
      const { drivers, numbers } = view!.world;
      const shown = new Set([...drivers, ...numbers].map(({ name }) => name));
      expect(view!.world.links.flat().filter((name) => !shown.has(name))).toEqual([]);
      // Whom Moscow trades with neither sees.
      expect(view!.world.links.flat()).not.toContain('moscowPyongyang');
    }
    const start = clock.now();
    await control.must({ do: 'start' });
    for (const turn of preset.turns.keys()) {
      await pass(preset.minutes.briefing + 0.5);
      expect(first!.view!.clock).toMatchObject({ turn: turn + 1, phase: 'deliberation' });
      const move = first!.view!.team!.moves.find(
        ({ kind, obstacles, consents }) => kind === 'open' && obstacles.length === 0 && consents.length === 0,
      );
      if (move) await first!.must({ do: 'draft', orders: { open: move.move } });
      const question = first!.view!.questions.find(({ settled }) => settled === undefined)!;
      const share = 1 / question.outcomes.length;
      const probabilities = Object.fromEntries(question.outcomes.map(({ id }) => [id, share]));
      await first!.must({ do: 'forecast', question: question.id, probabilities });
      await pass(played - preset.minutes.briefing - 0.5);
    }
    await pass(0.5);
    expect(first!.view!.clock.phase).toBe('debrief');
    await pass(preset.debrief);
    expect(first!.view!.clock.phase).toBe('closed');

    const events = host.rooms.store.events(room!.room);
    const phases = events.flatMap((event) => (event.kind === 'phase' ? [event] : []));
    const at = (phase: string): number[] =>
      phases.filter((event) => event.phase === phase).map((event) => minutes(start, event.at));
    const turns = [...preset.turns.keys()];
    expect(at('briefing')).toEqual(turns.map((turn) => turn * played));
    expect(at('debrief')).toEqual([preset.turns.length * played]);
    expect(at('closed')).toEqual([preset.turns.length * played + preset.debrief]);
    const adjudicated = events.flatMap((event) => (event.kind === 'adjudicated' ? [event] : []));
    expect(adjudicated.map(({ steps }) => steps.length)).toEqual(preset.turns);
    expect(adjudicated.at(-1)?.readings.at(-1)?.date).toBe('2027-01-01');
    expect(host.faults).toEqual([]);
  } finally {
    await host.close();
  }
});
