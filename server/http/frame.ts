/** A message as one WebSocket frame, unmasked as a server sends it (RFC 6455, 5.2): one write instead of two. */

const WHOLE_AND_BINARY = 0x82;
const LENGTH_IN_TWO_BYTES = 126;
/** What is larger is not worth a copy. */
export const MOST_FRAMED_BYTES = 0xffff;

/** Head and message in one piece, for messages of at most MOST_FRAMED_BYTES. */
export function frameOf(message: Uint8Array): Uint8Array {
  const { length } = message;
  const head = length < LENGTH_IN_TWO_BYTES ? 2 : 4;
  const frame = Buffer.allocUnsafe(head + length);
  frame[0] = WHOLE_AND_BINARY;
  if (head === 2) frame[1] = length;
  else {
    frame[1] = LENGTH_IN_TWO_BYTES;
    frame.writeUInt16BE(length, 2);
  }
  frame.set(message, head);
  return frame;
}
