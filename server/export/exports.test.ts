/** Exports of documents that people's hands have written, on a real store, real blobs and a real log. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as Y from 'yjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setDeleted } from '#lib/doc/edit/annotation.ts';
import { addComment, setCommentDeleted, setResolved } from '#lib/doc/edit/comment.ts';
import { addEvent } from '#lib/doc/edit/event.ts';
import { markPhase } from '#lib/doc/edit/phase.ts';
import { addSegment } from '#lib/doc/edit/segment.ts';
import { addTrack, setKeyframe, setTrackLabel } from '#lib/doc/edit/track.ts';
import { readNative } from '#lib/interchange/read-native.ts';
import type { Authored, VideoRecord } from '#lib/interchange/record.ts';
import type { LabelId, PersonId, TierId, TrackId, VideoId } from '#lib/model/id.ts';
import type { KeyframeValue } from '#lib/model/keyframe.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Blobs } from '#server/blobs/blobs.ts';
import { createDiskBlobs } from '#server/blobs/disk-blobs.ts';
import type { Log } from '#server/log/log.ts';
import { createLog } from '#server/log/sqlite-log.ts';
import { createStore, type Store } from '#server/store/store.ts';
import { LoggedRoom } from '../../tests/builders/logged-room.ts';
import { readyVideo } from '../../tests/builders/ready-video.ts';
import { at, frames, TAXONOMY } from '../../tests/builders/record.ts';
import { createExports, type Exports } from './exports.ts';

let folder: string;
let store: Store;
let blobs: Blobs;
let log: Log;
let exports: Exports;
let video: VideoId;
let ito: PersonId;
let maya: PersonId;
/** The server's clock: a second later with each row. */
let clock: number;
const START = Date.UTC(2026, 0, 1);
const tick = () => (clock += 1000);
/** Of the n-th row that was written. */
const atRow = (n: number) => START + n * 1000;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loupe-export-'));
  store = createStore(join(folder, 'loupe.db'));
  blobs = createDiskBlobs(join(folder, 'blobs'));
  log = createLog(join(folder, 'log.db'));
  exports = createExports({ store, log, blobs });
  clock = START;
  ito = store.people.create({ login: 'login-ito', name: 'Hana Ito' }).id;
  maya = store.people.create({ login: 'login-maya', name: 'Maya Okafor' }).id;
  store.people.create({ login: 'login-jonas', name: 'Jonas Berg' });
  const project = store.projects.create({ name: 'Ours' });
  store.taxonomies.save(project.id, TAXONOMY);
  const study = store.studies.create({ project: project.id, name: 'Study' });
  video = (await readyVideo({ store, blobs }, { study: study.id, createdBy: ito, index: frames(20) })).id;
});
afterEach(async () => {
  await log.stop();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function textOf(pieces: Promise<AsyncIterable<string>>): Promise<string> {
  let text = '';
  for await (const piece of await pieces) text += piece;
  return text;
}

async function native(by: PersonId | null = ito): Promise<VideoRecord> {
  return readNative(JSON.parse(await textOf(exports.native(video, by))));
}

type Coco = {
  readonly images: { frame: number }[];
  readonly annotations: object[];
  readonly tracks: object[];
};
async function coco(): Promise<Coco> {
  return JSON.parse(await textOf(exports.coco(video, ito))) as Coco;
}

const box = (x: number): KeyframeValue => {
  const { shape, outside, occluded } = at(0, [x, 2, 3, 4]);
  return { shape, outside, occluded };
};
const B_LINE = 'b-line' as LabelId;
const frame = (n: number) => n as Frame;

function authorsOf<Mark>({ made, changed }: Authored<Mark>): unknown {
  return { made, changed };
}

describe('native', () => {
  it('holds every mark, deleted ones too, with who made it and who changed it last', async () => {
    const room = LoggedRoom.labels(log, video, tick);
    const [one, other] = [room.join(ito), room.join(maya)];
    let [kept, gone] = ['' as TrackId, '' as TrackId];
    one.does(() => (kept = addTrack(one.labels, { label: B_LINE, kind: 'box' }, frame(3), box(1)))); // 1
    one.does(() => (gone = addTrack(one.labels, { label: B_LINE, kind: 'box' }, frame(0), box(9)))); // 2
    other.does(() => setKeyframe(other.labels, kept, frame(7), box(5))); // 3
    one.does(() => setDeleted(one.labels, { kind: 'track', id: gone }, true)); // 4
    const tier = 'tier' as TierId;
    const label = 'breath' as LabelId;
    other.does(() => addSegment(other.labels, { tier, label, start: frame(2), end: frame(5) })); // 5
    other.does(() => addEvent(other.labels, { label, frame: frame(6) })); // 6
    one.does(() => markPhase(one.labels, { tier, label, start: frame(4), end: frame(9), count: 20 })); // 7
    await room.kept();

    const { layers, people, discussion, frames: index, video: facts, taxonomy } = await native();
    const [layer] = layers;
    expect(layer).toMatchObject({ layer: { id: 'shared', kind: 'shared' }, head: 7, problems: [] });
    const tracks = new Map(layer!.tracks.map((track) => [track.mark.id, track]));
    expect(tracks.get(kept)).toEqual({
      mark: {
        id: kept,
        label: B_LINE,
        kind: 'box',
        source: 'hand',
        deleted: false,
        attributes: {},
        keyframes: [at(3, [1, 2, 3, 4]), at(7, [5, 2, 3, 4])],
      },
      made: { by: ito, atMs: atRow(1) },
      changed: { by: maya, atMs: atRow(3) },
    });
    expect(tracks.get(gone)).toMatchObject({
      mark: { deleted: true, keyframes: [{ frame: 0 }] },
      made: { by: ito, atMs: atRow(2) },
      changed: { by: ito, atMs: atRow(4) },
    });
    expect(layer!.segments.map(({ mark }) => [mark.start, mark.end])).toEqual([[2, 5]]);
    expect(layer!.events.map(({ mark }) => mark.frame)).toEqual([6]);
    const phases = new Map(layer!.boundaries.map(({ mark }) => [Number(mark.frame), mark.label]));
    expect(phases).toEqual(new Map([[4, label], [9, null]])); // prettier-ignore
    expect(layer!.events.map(authorsOf)).toEqual([
      { made: { by: maya, atMs: atRow(6) }, changed: { by: maya, atMs: atRow(6) } },
    ]);
    expect(people).toEqual(
      [
        { id: ito, name: 'Hana Ito' },
        { id: maya, name: 'Maya Okafor' },
      ].sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
    expect(discussion).toEqual({ head: 0, comments: [], problems: [] });
    expect(index).toEqual(frames(20));
    expect(taxonomy).toEqual({ ...TAXONOMY, version: 1 });
    expect(facts).toMatchObject({
      id: video,
      name: 'clip.mov',
      sha256: 'ab'.repeat(32),
      width: 640,
      height: 480,
    });
  });

  it('holds comments with whose words they are, and who settled them', async () => {
    const room = LoggedRoom.discussion(log, video, tick);
    const [one, other] = [room.join(ito), room.join(maya)];
    const atMs = 1_800_000_000_000;
    one.does(() => {
      const head = addComment(one.discussion, {
        text: 'Is this one?',
        anchor: { kind: 'frame', frame: frame(4) },
        parent: null,
        atMs,
      });
      addComment(one.discussion, { text: 'I think so.', anchor: { kind: 'video' }, parent: head, atMs });
    }); // 1
    const [first] = [...other.discussion.comments.keys()] as [never];
    other.does(() => setResolved(other.discussion, first, true, atMs + 5)); // 2
    one.does(() => setCommentDeleted(one.discussion, first, true)); // 3
    await room.kept();
    const { discussion, people } = await native(null);
    const found = discussion.comments.find(({ mark }) => mark.id === first);
    expect(discussion.head).toBe(3);
    expect(found).toMatchObject({
      mark: {
        by: ito,
        deleted: true,
        resolved: true,
        history: [{ resolved: true, atMs: atMs + 5, by: maya }],
      },
      made: { by: ito, atMs: atRow(1) },
      changed: { by: ito, atMs: atRow(3) },
    });
    expect(people.map(({ name }) => name).sort()).toEqual(['Hana Ito', 'Maya Okafor']);
  });

  it('says the same of authors when the document was opened from a snapshot, and when a row was sent twice', async () => {
    const room = LoggedRoom.labels(log, video, tick);
    const [one, other] = [room.join(ito), room.join(maya)];
    let id = '' as TrackId;
    one.does(() => (id = addTrack(one.labels, { label: B_LINE, kind: 'box' }, frame(3), box(1))));
    other.does(() => setTrackLabel(other.labels, id, 'a-line' as LabelId));
    one.does(() => setKeyframe(one.labels, id, frame(4), box(2)));
    other.hand.undo(); // the newest value is a write of hers
    await room.kept();
    const before = await native();
    expect(before.layers[0]?.tracks.map(authorsOf)).toEqual([
      { made: { by: ito, atMs: atRow(1) }, changed: { by: maya, atMs: atRow(4) } },
    ]);
    await log.snapshot(room.name, 3, room.state);
    await log.append(room.name, { person: maya, atMs: tick(), update: room.state, newClients: [] });
    const after = await native();
    expect(after.layers[0]?.tracks).toEqual(before.layers[0]?.tracks);
    expect(after.layers[0]?.head).toBe(5);
  });

  it('says who asked and when, and names no login', async () => {
    const text = await textOf(exports.native(video, maya));
    expect(text).not.toContain('login-');
    const { exported, people, layers } = readNative(JSON.parse(text));
    expect(exported.by).toBe(maya);
    expect(Math.abs(exported.atMs - Date.now())).toBeLessThan(60_000);
    expect(people).toEqual([{ id: maya, name: 'Maya Okafor' }]);
    expect(layers[0]).toMatchObject({ head: 0, tracks: [] });
    expect((await native(null)).exported.by).toBeNull();
  });

  it('is of the moment it was asked for', async () => {
    const room = LoggedRoom.labels(log, video, tick);
    const one = room.join(ito);
    one.does(() => addEvent(one.labels, { label: B_LINE, frame: frame(1) }));
    await room.kept();
    const pieces = await exports.native(video, ito);
    one.does(() => addEvent(one.labels, { label: B_LINE, frame: frame(2) }));
    await room.kept();
    const read = readNative(JSON.parse(await textOf(Promise.resolve(pieces))));
    expect(read.layers[0]?.events.map(({ mark }) => mark.frame)).toEqual([1]);
    expect((await native()).layers[0]?.events).toHaveLength(2);
  });

  it('tells of what a stranger put there that is no mark', async () => {
    const ydoc = new Y.Doc();
    ydoc.getMap('tracks').set('x'.repeat(3000), 'not a track');
    const update = Y.encodeStateAsUpdate(ydoc);
    const room = LoggedRoom.labels(log, video);
    await log.append(room.name, { person: ito, atMs: tick(), update, newClients: [ydoc.clientID] });
    const [layer] = (await native()).layers;
    expect(layer?.tracks).toEqual([]);
    expect(layer?.problems).toHaveLength(1);
    expect(layer?.problems[0]?.sentence).toMatch(/is not a track/);
  });

  it('refuses a document of a newer version, of which it would lose something', async () => {
    const ydoc = new Y.Doc();
    ydoc.getMap('meta').set('schema', 99);
    const update = Y.encodeStateAsUpdate(ydoc);
    const room = LoggedRoom.labels(log, video);
    await log.append(room.name, { person: ito, atMs: tick(), update, newClients: [ydoc.clientID] });
    await expect(exports.native(video, ito)).rejects.toMatchObject({ problem: { code: 'bad-request' } });
    await expect(exports.coco(video, ito)).rejects.toMatchObject({ problem: { code: 'bad-request' } });
  });
});

describe('coco', () => {
  it('has an image for each frame that anybody annotated, and nothing that was deleted', async () => {
    const room = LoggedRoom.labels(log, video, tick);
    const [one, other] = [room.join(ito), room.join(maya)];
    let [kept, gone] = ['' as TrackId, '' as TrackId];
    one.does(() => (kept = addTrack(one.labels, { label: B_LINE, kind: 'box' }, frame(3), box(1))));
    one.does(() => (gone = addTrack(one.labels, { label: B_LINE, kind: 'box' }, frame(0), box(9))));
    other.does(() => setKeyframe(other.labels, kept, frame(6), { ...box(4), outside: true }));
    other.does(() => setDeleted(other.labels, { kind: 'track', id: gone }, true));
    const imported = [at(15, [1, 1, 2, 2]), at(17, [3, 1, 2, 2]), at(18, [3, 1, 2, 2], { outside: true })];
    other.does(() =>
      addTrack(other.labels, { label: B_LINE, kind: 'box', source: 'import', base: imported }),
    );
    await room.kept();
    const { images, annotations, tracks } = await coco();
    expect(images.map((image) => image.frame)).toEqual([3, 4, 5, 15, 16, 17]);
    expect(annotations).toHaveLength(6);
    expect(annotations.at(-2)).toMatchObject({
      image_id: 5,
      bbox: [2, 1, 2, 2],
      attributes: { keyframe: false, occluded: false, source: 'import' },
    });
    expect(tracks).toHaveLength(2);
  });
});

describe('refuses', () => {
  it.each(['native', 'coco'] as const)('%s of a video that is not ready, or not there', async (format) => {
    store.videos.setState(video, 'preparing');
    await expect(exports[format](video, ito)).rejects.toMatchObject({ problem: { code: 'video-not-ready' } });
    await expect(exports[format]('none' as VideoId, ito)).rejects.toMatchObject({
      problem: { code: 'not-found' },
    });
  });
});
