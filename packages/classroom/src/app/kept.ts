/**
 * Text that somebody typed and has not sent. It is written down with every key stroke, under the person and the field,
 * so that neither a reload nor a lost line nor a refused command loses any of it.
 */
import { useLayoutEffect, useState } from 'preact/hooks';
import { read, write } from './storage.ts';

const listeners = new Map<string, Set<(text: string) => void>>();

export const keptText = (field: string): string => read('device', `typed:${field}`) ?? '';

export function keepText(field: string, text: string): void {
  write('device', `typed:${field}`, text === '' ? null : text);
  for (const listener of listeners.get(field) ?? []) listener(text);
}

/** Puts a refused text back, before what has been typed since. */
export function putBack(field: string, text: string): void {
  const since = keptText(field);
  keepText(field, since === '' || since === text ? text : `${text}\n${since}`);
}

export function useKept(field: string): readonly [string, (text: string) => void] {
  const [, redraw] = useState(0);
  useLayoutEffect(() => {
    const all = listeners.get(field) ?? new Set();
    listeners.set(field, all);
    const listener = (): void => redraw((n) => n + 1);
    all.add(listener);
    return () => {
      all.delete(listener);
    };
  }, [field]);
  return [keptText(field), (text) => keepText(field, text)];
}

/** The same for small plain data, such as a plan that is being put together. */
export function useKeptData<T>(field: string, otherwise: T): readonly [T, (value: T | undefined) => void] {
  const [text, keep] = useKept(field);
  let value = otherwise;
  try {
    if (text !== '') value = JSON.parse(text) as T;
  } catch {
    // Written by another version of the page.
  }
  return [value, (next) => keep(next === undefined ? '' : JSON.stringify(next))];
}
