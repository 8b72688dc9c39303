/** The guideline of a project: written by a manager, read beside the work, acknowledged, and safe whatever is in it. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test, type Demo } from './test.ts';

test.use({ ground: 'guideline' });

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
] as const;

/** A PNG of 4 by 3 pixels. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAIAAAA7ljmRAAAAD0lEQVR4nGNgaGBAQTg5ABKxA4EEPc1vAAAAAElFTkSuQmCC',
  'base64',
);

async function look(page: Page, name: string): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    const found = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze();
    const told = found.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`,
    );
    expect(told, `${name} at ${size.width}`).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, `${name} at ${size.width} scrolls sideways`).toBeLessThanOrEqual(0);
    await page.screenshot({ path: `test-results/screens/${name}-${size.width}.png` });
  }
  await page.setViewportSize(SIZES[0]);
}

async function page(demo: Demo, person: 'Admin' | 'Jonas Berg'): Promise<Page> {
  const { body } = await demo.server.api<{ id: string }[]>(demo.token, '/projects');
  const made = await (await demo.browserOf(person)).newPage();
  await made.goto(`${demo.server.url}/projects/${body[0]!.id}/guideline`);
  await expect(made.locator('[inert]')).toHaveCount(0); // the page is alive
  return made;
}

const text = (of: Page) => of.getByRole('textbox', { name: 'Text' });

async function publish(of: Page, note: string, version: number): Promise<void> {
  await of.getByRole('textbox', { name: 'What is new in this version' }).fill(note);
  await of.getByRole('button', { name: `Publish version ${version}` }).click();
  await expect(of.getByText(`Version ${version} is published.`)).toBeVisible();
}

test.afterEach(({ demo }) => demo.clearDesks());

test('written with a picture and a frame, read at work, acknowledged, changed and compared', async ({
  demo,
}) => {
  test.slow();
  const maya = await demo.desk('Maya Okafor');
  await expect(maya.page.getByRole('region', { name: 'Guideline to be read' })).toHaveCount(0);
  await maya.key('F1');
  await expect(maya.panel.getByText('No guideline yet')).toBeVisible();
  await expect(maya.panel.getByRole('tab', { name: 'Guideline' })).toBeInViewport({ ratio: 1 });

  const admin = await page(demo, 'Admin');
  await look(admin, 'guideline-none');
  await admin.getByRole('button', { name: 'Write it' }).click();
  await text(admin).fill(
    '# B-lines\n\nMark **every** B-line from the pleura down.\n\n- Begin where it leaves the pleura\n- End at the lower edge\n\n' +
      '| Score | B-lines |\n|---|---|\n| 0 | none |\n| 1 | one to three |\n\n',
  );
  await text(admin).press('ControlOrMeta+End');
  await admin
    .getByLabel('Picture for the guideline')
    .setInputFiles({ name: 'Sketch.png', mimeType: 'image/png', buffer: PICTURE });
  await expect(text(admin)).toHaveValue(/!\[Sketch\]\(picture:\w+\)/);
  await admin.getByRole('button', { name: 'Frame of a video' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Show a frame' });
  await dialog
    .getByRole('textbox', { name: 'Link copied in the workspace' })
    .fill(`${demo.server.url}/videos/${demo.video}?f=20`);
  await dialog.getByRole('textbox', { name: 'What it shows' }).fill('Two B-lines');
  const isDrawn = (image: HTMLImageElement) => image.complete && image.naturalWidth > 0;
  await expect
    .poll(() => dialog.getByRole('img', { name: 'Frame 20' }).evaluate(isDrawn), { timeout: 40_000 })
    .toBe(true);
  await look(admin, 'guideline-frame');
  await dialog.getByRole('button', { name: 'Insert' }).click();
  await expect(text(admin)).toHaveValue(/!\[Two B-lines\]\(frame:\w+\/20\)/);
  await look(admin, 'guideline-writing');
  await publish(admin, 'The first one', 1);
  await look(admin, 'guideline-page');

  await maya.page.bringToFront();
  await maya.page.evaluate(() => dispatchEvent(new Event('focus')));
  const bar = maya.page.getByRole('region', { name: 'Guideline to be read' });
  await expect(bar).toContainText('version 1');
  await expect(maya.panel.getByRole('heading', { name: 'B-lines' })).toBeVisible();
  for (const name of ['Sketch', 'Two B-lines'])
    await expect
      .poll(() => maya.panel.getByRole('img', { name }).evaluate(isDrawn), { timeout: 40_000 })
      .toBe(true);
  await look(maya.page, 'guideline-at-work');
  await maya.panel.getByRole('button', { name: 'I have read version 1' }).click();
  await expect(bar).toHaveCount(0);

  await admin.bringToFront();
  await admin.reload();
  const row = (name: string) => admin.getByRole('row', { name: new RegExp(name) });
  await expect(row('Maya Okafor')).toContainText('version 1');
  await expect(row('Jonas Berg')).toContainText('not yet');
  await expect(admin.getByText('1 of 3 have said that they have read version 1')).toBeVisible();

  await admin.getByRole('button', { name: 'Write a new version' }).click();
  await text(admin).fill((await text(admin).inputValue()).replace('one to three', 'one or two'));
  await publish(admin, 'Scores are narrower', 2);
  await maya.tab('Objects');
  await maya.page.bringToFront();
  // Looking twice in a row is looking once: it takes a while until it looks again.
  await expect(async () => {
    await maya.page.evaluate(() => dispatchEvent(new Event('focus')));
    await expect(maya.panel.getByRole('tab', { name: 'Guideline, new' })).toBeVisible({ timeout: 1000 });
  }).toPass();
  await bar.getByRole('button', { name: 'Read it' }).click();
  await expect(maya.panel.getByText('New since you read version 1: Scores are narrower')).toBeVisible();
  await maya.panel.getByRole('button', { name: 'What changed' }).click();
  const changes = maya.page.getByRole('dialog', { name: 'From version 1 to version 2' });
  await expect(changes.getByText('removed: | 1 | one to three |')).toBeVisible();
  await expect(changes.getByText('added: | 1 | one or two |')).toBeVisible();
  await look(maya.page, 'guideline-changes');
});

test('whatever is written in it, nothing of it runs and nothing comes from elsewhere', async ({ demo }) => {
  const admin = await page(demo, 'Admin');
  const asked: string[] = [];
  await admin.route('**/*', (route) => {
    if (!route.request().url().startsWith(demo.server.url)) asked.push(route.request().url());
    return route.continue();
  });
  await admin.getByRole('button', { name: /^Write/ }).click();
  await text(admin).fill(
    [
      '# Traps',
      '<img src=x onerror="window.caught=1"><script>window.caught=2</script><svg onload="window.caught=3">',
      '[press](javascript:window.caught=4) [data](data:text/html,<script>window.caught=5</script>)',
      '![far](https://elsewhere.example/pixel.png) ![near](/media/other/v.mp4 "x")',
      '![" onerror="window.caught=6](picture:none)',
      '<https://elsewhere.example/page>',
      '<style>body{display:none}</style><form action=/sign-out><button>Free</button></form>',
    ].join('\n\n'),
  );
  const preview = admin.getByRole('group', { name: 'As it will be read' });
  await expect(preview.getByRole('heading', { name: 'Traps' })).toBeVisible();
  await expect(preview.getByText('A picture from elsewhere is not shown: far')).toBeVisible();
  const found = await preview.evaluate((root) => ({
    tags: [...root.querySelectorAll('script, style, svg, form, iframe, button')].map(
      ({ tagName }) => tagName,
    ),
    handlers: [...root.querySelectorAll('*')].flatMap((node) =>
      node.getAttributeNames().filter((name) => name.startsWith('on')),
    ),
    links: [...root.querySelectorAll('a')].map((link) => [link.getAttribute('href'), link.rel]),
    pictures: [...root.querySelectorAll('img')].map((image) => image.getAttribute('src')?.split('/')[1]),
  }));
  expect(found).toEqual({
    tags: [],
    handlers: [],
    links: [
      [null, 'noopener noreferrer'],
      [null, 'noopener noreferrer'],
      ['https://elsewhere.example/page', 'noopener noreferrer'],
    ],
    pictures: ['media'],
  });
  expect(await admin.evaluate(() => 'caught' in window)).toBe(false);
  expect(asked).toEqual([]);
  await admin.getByRole('button', { name: /^Publish/ }).click();
  await expect(admin.getByText('There is no picture "none" in this project.')).toBeVisible();
});

