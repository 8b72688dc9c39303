/** Frames of a video as picture files, for people at a browser and for programs: begun, watched, taken. */
import { readFrameList } from '#lib/model/frame-list.ts';
import { must, problem, Refusal } from '#lib/model/problem.ts';
import type { FrameExportAnswer, NewFrameExport } from '#lib/protocol/http.ts';
import type { Access, InVideo } from '#server/auth/access.ts';
import { MOST_FRAMES, type FrameExport } from '#server/export/frame-exports.ts';
import { framesIn, type PictureOrder } from '#server/export/pictures.ts';
import type { PersonRow } from '#server/store/people.ts';
import type { VideoRow } from '#server/store/videos.ts';
import type { Reply } from '../reply.ts';
import { withoutEnding } from './export.ts';
import type { Call, Route } from './route.ts';

type Found = InVideo & { readonly person: PersonRow };

/** Who may no longer take it has the rest cut off within so long. */
const RECHECK_MS = 1000;

export const FRAME_FILE_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/videos/{video}/frame-files',
    summary: 'How far my export of frames as picture files is; null where I have none',
    subject: 'video',
    action: 'video.export',
    answer: { status: 200, body: 'FrameExport' },
    run: watch,
  },
  {
    method: 'POST',
    path: '/videos/{video}/frame-files',
    summary:
      'Begin an export of frames as picture files with a manifest; one that I have of this video goes away',
    subject: 'video',
    action: 'video.export',
    body: 'NewFrameExport',
    answer: { status: 202, body: 'FrameExport' },
    run: begin,
  },
  {
    method: 'POST',
    path: '/videos/{video}/frame-files/stop',
    summary: 'Stop or remove my export of frames',
    subject: 'video',
    action: 'video.export',
    answer: { status: 200, body: 'FrameExport' },
    run: stop,
  },
  {
    method: 'GET',
    path: '/videos/{video}/frame-files/archive',
    summary: 'Take my export of frames, once it is done: a ZIP of the pictures and manifest.json',
    subject: 'video',
    action: 'video.export',
    answer: { status: 200, body: null, binary: 'application/zip' },
    run: take,
  },
];

async function watch({ app }: Call, { video, person }: Found): Promise<Reply> {
  return { status: 200, json: answerOf(app.frameExports.of(person.id, video.id)) };
}

async function begin({ app, body }: Call<NewFrameExport>, { video, person, layers }: Found): Promise<Reply> {
  if (video.state !== 'ready') throw new Refusal('video-not-ready', { state: video.state });
  const { pictures, frameExports } = app;
  const layer = must(pictures.layers[0], 'a video has a layer');
  // Where others have marked something is not for those who work blind.
  if (body.frames === 'annotated' && !layers.some(({ id }) => id === layer.id))
    throw new Refusal('not-found');
  const frames = body.frames === 'annotated' ? { annotatedIn: layer } : listed(body.frames, video);
  return {
    status: 202,
    json: answerOf(frameExports.begin(person.id, { video: video.id, frames, format: body.format })),
  };
}

async function stop({ app }: Call, { video, person }: Found): Promise<Reply> {
  app.frameExports.cancel(person.id, video.id);
  return { status: 200, json: null };
}

async function take({ app, record }: Call, { video, person, project }: Found): Promise<Reply> {
  const { frames, bytes, pieces } = app.frameExports.open(person.id, video.id);
  record('video.export', {
    project: project.id,
    subject: `video:${video.id}`,
    detail: { format: 'frames', frames, bytes },
  });
  return {
    status: 200,
    type: 'application/zip',
    bytes,
    pieces: whileAllowed(app.access, { video, person }, pieces),
    fileName: `${withoutEnding(video.name)}.frames.zip`,
  };
}

/** Refuses at once what cannot be had. */
function listed(text: string, { picture }: VideoRow): PictureOrder['frames'] {
  const list = readFrameList(text);
  if ('fault' in list) throw new Refusal('bad-request', { what: list.fault });
  framesIn(list.ranges, must(picture, 'a ready video has a picture').frames, MOST_FRAMES);
  return list.ranges;
}

/** A large archive takes minutes on a slow line: it ends with the right to have it. */
async function* whileAllowed(
  access: Access,
  { video, person }: Pick<Found, 'video' | 'person'>,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, void> {
  let checked = performance.now();
  for await (const piece of pieces) {
    const now = performance.now();
    if (now - checked > RECHECK_MS) {
      access.video(person, video.id, 'video.export');
      checked = now;
    }
    yield piece;
  }
}

function answerOf(found: FrameExport | null): FrameExportAnswer | null {
  if (!found) return null;
  const { state, format, done, frames, bytes, problem: what, keptUntil } = found;
  const { code, sentence, next } = what
    ? problem(what.code, what.details)
    : { code: '', sentence: '', next: '' };
  return {
    state,
    format,
    done,
    frames,
    bytes,
    problem: what && { code, sentence, next },
    keptUntil: keptUntil === null ? null : new Date(keptUntil).toISOString(),
  };
}
