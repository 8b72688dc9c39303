/** Who may not, cannot: on the screen, at the API, and with a raw socket. */
import * as Y from 'yjs';
import { WebSocket } from 'ws';
import { expect, test } from './test.ts';

test.use({ ground: 'rights' });

type VideoBody = {
  readonly rooms: { readonly labels: readonly { readonly room: string }[]; readonly discussion: string };
};

test('a viewer sees everything and changes nothing', async ({ demo, browser }) => {
  const { server, video } = demo;
  const made = await server.loupe(
    'user',
    'add',
    'vera',
    '--name',
    'Vera Lind',
    '--project',
    'Demo',
    '--role',
    'viewer',
  );
  const link = /http\S+\/link\/\S+/.exec(made.stdout)?.[0];
  expect(link).toBeDefined();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(link!);
  await page.getByRole('button', { name: /^Sign in as/ }).click();
  await page.waitForURL(/\/(welcome|$)/);
  await page.goto(`${server.url}/videos/${video}`);
  await expect(page.getByRole('group', { name: 'Save state' })).toHaveText('Read only');
  await expect(
    page.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name: /^Box/ }),
  ).toBeDisabled();
  await page.keyboard.press('m');
  await expect(page.getByText('Nothing is marked yet')).toBeVisible();
  await context.close();

  // Bytes instead of a screen: an update that the stock client would never send for a viewer.
  const token = await server.token('vera');
  const { body } = await server.api<VideoBody>(token, `/videos/${video}`);
  const room = body.rooms.labels[0]!.room;
  const socket = new WebSocket(`ws://localhost:${server.port}/sync/${room}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  await new Promise((done) => socket.once('open', done));
  const doc = new Y.Doc();
  doc.getMap('events').set('forged', new Y.Map([['frame', 1]]));
  const update = Y.encodeStateAsUpdate(doc);
  socket.send(Uint8Array.from([0, 2, update.length, ...update]));
  expect(await new Promise((done) => socket.once('close', done))).toBe(4403);
  const seen = await server.api<object>(demo.token, `/videos/${video}/export?format=native`);
  expect(JSON.stringify(seen.body)).not.toContain('forged');
});

test('a stranger gets nothing, anywhere', async ({ demo, browser }) => {
  const { server, video, study } = demo;
  const made = await server.loupe('user', 'add', 'sam', '--name', 'Sam Stranger');
  const link = /http\S+\/link\/\S+/.exec(made.stdout)?.[0];
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(link!);
  await page.getByRole('button', { name: /^Sign in as/ }).click();
  await page.waitForURL(/\/(welcome|$)/);
  for (const path of [
    `/videos/${video}`,
    `/studies/${study}`,
    `/media/${video}/v.m3u8`,
    `/api/v1/videos/${video}`,
  ])
    expect((await page.request.get(server.url + path)).status(), path).toBe(404);
  await context.close();

  const token = await server.token('sam');
  const { body } = await server.api<VideoBody>(demo.token, `/videos/${video}`);
  for (const room of [body.rooms.discussion, body.rooms.labels[0]!.room]) {
    const socket = new WebSocket(`ws://localhost:${server.port}/sync/${room}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    socket.on('error', () => undefined);
    const status = await new Promise((done) =>
      socket.once('unexpected-response', (_, { statusCode }) => done(statusCode)),
    );
    expect(status).toBe(404);
  }
  expect((await fetch(`${server.url}/videos/${video}`, { redirect: 'manual' })).status).toBe(303);
  expect((await fetch(`${server.url}/api/v1/studies`)).status).toBe(401);
});

test('who is signed out elsewhere signs in again in place, and loses nothing', async ({ demo, browser }) => {
  const { server } = demo;
  const password = 'a long enough password';
  const here = await demo.browserOf('Jonas Berg');
  const account = await here.newPage();
  await account.goto(`${server.url}/account`);
  await account.getByLabel('New password').fill(password);
  await account.getByRole('button', { name: /password/i }).click();
  await expect(account.getByLabel('Current password')).toBeVisible();
  await account.close();

  const jonas = await demo.desk('Jonas Berg');
  await jonas.goTo(7);
  await jonas.draw('B-line', [0.3, 0.5], [0.36, 0.8]);
  await jonas.isSaved();

  const elsewhere = await browser.newContext();
  const page = await elsewhere.newPage();
  await page.goto(`${server.url}/sign-in`);
  await page.getByLabel('Login').fill('jonas');
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await page.goto(`${server.url}/account`);
  await page.getByRole('button', { name: 'Sign out there' }).first().click();
  await elsewhere.close();

  await expect(jonas.pill).toContainText('Signed out');
  await jonas.draw('B-line', [0.5, 0.5], [0.56, 0.8]);
  await jonas.pill.getByRole('button', { name: 'Sign in' }).click();
  const dialog = jonas.page.getByRole('dialog');
  await dialog.getByLabel('Login').fill('jonas');
  await dialog.getByLabel('Password').fill(password);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(dialog).toHaveCount(0);
  await jonas.isOpen();
  await expect(jonas.object('B-line 2')).toBeVisible();
  await jonas.isSaved();
});
