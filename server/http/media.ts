/** Pictures of videos: the files an ingest made, in ranges, to those who may see the video. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '#lib/model/problem.ts';
import type { App } from '#server/app.ts';
import type { ByteRange } from '#server/blobs/blobs.ts';
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
  const { key, type, size, tag } = path.startsWith(GUIDELINE)
    ? await findStill(app, person, path)
    : find(app, person, path);
  if (!path.startsWith(GUIDELINE)) cutWithRight(app, person, path, response);
  response.setHeader('etag', tag);
  response.setHeader('cache-control', CACHE);
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
  await pipeline(app.blobs.read(key, { start, end }), response).catch((error: unknown) => {
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

type Found = { readonly key: string; readonly type: string; readonly size: number; readonly tag: string };

/** The file behind `<video>/<file>`, for those who may see it. */
function find(app: App, person: Identity['person'], path: string): Found {
  const [id = '', name = '', ...rest] = path.split('/');
  const { video } = app.access.video(person, id, 'video.view');
  const type = Object.hasOwn(FILES, name) && rest.length === 0 ? FILES[name] : undefined;
  const key = `${video.id}/${name}`;
  const size = type === undefined || video.state !== 'ready' ? undefined : app.blobs.size(key);
  if (type === undefined || size === undefined) throw new Refusal('not-found');
  return { key, type, size, tag: `"${video.sha256?.slice(0, 16) ?? video.id}-${size.toString(36)}"` };
}

/** A picture never changes under its address, and is small: nobody cuts it off half-way. */
async function findStill(app: App, person: Identity['person'], path: string): Promise<Found> {
  const { key, type } = await findGuidelinePicture(app, person, path.slice(GUIDELINE.length));
  const size = app.blobs.size(key);
  if (size === undefined) throw new Refusal('not-found');
  return { key, type, size, tag: `"still-${size.toString(36)}"` };
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
