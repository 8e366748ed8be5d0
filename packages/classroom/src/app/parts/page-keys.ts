/** Keys that turn pages on a wall, whatever has the focus: nobody clicks on a projector before turning a page. */
import { useEffect, useRef } from 'preact/hooks';

export interface PageKeys {
  readonly isOn: boolean;
  readonly at: number;
  readonly count: number;
  /** A page may be longer than the screen: what scrolls is left to the browser, and arrows alone turn. */
  readonly isLong?: boolean;
  /** `to` may be one beyond either end. */
  readonly turn: (to: number) => void;
}

/** Nothing is heard while there is only one page. */
export function usePageKeys({ isOn, at, count, isLong = false, turn }: PageKeys): void {
  // A key that comes before the effects of the one before it counts from where that led.
  const press = useRef<(event: KeyboardEvent) => void>(() => {});
  press.current = (event) => {
    const to = isOn && count > 1 ? target(event, at, count) : undefined;
    if (isLong && !event.key.startsWith('Arrow')) return;
    if (to === undefined) return;
    event.preventDefault();
    turn(to);
  };
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => press.current(event);
    addEventListener('keydown', hear);
    return () => removeEventListener('keydown', hear);
  }, []);
}

/** Where a key leads; nothing where it is meant for something else, or has been heard. */
function target(
  { key, target: element, altKey, ctrlKey, metaKey, defaultPrevented }: KeyboardEvent,
  at: number,
  count: number,
): number | undefined {
  if (defaultPrevented || altKey || ctrlKey || metaKey) return undefined;
  if (element instanceof HTMLElement && element.closest('input, select, textarea, dialog') !== null)
    return undefined;
  switch (key) {
    case 'ArrowRight':
    case 'PageDown':
      return at + 1;
    case 'ArrowLeft':
    case 'PageUp':
      return at - 1;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
