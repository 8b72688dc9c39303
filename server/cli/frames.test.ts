/** `loupe frames`: pictures of a real video, by list and by what is marked. */
import {
  createReadStream,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addTrack } from '#lib/doc/edit/track.ts';
import type { LabelId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import type { VideoRow } from '#server/store/videos.ts';
import { LoggedRoom } from '../../tests/builders/logged-room.ts';
import { at } from '../../tests/builders/record.ts';
import { loupe, type Finished } from '../../tests/builders/shell-tool.ts';
import { serveApp, type ServedApp } from '../../tests/served-app.ts';

const clip = fileURLToPath(new URL('../../tests/fixtures/numbered-vfr.mp4', import.meta.url));
let served: ServedApp;
let folder: string;
let video: VideoRow;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loupe-frames-'));
  served = await serveApp();
  const { row } = served.person('ito', 'clinician');
  const { app, study } = served;
  const { id } = await app.ingest.accept({
    study: study.id,
    name: 'numbers.mp4',
    createdBy: row.id,
    stream: createReadStream(clip) as AsyncIterable<Uint8Array>,
  });
  video = await app.ingest.runOne(id, () => undefined);
  const room = LoggedRoom.labels(app.history, id);
  const { labels, does } = room.join(row.id);
  does(() => addTrack(labels, { label: 'rib' as LabelId, kind: 'box' }, 237 as Frame, at(0, [1, 2, 3, 4])));
  await room.kept();
}, 120_000);
afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true, force: true });
});

function run(...args: string[]): Promise<Finished> {
  return loupe(served.app.config.dataDir, ['frames', '--video', 'numbers.mp4', ...args]);
}

type Manifest = {
  readonly source: { readonly sha256: string };
  readonly frames: readonly { readonly frame: number; readonly file: string }[];
};
const manifestOf = (out: string) => JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as Manifest;

it('writes the frames that are listed, each once, and says what they are', { timeout: 120_000 }, async () => {
  const out = join(folder, 'listed');
  expect(await run('--at', '100-102,7,101', '--out', out)).toMatchObject({
    code: 0,
    out: `4 frames in ${out}\n`,
  });
  const { source, frames } = manifestOf(out);
  expect(source.sha256).toBe(video.sha256);
  expect(frames.map(({ frame }) => frame)).toEqual([7, 100, 101, 102]);
  expect(frames.every(({ file }) => existsSync(join(out, file)))).toBe(true);
  expect(readdirSync(join(out, video.id))).toHaveLength(4);
});

it('writes the frames on which something is marked, as JPEG', { timeout: 120_000 }, async () => {
  const out = join(folder, 'annotated');
  const finished = await run('--annotated', '--layer', 'shared', '--format', 'jpeg', '--out', out);
  expect(finished).toMatchObject({ code: 0 });
  expect(readdirSync(join(out, video.id)).sort()).toEqual([
    'frame_000237.jpg',
    'frame_000238.jpg',
    'frame_000239.jpg',
  ]);
});

it('leaves nothing of what cannot be done', { timeout: 120_000 }, async () => {
  const out = join(folder, 'nothing');
  const refused = await run('--at', '3,240', '--out', out);
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.fault).toContain('There is no frame 240: they go from 0 to 239.');
  writeFileSync(join(folder, 'full'), 'mine');
  expect((await run('--at', '3', '--out', join(folder, 'full'))).fault).toContain('is a file.');
  expect((await run('--at', '3', '--out', folder)).fault).toContain('is not empty');
  expect(readdirSync(folder).filter((name) => name.includes('part') || name === 'nothing')).toEqual([]);
});

it.each([
  [['--out', 'x'], 'Say which frames'],
  [['--at', '1', '--annotated', '--out', 'x'], 'Say which frames'],
  [['--at', '1,x', '--out', 'x'], '"x" is no frame and no range'],
  [['--at', '9-3', '--out', 'x'], '"9-3" is no frame and no range'],
  [['--at', '1', '--format', 'gif', '--out', 'x'], '"gif" is not a format. There are: png, jpeg.'],
  [['--annotated', '--layer', 'mine', '--out', join(tmpdir(), 'loupe-none')], 'There is no layer "mine".'],
])('%j is refused with a sentence', { timeout: 60_000 }, async (args, sentence) => {
  const refused = await run(...args);
  expect(refused).toMatchObject({ code: 2, out: '' });
  expect(refused.fault).toContain(sentence);
});
