/** Why a plan is put forward, and who has said what to it. */
import type { JSX } from 'preact';
import type { DraftView } from '../../protocol/protocol.ts';
import { useRoom } from '../room.ts';
import { Badge } from './basics.tsx';

export function Said({ draft }: { draft: DraftView }): JSX.Element {
  const { say } = useRoom();
  return (
    <>
      {draft.why === undefined ? null : <blockquote>{draft.why}</blockquote>}
      {draft.consents.length === 0 ? null : (
        <ul class="consents" aria-label={say('whoAgrees')}>
          {draft.consents.map((one) => (
            <li key={one.role}>
              <span>{one.label}</span>
              <Badge tone={one.agrees === undefined ? 'plain' : one.agrees ? 'good' : 'bad'}>
                {say(one.agrees === undefined ? 'hasNotAnswered' : one.agrees ? 'agrees' : 'refuses')}
              </Badge>
              {one.why === undefined ? null : <span class="hint">{one.why}</span>}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
