import {
  createReadStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Refusal } from '#lib/model/problem.ts';
import { createDiskBlobs } from '#server/blobs/disk-blobs.ts';
import { createStore, type Store } from '#server/store/store.ts';
import { createLogger } from '#server/telemetry/logger.ts';
import { createIngest, type Ingest } from './ingest.ts';

const clip = (name: string) =>
  createReadStream(fileURLToPath(new URL(`../../tests/fixtures/${name}`, import.meta.url)));

let folder: string;
const open: { readonly ingest: Ingest; readonly store: Store }[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loupe-queue-'));
});
afterEach(async () => {
  for (const { ingest, store } of open.splice(0)) {
    await ingest.stop();
    store.close();
  }
  rmSync(folder, { recursive: true, force: true });
});

/** As another process would have it: its own store over the same folder. */
function start(ingestJobs = 1) {
  const store = createStore(join(folder, 'loupe.db'));
  const blobs = createDiskBlobs(join(folder, 'blobs'));
  const ingest = createIngest({ store, blobs, logger: createLogger('silent'), config: { ingestJobs } });
  open.push({ ingest, store });
  return { store, blobs, ingest };
}

function place(store: Store) {
  const person = store.people.create({ login: 'ito', name: 'Hana Ito' });
  const project = store.projects.create({ name: 'Demo' });
  return { study: store.studies.create({ project: project.id, name: 'Lung' }).id, createdBy: person.id };
}

it('[I33] takes a file in, prepares it, and leaves nothing lying about', async () => {
  const { store, blobs, ingest } = start();
  const video = await ingest.accept({
    ...place(store),
    name: 'C:\\clips\\a\tb.mov',
    stream: clip('lung-butterfly.mov'),
  });
  expect(video).toMatchObject({
    name: 'ab.mov',
    state: 'queued',
    bytes: 418_759,
    sha256: 'b2e7ed6777c280746042e261fa6cdfbe68db1c90118deadb698cca334aa8eed8',
  });
  ingest.start();
  await vi.waitFor(() => expect(store.videos.get(video.id)?.state).toBe('ready'), { timeout: 15_000 });
  const ready = store.videos.get(video.id);
  expect(ready?.picture).toMatchObject({ width: 370, height: 370, frames: 138 });
  expect(ready?.media?.firstFrameMs).toBe(0);
  expect(readdirSync(join(folder, 'blobs', video.id)).sort()).toEqual([
    'frames.lfi',
    'report.json',
    'source',
    'thumbs.jpg',
    'v.m3u8',
    'v.mp4',
  ]);
  expect(readFileSync(blobs.path(`${video.id}/v.m3u8`), 'utf8')).toContain('URI="v.mp4"');
  expect(readdirSync(join(folder, 'blobs', '.scratch'))).toEqual([]);
  expect(store.jobs.ofVideo(video.id)?.state).toBe('done');
});

it('[I5] takes the name of a file for showing only', async () => {
  const { store, blobs, ingest } = start();
  const where = place(store);
  const names: readonly (readonly [string, string])[] = [
    ['-loglevel', '-loglevel'],
    ['a"b -f null', 'a"b -f null'],
    ['concat:x|y', 'concat:x|y'],
    ['%03d.mp4', '%03d.mp4'],
    ['two\nlines\u0000.mp4', 'twolines.mp4'],
    ['../../etc/passwd', 'passwd'],
    ['..', '..'],
    ['gpj.\u202e4pm', 'gpj.4pm'],
    ['\ud800', '\ufffd'],
    ['/', 'video'],
    ['x'.repeat(500), 'x'.repeat(200)],
  ];
  for (const [name, shown] of names) {
    const video = await ingest.accept({ ...where, name, stream: clip('numbered-vfr.mp4') });
    expect(video.name).toBe(shown);
    expect(blobs.path(`${video.id}/source`)).toBe(join(folder, 'blobs', video.id, 'source'));
  }
  const [first, second] = store.videos.listOf(where.study);
  for (const video of [first, second])
    expect((await ingest.runOne(video!.id, () => undefined)).state).toBe('ready');
});

it('[I34] refuses what there is no room for before it is read', async () => {
  const { store, ingest } = start();
  const where = place(store);
  let read = false;
  const stream = (async function* () {
    read = true;
    yield Buffer.alloc(1);
  })();
  const refused = ingest.accept({ ...where, name: 'a.mp4', bytes: 1e18, stream });
  await expect(refused).rejects.toMatchObject({ problem: { code: 'disk-full' } });
  expect(read).toBe(false);
  expect(store.videos.listOf(where.study)).toEqual([]);
});

