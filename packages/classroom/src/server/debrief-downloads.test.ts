/** The debrief of a served room: for the facilitator alone, at any time, with pseudonyms unless asked otherwise. */
import { expect, it } from 'vitest';
import { hosted, VirtualClock } from './testing.ts';

it('a room hands its debrief to the facilitator, as a page, as data and as tables', async () => {
  const clock = new VirtualClock();
  const host = await hosted({ clock });
  try {
    const [entry] = await host.entries();
    const at = `/api/rooms/${entry?.room}/downloads`;
    const { token } = await host.join(entry?.code ?? '', { name: 'Ada' });
    const person = await host.connect(token);
    await person.must({ do: 'take', seat: 'east', role: 'leader' });
    const control = await host.connect(entry?.token ?? '');
    await control.must({ do: 'start' });
    await control.must({ do: 'next' });
    await person.must({ do: 'draft', orders: {}, why: '<b>We wait.</b>' });
    await person.must({ do: 'submit', revision: 1 });

    const get = async (name: string): Promise<string> =>
      (await host.get(name === '' ? at : `${at}/${name}`, host.secret)).text();
    expect((await host.get(`${at}/debrief`, token)).status).toBe(404);
    const page = await host.get(`${at}/debrief`, host.secret);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-disposition')).toMatch(/attachment; filename="[^"]*debrief\.html"/);
    expect(await page.text()).toContain('<h1>Debrief: Two harbours and one bank of fish</h1>');

    const early = JSON.parse(await get('json')) as Record<string, unknown>;
    expect(early).toMatchObject({ schema: 'stave-debrief/1', turns: [] });
    // Nobody is held up by a replay while the room is played.
    expect(early).not.toHaveProperty('replays');
    expect(await get('json?language=ko')).toContain('"language": "ko"');
    expect(await get('people')).not.toContain('Ada');
    expect(await get('people?names=yes')).toContain('Ada');

    const phase = (): string | undefined => host.rooms.all()[0]?.state.clock.phase;
    for (let i = 0; i < 40 && phase() !== 'debrief'; i++) {
      await control.must({ do: 'next' });
      await clock.advance(31);
    }
    const late = JSON.parse(await get('json')) as { readonly turns: readonly unknown[] };
    expect(late).toMatchObject({ phase: 'debrief', replays: { ok: true } });
    expect(late.turns).toHaveLength(3);
    const told = await get('debrief');
    expect(told).toContain('&lt;b&gt;We wait.&lt;/b&gt;');
    expect(await get('debrief?texts=no')).not.toContain('We wait.');
    expect(await get('moves')).toMatch(/^turn,date,seat,/);

    // Another decision on the luck of the room, in the language of whoever asks; it stands in no list.
    const other = await get('instead?turn=2&seat=east&open=fishHard&language=ko');
    expect(other).toContain('<h1>2턴, 동항: 행동 없음 대신 많이 잡기</h1>');
    expect(other).toMatch(/<caption>진행된 마지막 프레임의 수치/);
    expect(await get('instead?turn=2&seat=east')).toContain('Nothing would have been different.');
    expect(await get('')).not.toContain('"instead"');
    // The same as data, which the console shows; it knows what was decided, and what could have been.
    const data = JSON.parse(await get('instead-json?turn=2&seat=east&open=fishHard')) as Record<
      string,
      unknown
    >;
    expect(data).toMatchObject({ turn: 2, seat: 'east', was: 'No move', would: 'Fish hard' });
    expect(data['measures']).not.toEqual([]);
    const played = control.view?.control?.played.filter(({ seat }) => seat === 'east');
    expect(played?.map(({ turn, orders }) => [turn, orders])).toEqual([1, 2, 3].map((turn) => [turn, {}]));
    expect(played?.[0]?.possible).toContain('fishHard');
    expect((await host.get(`${at}/instead-json?turn=2&seat=east`, token)).status).toBe(404);
    const wrong = await host.get(`${at}/instead?turn=2&seat=east&open=swim`, host.secret);
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('no open move `swim`')]);
    expect((await host.get(`${at}/instead?turn=2&seat=east`, token)).status).toBe(404);
  } finally {
    await host.close();
  }
});
