/** Four people: two draw apart and blind, one decides between them, one signs. */
import type { Page } from '@playwright/test';
import { Desk } from './desk.ts';
import { look } from './look.ts';
import { expect, test } from './test.ts';

test.use({ ground: 'adjudication' });

const PASSWORD = 'tortoise under the table';
const chip = (page: Page) => page.getByRole('region', { name: 'Task', exact: true });
const panelOf = (page: Page) => page.getByRole('complementary', { name: 'Panel' });

test('what two have done apart becomes one, decided by a third and signed by a fourth', async ({ demo }) => {
  test.slow();
  const { server, token, video } = demo;
  const { body: projects } = await server.api<{ id: string }[]>(token, '/projects');
  const project = projects[0]!.id;
  const { body: of } = await server.api<{ rooms: object; project: string }>(token, `/videos/${video}`);
  expect(of.project).toBe(project);
  const manager = await (await demo.browserOf('Admin')).newPage();
  await manager.goto(`${server.url}/projects/${project}/tasks`);
  await manager.getByRole('button', { name: 'New task' }).click();
  const dialog = manager.getByRole('dialog', { name: 'New task' });
  await dialog.getByLabel('Title').fill('Lines, apart');
  await dialog.getByRole('group', { name: 'Videos' }).getByRole('checkbox').nth(1).check();
  await dialog.getByRole('checkbox', { name: /^Maya Okafor/ }).check();
  await dialog.getByRole('checkbox', { name: /^Jonas Berg/ }).check();
  await dialog.getByRole('radio', { name: 'Each in a layer of their own' }).check();
  await dialog.getByRole('checkbox', { name: /blind|sees/i }).check();
  await dialog.getByRole('button', { name: 'Create and give out' }).click();
  await expect(manager.getByRole('cell', { name: 'Assigned' })).toHaveCount(2);

  // Each in a layer of their own: one line alike, one apart, and one that only Maya sees.
  const drawn = {
    'Maya Okafor': [[[0.3, 0.3], [0.4, 0.5]], [[0.5, 0.3], [0.6, 0.5]], [[0.7, 0.3], [0.75, 0.4]]],
    'Jonas Berg': [[[0.3, 0.3], [0.4, 0.5]], [[0.54, 0.3], [0.64, 0.5]]],
  } as const; // prettier-ignore
  for (const [person, boxes] of Object.entries(drawn)) {
    const desk = await demo.desk(person as keyof typeof drawn);
    await chip(desk.page).getByRole('button', { name: 'Start' }).click();
    await expect(chip(desk.page)).toContainText('In progress');
    await desk.goTo(5);
    for (const [from, to] of boxes) await desk.draw('B-line', from, to);
    await desk.isSaved();
    if (person === 'Jonas Berg') await expect(manager.getByText('Ready to adjudicate')).toHaveCount(0);
    await chip(desk.page).getByRole('button', { name: 'Submit' }).click();
    await expect(chip(desk.page)).toContainText('Submitted');
    await manager.reload();
  }
  const ready = manager.getByRole('region', { name: 'Ready to adjudicate' });
  await expect(ready).toContainText('2 people have submitted');
  await ready.getByRole('button', { name: 'Adjudicate…' }).click();
  const giving = manager.getByRole('dialog', { name: 'Adjudicate' });
  await giving.getByRole('combobox', { name: /^Who adjudicates/ }).click();
  await manager.getByRole('option', { name: 'Dr Hana Ito' }).click();
  await look(manager, 'adjudication-giving');
  await giving.getByRole('button', { name: 'Give out' }).click();
  await expect(manager.getByText('adjudication', { exact: true })).toBeVisible();
  await expect(ready).toHaveCount(0);

  const itos = await (await demo.browserOf('Dr Hana Ito')).newPage();
  await itos.goto(server.url);
  await itos.getByRole('group', { name: 'Next' }).getByRole('link', { name: 'Begin' }).click();
  const ito = new Desk(itos);
  await ito.isOpen();
  const tab = panelOf(itos).getByRole('tab', { name: /^Conflicts/ });
  await tab.click();
  const conflicts = panelOf(itos).getByRole('region', { name: 'Conflicts' });
  await expect(conflicts).toContainText('0 of 2 decided');
  await chip(itos).getByRole('button', { name: 'Start' }).click();
  await expect(chip(itos)).toContainText('In progress');
  await panelOf(itos).getByRole('button', { name: 'Take over 1 agreed' }).click();
  await expect(panelOf(itos).getByText('1 of 1 in the consensus')).toBeVisible();
  await chip(itos).getByRole('button', { name: 'Submit' }).click();
  await expect(itos.getByText('2 still to decide or to take over', { exact: false })).toBeVisible();

  // The one that only one has, by keys: it is not there, and then it is after all.
  await itos.keyboard.press('u');
  const decision = panelOf(itos).getByRole('region', { name: 'Decision' });
  await expect(conflicts.getByRole('button', { pressed: true })).toContainText(/Only [AB]/);
  await expect(decision).toContainText('not there');
  await itos.keyboard.press('Alt+Shift+X');
  await expect(conflicts).toContainText('1 of 2 decided');
  await decision.getByRole('button', { name: 'Take back' }).click();
  await expect(conflicts).toContainText('0 of 2 decided');
  await decision.getByRole('button', { name: /^Take [AB]/ }).click();
  await expect(conflicts).toContainText('1 of 2 decided');
  await expect(decision).toContainText(/As [AB] · Dr Hana Ito/);

  // The one that lies apart: in between; undone, it is open again.
  await itos.keyboard.press('u');
  await expect(conflicts.getByRole('button', { pressed: true })).toContainText('% overlap');
  await look(itos, 'adjudication');
  await decision.getByRole('button', { name: 'Merge' }).click();
  await expect(conflicts).toContainText('2 of 2 decided');
  await itos.keyboard.press('Control+z');
  await expect(conflicts).toContainText('1 of 2 decided');
  await expect(decision).toContainText('Decided, and undone since');
  await decision.getByRole('button', { name: 'Draw anew' }).click();
  await ito.draw('B-line', [0.52, 0.3], [0.62, 0.5]);
  await expect(conflicts).toContainText('2 of 2 decided');
  await expect(decision).toContainText('Drawn anew');
  await panelOf(itos).getByText('Agreement in numbers').click();
  await expect(panelOf(itos).getByRole('row', { name: /^B-line 5/ })).toBeVisible();
  await look(itos, 'adjudication-decided');
  await ito.isSaved();
  await ito.tab('Objects');
  await expect(ito.object('B-line 3')).toBeVisible();

  // What was decided is there after a reload, and goes on its way.
  await itos.reload();
  await ito.isOpen();
  await panelOf(itos)
    .getByRole('tab', { name: /^Conflicts/ })
    .click();
  await expect(conflicts).toContainText('2 of 2 decided');
  await chip(itos).getByRole('button', { name: 'Submit' }).click();
  await expect(chip(itos)).toContainText('Submitted');

  await manager.goto(`${server.url}/account`);
  await manager.getByLabel('New password').fill(PASSWORD);
  await manager.getByRole('button', { name: /Set( a)? password|Change password/ }).click();
  await expect(manager.getByText(/password (is|was) (set|changed)/i)).toBeVisible();
  await manager.goto(server.url);
  await manager
    .getByRole('group', { name: 'To review' })
    .getByRole('link', { name: /adjudicat|Lines, apart/ })
    .first()
    .waitFor();
  const work = await manager.evaluate(async () => {
    const answer = await fetch('/api/v1/me/work');
    const { review } = (await answer.json()) as {
      review: { id: string; adjudicates: boolean; video: { id: string } }[];
    };
    return review.find(({ adjudicates }) => adjudicates)!;
  });
  await manager.goto(`${server.url}/videos/${work.video.id}?task=${work.id}`);
  await new Desk(manager).isOpen();
  await chip(manager).getByRole('button', { name: 'Begin review' }).click();
  await expect(panelOf(manager).getByRole('region', { name: 'Conflicts' })).toContainText('2 of 2 decided');
  await look(manager, 'adjudication-review');
  await chip(manager).getByRole('button', { name: 'Accept and sign…' }).click();
  const signing = manager.getByRole('dialog', { name: 'Accept and sign' });
  await signing.getByLabel('Your password').fill(PASSWORD);
  await signing.getByRole('button', { name: 'Accept and sign' }).click();
  await expect(chip(manager)).toContainText('Accepted');
  await expect(ito.pill).toHaveText('Read only');
});
