/** The frame index of a video, for programs: what ties a frame's number to a time in the source file. */
import { buffer } from 'node:stream/consumers';
import { FrameIndex } from '#lib/model/frame-index.ts';
import { Refusal } from '#lib/model/problem.ts';
import type { InVideo } from '#server/auth/access.ts';
import type { Reply } from '../reply.ts';
import type { Call } from './route.ts';

export async function frames({ app, query }: Call, { video }: InVideo): Promise<Reply> {
  if (video.state !== 'ready') throw new Refusal('video-not-ready', { state: video.state });
  const bytes = await buffer(app.blobs.read(`${video.id}/frames.lfi`));
  if (query['format'] !== 'json') return { status: 200, bytes, type: 'application/octet-stream' };
  const { timebase, pts } = FrameIndex.decode(bytes);
  return { status: 200, json: { timebase, pts: Array.from(pts) } };
}
