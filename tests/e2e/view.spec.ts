/** How the picture is shown: adjusted, magnified, near; what is stored knows nothing of it. */
import { fileURLToPath } from 'node:url';
import type { Desk } from './desk.ts';
import { frameSeen } from './eye.ts';
import { expect, test, type Demo } from './test.ts';

test.use({ ground: 'view' });
test.afterEach(({ demo }) => demo.clearDesks());

const clip = fileURLToPath(new URL('../fixtures/numbered-cfr.mp4', import.meta.url));
let video: string | undefined;

async function open(demo: Demo): Promise<Desk> {
  if (video === undefined) {
    const made = await demo.server.loupe('import', clip, '--study', 'Lung ultrasound', '--name', 'view');
    expect(made.code, made.stderr).toBe(0);
    video = made.stdout.trim();
  }
  return demo.desk('Maya Okafor', video);
}

test('a negative is seen, marked, kept on this device, and goes with one key', async ({ demo }) => {
  const desk = await open(demo);
  await desk.goTo(77);
  expect(await frameSeen(desk.picture)).toBe(77);
  await desk.key('Escape', 'Shift+Y');
  const mark = desk.picture.getByRole('button', { name: 'Display adjusted' });
  await expect(mark).toBeVisible();
  await expect.poll(() => frameSeen(desk.picture)).not.toBe(77);
  await desk.page.reload();
  await desk.isOpen();
  await expect(mark).toBeVisible();
  await desk.key('Shift+R');
  await expect(mark).toHaveCount(0);
  await desk.goTo(77);
  await expect.poll(() => frameSeen(desk.picture)).toBe(77);
  // It is nobody else's: another person sees the picture as recorded.
  await desk.key('Escape', 'Shift+Y');
  await expect(mark).toBeVisible();
  const jonas = await demo.desk('Jonas Berg', video);
  await expect(jonas.picture.getByRole('button', { name: 'Display adjusted' })).toHaveCount(0);
});

test('the panel turns brightness, contrast and gamma, by keys too', async ({ demo }) => {
  const desk = await open(demo);
  await desk.key('Escape', 'Shift+R', 'Shift+U');
  const panel = desk.page.getByRole('group', { name: 'Display' });
  await expect(panel).toBeVisible();
  const brightness = panel.getByRole('slider', { name: 'Brightness' });
  await brightness.focus();
  await desk.key('ArrowRight', 'ArrowRight');
  await expect(brightness).toHaveAttribute('aria-valuetext', '+10');
  await expect(desk.page.getByRole('textbox', { name: 'Frame' })).toHaveValue(/^\d+$/);
  await panel.getByRole('button', { name: 'Dark detail' }).click();
  await expect(panel.getByText(/^Window 12\d about level 6\d/)).toBeVisible();
  // What a click left goes back to the picture; a key says that the keyboard is used again.
  await desk.key('Shift');
  await panel.getByRole('slider', { name: 'Gamma' }).focus();
  await desk.key('End');
  await expect(panel.getByText('4.00')).toBeVisible();
  await panel.getByRole('button', { name: 'As recorded' }).first().click();
  await expect(desk.picture.getByRole('button', { name: 'Display adjusted' })).toHaveCount(0);
  await desk.key('Escape');
  await expect(panel).toHaveCount(0);
  await desk.key('Shift+BracketRight');
  await expect(desk.picture.getByRole('button', { name: 'Display adjusted' })).toBeVisible();
  await desk.key('Shift+R');
});

test('the lens magnifies while its key is held; zoom goes to the pixel, to 100 % and back', async ({
  demo,
}) => {
  const desk = await open(demo);
  await desk.goTo(0);
  await desk.key('Escape');
  await desk.point([0.5, 0.55]);
  const before = await desk.picture.screenshot();
  await desk.page.keyboard.down('w');
  await expect.poll(async () => (await desk.picture.screenshot()).equals(before)).toBe(false);
  await desk.page.keyboard.up('w');
  await expect.poll(async () => (await desk.picture.screenshot()).equals(before)).toBe(true);
  const zoom = desk.picture.getByRole('button', { name: /^Zoom/ });
  await desk.key('Shift+P');
  await expect(zoom).toHaveText(/1600 %/);
  await desk.key('z');
  await expect(zoom).toHaveText(/fits/);
  await desk.key('z');
  await expect(zoom).toHaveText(/ 100 %/);
  await zoom.click();
  await desk.page.getByRole('menuitemradio', { name: '400 %' }).click();
  await expect(zoom).toHaveText(/400 %/);
  await desk.key('z');
  await desk.draw('Pleural line', [0.45, 0.5], [0.5, 0.55]);
  await desk.key('Shift+z');
  await expect(zoom).not.toHaveText(/fits/);
});
