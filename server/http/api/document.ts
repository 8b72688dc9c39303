/**
 * A whole document in one answer, for the first opening: compressed once for all who ask, kept by the browser until it
 * changes. The socket then brings only what has happened since.
 */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Refusal } from '#lib/model/problem.ts';
import { parseRoomName } from '#lib/protocol/room-name.ts';
import type { App } from '#server/app.ts';
import type { InVideo } from '#server/auth/access.ts';
import type { PersonRow } from '#server/store/people.ts';
import type { Reply } from '../reply.ts';
import type { Call } from './route.ts';

type Packed = { readonly head: number; readonly bytes: Promise<Buffer> };

/** So many documents lie here compressed, those that were asked for last. */
const KEPT = 16;
/** Smaller ones are not worth it. */
const LEAST_BYTES = 1024;

const pack = promisify(gzip);
const packedBy = new WeakMap<App, Map<string, Packed>>();

export async function documentState(
  { app, query, request, response }: Call,
  { video, person }: InVideo & { readonly person: PersonRow },
): Promise<Reply> {
  const room = query['room'] ?? '';
  app.access.room(person, room);
  if (parseRoomName(room)?.video !== video.id) throw new Refusal('not-found');
  const { head, state } = await app.rooms.state(room);
  const tag = `"${room}-${head}"`;
  response.setHeader('etag', tag);
  response.setHeader('cache-control', 'private, no-cache'); // kept, and asked about each time
  response.setHeader('vary', 'accept-encoding');
  const type = 'application/octet-stream';
  if (request.headers['if-none-match'] === tag) return { status: 304, bytes: new Uint8Array(), type };
  const isPacked =
    state.byteLength >= LEAST_BYTES && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  if (!isPacked) return { status: 200, bytes: state, type };
  response.setHeader('content-encoding', 'gzip');
  response.setHeader('x-document-bytes', state.byteLength); // content-length counts compressed ones
  return { status: 200, bytes: await packedOf(app, room, head, state), type };
}

function packedOf(app: App, room: string, head: number, state: Uint8Array): Promise<Buffer> {
  const packed = packedBy.get(app) ?? new Map<string, Packed>();
  packedBy.set(app, packed);
  const known = packed.get(room);
  packed.delete(room); // the last asked for is the last to go
  const found = known?.head === head ? known : { head, bytes: pack(state, { level: 1 }) };
  packed.set(room, found);
  for (const [oldest] of packed) {
    if (packed.size <= KEPT) break;
    packed.delete(oldest);
  }
  return found.bytes;
}
