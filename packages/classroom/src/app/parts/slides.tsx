/**
 * What is too much for one screen, as pages that fit it: on a wall nobody scrolls. Pages turn by themselves, by keys and
 * by buttons; they stand still for whoever wants no motion, and once somebody has turned one. On a narrow or low screen,
 * or a page that is enlarged, everything stands below each other as usual.
 */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useRoom } from '../room.ts';
import { Button } from './basics.tsx';
import { usePageKeys } from './page-keys.ts';

export interface Slide {
  readonly id: string;
  readonly content: ComponentChildren;
  /** Flows in columns over as many pages as it takes; else it is one page. */
  readonly isFlow?: boolean;
}

/** Long enough to read a page aloud. */
const TURN_MS = 15_000;
const WALL = '(min-width: 900px) and (min-height: 500px)';
const STILL = '(prefers-reduced-motion: reduce)';

export function Slides({ slides, label }: { slides: readonly Slide[]; label: string }): JSX.Element {
  const { say } = useRoom();
  const isWall = useMedia(WALL);
  const isStill = useMedia(STILL);
  const flows = useRef(new Map<string, HTMLElement>());
  const singles = useRef(new Map<string, HTMLElement>());
  const [counts, setCounts] = useState<Readonly<Record<string, number>>>({});
  const [chosen, choose] = useState(0);
  const [isHeld, hold] = useState(false);
  const pages = slides.flatMap(({ id }) =>
    Array.from({ length: counts[id] ?? 1 }, (_, within) => ({ id, within })),
  );
  const at = Math.min(chosen, pages.length - 1);
  const page = pages[at];

  const measure = (): void => {
    const found = Object.fromEntries([...flows.current].map(([id, flow]) => [id, pagesOf(flow)]));
    const isNew = Object.entries(found).some(([id, count]) => counts[id] !== count);
    if (isNew) setCounts(found);
  };
  useLayoutEffect(() => {
    if (!isWall) return;
    measure();
    for (const [id, flow] of flows.current) {
      const aside = (page?.id === id ? page.within : 0) * widthOf(flow);
      flow.style.transform = aside === 0 ? '' : `translateX(${-aside}px)`;
    }
    for (const single of singles.current.values()) fit(single);
  });
  useEffect(() => {
    if (!isWall) return;
    const watcher = new ResizeObserver(() => {
      measure();
      for (const single of singles.current.values()) fit(single);
    });
    for (const element of [...flows.current.values(), ...singles.current.values()]) watcher.observe(element);
    return () => watcher.disconnect();
  });
  const turn = (to: number): void => choose((to + pages.length) % pages.length);
  const byHand = (to: number): void => {
    hold(true);
    turn(to);
  };
  useEffect(() => {
    if (!isWall || isStill || isHeld || pages.length < 2) return;
    const timer = setTimeout(() => turn(at + 1), TURN_MS);
    return () => clearTimeout(timer);
  }, [isWall, isStill, isHeld, at, pages.length]);
  usePageKeys({ isOn: isWall, at, count: pages.length, turn: byHand });

  if (!isWall)
    return (
      <>
        {slides.map(({ id, content }) => (
          <div key={id}>{content}</div>
        ))}
      </>
    );
  return (
    <section class="slides" aria-label={label}>
      <div class="slides-stage">
        {slides.map(({ id, content, isFlow = false }) => (
          <div key={id} class={page?.id === id ? 'slide shown' : 'slide'}>
            <div
              class={isFlow ? 'flow' : 'single'}
              ref={(element: HTMLElement | null) => {
                const kept = isFlow ? flows.current : singles.current;
                if (element === null) kept.delete(id);
                else kept.set(id, element);
              }}
            >
              {content}
            </div>
          </div>
        ))}
      </div>
      {pages.length < 2 ? null : (
        <div class="slides-pages">
          <Button look="quiet" name={say('pageBefore')} onClick={() => byHand(at - 1)}>
            ‹
          </Button>
          <span aria-hidden="true">{`${at + 1} / ${pages.length}`}</span>
          <span class="unseen" role="status">
            {isHeld || isStill ? say('pageOf', { n: at + 1, of: pages.length }) : ''}
          </span>
          <Button look="quiet" name={say('pageAfter')} onClick={() => byHand(at + 1)}>
            ›
          </Button>
          {isStill ? null : (
            <Button look="quiet" isPressed={isHeld} onClick={() => hold(!isHeld)}>
              {say('pagesHold')}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

const gapOf = (flow: HTMLElement): number => Number.parseFloat(getComputedStyle(flow).columnGap) || 0;

/** From the beginning of one page to that of the next. */
const widthOf = (flow: HTMLElement): number => flow.clientWidth + gapOf(flow);

/** Columns that do not fit stand beside the others, out of sight. */
const pagesOf = (flow: HTMLElement): number =>
  flow.clientWidth === 0 ? 1 : Math.max(1, Math.ceil((flow.scrollWidth + gapOf(flow) - 2) / widthOf(flow)));

/** A page that is too high for the screen is made smaller. */
function fit(single: HTMLElement): void {
  const room = single.parentElement?.clientHeight ?? 0;
  const scale = single.offsetHeight > room && room > 0 ? room / single.offsetHeight : 1;
  single.style.transform = scale === 1 ? '' : `scale(${scale})`;
}

function useMedia(query: string): boolean {
  const [isSo, set] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const list = matchMedia(query);
    const change = (): void => set(list.matches);
    change();
    list.addEventListener('change', change);
    return () => list.removeEventListener('change', change);
  }, [query]);
  return isSo;
}
