/** Pictures of videos: the files an ingest made, in ranges, to those who may see the video. */
import { createReadStream, lstatSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '#lib/model/problem.ts';
import type { App } from '#server/app.ts';
import type { ByteRange } from '#server/blobs/blobs.ts';
import type { VideoRow } from '#server/store/videos.ts';
import { findGuidelinePicture } from './guideline-media.ts';
import type { Identity } from './identity.ts';

/** The only files of a video that leave the server this way; the source is not among them. */
const FILES: Readonly<Record<string, string>> = {
  'v.m3u8': 'application/vnd.apple.mpegurl',
  'v.mp4': 'video/mp4',
  'light.m3u8': 'application/vnd.apple.mpegurl',
  'light.mp4': 'video/mp4',
  'frames.lfi': 'application/octet-stream',
  'thumbs.jpg': 'image/jpeg',
  'sound.dat': 'application/octet-stream',
};

/** What can be watched of a video that is still being prepared. */
const FIRST_LOOK: Readonly<Record<string, string>> = {
  'first.m3u8': 'application/vnd.apple.mpegurl',
  'first.mp4': 'video/mp4',
};

/** Pictures of guidelines; no video has such an id. */
const GUIDELINE = 'guideline/';

/** A day: long enough for a day's work, gone with `clear-site-data` at sign-out. */
const CACHE = 'private, max-age=86400, immutable';

/** Answers `/media/<video>/<file>`, and `/media/guideline/…` (guideline-media.ts). */
export async function serveMedia(
  app: App,
  { person }: Identity,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') throw new Refusal('not-found');
  const { read, type, size, tag, cache } = path.startsWith(GUIDELINE)
    ? await findStill(app, person, path)
    : find(app, person, path);
  if (!path.startsWith(GUIDELINE)) cutWithRight(app, person, path, response);
  response.setHeader('etag', tag);
  response.setHeader('cache-control', cache);
  response.setHeader('accept-ranges', 'bytes');
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304).end();
    return;
  }
  const range = rangeOf(request, tag, size);
  if (range === 'unsatisfiable') {
    response.writeHead(416, { 'content-range': `bytes */${size}`, 'cache-control': 'no-store' }).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: size - 1 };
  if (range) response.setHeader('content-range', `bytes ${start}-${end}/${size}`);
  response.writeHead(range ? 206 : 200, { 'content-type': type, 'content-length': end - start + 1 });
  if (request.method === 'HEAD' || size === 0) {
    response.end();
    return;
  }
  await pipeline(read({ start, end }), response).catch((error: unknown) => {
    // The viewer went away, as they do with every seek.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
}

/** What is on its way ends with the right to see it: a whole video takes minutes on a slow line. */
function cutWithRight(app: App, person: Identity['person'], path: string, response: ServerResponse): void {
  const unfollow = app.auth.onRevoked((changed) => {
    if (changed !== person?.id) return;
    try {
      find(app, person, path);
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      response.destroy();
    }
  });
  response.once('close', unfollow);
}

type Found = {
  readonly read: (range: ByteRange) => Readable;
  readonly type: string;
  readonly size: number;
  readonly tag: string;
  readonly cache: string;
};

/** The file behind `<video>/<file>`, for those who may see it. */
function find(app: App, person: Identity['person'], path: string): Found {
  const [id = '', name = '', ...rest] = path.split('/');
  const { video } = app.access.video(person, id, 'video.view');
  const found = video.state === 'ready' ? kept(app, video, name) : growing(app, video, name);
  if (!found || rest.length > 0) throw new Refusal('not-found');
  return found;
}

function kept({ blobs }: App, { id, sha256 }: VideoRow, name: string): Found | undefined {
  const type = Object.hasOwn(FILES, name) ? FILES[name] : name === 'first.mp4' ? 'video/mp4' : undefined;
  // Who was watching meanwhile goes on: it is the same file.
  const key = `${id}/${name === 'first.mp4' ? 'v.mp4' : name}`;
  const size = type === undefined ? undefined : blobs.size(key);
  if (type === undefined || size === undefined) return undefined;
  const tag = `"${sha256?.slice(0, 16) ?? id}-${size.toString(36)}"`;
  return { read: (range) => blobs.read(key, range), type, size, tag, cache: CACHE };
}

/** A picture never changes under its address, and is small: nobody cuts it off half-way. */
async function findStill(app: App, person: Identity['person'], path: string): Promise<Found> {
  const { key, type } = await findGuidelinePicture(app, person, path.slice(GUIDELINE.length));
  const size = app.blobs.size(key);
  if (size === undefined) throw new Refusal('not-found');
  const read = (range: ByteRange) => app.blobs.read(key, range);
  return { read, type, size, tag: `"still-${size.toString(36)}"`, cache: CACHE };
}

/** It may be made anew or moved away at any moment; its maker reads foreign files, so nothing but a file is followed. */
function growing({ ingest }: App, { id }: VideoRow, name: string): Found | undefined {
  const type = Object.hasOwn(FIRST_LOOK, name) ? FIRST_LOOK[name] : undefined;
  const file = type === undefined ? undefined : ingest.firstLook(id, name);
  const stat = file === undefined ? undefined : lstatSync(file, { throwIfNoEntry: false });
  if (type === undefined || file === undefined || !stat?.isFile()) return undefined;
  const tag = `"${stat.ino.toString(36)}-${stat.size.toString(36)}"`;
  const read = (range: ByteRange) => createReadStream(file, range);
  return { read, type, size: stat.size, tag, cache: 'private, no-store' };
}

/** The one range asked for; null for the whole. Several ranges, or a form that is none, mean the whole (RFC 9110). */
function rangeOf(request: IncomingMessage, tag: string, size: number): ByteRange | 'unsatisfiable' | null {
  const condition = request.headers['if-range'];
  if (condition !== undefined && condition !== tag) return null;
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(request.headers.range ?? '') ?? [];
  if (first === '' && last === '') return null;
  if (first === '') {
    const count = Math.min(Number(last), size);
    return count === 0 ? 'unsatisfiable' : { start: size - count, end: size - 1 };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return null;
  if (start >= size) return 'unsatisfiable';
  return { start, end: last === '' ? size - 1 : Math.min(Number(last), size - 1) };
}
