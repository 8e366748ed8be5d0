import { describe, expect, it } from 'vitest';
import type { MessageView, View } from '../protocol/protocol.ts';
import { Feed } from './feed.ts';

const message = (id: string, text = id): MessageView => ({
  id,
  at: 1,
  turn: 1,
  channel: 'all',
  by: 'p1',
  from: 'p1',
  text,
});
const view = (sections: object): View => ({ messages: [], ...sections }) as unknown as View;
const read = (text: string | undefined): unknown => (text === undefined ? undefined : JSON.parse(text));

describe('a feed', () => {
  it('sends a view as a whole, then what differs, and nothing where nothing does', () => {
    const feed = new Feed('e');
    expect(feed.update(view({ clock: { turn: 1 }, team: { seat: 's' } }))).toBeUndefined();
    expect(feed.welcome(undefined, undefined).map(read)).toEqual([
      {
        type: 'view',
        epoch: 'e',
        number: 0,
        view: { clock: { turn: 1 }, team: { seat: 's' }, messages: [] },
      },
    ]);
    expect(feed.update(view({ clock: { turn: 1 }, team: { seat: 's' } }))).toBeUndefined();
    expect(read(feed.update(view({ clock: { turn: 2 }, team: { seat: 's' } })))).toEqual({
      type: 'update',
      number: 1,
      set: { clock: { turn: 2 } },
    });
    expect(read(feed.update(view({ clock: { turn: 2 } })))).toEqual({
      type: 'update',
      number: 2,
      set: { team: null },
    });
  });

  it('sends new messages alone, and all where an old one has changed', () => {
    const feed = new Feed('e');
    feed.update(view({ messages: [message('m1')] }));
    expect(read(feed.update(view({ messages: [message('m1'), message('m2')] })))).toEqual({
      type: 'update',
      number: 1,
      set: {},
      messages: [message('m2')],
    });
    const changed = [message('m1', 'struck'), message('m2')];
    expect(read(feed.update(view({ messages: changed })))).toEqual({
      type: 'update',
      number: 2,
      set: { messages: changed },
    });
  });

  it('sends whoever comes back what was missed, as far as it is kept', () => {
    const feed = new Feed('e');
    feed.update(view({ clock: { turn: 0 } }));
    const sent = Array.from({ length: 120 }, (_, i) => feed.update(view({ clock: { turn: i + 1 } })));
    expect(feed.welcome('e', 117)).toEqual(sent.slice(117));
    expect(feed.welcome('e', 120)).toEqual([]);
    expect(feed.welcome('e', 20)).toEqual(sent.slice(20));
    const whole = { type: 'view', number: 120 };
    // Too long ago, of another start of the server, never been here, or from the future.
    for (const [epoch, number] of [
      ['e', 19],
      ['f', 117],
      [undefined, undefined],
      ['e', 121],
    ] as const) {
      expect(feed.welcome(epoch, number).map(read)).toEqual([expect.objectContaining(whole)]);
    }
  });
});
