/**
 * The keys of the person at this screen. The server keeps them, so that they follow a person to another machine; the
 * device keeps them too, and sends what was chosen without a line as soon as there is one again. The last hand wins.
 */
import { Cell, type Readable } from '#lib/cell/cell.ts';
import type { DeviceMemory } from '#lib/editor/device-memory.ts';
import { checkKeyChoice, type KeyChoice } from '#lib/model/key-choice.ts';

/** `kept`: by the server · `sending` · `waiting`: only here, the server cannot be reached · `here`: only here, for good. */
export type KeysState =
  | { readonly status: 'kept' | 'sending' | 'waiting' | 'here' }
  | { readonly status: 'refused'; readonly sentence: string };

/** The server's answer to a choice; `again`: it may be different later. */
export type Sent =
  { readonly ok: true } | { readonly ok: false; readonly sentence: string; readonly again: boolean };

export type Send = (choice: KeyChoice) => Promise<Sent>;

const NAME = 'keys';
const AGAIN_MS = 20_000;

type Copy = { readonly choice: KeyChoice; readonly unsent: boolean };

export class PersonKeys {
  readonly #choice: Cell<KeyChoice>;
  readonly #state: Cell<KeysState>;
  readonly #memory: DeviceMemory;
  readonly #send: Send | null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param kept what the server has
   * @param send gives the server a choice; null where it keeps none: for people from outside
   */
  constructor(kept: KeyChoice, memory: DeviceMemory, send: Send | null) {
    this.#memory = memory;
    this.#send = send;
    const copy = this.#recalled();
    const isOurs = copy !== undefined && (copy.unsent || send === null);
    this.#choice = new Cell(isOurs ? copy.choice : kept);
    this.#state = new Cell<KeysState>({ status: send ? 'kept' : 'here' });
    if (isOurs) void this.flush();
  }

  get choice(): Readable<KeyChoice> {
    return this.#choice;
  }

  get state(): Readable<KeysState> {
    return this.#state;
  }

  /** From now on, here and wherever this person works. */
  choose(choice: KeyChoice): void {
    this.#choice.set(choice);
    this.#keep(true);
    void this.flush();
  }

  /** Another page on this device has chosen: it sends it, too. */
  follow(): void {
    const copy = this.#recalled();
    if (copy && JSON.stringify(copy.choice) !== JSON.stringify(this.#choice.value))
      this.#choice.set(copy.choice);
  }

  /** Sends what is only here; one at a time, the newest last. */
  async flush(): Promise<void> {
    if (!this.#send || this.#state.value.status === 'sending') return;
    clearTimeout(this.#timer);
    const choice = this.#choice.value;
    this.#state.set({ status: 'sending' });
    const sent = await this.#send(choice);
    if (this.#choice.value !== choice) {
      this.#state.set({ status: 'waiting' });
      return this.flush();
    }
    if (sent.ok) {
      this.#keep(false);
      this.#state.set({ status: 'kept' });
    } else if (sent.again) {
      this.#state.set({ status: 'waiting' });
      this.#timer = setTimeout(() => void this.flush(), AGAIN_MS);
    } else this.#state.set({ status: 'refused', sentence: sent.sentence });
  }

  destroy(): void {
    clearTimeout(this.#timer);
  }

  #keep(unsent: boolean): void {
    this.#memory.keep(NAME, { choice: this.#choice.value, unsent } satisfies Copy);
  }

  #recalled(): Copy | undefined {
    const found = this.#memory.recall(NAME);
    if (typeof found !== 'object' || found === null || !('choice' in found)) return undefined;
    const choice = checkKeyChoice(found.choice);
    return choice && { choice, unsent: 'unsent' in found && found.unsent === true };
  }
}
