/** A raw client of either wire. It keeps a document, or (as a generator of load) only reads times off what arrives. */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import type { BenchServer, Wire } from './servers.ts';

export type Door = { readonly url: string; readonly headers: Readonly<Record<string, string>> };
export type Address = { readonly wire: Wire; readonly room: string; readonly door: Door };

/** Milliseconds that all processes of one machine agree on. */
export const nowMs = () => performance.timeOrigin + performance.now();

export function addressOf(server: BenchServer, room: string, n = 0): Address {
  return { wire: server.wire, room, door: server.door(room, n) };
}

/** The mark that all edits of the benchmark are made to: an event, whole as our documents ask for. */
export const MARK = 'bench';

export class BenchClient {
  readonly doc = new Y.Doc();
  /** From making an edit to its arrival here, of every edit that others made. */
  readonly latencies: number[] = [];
  received = 0;
  receivedBytes = 0;
  closed: number | null = null;
  socket: WebSocket | undefined;
  readonly #address: Address;
  /** Whether the document is kept up; a generator of load only reads times off what arrives. */
  follows = true;
  readonly #echo: boolean;
  #synced: () => void = () => undefined;
  #cursorClock = 0;

  /** `echo`: sends others' presence back, as every stock y-websocket client does. */
  constructor(address: Address, { echo = false }: { readonly echo?: boolean } = {}) {
    this.#address = address;
    this.#echo = echo;
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.#say(0, 2, update);
    });
  }

  /** Settles when the whole document has arrived. */
  connect(): Promise<this> {
    const { door, wire } = this.#address;
    return new Promise((done, fail) => {
      const socket = new WebSocket(door.url, {
        headers: door.headers,
        perMessageDeflate: false,
        maxPayload: 1 << 30,
      });
      this.socket = socket;
      this.#synced = () => done(this);
      socket.on('error', fail);
      socket.on('close', (code) => {
        this.closed = code;
        fail(new Error(`The socket was closed with ${code}.`));
      });
      socket.on('open', () => (wire === 'hocuspocus' ? this.#authenticate() : this.#ask()));
      socket.on('message', (bytes: Buffer) => this.#hear(bytes));
    });
  }

  /** Makes the mark that edits go to; once in a room. */
  prepare(): void {
    if (this.doc.getMap('events').has(MARK)) return;
    const fields = { label: 'bench', frame: 0, deleted: false, attr: new Y.Map() };
    this.doc.transact(() => this.doc.getMap('events').set(MARK, new Y.Map(Object.entries(fields))));
  }

  /** One small edit that says when it was made. */
  edit(key = `k${this.doc.clientID}`): void {
    const mark = this.doc.getMap<Y.Map<Y.Map<unknown>>>('events').get(MARK);
    mark?.get('attr')?.set(key, `${nowMs()} ${this.doc.clientID}`);
  }

  /** Presence as our screens send it. */
  cursor(): void {
    const state = {
      frame: this.#cursorClock % 1000,
      playing: false,
      cursor: { x: Math.random() * 1920, y: Math.random() * 1080 },
      selection: [],
      draft: null,
    };
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarUint(encoder, this.doc.clientID);
    encoding.writeVarUint(encoder, ++this.#cursorClock);
    encoding.writeVarString(encoder, JSON.stringify(state));
    this.#say(1, null, encoding.toUint8Array(encoder));
  }

  close(): void {
    this.socket?.removeAllListeners();
    this.socket?.on('error', () => undefined);
    this.socket?.terminate();
    this.doc.destroy();
  }

  #authenticate(): void {
    this.#write((encoder) => {
      encoding.writeVarUint(encoder, 2);
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarString(encoder, 'token');
      encoding.writeVarString(encoder, '4.7.0');
    });
  }

  #ask(): void {
    this.#say(0, 0, Y.encodeStateVector(this.doc));
  }

  #say(kind: number, step: number | null, body: Uint8Array): void {
    this.#write((encoder) => {
      encoding.writeVarUint(encoder, kind);
      if (step !== null) encoding.writeVarUint(encoder, step);
      encoding.writeVarUint8Array(encoder, body);
    });
  }

  #write(fill: (encoder: encoding.Encoder) => void): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    const encoder = encoding.createEncoder();
    if (this.#address.wire === 'hocuspocus') encoding.writeVarString(encoder, this.#address.room);
    fill(encoder);
    this.socket.send(encoding.toUint8Array(encoder));
  }

  #hear(bytes: Buffer): void {
    this.received++;
    this.receivedBytes += bytes.length;
    const isHocuspocus = this.#address.wire === 'hocuspocus';
    const decoder = decoding.createDecoder(bytes);
    if (isHocuspocus) decoding.readVarString(decoder);
    const kind = decoding.readVarUint(decoder);
    if (isHocuspocus && kind === 2) {
      if (decoding.readVarUint(decoder) === 2) this.#ask();
    } else if (kind === 0 || (isHocuspocus && kind === 4)) this.#hearSync(decoder);
    else if (kind === 1 && this.#echo) this.#say(1, null, decoding.readVarUint8Array(decoder));
  }

  #hearSync(decoder: decoding.Decoder): void {
    const step = decoding.readVarUint(decoder);
    const body = decoding.readVarUint8Array(decoder);
    if (step === 0) return this.#say(0, 1, Y.encodeStateAsUpdate(this.doc, body));
    if (step === 2) this.#time(body);
    if (this.follows) Y.applyUpdate(this.doc, body, this);
    if (step === 1) this.#synced();
  }

  #time(update: Uint8Array): void {
    const now = nowMs();
    for (const struct of Y.decodeUpdate(update).structs) {
      const value: unknown = struct instanceof Y.Item ? struct.content.getContent()[0] : undefined;
      const [, madeMs = '', client = ''] =
        /^(\d+\.?\d*) (\d+)$/.exec(typeof value === 'string' ? value : '') ?? [];
      if (madeMs === '' || Number(client) === this.doc.clientID) continue;
      this.latencies.push(now - Number(madeMs));
    }
  }
}
