/**
 * Noninterference: whatever a team does, thinks or wants in secret, nobody else is sent a byte that depends on it until
 * it is revealed. Each secret is played against the same exercise without it, on real sockets, with people who lose
 * their connection and come back and a turn that is undone; what everybody else was sent must be equal, byte for byte.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Text } from '@stave/engine';
import type { World } from '../room/world.ts';
import { hosted, VirtualClock, type Client, type Hosted } from './testing.ts';

const PEOPLE = {
  eastLeader: { seat: 'east', role: 'leader' },
  eastCrews: { seat: 'east', role: 'crews' },
  westLeader: { seat: 'west', role: 'leader' },
  inspector: { seat: 'inspectors', role: 'leader' },
  observer: undefined,
  waiting: undefined,
} as const;
type Who = keyof typeof PEOPLE | 'control' | 'projector';
const EVERYBODY = [...Object.keys(PEOPLE), 'control', 'projector'] as readonly Who[];

type Clients = Record<Who, Client>;

interface Secret {
  readonly name: string;
  /** Who knows: what they are sent must differ, or the secret was none. */
  readonly known: readonly Who[];
  readonly act?: (clients: Clients) => Promise<void>;
  /** Once more, after the undo. */
  readonly again?: (clients: Clients) => Promise<void>;
  readonly world?: (world: World) => World;
}

const EAST: readonly Who[] = ['eastLeader', 'eastCrews', 'control'];

const SECRETS: readonly Secret[] = [
  {
    name: 'plans: drafted, agreed to, handed in, taken back, refused at home',
    known: EAST,
    act: async ({ eastLeader, eastCrews }) => {
      const why = 'nobody sees';
      await eastLeader.must({ do: 'draft', orders: { open: 'fishHard', covert: 'poach' }, why });
      await eastCrews.must({ do: 'consent', revision: 1, agrees: true });
      await eastLeader.must({ do: 'submit', revision: 1 });
      await eastLeader.must({ do: 'withdraw' });
      await eastLeader.must({ do: 'draft', orders: { covert: 'poach' } });
      await eastCrews.must({ do: 'consent', revision: 2, agrees: false, why: 'no' });
      await eastLeader.must({ do: 'submit', revision: 2 });
      await eastLeader.must({ do: 'draft', orders: { covert: 'poach' } });
    },
    again: async ({ eastLeader, eastCrews }) => {
      await eastLeader.must({ do: 'draft', orders: { covert: 'poach' } });
      await eastCrews.must({ do: 'consent', revision: 4, agrees: true });
      await eastLeader.must({ do: 'submit', revision: 4 });
    },
  },
  {
    name: 'messages in a team and to control',
    known: EAST,
    act: async ({ eastLeader, eastCrews }) => {
      for (let i = 0; i < 5; i++) {
        await eastLeader.must({ do: 'message', channel: 'team:east', text: 'x'.repeat(10 * i + 1) });
        await eastCrews.must({ do: 'message', channel: 'team:east', text: 'we go at night' });
      }
      await eastCrews.must({ do: 'message', channel: 'control:east', text: 'a question' });
    },
    again: ({ eastCrews }) => eastCrews.must({ do: 'message', channel: 'team:east', text: 'once more' }),
  },
  {
    name: 'a message between two teams, and a paper',
    known: [...EAST, 'westLeader'],
    act: async ({ eastLeader, westLeader }) => {
      await eastLeader.must({ do: 'message', channel: 'joint:east+west', text: 'a word between us' });
      await westLeader.must({ do: 'propose', form: 'treaty', text: 'we both rest' });
      await eastLeader.must({ do: 'sign', id: 'treaty.1', signs: true });
    },
  },
  {
    name: 'a forecast, and another',
    known: ['eastLeader'],
    act: async ({ eastLeader }) => {
      await eastLeader.must({ do: 'forecast', question: 'quota', probabilities: { yes: 0.9, no: 0.1 } });
      await eastLeader.must({ do: 'forecast', question: 'quota', probabilities: { yes: 0.8, no: 0.2 } });
    },
    again: ({ eastLeader }) =>
      eastLeader.must({ do: 'forecast', question: 'fullBank', probabilities: { yes: 0.5, no: 0.5 } }),
  },
  {
    name: 'a vote on an argued move',
    known: ['inspector', 'control'],
    act: ({ inspector, westLeader }) =>
      inspector.must({ do: 'vote', id: westLeader.view!.argued[0]!.id, probability: 0.7 }),
  },
  {
    name: 'a note of the observer',
    known: ['observer', 'control'],
    act: ({ observer }) =>
      observer.must({ do: 'note', turn: 1, seat: 'east', text: 'they look at the moon' }),
  },
  {
    name: 'what control has in hand',
    known: ['control'],
    act: async ({ control }) => {
      await control.must({
        do: 'inject',
        text: 'A whale is seen.',
        effects: [{ add: 1, to: 'east.capital' }],
      });
      await control.must({ do: 'override', driver: 'weather', state: 'rough', reason: 'it blows' });
      await control.must({
        do: 'rule',
        seat: 'inspectors',
        orders: { open: 'payForRest' },
        reason: 'they must',
      });
      await control.must({ do: 'withhold', id: 'storm' });
    },
  },
  {
    name: 'the text of a goal',
    known: EAST,
    world: (world) => ({
      ...world,
      exercise: {
        ...world.exercise,
        seats: world.exercise.seats.map((seat) =>
          seat.name === 'east'
            ? { ...seat, goals: seat.goals.map((goal) => ({ ...goal, text: { en: 'Sink them.' } as Text })) }
            : seat,
        ),
      },
    }),
  },
];

