/** Bulletins, the last turn first. */
import type { JSX } from 'preact';
import type { BulletinView } from '../../protocol/protocol.ts';
import { Badge, Card, Empty, Fold } from '../parts/basics.tsx';
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

type Told = Line & { readonly times: number; readonly until?: string };

/** Lines that follow each other under one date. */
function byDate(lines: readonly Told[]): { readonly date: string | undefined; readonly lines: Told[] }[] {
  const groups: { date: string | undefined; lines: Told[] }[] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    if (last !== undefined && last.date === line.date) last.lines.push(line);
    else groups.push({ date: line.date, lines: [line] });
  }
  return groups;
}

/** What comes again within a turn is told where it comes first, with how often and until when. */
function told(lines: readonly Line[]): readonly Told[] {
  const firsts = new Map<string, Line & { times: number; until?: string }>();
  for (const line of lines) {
    const first = firsts.get(line.text);
    if (first === undefined) firsts.set(line.text, { ...line, times: 1 });
    else {
      first.times++;
      if (line.date !== undefined) first.until = line.date;
    }
  }
  return [...firsts.values()];
}

/** By people, or by seats in the open: what comes before the rest of the world. */
const isBySeats = ({ kind, seat }: Line): boolean => kind !== 'news' || seat !== undefined;

export interface LinesProps {
  readonly bulletin: BulletinView;
  /** Only so many, the first ones. */
  readonly most?: number;
  /** The rest of the world is there at once, as on a wall where nobody can click. */
  readonly isWhole?: boolean;
}

export function Lines({ bulletin, most, isWhole = false }: LinesProps): JSX.Element {
  const { say } = useRoom();
  const { lines } = bulletin;
  if (lines.length === 0) return <Empty>{say('quietTurn')}</Empty>;
  if (most !== undefined) {
    const left = Math.max(0, lines.length - most);
    return (
      <>
        <Dated lines={lines.slice(0, most).toSorted((a, b) => (a.date ?? '').localeCompare(b.date ?? ''))} />
        {left > 0 ? <p class="hint">{say('andMore', { n: left })}</p> : null}
      </>
    );
  }
  const seats = lines.filter(isBySeats);
  const rest = lines.filter((line) => !isBySeats(line));
  if (seats.length === 0) return <Dated lines={rest} />;
  const elsewhere = say('newsElsewhere', { n: told(rest).length });
  return (
    <>
      <p class="list-title">{say('newsBySeats')}</p>
      <Dated lines={seats} />
      {rest.length === 0 ? null : isWhole ? (
        <>
          <p class="list-title">{elsewhere}</p>
          <Dated lines={rest} />
        </>
      ) : (
        <Fold title={elsewhere}>
          <Dated lines={rest} />
        </Fold>
      )}
    </>
  );
}

function Dated({ lines }: { lines: readonly Line[] }): JSX.Element {
  const { say } = useRoom();
  const date = useDate();
  return (
    <ol class="bulletin">
      {byDate(told(lines)).map((group, i) => (
        <li key={i}>
          <span class="date">{date(group.date)}</span>
          <ul>
            {group.lines.map((line, k) => (
              <li key={k} class={line.kind}>
                {line.kind === 'news' ? null : <Badge tone="info">{say(KIND_WORDS[line.kind])}</Badge>}{' '}
                {line.text}
                <Times line={line} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

function Times({ line }: { line: Told }): JSX.Element | null {
  const { say } = useRoom();
  const date = useDate();
  const { times, until } = line;
  if (times < 2) return null;
  return (
    <span class="hint">
      {' '}
      {until === undefined || until === line.date
        ? say('newsTimes', { n: times })
        : say('newsTimesUntil', { n: times, date: date(until) })}
    </span>
  );
}
