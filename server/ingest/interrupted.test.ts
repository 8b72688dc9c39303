/**
 * A preparation that is stopped, killed with its server, or runs out of disk, at each of its points: nothing of it stays,
 * the row tells the truth, and done again it makes the very same bytes.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  createReadStream,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { VideoId } from '#lib/model/id.ts';
import { makeClip } from '../../tests/builders/clip.ts';
import { ingestIn, POINTS } from '../../tests/builders/ingesting-process.ts';
import { testFolder } from '../../tests/builders/ingested.ts';
import { OUTPUTS } from './message.ts';
import { WORKER_LIMITS } from './worker-process.ts';

const TIMEOUT = { timeout: 180_000 };
const WAIT = { timeout: 60_000, interval: 20 };
const script = fileURLToPath(new URL('../../tests/builders/ingesting-process.ts', import.meta.url));

const folder = testFolder('interrupted');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const KINDS = ['copied', 'encoded'] as const;
type Kind = (typeof KINDS)[number];
const clipOf = (kind: Kind) => join(folder, kind);

type World = ReturnType<typeof ingestIn>;
const open: World[] = [];
afterEach(async () => {
  for (const { ingest, store } of open.splice(0)) {
    await ingest.stop();
    store.close();
  }
});

function world(...[below, ...more]: Parameters<typeof ingestIn>): World {
  const made = ingestIn(below, ...more);
  open.push(made);
  return made;
}

/** The file of a kind, taken in and waiting, in a folder of its own. */
async function taken({ store, ingest }: World, kind: Kind): Promise<VideoId> {
  const person = store.people.create({ login: 'ito', name: 'Hana Ito' });
  const study = store.studies.create({ project: store.projects.create({ name: 'Demo' }).id, name: 'Lung' });
  const stream = createReadStream(clipOf(kind));
  return (await ingest.accept({ study: study.id, createdBy: person.id, name: kind, stream })).id;
}

const filesOf = (below: string, id: string) => {
  const place = join(below, 'blobs', id);
  return Object.fromEntries(
    readdirSync(place).map((name) => [name, readFileSync(join(place, name)).toString('base64')]),
  );
};
const scratchOf = (below: string) => readdirSync(join(below, 'blobs', '.scratch'));
const newFolder = () => mkdtempSync(join(folder, 'data-'));

/** What comes of each kind where nothing is in its way. */
const whole = {} as Record<Kind, Record<string, string>>;
beforeAll(async () => {
  const sound = {
    encoder: 'aac',
    rate: 48_000,
    channels: 1,
    seconds: 3,
    wave: (at: number) => Math.sin(at * 2765),
  };
  const form = {
    width: 1280,
    height: 720,
    times: Array.from({ length: 75 }, (_, n) => n * 512),
    timescale: 12_800,
  };
  makeClip({ ...form, path: clipOf('copied'), container: 'mp4', encoder: 'libx264', sound });
  makeClip({ ...form, path: clipOf('encoded'), container: 'mp4', encoder: 'mpeg4', sound });
  for (const kind of KINDS) {
    const below = newFolder();
    const undisturbed = world(below);
    const id = await taken(undisturbed, kind);
    await undisturbed.ingest.runOne(id, () => undefined);
    whole[kind] = filesOf(below, id);
  }
}, 180_000);

it.each([
  ['copied', 'untouched'],
  ['encoded', 'encoded'],
] as const)('%s makes all that there is to make', (kind, rendition) => {
  const report = Buffer.from(whole[kind]['report.json'] ?? '', 'base64').toString();
  expect(JSON.parse(report)).toMatchObject({ rendition, flaws: null });
  expect(Object.keys(whole[kind]).sort()).toEqual(['source', ...OUTPUTS].sort());
});

/** Done again it is as if nothing had been. */
async function expectWhole(below: string, { store, ingest }: World, id: VideoId, kind: Kind): Promise<void> {
  const made = await ingest.runOne(id, () => undefined);
  expect(made).toMatchObject({ state: 'ready', problem: null });
  expect(filesOf(below, id)).toEqual(whole[kind]);
  expect(scratchOf(below)).toEqual([]);
  expect(store.jobs.ofVideo(id)?.state).toBe('done');
}

const CASES = KINDS.flatMap((kind) => POINTS.map((point) => [kind, point] as const));