it('[I6] [I32] keeps the reason of a file that is no video, and tries again when asked to', async () => {
  const { store, ingest } = start();
  const video = await ingest.accept({ ...place(store), name: 'page.mp4', stream: clip('README.md') });
  const failed = await ingest.runOne(video.id, () => undefined);
  expect(failed.state).toBe('failed');
  expect(failed.problem).toEqual({
    code: 'no-video',
    details: { name: 'page.mp4', reason: 'it is in no video format that is known here' },
  });
  expect(ingest.retry(video.id)).toMatchObject({ state: 'queued', problem: null });
  expect(() => ingest.retry(video.id)).toThrow(Refusal);
  expect((await ingest.runOne(video.id, () => undefined)).state).toBe('failed');
});

it('[I34] leaves nothing of an upload that breaks off or is too large', async () => {
  const { store, ingest } = start();
  const where = place(store);
  async function* broken() {
    yield Buffer.from('abc');
    throw new Error('line cut');
  }
  await expect(ingest.accept({ ...where, name: 'a.mp4', stream: broken() })).rejects.toThrow('line cut');
  await expect(
    ingest.accept({ ...where, name: 'b.mp4', stream: clip('lung-butterfly.mov'), maxBytes: 1000 }),
  ).rejects.toThrow(Refusal);
  expect(store.videos.listOf(where.study)).toEqual([]);
  expect(readdirSync(join(folder, 'blobs'))).toEqual(['.scratch']);
});

it('[I35] removes what a killed server left behind, and nothing that somebody goes on with', async () => {
  const { store, blobs, ingest } = start();
  const where = { ...place(store), name: 'a.mp4' };
  const [forgotten, arriving] = [store.videos.create(where), store.videos.create(where)];
  const inPieces = await ingest.announce({ ...where, bytes: 10 });
  const piece = { from: 0, stream: Readable.from([Buffer.alloc(5)]), cut: () => undefined };
  await ingest.pieces.append(inPieces.id, piece);
  const made = await blobs.scratch('ingest-killed-1');
  await blobs.scratch('ingest-running-1');
  await blobs.write(`${forgotten.id}/source`, clip('README.md'), { maxBytes: 1e6 });
  const long = new Date(Date.now() - 25 * 3600_000);
  for (const { id } of [forgotten, inPieces])
    store.db.prepare('UPDATE video SET created_at = ? WHERE id = ?').run(long.getTime(), id);
  utimesSync(made, long, long);
  ingest.start();
  const rows = () => store.videos.listOf(where.study).map(({ id }) => id);
  await vi.waitFor(() => expect(rows()).toEqual([inPieces.id, arriving.id]), { timeout: 10_000 });
  const left = readdirSync(join(folder, 'blobs', '.scratch')).sort();
  expect(left).toEqual([`incoming-${inPieces.id}.source`, 'ingest-running-1']);
  await vi.waitFor(() => expect(existsSync(blobs.path(`${forgotten.id}/source`))).toBe(false));
});

it('[I28] does a job once, also where two processes look for it; both see it done', async () => {
  const one = start();
  const two = start();
  const video = await one.ingest.accept({
    ...place(one.store),
    name: 'a.mp4',
    stream: clip('numbered-vfr.mp4'),
  });
  const seen: string[] = [];
  const done = await Promise.all([
    one.ingest.runOne(video.id, (phase) => seen.push(phase)),
    two.ingest.runOne(video.id, () => undefined),
  ]);
  expect(done.map(({ state }) => state)).toEqual(['ready', 'ready']);
  expect(one.store.jobs.ofVideo(video.id)).toMatchObject({ state: 'done', attempts: 1 });
  expect(seen).toContain('preparing');
});

it('[I28] [I29] takes over the job of a process that was killed, and gives up when it happens again and again', async () => {
  const dead = start();
  const video = await dead.ingest.accept({
    ...place(dead.store),
    name: 'a.mp4',
    stream: clip('numbered-vfr.mp4'),
  });
  dead.store.jobs.claim('dead', -1); // a lease that has run out
  expect((await start().ingest.runOne(video.id, () => undefined)).state).toBe('ready');
  dead.store.jobs.enqueue(video.id);
  for (let n = 0; n < 3; n++) dead.store.jobs.claim('dead', -1);
  dead.store.videos.setState(video.id, 'preparing');
  const failed = await start().ingest.runOne(video.id, () => undefined);
  expect(failed.problem).toMatchObject({
    code: 'unsupported-video',
    details: { reason: 'it has stopped the server before' },
  });
});

