/** The labels of a project: made, changed under working people, brought back, and never lost. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { expect, test, type Demo } from './test.ts';

test.use({ ground: 'taxonomy' });

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
] as const;

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

type Named = { readonly id: string; readonly name: string };

async function projectId({ server, token }: Demo, name: string): Promise<string> {
  const { body } = await server.api<Named[]>(token, '/projects');
  return body.find((project) => project.name === name)!.id;
}

/** The labels of a project, as an admin at work on them. */
async function labels(demo: Demo, project: string): Promise<Page> {
  const page = await (await demo.browserOf('Admin')).newPage();
  await page.goto(`${demo.server.url}/projects/${await projectId(demo, project)}/labels`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Labels of ${project}`);
  await expect(page.locator('[inert]')).toHaveCount(0); // the page is alive
  return page;
}

const bar = (page: Page) => page.getByRole('region', { name: 'Unsaved changes' });
const list = (page: Page, name: string) => page.getByRole('list', { name });
const save = (page: Page) => bar(page).getByRole('button', { name: 'Save' }).click();

async function make(demo: Demo, name: string, template: string): Promise<Page> {
  const page = await (await demo.browserOf('Admin')).newPage();
  await page.goto(demo.server.url);
  await page.getByRole('button', { name: 'New project' }).click();
  const dialog = page.getByRole('dialog', { name: 'New project' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
  await dialog.getByRole('combobox', { name: /^Labels to begin with/ }).click();
  await page.getByRole('option', { name: template }).click();
  return page;
}

test.afterEach(({ demo }) => demo.clearDesks());

test('a project begins with a template', async ({ demo }) => {
  const page = await make(demo, 'Cholecystectomies', 'CholecT50 action triplets');
  await expect(page.getByText('Six instruments, each with its verb and target')).toBeVisible();
  await look(page, 'new-project');
  await page.getByRole('button', { name: 'Create project' }).click();
  const project = page.getByRole('region', { name: 'Cholecystectomies' });
  await project.getByRole('link', { name: 'Labels' }).click();
  await expect(list(page, 'Labels for objects').getByRole('button', { expanded: false })).toHaveText([
    /Grasper/, /Bipolar/, /Hook/, /Scissors/, /Clipper/, /Irrigator/,
  ]); // prettier-ignore
  await page.getByRole('button', { name: /^Grasper/ }).click();
  await expect(
    page
      .getByRole('region', { name: 'Attributes of Grasper' })
      .getByRole('list', { name: 'Choices of Target' })
      .getByRole('listitem'),
  ).toHaveCount(15);
  await look(page, 'labels-triplets');
});

test('labels change under somebody at work, and nothing of theirs is lost or hidden', async ({ demo }) => {
  const maya = await demo.desk('Maya Okafor');
  await maya.goTo(20);
  await maya.draw('B-line', [0.5, 0.35], [0.56, 0.8]);
  await maya.isSaved();

  const admin = await labels(demo, 'Demo');
  await admin.getByRole('button', { name: 'Retire B-line' }).click();
  await admin.getByRole('textbox', { name: 'New label for objects' }).fill('Haemothorax');
  await admin.keyboard.press('Enter');
  await expect(bar(admin)).toContainText('1 label retired, 1 label added');
  await look(admin, 'labels-unsaved');
  await save(admin);
  await expect(admin.getByText('Saved as version 2: 1 label retired, 1 label added.')).toBeVisible();
  await look(admin, 'labels-saved');

  await maya.page.bringToFront();
  await maya.page.evaluate(() => dispatchEvent(new Event('focus')));
  await maya.page.getByRole('button', { name: 'Show the new labels' }).click();
  const strip = maya.page.getByRole('group', { name: 'Labels' });
  await maya.isOpen();
  await maya.key('Escape', 'Escape', 'b');
  await expect(strip.getByRole('button', { name: 'Haemothorax' })).toBeVisible();
  await expect(strip.getByRole('button', { name: 'B-line' })).toHaveCount(0);
  await expect(maya.object('B-line 1')).toBeVisible();
  await maya.isAt(20);
  await maya.draw('Haemothorax', [0.3, 0.4], [0.4, 0.6]);
  await maya.isSaved();
  const { body } = await demo.server.api<object>(demo.token, `/videos/${demo.video}/export?format=native`);
  expect(body).toMatchObject({ taxonomy: { version: 2 } });
});

test('a skeleton is planned by keys alone: joints, lines, and the pose drawn first', async ({ demo }) => {
  const page = await labels(demo, 'Demo');
  await page.getByRole('button', { name: /^Consolidation/, expanded: false }).press('Enter');
  await page.getByRole('checkbox', { name: /skeleton/i }).press('Space');
  const skeleton = page.getByRole('region', { name: 'Skeleton of Consolidation' });
  await expect(skeleton.getByText('No joints yet')).toBeVisible();
  for (const name of ['Apex', 'Hilum', 'Base']) {
    await skeleton.getByRole('textbox', { name: 'New joint' }).fill(name);
    await page.keyboard.press('Enter');
  }
  await expect(skeleton.getByRole('textbox', { name: /^Name of the joint/ })).toHaveCount(3);
  for (const [end, name] of [
    ['Line from', 'Apex'],
    ['Line to', 'Hilum'],
  ] as const) {
    // prettier-ignore
    await skeleton.getByRole('combobox', { name: end }).press('Enter');
    await page.getByRole('option', { name }).press('Enter');
  }
  await skeleton.getByRole('button', { name: 'Join', exact: true }).press('Enter');
  const across = skeleton.getByRole('spinbutton', { name: 'Across in the pose, of Apex, percent' });
  await across.fill('25');
  await across.press('Tab');
  const lines = skeleton.getByRole('list', { name: 'Lines between joints' });
  await expect(lines).toContainText('Apex – Hilum');
  await skeleton.scrollIntoViewIfNeeded();
  await look(page, 'labels-skeleton');
  await lines.getByRole('button', { name: 'Remove the line Apex – Hilum' }).press('Enter');
  await expect(lines).toHaveCount(0);
  await skeleton.getByRole('button', { name: 'Remove the joint Base' }).press('Enter');
  await save(page);
  await expect(bar(page)).toHaveCount(0);
  await expect(skeleton.getByRole('button', { name: 'Retire the joint Apex' })).toBeVisible();
  await expect(across).toHaveValue('25');
});

test('by keyboard: order, colour, and a warning where two look alike', async ({ demo }) => {
  await (
    await make(demo, 'Phases', 'Cholec80 phases and tools')
  )
    .getByRole('button', { name: 'Create project' })
    .click();
  await expect.poll(() => projectId(demo, 'Phases').catch(() => '')).not.toBe('');
  const page = await labels(demo, 'Phases');
  const rows = list(page, 'Labels for objects').getByRole('button', { expanded: false });
  await rows.first().focus();
  await page.keyboard.press('Alt+ArrowDown');
  await page.keyboard.press('Alt+ArrowDown');
  await expect(rows).toHaveText([
    /Bipolar/,
    /Hook/,
    /Grasper/,
    /Scissors/,
    /Clipper/,
    /Irrigator/,
    /Specimen/,
  ]);
  await expect(rows.nth(2)).toBeFocused();
  await page.keyboard.press('Enter');
  const twelve = page.getByRole('group', { name: 'Twelve colours' });
  await twelve.getByRole('button', { name: 'Red' }).click();
  await list(page, 'Labels for objects').getByRole('button', { name: /^Hook/ }).click();
  await twelve.getByRole('button', { name: 'Olive' }).first().press('Enter');
  await expect(
    page.getByText('Hard to tell from Bipolar and Grasper for people who do not see green (deutan).'),
  ).toBeVisible();
  await look(page, 'labels-alike');
  await bar(page)
    .getByText(/recoloured, 1 label moved/)
    .click();
  await expect(bar(page)).toContainText('Label “Grasper” moved');
  await expect(bar(page)).toContainText('COCO exports number their categories');
  await save(page);
  await expect(page.getByText(/^Saved as version 2/)).toBeVisible();
});

test('two managers at once: the later one is told and loses nothing', async ({ demo }) => {
  const [first, second] = [await labels(demo, 'Demo'), await labels(demo, 'Demo')];
  for (const [page, name] of [
    [first, 'Pneumothorax'],
    [second, 'Abscess'],
  ] as const) {
    await page.getByRole('textbox', { name: 'New label for objects' }).fill(name);
    await page.getByRole('button', { name: 'Add label' }).first().click();
  }
  await save(first);
  await expect(first.getByText(/^Saved as version/)).toBeVisible();
  await save(second);
  await expect(second.getByText(/The labels were changed meanwhile/)).toBeVisible();
  await look(second, 'labels-changed-meanwhile');
  const coming = second.waitForEvent('download');
  await second.getByRole('button', { name: 'Keep mine as a file' }).click();
  const kept = JSON.parse(readFileSync(await (await coming).path(), 'utf8')) as { labels: Named[] };
  expect(kept.labels.map(({ name }) => name)).toContain('Abscess');
  await second.getByRole('button', { name: 'Load the newest, drop mine' }).click();
  await expect(second.getByRole('button', { name: /^Pneumothorax/ })).toBeVisible();
  await expect(bar(second)).toHaveCount(0);
});

test('an older version is looked at and brought back as a new one', async ({ demo }) => {
  const page = await labels(demo, 'Demo');
  await page.getByRole('button', { name: 'Retire Rib shadow' }).click();
  await page.getByRole('textbox', { name: 'New label for events' }).fill('Cough');
  await page.keyboard.press('Enter');
  await save(page);
  await expect(page.getByText(/^Saved as version/)).toBeVisible();
  await page.getByRole('button', { name: 'Look at version 1', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Rib shadow')).toBeVisible();
  await expect(dialog.getByText('Cough')).toHaveCount(0);
  await look(page, 'labels-version');
  await dialog.getByRole('button', { name: 'Bring back as a new version' }).click();
  await expect(page.getByRole('button', { name: /^Rib shadow/ })).toBeVisible();
  await expect(bar(page)).toContainText(/labels? brought back/);
  await save(page);
  await expect(page.getByText(/^Saved as version/)).toBeVisible();
  await page
    .getByText(/retired: shown on the marks/)
    .last()
    .click();
  await expect(list(page, 'Retired labels for events')).toContainText('Cough');
});

test('labels go out as JSON and come in again', async ({ demo }) => {
  const page = await labels(demo, 'Demo');
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export JSON' }).click();
  const file = JSON.parse(readFileSync(await (await coming).path(), 'utf8')) as {
    labels: { name: string }[];
  };
  file.labels[0]!.name = 'Pleura';
  const give = (name: string, text: string) =>
    page
      .getByLabel('File of labels')
      .setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  await give('broken.json', '{"name": 1}');
  await expect(page.getByText('“broken.json”: The file lacks "labels".')).toBeVisible();
  await give('labels.json', JSON.stringify(file));
  await expect(bar(page)).toContainText('1 label renamed');
  await bar(page).getByRole('button', { name: 'Discard' }).click();
  await expect(bar(page)).toHaveCount(0);
});

test('who does not manage the project looks and changes nothing', async ({ demo }) => {
  const page = await (await demo.browserOf('Jonas Berg')).newPage();
  await page.goto(`${demo.server.url}/projects/${await projectId(demo, 'Demo')}/labels`);
  await expect(page.getByRole('heading', { name: 'Lung ultrasound' })).toBeVisible();
  await expect(page.getByRole('button', { name: /Retire|Add|Save/ })).toHaveCount(0);
  await page.goto(demo.server.url);
  await expect(page.getByRole('button', { name: 'New project' })).toHaveCount(0);
  await page.goBack();
  await look(page, 'labels-read-only');
});