describe.each(CASES)('a video that is %s, while it is at %s', TIMEOUT, (kind, point) => {
  it('[I31] [I32] is stopped by a person', async () => {
    const below = newFolder();
    let id: VideoId | null = null;
    const stop = () =>
      void (id && here.store.videos.get(id)?.state === 'preparing' && here.ingest.cancel(id));
    const here = world(below, () => point === 'keeping' && stop());
    id = await taken(here, kind);
    const stopped = await here.ingest.runOne(id, (phase) => phase === point && stop());
    expect(stopped).toMatchObject({ state: 'failed', problem: { code: 'preparation-stopped' } });
    expect(here.store.jobs.ofVideo(id)?.state).toBe('cancelled');
    await vi.waitFor(() => expect(scratchOf(below)).toEqual([]), WAIT);
    await vi.waitFor(() => expect(Object.keys(filesOf(below, id!))).toEqual(['source']), WAIT);
    here.ingest.retry(id);
    await expectWhole(below, world(below), id, kind);
  });

  it('[I28] is killed with its server, and goes on with the next one', async () => {
    const below = newFolder();
    const before = world(below);
    const id = await taken(before, kind);
    const server = spawn(process.execPath, [script, below, id, point], { stdio: 'inherit' });
    const [, signal] = (await once(server, 'exit')) as [number | null, string | null];
    expect(signal).toBe('SIGKILL');
    expect(before.store.videos.get(id)).toMatchObject({ state: 'preparing', picture: null });
    // Its lease has run out.
    before.store.db.prepare('UPDATE job SET lease_until = 0').run();
    await expectWhole(below, world(below), id, kind);
  });

  it('[I31] is killed with its server, and stopped before the next one goes on', async () => {
    const below = newFolder();
    const next = world(below);
    const id = await taken(next, kind);
    await once(spawn(process.execPath, [script, below, id, point], { stdio: 'inherit' }), 'exit');
    next.ingest.cancel(id);
    await vi.waitFor(() => expect(Object.keys(filesOf(below, id))).toEqual(['source']), WAIT);
    await vi.waitFor(() => expect(scratchOf(below)).toEqual([]), WAIT);
    next.ingest.retry(id);
    await expectWhole(below, next, id, kind);
  });

  // What comes after may be through before the disk is looked at again.
  const isLong = point === 'reading' || point === 'preparing';
  it.runIf(isLong)('[I25] is ended before the disk is full', async () => {
    const below = newFolder();
    let isFull = false;
    const limits = {
      ...WORKER_LIMITS,
      watchMs: 5,
      get freeBytes() {
        return isFull ? Infinity : 0;
      },
    };
    const here = world(below, undefined, limits);
    const id = await taken(here, kind);
    const failed = await here.ingest.runOne(id, (phase) => (isFull ||= phase === point));
    expect(failed).toMatchObject({ state: 'failed', problem: { code: 'disk-full' } });
    expect(scratchOf(below)).toEqual([]);
    expect(Object.keys(filesOf(below, id))).toEqual(['source']);
    here.ingest.retry(id);
    await expectWhole(below, world(below), id, kind);
  });
});

/** A disk of its own that can be filled, by the system's own means; only root may make one. */
function disk(path: string, options: string): boolean {
  mkdirSync(path, { recursive: true });
  return spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path], { stdio: 'ignore' }).status === 0;
}
const trial = join(folder, 'trial');
const canFill = process.platform === 'linux' && disk(trial, 'size=100k');
if (canFill) spawnSync('umount', [trial]);

describe.skipIf(!canFill)('a disk that is really full', TIMEOUT, () => {
  const shares = [0.05, 0.4, 0.8];
  it.each(KINDS.flatMap((kind) => shares.map((share) => [kind, share] as const)))(
    '[I25] a video that is %s, where there is room for %d of it',
    async (kind, share) => {
      const below = newFolder();
      const place = join(below, 'blobs');
      const source = statSync(clipOf(kind)).size;
      const made = Object.values(whole[kind]).reduce((sum, file) => sum + file.length * 0.75, 0) - source;
      expect(disk(place, `size=${Math.ceil(source + made * share)}`)).toBe(true);
      try {
        const here = world(below, undefined, { ...WORKER_LIMITS, freeBytes: 0 });
        const id = await taken(here, kind);
        const failed = await here.ingest.runOne(id, () => undefined);
        expect(failed).toMatchObject({ state: 'failed', problem: { code: 'disk-full' } });
        expect(scratchOf(below)).toEqual([]);
        expect(Object.keys(filesOf(below, id))).toEqual(['source']);
        expect(spawnSync('mount', ['-o', 'remount,size=100m', place]).status).toBe(0);
        here.ingest.retry(id);
        await expectWhole(below, here, id, kind);
      } finally {
        spawnSync('umount', [place]);
      }
    },
  );
});
