/**
 * What of a state a section was made from, so that it need not be made again while that has not changed. A state is
 * never changed in place: a part that is the same object is the same.
 */
import type { RoomState } from '../state.ts';

type Key = keyof RoomState;

/** Parts by name, of which most sections read one seat's alone. */
const BY_NAME: ReadonlySet<Key> = new Set(['desks', 'ruled', 'goals', 'held', 'answers']);

export class Reads {
  /** The state, as it is handed to whoever makes the section. */
  readonly state: RoomState;
  private readonly whole = new Map<Key, unknown>();
  private readonly parts = new Map<Key, Map<string, unknown>>();

  constructor(state: RoomState) {
    this.state = new Proxy(state, {
      get: (target, name) => {
        const key = name as Key;
        const value = target[key];
        if (BY_NAME.has(key)) return this.named(key, value as Readonly<Record<string, unknown>>);
        this.whole.set(key, value);
        return value;
      },
    });
  }

  /** Whether another state has the same in all that was read. */
  holdFor(state: RoomState): boolean {
    for (const [key, value] of this.whole) if (state[key] !== value) return false;
    for (const [key, known] of this.parts) {
      const now = state[key] as Readonly<Record<string, unknown>>;
      for (const [name, value] of known) if (valueIn(now, name) !== value) return false;
    }
    return true;
  }

  private named(key: Key, record: Readonly<Record<string, unknown>>): unknown {
    const known = this.parts.get(key) ?? new Map<string, unknown>();
    this.parts.set(key, known);
    const all = (): void => void this.whole.set(key, record);
    return new Proxy(record, {
      get: (target, name) => {
        if (typeof name !== 'string') return Reflect.get(target, name) as unknown;
        const value = valueIn(target, name);
        known.set(name, value);
        return value;
      },
      has: (target, name) => {
        all();
        return Reflect.has(target, name);
      },
      ownKeys: (target) => {
        all();
        return Reflect.ownKeys(target);
      },
    });
  }
}

const valueIn = (record: Readonly<Record<string, unknown>>, name: string): unknown =>
  Object.hasOwn(record, name) ? record[name] : undefined;
