/** What a member of a team has in hand. Phone first: one part at a time, the parts at the lower edge. */
import type { JSX } from 'preact';
import { useChosenTab } from '../../parts/chosen-tab.ts';
import { Tabs, type Tab } from '../../parts/tabs.tsx';
import { Barrel } from '../../plots/barrel.tsx';
import { ShortBoard } from '../../plots/board.tsx';
import { useRoom } from '../../room.ts';
import { News } from '../news.tsx';
import { ResultsPanel } from '../results.tsx';
import { Talk, useUnread } from '../talk.tsx';
import { World } from '../world.tsx';
import { Brief } from './brief.tsx';
import { Decide, openTasks } from './decide.tsx';
import { Forecasts, openForecasts } from './forecasts.tsx';
import { Members } from './members.tsx';
import { Now } from './now.tsx';

export function Seat(): JSX.Element {
  const { view, say } = useRoom();
  const [tab, setTab] = useChosenTab('brief');
  const unread = useUnread();
  const tasks = openTasks(view);
  const forecasts = openForecasts(view);
  const choose = (id: string): void => {
    setTab(id);
    window.scrollTo({ top: 0 });
  };
  const isMember = view.team !== undefined;
  const tabs: readonly Tab[] = [
    ...(isMember
      ? [
          { id: 'brief', label: say('tabBrief'), icon: 'brief', panel: () => <Brief /> },
          {
            id: 'decide',
            label: say('tabDecide'),
            icon: 'decide',
            count: tasks,
            countLabel: say('tasksOpen', { n: tasks }),
            panel: () => <Decide />,
          },
        ]
      : []),
    {
      id: 'talk',
      label: say('tabTalk'),
      icon: 'talk',
      count: unread,
      countLabel: say('unread', { n: unread }),
      panel: () => <Talk />,
    },
    {
      id: 'forecast',
      label: say('tabForecast'),
      icon: 'forecast',
      count: forecasts,
      countLabel: say('forecastsOpen', { n: forecasts }),
      panel: () => <Forecasts />,
    },
    { id: 'world', label: say('tabWorld'), icon: 'world', panel: () => <World /> },
    { id: 'news', label: say('tabNews'), icon: 'news', panel: () => <News /> },
    ...(view.results === undefined
      ? []
      : [{ id: 'debrief', label: say('tabDebrief'), icon: 'debrief', panel: () => <ResultsPanel /> }]),
  ];
  return (
    <div class="page with-rail">
      <Now tab={tab} onGo={choose} />
      <Tabs label={say('sections')} tabs={tabs} chosen={tab} onChoose={choose} look="bar" />
      <Glance />
    </div>
  );
}

/** Beside the tabs where there is room: the state of the world, and who sits at the table. */
function Glance(): JSX.Element {
  const { view, say } = useRoom();
  const { world, team } = view;
  return (
    <aside class="rail" aria-label={say('atAGlance')} tabIndex={0}>
      {team?.capital === undefined ? null : (
        <p class="rail-figure">
          <span>{say('capital')}</span> <strong>{team.capital}</strong>
        </p>
      )}
      <Barrel world={world} isShort />
      {world.drivers.some(({ changed }) => changed) ? (
        <>
          <p class="rail-title">{say('movedLastTurn')}</p>
          <ShortBoard world={world} />
        </>
      ) : null}
      {team === undefined ? null : <Members seat={team.seat} />}
    </aside>
  );
}
