/** A program joins with a stock y-websocket client and a token, and a person sees what it does. */
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { expect, test } from './test.ts';

test.use({ ground: 'program' });

type VideoBody = { readonly rooms: { readonly labels: readonly { readonly room: string }[] } };

test('reads and edits the document beside a person', async ({ demo }) => {
  const { server, video } = demo;
  const token = await server.token('maya');
  const { body } = await server.api<VideoBody>(token, `/videos/${video}`);
  class WithToken extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { authorization: `Bearer ${token}` } });
    }
  }
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(
    `ws://localhost:${server.port}/sync`,
    body.rooms.labels[0]!.room,
    doc,
    {
      WebSocketPolyfill: WithToken as unknown as typeof globalThis.WebSocket,
    },
  );
  try {
    await expect.poll(() => provider.synced).toBe(true);
    const ito = await demo.desk('Dr Hana Ito');
    await ito.goTo(9);
    await ito.draw('Consolidation', [0.4, 0.4], [0.5, 0.5]);
    await expect.poll(() => doc.getMap('tracks').size).toBe(1);

    // As doc/SPEC.md says: an event is complete when it is made.
    doc.transact(() => {
      const fields = { label: 'lung-point', frame: 21, deleted: false, attr: new Y.Map() };
      doc.getMap('events').set('from-a-program', new Y.Map(Object.entries(fields)));
    });
    await expect(ito.object(/^Lung point 1/)).toBeVisible();
    await ito.page.reload();
    await ito.isOpen();
    await expect(ito.object(/^Lung point 1/)).toBeVisible();
  } finally {
    provider.destroy();
  }
});
