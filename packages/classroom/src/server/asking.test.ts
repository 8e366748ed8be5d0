/** Questions that run trials: whoever asks one waits for its answer, and the facilitator for nobody's queue. */
import { afterEach, expect, it } from 'vitest';
import type { FanAnswer } from '../protocol/protocol.ts';
import type { Trials } from './engine.ts';
import { hosted, VirtualClock, type Client, type Hosted } from './testing.ts';

let host: Hosted;
afterEach(() => host.close());

const until = async (isSo: () => boolean): Promise<void> => {
  for (let i = 0; i < 500 && !isSo(); i++) await new Promise((resolve) => setTimeout(resolve, 2));
  expect(isSo()).toBe(true);
};

it('those of people are answered one after the other, and those of whoever has gone not at all', async () => {
  const clock = new VirtualClock();
  const asked: { readonly seat: string; readonly answer: () => void }[] = [];
  const trials: Trials = {
    lookAhead: () => Promise.resolve({}),
    ask: (_state, question) =>
      new Promise((resolve) => {
        const answer = (): void => resolve({ is: 'an answer' } as unknown as FanAnswer);
        asked.push({ seat: 'seat' in question ? question.seat : '', answer });
      }),
    expect: () => undefined,
    close: () => undefined,
  };
  host = await hosted({ clock, trials });
  const [entry] = await host.entries();
  const control = await host.connect(entry!.token);
  const people: Client[] = [];
  for (let i = 0; i < 3; i++) {
    people.push(await host.connect((await host.join(entry!.code, { observer: true })).token));
  }
  const [ada, ben, eve] = people as [Client, Client, Client];
  const live = host.rooms.find(entry!.room)!;
  for (let i = 0; i < 60 && live.state.clock.phase !== 'debrief'; i++) {
    await control.must({ do: live.state.clock.phase === 'lobby' ? 'start' : 'next' });
    await clock.advance(31);
  }
  const ask = (who: Client, seat: string): ReturnType<Client['do']> =>
    who.do({ do: 'fan', turn: 1, seat, options: [{}], question: 'any' });
  const first = ask(ada, 'east');
  await until(() => asked.length === 1);
  const gone = ask(eve, 'east');
  await eve.settled();
  const second = ask(ben, 'west');
  expect(await ask(ada, 'west')).toMatchObject({ ok: false, code: 'tooMany' });
  eve.drop();
  const ofControl = ask(control, 'inspectors');
  // It waits for nobody.
  await until(() => asked.length === 2);
  expect(asked.map(({ seat }) => seat)).toEqual(['east', 'inspectors']);
  asked[1]!.answer();
  expect(await ofControl).toMatchObject({ ok: true });
  asked[0]!.answer();
  expect(await first).toMatchObject({ ok: true });
  await until(() => asked.length === 3);
  expect(asked[2]!.seat).toBe('west');
  asked[2]!.answer();
  expect(await second).toMatchObject({ ok: true });
  expect(await gone).toMatchObject({ ok: false });
  const again = ask(ada, 'west');
  await until(() => asked.length === 4);
  asked[3]!.answer();
  expect(await again).toMatchObject({ ok: true });
});
