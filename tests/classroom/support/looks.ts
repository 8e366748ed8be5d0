/** How a page may be looked at, and what must hold of it in every look. */
import type { Page } from 'playwright-core';
import { sidewaysOf, violationsOf } from '../../support/browser.ts';

export interface Look {
  readonly width: 360 | 1280;
  readonly scheme: 'light' | 'dark';
}

export const LOOKS: readonly Look[] = ([360, 1280] as const).flatMap((width) =>
  (['light', 'dark'] as const).map((scheme): Look => ({ width, scheme })),
);

/** Violations that axe finds, what scrolls sideways, and on a phone what cannot be touched; nothing when all is well. */
export async function problemsOf(page: Page, looks: readonly Look[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { width, scheme } of looks) {
    await page.setViewportSize({ width, height: width === 360 ? 740 : 900 });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    const problems = [
      ...(await violationsOf(page)),
      ...(await sidewaysProblem(page)),
      ...(width === 360 ? await page.evaluate<string[]>(UNTOUCHABLE) : []),
    ];
    found.push(...problems.map((problem) => `${width} px, ${scheme}: ${problem}`));
  }
  return found;
}

/** On a phone, without axe. */
export async function phoneProblemsOf(page: Page): Promise<readonly string[]> {
  await page.setViewportSize({ width: 360, height: 740 });
  const problems = [...(await sidewaysProblem(page)), ...(await page.evaluate<string[]>(UNTOUCHABLE))];
  return problems.map((problem) => `360 px: ${problem}`);
}

/**
 * What of a page's words does not fit into what holds it, where nothing scrolls: text that is cut at the edge of a tab, a
 * button or a field, or stands out of it, and words that stand beside the page. Slides have columns out of sight.
 */
export async function cutProblemsOf(page: Page): Promise<readonly string[]> {
  return [...(await sidewaysProblem(page)), ...(await page.evaluate<string[]>(CUT))];
}

async function sidewaysProblem(page: Page): Promise<readonly string[]> {
  const pixels = await sidewaysOf(page);
  return pixels === 0 ? [] : [`scrolls sideways by ${pixels} px`];
}

const CUT = `(() => {
  const wrong = [];
  for (const element of document.querySelectorAll('body *')) {
    if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('svg, .unseen, .skip') !== null) continue;
    const words = [...element.childNodes].filter((node) => node.nodeType === 3).map(({ data }) => data.trim()).join('');
    if (words === '' || element.tagName === 'OPTION') continue;
    const { left, right } = element.getBoundingClientRect();
    const isCut = getComputedStyle(element).display !== 'inline' && element.scrollWidth > element.clientWidth + 1;
    if (isCut) wrong.push(words + ': ' + element.scrollWidth + ' px in ' + element.clientWidth);
    if (element.closest('.scroll, .tablist, .room-switch, .slide') === null && (left < -1 || right > innerWidth + 1))
      wrong.push(words + ': from ' + Math.round(left) + ' to ' + Math.round(right));
  }
  return wrong;
})()`;

/**
 * Buttons, fields and links that are smaller than a finger (24 px, WCAG 2.2 criterion 2.5.8; a field that has a label
 * around it counts with it), stand beside the page, or lie under something else once they are scrolled to.
 */
const UNTOUCHABLE = `(() => {
  const wrong = [];
  const all = document.querySelectorAll('button, input, select, textarea, a[href], summary, [role="tab"]');
  for (const element of all) {
    if (!element.checkVisibility({ visibilityProperty: true }) || element.disabled) continue;
    const name = (element.getAttribute('aria-label') || element.innerText || element.id || element.type || '').trim();
    const target = element.closest('label') ?? element;
    const modal = document.querySelector('dialog:modal');
    if (modal !== null && !modal.contains(element)) continue;
    if (element.classList.contains('skip')) continue;
    target.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' });
    const { left, right, top, bottom, width, height } = target.getBoundingClientRect();
    if (width < 24 || height < 24) wrong.push(name + ': ' + Math.round(width) + ' x ' + Math.round(height));
    if (left < 0 || right > innerWidth + 0.5) wrong.push(name + ': from ' + Math.round(left) + ' to ' + Math.round(right));
    const x = (left + right) / 2, y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
    const hit = document.elementFromPoint(x, y);
    if (hit === null || !(target.contains(hit) || hit.contains(target) && hit.closest('label, button, summary') === null
      && getComputedStyle(hit).position === 'static'))
      wrong.push(name + ': under ' + (hit === null ? 'nothing' : hit.tagName + '.' + hit.className));
  }
  scrollTo(0, 0);
  return wrong;
})()`;
