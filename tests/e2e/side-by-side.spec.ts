/** Videos of one study side by side: one clock, each exact when paused, in step when they run, one of them worked at. */
import { fileURLToPath } from 'node:url';
import type { Desk } from './desk.ts';
import { frameSeen } from './eye.ts';
import { expect, test, type Demo, type DemoPerson } from './test.ts';
import { Watch, type Painting } from './watch.ts';

test.use({ ground: 'side-by-side' });
test.afterEach(({ demo }) => demo.clearDesks());

/** Both run at 30 pictures a second. */
const clip = fileURLToPath(new URL('../fixtures/numbered-cfr.mp4', import.meta.url));
const FRAME_MS = 1000 / 30;
const names = ['view A', 'view B'] as const;
let videos: readonly string[] | undefined;

async function prepared(demo: Demo): Promise<readonly string[]> {
  if (videos) return videos;
  const made: string[] = [];
  for (const name of names) {
    const { code, stdout, stderr } = await demo.server.loupe(
      'import',
      clip,
      '--study',
      'Lung ultrasound',
      '--name',
      name,
    );
    expect(code, stderr).toBe(0);
    made.push(stdout.trim());
  }
  videos = made;
  return made;
}

/** A desk with both, and where B lies against A put to so many seconds. */
async function open(demo: Demo, person: DemoPerson, seconds: number | null): Promise<Desk> {
  const [a, b] = await prepared(demo);
  const desk = await demo.desk(person, a, `?with=${b}`);
  await expect(beside(desk).locator('canvas')).toBeVisible();
  await expect(beside(desk).getByText(/^frame \d+/)).toBeVisible();
  if (seconds === null) return desk;
  const field = desk.page.getByRole('textbox', { name: 'Offset of view B in seconds' });
  await field.fill(String(seconds));
  await desk.key('Enter');
  await expect(field).toHaveValue(`${seconds < 0 ? '−' : '+'}${Math.abs(seconds).toFixed(3)}`);
  return desk;
}

function beside(desk: Desk) {
  return desk.page.getByRole('region', { name: /^Beside it/ });
}

async function besideShows(desk: Desk, frame: number): Promise<void> {
  await expect(beside(desk).getByText(/^frame \d+/)).toHaveText(new RegExp(`^frame ${frame} /`));
  await expect.poll(() => frameSeen(beside(desk))).toBe(frame);
}

test('paused, both show the frame of one moment, which is stored for everybody', async ({ demo }) => {
  const desk = await open(demo, 'Maya Okafor', 1);
  for (const frame of [100, 31, 200]) {
    await desk.goTo(frame);
    expect(await frameSeen(desk.picture)).toBe(frame);
    await besideShows(desk, frame - 30);
  }
  await desk.key('Escape', 'ArrowRight');
  await besideShows(desk, 171);
  await desk.goTo(10);
  await besideShows(desk, 0);
  await expect(desk.page.getByText('not begun yet')).toBeVisible();
  // Another person finds it so.
  const jonas = await open(demo, 'Jonas Berg', null);
  await expect(jonas.page.getByRole('textbox', { name: 'Offset of view B in seconds' })).toHaveValue(
    '+1.000',
  );
});

test('align here: what is shown in both becomes one moment', async ({ demo }) => {
  const desk = await open(demo, 'Maya Okafor', 0);
  const menu = desk.page.getByRole('button', { name: /2 videos/ });
  await menu.click();
  await desk.page.getByRole('menuitemcheckbox', { name: /Go together/ }).click();
  await desk.goTo(120);
  await desk.key('Escape', 'F6');
  await expect(desk.page.getByRole('button', { name: 'view B', pressed: true })).toBeVisible();
  await desk.goTo(75);
  await desk.key('Escape');
  await expect(beside(desk).getByText(/^frame 120 /)).toBeVisible();
  await menu.click();
  await desk.page.getByRole('menuitem', { name: /Align here/ }).click();
  await expect(desk.page.getByRole('textbox', { name: 'Offset of view B in seconds' })).toHaveValue('+1.500');
  await desk.goTo(80);
  await besideShows(desk, 125);
});

