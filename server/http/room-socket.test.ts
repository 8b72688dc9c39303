/** A WebSocket as a room sees it: who works keeps their session, and that is not asked at every edit. */
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { writePresence, writeSync } from '#lib/protocol/messages.ts';
import { createLogger } from '#server/telemetry/logger.ts';
import type { Identity } from './identity.ts';
import { roomSocket } from './room-socket.ts';

it('tells the session of the first edit, and not of every edit after it', () => {
  const touch = vi.fn<() => Promise<void>>(async () => undefined);
  const identity: Identity = { person: null, by: 'cookie', stillGood: async () => true, touch };
  const line = Object.assign(new EventEmitter(), { pause: () => undefined });
  const heard: Uint8Array[] = [];
  const socket = roomSocket(
    line as unknown as WebSocket,
    new PassThrough(),
    identity,
    createLogger('silent'),
  );
  socket.onMessage((bytes) => heard.push(bytes));

  line.emit('message', Buffer.from(writePresence(Uint8Array.of(0))), true);
  line.emit('message', Buffer.from(writeSync('missing', Uint8Array.of(0, 0))), true);
  expect(touch).not.toHaveBeenCalled(); // an open tab says that by itself
  for (let n = 0; n < 50; n++)
    line.emit('message', Buffer.from(writeSync('update', Uint8Array.of(0, 0))), true);
  expect(touch).toHaveBeenCalledTimes(1);
  expect(heard).toHaveLength(52);
});
