/**
 * The edits of one document on their way: what was made here to the room, what the others made into the document. It
 * knows what the room has acknowledged, and keeps the rest in the outbox.
 *
 * On each socket the room says once what it has; the answer holds everything it lacks. Before that nothing is sent: an
 * edit that overtook the answer would build on edits that the room has not seen.
 */
import * as Y from 'yjs';
import { problem, type Problem } from '#lib/model/problem.ts';
import { BadMessage, MAX_UPDATE_BYTES, writeSync } from '#lib/protocol/messages.ts';
import { fits } from './fits.ts';
import { Keeper } from './keeper.ts';
import type { Entry } from './outbox.ts';
import { merged, Unacknowledged, type Change } from './unacknowledged.ts';

/** What the server has refused, or would have: an update, v1, with everything that it never acknowledged. */
export type Kept = { readonly room: string; readonly atMs: number; readonly update: Uint8Array };

export type EditsOptions = {
  readonly ydoc: Y.Doc;
  readonly room: string;
  /** Whose outbox; null: nothing is kept outside the page. */
  readonly person: string | null;
  /** Whether what is sent now goes out. */
  readonly isOpen: () => boolean;
  readonly send: (bytes: Uint8Array) => void;
  /** `unsaved` or `keeps` has changed. */
  readonly changed: () => void;
  /** There is something that no room would take. */
  readonly refuse: (why: Problem) => void;
};

/** No structs, no deletions. */
const EMPTY_UPDATE = Uint8Array.of(0, 0);
/** What earlier lines of a document did not get acknowledged: a document outlives its line. */
const leftOver = new WeakMap<Y.Doc, readonly Change[]>();

export class Edits {
  readonly #options: EditsOptions;
  readonly #changes = new Unacknowledged();
  readonly #keeper: Keeper | null;
  /** Of an earlier visit, until the document is there to take them in. */
  #found: readonly Entry[] | null = null;
  #aside: readonly Entry[] = [];
  #reading: Promise<void> | null = null;
  #refusedAtMs: number | null = null;
  #flushing = false;
  #mayWrite = true;

  // Of this socket.
  #ordinal = 0;
  #whole = false;
  /** State vectors of the room that are not answered; the last one is the newest. */
  #asked: Uint8Array[] = [];
  #answered = false;

