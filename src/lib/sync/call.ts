/**
 * One socket to one room, called again whenever it ends, until somebody says stop. It is y-websocket's provider with
 * everything of ours in the place of its own: what is said, what is heard, and when to call again.
 */
import * as decoding from 'lib0/decoding';
import type { Awareness } from 'y-protocols/awareness';
import { WebsocketProvider } from 'y-websocket';
import type * as Y from 'yjs';
import {
  BadMessage,
  CLOSE,
  MESSAGE,
  OURS,
  readToClient,
  SYNC,
  type ToClient,
} from '#lib/protocol/messages.ts';
import { waitMs, type Pace } from './pace.ts';
import type { News, Surroundings } from './surroundings.ts';

/** What is heard on the line, in the order in which it came. */
export type Hears = {
  /** A new socket: nothing has been said on it. */
  opened(): void;
  /** What the room has; it asks for what it lacks. */
  vector(vector: Uint8Array): void;
  /** All that was missing here. */
  missing(update: Uint8Array): void;
  update(update: Uint8Array): void;
  presence(states: Uint8Array): void;
  presenceAsked(): void;
  ours(message: ToClient): void;
  /** The socket is gone. Unless `stop` is called meanwhile, the room is called again. */
  ended(end: End): void;
  /** `reach` has changed. */
  reached(): void;
};

export type End = { readonly code: number; readonly reason: string };

/** `calling`: being called, or spoken to for the first time · `here`: whole · `nobody`: not reachable for a while. */
export type Reach = 'calling' | 'here' | 'nobody';

export type CallOptions = {
  /** `wss://…/sync`, without the room. */
  readonly url: string;
  readonly room: string;
  /** Whose page it is: another person's session in this browser does not do. null: anybody's. */
  readonly person: string | null;
  readonly ydoc: Y.Doc;
  readonly awareness: Awareness;
  readonly Socket: typeof WebSocket;
  readonly surroundings: Surroundings;
  readonly pace: Pace;
  readonly random: () => number;
  /** Awaited before each call. */
  readonly prepare: () => Promise<void>;
};

/** The server has sent us away for now. */
export type Away = {
  /** Why, as a sentence of the server's. */
  readonly reason: string;
  /** When it is called again, in milliseconds since 1970 by this device's clock. */
  readonly againAtMs: number;
};

/** An end that no server named. */
const LOST: End = { code: 1006, reason: '' };
/** So busy a server is given as much time as one that failed so often. */
const OVERLOADED_FAILURES = 4;

export class Call {
  readonly #options: CallOptions;
  readonly #hears: Hears;
  readonly #provider: WebsocketProvider;
  readonly #unfollow: () => void;
  #stopped = true;
  #dialling = false;
  #failures = 0;
  #hereSinceMs: number | null = null;
  #nobody = false;
  #away: Away | null = null;
  #redial: ReturnType<typeof setTimeout> | undefined;
  #ring: ReturnType<typeof setTimeout> | undefined;
  #giveUp: ReturnType<typeof setTimeout> | undefined;

