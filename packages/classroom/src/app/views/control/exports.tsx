/** What can be taken away, another try from here, and what to do when phones do not get through. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { DownloadEntry } from '../../../protocol/http.ts';
import { download, downloadsOf, fork, newRoom, type Answered } from '../../api.ts';
import { Button, Card, Choice, Empty } from '../../parts/basics.tsx';
import { REFUSALS } from '../../refusals.ts';
import { sharedAddress, useHouse, useRoom } from '../../room.ts';
import { PersonalData } from './personal-data.tsx';

export function Exports(): JSX.Element {
  const { say } = useRoom();
  const shared = sharedAddress(useHouse().rooms.addresses);
  return (
    <div class="stack">
      <Downloads />
      <OtherRooms />
      <PersonalData />
      <Card title={say('helpTitle')}>
        <ol class="help">
          <li>
            <h3>{say('helpNetwork')}</h3>
            <p>{shared === undefined ? say('helpLocalOnly') : say('helpNetworkText', { address: shared })}</p>
          </li>
          <li>
            <h3>{say('helpHotspot')}</h3>
            <p>{say('helpHotspotText')}</p>
          </li>
          <li>
            <h3>{say('helpPaper')}</h3>
            <p>{say('helpPaperText')}</p>
          </li>
        </ol>
      </Card>
    </div>
  );
}

function Downloads(): JSX.Element {
  const { view, say, token, tell, language } = useRoom();
  const { room } = view.exercise;
  const [names, setNames] = useState(false);
  const [list, setList] = useState<readonly DownloadEntry[] | undefined>(undefined);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    void downloadsOf(token, room).then((answer) => {
      if (answer.ok) setList(answer.value);
      else tell(say(answer.code === undefined ? 'downloadFailed' : REFUSALS[answer.code]), 'bad', answer.why);
    });
  }, [token, room]);
  const fetchOne = async (name: string): Promise<void> => {
    setBusy(true);
    const answer = await download(token, room, name, { language, ...(names && { names: 'yes' }) });
    setBusy(false);
    if (!answer.ok)
      tell(say(answer.code === undefined ? 'downloadFailed' : REFUSALS[answer.code]), 'bad', answer.why);
  };
  return (
    <Card title={say('downloads')}>
      {list !== undefined && list.length === 0 ? <Empty>{say('noneYet')}</Empty> : null}
      <ul class="downloads">
        {(list ?? []).map(({ name, label }) => (
          <li key={name}>
            <Button isOff={isBusy} onClick={() => void fetchOne(name)}>
              {name in WORDS ? say(WORDS[name as keyof typeof WORDS]) : label}
            </Button>
          </li>
        ))}
      </ul>
      <label class="check">
        <input type="checkbox" checked={names} onChange={(event) => setNames(event.currentTarget.checked)} />
        <span>{say('downloadNames')}</span>
      </label>
      <p class="hint" role="status">
        {say(isBusy ? 'downloading' : 'downloadsHint')}
      </p>
    </Card>
  );
}

/** What we can say in the person's language; of others the server's label stands. */
const WORDS = {
  log: 'downloadLog',
  debrief: 'downloadDebrief',
  'debrief-luck': 'downloadLuck',
  json: 'downloadJson',
  people: 'downloadCsv',
  'people-by-turn': 'downloadByTurn',
  moves: 'downloadMoves',
  forecasts: 'downloadForecasts',
  questions: 'downloadQuestions',
  resolutions: 'downloadResolutions',
  scores: 'downloadScores',
  packets: 'downloadPackets',
} as const;

function OtherRooms(): JSX.Element {
  const { view, say, tell } = useRoom();
  const { secret, look } = useHouse();
  const { room } = view.exercise;
  const [turn, setTurn] = useState('');
  const [withPeople, setWithPeople] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const open = async (opening: Promise<Answered<{ readonly room: string }>>): Promise<void> => {
    setBusy(true);
    const answer = await opening;
    setBusy(false);
    if (!answer.ok) {
      tell(say(answer.code === undefined ? 'downloadFailed' : REFUSALS[answer.code]), 'bad', answer.why);
      return;
    }
    tell(say('forked', { room: answer.value.room.replace(/^room-/, '') }), 'good');
    look();
  };
  return (
    <Card title={say('forkTitle')}>
      <p>{say('forkHint')}</p>
      <Choice
        label={say('fromTurn')}
        value={turn}
        options={[
          { value: '', label: say('fromNow') },
          ...(view.control?.canUndo ?? []).map((n) => ({
            value: String(n),
            label: say('undoToTurn', { n }),
          })),
        ]}
        onChange={setTurn}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={withPeople}
          onChange={(event) => setWithPeople(event.currentTarget.checked)}
        />
        <span>{say('forkWithPeople')}</span>
      </label>
      <div class="row">
        <Button
          isOff={isBusy}
          onClick={() =>
            void open(
              fork(secret, room, {
                ...(turn === '' ? {} : { turn: Number(turn) }),
                ...(withPeople ? { people: true } : {}),
              }),
            )
          }
        >
          {say('fork')}
        </Button>
        <Button look="quiet" isOff={isBusy} onClick={() => void open(newRoom(secret))}>
          {say('newRoom')}
        </Button>
      </div>
    </Card>
  );
}
