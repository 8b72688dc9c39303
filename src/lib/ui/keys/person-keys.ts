/**
 * The keys of the person at this screen. The server keeps them, so that they follow a person to another machine; the
 * device keeps them too, and sends what was chosen without a line as soon as there is one again. Only what was chosen
 * here is sent, each part with its time: of two machines the later hand wins, command by command.
 */
import { Cell, type Readable } from '#lib/cell/cell.ts';
import type { DeviceMemory } from '#lib/editor/device-memory.ts';
import { checkKeyChoice, type KeyChoice } from '#lib/model/key-choice.ts';
import { changedParts, checkKeyTimes, withParts, type KeyTimes } from '#lib/model/key-times.ts';

/** `kept`: by the server · `sending` · `waiting`: only here, the server cannot be reached · `here`: only here, for good. */
export type KeysState =
  | { readonly status: 'kept' | 'sending' | 'waiting' | 'here' }
  | { readonly status: 'refused'; readonly sentence: string };

/** The server's answer to a choice: what it keeps now; `again`: it may be different later. */
export type Sent =
  | { readonly ok: true; readonly kept: KeyChoice }
  | { readonly ok: false; readonly sentence: string; readonly again: boolean };

/** `times` names the parts that were chosen here, each with its moment in Unix ms. */
export type Send = (choice: KeyChoice, times: KeyTimes) => Promise<Sent>;

const NAME = 'keys';
const AGAIN_MS = 20_000;

/** What lies on the device: `times` of what the server does not have yet, `outdone` what it has from elsewhere. */
type Copy = { readonly choice: KeyChoice; readonly times: KeyTimes; readonly outdone: readonly string[] };

export class PersonKeys {
  readonly #choice: Cell<KeyChoice>;
  readonly #state: Cell<KeysState>;
  readonly #outdone: Cell<readonly string[]>;
  readonly #memory: DeviceMemory;
  readonly #send: Send | null;
  readonly #now: () => number;
  #times: KeyTimes;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param kept what the server has
   * @param send gives the server a choice; null where it keeps none: for people from outside
   */
  constructor(kept: KeyChoice, memory: DeviceMemory, send: Send | null, now: () => number = Date.now) {
    this.#memory = memory;
    this.#send = send;
    this.#now = now;
    const copy = this.#recalled();
    this.#times = copy?.times ?? new Map<string, number>();
    this.#outdone = new Cell(copy?.outdone ?? []);
    const own = send === null && copy ? copy.choice : kept;
    this.#choice = new Cell(copy ? withParts(own, copy.choice, this.#times.keys()) : kept);
    this.#state = new Cell<KeysState>({ status: send ? 'kept' : 'here' });
    if (this.#times.size > 0) void this.flush();
  }

  get choice(): Readable<KeyChoice> {
    return this.#choice;
  }

  get state(): Readable<KeysState> {
    return this.#state;
  }

  /** Parts (model/key-times.ts) chosen here that are otherwise now: they were chosen later on another machine. */
  get outdone(): Readable<readonly string[]> {
    return this.#outdone;
  }

  /** From now on, here and wherever this person works. */
  choose(choice: KeyChoice): void {
    // Later than all before it, also within one millisecond and after a clock was put back.
    const at = Math.max(this.#now(), ...[...this.#times.values()].map((before) => before + 1));
    const parts = changedParts(this.#choice.value, choice);
    this.#times = new Map([...this.#times, ...parts.map((part) => [part, at] as const)]);
    this.#choice.set(choice);
    this.#keep();
    void this.flush();
  }

  /** What was chosen later elsewhere has been told of. */
  seeOutdone(): void {
    this.#outdone.set([]);
    this.#keep();
  }

  /** Another page on this device has chosen: it sends it, too. */
  follow(): void {
    const copy = this.#recalled();
    if (!copy) return;
    this.#times = copy.times;
    this.#outdone.set(copy.outdone);
    if (changedParts(this.#choice.value, copy.choice).length > 0) this.#choice.set(copy.choice);
  }

  /** Sends what is only here; one at a time, the newest last. */
  async flush(): Promise<void> {
    if (!this.#send || this.#state.value.status === 'sending') return;
    clearTimeout(this.#timer);
    const [choice, times] = [this.#choice.value, this.#times];
    this.#state.set({ status: 'sending' });
    const sent = await this.#send(choice, times);
    if (sent.ok) this.#take(sent.kept, choice, times);
    if (this.#times.size > 0 && this.#times !== times) {
      this.#state.set({ status: 'waiting' });
      return this.flush();
    }
    if (sent.ok) this.#state.set({ status: 'kept' });
    else if (sent.again) {
      this.#state.set({ status: 'waiting' });
      this.#timer = setTimeout(() => void this.flush(), AGAIN_MS);
    } else this.#state.set({ status: 'refused', sentence: sent.sentence });
  }

  destroy(): void {
    clearTimeout(this.#timer);
  }

  /** What the server keeps now, and over it what was chosen here since it was asked. */
  #take(kept: KeyChoice, sent: KeyChoice, times: KeyTimes): void {
    const newer = [...this.#times].filter(([part, at]) => times.get(part) !== at);
    this.#times = newer.length > 0 ? new Map(newer) : new Map();
    this.#choice.set(withParts(kept, this.#choice.value, this.#times.keys()));
    const outdone = changedParts(kept, sent).filter((part) => times.has(part));
    if (outdone.length > 0) this.#outdone.set([...new Set([...this.#outdone.value, ...outdone])]);
    this.#keep();
  }

  #keep(): void {
    const { value: choice } = this.#choice;
    const kept = { choice, times: [...this.#times], outdone: this.#outdone.value };
    this.#memory.keep(NAME, kept);
  }

  #recalled(): Copy | undefined {
    const found = this.#memory.recall(NAME);
    if (typeof found !== 'object' || found === null || !('choice' in found)) return undefined;
    const choice = checkKeyChoice(found.choice);
    if (!choice) return undefined;
    const times = checkKeyTimes('times' in found ? found.times : []) ?? new Map<string, number>();
    const outdone: unknown = 'outdone' in found ? found.outdone : [];
    const told = Array.isArray(outdone) ? outdone.filter((one) => typeof one === 'string') : [];
    return { choice, times, outdone: told };
  }
}
