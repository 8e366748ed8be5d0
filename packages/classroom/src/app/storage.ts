/**
 * What the browser keeps for us. Storage may be full, switched off or shared by several tabs; then memory does what it
 * can, and nothing else changes.
 */
type Kind = 'tab' | 'device';

const memory = new Map<string, string>();
const PREFIX = 'stave:';

function storageOf(kind: Kind): Storage | undefined {
  try {
    return kind === 'tab' ? globalThis.sessionStorage : globalThis.localStorage;
  } catch {
    return undefined;
  }
}

export function read(kind: Kind, key: string): string | null {
  try {
    return storageOf(kind)?.getItem(PREFIX + key) ?? memory.get(kind + key) ?? null;
  } catch {
    return memory.get(kind + key) ?? null;
  }
}

/** Null takes it away. */
export function write(kind: Kind, key: string, text: string | null): void {
  if (text === null) memory.delete(kind + key);
  else memory.set(kind + key, text);
  try {
    if (text === null) storageOf(kind)?.removeItem(PREFIX + key);
    else storageOf(kind)?.setItem(PREFIX + key, text);
  } catch {
    // Full or forbidden: memory has it.
  }
}

/** Takes away all that begins with this, such as what was typed in a room that one leaves. */
export function forget(kind: Kind, beginning: string): void {
  for (const key of memory.keys()) if (key.startsWith(kind + beginning)) memory.delete(key);
  try {
    const storage = storageOf(kind);
    if (storage === undefined) return;
    const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '');
    for (const key of keys) if (key.startsWith(PREFIX + beginning)) storage.removeItem(key);
  } catch {
    // Nothing to take away.
  }
}
