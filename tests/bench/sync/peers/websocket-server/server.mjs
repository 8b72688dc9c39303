/** @y/websocket-server on PORT; with DATA each update goes into LevelDB through its persistence hook. */
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { setPersistence, setupWSConnection } from '@y/websocket-server/utils';

const { PORT, DATA } = process.env;
if (DATA) {
  const { LeveldbPersistence } = await import('y-leveldb');
  const { applyUpdate, encodeStateAsUpdate } = await import('yjs');
  const level = new LeveldbPersistence(`${DATA}/level`);
  setPersistence({
    provider: level,
    bindState: async (name, doc) => {
      const stored = await level.getYDoc(name);
      doc.on('update', (update) => void level.storeUpdate(name, update));
      applyUpdate(doc, encodeStateAsUpdate(stored));
    },
    writeState: async () => {},
  });
}
// Its own copy of ws, as it is shipped.
const own = createRequire(createRequire(import.meta.url).resolve('@y/websocket-server/utils'));
const sockets = new (own('ws').Server)({ noServer: true });
sockets.on('connection', setupWSConnection);
const server = createServer((_, response) => response.end());
server.on('upgrade', (request, socket, head) =>
  sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit('connection', ws, request)),
);
server.listen(Number(PORT), '127.0.0.1');
