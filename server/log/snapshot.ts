/** A document's state as it is kept: compressed, beside the clients that had written in it until then. */
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import type { PersonId } from '#lib/model/id.ts';
import type { SealedSnapshot } from './chain.ts';
import type { Place } from './reader.ts';

export type Clients = Map<number, PersonId>;

// On the threads of libuv: neither the server nor the writer waits.
const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** @param state Yjs state as an update, v1 encoding */
export async function pack(
  { seq, hash }: Place,
  clients: ReadonlyMap<number, PersonId>,
  state: Uint8Array,
): Promise<SealedSnapshot> {
  return { seq, rowHash: hash, clients: JSON.stringify([...clients]), packed: await compress(state) };
}

/** The state in a snapshot: a Yjs update, v1 encoding. */
export async function unpack({ packed }: SealedSnapshot): Promise<Uint8Array> {
  const { buffer, byteOffset, byteLength } = await decompress(packed);
  return new Uint8Array(buffer, byteOffset, byteLength);
}

export function clientsOf({ clients }: SealedSnapshot): Clients {
  return new Map(JSON.parse(clients) as [number, PersonId][]);
}

/** Gives clients to a person unless they are somebody's already: the first one wins. */
export function claim(clients: Clients, person: PersonId, newClients: readonly number[]): void {
  for (const client of newClients) if (!clients.has(client)) clients.set(client, person);
}
