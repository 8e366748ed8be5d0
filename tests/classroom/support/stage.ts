/**
 * People with browsers of their own at one server. What a page should never do is noted while tests do something else:
 * errors of its own, what its policy forbade, and requests that leave the server's address.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';

export interface GuestOptions {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  readonly locale?: string;
  /** Pixels to a point, of a phone. */
  readonly scale?: number;
}

export class Stage {
  /** The server's, which no request leaves. */
  origin = '';
  private readonly browser: Browser;
  private readonly contexts: BrowserContext[] = [];
  /** With whose they are. */
  private complaints: string[] = [];
  private isOffline = false;

  constructor(browser: Browser) {
    this.browser = browser;
  }

  /** A browser of somebody's own: nothing is shared with others. */
  async guest(who: string, options: GuestOptions = {}): Promise<Page> {
    const { width = 1280, height = 800, dark = false, locale = 'en-US', scale = 2 } = options;
    const context = await this.browser.newContext({
      viewport: { width, height },
      colorScheme: dark ? 'dark' : 'light',
      locale,
      reducedMotion: 'reduce',
      acceptDownloads: true,
      ...(width < 500 ? { isMobile: true, hasTouch: true, deviceScaleFactor: scale } : {}),
    });
    this.contexts.push(context);
    // Every page of the context, also those that it opens by itself.
    context.on('page', (page) => this.watch(page, who));
    context.on('request', (request) => {
      const url = request.url();
      const isOwn = [this.origin, this.origin.replace('http', 'ws')].some((own) => url.startsWith(`${own}/`));
      if (!isOwn && !/^(data|blob|about|file):/.test(url)) this.complaints.push(`${who}: asks for ${url}`);
    });
    return context.newPage();
  }

  private watch(page: Page, who: string): void {
    page.setDefaultTimeout(PATIENCE);
    page.on('console', (message) => {
      // The browser itself says of a line that was cut that it was; tests that cut it say when they do. That the
      // machine got or lost an address meanwhile is neither the page's doing nor the test's: a page that needs what
      // was dropped by it shows that in what the test does with it.
      const isOfNetwork = this.isOffline || message.text().includes('net::ERR_NETWORK_CHANGED');
      if (message.type() === 'error' && !isOfNetwork) this.complaints.push(`${who}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.complaints.push(`${who}: ${error.stack ?? error.message}`));
    page.on('websocket', (socket) => {
      if (!socket.url().startsWith(this.origin.replace('http', 'ws'))) {
        this.complaints.push(`${who}: a socket to ${socket.url()}`);
      }
    });
  }

  /** What pages have complained of so far; the browser says some of it a moment later. */
  get heard(): readonly string[] {
    return this.complaints;
  }

  /** While lines are cut on purpose the browser's own word on that is no complaint; what a page throws is. */
  async whileCut<T>(act: () => Promise<T>): Promise<T> {
    this.isOffline = true;
    try {
      return await act();
    } finally {
      this.isOffline = false;
    }
  }

  /** @throws when a page complained */
  async close(): Promise<void> {
    for (const context of this.contexts) await context.close();
    const { complaints } = this;
    this.complaints = [];
    if (complaints.length > 0)
      throw new Error(`pages complained, or asked elsewhere:\n${complaints.join('\n')}`);
  }
}

/** On a machine that is busy with other tests. */
const PATIENCE = 20_000;
