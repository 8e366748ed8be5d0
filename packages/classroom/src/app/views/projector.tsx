/** For the wall: big, few words, nothing secret. What is shown follows the phase. */
import type { JSX } from 'preact';
import type { BulletinView } from '../../protocol/protocol.ts';
import { Switches } from '../parts/switches.tsx';
import { Card } from '../parts/basics.tsx';
import { useChosenTab } from '../parts/chosen-tab.ts';
import { Timer, whereWeAre } from '../parts/clock.tsx';
import { Line } from '../parts/head.tsx';
import { Tabs, type Tab } from '../parts/tabs.tsx';
import { Slides, type Slide } from '../parts/slides.tsx';
import { Barrel } from '../plots/barrel.tsx';
import { WorldMap } from '../plots/map.tsx';
import { Qr } from '../plots/qr.tsx';
import { Spread } from '../plots/spread.tsx';
import { sharedAddress, useDate, useHouse, useRoom } from '../room.ts';
import { grouped } from '../words/formats.ts';
import { catalogues } from '../words/words.ts';
import { ArguedMoves } from './argued.tsx';
import { Luck } from './luck.tsx';
import { Lines } from './news.tsx';
import { Answers, Goals, Scores, Timeline } from './results.tsx';
import { Numbers } from './world.tsx';
import { listed } from '../../grammar/punctuation.ts';

export function Projector({ onLanguage }: { onLanguage: (language: string) => void }): JSX.Element {
  const { view, say, language } = useRoom();
  const date = useDate();
  const { clock, exercise } = view;
  const shared = sharedAddress(useHouse().rooms.addresses);
  return (
    <div class={clock.phase === 'reveal' ? 'projector paged' : 'projector'}>
      <header class="projector-head">
        <div>
          <h1>{exercise.title}</h1>
          <p class="phase">
            {whereWeAre(say, clock, exercise.turns.length)}
            {clock.date === undefined ? null : <span class="date">{date(clock.date)}</span>}
          </p>
        </div>
        <Turns />
        <Timer />
      </header>
      <Line />
      <main id="main" class="projector-main">
        {clock.phase === 'lobby' ? <Lobby /> : null}
        {clock.phase === 'reveal' ? <Reveal /> : null}
        {clock.phase === 'debrief' || clock.phase === 'closed' ? <Debrief /> : null}
        {clock.phase === 'briefing' ||
        clock.phase === 'deliberation' ||
        clock.phase === 'answers' ||
        clock.phase === 'adjudication' ? (
          <Play />
        ) : null}
      </main>
      <footer class="projector-foot">
        <p>
          {say('roomAndCode', { room: exercise.room.replace(/^room-/, ''), code: grouped(exercise.code) })}
          {shared === undefined ? null : ` · ${shared.replace(/^https?:\/\//, '')}`}
        </p>
        <Switches say={say} language={language} languages={Object.keys(catalogues)} onLanguage={onLanguage} />
      </footer>
    </div>
  );
}

function Turns(): JSX.Element {
  const { view, say } = useRoom();
  const { clock, exercise } = view;
  return (
    <ol class="turns" aria-label={say('turns')}>
      {exercise.turns.map(({ turn }) => (
        <li
          key={turn}
          class={turn < clock.turn ? 'past' : turn === clock.turn ? 'now' : undefined}
          aria-current={turn === clock.turn ? 'step' : undefined}
        >
          {turn}
        </li>
      ))}
    </ol>
  );
}

