/** What is asked of marks and of the video: answered in the panel, by two people at once, by keys alone. */
import AxeBuilder from '@axe-core/playwright';
import type { Locator } from '@playwright/test';
import type { Desk } from './desk.ts';
import { expect, test } from './test.ts';

test.use({ ground: 'answers' });
test.describe.configure({ mode: 'serial' });
test.afterEach(({ demo }) => demo.clearDesks());

function field(desk: Desk, name: string | RegExp): Locator {
  return desk.panel.getByRole('combobox', { name });
}

async function choose(desk: Desk, name: RegExp, choice: string): Promise<void> {
  await field(desk, name).click();
  await desk.page.getByRole('option', { name: choice, exact: true }).click();
}

test('two people answer different questions about one object at once; both answers stay', async ({
  demo,
}) => {
  const maya = await demo.desk('Maya Okafor');
  const jonas = await demo.desk('Jonas Berg');
  await maya.goTo(10);
  await jonas.goTo(10);
  await maya.draw('Consolidation', [0.4, 0.3], [0.55, 0.45]);
  await expect(maya.object(/Consolidation 1.*to do/)).toBeVisible();
  await jonas.object('Consolidation 1').click();
  await Promise.all([
    choose(maya, /^Size, required:/, 'Lobar'),
    choose(jonas, /^Air bronchogram:/, 'Static'),
  ]);
  for (const desk of [maya, jonas]) {
    await expect(field(desk, 'Size, required: Lobar')).toBeVisible();
    await expect(field(desk, 'Air bronchogram: Static')).toBeVisible();
    await expect(desk.object(/Consolidation 1.*to do/)).toHaveCount(0);
  }
  // From another frame on it is something else; before, and for the other one, it is what it was.
  await maya.goTo(40);
  await choose(maya, /^Air bronchogram:/, 'Dynamic');
  await expect(maya.panel.getByText('said on this frame')).toBeVisible();
  await expect(field(jonas, 'Air bronchogram: Static')).toBeVisible();
  await jonas.panel.getByRole('button', { name: 'Next change of Air bronchogram' }).click();
  await jonas.isAt(40);
  await expect(field(jonas, 'Air bronchogram: Dynamic')).toBeVisible();
  await maya.isSaved();
  await maya.page.reload();
  await maya.isOpen();
  await maya.object('Consolidation 1').click();
  await expect(field(maya, 'Size, required: Lobar')).toBeVisible();
});

test('the video and its frames are classified, in the panel and on a row of the timeline', async ({
  demo,
}) => {
  const maya = await demo.desk('Maya Okafor');
  const jonas = await demo.desk('Jonas Berg');
  await expect(maya.panel.getByRole('heading', { name: 'This video' })).toBeVisible();
  await choose(maya, /^Quality, required:/, 'Fair');
  await maya.goTo(20);
  await choose(maya, /^Zone:/, 'Lateral');
  await expect(field(jonas, 'Quality, required: Fair')).toBeVisible();
  await expect(field(jonas, 'Zone: Not said')).toBeVisible();
  await jonas.key('Shift+PageDown');
  await jonas.isAt(20);
  await expect(field(jonas, 'Zone: Lateral')).toBeVisible();
  const rows = maya.page.getByRole('list', { name: 'Rows of the timeline' });
  await expect(rows.getByRole('button', { name: 'Clip: Zone' })).toBeVisible();
  await maya.key('Control+z');
  await expect(maya.status).toContainText('Undid: set Zone of the video');
  await expect(field(maya, 'Zone: Not said')).toBeVisible();
  await maya.key('Control+Shift+z');
  await expect(field(maya, 'Zone: Lateral')).toBeVisible();
  await maya.isSaved();
  const native = await demo.server.api<{ layers: { video?: unknown }[] }>(
    demo.token,
    `/videos/${demo.video}/export?format=native`,
  );
  expect(native.body.layers[0]!.video).toEqual([
    {
      label: 'clip',
      attributes: { quality: 'fair' },
      changes: [{ frame: 20, key: 'zone', value: 'lateral' }],
    },
  ]);
});

test('of several marks, by keys alone, in one step of undo', async ({ demo }) => {
  const maya = await demo.desk('Maya Okafor');
  await maya.goTo(12);
  await maya.draw('Pleural line', [0.2, 0.5], [0.3, 0.6]);
  await maya.draw('Pleural line', [0.35, 0.5], [0.45, 0.6]);
  await maya.object('Pleural line 1').click();
  await maya.key('s');
  await expect(field(maya, 'Course: Not said')).toBeFocused();
  await maya.key('Enter', 'ArrowDown', 'Enter');
  await expect(field(maya, 'Course: Regular')).toBeVisible();
  await maya.key('Escape');
  await maya.object('Pleural line 1').click();
  await maya.object('Pleural line 2').click({ modifiers: ['Shift'] });
  await expect(maya.panel.getByRole('heading', { name: '2 selected' })).toBeVisible();
  await expect(field(maya, 'Course: Several')).toBeVisible();
  await choose(maya, /^Course:/, 'Broken');
  await maya.object('Pleural line 2').click();
  await expect(field(maya, 'Course: Broken')).toBeVisible();
  await maya.key('Control+z');
  await expect(maya.status).toContainText('Undid: set Course of 2 marks');
  await maya.object('Pleural line 1').click();
  await expect(field(maya, 'Course: Regular')).toBeVisible();
  await maya.object('Pleural line 2').click();
  await expect(field(maya, 'Course: Not said')).toBeVisible();
});

test('numbers have their unit and their bounds, and the fields are accessible', async ({ demo }) => {
  const maya = await demo.desk('Maya Okafor');
  await maya.goTo(14);
  await maya.draw('Pleural line', [0.6, 0.2], [0.8, 0.3]);
  const thickness = maya.panel.getByRole('textbox', { name: 'Thickness in mm' });
  await thickness.fill('25');
  await thickness.press('Enter');
  await expect(maya.panel.getByText('Beyond 0 to 20')).toBeVisible();
  await thickness.fill('');
  await thickness.press('Enter');
  await expect(maya.panel.getByText('Beyond 0 to 20')).toHaveCount(0);
  await expect(thickness).toHaveValue('');
  await maya.draw('B-line', [0.6, 0.5], [0.7, 0.8]);
  const confluent = maya.panel.getByRole('group', { name: 'Confluent' });
  await confluent.getByRole('button', { name: 'Yes' }).click();
  await expect(confluent.getByRole('button', { name: 'Yes' })).toHaveAttribute('aria-pressed', 'true');
  const { violations } = await new AxeBuilder({ page: maya.page }).include('[aria-label="Panel"]').analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
});
