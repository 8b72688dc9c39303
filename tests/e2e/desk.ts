/** One person at the workspace, for tests that say what the hand does and what the eye sees. */
import { expect, type Locator, type Page } from '@playwright/test';

/** A place on the picture as shares of the pane that shows it. */
type Place = readonly [x: number, y: number];

export class Desk {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  static async open(page: Page, url: string): Promise<Desk> {
    await page.goto(url);
    const desk = new Desk(page);
    await desk.isOpen();
    return desk;
  }

  /** The picture is there and the documents are whole. */
  async isOpen(): Promise<void> {
    await expect(this.picture.locator('canvas')).toBeVisible();
    await expect(this.picture.getByText(/^frame \d+/)).toBeVisible();
    await expect(this.picture.getByRole('status')).toHaveCount(0);
  }

  get picture(): Locator {
    return this.page.getByRole('region', { name: 'Picture', exact: true });
  }

  get pill(): Locator {
    return this.page.getByRole('group', { name: 'Save state' });
  }

  get status(): Locator {
    return this.page.getByRole('contentinfo', { name: 'Status' });
  }

  get panel(): Locator {
    return this.page.getByRole('complementary', { name: 'Panel' });
  }

  /** Rows of the list of objects, by what they are called. */
  object(name: string | RegExp): Locator {
    return this.panel.getByRole('region', { name: 'Objects' }).getByRole('button', { name }).first();
  }

  async tab(name: 'Objects' | 'Comments' | 'People' | 'Guideline'): Promise<void> {
    await this.panel.getByRole('tab', { name }).click();
  }

  async tool(name: string): Promise<void> {
    await this.page.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name }).click();
  }

  /** Arms a label; one that is armed already would be laid down by a click. */
  async label(name: string): Promise<void> {
    const button = this.page.getByRole('group', { name: 'Labels' }).getByRole('button', { name });
    if ((await button.count()) > 0) {
      if ((await button.getAttribute('aria-pressed')) !== 'true') await button.click();
      return;
    }
    // There is no room for it: it is found by typing.
    await this.key('F2');
    await this.page.getByRole('combobox', { name: 'Find a label' }).fill(name);
    await this.key('Enter');
  }

  async key(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Goes to a frame by its field and waits until it is on the screen. */
  async goTo(frame: number): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Frame', exact: true }).fill(String(frame));
    await this.page.keyboard.press('Enter');
    await this.isAt(frame);
  }

  async isAt(frame: number): Promise<void> {
    await expect(this.picture.getByText(/^frame \d+/)).toHaveText(new RegExp(`^frame ${frame} /`));
  }

  /** The frame on the screen. */
  async frame(): Promise<number> {
    const text = await this.picture.getByText(/^frame \d+/).innerText();
    return Number(/frame (\d+)/.exec(text)?.[1]);
  }

  async #at([x, y]: Place): Promise<{ x: number; y: number }> {
    const box = (await this.picture.boundingBox())!;
    return { x: box.x + box.width * x, y: box.y + box.height * y };
  }

  /** A place in pixels of the page, for what the mouse does by itself. */
  async place(at: Place): Promise<[x: number, y: number]> {
    const { x, y } = await this.#at(at);
    return [x, y];
  }

  async point(to: Place): Promise<void> {
    const { x, y } = await this.#at(to);
    await this.page.mouse.move(x, y, { steps: 4 });
  }

  /** Presses at one place and moves to another; the button stays down. */
  async beginDrag(from: Place, to: Place): Promise<void> {
    await this.point(from);
    await this.page.mouse.down();
    await this.point(to);
  }

  async endDrag(): Promise<void> {
    await this.page.mouse.up();
  }

  async drag(from: Place, to: Place): Promise<void> {
    await this.beginDrag(from, to);
    await this.endDrag();
  }

  async click(at: Place): Promise<void> {
    await this.point(at);
    await this.page.mouse.down();
    await this.page.mouse.up();
  }

  /** Draws a box that bears a label; it is selected afterwards and the select tool is in the hand. */
  async draw(label: string, from: Place, to: Place): Promise<void> {
    await this.key('Escape', 'Escape', 'b');
    await this.label(label);
    await this.drag(from, to);
    await this.key('v');
  }

  /** The box of what is selected at this frame, in image pixels. */
  async box(): Promise<{ x: number; y: number; w: number; h: number }> {
    const value = async (name: string) =>
      Number(await this.panel.getByRole('textbox', { name, exact: true }).inputValue());
    return {
      x: await value('Left'),
      y: await value('Top'),
      w: await value('Width'),
      h: await value('Height'),
    };
  }

  async isSaved(): Promise<void> {
    await expect(this.pill).toHaveText('Saved');
  }

  async comment(text: string): Promise<void> {
    await this.key('c');
    await this.panel.getByRole('textbox', { name: 'Comment', exact: true }).fill(text);
    await this.page.keyboard.press('Control+Enter');
    await expect(this.panel.getByText(text)).toBeVisible();
  }
}
