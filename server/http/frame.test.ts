/** What is framed here is what the library would have sent, read back by the library. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { frameOf, MOST_FRAMED_BYTES } from './frame.ts';

it('arrives whole and in order, between frames of the library', { timeout: 60_000 }, async () => {
  const lengths = [0, 1, 125, 126, 127, 255, 256, 4000, MOST_FRAMED_BYTES];
  const messages = lengths.map((length, n) => new Uint8Array(length).fill(n + 1));
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  server.on('upgrade', (request, stream, head) =>
    sockets.handleUpgrade(request, stream, head, (socket) => {
      for (const message of messages) {
        stream.write(frameOf(message));
        socket.send(message);
      }
      socket.close(1000);
    }),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const heard: Uint8Array[] = [];
    client.on('message', (bytes: Buffer, isBinary) => {
      expect(isBinary).toBe(true);
      heard.push(new Uint8Array(bytes));
    });
    const code = await new Promise((done) => client.once('close', done));
    expect(code).toBe(1000);
    expect(heard).toEqual(messages.flatMap((message) => [message, message]));
  } finally {
    server.close();
  }
});
