/** From the debrief on to what it asks for next: another decision of a turn, or a turn played again by people. */
import type { JSX } from 'preact';
import { Button, Card } from '../../parts/basics.tsx';
import { useRoom } from '../../room.ts';

export function WhatIf({ onGo }: { onGo: (tab: string) => void }): JSX.Element | null {
  const { view, say } = useRoom();
  const { phase } = view.clock;
  if ((phase !== 'debrief' && phase !== 'closed') || view.control?.canUndo.length === 0) return null;
  return (
    <Card title={say('whatIf')} look="call">
      <p class="hint">{say('whatIfHint')}</p>
      <div class="row">
        <Button look="main" onClick={() => onGo('fan')}>
          {say('whatIfFan')}
        </Button>
        <Button onClick={() => onGo('exports')}>{say('whatIfFork')}</Button>
      </div>
    </Card>
  );
}
