import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PACKS, readHere } from '../exercise/testing.ts';
import { lanAddresses } from './addresses.ts';
import { forget } from './forget.ts';
import { host, type Hosting, type HostOptions } from './host.ts';
import { entriesOf, joined } from './process.testing.ts';
import { Client } from './testing.ts';

const folder = join(mkdtempSync(join(tmpdir(), 'stave-host-')), 'data');
afterAll(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const faults: unknown[] = [];
const start = (options: Partial<HostOptions>): Promise<Hosting> =>
  host({
    readFile: readHere,
    rooms: 1,
    lan: false,
    names: [],
    onFault: (error) => faults.push(error),
    ...options,
  });

const exercise = join(PACKS, 'fishing-bank/exercise.yaml');

describe('holding an exercise', () => {
  it('does not begin without pages to show, and leaves no folder behind', async () => {
    const data = join(folder, '../never');
    await expect(start({ exercise, data, app: [join(folder, 'nowhere')] })).rejects.toMatchObject({
      message: 'the pages that browsers are to show have not been built',
      help: expect.stringContaining('pnpm@12.21.0 build') as string,
    });
    expect(existsSync(data)).toBe(false);
  });

  it('keeps it in a folder, goes on with it there, and forgets who took part', async () => {
    const first = await start({ exercise, data: folder, rooms: 2, seed: 'autumn', sameLuck: false });
    const base = first.addresses[0]!;
    const { port } = first.server;
    await expect(start({ exercise, port })).rejects.toThrow(`port ${port} cannot be used`);
    const secret = first.control.split('#control=')[1]!;
    expect(first.rooms.map(({ room }) => room)).toEqual(['room-1', 'room-2']);
    expect(first.server.rooms.all().map(({ state }) => [state.seed, state.trial])).toEqual([
      ['autumn', 0],
      ['autumn', 1],
    ]);
    const token = await joined(base, first.rooms[0]!.code, 'Nomen Proprium');
    const person = await Client.to(base, token);
    await person.must({ do: 'take', seat: 'east', role: 'leader' });
    await person.must({ do: 'message', channel: 'team:east', text: 'unforgettable' });
    await first.server.close('a pause');
    expect(person.farewell).toEqual({ reason: 'a pause', again: true });

    const second = await start({ resume: folder });
    expect(second.seed).toBe('autumn');
    expect(second.rooms).toEqual(first.rooms);
    const again = await Client.to(second.addresses[0]!, token);
    expect(again.view?.me).toMatchObject({ name: 'Nomen Proprium', seat: 'east', role: 'leader' });
    expect(again.view?.messages).toMatchObject([{ text: 'unforgettable' }]);
    // The facilitator's tab is still open.
    expect(await entriesOf(second.addresses[0]!, secret)).toHaveLength(2);
    await second.server.close('the end');

    const bytes = (): string =>
      readdirSync(folder)
        .map((name) => readFileSync(join(folder, name), 'latin1'))
        .join('\n');
    expect(bytes()).toContain('unforgettable');
    expect(() => forget(folder, 'room-9', Date.now())).toThrow('has no room room-9');
    expect(forget(folder, undefined, Date.now())).toEqual(['room-1', 'room-2']);
    expect(bytes()).not.toMatch(/unforgettable|Nomen/);
    expect(faults).toEqual([]);
  });

  it.each([
    [{ exercise, preset: '5min' }, 'no preset 5min'],
    [{ exercise, language: 'fr' }, 'is not in fr'],
    [{ exercise, rooms: 50 }, '50 rooms are more than the exercise allows'],
    [{ exercise: join(PACKS, 'fishing-bank/scenario.yaml') }, 'the exercise has errors'],
    [{ resume: join(folder, 'nowhere') }, 'holds no exercise'],
  ])('says what is wrong: %#', async (options, message) => {
    await expect(start(options)).rejects.toThrow(message);
  });

  it('offers the addresses of the room network first', () => {
    const address = (address: string, family: 'IPv4' | 'IPv6' = 'IPv4', internal = false) =>
      ({ address, family, internal }) as NonNullable<NodeJS.Dict<never[]>[string]>[number];
    expect(
      lanAddresses({
        lo: [address('127.0.0.1', 'IPv4', true)],
        docker0: [address('172.17.0.1')],
        wlan0: [address('fe80::1', 'IPv6'), address('fd00::7', 'IPv6'), address('192.168.4.20')],
        eth1: [address('203.0.113.9')],
        tun0: [address('10.8.0.2')],
      }),
    ).toEqual(['192.168.4.20', '203.0.113.9', '172.17.0.1', '10.8.0.2', '[fd00::7]']);
  });
});
