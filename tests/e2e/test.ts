/**
 * What browser tests start from: a server of their own with the demo study on it, and people who sign in by their
 * links. Each file names its ground (`test.use({ ground: 'together' })`): one server serves all tests of it, and no others.
 */
import {
  test as base,
  expect,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
} from '@playwright/test';
import { Desk } from './desk.ts';
import { LoupeServer } from './loupe-server.ts';

/** The people of the demo study, by the beginning of their names. */
export type DemoPerson = 'Admin' | 'Dr Hana Ito' | 'Maya Okafor' | 'Jonas Berg';

export class Demo {
  readonly server: LoupeServer;
  /** The demo clip, prepared. */
  readonly video: string;
  readonly study: string;
  /** A token of the admin, for looking behind the screen. */
  readonly token: string;
  readonly #browser: Browser;
  readonly #links = new Map<DemoPerson, Promise<BrowserContext>>();

  constructor(browser: Browser, server: LoupeServer, made: { video: string; study: string; token: string }) {
    this.#browser = browser;
    this.server = server;
    this.video = made.video;
    this.study = made.study;
    this.token = made.token;
  }

  /** A browser of its own in which this person is signed in; a one-time link works once, so it is kept. */
  browserOf(person: DemoPerson): Promise<BrowserContext> {
    const known = this.#links.get(person);
    if (known) return known;
    const made = this.#signIn(person);
    this.#links.set(person, made);
    return made;
  }

  /** This person at the workspace of a video. */
  async desk(person: DemoPerson, video = this.video, query = ''): Promise<Desk> {
    const context = await this.browserOf(person);
    return Desk.open(await context.newPage(), `${this.server.url}/videos/${video}${query}`);
  }

  /** Closes what the last test opened; people stay signed in. */
  async clearDesks(): Promise<void> {
    for (const context of await Promise.all(this.#links.values()))
      for (const page of context.pages()) await page.close({ runBeforeUnload: false });
  }

  async #signIn(person: DemoPerson): Promise<BrowserContext> {
    const context = await this.#browser.newContext(CONTEXT);
    const page = await context.newPage();
    await page.goto(await this.server.link(person));
    await page.getByRole('button', { name: /^Sign in as/ }).click();
    await page.waitForURL(/\/(welcome|$)/);
    await page.close();
    return context;
  }
}

const CONTEXT: BrowserContextOptions = { viewport: { width: 1440, height: 900 }, acceptDownloads: true };

/** Waits until a video can be annotated. */
export async function ready(server: LoupeServer, token: string, video: string): Promise<void> {
  await expect
    .poll(async () => (await server.api<{ state: string }>(token, `/videos/${video}`)).body.state, {
      timeout: 60_000,
    })
    .toBe('ready');
}

type Worker = { ground: string; demo: Demo };
export const test = base.extend<object, Worker>({
  ground: ['', { scope: 'worker', option: true }],
  demo: [
    async ({ browser, ground }, use) => {
      expect(ground, 'a file of tests names its ground').not.toBe('');
      const server = await LoupeServer.create();
      await server.start();
      const token = await server.token('admin');
      const { body: studies } = await server.api<{ id: string }[]>(token, '/studies');
      const study = studies[0]!.id;
      const { body } = await server.api<{ id: string }[]>(token, `/studies/${study}/videos`);
      const video = body[0]!.id;
      await ready(server, token, video);
      await use(new Demo(browser, server, { video, study, token }));
      await server.dispose();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});
export { expect };