function Lobby(): JSX.Element {
  const { addresses } = useHouse().rooms;
  const { view, say, language } = useRoom();
  const { exercise, places } = view;
  const shared = sharedAddress(addresses);
  const address = shared ?? addresses[0];
  const link = shared === undefined ? undefined : `${shared}/?code=${encodeURIComponent(exercise.code)}`;
  return (
    <div class="lobby">
      <section class="lobby-join" aria-label={say('howToJoin')}>
        {link === undefined ? null : <Qr address={link} label={say('qrLabel', { address: link })} />}
        <div>
          <p class="lobby-step">{say(shared === undefined ? 'onlyThisComputer' : 'openAddress')}</p>
          {address === undefined ? null : <p class="lobby-address">{address.replace(/^https?:\/\//, '')}</p>}
          <p class="lobby-step">{say('enterCode')}</p>
          <p class="lobby-code">{grouped(exercise.code)}</p>
        </div>
      </section>
      <section class="lobby-places" aria-label={say('places')}>
        {places.map((place) => (
          <div key={place.seat} class="lobby-place">
            <h2>{place.label}</h2>
            <p>
              {place.members.length === 0
                ? say('nobodyYet')
                : listed(
                    language,
                    place.members.map(({ name, person }) => (name === '' ? person : name)),
                  )}
            </p>
          </div>
        ))}
        {exercise.contentNotes.length === 0 ? null : (
          <div class="lobby-notes">
            <h2>{say('contentNotes')}</h2>
            <ul>
              {exercise.contentNotes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          </div>
        )}
      </section>
    </div>
  );
}

function Map(): JSX.Element {
  const { view, say } = useRoom();
  return (
    <section class="projector-map" aria-label={say('drivers')}>
      <h2 class="unseen">{say('drivers')}</h2>
      <WorldMap world={view.world} isWall />
    </section>
  );
}

function Play(): JSX.Element {
  const { say } = useRoom();
  return (
    <>
      <Map />
      <div class="projector-columns">
        <section aria-label={say('numbers')}>
          <Numbers />
        </section>
        <div>
          <ArguedMoves />
        </div>
      </div>
    </>
  );
}

/** Page by page: the news, what was forecast under the barrel, the map. */
function Reveal(): JSX.Element {
  const { view, say } = useRoom();
  const bulletin = view.bulletin.toSorted((a, b) => b.turn - a.turn)[0];
  const turn = bulletin?.turn ?? view.clock.turn;
  const isForecast = view.questions.some(({ revealed }) => revealed.length > 0);
  const news = (
    <>
      <TurnNews bulletin={bulletin} turn={turn} />
      {view.world.barrel === undefined && !isForecast ? null : <Outcome />}
    </>
  );
  const slides: readonly Slide[] = [
    { id: 'news', isFlow: true, content: news },
    { id: 'map', content: <Map /> },
  ];
  return <Slides key={turn} slides={slides} label={say('newsOfTurn', { n: turn })} />;
}

function TurnNews({ bulletin, turn }: { bulletin: BulletinView | undefined; turn: number }): JSX.Element {
  const { say } = useRoom();
  return (
    <div class="wall-news">
      <h2>{say('newsOfTurn', { n: turn })}</h2>
      {bulletin === undefined ? null : <Lines bulletin={bulletin} isWhole />}
      <ArguedMoves />
    </div>
  );
}

function Outcome(): JSX.Element {
  const { view, say } = useRoom();
  return (
    <div class="wall-outcome">
      <h2>{say('tabWorld')}</h2>
      <Barrel world={view.world} />
      {view.questions.map((question) =>
        question.revealed.length === 0 ? null : (
          <div key={question.id}>
            <h3>{question.label}</h3>
            <Spread question={question} />
          </div>
        ),
      )}
    </div>
  );
}

/** One thing at a time, since a wall shows no more: whoever holds the debrief turns the pages, by mouse or arrow keys. */
function Debrief(): JSX.Element {
  const { view, say } = useRoom();
  const [tab, choose] = useChosenTab('outcome');
  const { luck, luckProgress, exercise } = view;
  const tabs: readonly Tab[] = [
    {
      id: 'outcome',
      label: say('resultsAnswers'),
      panel: () => (
        <div class="projector-columns">
          <section>
            <Answers />
          </section>
          <section>
            <Goals />
          </section>
        </div>
      ),
    },
    ...(luck === undefined && luckProgress === undefined
      ? []
      : [{ id: 'luck', label: say('luckTitle'), panel: () => <Luck page="outcome" /> }]),
    ...(luck?.seats.some(({ best }) => best !== undefined)
      ? [{ id: 'luckBest', label: say('luckBest'), panel: () => <Luck page="best" /> }]
      : []),
    ...(luck?.seats.some(({ goals }) => goals.length > 0)
      ? [{ id: 'luckGoals', label: say('luckGoals'), panel: () => <Luck page="goals" /> }]
      : []),
    ...(luck !== undefined && luck.measures.length > 0
      ? [{ id: 'luckEnds', label: say('luckEnds'), panel: () => <Luck page="ends" /> }]
      : []),
    { id: 'timeline', label: say('resultsTimeline'), panel: () => <Timeline /> },
    { id: 'scores', label: say('resultsScores'), panel: () => <Scores /> },
    ...(exercise.afterAction.length === 0
      ? []
      : [{ id: 'after', label: say('afterAction'), panel: () => <Questions /> }]),
  ];
  return <Tabs label={say('tabDebrief')} tabs={tabs} chosen={tab} onChoose={choose} look="line" isWall />;
}

/** What is to be talked about; people answer on their own devices. */
function Questions(): JSX.Element {
  const { view, say } = useRoom();
  return (
    <Card title={say('afterAction')}>
      <ol class="wall-questions">
        {view.exercise.afterAction.map((question) => (
          <li key={question}>{question}</li>
        ))}
      </ol>
    </Card>
  );
}
