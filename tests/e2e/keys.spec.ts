/** Keys of one's own: chosen by pressing them, followed everywhere, and kept when the line is gone. */
import { USUAL_KEYS } from '../../src/lib/model/key-choice.ts';
import type { Desk } from './desk.ts';
import { expect, test, type Demo } from './test.ts';

test.use({ ground: 'keys' });

async function openKeys(desk: Desk) {
  await desk.key('?');
  await desk.page.getByRole('button', { name: 'Change the keys…' }).click();
  const dialog = desk.page.getByRole('dialog', { name: 'Change the keys' });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** What the server has for the person of this desk. */
async function kept(desk: Desk, demo: Demo): Promise<unknown> {
  return (await desk.page.request.get(`${demo.server.url}/api/v1/me/keys`)).json();
}

test('a key is given by pressing it, says what is in its way, and works at once and after a reload', async ({
  demo,
}) => {
  const maya = await demo.desk('Maya Okafor');
  const { page } = maya;
  await maya.goTo(30);
  let dialog = await openKeys(maya);
  await dialog.getByRole('searchbox').fill('last frame');
  await expect(dialog.getByRole('listitem')).toHaveCount(1);
  await dialog.getByRole('button', { name: 'Add a key for: Last frame' }).click();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Add a key for: Last frame' }).press('Enter');
  await page.keyboard.press('Control+w');
  await expect(dialog.getByRole('alert')).toContainText('The browser keeps this key to itself.');
  await dialog.getByRole('button', { name: 'Add a key for: Last frame' }).click();
  await page.keyboard.press('m');
  await expect(dialog.getByRole('alert')).toContainText('is the key of “Mark an event here”');
  await dialog.getByRole('button', { name: 'Take it' }).click();
  await expect(dialog.getByRole('status').filter({ hasText: 'Kept for you' })).toBeVisible();
  await page.keyboard.press('Escape');
  await maya.key('m');
  await expect(maya.picture.getByText(/^frame \d+/)).toHaveText(/^frame (\d+) \/ \1$/);
  expect(await kept(maya, demo)).toMatchObject({
    own: expect.arrayContaining([
      { command: 'marking.event', keys: [] },
      { command: 'moving.last', keys: ['End', 'M'] },
    ]) as unknown,
  });

  await page.reload();
  await maya.isOpen();
  await maya.goTo(10);
  await maya.key('m');
  await expect(maya.picture.getByText(/^frame \d+/)).toHaveText(/^frame (\d+) \/ \1$/);
  await maya.key('?');
  await expect(page.getByRole('dialog')).toContainText('Your keys: with your own changes.');
  await maya.key('Escape');

  const jonas = await demo.desk('Jonas Berg');
  expect(await kept(jonas, demo)).toEqual(USUAL_KEYS);

  dialog = await openKeys(maya);
  await dialog.getByRole('button', { name: 'Reset all' }).click();
  await expect.poll(() => kept(maya, demo)).toEqual(USUAL_KEYS);
});

test('a preset, single keys off, and tips that say so; without a line it waits on the device', async ({
  demo,
}) => {
  const jonas = await demo.desk('Jonas Berg');
  const { page } = jonas;
  const dialog = await openKeys(jonas);
  await page.context().setOffline(true);
  await dialog.getByRole('combobox', { name: /^Keys like/ }).click();
  await page.getByRole('option', { name: 'Like CVAT' }).click();
  await dialog.getByRole('checkbox', { name: /Single keys/ }).uncheck();
  await expect(dialog.getByRole('status').filter({ hasText: 'Kept on this device' })).toBeVisible();
  // Meanwhile another preset is chosen on another machine: that one was chosen later, and single keys were not.
  const elsewhere = await page.request.put(`${demo.server.url}/api/v1/me/keys`, {
    headers: { origin: demo.server.url },
    data: { ...USUAL_KEYS, preset: 'premiere' },
  });
  expect(elsewhere.status()).toBe(200);
  await page.context().setOffline(false);
  await expect(dialog.getByRole('status').filter({ hasText: 'Kept for you' })).toBeVisible();
  expect(await kept(jonas, demo)).toEqual({ preset: 'premiere', own: [], singleKeys: false });
  const told = dialog.getByRole('status').filter({ hasText: 'chosen later on another machine' });
  await expect(told).toContainText('The keys to begin with: Like Premiere');
  await told.getByRole('button', { name: 'Understood' }).click();
  await expect(told).toHaveCount(0);
  await dialog.getByRole('combobox', { name: /^Keys like/ }).click();
  await page.getByRole('option', { name: 'Like CVAT' }).click();
  await expect.poll(() => kept(jonas, demo)).toEqual({ preset: 'cvat', own: [], singleKeys: false });
  await page.keyboard.press('Escape');
  await jonas.goTo(20);
  await jonas.key('f');
  await jonas.isAt(20);
  await jonas.key('ArrowRight');
  await jonas.isAt(21);
  await page.getByRole('button', { name: 'One frame on' }).hover();
  await expect(page.getByText('One frame on', { exact: false }).last()).toContainText('→');

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    (async () => {
      await page.getByRole('button', { name: 'Keys', exact: true }).click();
      await page.getByRole('button', { name: 'Change the keys…' }).click();
      await page.getByRole('button', { name: 'Export', exact: true }).last().click();
    })(),
  ]);
  const file = await download.path();
  await page.getByRole('checkbox', { name: /Single keys/ }).check();
  await expect.poll(() => kept(jonas, demo)).toMatchObject({ singleKeys: true });
  await page.getByLabel('File of keys').setInputFiles({
    name: 'other.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{"format":"coco"}'),
  });
  await expect(page.getByText('“other.json” cannot be used. It is no file of keys.')).toBeVisible();
  await page.getByLabel('File of keys').setInputFiles(file);
  await expect.poll(() => kept(jonas, demo)).toMatchObject({ preset: 'cvat', singleKeys: false });
});

