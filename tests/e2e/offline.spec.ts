/** What is done while the server cannot be reached, or while one may not write, is kept and goes out later. */
import { expect, test } from './test.ts';

test.use({ ground: 'offline' });
test.afterEach(({ demo }) => demo.clearDesks());

test('offline, a reload, two tabs: nothing is lost, nothing is there twice', async ({ demo }) => {
  const maya = await demo.desk('Maya Okafor');
  const jonas = await demo.desk('Jonas Berg');
  const context = maya.page.context();
  await maya.goTo(4);
  await context.setOffline(true);
  await expect(maya.pill).toHaveText(/Offline/);
  await maya.draw('Pleural line', [0.4, 0.3], [0.55, 0.42]);
  await maya.draw('B-line', [0.5, 0.5], [0.55, 0.8]);
  await expect(maya.pill).toHaveText('Offline: 2 changes kept on this device');
  await jonas.goTo(4);
  await jonas.draw('Rib shadow', [0.3, 0.5], [0.35, 0.8]);
  await jonas.isSaved();

  // The page goes away with them unsent; another tab of the same person brings them home.
  await maya.page.close({ runBeforeUnload: false });
  await context.setOffline(false);
  const [one, two] = [await demo.desk('Maya Okafor'), await demo.desk('Maya Okafor')];
  for (const desk of [one, two, jonas])
    for (const name of ['Pleural line 1', 'B-line 1', 'Rib shadow 1'])
      await expect(desk.object(name)).toBeVisible();
  await one.isSaved();
  await two.isSaved();
  await expect(jonas.panel.getByRole('tab', { name: /Objects 3/ })).toBeVisible();
});

test('a role that is lowered while one works offline keeps the edits until it is raised again', async ({
  demo,
}) => {
  const { server } = demo;
  const role = (name: string) =>
    server.loupe('user', 'add', 'maya', '--name', 'Maya Okafor', '--project', 'Demo', '--role', name);
  const maya = await demo.desk('Maya Okafor');
  await maya.goTo(60);
  await maya.page.context().setOffline(true);
  await expect(maya.pill).toHaveText(/Offline/);
  await maya.draw('Consolidation', [0.4, 0.3], [0.55, 0.42]);
  await role('viewer');
  await maya.page.context().setOffline(false);
  await expect(maya.pill).toHaveText('Read only: 1 change kept', { timeout: 30_000 });
  const tools = maya.page.getByRole('toolbar', { name: 'Tools' });
  await expect(tools.getByRole('button', { name: /^Box/ })).toBeDisabled();
  await role('annotator');
  await maya.isSaved();
  await expect(tools.getByRole('button', { name: /^Box/ })).toBeEnabled();
  const ito = await demo.desk('Dr Hana Ito');
  await expect(ito.object('Consolidation 1')).toBeVisible();
});

test('signing out with something unsaved asks first, and leaves nothing behind', async ({ demo }) => {
  const jonas = await demo.desk('Jonas Berg');
  const context = jonas.page.context();
  await jonas.goTo(80);
  await context.setOffline(true);
  await expect(jonas.pill).toHaveText(/Offline/);
  await jonas.draw('A-line', [0.4, 0.3], [0.55, 0.42]);
  await expect(jonas.pill).toHaveText('Offline: 1 change kept on this device');
  await jonas.page.waitForTimeout(500); // a page that dies in the turn of an edit cannot keep it
  await jonas.page.close({ runBeforeUnload: false });
  await context.setOffline(false);
  const page = await context.newPage();
  await page.goto(demo.server.url);
  await page.getByRole('button', { name: /Jonas Berg/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByRole('dialog')).toContainText(/1 change\s+is not saved yet/);
  await page.getByRole('button', { name: 'Sign out anyway' }).click();
  await page.waitForURL(/sign-in/);
  const left = await page.evaluate(async () => (await indexedDB.databases()).length);
  expect(left).toBeLessThanOrEqual(1);
});
