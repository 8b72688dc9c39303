import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NewerDatabase } from '#server/store/database.ts';
import type { Logger } from '#server/telemetry/logger.ts';
import { itKeepsHistory, rowOf } from './log-suite.ts';
import { LogBroken, LogDamaged, type Log } from './log.ts';
import { createLog } from './sqlite-log.ts';

let folder = '';
let path = '';
let opened: Log[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loupe-log-'));
  path = join(folder, 'log.db');
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map((log) => log.stop()));
  rmSync(folder, { recursive: true, force: true });
});

function open(logger?: Logger): Log {
  const log = createLog(path, logger ? { logger } : {});
  opened.push(log);
  return log;
}

/** Changes the file by hand, as no Loupe does. */
function meddle(...statements: string[]): void {
  const db = new Database(path);
  db.exec(statements.join(';'));
  db.close();
}

/** A logger that keeps the sentences. */
function listening(said: string[]): Logger {
  const say = (_: object, sentence: string) => void said.push(sentence);
  const logger: Logger = { debug: say, info: say, warn: say, error: say, child: () => logger };
  return logger;
}

async function filled(rooms: readonly string[] = ['a'], rows = 5): Promise<Log> {
  const log = open();
  for (let byte = 1; byte <= rows; byte++) {
    await Promise.all(rooms.map((room) => log.append(room, { ...rowOf(byte), newClients: [byte] })));
  }
  return log;
}

const ALWAYS_HERE = { share: 1, mostMs: 1e9 };
const NEVER_HERE = { share: 0, mostMs: 0 };

describe('the log in SQLite, written to by its own thread', () => {
  itKeepsHistory(() => createLog(path, { patience: NEVER_HERE }));
});

describe('the log in SQLite, written to on the short way', () => {
  itKeepsHistory(() => createLog(path, { patience: ALWAYS_HERE }));
});

describe('the two ways to the disk', () => {
  /** Whether a row is on the disk by the next turn of the event loop: no other thread answers so soon. */
  async function isHere(log: Log, row = rowOf(1)): Promise<boolean> {
    let done = false;
    const stored = log.append('a', row).then(() => (done = true));
    await new Promise((next) => setImmediate(() => setImmediate(next)));
    const wasDone = done;
    await stored;
    return wasDone;
  }

  it('[L30] a quick disk is written to at once, one that is not by the thread', async () => {
    const quick = createLog(path, { patience: ALWAYS_HERE });
    opened.push(quick);
    await quick.append('a', rowOf(0)); // the thread opens it first
    for (let n = 0; n < 20; n++) expect(await isHere(quick)).toBe(true);
    expect(quick.verify('a')).toEqual({ rows: 21, fault: null });
  });

  it('[L30] much at once is for the thread, and so is what follows until it is done', async () => {
    const log = createLog(path, { patience: ALWAYS_HERE });
    opened.push(log);
    await log.append('a', rowOf(0));
    const order: number[] = [];
    const note = (seq: number) => order.push(seq);
    const large = log.append('a', { ...rowOf(), update: new Uint8Array(100_000) }).then(note);
    await new Promise((next) => setImmediate(next)); // it is on its way
    const small = log.append('a', rowOf(2)).then(note);
    await Promise.all([large, small]);
    expect(order).toEqual([2, 3]);
    expect(await isHere(log)).toBe(true);
    expect(log.verify('a')).toEqual({ rows: 4, fault: null });
  });

  it('[L30] while another process writes, this one goes on with everything else', async () => {
    const log = createLog(path, { patience: ALWAYS_HERE });
    opened.push(log);
    await log.append('a', rowOf(0));
    await log.append('a', rowOf(0)); // the short way is open
    const other = new Database(path);
    try {
      other.exec('BEGIN IMMEDIATE');
      let done = false;
      const stored = log.append('a', rowOf(1)).then(() => (done = true));
      for (let turn = 0; turn < 20; turn++) await new Promise((next) => setImmediate(next));
      expect(done).toBe(false);
      other.exec('COMMIT');
      await stored;
    } finally {
      other.close();
    }
    expect(log.verify('a')).toEqual({ rows: 3, fault: null });
  });
});

