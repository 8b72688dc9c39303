/** Time: two people mark live on one tier while it plays, and everything on the timeline is done with keys alone. */
import AxeBuilder from '@axe-core/playwright';
import type { Desk } from './desk.ts';
import { expect, test, type Demo } from './test.ts';

test.use({ ground: 'timeline' });

test.describe.configure({ mode: 'serial' });
test.afterEach(({ demo }) => demo.clearDesks());

type Native = {
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly layers: readonly {
    readonly segments: readonly { readonly start: number; readonly end: number; readonly deleted: boolean }[];
    readonly boundaries: readonly {
      readonly frame: number;
      readonly label: string | null;
      readonly deleted: boolean;
      readonly made: { readonly by: string } | null;
    }[];
  }[];
};

/** What the server holds. */
async function stored({ server, token, video }: Demo): Promise<Native> {
  return (await server.api<Native>(token, `/videos/${video}/export?format=native`)).body;
}

/** Plays from a frame until another is on the screen or behind. */
async function playUntil(desk: Desk, from: number, to: number): Promise<void> {
  await desk.goTo(from);
  await desk.key(' ');
  await expect.poll(() => desk.frame()).toBeGreaterThanOrEqual(to);
}

const live = (desk: Desk) => desk.page.getByRole('group', { name: 'Marking live' });
const timeline = (desk: Desk) => desk.page.getByRole('region', { name: 'Timeline', exact: true });
const number = (desk: Desk, name: string) => desk.panel.getByRole('textbox', { name, exact: true });

test('two people mark live on one exclusive tier while it plays', async ({ demo }) => {
  const maya = await demo.desk('Maya Okafor');
  const jonas = await demo.desk('Jonas Berg');
  for (const desk of [maya, jonas]) {
    await desk.key('Shift+M');
    await expect(live(desk).getByRole('button')).toHaveAttribute('aria-pressed', 'true');
  }
  await jonas.tab('People');

  await playUntil(maya, 0, 12);
  await maya.key('1');
  await expect(maya.status.getByText(/Started Inspiration at .*300 ms before the key/)).toBeVisible();
  await expect(jonas.panel.getByText(/marking Inspiration/)).toBeVisible();
  await playUntil(jonas, 70, 82);
  await jonas.key('2');
  await expect(jonas.status.getByText(/Started Expiration/)).toBeVisible();
  await maya.tab('People');
  await expect(maya.panel.getByText(/marking Expiration/)).toBeVisible();
  await timeline(jonas).screenshot({ path: 'test-results/screens/timeline-live.png' });

  for (const desk of [maya, jonas]) {
    await desk.tab('Objects');
    await expect(desk.object('Inspiration 1')).toBeVisible();
    await expect(desk.object('Expiration 1')).toBeVisible();
    await desk.isSaved();
  }
  const { people, layers } = await stored(demo);
  const marked = layers[0]!.boundaries
    .filter(({ deleted, label }) => !deleted && label !== null)
    .toSorted((a, b) => a.frame - b.frame)
    .map(({ label, made }) => `${label} by ${people.find(({ id }) => id === made?.by)?.name}`);
  expect(marked).toEqual(['inspiration by Maya Okafor', 'expiration by Jonas Berg']);

  // One takes back what was theirs; the other's stays.
  await jonas.key('Control+z');
  await expect(maya.object('Expiration 1')).toHaveCount(0);
  await expect(maya.object('Inspiration 1')).toBeVisible();
});

test('a state that runs is seen by the other before it is in the document', async ({ demo }) => {
  const maya = await demo.desk('Maya Okafor');
  const jonas = await demo.desk('Jonas Berg');
  await maya.key('t', 'Shift+M');
  await expect(maya.status.getByText(/Marking live/)).toBeVisible();
  await maya.goTo(20);
  await maya.key('1');
  await jonas.tab('People');
  await expect(jonas.panel.getByText(/marking Lung sliding/)).toBeVisible();
  expect((await stored(demo)).layers[0]!.segments).toEqual([]);
  await maya.goTo(60);
  await expect(live(maya).getByRole('button')).toHaveText('Live: 1');
  await timeline(jonas).screenshot({ path: 'test-results/screens/timeline-running.png' });
  await maya.key('1');
  await jonas.tab('Objects');
  await expect(jonas.object('Lung sliding 1')).toBeVisible();
  await maya.isSaved();
  expect((await stored(demo)).layers[0]!.segments).toMatchObject([{ start: 20, end: 61 }]);
});