  constructor(options: EditsOptions) {
    const { ydoc, room, person } = options;
    this.#options = options;
    this.#keeper =
      person === null
        ? null
        : new Keeper(person, room, { told: options.changed, unacknowledged: () => this.#changes.all });
    this.#take(leftOver.get(ydoc) ?? []);
    leftOver.delete(ydoc);
    ydoc.on('update', this.#edited);
  }

  /** Changes made here that the room has not acknowledged. */
  get unsaved(): number {
    return this.#changes.count;
  }

  /** Whether what is unsaved survives the page. */
  get keeps(): boolean {
    return this.#keeper?.keeps ?? false;
  }

  /** Null as long as nothing was ever refused. */
  get kept(): Kept | null {
    const updates = this.#aside.map(({ update }) => update);
    if (this.#refusedAtMs !== null && this.unsaved > 0) updates.push(merged(this.#changes.all));
    if (updates.length === 0) return null;
    const atMs = this.#refusedAtMs ?? Math.max(...this.#aside.map(({ asideMs }) => asideMs ?? 0));
    return { room: this.#options.room, atMs, update: Y.mergeUpdates(updates) };
  }

  /** Reads what earlier visits left, once; waits for it no longer than `waitMs`. It may also come later. */
  readOutbox(waitMs: number): Promise<void> {
    this.#reading ??= this.#read();
    return soon(this.#reading, waitMs);
  }

  /** A new socket. */
  opened(): void {
    this.#ordinal = 0;
    this.#whole = false;
    this.#asked = [];
    this.#answered = false;
    this.#changes.noneSent();
  }

  /** What the room has. */
  asked(vector: Uint8Array): void {
    this.#asked.push(vector);
    this.#answer();
  }

  /** All that was missing here. Throws BadMessage. */
  cameWhole(update: Uint8Array): void {
    this.apply(update);
    this.#whole = true;
    this.#keeper?.resume(); // only the person whose page it is gets so far
    this.#takeFound();
    this.#answer();
  }

  /** An edit of somebody else. Throws BadMessage. */
  apply(update: Uint8Array): void {
    try {
      Y.applyUpdate(this.#options.ydoc, update, this);
    } catch (thrown) {
      throw new BadMessage(`The update cannot be read: ${String(thrown)}`);
    }
  }

  /** So many edits of this socket are on the server's disk. */
  acknowledged(count: number): void {
    const done = this.#changes.acknowledge(count);
    this.#keeper?.forget(done);
    this.#options.changed();
  }

  /** What goes out while nothing may be written would be lost; the room asks again when it may. */
  allow(write: boolean): void {
    this.#mayWrite = write;
    if (!write) this.#answered = false;
    this.#answer();
  }

  /** Whatever is unacknowledged is never sent again, and kept aside. */
  refused(): void {
    this.#refusedAtMs = Date.now();
    this.#keeper?.setAside(this.#changes.all, this.#refusedAtMs);
  }

  /** What was kept aside is not wanted any more. */
  forgetKept(): void {
    const keys = [...this.#aside.map(({ key }) => key), ...this.#refusedKeys()];
    this.#aside = [];
    if (this.#refusedAtMs !== null) this.#changes.takeAll();
    this.#options.changed();
    this.#keeper?.remove(keys);
  }

  destroy(): void {
    const { ydoc } = this.#options;
    ydoc.off('update', this.#edited);
    if (this.#refusedAtMs === null && this.unsaved > 0) leftOver.set(ydoc, this.#changes.all);
    this.#keeper?.close();
  }

  readonly #edited = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return;
    this.#take([{ update, key: this.#keeper?.nextKey() ?? null, ordinal: null }]);
    this.#options.changed();
    if (this.#flushing) return;
    this.#flushing = true;
    queueMicrotask(() => {
      this.#flushing = false;
      this.#flush();
    });
  };

  #take(changes: readonly Change[]): void {
    this.#changes.add(changes);
    this.#keeper?.keep(changes);
  }

  async #read(): Promise<void> {
    const entries = (await this.#keeper?.read()) ?? [];
    this.#aside = entries.filter(({ asideMs }) => asideMs !== null);
    this.#found = entries.filter(({ asideMs }) => asideMs === null);
    if (!this.#whole) return;
    this.#takeFound();
    this.#flush();
  }

  /** Takes what earlier visits left into the whole document, as changes that wait to be acknowledged. */
  #takeFound(): void {
    const known = new Set(this.#changes.all.map(({ key }) => String(key)));
    let left = (this.#found ?? []).filter(({ key }) => !known.has(String(key)));
    this.#found = null;
    // Lines of one document may have left some each, in no known order: until nothing more fits.
    for (let before = -1; left.length !== before;) {
      before = left.length;
      left = left.filter((entry) => !this.#takeIn(entry));
    }
    this.#options.changed();
  }

  #takeIn({ key, update }: Entry): boolean {
    const { ydoc } = this.#options;
    if (!fits(ydoc, update)) return false;
    Y.applyUpdate(ydoc, update, this);
    const change = { update, key, ordinal: null };
    this.#changes.add([change]);
    this.#keeper?.adopt([change]);
    return true;
  }

  /** Gives the room what it lacks, once this document is whole too: one answer to each question. */
  #answer(): void {
    if (!this.#whole || !this.#mayWrite) return;
    const vector = this.#asked.pop();
    if (!vector) return;
    const { ydoc } = this.#options;
    this.#answered = true;
    this.#changes.noneSent(); // what the room has dropped before it asked again goes out once more
    for (const _ of this.#asked.splice(0)) this.#say('missing', EMPTY_UPDATE);
    // Every update repeats all deletions there ever were: nothing is said where nothing is missing.
    const isMissing = this.unsaved > 0 || !covers(vector, ydoc);
    const update = isMissing ? Y.encodeStateAsUpdate(ydoc, vector) : EMPTY_UPDATE;
    if (update.length <= MAX_UPDATE_BYTES) return this.#changes.allSent(this.#say('missing', update));
    this.#say('missing', EMPTY_UPDATE);
    this.#flush();
  }

  #flush(): void {
    if (!this.#answered || !this.#options.isOpen()) return;
    for (const { update, changes } of this.#changes.unsent(MAX_UPDATE_BYTES)) {
      if (update.length > MAX_UPDATE_BYTES)
        return this.#options.refuse(problem('too-large', { what: 'An edit', limit: '4 MB' }));
      const ordinal = this.#say('update', update);
      for (const change of changes) change.ordinal = ordinal;
    }
  }

  /** Sends an edit and answers its number on this socket. */
  #say(step: 'missing' | 'update', update: Uint8Array): number {
    this.#options.send(writeSync(step, update));
    return ++this.#ordinal;
  }

  #refusedKeys() {
    return this.#refusedAtMs === null ? [] : this.#changes.all.flatMap(({ key }) => (key ? [key] : []));
  }
}

/** Whether a room with this state vector has every struct of the document. */
function covers(vector: Uint8Array, ydoc: Y.Doc): boolean {
  const theirs = Y.decodeStateVector(vector);
  const ours = Y.decodeStateVector(Y.encodeStateVector(ydoc));
  return [...ours].every(([client, clock]) => (theirs.get(client) ?? 0) >= clock);
}

function soon(promise: Promise<void>, waitMs: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((done) => (timer = setTimeout(done, waitMs)));
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
