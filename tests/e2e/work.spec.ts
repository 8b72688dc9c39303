/** Three people: one gives work out, one does it, one reviews and signs. */
import type { Page } from '@playwright/test';
import { Desk } from './desk.ts';
import { look } from './look.ts';
import { expect, test } from './test.ts';

test.use({ ground: 'work' });

const PASSWORD = 'tortoise under the table';
const chip = (page: Page) => page.getByRole('region', { name: 'Task', exact: true });
const panelOf = (page: Page) => page.getByRole('complementary', { name: 'Panel' });

test('from an assignment over a list of changes to a signature', async ({ demo }) => {
  test.slow();
  const manager = await (await demo.browserOf('Admin')).newPage();
  await manager.goto(demo.server.url);
  await manager.getByRole('link', { name: 'Tasks', exact: true }).first().click();
  await expect(manager.getByText('No tasks yet')).toBeVisible();
  await look(manager, 'tasks-none');
  await manager.getByRole('button', { name: 'New task' }).click();
  const dialog = manager.getByRole('dialog', { name: 'New task' });
  await dialog.getByLabel('Title').fill('Mark the B-lines');
  await dialog
    .getByRole('textbox', { name: 'Brief' })
    .fill('Every B-line, from its first frame to its last.');
  await dialog.getByRole('group', { name: 'Videos' }).getByRole('checkbox').nth(1).check();
  await dialog.getByRole('checkbox', { name: /^Maya Okafor/ }).check();
  await dialog.getByText('Rules that are checked').click();
  await dialog.getByRole('checkbox', { name: 'B-line', exact: true }).check();
  await look(manager, 'task-new');
  await dialog.getByRole('button', { name: 'Create and give out' }).click();
  await expect(manager.getByRole('cell', { name: 'Assigned' })).toBeVisible();
  await look(manager, 'tasks');

  // Who does it: what comes first is on the first page, and leads to the video.
  const mayas = await (await demo.browserOf('Maya Okafor')).newPage();
  await mayas.goto(demo.server.url);
  await expect(mayas.getByRole('group', { name: 'Next' })).toContainText('Mark the B-lines');
  await look(mayas, 'my-work');
  await mayas.getByRole('group', { name: 'Next' }).getByRole('link', { name: 'Begin' }).click();
  const maya = new Desk(mayas);
  await maya.isOpen();
  await chip(mayas).getByRole('button', { name: 'Start' }).click();
  await expect(chip(mayas)).toContainText('In progress');
  await chip(mayas).getByRole('button', { name: 'Submit' }).click();
  await expect(panelOf(mayas).getByRole('button', { name: /“B-line” is missing/ })).toBeVisible();
  await look(mayas, 'task-missing');
  await maya.draw('B-line', [0.4, 0.4], [0.5, 0.6]);
  await maya.isSaved();
  await chip(mayas).getByRole('button', { name: 'Submit' }).click();
  await expect(chip(mayas)).toContainText('Submitted');
  await expect(maya.pill).toHaveText('Read only');

  // Who reviews it: rejects with a reason, by key.
  const itos = await (await demo.browserOf('Dr Hana Ito')).newPage();
  await itos.goto(`${demo.server.url}/account`);
  await itos.getByLabel('New password').fill(PASSWORD);
  await itos.getByRole('button', { name: /Set( a)? password|Change password/ }).click();
  await expect(itos.getByText(/password (is|was) (set|changed)/i)).toBeVisible();
  await itos.goto(demo.server.url);
  await itos.getByRole('group', { name: 'To review' }).getByRole('link').first().click();
  const ito = new Desk(itos);
  await ito.isOpen();
  await chip(itos).getByRole('button', { name: 'Begin review' }).click();
  const review = panelOf(itos).getByRole('region', { name: 'Review' });
  await expect(review).toContainText('0 of 1 decided');
  await itos.keyboard.press('u');
  await itos.keyboard.press('w');
  await itos.getByRole('dialog').getByLabel('Reason').fill('It begins earlier.');
  await itos.getByRole('button', { name: 'Reject', exact: true }).click();
  await expect(review).toContainText('1 of 1 decided');
  await look(itos, 'task-review');
  await chip(itos).getByRole('button', { name: 'Request changes…' }).click();
  await itos.getByRole('dialog').getByLabel('Reason').fill('One mark to mend.');
  await itos.getByRole('dialog').getByRole('button', { name: 'Request changes' }).click();
  await expect(chip(itos)).toContainText('Changes requested');

  // Back where it was done, without a reload: the list, and the right to write.
  await expect(chip(mayas)).toContainText('1 point to do');
  await expect(panelOf(mayas).getByText('One mark to mend.').first()).toBeVisible();
  await look(mayas, 'task-changes');
  await panelOf(mayas)
    .getByRole('checkbox', { name: /It begins earlier/ })
    .check();
  await expect(chip(mayas)).toContainText('All points done');
  await chip(mayas).getByRole('button', { name: 'Submit' }).click();
  await expect(chip(mayas)).toContainText('Submitted');

  await expect(chip(itos).getByRole('button', { name: 'Begin review' })).toBeVisible({ timeout: 45_000 });
  await chip(itos).getByRole('button', { name: 'Begin review' }).click();
  await review.getByRole('button', { name: /^Accept / }).click();
  await chip(itos).getByRole('button', { name: 'Accept and sign…' }).click();
  const signing = itos.getByRole('dialog', { name: 'Accept and sign' });
  await signing.getByLabel('Your password').fill('not the one');
  await signing.getByRole('button', { name: 'Accept and sign' }).click();
  await expect(signing.getByText('This is not your password; nothing was signed.')).toBeVisible();
  await look(itos, 'task-sign');
  await signing.getByLabel('Your password').fill(PASSWORD);
  await signing.getByRole('button', { name: 'Accept and sign' }).click();
  await expect(chip(itos)).toContainText('Accepted');
  await expect(ito.pill).toHaveText('Read only');
  await expect(maya.pill).toHaveText('Read only');
  await look(itos, 'task-accepted');

  await manager.reload();
  await expect(manager.getByText('100 %')).toBeVisible();
  await manager.getByLabel('State').selectOption('assigned');
  await expect(manager.getByText('Nothing fits this filter.')).toBeVisible();
});
