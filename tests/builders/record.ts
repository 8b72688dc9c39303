/** A record of a small video, to be filled by a test with what it is about. */
import type { Authored, VideoRecord } from '#lib/interchange/record.ts';
import { FrameIndex } from '#lib/model/frame-index.ts';
import type { Id, LabelId, PersonId, ProjectId, StudyId, TrackId, VideoId } from '#lib/model/id.ts';
import type { Keyframe } from '#lib/model/keyframe.ts';
import { SHARED_LAYER } from '#lib/model/layer.ts';
import type { LabelUse } from '#lib/model/label.ts';
import type { Taxonomy } from '#lib/model/taxonomy.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Track } from '#lib/model/track.ts';

export const ITO = 'ito' as PersonId;
const AT_MS = Date.UTC(2026, 4, 6, 7, 8, 9, 10);

function label(id: string, name: string, use: LabelUse, retired = false): Taxonomy['labels'][number] {
  return { id: id as LabelId, name, color: '#62afa0', use, shapes: use === 'object' ? ['box'] : [], retired };
}

export const TAXONOMY: Taxonomy = {
  id: 'tax' as Id<'taxonomy'>,
  name: 'Lungs',
  version: 3,
  labels: [
    label('rib', 'Rib', 'object', true),
    label('breath', 'Breath', 'segment'),
    label('b-line', 'B-line', 'object'),
    label('old', 'Old', 'object', true),
    label('a-line', 'A-line', 'object'),
  ],
  tiers: [],
};

/** A keyframe with a box; `outside` and `occluded` are false unless said. */
export function at(
  frame: number,
  [x, y, w, h]: readonly [number, number, number, number],
  flags: { readonly outside?: boolean; readonly occluded?: boolean } = {},
): Keyframe {
  const shape = { kind: 'box' as const, x, y, w, h };
  return { frame: frame as Frame, shape, outside: false, occluded: false, ...flags };
}

export function track(
  id: string,
  keyframes: readonly Keyframe[],
  rest: Partial<Track> = {},
): Authored<Track> {
  const mark: Track = {
    id: id as TrackId,
    label: 'b-line' as LabelId,
    kind: 'box',
    source: 'hand',
    deleted: false,
    keyframes,
    attributes: {},
    ...rest,
  };
  const written = { by: ITO, atMs: AT_MS };
  return { mark, made: written, changed: written };
}

/** Frames in uneven steps of 1/90,000 s: 3000 ticks, and 100 more after every tenth. */
export function frames(count: number): FrameIndex {
  const pts = Float64Array.from({ length: count }, (_, n) => 4500 + n * 3000 + Math.floor(n / 10) * 100);
  return new FrameIndex({ num: 1, den: 90_000 }, pts, 3000);
}

export function record(tracks: readonly Authored<Track>[], rest: Partial<VideoRecord> = {}): VideoRecord {
  return {
    exported: { atMs: AT_MS, by: ITO },
    video: {
      id: 'clip' as VideoId,
      study: 'study' as StudyId,
      project: 'project' as ProjectId,
      name: 'Mrs Someone 1951-02-03.mov',
      sha256: 'ab'.repeat(32),
      bytes: 1234,
      width: 640,
      height: 480,
      pixelAspect: 1,
      codec: 'h264',
      attribution: null,
    },
    frames: frames(100),
    taxonomy: TAXONOMY,
    people: [{ id: ITO, name: 'Hana Ito' }],
    layers: [
      {
        layer: SHARED_LAYER,
        head: 1,
        tracks,
        segments: [],
        boundaries: [],
        events: [],
        problems: [],
      },
    ],
    discussion: { head: 0, comments: [], problems: [] },
    ...rest,
  };
}
