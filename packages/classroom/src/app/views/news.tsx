/** Bulletins, the last turn first. */
import type { JSX } from 'preact';
import type { BulletinView } from '../../protocol/protocol.ts';
import { Badge, Card, Empty } from '../parts/basics.tsx';
import { useDate, useRoom } from '../room.ts';

const KIND_WORDS = {
  inject: 'newsInject',
  control: 'newsControl',
  argued: 'newsArgued',
  paper: 'newsPaper',
} as const;

export function News(): JSX.Element {
  const { view, say } = useRoom();
  const turns = view.bulletin.toSorted((a, b) => b.turn - a.turn);
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

type Line = BulletinView['lines'][number];

/** Lines that follow each other under one date. */
function byDate(lines: readonly Line[]): { readonly date: string | undefined; readonly lines: Line[] }[] {
  const groups: { date: string | undefined; lines: Line[] }[] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    if (last !== undefined && last.date === line.date) last.lines.push(line);
    else groups.push({ date: line.date, lines: [line] });
  }
  return groups;
}

/** `most`: only so many, the first ones. */
export function Lines({ bulletin, most }: { bulletin: BulletinView; most?: number }): JSX.Element {
  const { say } = useRoom();
  const date = useDate();
  if (bulletin.lines.length === 0) return <Empty>{say('quietTurn')}</Empty>;
  const left = most === undefined ? 0 : Math.max(0, bulletin.lines.length - most);
  return (
    <>
      <ol class="bulletin">
        {byDate(bulletin.lines.slice(0, most)).map((group, i) => (
          <li key={i}>
            <span class="date">{date(group.date)}</span>
            <ul>
              {group.lines.map((line, k) => (
                <li key={k} class={line.kind}>
                  {line.kind === 'news' ? null : <Badge tone="info">{say(KIND_WORDS[line.kind])}</Badge>}{' '}
                  {line.text}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
      {left > 0 ? <p class="hint">{say('andMore', { n: left })}</p> : null}
    </>
  );
}
