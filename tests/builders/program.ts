/** A program of somebody's in a room of a served app: the stock y-websocket client, with a token. */
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';

export type Program = {
  readonly ydoc: Y.Doc;
  readonly provider: WebsocketProvider;
  /** Close codes of its lines so far. */
  readonly ends: readonly number[];
  /** Settles when it has the document. */
  readonly synced: Promise<void>;
  destroy(): void;
};

/** @param url of the app, `http://…` */
export function program(url: string, room: string, bearer: string, ydoc = new Y.Doc()): Program {
  class WithToken extends WebSocket {
    constructor(address: string) {
      super(address, { headers: { authorization: bearer } });
    }
  }
  const provider = new WebsocketProvider(`${url.replace('http', 'ws')}/sync`, room, ydoc, {
    WebSocketPolyfill: WithToken as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  });
  const ends: number[] = [];
  provider.on('connection-close', (event) => ends.push(event?.code ?? 0));
  return {
    ydoc,
    provider,
    ends,
    synced: new Promise((done) => provider.on('sync', (synced) => synced && done())),
    destroy() {
      provider.destroy();
      provider.awareness.destroy();
    },
  };
}
