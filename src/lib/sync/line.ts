/**
 * The browser's end of the line to one room: carries the edits of a document both ways and says how far they are safe.
 *
 * An edit goes out at the end of the turn it was made in, and counts as unsaved until the server has acknowledged it. The
 * room asks on each new socket for what it lacks; until that is answered nothing else is said, because the answer holds
 * all that happened meanwhile and an edit sent before it would arrive with a gap. A refusal ends the line: what was never
 * acknowledged is kept, and the screen begins anew with another document. SPEC.md has the rules.
 */
import { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { Cell, type Readable } from '#lib/cell/cell.ts';
import type { PersonId } from '#lib/model/id.ts';
import { problem, type Problem } from '#lib/model/problem.ts';
import type { PersonAnswer } from '#lib/protocol/http.ts';
import { CLOSE, type ToClient } from '#lib/protocol/messages.ts';
import type { OwnPresence } from '#lib/protocol/presence.ts';
import { Call, type Away, type End } from './call.ts';
import { Edits, type Kept } from './edits.ts';
import { PACE, type Pace } from './pace.ts';
import { LinePresence, type Other } from './presence.ts';
import { page, type Surroundings } from './surroundings.ts';

export type { Away } from './call.ts';
export type { Kept } from './edits.ts';
export type { Other } from './presence.ts';

export type LineState = {
  /** `connecting`: called, for the first time or again · `offline`: not reachable · the last three are ends. */
  readonly status: 'connecting' | 'online' | 'offline' | 'signed-out' | 'gone' | 'refused';
  /** The whole document has come at least once. */
  readonly synced: boolean;
  /** Changes made here that the server has not acknowledged. */
  readonly unsaved: number;
  /** Whether this browser keeps them when the page is closed; not without an outbox, nor where it fails or is full. */
  readonly keeps: boolean;
  /** Why nothing may be written, as a sentence; null when it may. */
  readonly readOnly: string | null;
  /** Why the line was refused. */
  readonly problem: Problem | null;
  /** Why the server has no time or place for us now, and when it is called again; null when that is not so. */
  readonly away: Away | null;
};

export type LineOptions = {
  /** `wss://…/sync`, without the room. */
  readonly url: string;
  readonly room: string;
  readonly ydoc: Y.Doc;
  /** Whether this line tells and hears who is where. */
  readonly presence: boolean;
  /** Whose unacknowledged changes this browser keeps, also when the page is closed; without it, nobody's. */
  readonly outbox?: PersonId;
  /** Another WebSocket than the page's own, for programs and tests. */
  readonly Socket?: typeof WebSocket;
  readonly surroundings?: Surroundings;
  readonly pace?: Pace;
  /** From 0 to 1. */
  readonly random?: () => number;
};

/** ws closes with it what is over its limit. */
const MESSAGE_TOO_BIG = 1009;

export class Line {
  readonly #awareness: Awareness;
  readonly #presence: LinePresence | null;
  readonly #call: Call;
  readonly #edits: Edits;
  readonly #authors = new Cell<ReadonlyMap<number, PersonAnswer>>(new Map());
  readonly #state = new Cell<LineState>({
    status: 'connecting',
    synced: false,
    unsaved: 0,
    keeps: false,
    readOnly: null,
    problem: null,
    away: null,
  });
  readonly #news = new Cell(0);
  #ended = false;

  constructor(options: LineOptions) {
    const { url, room, ydoc, presence, outbox = null, pace = PACE } = options;
    this.#awareness = new Awareness(ydoc);
    this.#awareness.setLocalState(null);
    this.#presence = presence ? new LinePresence(this.#awareness) : null;
    this.#edits = new Edits({
      ydoc,
      room,
      person: outbox,
      isOpen: () => this.#call.open,
      send: (bytes) => this.#call.send(bytes),
      changed: () => this.#tell(),
      refuse: (why) => this.#refuse(why),
    });
    this.#call = new Call(
      {
        url,
        room,
        person: outbox,
        ydoc,
        awareness: this.#awareness,
        Socket: options.Socket ?? WebSocket,
        surroundings: options.surroundings ?? page,
        pace,
        random: options.random ?? Math.random,
        // First of all: what somebody else acknowledges and removes meanwhile is then in what the server sends.
        prepare: () => this.#edits.readOutbox(pace.outboxMs),
      },
      {
        opened: () => this.#edits.opened(),
        vector: (vector) => this.#edits.asked(vector),
        missing: (update) => this.#cameWhole(update),
        update: (update) => this.#edits.apply(update),
        presence: (states) => this.#presence?.hear(states),
        presenceAsked: () => this.#tellPresence(),
        ours: (message) => this.#heard(message),
        ended: (end) => this.#closed(end),
        reached: () => this.#tell(),
      },
    );
    this.#awareness.on('update', this.#tellPresence);
    this.#tell();
    this.#call.start();
  }

  get state(): Readable<LineState> {
    return this.#state;
  }

  /** Which person a Yjs client is, of all that ever wrote here. */
  get authors(): Readable<ReadonlyMap<number, PersonAnswer>> {
    return this.#authors;
  }

  /** How often the server has said that something about the work on this video has changed. */
  get workNews(): Readable<number> {
    return this.#news;
  }

  get presence(): { readonly others: Readable<readonly Other[]>; set(own: OwnPresence): void } | null {
    return this.#presence;
  }

  /** What the server refused, of this line or an earlier visit: to be downloaded, or made again in the true document. */
  kept(): Kept | null {
    return this.#edits.kept;
  }

  /** What was kept is not wanted any more. */
  forgetKept(): void {
    this.#edits.forgetKept();
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
    this.#edits.destroy();
    this.#presence?.destroy();
    this.#awareness.destroy(); // tells the others that we are gone
    this.#awareness.off('update', this.#tellPresence);
    this.#call.destroy();
  }

  readonly #tellPresence = (): void => {
    if (this.#presence) this.#call.send(this.#presence.ownMessage());
  };

  #cameWhole(update: Uint8Array): void {
    this.#edits.cameWhole(update);
    this.#tell({ synced: true });
    this.#call.settled();
  }

  #heard(message: ToClient): void {
    switch (message.kind) {
      case 'ack':
        return this.#edits.acknowledged(message.count);
      case 'rights': {
        const { write, reason } = message.rights;
        this.#tell({ readOnly: write ? null : (reason ?? 'You may not edit here.') });
        return this.#edits.allow(write);
      }
      case 'authors':
        return this.#authors.set(new Map([...this.#authors.value, ...message.authors]));
      case 'news':
        return message.of === 'work' ? this.#news.set(this.#news.value + 1) : undefined;
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
    if (this.#ended) return;
    this.#edits.refused();
    this.#end({ status: 'refused', problem: found });
  }

  #end(how: Pick<LineState, 'status'> & Partial<LineState>): void {
    this.#ended = true;
    this.#call.stop();
    this.#presence?.clear();
    this.#tell({ away: null, ...how });
  }

  /** Shows what has changed. */
  #tell(news: Partial<LineState> = {}): void {
    const before = this.#state.value;
    const after = {
      ...before,
      unsaved: this.#edits.unsaved,
      keeps: this.#edits.keeps,
      ...(this.#ended ? {} : this.#reached()),
      ...news,
    };
    if (!same(before, after)) this.#state.set(after);
  }

  #reached(): Pick<LineState, 'status' | 'away'> {
    const { reach, away } = this.#call;
    return { away, status: reach === 'here' ? 'online' : reach === 'calling' ? 'connecting' : 'offline' };
  }
}

function same(a: LineState, b: LineState): boolean {
  return (
    a.status === b.status &&
    a.synced === b.synced &&
    a.unsaved === b.unsaved &&
    a.keeps === b.keeps &&
    a.readOnly === b.readOnly &&
    a.problem === b.problem &&
    a.away === b.away
  );
}

function tooLarge(): Problem {
  return problem('too-large', { what: 'An edit', limit: '4 MB' });
}