test('everything on the timeline by keys alone', async ({ demo }) => {
  const maya = await demo.desk('Maya Okafor');
  await maya.tab('Objects');
  await maya.goTo(70);
  await maya.key('t', 'i', 'Shift+ArrowRight');
  await maya.isAt(80);
  await maya.key('o', 'Enter');
  await expect(number(maya, 'First frame')).toHaveValue('70');
  await expect(number(maya, 'Last frame')).toHaveValue('80');
  // Moved as a whole, then one edge each, then trimmed to the playhead.
  await maya.key('Control+Shift+ArrowRight', 'Alt+Shift+ArrowRight', 'Alt+Shift+ArrowUp');
  await expect(number(maya, 'First frame')).toHaveValue('70');
  await expect(number(maya, 'Last frame')).toHaveValue('82');
  await maya.key('Shift+ArrowLeft');
  await maya.isAt(70);
  await maya.key(']');
  await expect(number(maya, 'Last frame')).toHaveValue('70');
  await maya.key('ArrowRight');
  await maya.isAt(71);
  await maya.key(']');
  await expect(number(maya, 'Last frame')).toHaveValue('71');

  await maya.key('Shift+Q', 'Shift+X', 'Shift+E');
  await expect(maya.panel.getByRole('combobox', { name: 'Certainty: Probable' })).toBeVisible();
  await expect(maya.panel.getByRole('checkbox', { name: 'Difficult' })).toBeChecked();
  await expect(number(maya, 'Blur of the edges in frames')).not.toHaveValue('0');

  await maya.key('ArrowUp');
  await maya.isAt(70);
  await maya.key('Shift+L', 'Shift+Delete'); // refused
  await expect(maya.status.getByText(/is locked on this device/)).toBeVisible();
  await maya.key('Shift+L', 'Shift+N', 'Shift+N', 'h', 'h', 'PageUp', 'PageUp', '\\');
  await maya.key('2');
  await expect(maya.object('Poor contact 1')).toBeVisible();
  await maya.key('Shift+Delete');
  await expect(maya.object('Poor contact 1')).toHaveCount(0);
  await maya.key('Control+z');
  await expect(maya.object('Poor contact 1')).toBeVisible();
  await maya.goTo(30);
  await maya.key('m');
  await expect(number(maya, 'Frame of the event')).toHaveValue('30');
  await maya.key('Control+Shift+ArrowLeft');
  await expect(number(maya, 'Frame of the event')).toHaveValue('29');
  await maya.isSaved();
});

test('rows are filtered and grouped, and nothing is outside of the window', async ({ demo }) => {
  const maya = await demo.desk('Maya Okafor');
  const rows = timeline(maya).getByRole('list', { name: 'Rows of the timeline' });
  await maya.draw('Pleural line', [0.4, 0.3], [0.55, 0.42]);
  await maya.draw('B-line', [0.6, 0.3], [0.7, 0.42]);
  await timeline(maya).getByRole('button', { name: 'Group objects by label' }).click();
  await expect(rows.getByRole('button', { name: 'Rows below B-line' })).toBeVisible();
  await maya.key('Shift+M');
  for (const size of [
    { width: 1440, height: 900 },
    { width: 1024, height: 768 },
  ]) {
    await maya.page.setViewportSize(size);
    const found = await new AxeBuilder({ page: maya.page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect(
      found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((one) => one.target).join()}`),
    ).toEqual([]);
    await maya.page.screenshot({ path: `test-results/screens/timeline-${size.width}.png` });
  }
  await maya.page.setViewportSize({ width: 1440, height: 900 });
  await timeline(maya)
    .getByRole('searchbox', { name: /Show only rows/ })
    .fill('pleural');
  await expect(rows.getByRole('button', { name: /^Pleural line/ })).toBeVisible();
  await expect(rows.getByRole('button', { name: /^B-line/ })).toHaveCount(0);
});
