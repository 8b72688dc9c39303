/** Looks at every picture that is painted, in the page itself: an eye that does not blink. */
import type { Page } from '@playwright/test';
import { barcodeHeight, readBarcode } from '../fixtures/barcode.ts';

/** Size of the pictures of the numbered clips, pixels. */
const CLIP = { width: 384, height: 216 };

/** One painting: the frame that was named with it, the number that stood in it, and when, in milliseconds. */
export type Painting = { readonly named: number; readonly seen: number | null; readonly atMs: number };

type Watching = { readonly watching: { readonly paintings: Painting[]; stop(): void }[] };

export class Watch {
  readonly #page: Page;
  /** Which of the pictures on the page. */
  readonly #nth: number;

  private constructor(page: Page, nth: number) {
    this.#page = page;
    this.#nth = nth;
  }

  /** Begins to watch the picture of an open workspace, which must show the whole of a numbered clip. */
  static async begin(page: Page, nth = 0): Promise<Watch> {
    // As text: the page's policy lets nothing be made into code inside of it.
    const strip = barcodeHeight(CLIP.width);
    await page.evaluate(
      `(${install.toString()})(${readBarcode.toString()}, ${JSON.stringify(CLIP)}, ${strip}, ${nth})`,
    );
    return new Watch(page, nth);
  }

  /** What has been painted since the last time one asked. */
  paintings(): Promise<Painting[]> {
    return this.#page.evaluate(
      (nth) => (window as unknown as Watching).watching[nth]!.paintings.splice(0),
      this.#nth,
    );
  }

  /** Waits until a frame is painted, at the latest after so many milliseconds. */
  async until(frame: number, timeoutMs = 15_000): Promise<void> {
    await this.#page.waitForFunction(
      ([wanted, nth]) =>
        document.querySelectorAll<HTMLElement>('[data-frame]')[nth!]?.dataset['frame'] === String(wanted),
      [frame, this.#nth],
      { timeout: timeoutMs, polling: 'raf' },
    );
  }

  end(): Promise<void> {
    return this.#page.evaluate((nth) => (window as unknown as Watching).watching[nth]!.stop(), this.#nth);
  }
}

/** Runs in the page. */
function install(read: typeof readBarcode, clip: typeof CLIP, strip: number, nth: number): void {
  const host = document.querySelectorAll<HTMLElement>('[data-frame]')[nth]!;
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
  const known = (window as unknown as Partial<Watching>).watching ?? [];
  known[nth] = { paintings, stop: () => observer.disconnect() };
  Object.assign(window, { watching: known });
}
