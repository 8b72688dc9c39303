/** A program in a room without a network: a Y.Doc that speaks y-websocket over a line in memory. */
import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import {
  MESSAGE,
  OURS,
  readToClient,
  SYNC,
  writePresence,
  writeSync,
  type Rights,
} from '#lib/protocol/messages.ts';
import { readAwareness, stateBytes, writeAwareness } from '#server/rooms/awareness.ts';
import type { RoomSocket } from '#server/rooms/rooms.ts';

/** Both ends of a line in one. What the room sends waits until the client takes it. */
export class MemorySocket implements RoomSocket {
  /** What the room has sent and the client has not taken. */
  readonly outgoing: Uint8Array[] = [];
  ended: { readonly code: number; readonly reason: string } | null = null;
  #paused = true;
  #incoming: Uint8Array[] = [];
  #onMessage: ((bytes: Uint8Array) => void) | null = null;
  #onClose: (() => void)[] = [];
  onOutgoing: () => void = () => undefined;

  /** Whether the client reads; while it does not, what is sent counts as buffered. */
  reading = true;

  get bufferedAmount(): number {
    return this.reading ? 0 : this.outgoing.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  get paused(): boolean {
    return this.#paused;
  }

  send(bytes: Uint8Array): void {
    if (this.ended) return;
    this.outgoing.push(bytes.slice());
    this.onOutgoing();
  }

  close(code: number, reason: string): void {
    this.ended ??= { code, reason };
    queueMicrotask(() => this.#close());
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#flow();
  }

  onMessage(listener: (bytes: Uint8Array) => void): void {
    this.#onMessage = listener;
    this.#flow();
  }

  onClose(listener: () => void): void {
    this.#onClose.push(listener);
  }

  /** The client says something. */
  say(bytes: Uint8Array): void {
    this.#incoming.push(bytes.slice());
    this.#flow();
  }

  /** The client hangs up, or its line breaks. */
  hangUp(): void {
    this.ended ??= { code: 1006, reason: '' };
    this.#close();
  }

  #flow(): void {
    while (!this.#paused && this.#onMessage && this.#incoming.length > 0)
      this.#onMessage(this.#incoming.shift()!);
  }

  #close(): void {
    for (const listener of this.#onClose.splice(0)) listener();
  }
}

/** What a program has heard of others: client → state. */
export type Seen = Map<number, unknown>;

/** A stock client's manners: it sends each local change, answers state vectors, and takes what comes. */
export class RoomClient {
  readonly ydoc: Y.Doc;
  readonly socket = new MemorySocket();
  /** Client → what it says of itself. */
  readonly seen = new Map<number, unknown>();
  /** Each presence message that came: client → state, null for one that went. */
  readonly presences: ReadonlyMap<number, unknown>[] = [];
  /** The clock of each state that came. */
  readonly clocks: number[] = [];
  /** Whether it sends back what it hears of others, as a stock client does. */
  echoes = false;
  /** Every update that came, in order. */
  readonly heard: Uint8Array[] = [];
  readonly authors = new Map<number, string>();
  /** Client → what its author is called. */
  readonly names = new Map<number, string>();
  /** Names of the messages that came, in order. */
  readonly came: string[] = [];
  sent = 0;
  acknowledged = 0;
  synced = false;
  rights: Rights | null = null;
  refused: { readonly ordinal: number; readonly code: string } | null = null;
  #answered = false;
  readonly #eager: boolean;

  /** `eager`: sends what happens before the room has asked, as a stock client does. */
  constructor(ydoc = new Y.Doc(), { eager = true } = {}) {
    this.ydoc = ydoc;
    this.#eager = eager;
    ydoc.on('update', this.#onUpdate);
    this.socket.onOutgoing = () => queueMicrotask(() => this.take());
    this.socket.onClose(() => ydoc.off('update', this.#onUpdate));
    this.ask();
  }

  /** Asks for what it does not have. */
  ask(vector = Y.encodeStateVector(this.ydoc)): void {
    this.socket.say(writeSync('stateVector', vector));
  }

  /** Sends an update as it is. */
  edit(update: Uint8Array, step: 'missing' | 'update' = 'update'): void {
    this.sent++;
    this.socket.say(writeSync(step, update));
  }

  /** Says something of a client, its own by default. */
  show(state: unknown, client = this.ydoc.clientID, clock = 1): void {
    this.socket.say(writePresence(writeAwareness([{ client, clock, json: stateBytes(state) }])));
  }

  leave(): void {
    this.socket.hangUp();
  }

  /** Takes what the room has sent, unless it does not read. */
  take(): void {
    while (this.socket.reading && this.socket.outgoing.length > 0) this.#hear(this.socket.outgoing.shift()!);
  }

  readonly #onUpdate = (update: Uint8Array, origin: unknown) => {
    if (origin !== this && (this.#eager || this.#answered)) this.edit(update);
  };

  #hear(bytes: Uint8Array): void {
    const decoder = decoding.createDecoder(bytes);
    const kind = decoding.readVarUint(decoder);
    if (kind === MESSAGE.sync) return this.#sync(decoder);
    if (kind === MESSAGE.presence) return this.#presence(decoding.readVarUint8Array(decoder));
    const name = OURS.find((one) => MESSAGE[one] === kind);
    if (!name) throw new Error(`The room said ${kind}.`);
    this.came.push(name);
    const message = readToClient(name, decoder);
    if (message.kind === 'ack') this.acknowledged = message.count;
    else if (message.kind === 'rights') this.rights = message.rights;
    else if (message.kind === 'authors')
      for (const [client, { id, name: called }] of message.authors) {
        this.authors.set(client, id);
        this.names.set(client, called);
      }
    else if (message.kind === 'refused') this.refused = { ordinal: message.ordinal, code: message.code };
  }

  #presence(bytes: Uint8Array): void {
    const said = readAwareness(bytes);
    if (this.echoes && said.length > 0) this.socket.say(writePresence(bytes));
    this.clocks.push(...said.map(({ clock }) => clock));
    const states = new Map(
      said.map(({ client, json }): [number, unknown] => [client, JSON.parse(new TextDecoder().decode(json))]),
    );
    this.came.push('presence');
    this.presences.push(states);
    for (const [client, state] of states) {
      if (state === null) this.seen.delete(client);
      else this.seen.set(client, state);
    }
  }

  #sync(decoder: decoding.Decoder): void {
    const step = decoding.readVarUint(decoder);
    const body = decoding.readVarUint8Array(decoder);
    if (step === SYNC.stateVector) {
      this.came.push('state-vector');
      this.#answered = true;
      return this.edit(Y.encodeStateAsUpdate(this.ydoc, body), 'missing');
    }
    this.came.push(step === SYNC.missing ? 'missing' : 'update');
    if (step === SYNC.missing) this.synced = true;
    this.heard.push(body);
    Y.applyUpdate(this.ydoc, body, this);
  }
}
