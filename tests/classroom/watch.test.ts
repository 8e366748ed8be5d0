/** What the tests of pages rely on: whatever a page complains of, or asks from elsewhere, fails the test that opened it. */
import { describe, expect, test } from 'vitest';
import { hasBrowser } from '../support/browser.ts';
import { releaseBrowser, sharedBrowser } from './support/shared-browser.ts';
import { Stage } from './support/stage.ts';

describe.skipIf(!hasBrowser)('a watched page', () => {
  test.each([
    [
      'a picture from elsewhere',
      '<img alt="" src="http://127.0.0.1:1/x.png">',
      'asks for http://127.0.0.1:1/x.png',
    ],
    ['a socket to elsewhere', "<script>new WebSocket('ws://127.0.0.1:1/x')</script>", 'ws://127.0.0.1:1/x'],
    ['an error', "<script>throw new Error('planted')</script>", 'planted'],
    [
      'something that its policy forbids',
      `<meta http-equiv="Content-Security-Policy" content="img-src 'none'"><img alt="" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">`,
      'Content Security Policy',
    ],
  ])('with %s fails', async (_, html, complaint) => {
    const stage = new Stage(await sharedBrowser());
    stage.origin = 'http://127.0.0.1:2';
    const page = await stage.guest('planted');
    await page.setContent(html);
    await expect.poll(() => stage.heard.join('\n')).toContain(complaint);
    await expect(stage.close()).rejects.toThrow(complaint);
    await releaseBrowser();
  });

  test('that does nothing of the kind passes', async () => {
    const stage = new Stage(await sharedBrowser());
    stage.origin = 'http://127.0.0.1:2';
    const page = await stage.guest('well-behaved');
    await page.setContent('<!doctype html><html lang="en"><title>Good</title><h1>Good</h1>');
    expect(await page.getByRole('heading').count()).toBe(1);
    await stage.close();
    await releaseBrowser();
  });
});