describe('writing', () => {
  it('[L11] puts what waits into one transaction', async () => {
    const log = open();
    await log.append('a', rowOf(0));
    const before = commitsIn(readFileSync(`${path}-wal`));
    await Promise.all(Array.from({ length: 500 }, (_, at) => log.append(`room ${at % 7}`, rowOf(at % 256))));
    expect(commitsIn(readFileSync(`${path}-wal`)) - before).toBe(1);
  });

  it('[L12] is durable before it answers, and another process sees it at once', async () => {
    const log = open();
    const other = open();
    for (let byte = 1; byte <= 20; byte++) {
      await log.append('a', rowOf(byte));
      expect([...other.rows('a')]).toHaveLength(byte);
    }
    expect((await other.open('a')).head).toBe(20);
  });

  it('[L13] leaves no gap when two processes write', async () => {
    const [one, other] = [open(), open()];
    for (let round = 0; round < 10; round++) {
      await one.append('a', rowOf(1));
      await Promise.all([
        one.append('a', rowOf(1)),
        other.append('a', rowOf(2)),
        other.append('b', rowOf(3)),
      ]);
    }
    expect([one.verify('a'), one.verify('b')]).toEqual([
      { rows: 30, fault: null },
      { rows: 10, fault: null },
    ]);
  });

  it('[L14] folds a WAL that has grown into the database, and begins it anew', async () => {
    const log = open();
    const large = { ...rowOf(), update: new Uint8Array(2_000_000).fill(7) };
    for (let row = 0; row < 20; row++) await log.append('a', large);
    expect(statSync(path).size).toBeGreaterThan(16_000_000);
    expect(statSync(`${path}-wal`).size).toBeLessThan(30_000_000);
  });

  it('[L14] folds the WAL in after a silence', async () => {
    const log = createLog(path, { quietMs: 30 });
    opened.push(log);
    await log.append('a', { ...rowOf(), update: new Uint8Array(200_000) });
    await expect.poll(() => statSync(path).size, { timeout: 10_000 }).toBeGreaterThan(200_000);
  });

  it('[L15] reads in pieces, while more is appended', async () => {
    const log = await filled(['a'], 1);
    await Promise.all(Array.from({ length: 2500 }, (_, at) => log.append('a', rowOf(at % 256))));
    let seen = 0;
    for (const { seq } of log.rows('a')) {
      expect(seq).toBe(++seen);
      if (seq === 500) await log.append('a', rowOf(9));
    }
    expect(seen).toBe(2502);
  });
});

describe('snapshots', () => {
  it('[L16] spare opening the rows before them', async () => {
    const log = await filled();
    await log.snapshot('a', 4, Uint8Array.of(1));
    meddle('DELETE FROM row WHERE seq < 4', "UPDATE row SET content = x'ff' WHERE seq = 4");
    const { rows, clients } = await log.open('a');
    expect(rows.map(({ seq }) => seq)).toEqual([5]);
    expect([...clients.keys()]).toEqual([1, 2, 3, 4, 5]);
  });

  it.each(['packed', 'clients', 'row_hash', 'hash'])(
    '[L17] are not used when their %s is not what was written, and that is said',
    async (column) => {
      const said: string[] = [];
      const log = open(listening(said));
      for (let byte = 1; byte <= 5; byte++) await log.append('a', { ...rowOf(byte), newClients: [byte] });
      await log.snapshot('a', 2, Uint8Array.of(2));
      await log.snapshot('a', 4, Uint8Array.of(4));
      const spoil = (seq: number) =>
        `UPDATE snapshot SET ${column} = CASE typeof(${column}) WHEN 'text' THEN '[]' ELSE zeroblob(32) END WHERE seq = ${seq}`;
      meddle(spoil(4));
      const { snapshot, rows, clients } = await log.open('a');
      expect(snapshot).toEqual({ seq: 2, state: Uint8Array.of(2) });
      expect([rows.length, clients.size, said.length]).toEqual([3, 5, 1]);
      meddle(spoil(2));
      const bare = await log.open('a');
      expect([bare.snapshot, bare.rows.length, bare.clients.size]).toEqual([null, 5, 5]);
      expect(log.verify('a')).toEqual({
        rows: 2,
        fault: { seq: 2, reason: expect.stringContaining('snapshot') },
      });
    },
  );

  it('[L18] are kept two for a room; rows are all kept', async () => {
    const log = await filled(['a', 'b']);
    for (const room of ['a', 'b']) {
      for (const seq of [1, 2, 3, 4, 5]) await log.snapshot(room, seq, Uint8Array.of(seq));
    }
    const db = new Database(path, { readonly: true });
    expect(db.prepare('SELECT seq FROM snapshot ORDER BY room, seq').pluck().all()).toEqual([4, 5, 4, 5]);
    expect(db.prepare('SELECT count(*) FROM row').pluck().get()).toBe(10);
    db.close();
  });

  it('[L19] are not kept on rows that are damaged, and the reason is logged', async () => {
    const said: string[] = [];
    const log = open(listening(said));
    for (let byte = 1; byte <= 3; byte++) await log.append('a', rowOf(byte));
    meddle("UPDATE row SET content = x'ff' WHERE seq = 2");
    await log.snapshot('a', 3, Uint8Array.of(3));
    expect(said).toEqual(['A snapshot was not kept.']);
  });
});

