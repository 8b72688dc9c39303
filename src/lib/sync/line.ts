/**
 * The browser's end of the line to one room: carries the edits of a document both ways and says how far they are safe.
 *
 * An edit goes out at the end of the turn it was made in, and counts as unsaved until the server has acknowledged it. The
 * room asks on each new socket for what it lacks; until that is answered nothing else is said, because the answer holds
 * all that happened meanwhile and an edit sent before it would arrive with a gap. A refusal ends the line: what was never
 * acknowledged is kept, and the screen begins anew with another document. SPEC.md has the rules.
 */
import * as Y from 'yjs';
import { Awareness } from 'y-protocols/awareness';
import { Cell, type Readable } from '#lib/cell/cell.ts';
import { problem, type Problem } from '#lib/model/problem.ts';
import type { PersonAnswer } from '#lib/protocol/http.ts';
import { BadMessage, CLOSE, MAX_MESSAGE_BYTES, writeSync, type ToClient } from '#lib/protocol/messages.ts';
import type { OwnPresence } from '#lib/protocol/presence.ts';
import { Call, type End } from './call.ts';
import { PACE, type Pace } from './pace.ts';
import { LinePresence, type Other } from './presence.ts';
import { page, type Surroundings } from './surroundings.ts';
import { merged, Unacknowledged } from './unacknowledged.ts';

export type { Other } from './presence.ts';

export type LineState = {
  /** `connecting`: called, for the first time or again · `offline`: not reachable · the last three are ends. */
  readonly status: 'connecting' | 'online' | 'offline' | 'signed-out' | 'gone' | 'refused';
  /** The whole document has come at least once. */
  readonly synced: boolean;
  /** Changes made here that the server has not acknowledged. */
  readonly unsaved: number;
  /** Why nothing may be written, as a sentence; null when it may. */
  readonly readOnly: string | null;
  /** Why the line was refused. */
  readonly problem: Problem | null;
};

/** What the server never acknowledged when it refused the line. */
export type Kept = { readonly room: string; readonly atMs: number; readonly update: Uint8Array };

export type LineOptions = {
  /** `wss://…/sync`, without the room. */
  readonly url: string;
  readonly room: string;
  readonly ydoc: Y.Doc;
  /** Whether this line tells and hears who is where. */
  readonly presence: boolean;
  /** Another WebSocket than the page's own, for programs and tests. */
  readonly Socket?: typeof WebSocket;
  readonly surroundings?: Surroundings;
  readonly pace?: Pace;
  /** From 0 to 1. */
  readonly random?: () => number;
};

const EMPTY_UPDATE = Uint8Array.of(0, 0);
/** Room for the numbers around an update. */
const MAX_UPDATE_BYTES = MAX_MESSAGE_BYTES - 16;
/** ws closes with it what is over its limit. */
const MESSAGE_TOO_BIG = 1009;

