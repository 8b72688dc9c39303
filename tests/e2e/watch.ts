/** Looks at every picture that is painted, in the page itself: an eye that does not blink. */
import type { Page } from '@playwright/test';
import { barcodeHeight, readBarcode } from '../fixtures/barcode.ts';

/** Size of the pictures of the numbered clips, pixels. */
const CLIP = { width: 384, height: 216 };

/** One painting: the frame that was named with it, the number that stood in it, and when, in milliseconds. */
export type Painting = { readonly named: number; readonly seen: number | null; readonly atMs: number };

type Watching = { readonly watching: { readonly paintings: Painting[]; stop(): void } };

export class Watch {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  /** Begins to watch the picture of an open workspace, which must show the whole of a numbered clip. */
  static async begin(page: Page): Promise<Watch> {
    // As text: the page's policy lets nothing be made into code inside of it.
    const strip = barcodeHeight(CLIP.width);
    await page.evaluate(
      `(${install.toString()})(${readBarcode.toString()}, ${JSON.stringify(CLIP)}, ${strip})`,
    );
    return new Watch(page);
  }

  /** What has been painted since the last time one asked. */
  paintings(): Promise<Painting[]> {
    return this.#page.evaluate(() => (window as unknown as Watching).watching.paintings.splice(0));
  }

  /** Waits until a frame is painted, at the latest after so many milliseconds. */
  async until(frame: number, timeoutMs = 15_000): Promise<void> {
    await this.#page.waitForFunction(
      (wanted) => document.querySelector<HTMLElement>('[data-frame]')?.dataset['frame'] === String(wanted),
      frame,
      { timeout: timeoutMs, polling: 'raf' },
    );
  }

  end(): Promise<void> {
    return this.#page.evaluate(() => (window as unknown as Watching).watching.stop());
  }
}

/** Runs in the page. */
function install(read: typeof readBarcode, clip: typeof CLIP, strip: number): void {
  const host = document.querySelector<HTMLElement>('[data-frame]')!;
  const canvas = host.querySelector('canvas')!;
  const copy = new OffscreenCanvas(clip.width, strip).getContext('2d', { willReadFrequently: true })!;
  const paintings: Painting[] = [];
  // Called before the page is composed, while the canvas still holds what was painted.
  const observer = new MutationObserver(() => {
    const { width, height } = canvas;
    const scale = Math.min(width / clip.width, height / clip.height);
    const left = (width - clip.width * scale) / 2;
    const top = (height - clip.height * scale) / 2;
    copy.drawImage(canvas, left, top, clip.width * scale, strip * scale, 0, 0, clip.width, strip);
    const seen = read(copy.getImageData(0, 0, clip.width, strip));
    paintings.push({ named: Number(host.dataset['frame']), seen, atMs: performance.now() });
  });
  observer.observe(host, { attributes: true, attributeFilter: ['data-frame'] });
  Object.assign(window, { watching: { paintings, stop: () => observer.disconnect() } });
}