describe('damage', () => {
  it.each([
    ['a changed update', "UPDATE row SET content = x'ff' WHERE room = 1 AND seq = 3", 3],
    ['another person', "UPDATE row SET person = 'eve' WHERE room = 1 AND seq = 3", 3],
    ['another time', 'UPDATE row SET at = at + 1 WHERE room = 1 AND seq = 3', 3],
    ['another client', "UPDATE row SET clients = '[4]' WHERE room = 1 AND seq = 3", 3],
    ['another hash', 'UPDATE row SET hash = zeroblob(32) WHERE room = 1 AND seq = 3', 3],
    ['a missing row', 'DELETE FROM row WHERE room = 1 AND seq = 3', 3],
    ['a missing end', 'DELETE FROM row WHERE room = 1 AND seq > 3', 4],
    ['a head that fell back', 'UPDATE room SET head = 3 WHERE id = 1', 5],
    ['another head', 'UPDATE room SET hash = zeroblob(32) WHERE id = 1', 5],
    ['rows of another room', 'DELETE FROM row WHERE room = 1; UPDATE row SET room = 1 WHERE room = 2', 1],
    ['an exchanged pair', 'UPDATE row SET seq = 7 - seq WHERE room = 1 AND seq > 3', 4],
  ])('[L20] is noticed: %s', async (_, statement, seq) => {
    const log = await filled(['a', 'b']);
    // Unique keys are checked row by row: an exchange needs a step between.
    if (statement.includes('7 - seq')) {
      meddle(
        'UPDATE row SET seq = 90 WHERE room = 1 AND seq = 4',
        'UPDATE row SET seq = 4 WHERE room = 1 AND seq = 5',
        'UPDATE row SET seq = 5 WHERE room = 1 AND seq = 90',
      );
    } else meddle(statement);
    const damage = await log.open('a').catch((error: unknown) => error);
    expect(damage).toBeInstanceOf(LogDamaged);
    expect((damage as LogDamaged).seq).toBe(seq);
    expect(() => [...log.rows('a')]).toThrow(LogDamaged);
    expect(log.verify('a').fault?.seq).toBe(seq);
  });

  it('[L20] of one room leaves the others open', async () => {
    const log = await filled(['a', 'b']);
    meddle("UPDATE row SET content = x'ff' WHERE room = 1 AND seq = 3");
    await expect(log.open('a')).rejects.toThrow(LogDamaged);
    expect((await log.open('b')).head).toBe(5);
    expect([...log.rows('a', 4)].map(({ seq }) => seq)).toEqual([4, 5]);
  });

  it('[L21] of the whole file is said when it is opened; a newer one is refused', async () => {
    await (await filled()).stop();
    const db = new Database(path);
    db.pragma('user_version = 99');
    db.close();
    expect(() => createLog(path)).toThrow(NewerDatabase);
    writeFileSync(path, 'this was a database once, and then it was not '.repeat(100));
    expect(() => createLog(path)).toThrow(LogDamaged);
  });

  it('[L22] found while writing ends all writing, and is told once', async () => {
    const log = await filled();
    const told: string[] = [];
    log.onBroken(({ message }) => told.push(message));
    const db = new Database(path);
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    const pages = readFileSync(path);
    writeFileSync(path, pages.fill(0xff, 4096));
    await expect(log.append('c', rowOf(1))).rejects.toThrow(LogBroken);
    await expect(log.append('a', rowOf(1))).rejects.toThrow(LogBroken);
    expect(told).toHaveLength(1);
    await log.snapshot('a', 5, Uint8Array.of(1)); // nothing is thrown
  });
});

/** How many transactions lie in a WAL: frames whose header names the size of the database after them. */
function commitsIn(wal: Buffer): number {
  const frame = 24 + wal.readUInt32BE(8);
  let commits = 0;
  for (let at = 32; at + frame <= wal.length; at += frame) {
    if (wal.subarray(at + 8, at + 16).equals(wal.subarray(16, 24)) && wal.readUInt32BE(at + 4) > 0) commits++;
  }
  return commits;
}
