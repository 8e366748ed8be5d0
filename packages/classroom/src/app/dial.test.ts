/** Ways to the server that work, and ways that do not. */
import { expect, test } from 'vitest';
import type { Ears } from './connection.ts';
import { byRequests, eitherWay, type Way } from './dial.ts';

const settled = async (): Promise<void> => {
  for (let i = 0; i < 5; i++) await Promise.resolve();
};

function ways(isThere: () => boolean) {
  const taken: string[] = [];
  const opened: Ears[] = [];
  const way =
    (name: string): Way =>
    (ears) => {
      taken.push(name);
      opened.push(ears);
      return { send: () => undefined, close: () => undefined };
    };
  const dial = eitherWay(way('socket'), way('requests'), () => Promise.resolve(isThere()));
  const ears: Ears = { opened: () => undefined, heard: () => undefined, closed: () => undefined };
  return { taken, opened, dial: () => dial(ears, 't') };
}

test('requests are taken when two sockets have closed without a word and the server is there', async () => {
  const { taken, opened, dial } = ways(() => true);
  for (let i = 0; i < 3; i++) {
    dial();
    opened.at(-1)!.closed();
    await settled();
  }
  dial();
  expect(taken).toEqual(['socket', 'socket', 'requests', 'requests']);
});

test('so are they when sockets open and nothing comes through them', async () => {
  const { taken, opened, dial } = ways(() => true);
  for (let i = 0; i < 2; i++) {
    const line = dial();
    opened.at(-1)!.opened();
    // What the connection does after its time of silence.
    line.close();
    line.close();
    await settled();
  }
  dial();
  expect(taken).toEqual(['socket', 'socket', 'requests']);
});

test('a server that is away is no reason, and neither is a line that worked', async () => {
  let isThere = false;
  const { taken, opened, dial } = ways(() => isThere);
  for (let i = 0; i < 5; i++) {
    dial();
    opened.at(-1)!.closed();
    await settled();
  }
  isThere = true;
  for (let i = 0; i < 4; i++) {
    dial();
    if (i % 2 === 1) opened.at(-1)!.heard('{}');
    opened.at(-1)!.closed();
    await settled();
  }
  expect(new Set(taken)).toEqual(new Set(['socket']));
});

test('by requests: one waits, others bring what is said in order; the end of one is the end of the line', async () => {
  const answers: ((body: unknown) => void)[] = [];
  const asked: string[] = [];
  const way = byRequests((address, { method = 'GET', body }) => {
    asked.push(`${method} ${address} ${typeof body === 'string' ? body : ''}`.trim());
    return new Promise((resolve) => answers.push((value) => resolve(Response.json(value))));
  });
  const heard: string[] = [];
  const line = way(
    {
      opened: () => heard.push('open'),
      heard: (text) => heard.push(text),
      closed: () => heard.push('closed'),
    },
    'secret',
  );
  line.send('early');
  answers.shift()!({ line: 'L' });
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(asked).toEqual(['POST /api/line {}', 'GET /api/line/L']);
  line.send('one');
  line.send('two');
  expect(asked.slice(2)).toEqual(['POST /api/line/L {"messages":["early","one"]}']);
  answers[1]!({});
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(asked[3]).toBe('POST /api/line/L {"messages":["two"]}');
  answers[0]!({ messages: ['a', 'b'], isOver: false });
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(asked[4]).toBe('GET /api/line/L');
  answers.at(-1)!({ messages: ['bye'], isOver: true });
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(heard).toEqual(['open', 'a', 'b', 'bye', 'closed']);
  expect(asked.join()).not.toContain('secret');
});
