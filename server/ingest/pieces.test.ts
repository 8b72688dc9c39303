/** Files that arrive in pieces: nothing that was acknowledged is lost, whatever breaks off. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDiskBlobs } from '#server/blobs/disk-blobs.ts';
import type { Store } from '#server/store/store.ts';
import { testFolder } from '../../tests/builders/ingested.ts';
import { bytesBetween, ingestOver } from '../../tests/builders/receiving-process.ts';

const SEED = Number(process.env['LOUPE_SEED'] ?? Date.now() % 1000);
const script = fileURLToPath(new URL('../../tests/builders/receiving-process.ts', import.meta.url));

let folder: string;
const open: ReturnType<typeof ingestOver>[] = [];
beforeEach(() => {
  folder = testFolder('pieces');
});
afterEach(async () => {
  for (const { ingest, store } of open.splice(0)) {
    await ingest.stop();
    store.close();
  }
  rmSync(folder, { recursive: true, force: true });
});

function start() {
  const started = ingestOver(folder);
  open.push(started);
  return started;
}

function place(store: Store) {
  const person = store.people.create({ login: 'ito', name: 'Hana Ito' });
  const project = store.projects.create({ name: 'Demo' });
  return { study: store.studies.create({ project: project.id, name: 'Lung' }).id, createdBy: person.id };
}

async function* chunks(...parts: readonly (Buffer | Error)[]) {
  for (const part of parts) {
    if (part instanceof Error) throw part;
    yield part;
  }
}
const piece = (from: number, ...parts: readonly (Buffer | Error)[]) => ({
  from,
  stream: chunks(...parts),
  cut: () => undefined,
});
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

it('[I36] makes the job with the last byte, once all are hashed', async () => {
  const { store, ingest } = start();
  const whole = bytesBetween(0, 1000, SEED);
  const { id } = await ingest.announce({ ...place(store), name: 'a.mp4', bytes: 1000 });
  expect(await ingest.pieces.received(id)).toBe(0);
  expect(await ingest.pieces.append(id, piece(0, whole.subarray(0, 300)))).toBe(300);
  expect(store.videos.get(id)).toMatchObject({ state: 'uploading', sha256: null, bytes: 1000 });
  expect(store.jobs.ofVideo(id)).toBeUndefined();
  const rest = [whole.subarray(300, 301), whole.subarray(301)];
  expect(await ingest.pieces.append(id, piece(300, ...rest))).toBe(1000);
  expect(store.videos.get(id)).toMatchObject({ state: 'queued', sha256: hashOf(whole), bytes: 1000 });
  expect(store.jobs.ofVideo(id)?.state).toBe('queued');
  expect(await ingest.pieces.received(id)).toBe(1000);
  await expect(ingest.pieces.append(id, piece(1000))).rejects.toThrow('number 1000');
  await expect(ingest.pieces.abandon(id)).rejects.toThrow('nothing here');
});

it('[I36] is asked once more where the last answer was lost, and keeps nothing that is not what was sent', async () => {
  const { store, ingest } = start();
  const whole = bytesBetween(0, 1000, SEED);
  const there = place(store);
  const right = await ingest.announce({ ...there, name: 'a.mp4', bytes: 1000 });
  await ingest.pieces.append(right.id, piece(0, whole));
  const empty = { ...piece(1000), sha256: hashOf(whole) };
  expect(await ingest.pieces.append(right.id, empty)).toBe(1000);
  expect(store.videos.get(right.id)?.state).toBe('queued');
  const more = { ...piece(1000, Buffer.from('more')), sha256: hashOf(whole) };
  await expect(ingest.pieces.append(right.id, more)).rejects.toThrow('larger than the limit');
  const wrong = await ingest.announce({ ...there, name: 'b.mp4', bytes: 1000 });
  await ingest.pieces.append(wrong.id, piece(0, whole));
  const differs = { ...piece(1000), sha256: hashOf(Buffer.from('another')) };
  await expect(ingest.pieces.append(wrong.id, differs)).rejects.toThrow('not the file that was sent');
  expect(store.videos.get(wrong.id)).toBeUndefined();
  expect(store.jobs.ofVideo(wrong.id)?.state ?? 'cancelled').toBe('cancelled');
});

it('[I36] keeps what has come of a piece that breaks off, and takes no other byte than the next', async () => {
  const { store, ingest } = start();
  const whole = bytesBetween(0, 1000, SEED);
  const { id } = await ingest.announce({ ...place(store), name: 'a.mp4', bytes: 1000 });
  const broken = piece(0, whole.subarray(0, 400), new Error('line cut'));
  await expect(ingest.pieces.append(id, broken)).rejects.toThrow('line cut');
  expect(await ingest.pieces.received(id)).toBe(400);
  for (const from of [0, 399, 401])
    await expect(ingest.pieces.append(id, piece(from, whole))).rejects.toMatchObject({
      problem: { code: 'upload-elsewhere', sentence: 'The next byte of this upload is number 400.' },
    });
  const tooMuch = piece(400, whole.subarray(400), Buffer.alloc(1));
  await expect(ingest.pieces.append(id, tooMuch)).rejects.toMatchObject({ problem: { code: 'too-large' } });
  expect(await ingest.pieces.received(id)).toBe(1000);
  expect(store.videos.get(id)?.sha256).toBe(hashOf(whole));
});

it('[I36] cuts a piece that still seems to arrive when another comes', async () => {
  const { store, ingest } = start();
  const whole = bytesBetween(0, 1000, SEED);
  const { id } = await ingest.announce({ ...place(store), name: 'a.mp4', bytes: 1000 });
  const line = Promise.withResolvers<never>();
  line.promise.catch(() => undefined); // nobody waits for it when it is cut early
  const silent = (async function* () {
    yield whole.subarray(0, 250);
    yield await line.promise;
  })();
  const cut = () => line.reject(new Error('cut'));
  const first = ingest.pieces.append(id, { from: 0, stream: silent, cut }).catch(String);
  expect(await ingest.pieces.received(id)).toBe(250);
  expect(await first).toBe('Error: cut');
  expect(await ingest.pieces.append(id, piece(250, whole.subarray(250)))).toBe(1000);
  expect(store.videos.get(id)?.sha256).toBe(hashOf(whole));
});

it('[I36] makes good what a killed server had not come to: the hash, the job', async () => {
  const { store, ingest } = start();
  const whole = bytesBetween(0, 1000, SEED);
  const where = place(store);
  const blobs = createDiskBlobs(join(folder, 'blobs'));
  for (const isNamed of [false, true]) {
    const { id } = await ingest.announce({ ...where, name: 'a.mp4', bytes: 1000 });
    const incoming = blobs.incoming(`${id}/source`);
    await incoming.append(0, chunks(whole), { maxBytes: 1000 });
    if (isNamed) await incoming.finish();
    expect(store.videos.get(id)?.state).toBe('uploading');
    expect(await start().ingest.pieces.received(id)).toBe(1000);
    expect(store.videos.get(id)).toMatchObject({ state: 'queued', sha256: hashOf(whole) });
  }
});

it('[I36] leaves nothing of what is given up', async () => {
  const { store, ingest } = start();
  const { id } = await ingest.announce({ ...place(store), name: 'a.mp4', bytes: 1000 });
  await ingest.pieces.append(id, piece(0, bytesBetween(0, 10, SEED)));
  await ingest.pieces.abandon(id);
  expect(store.videos.get(id)).toBeUndefined();
  await expect(ingest.pieces.received(id)).rejects.toThrow('nothing here');
});

it(`[I36] loses nothing that was acknowledged when its process is killed (seed ${SEED})`, async () => {
  const { store, ingest } = start();
  const bytes = 8_000_000;
  const { id } = await ingest.announce({ ...place(store), name: 'a.mp4', bytes });
  let least = 0;
  for (let kill = 1; kill <= 3; kill++) {
    const child = spawn(process.execPath, [script, folder, id, String(SEED)]);
    const lines = createInterface(child.stdout);
    let acknowledged = 0;
    lines.on('line', (line) => {
      acknowledged = Number(line);
    });
    for (let n = 0; n < 2 + ((SEED + kill) % 3); n++) await once(lines, 'line');
    child.kill('SIGKILL');
    await once(child, 'close');
    const received = await ingest.pieces.received(id);
    expect(acknowledged).toBeGreaterThan(least);
    expect(received).toBeGreaterThanOrEqual(acknowledged);
    least = received;
  }
  expect(await ingest.pieces.append(id, piece(least, bytesBetween(least, bytes, SEED)))).toBe(bytes);
  expect(store.videos.get(id)).toMatchObject({
    state: 'queued',
    sha256: hashOf(bytesBetween(0, bytes, SEED)),
  });
});
