/** Two people: a manager makes a training and asks for it, an annotator fails, is told why, tries again and may begin. */
import type { Page } from '@playwright/test';
import { Desk } from './desk.ts';
import { look } from './look.ts';
import { expect, test } from './test.ts';

test.use({ ground: 'training' });

const bar = (page: Page) => page.getByRole('region', { name: 'Task', exact: true });
const panelOf = (page: Page) => page.getByRole('complementary', { name: 'Panel' });

test('a training is failed, explained, tried again and passed, and opens the work that asks for it', async ({
  demo,
}) => {
  test.slow();
  // What is right: drawn by the manager, in the shared layer.
  const desk = await demo.desk('Admin');
  await desk.draw('B-line', [0.4, 0.4], [0.5, 0.6]);
  await desk.isSaved();
  const manager = desk.page;
  const tasksOf = async () => {
    await manager.goto(demo.server.url);
    await manager.getByRole('link', { name: 'Tasks', exact: true }).first().click();
  };
  await tasksOf();
  await manager.getByRole('button', { name: 'New task' }).click();
  const task = manager.getByRole('dialog', { name: 'New task' });
  await task.getByLabel('Title').fill('Mark the ward');
  await task.getByRole('group', { name: 'Videos' }).getByRole('checkbox').nth(1).check();
  await task.getByRole('checkbox', { name: /^Jonas Berg/ }).check();
  await task.getByRole('radio', { name: 'Each in a layer of their own' }).check();
  await task.getByRole('button', { name: 'Create and give out' }).click();
  await expect(manager.getByRole('cell', { name: 'Assigned' })).toBeVisible();

  await manager.getByRole('link', { name: 'Training', exact: true }).click();
  await expect(manager.getByText('No trainings yet')).toBeVisible();
  await look(manager, 'training-none');
  await manager.getByRole('button', { name: 'New training' }).click();
  const dialog = manager.getByRole('dialog', { name: 'New training' });
  await dialog.getByLabel('Title').fill('B-lines, part 1');
  await dialog.getByLabel('Brief').fill('Every B-line, from its first frame to its last.');
  await dialog.getByRole('button', { name: 'Create and give out' }).click();
  await expect(dialog.getByRole('alert')).toHaveText('Choose the layer of one video at least.');
  await dialog
    .getByLabel(/^Reference for/)
    .first()
    .selectOption({ label: 'Shared' });
  await dialog.getByRole('checkbox', { name: 'Maya Okafor' }).check();
  await look(manager, 'training-new');
  await dialog.getByRole('button', { name: 'Create and give out' }).click();
  const mayasRow = manager
    .getByRole('region', { name: 'Who has passed what' })
    .getByRole('row', { name: /Maya Okafor/ });
  await expect(mayasRow).toContainText('Given out');
  await manager.getByRole('group', { name: 'Mark the ward asks for' }).getByRole('checkbox').check();
  await expect(manager.getByText('Nobody yet')).toBeVisible();
  await look(manager, 'training-table');

  // Who is not trained sees that their work waits, and for what.
  const jonas = await (await demo.browserOf('Jonas Berg')).newPage();
  await jonas.goto(demo.server.url);
  await expect(jonas.getByRole('group', { name: 'Next' })).toContainText(
    '“Mark the ward” waits. First pass “B-lines, part 1”.',
  );
  await look(jonas, 'training-waits');

  // Who trains sees an empty layer, fails, and is told why.
  const mayas = await (await demo.browserOf('Maya Okafor')).newPage();
  await mayas.goto(demo.server.url);
  await mayas.getByRole('group', { name: 'Next' }).getByRole('link', { name: 'Begin' }).click();
  const maya = new Desk(mayas);
  await maya.isOpen();
  await bar(mayas).getByRole('button', { name: 'Start' }).click();
  await expect(bar(mayas)).toContainText('Attempt 1');
  await maya.tab('Objects');
  await expect(maya.object(/B-line/)).toHaveCount(0);
  await maya.draw('B-line', [0.6, 0.2], [0.7, 0.3]);
  await maya.isSaved();
  await bar(mayas).getByRole('button', { name: 'Submit' }).click();
  await expect(bar(mayas)).toContainText('Not passed');
  await expect(bar(mayas)).toContainText('0 %, pass mark 80 %');
  const feedback = panelOf(mayas).getByRole('region', { name: 'Feedback' });
  await expect(feedback).toContainText('Missed');
  await expect(feedback).toContainText('Not in the reference');
  await feedback.getByRole('button', { name: 'Next' }).click();
  await expect(feedback.getByRole('status')).toHaveText('1 of 2');
  await look(mayas, 'training-failed');
  await expect(maya.pill).toHaveText('Read only');

  // Again, in a fresh layer.
  await bar(mayas).getByRole('button', { name: 'Try again' }).click();
  await expect(bar(mayas)).toContainText('Attempt 2');
  await maya.isOpen();
  await maya.tab('Objects');
  await expect(maya.object(/B-line/)).toHaveCount(0);
  await maya.draw('B-line', [0.4, 0.4], [0.5, 0.6]);
  await maya.isSaved();
  await bar(mayas).getByRole('button', { name: 'Submit' }).click();
  await expect(bar(mayas)).toContainText('100 %, pass mark 80 %');
  await expect(feedback).toContainText('Passed, the pass mark is 80 %');
  await look(mayas, 'training-passed');

  // The table says so, and the work that asks for it can be given to them now, not to others.
  await manager.reload();
  await expect(mayasRow).toContainText('Passed');
  await expect(mayasRow).toContainText('2 attempts');
  await expect(manager.getByRole('row', { name: /^Mark the ward/ })).toContainText('Maya Okafor');
  await look(manager, 'training-passed-table');
});
