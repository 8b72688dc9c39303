/** Which row of the log brought each write of a document: so who made a mark, who changed it last, and when. */
import { setImmediate } from 'node:timers/promises';
import * as Y from 'yjs';
import { writeOf, type WriteId } from '#lib/doc/item.ts';
import type { EntityRoot } from '#lib/doc/schema.ts';
import type { Authored, Written } from '#lib/interchange/record.ts';
import type { Log, Row } from '#server/log/log.ts';

/** A row that brought the writes of a client from `clock` on, up to its next arrival's. */
type Arrival = { readonly clock: number; readonly seq: number; readonly written: Written };

/** Others have their turn after so many rows. */
const PIECE_ROWS = 500;

export class Arrivals {
  /** By Yjs client, ascending by clock. */
  readonly #clients = new Map<number, Arrival[]>();
  /** By Yjs client: the first clock that has not arrived. */
  readonly #ends = new Map<number, number>();

  /** Of the rows of a room up to `head`. Throws LogDamaged. */
  static async read(log: Log, room: string, head: number): Promise<Arrivals> {
    const arrivals = new Arrivals();
    for (const row of log.rows(room)) {
      if (row.seq > head) break;
      arrivals.#add(row);
      if (row.seq % PIECE_ROWS === 0) await setImmediate();
    }
    return arrivals;
  }

  /** Who made the entity with this id, and who wrote the newest of its values. */
  authorsOf(root: EntityRoot, id: string): Omit<Authored<unknown>, 'mark'> {
    const entity: unknown = root.get(id);
    const made = this.#of(writeOf(root, id));
    let changed = made;
    for (const map of entity instanceof Y.Map ? mapsOf(entity as Y.Map<unknown>) : []) {
      for (const key of map.keys()) {
        const arrival = this.#of(writeOf(map, key));
        if (arrival && arrival.seq > (changed?.seq ?? 0)) changed = arrival;
      }
    }
    return { made: made?.written ?? null, changed: changed?.written ?? null };
  }

  #add({ seq, person, atMs, update }: Row): void {
    const { from, to } = Y.parseUpdateMeta(update);
    for (const [client, end] of to) {
      const known = this.#ends.get(client) ?? 0;
      if (end <= known) continue; // sent again
      const arrivals = this.#clients.get(client) ?? [];
      arrivals.push({
        clock: Math.max(known, from.get(client) ?? 0),
        seq,
        written: { by: person, atMs },
      });
      this.#clients.set(client, arrivals);
      this.#ends.set(client, end);
    }
  }

  #of(write: WriteId | undefined): Arrival | undefined {
    const arrivals = write && this.#clients.get(write.client);
    if (!arrivals || write.clock >= (this.#ends.get(write.client) ?? 0)) return undefined;
    let low = 0;
    let high = arrivals.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((arrivals[middle]?.clock ?? Infinity) <= write.clock) low = middle + 1;
      else high = middle;
    }
    return arrivals[low - 1];
  }
}

/** An entity and the containers in it. */
function* mapsOf(entity: Y.Map<unknown>): Generator<Y.Map<unknown>, void, void> {
  yield entity;
  for (const inner of entity.values()) if (inner instanceof Y.Map) yield inner as Y.Map<unknown>;
}
