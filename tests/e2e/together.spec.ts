/** The main job: two people annotate a real clip together, and nothing that anyone saw is lost. */
import type { Desk } from './desk.ts';
import { expect, test } from './test.ts';

test.use({ ground: 'together' });

test.describe.configure({ mode: 'serial' });
test.afterEach(({ demo }) => demo.clearDesks());

/** Selects a track by its name in the list of objects. */
async function select(desk: Desk, name: string): Promise<void> {
  await desk.object(name).click();
}

test('each sees the other: name, frame, pointer, selection', async ({ demo }) => {
  const maya = await demo.desk('Maya Okafor');
  const jonas = await demo.desk('Jonas Berg');
  await maya.goTo(12);
  await jonas.goTo(12);
  await expect(maya.page.getByRole('button', { name: 'Go to Jonas Berg’s frame' })).toBeVisible();
  await jonas.tab('People');
  await expect(jonas.panel.getByText('Maya Okafor')).toBeVisible();
  await expect(jonas.panel.getByText(/looking/)).toBeVisible();
  await maya.goTo(40);
  // Somebody at another frame is a badge at the edge, a click away.
  await jonas.point([0.5, 0.5]);
  await jonas.panel.getByRole('button', { name: 'Go to Maya Okafor' }).click();
  await jonas.isAt(40);
});

test('draws, moves, marks and comments; the other sees all of it, drafts included', async ({ demo }) => {
  const maya = await demo.desk('Maya Okafor');
  const jonas = await demo.desk('Jonas Berg');
  await maya.goTo(5);
  await jonas.goTo(5);

  // Drafts travel while the button is down; the document does not know of them.
  await maya.key('b');
  await maya.label('Pleural line');
  await maya.beginDrag([0.4, 0.3], [0.55, 0.42]);
  await jonas.tab('People');
  await expect(jonas.panel.getByText(/drawing/)).toBeVisible();
  await jonas.tab('Objects');
  await expect(jonas.object('Pleural line 1')).toHaveCount(0);
  await maya.endDrag();
  await maya.key('v');
  await expect(jonas.object('Pleural line 1')).toBeVisible();
  await maya.isSaved();
  const drawn = await maya.box();

  // A second keyframe later on; between the two it is interpolated, for both.
  await maya.goTo(15);
  await maya.drag([0.47, 0.36], [0.57, 0.46]);
  const moved = await maya.box();
  expect(moved.x).toBeGreaterThan(drawn.x + 5);
  expect(moved.w).toBeCloseTo(drawn.w, 1);
  await select(jonas, 'Pleural line 1');
  await jonas.goTo(10);
  await expect.poll(async () => (await jonas.box()).x).toBeCloseTo((drawn.x + moved.x) / 2, 0);
  await expect(jonas.panel.getByText('Between keyframes')).toBeVisible();

  // The other moves the same box at another frame, while the first changes its label: both stay.
  await jonas.goTo(20);
  await jonas.panel.getByRole('textbox', { name: 'Left', exact: true }).fill('33');
  await jonas.page.keyboard.press('Enter');
  await select(maya, 'Pleural line 1');
  await maya.panel.getByRole('combobox', { name: /^Label:/ }).click();
  await maya.page.getByRole('option', { name: 'A-line' }).click();
  await expect(jonas.object('A-line 1')).toBeVisible();
  await maya.goTo(20);
  await expect.poll(async () => (await maya.box()).x).toBe(33);

  // A segment, an event, a comment.
  await jonas.goTo(3);
  await jonas.key('Escape', 'i');
  await jonas.goTo(18);
  await jonas.key('o', 'Enter');
  await expect(maya.object(/^Inspiration 1/)).toBeVisible();
  await jonas.key('Escape', 'm');
  await expect(maya.object(/^Lung point 1/)).toBeVisible();
  await jonas.comment('Is this the pleura or its artefact?');
  await maya.tab('Comments');
  await expect(maya.panel.getByText('Is this the pleura or its artefact?')).toBeVisible();
  await expect(maya.panel.getByText('Jonas Berg').first()).toBeVisible();
  await maya.isSaved();
  await jonas.isSaved();
});

test('who writes or holds something is seen to, and what they hold is theirs for the moment', async ({
  demo,
}) => {
  const maya = await demo.desk('Maya Okafor');
  const jonas = await demo.desk('Jonas Berg');
  await maya.key('c');
  await maya.panel.getByRole('textbox', { name: 'Comment', exact: true }).pressSequentially('It is');
  await jonas.tab('Comments');
  await expect(jonas.panel.getByText('Maya Okafor is writing…')).toBeVisible();
  await jonas.tab('People');
  await expect(jonas.panel.getByText(/writing a comment/)).toBeVisible();
  await jonas.page.screenshot({ path: 'test-results/screens/writing-1440.png' });
  await maya.panel.getByRole('button', { name: 'Cancel' }).click();
  await expect(jonas.panel.getByText(/writing a comment/)).toHaveCount(0);

  await maya.draw('A-line', [0.42, 0.55], [0.6, 0.65]);
  await maya.isSaved();
  await maya.beginDrag([0.42, 0.6], [0.46, 0.6]);
  await expect(jonas.panel.getByText(/moving A-line/)).toBeVisible();
  const held = jonas.page.getByText(/Maya Okafor is moving this/);
  await expect(async () => {
    // The hold ends when the hand rests for some seconds: it moves on.
    await maya.point([0.47, 0.6]);
    await maya.point([0.46, 0.6]);
    await jonas.drag([0.6, 0.6], [0.7, 0.6]);
    await expect(held.first()).toBeVisible({ timeout: 1000 });
  }).toPass();
  await maya.endDrag();
  await maya.isSaved();
  await expect(jonas.panel.getByText(/moving A-line/)).toHaveCount(0);
});

