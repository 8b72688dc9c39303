import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDiskBlobs } from '#server/blobs/disk-blobs.ts';
import { createStore, type Store } from '#server/store/store.ts';
import { createLogger } from '#server/telemetry/logger.ts';
import { UnshownPictures } from './unshown-pictures.ts';

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'loupe-pictures-'));
  store = createStore(':memory:');
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

it('removes what no version shows after a day, and nothing else', async () => {
  const blobs = createDiskBlobs(folder);
  const by = store.people.create({ login: 'maria', name: 'Maria', admin: false }).id;
  const [here, there] = ['Here', 'There'].map((name) => store.projects.create({ name }).id);
  const add = async () => {
    const id = store.guidelines.addPicture(here!, by, { type: 'image/png', width: 1, height: 1 });
    await blobs.write(`guideline/${here}/${id}`, Readable.from([Buffer.from('png')]), { maxBytes: 10 });
    return id;
  };
  const [shown, elsewhere, left] = [await add(), await add(), await add()];
  const publish = (project: typeof here, body: string) =>
    store.guidelines.publish(project!, { body, note: '', asks: false, by });
  publish(here, `![Here](picture:${shown})`);
  publish(here, 'It is in the version before.');
  publish(there, `![Not of this project](picture:${elsewhere})`);
  const isThere = (id: string) => [
    store.guidelines.picture(here!, id) !== undefined,
    blobs.size(`guideline/${here}/${id}`) !== undefined,
  ];

  let now = Date.now();
  const sweeper = new UnshownPictures({ store, blobs, logger: createLogger('silent'), now: () => now });
  await sweeper.sweep();
  for (const id of [shown, elsewhere, left]) expect(isThere(id)).toEqual([true, true]);
  now += 25 * 3_600_000;
  await Promise.all([sweeper.sweep(), sweeper.sweep()]);
  expect(isThere(shown)).toEqual([true, true]);
  for (const id of [elsewhere, left]) expect(isThere(id)).toEqual([false, false]);
});
