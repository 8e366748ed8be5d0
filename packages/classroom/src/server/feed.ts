/**
 * What one viewer has been sent. A view goes out once as a whole and then by the sections that changed, under numbers
 * that count this viewer's updates alone. The last of them are kept, so that whoever comes back gets what was missed.
 */
import type { MessageView, View } from '../protocol/protocol.ts';

const KEPT = 100;

/** The text of a section that several viewers share is made once. */
const written = new WeakMap<object, string>();

function textOf(section: object): string {
  const known = written.get(section);
  if (known !== undefined) return known;
  const text = JSON.stringify(section);
  written.set(section, text);
  return text;
}

/** Messages of which one has changed are sent as a whole; new ones at the end alone. */
interface Told {
  readonly sections: ReadonlyMap<string, string>;
  readonly messages: readonly string[];
}

export class Feed {
  private readonly epoch: string;
  private number = 0;
  private told: Told | undefined;
  /** The last updates as they were sent, the newest last. */
  private recent: { readonly number: number; readonly text: string }[] = [];

  constructor(epoch: string) {
    this.epoch = epoch;
  }

  /** The view as it is now. @returns the update to send, if anything differs */
  update(view: View): string | undefined {
    const next = toldOf(view);
    const before = this.told;
    this.told = next;
    // Nobody has been sent anything yet.
    if (!before) return undefined;
    const parts = differences(before, next);
    if (parts === undefined) return undefined;
    this.number++;
    const text = `{"type":"update","number":${this.number},${parts}}`;
    this.recent.push({ number: this.number, text });
    if (this.recent.length > KEPT) this.recent.shift();
    return text;
  }

  /** What was sent is not sent again: somebody who comes back is sent the whole. */
  forget(): void {
    this.recent = [];
  }

  /** What somebody is sent who has seen the updates up to `number` of an epoch, or nothing. `update` comes before. */
  welcome(epoch: string | undefined, number: number | undefined): readonly string[] {
    if (epoch === this.epoch && number !== undefined && number <= this.number) {
      const missed = this.recent.filter((one) => one.number > number);
      if (missed.length === this.number - number) return missed.map(({ text }) => text);
    }
    return [this.whole()];
  }

  private whole(): string {
    if (!this.told) throw new Error('InvariantError: a feed is asked for a view before it was given one');
    const { sections, messages } = this.told;
    const view = [...sections].map(([name, text]) => `"${name}":${text}`);
    view.push(`"messages":[${messages.join(',')}]`);
    return `{"type":"view","epoch":"${this.epoch}","number":${this.number},"view":{${view.join(',')}}}`;
  }
}

function toldOf({ messages, ...sections }: View): Told {
  const named = Object.entries(sections) as [string, object | undefined][];
  return {
    sections: new Map(named.flatMap(([name, value]) => (value === undefined ? [] : [[name, textOf(value)]]))),
    messages: messages.map((message: MessageView) => textOf(message)),
  };
}

function differences(before: Told, next: Told): string | undefined {
  const set: string[] = [];
  for (const [name, text] of next.sections) {
    if (before.sections.get(name) !== text) set.push(`"${name}":${text}`);
  }
  for (const name of before.sections.keys()) if (!next.sections.has(name)) set.push(`"${name}":null`);
  const isLonger = before.messages.every((text, i) => next.messages[i] === text);
  const added = isLonger ? next.messages.slice(before.messages.length) : [];
  if (!isLonger) set.push(`"messages":[${next.messages.join(',')}]`);
  if (set.length === 0 && added.length === 0) return undefined;
  const more = added.length > 0 ? `,"messages":[${added.join(',')}]` : '';
  return `"set":{${set.join(',')}}${more}`;
}