it('[I28] lets go of its jobs when it stops, for the next start', async () => {
  const first = start();
  const video = await first.ingest.accept({
    ...place(first.store),
    name: 'a.mov',
    stream: clip('lung-butterfly.mov'),
  });
  first.ingest.start();
  await vi.waitFor(() => expect(first.store.videos.get(video.id)?.state).toBe('preparing'));
  await first.ingest.stop();
  expect(first.store.jobs.ofVideo(video.id)).toMatchObject({ state: 'queued', attempts: 0 });
  expect(existsSync(join(folder, 'blobs', video.id, 'v.mp4'))).toBe(false);
  const next = start();
  next.ingest.start();
  await vi.waitFor(() => expect(next.store.videos.get(video.id)?.state).toBe('ready'), { timeout: 15_000 });
});

describe('a person who wants it no more', () => {
  it('[I31] [I32] ends the preparation, and may have it done again', async () => {
    const { store, ingest } = start();
    const accepted = { ...place(store), name: 'a.mov', stream: clip('lung-butterfly.mov') };
    const { id } = await ingest.accept(accepted);
    ingest.start();
    const phase = () => store.jobs.ofVideo(id)?.phase;
    await vi.waitFor(() => expect(phase()).toBe('preparing'), { timeout: 15_000, interval: 5 });
    expect(ingest.cancel(id)).toMatchObject({
      state: 'failed',
      problem: { code: 'preparation-stopped', details: { name: 'a.mov' } },
    });
    expect(() => ingest.cancel(id)).toThrow(Refusal);
    const scratch = () => readdirSync(join(folder, 'blobs', '.scratch'));
    await vi.waitFor(() => expect(scratch()).toEqual([]), { timeout: 15_000 });
    expect(store.videos.get(id)?.state).toBe('failed');
    expect(store.jobs.ofVideo(id)?.state).toBe('cancelled');
    expect(readdirSync(join(folder, 'blobs', id))).toEqual(['source']);
    ingest.retry(id);
    await vi.waitFor(() => expect(store.videos.get(id)?.state).toBe('ready'), { timeout: 15_000 });
    expect(() => ingest.cancel(id)).toThrow(Refusal);
  });

  it('[I31] takes it out of the queue before it has begun', async () => {
    const { store, ingest } = start();
    const { id } = await ingest.accept({
      ...place(store),
      name: 'a.mov',
      stream: clip('lung-butterfly.mov'),
    });
    ingest.cancel(id);
    expect((await ingest.runOne(id, () => undefined)).problem?.code).toBe('preparation-stopped');
  });

  it('[I31] ends it also where another process does it', async () => {
    const [one, two] = [start(), start()];
    const { id } = await one.ingest.accept({
      ...place(one.store),
      name: 'a.mov',
      stream: clip('lung-butterfly.mov'),
    });
    const done = one.ingest.runOne(id, (phase) => {
      if (phase === 'preparing' && two.store.videos.get(id)?.state === 'preparing') two.ingest.cancel(id);
    });
    expect((await done).problem?.code).toBe('preparation-stopped');
    expect(readdirSync(join(folder, 'blobs', id))).toEqual(['source']);
  });
});

it('[I30] counts nothing of an attempt that was thought dead', async () => {
  const slow = start();
  const { id } = await slow.ingest.accept({
    ...place(slow.store),
    name: 'a.mp4',
    stream: clip('numbered-vfr.mp4'),
  });
  // While the first is at it, its lease is taken away as if the machine had slept; another does the job.
  let taken: Promise<unknown> | undefined;
  const first = slow.ingest.runOne(id, () => {
    if (taken) return;
    slow.store.db.prepare('UPDATE job SET lease_until = 0').run();
    taken = start().ingest.runOne(id, () => undefined);
  });
  expect((await first).state).toBe('ready');
  await taken;
  expect(slow.store.jobs.ofVideo(id)).toMatchObject({ state: 'done', attempts: 2 });
  expect(readdirSync(join(folder, 'blobs', '.scratch'))).toEqual([]);
});
