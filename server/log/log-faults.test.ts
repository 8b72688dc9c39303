/** Real faults: a killed process, a cut or changed file, a full disk, an fsync that fails. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { NewerDatabase } from '#server/store/database.ts';
import { numberedRow, numberOf, ROOMS } from '../../tests/builders/appending-process.ts';
import { LogDamaged, LogFull, type Log } from './log.ts';
import { createLog } from './sqlite-log.ts';

/** 1 is a quick look; a night takes hundreds. */
const ROUNDS = Number(process.env.LOUPE_FAULT_ROUNDS ?? 1);
/** What a test of so many rounds may take on a machine that is ten times slower. */
const LIMIT_MS = 600_000 + ROUNDS * 120_000;
/** All that was ever written is read again after so many kills: after each, a night would be spent on reading. */
const KILLS_BETWEEN_READINGS = 10;
const SEED = Number(process.env.LOUPE_SEED ?? Date.now() % 1_000_000);
const APPENDING = fileURLToPath(new URL('../../tests/builders/appending-process.ts', import.meta.url));

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loupe-faults-'));
  path = join(folder, 'log.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Numbers from 0 to below `end`, the same for the same seed. */
function seeded(salt: number): (end: number) => number {
  let state = (SEED * 2654435761 + salt) >>> 0;
  return (end) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * end);
  };
}

type Acknowledged = ReadonlyMap<string, number>;

/** Runs the appending process; answers what it was told is on the disk, as `room seq` → number of the update. */
async function appending(
  first: number,
  command: readonly string[],
  end: (child: ReturnType<typeof spawn>) => void,
): Promise<{ readonly acknowledged: Acknowledged; readonly code: number | null; readonly said: string }> {
  const [program, ...args] = [...command, process.execPath, APPENDING, path, String(first)];
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (out === '') end(child);
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  const lines = out.split('\n').slice(0, -1); // the last may be half a line
  const acknowledged = new Map(
    lines.map((line) => {
      const [room, seq, number] = line.split(' ');
      return [`${room} ${seq}`, Number(number)];
    }),
  );
  return { acknowledged, code, said };
}

/** Every room is sound, without a gap, and holds what was acknowledged under its number. Answers how many rows. */
async function expectKept(acknowledged: Acknowledged, known = path): Promise<number> {
  const log = createLog(known);
  try {
    const stored = new Map<string, number>();
    for (const room of log.names()) {
      expect(log.verify(room).fault).toBeNull();
      for (const { seq, update } of log.rows(room)) stored.set(`${room} ${seq}`, numberOf(update));
    }
    expect([...acknowledged].filter(([place, number]) => stored.get(place) !== number)).toEqual([]);
    return stored.size;
  } finally {
    await log.stop();
  }
}

it(
  `[L23] a process that is killed loses nothing that was acknowledged (seed ${SEED})`,
  async () => {
    const random = seeded(1);
    const all = new Map<string, number>();
    for (let round = 0; round < 3 * ROUNDS; round++) {
      const delay = random(250);
      const { acknowledged } = await appending(round * 1_000_000, [], (child) =>
        setTimeout(() => child.kill('SIGKILL'), delay),
      );
      expect(acknowledged.size).toBeGreaterThan(0);
      for (const [place, number] of acknowledged) all.set(place, number);
      const last = round === 3 * ROUNDS - 1;
      if (round < 3 || round % KILLS_BETWEEN_READINGS === 0 || last) await expectKept(all);
    }
  },
  LIMIT_MS,
);

/** Commits of one to four rows, two snapshots, and the files as they lie after the last, not yet folded in. */
async function history(commits: number): Promise<{ readonly files: string; readonly prefixes: Set<string> }> {
  const log = createLog(path);
  const files = join(folder, 'files');
  mkdirSync(files);
  const prefixes = new Set<string>();
  try {
    prefixes.add(await contents(log));
    for (let commit = 0, number = 0; commit < commits; commit++) {
      const rows = Array.from({ length: 1 + (commit % 4) }, () => number++);
      await Promise.all(rows.map((one) => log.append(ROOMS[one % 3] ?? '', numberedRow(one))));
      if (commit % 15 === 14) {
        const seq = Math.floor(commit / 2);
        await log.snapshot(ROOMS[0] ?? '', seq, numberedRow(seq).update);
      }
      prefixes.add(await contents(log));
    }
    expect((await log.open(ROOMS[0] ?? '')).snapshot?.seq).toBe(commits > 29 ? 14 : undefined);
    for (const suffix of ['', '-wal']) copyFileSync(path + suffix, join(files, `log.db${suffix}`));
  } finally {
    await log.stop();
  }
  return { files, prefixes };
}