  /** Calls nobody before `start`. */
  constructor(options: CallOptions, hears: Hears) {
    const { url, room, person, ydoc, awareness, Socket, surroundings } = options;
    this.#options = options;
    this.#hears = hears;
    this.#provider = new WebsocketProvider(url, room, ydoc, {
      connect: false,
      params: { loupe: '1', ...(person !== null && { as: person }) },
      disableBc: true, // tabs would hand each other what is not on disk yet
      awareness,
      WebSocketPolyfill: Socket,
      maxBackoffTime: 0, // its own timer does nothing: see `#ended`
    });
    this.#takeOver(awareness);
    this.#unfollow = surroundings.follow((news) => this.#told(news));
  }

  /** Whether something that is said now goes out. */
  get open(): boolean {
    const { wsconnected, ws } = this.#provider;
    return wsconnected && ws !== null && ws.readyState === ws.OPEN;
  }

  get reach(): Reach {
    if (this.#hereSinceMs !== null) return 'here';
    const offline = this.#nobody || this.#options.surroundings.isOffline();
    return offline && !this.open ? 'nobody' : 'calling';
  }

  /** Set from being sent away until it is here again, or not reachable at all. */
  get away(): Away | null {
    return this.#away;
  }

  /** Calls, and calls again when the line ends. */
  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#failures = 0;
    this.#countDown();
    void this.#dial();
  }

  /** The document is whole: this connection is a good one. */
  settled(): void {
    this.#hereSinceMs ??= performance.now();
    this.#provider.wsLastMessageReceived = Date.now();
    clearTimeout(this.#giveUp);
    this.#nobody = false;
    this.#away = null;
    this.#hears.reached();
  }

  /** Says something, on an open line only. */
  send(bytes: Uint8Array): void {
    if (this.open) this.#provider.ws?.send(bytes as Uint8Array<ArrayBuffer>);
  }

  /** Ends the line and calls no more before the next `start`. */
  stop(): void {
    this.#stopped = true;
    this.#quiet();
    this.#provider.disconnect();
  }

  destroy(): void {
    this.#unfollow();
    this.stop();
    this.#provider.destroy();
  }

  #takeOver(awareness: Awareness): void {
    const provider = this.#provider;
    // Its handlers send every edit alone and at once, and everybody's presence back to everybody.
    provider.doc.off('update', provider._updateHandler);
    awareness.off('update', provider._awarenessUpdateHandler);
    const hear = (kind: number, read: (decoder: decoding.Decoder) => void) => {
      provider.messageHandlers[kind] = (_, decoder) => {
        try {
          this.#allowSilence();
          read(decoder);
        } catch (thrown) {
          if (!(thrown instanceof BadMessage)) throw thrown;
          this.#hangUp(); // not one of our servers, or one of another version: perhaps the next is
        }
      };
    };
    hear(MESSAGE.sync, (decoder) => {
      const step = within(() => decoding.readVarUint(decoder));
      const body = within(() => decoding.readVarUint8Array(decoder));
      if (step === SYNC.stateVector) this.#hears.vector(body);
      else if (step === SYNC.missing) this.#hears.missing(body);
      else if (step === SYNC.update) this.#hears.update(body);
      else throw new BadMessage(`There is no sync message ${step}.`);
    });
    hear(MESSAGE.presence, (decoder) =>
      this.#hears.presence(within(() => decoding.readVarUint8Array(decoder))),
    );
    hear(MESSAGE.queryPresence, () => this.#hears.presenceAsked());
    for (const kind of OURS) hear(MESSAGE[kind], (decoder) => this.#hears.ours(readToClient(kind, decoder)));
    provider.on('status', ({ status }) => {
      if (status !== 'connected') return;
      clearTimeout(this.#ring);
      this.#allowSilence();
      this.#hears.opened();
      this.#hears.reached();
    });
    provider.on('connection-close', (event) => this.#ended(event ?? LOST));
  }

  /**
   * The provider ends a line on which nothing has come for 30 s, and a message counts when all of it is here: a large
   * document on a slow line would never arrive.
   */
  #allowSilence(): void {
    if (this.#hereSinceMs !== null) return;
    this.#provider.wsLastMessageReceived = Date.now() + this.#options.pace.wholeMs;
  }

  async #dial(): Promise<void> {
    clearTimeout(this.#redial);
    if (this.#dialling || this.#stopped || this.#provider.ws) return;
    this.#dialling = true;
    await this.#options.prepare();
    this.#dialling = false;
    if (this.#stopped) return;
    this.#ring = setTimeout(() => this.#hangUp(), this.#options.pace.ringMs);
    this.#provider.connect();
  }

  #hangUp(): void {
    this.#provider.disconnect();
  }

  /** Before the provider does anything of its own about it. */
  #ended({ code, reason }: End): void {
    this.#provider.shouldConnect = false; // so that the provider never calls by itself
    clearTimeout(this.#ring);
    const livedMs = this.#hereSinceMs === null ? 0 : performance.now() - this.#hereSinceMs;
    if (this.#hereSinceMs !== null) this.#countDown();
    this.#hereSinceMs = null;
    this.#failures = livedMs >= this.#options.pace.steadyMs ? 1 : this.#failures + 1;
    if (code === CLOSE.overloaded) this.#failures = Math.max(this.#failures, OVERLOADED_FAILURES);
    this.#away = null;
    if (this.#stopped) return;
    this.#hears.ended({ code, reason });
    // Not said before the provider has put its socket away.
    queueMicrotask(() => this.#hears.reached());
    if (this.#stopped) return;
    const { pace, random } = this.#options;
    const wait = waitMs(pace, this.#failures, random());
    if (code === CLOSE.overloaded && reason) this.#away = { reason, againAtMs: Date.now() + wait };
    this.#redial = setTimeout(() => void this.#dial(), wait);
  }

  #countDown(): void {
    clearTimeout(this.#giveUp);
    this.#giveUp = setTimeout(() => {
      this.#nobody = true;
      this.#hears.reached();
    }, this.#options.pace.offlineMs);
  }

  #told(news: News): void {
    if (this.#stopped) return;
    if (news === 'wake') void this.#dial();
    else this.#hangUp(); // an open socket would hear of it only after half a minute
    this.#hears.reached();
  }

  #quiet(): void {
    for (const timer of [this.#redial, this.#ring, this.#giveUp]) clearTimeout(timer);
  }
}

function within<T>(read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    throw new BadMessage(thrown instanceof Error ? thrown.message : String(thrown));
  }
}
