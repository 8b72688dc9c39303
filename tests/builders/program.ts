/** A program of somebody's in a room of a served app: the stock y-websocket client, with a token. */
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { MESSAGE, OURS, readToClient, type News } from '#lib/protocol/messages.ts';

export type Program = {
  readonly ydoc: Y.Doc;
  readonly provider: WebsocketProvider;
  /** Close codes of its lines so far. */
  readonly ends: readonly number[];
  /** What it was told that has changed beside the document, when it asked for that. */
  readonly news: readonly News[];
  /** Edits of its line that are acknowledged, when it asked for that. */
  readonly acknowledged: number;
  /** Settles when it has the document. */
  readonly synced: Promise<void>;
  destroy(): void;
};

/** @param url of the app, `http://…` */
export function program(
  url: string,
  room: string,
  bearer: string,
  { ydoc = new Y.Doc(), loupe = false }: { readonly ydoc?: Y.Doc; readonly loupe?: boolean } = {},
): Program {
  class WithToken extends WebSocket {
    constructor(address: string) {
      super(address, { headers: { authorization: bearer } });
    }
  }
  const provider = new WebsocketProvider(`${url.replace('http', 'ws')}/sync`, room, ydoc, {
    WebSocketPolyfill: WithToken as unknown as typeof globalThis.WebSocket,
    disableBc: true,
    params: loupe ? { loupe: '1' } : {},
  });
  let acknowledged = 0;
  const news: News[] = [];
  for (const kind of OURS) {
    provider.messageHandlers[MESSAGE[kind]] = (_, decoder) => {
      const message = readToClient(kind, decoder);
      if (message.kind === 'ack') acknowledged = message.count;
      if (message.kind === 'news' && message.of) news.push(message.of);
    };
  }
  const ends: number[] = [];
  provider.on('connection-close', (event) => ends.push(event?.code ?? 0));
  return {
    ydoc,
    provider,
    ends,
    news,
    get acknowledged() {
      return acknowledged;
    },
    synced: new Promise((done) => provider.on('sync', (synced) => synced && done())),
    destroy() {
      provider.destroy();
      provider.awareness.destroy();
    },
  };
}
