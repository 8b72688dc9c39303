/**
 * Frames of a video as picture files, decoded from the stored source, for people who train on what was annotated. The
 * shell tool asks here; whether somebody may is asked before.
 */
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { AnnotatedFrames, type FrameRange } from '#lib/interchange/annotated-frames.ts';
import { FrameIndex } from '#lib/model/frame-index.ts';
import type { VideoId } from '#lib/model/id.ts';
import { SHARED_LAYER, type Layer } from '#lib/model/layer.ts';
import { must, Refusal } from '#lib/model/problem.ts';
import { presentRanges } from '#lib/model/track.ts';
import type { Blobs } from '#server/blobs/blobs.ts';
import { MANIFEST, pictureName, type PullTask } from '#server/ingest/message.ts';
import { runPull, UnusableFile, WORKER_LIMITS, type WorkerLimits } from '#server/ingest/worker-process.ts';
import type { Log } from '#server/log/log.ts';
import type { Store } from '#server/store/store.ts';
import { readLayer } from './documents.ts';

export const PICTURE_FORMATS = ['png', 'jpeg'] as const;

export type PictureOrder = {
  readonly video: VideoId;
  /** In any order, as often as they are named; or those on which an object of a layer is there. */
  readonly frames: readonly FrameRange[] | { readonly annotatedIn: Layer };
  readonly format: (typeof PICTURE_FORMATS)[number];
  /** An empty folder: the pictures come into one named as the video's id, and the manifest beside that. */
  readonly folder: string;
  /** More frames than this are refused. */
  readonly most?: number;
  readonly limits?: WorkerLimits;
};

export type Pictures = {
  /** The layers of a video. */
  readonly layers: readonly Layer[];
  /**
   * Writes the pictures and the manifest; answers how many frames that were. Refuses `not-found`, `video-not-ready`,
   * `bad-request` for a frame that is not there or where nothing is annotated, and what the file is refused for.
   * @param onProgress share done, 0 to 1
   */
  pull(order: PictureOrder, onProgress: (done: number) => void, signal: AbortSignal): Promise<number>;
};

export type PicturePorts = { readonly store: Store; readonly log: Log; readonly blobs: Blobs };

export function createPictures({ store, log, blobs }: PicturePorts): Pictures {
  async function annotated(video: VideoId, layer: Layer, count: number): Promise<readonly FrameRange[]> {
    const { tracks } = await readLayer(log, video, layer, { authors: false });
    return tracks
      .filter(({ mark }) => !mark.deleted)
      .flatMap(({ mark }) => presentRanges(mark.keyframes, count))
      .map(({ start, end }) => ({ start, end: Math.min(end, count) }))
      .filter(({ start, end }) => start < end);
  }

  return {
    layers: [SHARED_LAYER],
    async pull({ video: id, frames: asked, format, folder, most = Infinity, limits }, onProgress, signal) {
      const video = store.videos.get(id);
      if (!video) throw new Refusal('not-found');
      if (video.state !== 'ready') throw new Refusal('video-not-ready', { state: video.state });
      const picture = must(video.picture, 'a ready video has a picture');
      const index = FrameIndex.decode(await buffer(blobs.read(`${id}/frames.lfi`)));
      const ranges = 'annotatedIn' in asked ? await annotated(id, asked.annotatedIn, index.count) : asked;
      const frames = framesIn(ranges, index.count, most);
      const task: PullTask = {
        source: blobs.path(`${id}/source`),
        name: video.name,
        folder,
        index: blobs.path(`${id}/frames.lfi`),
        timed: picture.flaws === undefined,
        frames,
        format,
        below: id,
        about: {
          format: 'loupe-frames',
          version: 1,
          frameBase:
            'frame counts the pictures that a decoder puts out for the source, from 0, as ffmpeg -fps_mode passthrough does; ' +
            'sha256 is that of the decoded picture, upright, in pixelFormat: what ' +
            'ffmpeg -threads 2 -flags bitexact -i FILE -map 0:v:0 -fps_mode passthrough -f framehash -hash sha256 - prints; ' +
            'timeMs counts from the first frame, pts is the time in the source in ticks of timebase seconds',
          video: id,
          source: { sha256: video.sha256, bytes: video.bytes, codec: picture.codec },
          timebase: [index.timebase.num, index.timebase.den],
          frameCount: index.count,
          attribution: video.attribution,
        },
      };
      try {
        await runPull(task, limits ?? WORKER_LIMITS, (_, done) => onProgress(done), signal);
      } catch (error) {
        if (error instanceof UnusableFile) throw new Refusal(error.problem.code, error.problem.details);
        throw error;
      }
      await expectOnly(folder, id, new Set(frames.map((n) => pictureName(n, format))));
      return frames.length;
    },
  };
}

/** Ascending. Refuses frames that are not there before it makes a list of them. */
export function framesIn(ranges: readonly FrameRange[], count: number, most: number): readonly number[] {
  const frames = new AnnotatedFrames(ranges);
  if (frames.count === 0)
    throw new Refusal('bad-request', { what: 'There is no frame on which an object is marked.' });
  const last = ranges.reduce((furthest, { end }) => Math.max(furthest, end - 1), 0);
  if (last >= count)
    throw new Refusal('bad-request', {
      what: `There is no frame ${last}: they go from 0 to ${count - 1}.`,
    });
  if (frames.count > most)
    throw new Refusal('too-large', { what: `A list of ${frames.count} frames`, limit: `${most} frames` });
  return [...frames];
}

/** The worker has read a foreign file and may be under its sway: it has left these files, and nothing that is a link. */
async function expectOnly(folder: string, below: string, names: ReadonlySet<string>): Promise<void> {
  const found = await readdir(join(folder, below));
  const strange =
    found.length !== names.size ||
    found.some((name) => !names.has(name)) ||
    (await readdir(folder)).some((name) => name !== below && name !== MANIFEST);
  if (strange || !(await lstat(join(folder, below))).isDirectory())
    throw new Error('Pulling frames has left other files than it should.');
  for (const path of [MANIFEST, ...found.map((name) => join(below, name))])
    if (!(await lstat(join(folder, path))).isFile()) throw new Error(`${path} is not a file.`);
}
