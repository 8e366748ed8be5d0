/** Which way a number went in the last turn, where one can see it in its figures. */
import type { JSX } from 'preact';
import { useRoom } from '../room.ts';
import { number } from '../words/formats.ts';
import type { Node } from './map-nodes.ts';

export function Trend({ node }: { node: Node }): JSX.Element | null {
  const { say, language } = useRoom();
  const { value, before } = node;
  if (value === undefined || before === undefined) return null;
  if (number(language, value) === number(language, before)) return null;
  return (
    <small>
      {' '}
      <span aria-hidden="true">{value > before ? '▲' : '▼'}</span>{' '}
      {say('mapWas', { value: number(language, before) })}
    </small>
  );
}