test('the palette finds a moment, an object, a comment and a command, and what was used last', async ({
  demo,
}) => {
  const maya = await demo.desk('Maya Okafor');
  const { page } = maya;
  await maya.goTo(40);
  await maya.draw('B-line', [0.4, 0.4], [0.5, 0.6]);
  await maya.comment('Is this a consolidation?');
  await maya.key('Escape', 'Escape', 'Escape');
  const field = page.getByRole('combobox', { name: 'Find anything' });
  const listed = page.getByRole('listbox', { name: 'Found' }).getByRole('option');

  await maya.key('Control+k');
  await field.fill('frame 12');
  await expect(listed.first()).toContainText('Frame 12');
  await page.keyboard.press('Enter');
  await maya.isAt(12);
  await expect(field).toHaveCount(0);

  await maya.key('Control+k');
  await field.fill('b-line 1');
  await expect(listed.first()).toContainText('B-line 1');
  await page.keyboard.press('Enter');
  await maya.isAt(40);
  await expect(maya.status).toContainText('B-line 1');

  await maya.goTo(0);
  await maya.key('Control+k');
  await field.fill('is this a consol');
  await page.keyboard.press('Enter');
  await maya.isAt(40);

  await maya.key('Escape', 'Control+k');
  await field.fill('fit timel');
  await expect(listed.first()).toContainText('\\');
  await page.keyboard.press('Enter');
  await maya.key('Control+k');
  await expect(listed.first()).toContainText('Fit the timeline');
  await page.keyboard.press('ArrowUp');
  await expect(listed.last()).toHaveAttribute('aria-selected', 'true');
  await expect(field).toHaveAttribute('aria-activedescendant', (await listed.last().getAttribute('id'))!);
  await field.fill('nothing at all like this');
  await expect(page.getByText('Nothing is called “nothing at all like this”.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(field).toHaveCount(0);
});

test('the other button opens a menu on the picture, the timeline and the list; the menu key does, too', async ({
  demo,
}) => {
  const maya = await demo.desk('Maya Okafor');
  const { page } = maya;
  await maya.goTo(60);
  await maya.draw('Rib shadow', [0.2, 0.3], [0.4, 0.7]);
  await maya.key('Escape', 'Escape');
  const menu = page.getByRole('menu');
  const other = async (at: readonly [number, number]) => {
    const [x, y] = await maya.place(at);
    await page.mouse.click(x, y, { button: 'right' });
  };

  await other([0.3, 0.5]);
  await expect(menu).toContainText('Rib shadow 1');
  await menu.getByRole('menuitem', { name: /^Object is occluded/ }).click();
  await expect(menu).toHaveCount(0);
  await expect(maya.panel.getByRole('checkbox', { name: /Occluded/ })).toBeChecked();

  await other([0.9, 0.9]);
  await expect(menu.getByRole('menuitem', { name: /^Fit the picture/ })).toBeVisible();
  await expect(menu.getByRole('menuitem', { name: /^Delete/ })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);

  await page.getByRole('region', { name: 'Timeline' }).locator('canvas').last().click({ button: 'right' });
  await menu.getByRole('menuitem', { name: /^Set the in mark/ }).click();
  await expect(page.getByRole('button', { name: 'Clear the in and out marks' })).toBeVisible();

  await maya.object('Rib shadow 1').click({ button: 'right' });
  await menu.getByRole('menuitem', { name: /^Delete: end here/ }).click();
  await expect(page.getByRole('dialog', { name: 'Delete Rib shadow 1' })).toBeVisible();
  await page.keyboard.press('Escape');

  await maya.key('Shift+F10');
  await expect(menu).toContainText('Rib shadow 1');
  await page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);

  await page.setViewportSize({ width: 1024, height: 768 });
  const transport = page.getByRole('group', { name: 'Transport' });
  await expect.poll(async () => (await transport.boundingBox())?.height).toBeLessThan(40);
  await page.screenshot({ path: 'test-results/screens/transport-1024.png' });
});
