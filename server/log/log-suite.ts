/** What every log does, whatever it lies on: run against each implementation by the test beside it. */
import { expect, it } from 'vitest';
import { isId, type PersonId } from '#lib/model/id.ts';
import { assert } from '#lib/model/problem.ts';
import { ROW_BYTES, type Log, type NewRow } from './log.ts';

const ada = person('ada');
const grace = person('grace');

function person(name: string): PersonId {
  assert(isId(name), 'a test names people as the product does');
  return name as PersonId;
}

/** A row of a few bytes. */
export function rowOf(...bytes: number[]): NewRow {
  return { person: ada, atMs: 1_700_000_000_000, update: Uint8Array.from(bytes), newClients: [] };
}

/** @param make an empty log; the suite stops it */
export function itKeepsHistory(make: () => Log): void {
  async function using(run: (log: Log) => Promise<void>): Promise<void> {
    const log = make();
    try {
      await run(log);
    } finally {
      await log.stop();
    }
  }

  it('[L1] numbers the rows of each room 1, 2, 3, … in the order of their appends', () =>
    using(async (log) => {
      const seqs = await Promise.all(
        ['a', 'b', 'a', 'a', 'b'].map((room, at) => log.append(room, rowOf(at))),
      );
      expect(seqs).toEqual([1, 1, 2, 3, 2]);
      expect(await log.append('a', rowOf(9))).toBe(4);
      expect([...log.rows('a')].map(({ seq, update }) => [seq, ...update])).toEqual([
        [1, 0],
        [2, 2],
        [3, 3],
        [4, 9],
      ]);
    }));

  it('[L2] gives rows back as they were appended, also empty and large ones', () =>
    using(async (log) => {
      const large = Uint8Array.from({ length: 3_000_000 }, (_, at) => at % 251);
      await log.append('a', { person: ada, atMs: 1, update: large, newClients: [1] });
      await log.append('a', { person: grace, atMs: 2, update: new Uint8Array(0), newClients: [] });
      const rows = [...log.rows('a')];
      expect(rows.map(({ person: who, atMs }) => [who, atMs])).toEqual([
        [ada, 1],
        [grace, 2],
      ]);
      expect(Buffer.compare(rows[0]?.update ?? new Uint8Array(0), large)).toBe(0);
      expect(rows[1]?.update).toEqual(new Uint8Array(0));
    }));

  it('[L3] opens a room in which nothing was written as empty, and does not make it', () =>
    using(async (log) => {
      expect(await log.open('a')).toEqual({ snapshot: null, rows: [], head: 0, clients: new Map() });
      expect([...log.rows('a')]).toEqual([]);
      expect(log.verify('a')).toEqual({ rows: 0, fault: null });
      expect(log.names()).toEqual([]);
      await log.append('b', rowOf(1));
      expect(log.names()).toEqual(['b']);
    }));

  it('[L4] opens with the newest snapshot and the rows behind it', () =>
    using(async (log) => {
      for (const byte of [1, 2, 3, 4]) await log.append('a', rowOf(byte));
      await log.snapshot('a', 2, Uint8Array.of(12));
      await log.snapshot('a', 3, Uint8Array.of(123));
      const { snapshot, rows, head } = await log.open('a');
      expect(snapshot).toEqual({ seq: 3, state: Uint8Array.of(123) });
      expect(rows.map(({ seq }) => seq)).toEqual([4]);
      expect(head).toBe(4);
      await log.snapshot('a', 4, Uint8Array.of(200));
      expect(await log.open('a')).toEqual({
        snapshot: { seq: 4, state: Uint8Array.of(200) },
        rows: [],
        head: 4,
        clients: new Map(),
      });
      expect([...log.rows('a')]).toHaveLength(4);
    }));

  it('[L5] opens with every row that was appended before, also one that is still on its way', () =>
    using(async (log) => {
      const appended = [log.append('a', rowOf(1)), log.append('a', rowOf(2))];
      const { head, rows } = await log.open('a');
      expect([head, rows.length]).toEqual([2, 2]);
      expect(await Promise.all(appended)).toEqual([1, 2]);
    }));

  it('[L6] gives a client to the first person who writes with it, across snapshots', () =>
    using(async (log) => {
      const clients = async () => [...(await log.open('a')).clients];
      await log.append('a', { ...rowOf(1), newClients: [7, 2 ** 40] });
      await log.append('a', { ...rowOf(2), person: grace, newClients: [7, 8] });
      const all = [
        [7, ada],
        [2 ** 40, ada],
        [8, grace],
      ];
      expect(await clients()).toEqual(all);
      await log.snapshot('a', 1, Uint8Array.of(0));
      expect(await clients()).toEqual(all);
      await log.snapshot('a', 2, Uint8Array.of(0));
      expect(await clients()).toEqual(all);
      expect((await log.open('b')).clients.size).toBe(0);
    }));

  it('[L7] reads rows from a number on, past the end none', () =>
    using(async (log) => {
      for (let byte = 0; byte < 5; byte++) await log.append('a', rowOf(byte));
      expect([...log.rows('a', 4)].map(({ seq }) => seq)).toEqual([4, 5]);
      expect([...log.rows('a', 6)]).toEqual([]);
      expect([...log.rows('a', 60)]).toEqual([]);
    }));

  it('[L8] keeps no snapshot of a row that is not there, and does not fail', () =>
    using(async (log) => {
      await log.append('a', rowOf(1));
      await log.snapshot('a', 2, Uint8Array.of(1));
      await log.snapshot('a', 0, Uint8Array.of(1));
      await log.snapshot('b', 1, Uint8Array.of(1));
      expect((await log.open('a')).snapshot).toBeNull();
      expect(log.names()).toEqual(['a']);
    }));

  it('[L9] counts the bytes that wait for the disk', () =>
    using(async (log) => {
      const appended = [log.append('a', rowOf(1, 2, 3)), log.append('b', rowOf())];
      expect(log.waiting).toBe(3 + 2 * ROW_BYTES);
      await Promise.all(appended);
      expect(log.waiting).toBe(0);
      expect(log.full).toBe(false);
    }));

  it('[L10] writes what waits before it stops', async () => {
    const log = make();
    const appended = log.append('a', rowOf(1));
    await log.stop();
    expect(await appended).toBe(1);
  });
}