test('running, they stay in step, at real time, fast and backwards; every picture is its own', async ({
  demo,
}) => {
  test.slow();
  const desk = await open(demo, 'Maya Okafor', 0.5);
  const watches = [await Watch.begin(desk.page, 0), await Watch.begin(desk.page, 1)] as const;
  const play = desk.page.getByRole('button', { name: 'Play', exact: true });
  for (const [key, from, rate] of [
    ['l', 20, 1],
    ['ll', 20, 2],
    ['j', 280, 1],
  ] as const) {
    await desk.goTo(from);
    await desk.key('Escape');
    await besideShows(desk, from - 15);
    for (const watch of watches) await watch.paintings();
    await desk.key(...key.split(''));
    await desk.page.waitForTimeout(4000);
    await desk.key('k');
    await expect(play).toBeVisible();
    const [a, b] = await Promise.all(watches.map((watch) => watch.paintings()));
    for (const { named, seen } of [...a!, ...b!]) expect(seen).toBe(named);
    expect(new Set(b!.map(({ named }) => named)).size).toBeGreaterThan(8);
    const drifts = driftsMs(a!, b!, 500).sort((x, y) => x - y);
    const middle = drifts[Math.floor(drifts.length / 2)]!;
    // A machine without a graphics processor paints late; it is the videos that must not run apart.
    expect(middle, `${key}: ${drifts.map(Math.round).join(' ')}`).toBeLessThan(150 * rate);
    const rest = await desk.frame();
    expect(await frameSeen(desk.picture)).toBe(rest);
    await besideShows(desk, Math.max(0, rest - 15));
  }
});

/** How far apart the two are when B paints, in milliseconds of the video; the first second is for coming together. */
function driftsMs(a: readonly Painting[], b: readonly Painting[], offsetMs: number): number[] {
  const start = Math.max(a[0]?.atMs ?? 0, b[0]?.atMs ?? 0) + 1000;
  const end = Math.min(a.at(-1)?.atMs ?? 0, b.at(-1)?.atMs ?? 0);
  return b
    .filter(({ atMs }) => atMs > start && atMs <= end)
    .map(({ named, atMs }) => {
      const other = a.findLast((painting) => painting.atMs <= atMs)!;
      return Math.abs(other.named * FRAME_MS - offsetMs - named * FRAME_MS);
    });
}

test('the active picture is the one that is annotated; a touch only chooses; the address and the device know', async ({
  demo,
}) => {
  const desk = await open(demo, 'Maya Okafor', 0);
  await desk.goTo(50);
  await desk.draw('Pleural line', [0.3, 0.5], [0.5, 0.7]);
  await expect(desk.object(/Pleural line/)).toBeVisible();
  await desk.isSaved();
  await desk.key('b');
  const other = (await beside(desk).boundingBox())!;
  await desk.page.mouse.move(other.x + other.width * 0.3, other.y + other.height * 0.5);
  await desk.page.mouse.down();
  await desk.page.mouse.move(other.x + other.width * 0.6, other.y + other.height * 0.8, { steps: 3 });
  await desk.page.mouse.up();
  await expect(desk.page.getByRole('button', { name: 'view B', pressed: true })).toBeVisible();
  await expect(desk.panel.getByText('Nothing is marked yet')).toBeVisible();
  await desk.isAt(50);
  await desk.draw('B-line', [0.3, 0.4], [0.6, 0.8]);
  await expect(desk.object(/B-line/)).toBeVisible();
  await desk.isSaved();
  await desk.key('F6');
  await expect(desk.object(/Pleural line/)).toBeVisible();
  const [a, b] = await prepared(demo);
  await desk.page.goto(`${demo.server.url}/videos/${a}`);
  await expect(beside(desk).locator('canvas')).toBeVisible();
  expect(new URL(desk.page.url()).searchParams.get('with')).toBe(b);
  await desk.page.getByRole('button', { name: 'Put view B away' }).click();
  await expect(beside(desk)).toHaveCount(0);
  await desk.isOpen();
  await desk.page.goto(`${demo.server.url}/videos/${a}`);
  await desk.isOpen();
  await expect(beside(desk)).toHaveCount(0);
});

// The last one: Jonas is signed out afterwards.
test('what is copied in one video is pasted into another, and gone at sign-out', async ({ demo }) => {
  const [a, b] = await prepared(demo);
  const jonas = await demo.desk('Jonas Berg', a);
  await jonas.draw('Consolidation', [0.4, 0.4], [0.55, 0.6]);
  await jonas.key('Control+c');
  await expect(jonas.status).toContainText('Copied Consolidation 1');
  const box = await jonas.box();
  await jonas.isSaved();
  const other = await demo.desk('Jonas Berg', b);
  await other.goTo(12);
  await other.key('Control+v');
  await expect(other.object('Consolidation 1')).toBeVisible();
  expect(await other.box()).toEqual(box);
  await other.isSaved();
  const copied = () =>
    other.page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('copied')));
  expect(await copied()).toHaveLength(1);
  const page = await other.page.context().newPage();
  await page.goto(demo.server.url);
  await page.getByRole('button', { name: /Jonas Berg/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.waitForURL(/sign-in/);
  expect(await copied()).toEqual([]);
});
