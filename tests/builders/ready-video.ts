/** A video as an ingest leaves it behind, without the pictures: what is said of it, and its frame index. */
import type { FrameIndex } from '#lib/model/frame-index.ts';
import type { PersonId, StudyId } from '#lib/model/id.ts';
import type { Blobs } from '#server/blobs/blobs.ts';
import type { Store } from '#server/store/store.ts';
import type { VideoRow } from '#server/store/videos.ts';
import { frames } from './record.ts';

export type ReadyVideo = {
  readonly study: StudyId;
  readonly createdBy: PersonId;
  readonly name?: string;
  readonly index?: FrameIndex;
  readonly attribution?: string;
};

export async function readyVideo(
  { store, blobs }: { readonly store: Store; readonly blobs: Blobs },
  { study, createdBy, name = 'clip.mov', index = frames(100), attribution }: ReadyVideo,
): Promise<VideoRow> {
  const { id } = store.videos.create({ study, name, createdBy, attribution });
  store.videos.setSource(id, { bytes: 1234, sha256: 'ab'.repeat(32) });
  async function* bytes() {
    yield index.encode();
  }
  await blobs.write(`${id}/frames.lfi`, bytes(), { maxBytes: 1e8 });
  store.videos.setReady(id, {
    picture: {
      width: 640,
      height: 480,
      pixelAspect: 1,
      frames: index.count,
      durationMs: index.durationMs,
      timebase: index.timebase,
      codec: 'h264',
      hasAudio: false,
      rendition: 'untouched',
    },
    media: { firstFrameMs: 0, thumbnails: null },
  });
  return store.videos.get(id)!;
}