/** What a reader sees in the three rooms, as text; snapshots are compared here, since they may be passed over. */
async function contents(log: Log): Promise<string> {
  const seen = [];
  for (const room of ROOMS) {
    const { snapshot, rows, clients, head } = await log.open(room);
    if (snapshot) expect(numberOf(snapshot.state)).toBe(snapshot.seq);
    const all = [...log.rows(room)];
    expect(rows).toEqual(all.slice(snapshot?.seq ?? 0));
    const told = all.map(({ seq, person, atMs, update }) => [seq, person, atMs, numberOf(update)]);
    seen.push([head, told, [...clients]]);
  }
  return JSON.stringify(seen);
}

it('[L28] a new writer stands on nothing that the one before left in the WAL', async () => {
  const { files } = await history(10);
  const copy = join(files, 'log.db');
  const left = readFileSync(`${copy}-wal`);
  expect(usedOf(left)).toBeGreaterThan(100_000);
  const log = createLog(copy);
  try {
    await log.append('a', numberedRow(1));
    const anew = readFileSync(`${copy}-wal`);
    expect(anew.subarray(SALT.start, SALT.end)).not.toEqual(left.subarray(SALT.start, SALT.end));
    expect(usedOf(anew)).toBeLessThan(40_000);
  } finally {
    await log.stop();
  }
});

it('[L29] the WAL has its size before the first append, and keeps it', async () => {
  const path = join(mkdtempSync(join(folder, 'laid-')), 'log.db');
  const log = createLog(path);
  try {
    await log.append('a', numberedRow(1));
    const { size } = statSync(`${path}-wal`);
    expect(size).toBeGreaterThan(8_000_000);
    for (let n = 2; n <= 700; n++) await log.append('a', numberedRow(n));
    expect(statSync(`${path}-wal`).size).toBe(size);
  } finally {
    await log.stop();
  }
});

/** Where the header of a WAL, and 8 bytes into each frame's, says which round of it this is. */
const SALT = { start: 16, end: 24 };
const [WAL_HEAD, FRAME_HEAD, PAGE] = [32, 24, 4096];

/** Bytes of a WAL that hold frames of this round; behind them lies what it was laid out with. */
function usedOf(wal: Buffer): number {
  const salt = wal.subarray(SALT.start, SALT.end);
  let at = WAL_HEAD;
  while (wal.subarray(at + 8, at + 16).equals(salt)) at += FRAME_HEAD + PAGE;
  return Math.min(at, wal.length);
}

/** Opens a copy of the files after `spoil`: its contents, or the damage that it reports. */
async function spoiled(files: string, spoil: (path: string) => void): Promise<string | Error> {
  const copy = join(folder, 'copy');
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy);
  const db = join(copy, 'log.db');
  for (const suffix of ['', '-wal']) {
    if (existsSync(join(files, `log.db${suffix}`))) copyFileSync(join(files, `log.db${suffix}`), db + suffix);
  }
  spoil(db);
  try {
    const log = createLog(db);
    try {
      return await contents(log);
    } finally {
      await log.stop();
    }
  } catch (error) {
    if (error instanceof LogDamaged || error instanceof NewerDatabase) return error;
    throw error;
  }
}

/** `among`: the pages of which one is hit; without it, any byte that is used. */
function flip(file: string, random: (end: number) => number, among?: readonly number[]): void {
  const bytes = readFileSync(file);
  const page = among?.[random(among.length)];
  const at =
    page === undefined
      ? random(file.endsWith('-wal') ? usedOf(bytes) : bytes.length)
      : page * PAGE + random(PAGE);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
  writeFileSync(file, bytes);
}

/** The pages of a database with more in them than a pointer: most of the file was laid out and given free. */
function fullPages(file: string): readonly number[] {
  const bytes = readFileSync(file);
  const pages = Array.from({ length: bytes.length / PAGE }, (_, page) => page);
  return pages.filter(
    (page) => bytes.subarray(page * PAGE, (page + 1) * PAGE).filter((byte) => byte !== 0).length > 64,
  );
}

it(
  `[L24] a WAL that is cut anywhere opens as it was after a commit (seed ${SEED})`,
  async () => {
    const random = seeded(2);
    const { files, prefixes } = await history(40);
    const seen = new Set<string>();
    for (let round = 0; round < 40 * ROUNDS; round++) {
      const text = await spoiled(files, (db) =>
        truncateSync(`${db}-wal`, random(usedOf(readFileSync(`${db}-wal`)) + 1)),
      );
      seen.add(String(text));
    }
    expect([...seen].filter((text) => !prefixes.has(text))).toEqual([]);
    expect(seen.size).toBeGreaterThan(10);
  },
  LIMIT_MS,
);