test('undo takes back only what I did myself', async ({ demo }) => {
  const maya = await demo.desk('Maya Okafor');
  const jonas = await demo.desk('Jonas Berg');
  await maya.goTo(30);
  await jonas.goTo(30);
  await maya.draw('B-line', [0.3, 0.5], [0.36, 0.8]);
  await jonas.draw('Consolidation', [0.6, 0.5], [0.7, 0.6]);
  await expect(maya.object('Consolidation 1')).toBeVisible();
  await expect(jonas.object('B-line 1')).toBeVisible();
  await maya.key('Control+z');
  await expect(maya.status).toContainText(/Undid: draw B-line/i);
  await expect(jonas.object('B-line 1')).toHaveCount(0);
  await expect(jonas.object('Consolidation 1')).toBeVisible();
  await maya.key('Control+Shift+z');
  await expect(jonas.object('B-line 1')).toBeVisible();
  await jonas.isSaved();
});

test('undo goes to the frame and the object, names what it took back, and leaves what somebody has set since', async ({
  demo,
}) => {
  const maya = await demo.desk('Maya Okafor');
  const jonas = await demo.desk('Jonas Berg');
  await maya.goTo(50);
  await maya.draw('Region of interest', [0.4, 0.3], [0.5, 0.4]);
  await maya.goTo(60);
  await maya.object('Region of interest 1').click();
  await maya.drag([0.45, 0.35], [0.5, 0.4]);
  await maya.isSaved();
  await jonas.goTo(60);
  await jonas.object('Region of interest 1').click();
  await jonas.drag([0.5, 0.4], [0.55, 0.45]);
  await jonas.isSaved();
  const set = await jonas.box();
  await maya.goTo(10);
  await maya.key('Escape', 'Escape', 'Control+z');
  await maya.isAt(60);
  await expect(maya.status).toContainText(
    /Undid: move Region of interest 1 at 00:01\.5\d\d; one value was left/,
  );
  await expect(maya.page.getByText(/somebody else has set it since/).first()).toBeVisible();
  expect(await maya.box()).toEqual(set);
  await maya.isSaved();
  expect(await jonas.box()).toEqual(set);
  await maya.key('Control+z');
  await maya.isAt(50);
  await expect(maya.status).toContainText(/Undid: draw Region of interest/);
  await expect(jonas.object('Region of interest 1')).toHaveCount(0);
});

test('a third person joins late and sees what the two have made', async ({ demo }) => {
  const ito = await demo.desk('Dr Hana Ito');
  for (const name of ['A-line 1', 'B-line 1', 'Consolidation 1'])
    await expect(ito.object(name)).toBeVisible();
  await ito.tab('Comments');
  await expect(ito.panel.getByText('Is this the pleura or its artefact?')).toBeVisible();
  await ito.panel.getByRole('button', { name: 'Resolve' }).click();
  await ito.panel.getByRole('radio', { name: /^All/ }).check({ force: true });
  await expect(ito.panel.getByText(/Resolved by Dr Hana Ito/)).toBeVisible();
  await ito.isSaved();
});

test('the server is killed while they work, comes back, and all of it is there', async ({ demo }) => {
  const maya = await demo.desk('Maya Okafor');
  const jonas = await demo.desk('Jonas Berg');
  await maya.goTo(50);
  await maya.draw('Rib shadow', [0.2, 0.2], [0.3, 0.3]);
  await expect(jonas.object('Rib shadow 1')).toBeVisible();
  await demo.server.kill();
  await expect(jonas.pill).toHaveText(/Reconnecting|Offline/);

  // What is done meanwhile is kept, and goes out when the server is back.
  await maya.draw('Rib shadow', [0.4, 0.2], [0.5, 0.3]);
  await expect(maya.pill).toHaveText(/Reconnecting|Offline: 1 change kept/);
  await demo.server.start();
  await expect(jonas.object('Rib shadow 2')).toBeVisible({ timeout: 30_000 });
  await maya.isSaved();

  await demo.server.kill();
  await demo.server.start();
  for (const desk of [maya, jonas]) {
    await desk.page.reload();
    await desk.isOpen();
    for (const name of ['A-line 1', 'Rib shadow 1', 'Rib shadow 2', /^Inspiration 1/, /^Lung point 1/])
      await expect(desk.object(name)).toBeVisible();
  }
});