test('who does not manage the project reads, and two managers do not overwrite each other', async ({
  demo,
}) => {
  const jonas = await page(demo, 'Jonas Berg');
  await expect(jonas.getByRole('heading', { name: 'Versions' })).toBeVisible();
  await expect(jonas.getByRole('button', { name: /^Write/ })).toHaveCount(0);
  await expect(jonas.getByText('Who has read it')).toHaveCount(0);
  await jonas.getByRole('button', { name: /^I have read version/ }).click();
  await expect(jonas.getByRole('button', { name: /^I have read version/ })).toHaveCount(0);
  await look(jonas, 'guideline-member');

  const [first, second] = [await page(demo, 'Admin'), await page(demo, 'Admin')];
  for (const [one, words] of [
    [first, '# Mine'],
    [second, '# Yours'],
  ] as const) {
    await one.getByRole('button', { name: /^Write/ }).click();
    await text(one).fill(words);
  }
  const publishing = (of: Page) => of.getByRole('button', { name: /^Publish/ }).click();
  await publishing(first);
  await expect(first.getByText(/is published/)).toBeVisible();
  await publishing(second);
  await expect(second.getByText(/The guideline was changed meanwhile/)).toBeVisible();
  await expect(text(second)).toHaveValue('# Yours');
  await look(second, 'guideline-changed-meanwhile');
  await second.getByRole('button', { name: 'Load the newest, drop mine' }).click();
  await expect(second.getByRole('heading', { name: 'Mine' })).toBeVisible();
});