export class Line {
  readonly #options: LineOptions;
  readonly #ydoc: Y.Doc;
  readonly #awareness: Awareness;
  readonly #presence: LinePresence | null;
  readonly #call: Call;
  readonly #changes = new Unacknowledged();
  readonly #authors = new Cell<ReadonlyMap<number, PersonAnswer>>(new Map());
  readonly #state = new Cell<LineState>({
    status: 'connecting',
    synced: false,
    unsaved: 0,
    readOnly: null,
    problem: null,
  });
  #ended = false;
  #kept: Kept | null = null;
  #flushing = false;

  // Of this socket.
  #edits = 0;
  #whole = false;
  #vector: Uint8Array | null = null;
  #answered = false;

  constructor(options: LineOptions) {
    const { url, room, ydoc, presence } = options;
    this.#options = options;
    this.#ydoc = ydoc;
    this.#awareness = new Awareness(ydoc);
    this.#awareness.setLocalState(null);
    this.#presence = presence ? new LinePresence(this.#awareness) : null;
    this.#call = new Call(
      {
        url,
        room,
        ydoc,
        awareness: this.#awareness,
        Socket: options.Socket ?? WebSocket,
        surroundings: options.surroundings ?? page,
        pace: options.pace ?? PACE,
        random: options.random ?? Math.random,
        prepare: () => Promise.resolve(),
      },
      {
        opened: () => this.#opened(),
        vector: (vector) => this.#asked(vector),
        missing: (update) => this.#cameWhole(update),
        update: (update) => this.#apply(update),
        presence: (states) => this.#presence?.hear(states),
        presenceAsked: () => this.#tellPresence(),
        ours: (message) => this.#heard(message),
        ended: (end) => this.#closed(end),
        reached: () => this.#tell(),
      },
    );
    this.#awareness.on('update', this.#tellPresence);
    ydoc.on('update', this.#edited);
    this.#call.start();
  }

  get state(): Readable<LineState> {
    return this.#state;
  }

  /** Which person a Yjs client is, of all that ever wrote here. */
  get authors(): Readable<ReadonlyMap<number, PersonAnswer>> {
    return this.#authors;
  }

  get presence(): { readonly others: Readable<readonly Other[]>; set(own: OwnPresence): void } | null {
    return this.#presence;
  }

  /** After a refusal: what was never acknowledged, so that it can be saved elsewhere or done again. */
  kept(): Kept | null {
    return this.#kept;
  }

  /** Calls again after `signed-out`. */
  reconnect(): void {
    if (this.#state.value.status !== 'signed-out') return;
    this.#ended = false;
    this.#tell({ status: 'connecting' });
    this.#call.start();
  }

  /** Lets go of everything; the document stays as it is. */
  destroy(): void {
    this.#ydoc.off('update', this.#edited);
    this.#presence?.destroy();
    this.#awareness.destroy(); // tells the others that we are gone
    this.#awareness.off('update', this.#tellPresence);
    this.#call.destroy();
  }

  readonly #edited = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return;
    this.#changes.add({ update, ordinal: null });
    this.#tell();
    if (this.#flushing) return;
    this.#flushing = true;
    queueMicrotask(() => {
      this.#flushing = false;
      this.#flush();
    });
  };

  readonly #tellPresence = (): void => {
    if (this.#presence) this.#call.send(this.#presence.ownMessage());
  };

  #opened(): void {
    this.#edits = 0;
    this.#whole = false;
    this.#vector = null;
    this.#answered = false;
    this.#changes.noneSent();
  }

  #asked(vector: Uint8Array): void {
    this.#vector = vector;
    this.#answer();
  }

  #cameWhole(update: Uint8Array): void {
    this.#apply(update);
    this.#whole = true;
    this.#tell({ synced: true });
    this.#answer();
    this.#call.settled();
  }

  #apply(update: Uint8Array): void {
    try {
      Y.applyUpdate(this.#ydoc, update, this);
    } catch (thrown) {
      throw new BadMessage(`The update cannot be read: ${String(thrown)}`);
    }
  }

  /** Gives the room what it lacks, once this document is whole too. */
  #answer(): void {
    if (!this.#whole || !this.#vector || this.#state.value.readOnly !== null) return;
    const vector = this.#vector;
    this.#vector = null;
    this.#answered = true;
    // Every update repeats all deletions there ever were: nothing is said where nothing is missing.
    const update =
      this.#changes.count === 0 && covers(vector, this.#ydoc)
        ? EMPTY_UPDATE
        : Y.encodeStateAsUpdate(this.#ydoc, vector);
    if (update.length > MAX_UPDATE_BYTES) {
      this.#changes.noneSent();
      return this.#flush();
    }
    this.#changes.allSent(this.#say('missing', update));
  }

  #flush(): void {
    if (!this.#answered || !this.#call.open) return;
    for (const { update, changes } of this.#changes.unsent(MAX_UPDATE_BYTES)) {
      if (update.length > MAX_UPDATE_BYTES) return this.#refuse(tooLarge());
      const ordinal = this.#say('update', update);
      for (const change of changes) change.ordinal = ordinal;
    }
  }

  /** Sends an edit and answers its number on this socket. */
  #say(step: 'missing' | 'update', update: Uint8Array): number {
    this.#call.send(writeSync(step, update));
    return ++this.#edits;
  }

  #heard(message: ToClient): void {
    switch (message.kind) {
      case 'ack':
        this.#changes.acknowledge(message.count);
        return this.#tell();
      case 'rights': {
        const { write, reason } = message.rights;
        this.#tell({ readOnly: write ? null : (reason ?? 'You may not edit here.') });
        // What goes out now would be lost: the room asks again when it may be written.
        if (!write) this.#answered = false;
        return this.#answer();
      }
      case 'authors':
        return this.#authors.set(new Map([...this.#authors.value, ...message.authors]));
      case 'refused':
        return this.#refuse(problem(message.code, message.details));
    }
  }

  #closed({ code, reason }: End): void {
    this.#presence?.clear();
    if (code === CLOSE.signedOut) this.#end({ status: 'signed-out' });
    else if (code === CLOSE.gone) this.#end({ status: 'gone' });
    else if (code === CLOSE.tooLarge || code === MESSAGE_TOO_BIG) this.#refuse(tooLarge());
    else if (code >= 4400 && code < 4500) {
      const found = problem('bad-update', { reason: 'the server gave no reason' });
      this.#refuse(reason ? { ...found, sentence: reason } : found);
    }
  }

  #refuse(found: Problem): void {
    const { room } = this.#options;
    const changes = this.#changes.all;
    this.#kept = changes.length === 0 ? null : { room, atMs: Date.now(), update: merged(changes) };
    this.#end({ status: 'refused', problem: found });
  }

  #end(how: Pick<LineState, 'status'> & Partial<LineState>): void {
    this.#ended = true;
    this.#call.stop();
    this.#presence?.clear();
    this.#tell(how);
  }

  /** Shows what has changed. */
  #tell(news: Partial<LineState> = {}): void {
    const before = this.#state.value;
    const after = {
      ...before,
      unsaved: this.#changes.count,
      ...(this.#ended ? {} : this.#reached()),
      ...news,
    };
    if (!same(before, after)) this.#state.set(after);
  }

  #reached(): Pick<LineState, 'status'> {
    const { reach } = this.#call;
    return { status: reach === 'here' ? 'online' : reach === 'calling' ? 'connecting' : 'offline' };
  }
}

/** Whether a room with this state vector has every struct of the document. */
function covers(vector: Uint8Array, ydoc: Y.Doc): boolean {
  const theirs = Y.decodeStateVector(vector);
  const ours = Y.decodeStateVector(Y.encodeStateVector(ydoc));
  return [...ours].every(([client, clock]) => (theirs.get(client) ?? 0) >= clock);
}

function same(a: LineState, b: LineState): boolean {
  return (
    a.status === b.status &&
    a.synced === b.synced &&
    a.unsaved === b.unsaved &&
    a.readOnly === b.readOnly &&
    a.problem === b.problem
  );
}

function tooLarge(): Problem {
  return problem('too-large', { what: 'An edit', limit: '8 MB' });
}
