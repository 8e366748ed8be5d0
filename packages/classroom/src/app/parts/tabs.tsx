/** Tabs by the ARIA practices: arrows, Home and End move between them and show at once; Tab goes on into the panel. */
import type { ComponentChildren, JSX } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { usePageKeys } from './page-keys.ts';

export interface Tab {
  readonly id: string;
  readonly label: string;
  /** Shown small beside it, and read after it. */
  readonly count?: number;
  readonly countLabel?: string;
  readonly icon?: string;
  readonly panel: () => ComponentChildren;
}

export interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
  /** `bar`: at the lower edge of a phone. */
  readonly look: 'bar' | 'line';
  /** Arrows turn them wherever the focus is. */
  readonly isWall?: boolean;
}

export function Tabs({ label, tabs, chosen, onChoose, look, isWall = false }: TabsProps): JSX.Element {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const current = tabs.find((tab) => tab.id === chosen) ?? tabs[0];
  const go = (index: number): void => {
    const tab = tabs[(index + tabs.length) % tabs.length];
    if (tab === undefined) return;
    onChoose(tab.id);
    list.current?.querySelector<HTMLElement>(`[data-tab="${tab.id}"]`)?.focus();
  };
  const at = tabs.findIndex((tab) => tab.id === current?.id);
  usePageKeys({ isOn: isWall, at, count: tabs.length, isLong: true, turn: go });
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  };
  return (
    <div class={`tabs ${look}`}>
      <div role="tablist" aria-label={label} ref={list} onKeyDown={onKeyDown} class="tablist">
        {tabs.map((tab) => (
          <button
            type="button"
            role="tab"
            key={tab.id}
            id={`${id}-${tab.id}`}
            data-tab={tab.id}
            aria-selected={tab.id === current?.id}
            aria-controls={`${id}-panel`}
            tabIndex={tab.id === current?.id ? 0 : -1}
            onClick={() => onChoose(tab.id)}
          >
            {tab.icon === undefined ? null : <Icon name={tab.icon} />}
            <span>{tab.label}</span>
            {tab.count === undefined || tab.count === 0 ? null : (
              <span class="count">
                <span aria-hidden="true">{tab.count}</span>
                <span class="unseen">{tab.countLabel ?? tab.count}</span>
              </span>
            )}
          </button>
        ))}
      </div>
      <div
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${current?.id ?? ''}`}
        tabIndex={0}
        class="tabpanel"
        key={current?.id}
      >
        {current?.panel()}
      </div>
    </div>
  );
}

/** Drawn here, so that nothing is fetched and colours follow the text. */
const ICONS: Readonly<Record<string, string>> = {
  brief: 'M5 3h10l4 4v14H5zM15 3v4h4M8 12h8M8 16h6',
  decide: 'M4 12l5 5L20 6',
  talk: 'M4 5h16v11H10l-4 4v-4H4z',
  forecast: 'M4 20V4M4 20h16M8 16l3-5 3 3 5-8',
  world: 'M12 3a9 9 0 100 18 9 9 0 000-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18',
  news: 'M4 5h13v14H4zM17 9h3v8a2 2 0 01-2 2M7 9h7M7 13h7M7 16h4',
  debrief: 'M4 4v16h16M8 16v-4M12 16V8M16 16v-6',
  menu: 'M4 7h16M4 12h16M4 17h16',
};

export const Icon = ({ name }: { name: string }): JSX.Element => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={ICONS[name] ?? ''} />
  </svg>
);
