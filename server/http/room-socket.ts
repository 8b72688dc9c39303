/** A WebSocket as a room sees it: bytes in, bytes out, an end. */
import type { Writable } from 'node:stream';
import type { WebSocket } from 'ws';
import type { RoomSocket } from '#server/rooms/rooms.ts';
import type { Logger } from '#server/telemetry/logger.ts';
import { frameOf, MOST_FRAMED_BYTES } from './frame.ts';
import type { Identity } from './identity.ts';

/** A session is told that somebody works at most so often: it does not end within a day. */
const TOUCH_MS = 30_000;
/** Who does not answer a goodbye by then is cut off. */
const FAREWELL_MS = 2000;

/** `stream` is what the WebSocket was made of, without compression: whole frames may be written to it between its own. */
export function roomSocket(socket: WebSocket, stream: Writable, identity: Identity, log: Logger): RoomSocket {
  socket.on('error', (error) => log.info({ error: error.message }, 'a socket broke')); // ws closes it itself
  let touchedAtMs = -Infinity;
  const touch = () => {
    const nowMs = performance.now();
    if (nowMs - touchedAtMs < TOUCH_MS) return;
    touchedAtMs = nowMs;
    identity.touch().catch((error: unknown) => log.error({ error }, 'a session was not touched'));
  };
  socket.pause(); // until the room resumes it: opening takes a moment, and nothing may be lost
  return {
    get bufferedAmount() {
      return socket.bufferedAmount;
    },
    send(bytes) {
      if (socket.readyState !== socket.OPEN) return;
      if (bytes.byteLength > MOST_FRAMED_BYTES) socket.send(bytes);
      else stream.write(frameOf(bytes));
    },
    close(code, reason) {
      socket.close(code, shortened(reason));
      const timer = setTimeout(() => socket.terminate(), FAREWELL_MS); // what waits for it is not kept for long
      socket.once('close', () => clearTimeout(timer));
    },
    pause() {
      socket.pause();
    },
    resume() {
      socket.resume();
    },
    onMessage(listener) {
      socket.on('message', (data, isBinary) => {
        if (!isBinary) return socket.close(1003, 'Only bytes are understood here.');
        const bytes = data as Buffer; // binaryType is nodebuffer
        if (isEdit(bytes)) touch();
        listener(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      });
    },
    onClose(listener) {
      socket.once('close', () => listener());
    },
  };
}

/** A sync message with an update: somebody works. Presence and answers are sent by an open tab alone. */
function isEdit(bytes: Uint8Array): boolean {
  return bytes[0] === 0 && bytes[1] === 2;
}

/** A close frame has room for 123 bytes. */
function shortened(reason: string): string {
  let text = reason;
  while (Buffer.byteLength(text) > 123) text = text.slice(0, -1);
  return text;
}