/** All that each was sent, over all of its connections, and what stands at the door. */
type Sent = Record<Who, readonly string[]> & { readonly door: readonly string[] };

async function play({ act, again, world }: Partial<Secret>): Promise<Sent> {
  const clock = new VirtualClock();
  const host = await hosted({ clock, ...(world && { changed: world }) });
  try {
    const sent: Record<string, string[]> = Object.fromEntries(EVERYBODY.map((who) => [who, []]));
    const { clients, tokens, code } = await gathered(host, clock);
    const turn = async (): Promise<void> => {
      await clock.advance(31);
      for (const who of EVERYBODY) await clients[who].settled();
    };
    const reconnect = async (who: Who, remembers: boolean): Promise<void> => {
      const old = clients[who];
      sent[who]!.push(...old.heard);
      old.drop();
      await clock.advance(500);
      clients[who] = await host.connect(tokens[who], remembers ? old : undefined);
    };
    const { control, westLeader, inspector, eastLeader } = clients;
    await control.must({ do: 'start' });
    await clock.advance(30_000);
    await turn();
    expect(westLeader.view?.clock.phase).toBe('deliberation');
    // What others see and do goes on around the secret.
    await westLeader.must({ do: 'argue', action: 'We sing', pull: { calm: -1 }, reasons: ['it helps'] });
    await westLeader.must({ do: 'draft', orders: { open: 'rest' } });
    await inspector.must({ do: 'message', channel: 'all', text: 'we are watching' });
    await turn();
    await clock.advance(12);
    await act?.(clients);
    await clock.advance(7);
    await westLeader.must({ do: 'message', channel: 'all', text: 'good' });
    await clock.advance(15);
    await eastLeader.must({ do: 'message', channel: 'all', text: 'morning' });
    await turn();
    await reconnect('inspector', true);
    await reconnect('westLeader', false);
    await reconnect('projector', true);
    await turn();
    await reconnect('eastLeader', true);
    await clients.westLeader.must({ do: 'message', channel: 'joint:west+inspectors', text: 'a quiet word' });
    await turn();
    await clients.control.must({ do: 'undo', turn: 1, reason: 'once more' });
    await turn();
    await clock.advance(30_000);
    await again?.(clients);
    await clients.westLeader.must({ do: 'draft', orders: { open: 'rest' } });
    await clients.inspector.must({ do: 'message', channel: 'all', text: 'still watching' });
    await turn();
    await reconnect('observer', false);
    await reconnect('waiting', true);
    await turn();
    for (const who of EVERYBODY) sent[who]!.push(...clients[who].heard);
    expect(host.faults).toEqual([]);
    const door = await (await host.get(`/api/rooms/by-code/${code}`)).text();
    return { ...(sent as Record<Who, string[]>), door: [door] };
  } finally {
    await host.close();
  }
}

async function gathered(
  host: Hosted,
  clock: VirtualClock,
): Promise<{ readonly clients: Clients; readonly tokens: Record<Who, string>; readonly code: string }> {
  const [room] = await host.entries();
  const tokens: Partial<Record<Who, string>> = { control: room!.token, projector: room!.projector };
  const clients: Partial<Clients> = {};
  for (const [who, place] of Object.entries(PEOPLE)) {
    const { token } = await host.join(room!.code, {
      name: who,
      ...(who === 'observer' && { observer: true }),
    });
    tokens[who as Who] = token;
    const client = await host.connect(token);
    if (place) await client.must({ do: 'take', ...place });
    clients[who as Who] = client;
  }
  clients.control = await host.connect(room!.token);
  clients.projector = await host.connect(room!.projector);
  await clock.advance(60);
  for (const client of Object.values(clients)) await client.settled();
  return { clients: clients as Clients, tokens: tokens as Record<Who, string>, code: room!.code };
}

describe('nobody else is sent a byte that depends on', () => {
  let without: Sent;
  beforeAll(async () => {
    without = await play({});
  });

  it('nothing: the same exercise is sent twice in the same bytes', async () => {
    expect(await play({})).toEqual(without);
  });

  it.each(SECRETS)('$name', async (secret) => {
    const sent = await play(secret);
    for (const who of EVERYBODY) {
      if (secret.known.includes(who)) expect(sent[who], who).not.toEqual(without[who]);
      else expect(sent[who], who).toEqual(without[who]);
    }
    expect(sent.door).toEqual(without.door);
  });
});
