/** An edit that the server does not take: the screen says why, keeps it, and goes on with the truth. */
import type { Page } from '@playwright/test';
import { Desk } from './desk.ts';
import { expect, test } from './test.ts';

test.use({ ground: 'refused' });
test.afterEach(({ demo }) => demo.clearDesks());

/** A line on which the next edit of the labels is cut in half on its way. */
async function breakNextEdit(page: Page): Promise<() => void> {
  let armed = false;
  await page.routeWebSocket(/\/sync\/.*\.labels\./, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      const bytes = Buffer.from(message);
      const isEdit = bytes[0] === 0 && bytes[1] === 2;
      server.send(armed && isEdit ? bytes.subarray(0, bytes.length / 2) : bytes);
      if (isEdit) armed = false;
    });
  });
  return () => (armed = true);
}

test('is explained, made again, and seen by the others', async ({ demo }) => {
  const jonas = await demo.desk('Jonas Berg');
  const page = await (await demo.browserOf('Maya Okafor')).newPage();
  const arm = await breakNextEdit(page);
  const maya = await Desk.open(page, `${demo.server.url}/videos/${demo.video}`);
  await maya.goTo(12);
  await maya.draw('Pleural line', [0.4, 0.3], [0.55, 0.42]);
  await maya.isSaved();
  arm();
  await maya.draw('B-line', [0.5, 0.5], [0.55, 0.8]);
  const dialog = page.getByRole('dialog', { name: 'Some of your edits were not taken' });
  await expect(dialog).toContainText('1 object');
  await expect(dialog).toContainText('An edit was refused');
  await page.screenshot({ path: 'test-results/screens/refused-1440.png' });

  // Others have the truth, and so has this screen: at the same frame, without the refused edit.
  await expect(jonas.object('Pleural line 1')).toBeVisible();
  await expect(jonas.object('B-line 1')).toHaveCount(0);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Save to a file' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/\.refused-edits\.json$/);
  await dialog.getByRole('button', { name: 'Make them again' }).click();
  await expect(dialog).toHaveCount(0);
  await maya.isAt(12);
  await expect(jonas.object('B-line 1')).toBeVisible();
  await maya.isSaved();
});

test('stays aside over a reload until it is settled', async ({ demo }) => {
  const page = await (await demo.browserOf('Maya Okafor')).newPage();
  const arm = await breakNextEdit(page);
  const maya = await Desk.open(page, `${demo.server.url}/videos/${demo.video}`);
  await maya.goTo(30);
  arm();
  await maya.draw('Consolidation', [0.3, 0.5], [0.35, 0.6]);
  const dialog = page.getByRole('dialog', { name: 'Some of your edits were not taken' });
  await expect(dialog).toBeVisible();
  page.on('dialog', (ask) => void ask.accept());
  await page.reload();
  await maya.isOpen();
  await expect(dialog).toContainText('1 object');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Not taken: 1 object' }).click();
  await dialog.getByRole('button', { name: 'Make them again' }).click();
  await expect(maya.object('Consolidation 1')).toBeVisible();
  await maya.isSaved();
  await page.reload();
  await maya.isOpen();
  await expect(dialog).toHaveCount(0);
});
