/** Bulletins, the last turn first. */
import type { JSX } from 'preact';
import type { BulletinView } from '../../protocol/protocol.ts';
import { Badge, Card, Empty } from '../parts/basics.tsx';
import { useRoom } from '../room.ts';
import { date } from '../words/formats.ts';

const KIND_WORDS = {
  inject: 'newsInject',
  control: 'newsControl',
  argued: 'newsArgued',
  paper: 'newsPaper',
} as const;

export function News({ most }: { most?: number }): JSX.Element {
  const { view, say } = useRoom();
  const turns = view.bulletin.toSorted((a, b) => b.turn - a.turn).slice(0, most);
  return (
    <div class="stack">
      {turns.length === 0 ? <Empty>{say('noNews')}</Empty> : null}
      {turns.map((bulletin) => (
        <Card key={bulletin.turn} title={say('newsOfTurn', { n: bulletin.turn })}>
          <Lines bulletin={bulletin} />
        </Card>
      ))}
    </div>
  );
}

export function Lines({ bulletin }: { bulletin: BulletinView }): JSX.Element {
  const { say, language } = useRoom();
  if (bulletin.lines.length === 0) return <Empty>{say('quietTurn')}</Empty>;
  return (
    <ol class="bulletin">
      {bulletin.lines.map((line, i) => (
        <li key={i} class={line.kind}>
          {line.date === undefined ? null : <span class="date">{date(language, line.date)}</span>}
          <span>
            {line.kind === 'news' ? null : <Badge tone="info">{say(KIND_WORDS[line.kind])}</Badge>}{' '}
            {line.text}
          </span>
        </li>
      ))}
    </ol>
  );
}
