/**
 * A room server for tests of the line: real sockets, one document to a room, and a hand on everything that can go wrong.
 * It takes no update with a gap, as the real rooms do, and keeps what it heard.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import * as encoding from 'lib0/encoding';
import { WebSocketServer, type WebSocket } from 'ws';
import * as Y from 'yjs';
import {
  MAX_MESSAGE_BYTES,
  readFromClient,
  writePresence,
  writeSync,
  writeToClient,
  type FromClient,
  type ToClient,
} from '#lib/protocol/messages.ts';

/** What a room does by itself; a test changes it at any time. */
export type Script = {
  /** Asks each new socket what it lacks. */
  asks: boolean;
  /** Answers what is missing. */
  answers: boolean;
  /** Takes edits in and shows them to the others. */
  takes: boolean;
  /** Acknowledges the edits it took. */
  acknowledges: boolean;
  /** Said before anything else. */
  greets: readonly ToClient[];
  /** Ends each new socket with this code, before anything is said. */
  closes: number | null;
};

export type RoomMember = {
  readonly socket: WebSocket;
  readonly room: string;
  /** The path and query it came with. */
  readonly url: string;
  readonly heard: FromClient[];
  edits: number;
  /** An edit was not taken: what comes before its answer to a question lies behind a gap, and is not taken either. */
  behind: boolean;
};

type Document = { readonly ydoc: Y.Doc; gaps: number };

export class ScriptedRoom {
  readonly script: Script = {
    asks: true,
    answers: true,
    takes: true,
    acknowledges: true,
    greets: [],
    closes: null,
  };
  /** Of all sockets that ever came, the first first. */
  readonly members: RoomMember[] = [];
  /** Most sockets there ever were at once in one room. */
  most = 0;
  readonly #documents = new Map<string, Document>();
  #server: WebSocketServer;
  #port: number;

  private constructor(server: WebSocketServer) {
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
    this.#serve();
  }

  static async start(): Promise<ScriptedRoom> {
    return new ScriptedRoom(await listening(0));
  }

  /** `ws://…/sync` */
  get url(): string {
    return `ws://127.0.0.1:${this.#port}/sync`;
  }

  get present(): readonly RoomMember[] {
    return this.members.filter(({ socket }) => socket.readyState === socket.OPEN);
  }

  /** Who came last. */
  get last(): RoomMember {
    const last = this.members.at(-1);
    if (!last) throw new Error('Nobody came.');
    return last;
  }

  /** The room's own document. */
  ydoc(room = 'room'): Y.Doc {
    return this.#document(room).ydoc;
  }

  /** Throws when an update ever built on something the room did not have. */
  assertNoGaps(): void {
    const gaps = [...this.#documents.values()].reduce((sum, one) => sum + one.gaps, 0);
    if (gaps > 0) throw new Error(`${gaps} updates came with a gap.`);
  }

  /** Says something to everybody, or to one. */
  say(message: ToClient | Uint8Array, to: readonly RoomMember[] = this.present): void {
    const bytes = message instanceof Uint8Array ? message : writeToClient(message);
    for (const { socket } of to) socket.send(bytes);
  }

  ask(member: RoomMember): void {
    this.say(writeSync('stateVector', Y.encodeStateVector(this.ydoc(member.room))), [member]);
  }

  /** Presence states as the server would send them; a string goes out as it is, not as JSON. */
  presence(states: readonly (readonly [client: number, state: unknown])[]): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, states.length);
    for (const [client, state] of states) {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarString(encoder, typeof state === 'string' ? state : JSON.stringify(state));
    }
    this.say(writePresence(encoding.toUint8Array(encoder)));
  }

  /** Ends the sockets with a code, or without a word. */
  end(code?: number, reason = ''): void {
    for (const { socket } of this.present) {
      if (code === undefined) socket.terminate();
      else socket.close(code, reason);
    }
  }

  /** Nobody listens any more. */
  async down(): Promise<void> {
    for (const socket of this.#server.clients) socket.terminate();
    await new Promise((done) => this.#server.close(done));
  }

  /** Listens again, at the same address, with the documents it had. */
  async up(): Promise<void> {
    this.#server = await listening(this.#port);
    this.#serve();
  }

  #document(room: string): Document {
    const found = this.#documents.get(room) ?? { ydoc: new Y.Doc(), gaps: 0 };
    this.#documents.set(room, found);
    return found;
  }

  #serve(): void {
    this.#server.on('connection', (socket, request) => {
      socket.on('error', () => socket.terminate());
      const { closes, greets, asks } = this.script;
      if (closes !== null) return socket.close(closes, 'by the script');
      const url = request.url ?? '';
      const room = url.split('/').at(-1)?.split('?')[0] ?? '';
      const member: RoomMember = { socket, room, url, heard: [], edits: 0, behind: false };
      this.members.push(member);
      this.most = Math.max(this.most, this.present.filter((one) => one.room === room).length);
      for (const message of greets) this.say(message, [member]);
      if (asks) this.ask(member);
      socket.on('message', (data) => this.#hear(member, new Uint8Array(data as Buffer)));
    });
  }

  #hear(member: RoomMember, bytes: Uint8Array): void {
    const message = readFromClient(bytes);
    member.heard.push(message);
    if (message.kind === 'state-vector' && this.script.answers)
      this.say(writeSync('missing', Y.encodeStateAsUpdate(this.ydoc(member.room), message.vector)), [member]);
    if (message.kind !== 'edit') return;
    const ordinal = ++member.edits;
    const { takes, acknowledges } = this.script;
    member.behind = !takes || (member.behind && !message.isAnswer);
    if (member.behind) return;
    this.#take(member, message.update);
    if (acknowledges) this.say({ kind: 'ack', count: ordinal }, [member]);
  }

  #take(member: RoomMember, update: Uint8Array): void {
    const document = this.#document(member.room);
    const { ydoc } = document;
    Y.applyUpdate(ydoc, update, member);
    if (ydoc.store.pendingStructs ?? ydoc.store.pendingDs) document.gaps++;
    const others = this.present.filter((one) => one !== member && one.room === member.room);
    this.say(writeSync('update', update), others);
  }
}

async function listening(port: number): Promise<WebSocketServer> {
  const server = new WebSocketServer({ port, host: '127.0.0.1', maxPayload: MAX_MESSAGE_BYTES });
  await once(server, 'listening');
  return server;
}
