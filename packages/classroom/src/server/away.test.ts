/** A server that was away, and comes back to its folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { verify } from '../room/verify.ts';
import { createStore, openStore } from '../store/sqlite-store.ts';
import { hosted, VirtualClock, type Hosted } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'stave-away-'));
let open: Hosted[] = [];
afterEach(async () => {
  for (const host of open) await host.close();
  open = [];
  rmSync(folder, { recursive: true, force: true });
});

/** In the deliberation of its first turn for two minutes, then away. @returns what was left, and the room after it */
async function away(milliseconds: number) {
  const clock = new VirtualClock();
  const before = await hosted({ clock, store: (files) => createStore(join(folder, 'data'), files) });
  const [entry] = await before.entries();
  const control = await before.connect(entry!.token);
  await control.must({ do: 'start' });
  await control.must({ do: 'next' });
  for (let i = 0; i < 4; i++) {
    await clock.advance(30_000);
    await control.settled();
  }
  expect(control.view?.clock.phase).toBe('deliberation');
  const left = control.view!.clock.endsAt! - clock.now();
  await before.close();
  await clock.advance(milliseconds);
  const host = await hosted({ clock, store: () => openStore(join(folder, 'data')) });
  open.push(host);
  const [again] = await host.entries();
  return { clock, host, left, room: entry!.room, control: await host.connect(again!.token) };
}

it('stands still after ten minutes, with what the phase had left, until the facilitator goes on', async () => {
  const { clock, host, left, room, control } = await away(600_000);
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(600_000);
  expect(control.view?.clock).toMatchObject({ phase: 'deliberation', paused: { left } });
  expect(await control.do({ do: 'resume' }, 'another')).toEqual({ ok: true });
  await clock.advance(31);
  await control.settled();
  expect(control.view?.clock.endsAt).toBe(clock.now() - 31 + left);
  expect(verify(host.rooms.world, host.rooms.store.events(room))).toBeUndefined();
});

it('goes on by itself after a restart', async () => {
  const { clock, left, control } = await away(20_000);
  expect(control.view?.clock.paused).toBeUndefined();
  expect(control.view?.clock.endsAt).toBe(clock.now() + left - 20_000);
});
