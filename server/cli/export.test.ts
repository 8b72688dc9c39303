/** `loupe export` beside a running server. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTrack } from '#lib/doc/edit/track.ts';
import { readNative } from '#lib/interchange/read-native.ts';
import type { LabelId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import type { VideoRow } from '#server/store/videos.ts';
import { LoggedRoom } from '../../tests/builders/logged-room.ts';
import { readyVideo } from '../../tests/builders/ready-video.ts';
import { at, frames } from '../../tests/builders/record.ts';
import { loupe, type Finished } from '../../tests/builders/shell-tool.ts';
import { serveApp, type ServedApp } from '../../tests/served-app.ts';

let served: ServedApp;
let folder: string;
let video: VideoRow;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loupe-out-'));
  served = await serveApp();
  const { row } = served.person('ito', 'clinician');
  const { app, study } = served;
  const where = { study: study.id, createdBy: row.id };
  video = await readyVideo(app, { ...where, name: 'lung.mov', index: frames(20_000) });
  await readyVideo(app, { ...where, name: 'twice.mov' });
  await readyVideo(app, { ...where, name: 'twice.mov' });
  app.store.videos.create({ ...where, name: 'waits.mov' });
  const room = LoggedRoom.labels(app.history, video.id);
  const { labels, does } = room.join(row.id);
  does(() => addTrack(labels, { label: 'rib' as LabelId, kind: 'box' }, 0 as Frame, at(0, [1, 2, 3, 4])));
  await room.kept();
}, 30_000);
afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true, force: true });
});

function run(...args: string[]): Promise<Finished> {
  return loupe(served.app.config.dataDir, ['export', ...args]);
}

it('prints the file and nothing else, of a video by its name or id', async () => {
  const [byName, byId] = await Promise.all([
    run('--video', 'lung.mov', '--format', 'native'),
    run('--video', video.id, '--format', 'coco'),
  ]);
  expect(byName).toMatchObject({ code: 0, fault: '' });
  const { exported, layers } = readNative(JSON.parse(byName.out));
  expect(exported.by).toBeNull();
  expect(layers[0]?.tracks).toHaveLength(1);
  expect(byId).toMatchObject({ code: 0, fault: '' });
  expect((JSON.parse(byId.out) as { annotations: object[] }).annotations).toHaveLength(20_000);
});

it('writes a file whole or not at all, and replaces one only when told to', async () => {
  const out = join(folder, 'lung.json');
  const args = ['--video', 'lung.mov', '--format', 'native', '--out', out];
  expect(await run(...args)).toEqual({ code: 0, out: '', fault: '' });
  expect(readNative(JSON.parse(readFileSync(out, 'utf8'))).video.id).toBe(video.id);
  writeFileSync(out, 'mine');
  const refused = await run(...args);
  expect(refused).toMatchObject({ code: 2, out: '' });
  expect(refused.fault).toContain('is there already; --force replaces it.');
  expect(readFileSync(out, 'utf8')).toBe('mine');
  expect(await run(...args, '--force')).toEqual({ code: 0, out: '', fault: '' });
  expect(readFileSync(out, 'utf8')).toContain('"loupe-native"');
  expect(readdirSync(folder)).toEqual(['lung.json']);
});

it('ends quietly when whoever reads has seen enough', async () => {
  const child = spawn(
    process.execPath,
    ['server/cli.ts', 'export', '--video', 'lung.mov', '--format', 'coco'],
    {
      cwd: fileURLToPath(new URL('../..', import.meta.url)),
      env: { PATH: process.env['PATH'], DATA_DIR: served.app.config.dataDir, PORT: '0' },
    },
  );
  let fault = '';
  child.stderr.on('data', (part: Buffer) => (fault += part.toString()));
  child.stdout.once('data', () => child.stdout.destroy());
  const [code] = (await once(child, 'close')) as [number | null];
  expect([code, fault]).toEqual([1, '']);
});

it.each([
  [['--video', 'nothing', '--format', 'native'], 2, 'There is no video "nothing".'],
  [
    ['--video', 'twice.mov', '--format', 'native'],
    2,
    '2 videos are called "twice.mov": say which by its id.',
  ],
  [['--video', 'lung.mov', '--format', 'yolo'], 2, '"yolo" is not a format. There are: native, coco.'],
  [
    ['--video', 'lung.mov', '--format', 'coco', '--out', '/nowhere/a.json'],
    2,
    'There is no folder "/nowhere".',
  ],
  [['--video', 'waits.mov', '--format', 'coco'], 1, 'The video is still being prepared (uploading).'],
])('%j is refused with a sentence', async (args, code, sentence) => {
  const refused = await run(...args);
  expect(refused).toMatchObject({ code, out: '' });
  expect(refused.fault).toContain(sentence);
});
