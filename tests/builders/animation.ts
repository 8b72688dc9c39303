/** Animation frames and a clock that the test turns, in the place of the browser's. */
import { vi } from 'vitest';

export class Animation {
  hidden = false;
  now = 0;
  #callbacks = new Map<number, () => void>();
  #last = 0;

  /** Until `vi.unstubAllGlobals`. */
  install(): void {
    vi.stubGlobal('requestAnimationFrame', (callback: () => void) => {
      this.#callbacks.set(++this.#last, callback);
      return this.#last;
    });
    vi.stubGlobal('cancelAnimationFrame', (request: number) => this.#callbacks.delete(request));
    const isHidden = () => this.hidden;
    vi.stubGlobal('document', {
      get hidden() {
        return isHidden();
      },
    });
  }

  /** Callbacks that wait for the next frame. */
  get waiting(): number {
    return this.#callbacks.size;
  }

  /** The next frame comes, so many milliseconds later. */
  frame(ms = 16): void {
    this.now += ms;
    const due = [...this.#callbacks.values()];
    this.#callbacks.clear();
    for (const callback of due) callback();
  }
}
