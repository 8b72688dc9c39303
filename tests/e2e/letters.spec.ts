/** An address for letters: given, proven by the code that arrives at it, and taken back. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { PostOffice } from '../builders/post-office.ts';
import { LoupeServer } from './loupe-server.ts';

test('an address counts once the code that was sent there is typed in', async ({ browser }) => {
  test.setTimeout(180_000);
  const office = await new PostOffice().open();
  const server = await LoupeServer.create();
  Object.assign(process.env, {
    LOUPE_ORIGIN: server.url,
    LOUPE_SMTP_HOST: '127.0.0.1',
    LOUPE_SMTP_PORT: String(office.port),
    LOUPE_SMTP_TLS: 'no',
    LOUPE_MAIL_FROM: 'loupe@example.org',
  });
  try {
    await server.start();
    const page = await (await browser.newContext({ viewport: { width: 1024, height: 768 } })).newPage();
    await page.goto(await server.link('Maya Okafor'));
    await page.getByRole('button', { name: /^Sign in as/ }).click();
    await page.waitForURL(/\/(welcome|$)/);
    await page.goto(`${server.url}/account`);
    const part = page.getByRole('region', { name: 'Letters' });
    await part.getByLabel('Mail address').fill('maya@example.org');
    await part.getByRole('button', { name: 'Send a code' }).click();
    const code = part.getByLabel('Code from the letter to maya@example.org');
    await code.fill('AAAA-AAAA');
    await part.getByRole('button', { name: 'Confirm' }).click();
    await expect(part.getByText('The code is another one.')).toBeVisible();
    await part.scrollIntoViewIfNeeded();
    await page.screenshot({ path: 'test-results/screens/letters-code.png' });
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag22aa'])
      .analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await code.fill(/^ {4}(\S+)$/m.exec(office.letters[0]?.text ?? '')?.[1] ?? '');
    await part.getByRole('button', { name: 'Confirm' }).click();
    await expect(part.getByText('Letters go to maya@example.org.')).toBeVisible();
    await page.screenshot({ path: 'test-results/screens/letters.png' });
    await part.getByRole('button', { name: 'No letters' }).click();
    await expect(part.getByLabel('Mail address')).toBeVisible();
    await page.context().close();
  } finally {
    await server.dispose();
    await office.close();
    for (const name of ['ORIGIN', 'SMTP_HOST', 'SMTP_PORT', 'SMTP_TLS', 'MAIL_FROM'])
      delete process.env[`LOUPE_${name}`];
  }
});
