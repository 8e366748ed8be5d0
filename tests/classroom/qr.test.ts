/** The link to join by, read back from its pictures as a camera would: those of the pages, and the one in the terminal. */
import jsqr from 'jsqr';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fakeServer, type Fake } from '../../packages/classroom/src/app/fake/server.ts';
import { qrText } from '../../packages/classroom/src/server/qr.ts';
import { hasBrowser } from '../support/browser.ts';
import { releaseBrowser, sharedBrowser } from './support/shared-browser.ts';

/** Of the made-up room. */
const LINK = 'http://192.168.1.20:8017/?code=KTRVXBCD';

interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and opacity of each pixel, 0 to 255. */
  readonly pixels: Uint8ClampedArray;
}

const read = ({ pixels, width, height }: Picture): string | undefined =>
  jsqr.default(pixels, width, height)?.data;

describe.skipIf(!hasBrowser)('the picture on a page', () => {
  let browser: Browser;
  let fake: Fake;
  beforeAll(async () => {
    [browser, fake] = await Promise.all([sharedBrowser(), fakeServer()]);
  });
  afterAll(async () => {
    await fake.close();
    await releaseBrowser();
  });

  test.each([
    ['the projector, in the light', '/#projector=projector-x', false],
    ['the projector, in the dark', '/#projector=projector-x', true],
    ['the console', '/#control=control-x', true],
  ])('of %s has the link', async (_, path, dark) => {
    fake.set({ clock: { turn: 0, phase: 'lobby' } });
    const context = await browser.newContext({ colorScheme: dark ? 'dark' : 'light' });
    try {
      const page = await context.newPage();
      await page.goto(`${fake.address}${path}`);
      const code = page.getByRole('img', { name: `QR code of ${LINK}` });
      await code.waitFor();
      expect(read(await pixelsOf(page, await code.screenshot()))).toBe(LINK);
    } finally {
      await context.close();
    }
  });
});

/** What a PNG shows, from a page that may look at it: those of the server may not. */
async function pixelsOf(page: Page, png: Buffer): Promise<Picture> {
  const other = await page.context().newPage();
  const [width = 0, height = 0, ...greys] = await other.evaluate<number[]>(`(async () => {
    const image = new Image();
    image.src = 'data:image/png;base64,${png.toString('base64')}';
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
    canvas.drawImage(image, 0, 0);
    const { data } = canvas.getImageData(0, 0, image.width, image.height);
    return [image.width, image.height, ...data.filter((_, i) => i % 4 === 0)];
  })()`);
  await other.close();
  return { width, height, pixels: Uint8ClampedArray.from(greys.flatMap((grey) => [grey, grey, grey, 255])) };
}

test('the picture in a terminal has the link, on a dark ground and on a light one', () => {
  const rows = qrText(LINK).split('\n');
  for (const isInkLight of [true, false]) expect(read(drawn(rows, isInkLight))).toBe(LINK);
});

const SIDE = 4;

/** Half blocks as a terminal draws them: two modules a letter, one above the other, `SIDE` pixels each. */
function drawn(rows: readonly string[], isInkLight: boolean): Picture {
  const isInk = rows.flatMap((row) => [
    [...row].map((letter) => '█▀'.includes(letter)),
    [...row].map((letter) => '█▄'.includes(letter)),
  ]);
  const [width, height] = [SIDE * (isInk[0]?.length ?? 0), SIDE * isInk.length];
  const pixels = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isLight = isInk[Math.floor(y / SIDE)]?.[Math.floor(x / SIDE)] === isInkLight;
      pixels.fill(isLight ? 255 : 0, 4 * (y * width + x), 4 * (y * width + x) + 3);
    }
  }
  return { width, height, pixels };
}