it(
  `[L24] a WAL in which a bit flips opens as it was after a commit, or as damaged (seed ${SEED})`,
  async () => {
    const random = seeded(3);
    const { files, prefixes } = await history(40);
    const wrong: string[] = [];
    for (let round = 0; round < 40 * ROUNDS; round++) {
      const answer = await spoiled(files, (db) => flip(`${db}-wal`, random));
      if (typeof answer === 'string' && !prefixes.has(answer)) wrong.push(answer);
    }
    expect(wrong).toEqual([]);
  },
  LIMIT_MS,
);

it(
  `[L25] a bit that flips anywhere in the database changes nothing that is read, or is reported (seed ${SEED})`,
  async () => {
    const random = seeded(4);
    const { prefixes } = await history(40);
    const whole = [...prefixes].at(-1);
    const full = fullPages(path); // stopped, so the WAL is folded in
    expect(full.length).toBeGreaterThan(20);
    const wrong: string[] = [];
    let damaged = 0;
    for (let round = 0; round < 150 * ROUNDS; round++) {
      const answer = await spoiled(folder, (db) => flip(db, random, round % 3 === 0 ? undefined : full));
      if (typeof answer !== 'string') damaged++;
      else if (answer !== whole) wrong.push(answer);
    }
    expect(wrong).toEqual([]);
    expect(damaged).toBeGreaterThan(20 * ROUNDS);
  },
  LIMIT_MS,
);

function can(program: string, ...args: string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

const disk = mkdtempSync(join(tmpdir(), 'loupe-disk-'));
const mounts = process.getuid?.() === 0 && can('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk);
if (mounts) execFileSync('umount', [disk]);
rmSync(disk, { recursive: true });

it.skipIf(!mounts)(
  '[L26] a full disk refuses rows and loses none; it goes on when there is space',
  async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder]);
    const log = createLog(path, { probeMs: 50 });
    try {
      const changes: boolean[] = [];
      log.onFullChange((full) => changes.push(full));
      const acknowledged = new Map<string, number>();
      let number = 0;
      const append = async () => {
        const one = number++;
        acknowledged.set(`a ${await log.append('a', numberedRow(one))}`, one);
      };
      const untilFull = async () => {
        for (;;) await append();
      };
      await expect(untilFull()).rejects.toThrow(LogFull);
      expect([log.full, ...changes]).toEqual([true, true]);
      expect(number).toBeGreaterThan(200);
      expect(log.verify('a')).toEqual({ rows: acknowledged.size, fault: null });
      await log.snapshot('a', 10, numberedRow(49).update); // has no place either, and says so quietly
      await new Promise((done) => setTimeout(done, 200));
      expect(log.full).toBe(true);

      execFileSync('mount', ['-o', 'remount,size=12m', folder]);
      await expect.poll(() => log.full, { timeout: 10_000 }).toBe(false);
      for (let more = 0; more < 50; more++) await append();
      expect(changes).toEqual([true, false]);
      expect(log.verify('a')).toEqual({ rows: acknowledged.size, fault: null });
      await log.stop();
      expect(await expectKept(acknowledged)).toBe(acknowledged.size);
    } finally {
      await log.stop();
      execFileSync('umount', [folder]);
    }
  },
);

const traces = process.platform === 'linux' && can('strace', '-f', '-e', 'trace=none', 'true');

it.skipIf(!traces)(
  '[L26] a quota that is used up is a full disk, and no fault of it',
  async () => {
    const strace = ['strace', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=pwrite64'];
    const inject = ['-e', 'inject=pwrite64:error=EDQUOT:when=6500+']; // of each thread; the WAL is laid out by then
    const { acknowledged, code, said } = await appending(0, [...strace, ...inject], () => {});
    expect({ code, said }).toEqual({
      code: 1,
      said: expect.stringContaining('LogFull: There is no space') as string,
    });
    expect(acknowledged.size).toBeGreaterThan(0);
    expect(await expectKept(acknowledged)).toBeGreaterThanOrEqual(acknowledged.size);
  },
  LIMIT_MS,
);

it.skipIf(!traces)(
  '[L27] an fsync that fails is never tried again: the process ends, the next one has everything',
  async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const strace = ['strace', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=fsync,fdatasync'];
      const inject = ['-e', `inject=fsync,fdatasync:error=EIO:when=${20 + round * 7}+`];
      const { acknowledged, code, said } = await appending(
        round * 1_000_000,
        [...strace, ...inject],
        () => {},
      );
      expect(said).toContain('SQLITE_IOERR_FSYNC');
      expect(code).toBe(70);
      expect(acknowledged.size).toBeGreaterThan(0);
      expect(await expectKept(acknowledged)).toBeGreaterThanOrEqual(acknowledged.size);
    }
  },
  LIMIT_MS,
);
