/** The tab that a person was in, found again after a reload. */
import { useState } from 'preact/hooks';
import { useRoom } from '../room.ts';
import { read, write } from '../storage.ts';

/** @param first where nobody has chosen yet */
export function useChosenTab(first: string): readonly [string, (id: string) => void] {
  const { field } = useRoom();
  const [tab, setTab] = useState(read('tab', field('tab')) ?? first);
  const choose = (id: string): void => {
    write('tab', field('tab'), id);
    setTab(id);
  };
  return [tab, choose];
}
