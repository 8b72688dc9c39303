/** What the others in the room are doing, and what we tell them of ourselves: the last that is true, 15 times a second. */
import * as decoding from 'lib0/decoding';
import { encodeAwarenessUpdate, type Awareness } from 'y-protocols/awareness';
import { Cell, type Readable } from '#lib/cell/cell.ts';
import { BadMessage, writePresence } from '#lib/protocol/messages.ts';
import { checkPresence, type OwnPresence, type Presence } from '#lib/protocol/presence.ts';

/** Somebody else in the room; one person may be here twice, as two clients. */
export type Other = Presence & { readonly client: number };

/** At most 15 a second. */
const SPACING_MS = 1000 / 15;

export class LinePresence {
  readonly #awareness: Awareness;
  readonly #others = new Cell<readonly Other[]>([]);
  #next: OwnPresence | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param awareness holds our own state and no other; it says by itself, every 15 s, that we are still here */
  constructor(awareness: Awareness) {
    this.#awareness = awareness;
  }

  /** In the order in which they came. */
  get others(): Readable<readonly Other[]> {
    return this.#others;
  }

  /** Tells the others; of several in a short time, the last. */
  set(own: OwnPresence): void {
    this.#next = own;
    if (this.#timer === undefined) this.#tell();
  }

  /** Our own state as a message. */
  ownMessage(): Uint8Array {
    return writePresence(encodeAwarenessUpdate(this.#awareness, [this.#awareness.clientID]));
  }

  /** What the room says of the others. Throws BadMessage. What is no presence counts as nobody. */
  hear(states: Uint8Array): void {
    const others = new Map(this.#others.value.map((other) => [other.client, other]));
    for (const { client, state } of readStates(states)) {
      if (client === this.#awareness.clientID) continue;
      const found = checkPresence(state);
      if (found) others.set(client, { ...found, client });
      else others.delete(client);
    }
    this.#others.set([...others.values()]);
  }

  /** The line is gone, and with it everybody. */
  clear(): void {
    if (this.#others.value.length > 0) this.#others.set([]);
  }

  destroy(): void {
    clearTimeout(this.#timer);
    this.clear();
  }

  #tell(): void {
    this.#timer = undefined;
    if (!this.#next) return;
    this.#awareness.setLocalState(this.#next);
    this.#next = null;
    this.#timer = setTimeout(() => this.#tell(), SPACING_MS);
  }
}

type Heard = { readonly client: number; readonly state: unknown };

function readStates(bytes: Uint8Array): readonly Heard[] {
  try {
    const decoder = decoding.createDecoder(bytes);
    const count = decoding.readVarUint(decoder);
    const heard: Heard[] = [];
    for (let n = 0; n < count; n++) {
      const client = decoding.readVarUint(decoder);
      decoding.readVarUint(decoder); // its clock: one socket says everything in its order
      heard.push({ client, state: parsed(decoding.readVarString(decoder)) });
    }
    return heard;
  } catch (thrown) {
    throw new BadMessage(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // what cannot be read is no presence
  }
}
