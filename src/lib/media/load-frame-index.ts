/** Fetches the frame index of a video. */
import { FrameIndex } from '#lib/model/frame-index.ts';
import { Refusal } from '#lib/model/problem.ts';

/** A day at 240 pictures a second takes less, whatever its rhythm. */
const MAX_BYTES = 96 * 1024 * 1024;

/**
 * The frame index at an address. Rejects with a Refusal where it is not to be had, with the signal's reason when
 * aborted, with a RangeError where the bytes are no index.
 */
export async function loadFrameIndex(url: string, signal: AbortSignal): Promise<FrameIndex> {
  const answer = await fetch(url, { signal });
  if (answer.status === 401) throw new Refusal('not-signed-in');
  if (answer.status === 403 || answer.status === 404) throw new Refusal('not-found');
  if (!answer.ok) throw new Refusal('media-unreachable', { reason: `answer ${answer.status}` });
  const claimed = Number(answer.headers.get('content-length') ?? 0);
  if (claimed > MAX_BYTES) throw new RangeError(`A frame index of ${claimed} bytes.`);
  return FrameIndex.decode(new Uint8Array(await answer.arrayBuffer()));
}
