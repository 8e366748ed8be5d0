/** The facilitator's console: one bar that moves the exercise on, and the parts below it. */
import type { JSX } from 'preact';
import { useChosenTab } from '../../parts/chosen-tab.ts';
import { Tabs, type Tab } from '../../parts/tabs.tsx';
import { useRoom } from '../../room.ts';
import { ArguedMoves } from '../argued.tsx';
import { News } from '../news.tsx';
import { Notes } from '../notes.tsx';
import { Papers } from '../papers.tsx';
import { ResultsPanel } from '../results.tsx';
import { useUnread } from '../talk.tsx';
import { World } from '../world.tsx';
import { Desks } from './desks.tsx';
import { Exports } from './exports.tsx';
import { Fan } from './fan.tsx';
import { Injects } from './injects.tsx';
import { LearningGoals } from './learning-goals.tsx';
import { Messages } from './messages.tsx';
import { People } from './people.tsx';
import { Steering } from './steering.tsx';
import { WhatIf } from './what-if.tsx';
import { listed } from '../../../grammar/punctuation.ts';

export function Control(): JSX.Element | null {
  const { view, say, language } = useRoom();
  const [tab, choose] = useChosenTab('people');
  const { control } = view;
  // What teams write to the facilitator; of what they write to each other there is too much to count.
  const unread = useUnread('control');
  if (control === undefined) return null;
  const waiting = control.waiting.length;
  const toJudge = view.argued.filter(
    (one) => one.turn === view.clock.turn && one.probability === undefined && one.struck === undefined,
  ).length;
  const tabs: readonly Tab[] = [
    { id: 'people', label: say('tabPeople'), panel: () => <People /> },
    {
      id: 'turn',
      label: say('tabTurn'),
      count: toJudge,
      countLabel: say('toJudge', { n: toJudge }),
      panel: () => (
        <div class="stack">
          <Desks />
          <ArguedMoves />
          <Papers />
        </div>
      ),
    },
    { id: 'injects', label: say('tabInjects'), panel: () => <Injects /> },
    { id: 'fan', label: say('tabFan'), panel: () => <Fan /> },
    {
      id: 'talk',
      label: say('tabTalk'),
      count: waiting + unread,
      countLabel: listed(language, [
        ...(waiting > 0 ? [say('messagesWaiting', { n: waiting })] : []),
        ...(unread > 0 ? [say('unread', { n: unread })] : []),
      ]),
      panel: () => <Messages />,
    },
    { id: 'world', label: say('tabWorld'), panel: () => <World /> },
    { id: 'news', label: say('tabNews'), panel: () => <News /> },
    {
      id: 'notes',
      label: say('tabGoals'),
      panel: () => (
        <div class="stack">
          <LearningGoals />
          <Notes />
        </div>
      ),
    },
    {
      id: 'debrief',
      label: say('tabDebrief'),
      panel: () => (
        <div class="stack">
          <WhatIf onGo={choose} />
          <ResultsPanel />
        </div>
      ),
    },
    { id: 'exports', label: say('tabExports'), panel: () => <Exports /> },
  ];
  return (
    <div class="page">
      <Steering />
      <Tabs label={say('sections')} tabs={tabs} chosen={tab} onChoose={choose} look="line" />
    </div>
  );
}
