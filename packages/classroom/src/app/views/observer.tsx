/** Sees all that is public, and takes notes. */
import type { JSX } from 'preact';
import { useChosenTab } from '../parts/chosen-tab.ts';
import { Tabs, type Tab } from '../parts/tabs.tsx';
import { useRoom } from '../room.ts';
import { ArguedMoves } from './argued.tsx';
import { News } from './news.tsx';
import { Notes } from './notes.tsx';
import { Papers } from './papers.tsx';
import { ResultsPanel } from './results.tsx';
import { Forecasts } from './seat/forecasts.tsx';
import { Talk, useUnread } from './talk.tsx';
import { World } from './world.tsx';

export function Observer(): JSX.Element {
  const { view, say } = useRoom();
  const [tab, choose] = useChosenTab('news');
  const unread = useUnread();
  const tabs: readonly Tab[] = [
    {
      id: 'news',
      label: say('tabNews'),
      icon: 'news',
      panel: () => (
        <div class="stack">
          <News />
          <ArguedMoves />
          <Papers />
        </div>
      ),
    },
    { id: 'notes', label: say('tabNotes'), icon: 'brief', panel: () => <Notes /> },
    { id: 'world', label: say('tabWorld'), icon: 'world', panel: () => <World /> },
    { id: 'forecast', label: say('tabForecast'), icon: 'forecast', panel: () => <Forecasts /> },
    {
      id: 'talk',
      label: say('tabTalk'),
      icon: 'talk',
      count: unread,
      countLabel: say('unread', { n: unread }),
      panel: () => <Talk />,
    },
    ...(view.results === undefined
      ? []
      : [{ id: 'debrief', label: say('tabDebrief'), icon: 'debrief', panel: () => <ResultsPanel /> }]),
  ];
  return (
    <div class="page">
      <Tabs label={say('sections')} tabs={tabs} chosen={tab} onChoose={choose} look="bar" />
    </div>
  );
}
