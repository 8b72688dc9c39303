/** What was copied: kept for this window, and on the device where there is room, so that other videos can take it. */

/** Where a device keeps a text under a name, for all videos of one person. */
export interface TextStore {
  get(name: string): string | undefined;
  /** Tells whether there was room. */
  set(name: string, text: string): boolean;
}

export class Clipboard {
  readonly #store: TextStore | null;
  readonly #here = new Map<string, string>();

  /** @param store null: nothing leaves this window */
  constructor(store: TextStore | null = null) {
    this.#store = store;
  }

  write(name: string, text: string): void {
    // What does not fit on the device must not leave something older there to be pasted.
    if (this.#store?.set(name, text)) this.#here.delete(name);
    else this.#here.set(name, text);
  }

  read(name: string): string | undefined {
    return this.#here.get(name) ?? this.#store?.get(name);
  }
}
