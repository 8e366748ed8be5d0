/** Every view with axe and on a phone; each in one of four looks. All looks of all views: `views.long.test.ts`. */
import { describe, expect, test } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { cutProblemsOf, LOOKS, phoneProblemsOf, problemsOf } from './support/looks.ts';
import { releaseBrowser, sharedBrowser } from './support/shared-browser.ts';
import { allViews } from './support/views.ts';

const PLANTED = `<!doctype html><html lang="en"><title>Planted</title>
<style>button { width: 100px; height: 44px; padding: 0; border: 0 } .lid { position: absolute; inset: 0 }</style>
<main><h1>Planted</h1><img src="data:," width="10" height="10">
<p><button>Good</button></p><p><button style="width: 12px; height: 12px; font-size: 3px">Small</button></p>
<p style="position: relative; width: 100px"><button>Under</button><span class="lid"></span></p>
<p style="position: relative"><button style="position: absolute; left: -200px">Beside</button></p>
<p style="width: 600px">Wide</p><p style="width: 30px; overflow: hidden; white-space: nowrap">조금 긴 글</p>
<p style="width: 160px">조금 긴 글</p></main>`;

describe.skipIf(!hasBrowser)('every view', () => {
  test('has no violation that axe finds, and fits a phone', async () => {
    const { count, problems } = await allViews(async (page, number) => {
      const look = LOOKS[number % LOOKS.length]!;
      const found = await problemsOf(page, [look]);
      return look.width === 360 ? found : [...found, ...(await phoneProblemsOf(page))];
    });
    expect(problems).toEqual([]);
    expect(count).toBeGreaterThan(35);
  });

  test('would be told of if it had: each check finds what is planted', async () => {
    const page = await (await sharedBrowser()).newPage({ viewport: { width: 360, height: 740 } });
    try {
      await page.setContent(PLANTED);
      const found = (await problemsOf(page, LOOKS.slice(0, 1))).join('\n');
      expect(found).toContain('image-alt');
      expect(found).toContain('scrolls sideways by 248 px');
      expect(found).toContain('Small: 12 x 12');
      expect(found).toContain('Beside: from -192 to -92');
      expect(found).toContain('Under: under SPAN.lid');
      expect(found).not.toContain('Good');
      const cut = await cutProblemsOf(page);
      expect(cut.filter((one) => one.includes('긴'))).toHaveLength(1);
      expect(cut.join('\n')).toContain('Wide: from 8 to 608');
    } finally {
      await page.close();
      await releaseBrowser();
    }
  });
});
