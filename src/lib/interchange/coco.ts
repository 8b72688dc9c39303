/**
 * COCO detection, with CocoVid's fields for videos: one image for each frame on which at least one track is there, one
 * annotation for each track that is there; what is interpolated or held says so. Nothing that was deleted, no person
 * and no name of a file is in it. Boxes are `[x, y, width, height]` in stored pixels, from 0 at the top left.
 * What has an outline of its own has it as `segmentation`: polygons as they are, ellipses as polygons of 72 corners,
 * cuboids as what they cover, with their corners in a field of ours, `cuboid`; masks as packed runs.
 * An open line has no area: it has its box, an area of 0, and its points in a field of ours, `polyline`. Joints
 * of skeletons are keypoints. Tracks of points are left out, as COCO knows them only as such; the file says how many.
 */
import { hundredth } from '#lib/model/geometry.ts';
import { valueAt } from '#lib/model/attributed.ts';
import type { LabelId } from '#lib/model/id.ts';
import type { AttributeValue, Label } from '#lib/model/label.ts';
import type { Skeleton } from '#lib/model/shapes/skeleton.ts';
import { edgePlaces } from '#lib/model/skeleton-plan.ts';
import { opsOf, type Shape } from '#lib/model/shape.ts';
import { opsSeen } from '#lib/model/shapes/stretched.ts';
import { labelOf, type Taxonomy } from '#lib/model/taxonomy.ts';
import type { Frame } from '#lib/model/time.ts';
import { presentRanges, stateAt, type Track } from '#lib/model/track.ts';
import { AnnotatedFrames, type FrameRange } from './annotated-frames.ts';
import { RlePacker, type CocoRle } from './coco-rle.ts';
import { listPieces, objectPieces, valuePieces, type Pieces } from './json-pieces.ts';
import type { VideoRecord } from './record.ts';

/** What of a record goes into the file. */
export type CocoRecord = Pick<VideoRecord, 'video' | 'frames' | 'taxonomy' | 'layers'> & {
  readonly exported: Pick<VideoRecord['exported'], 'atMs'>;
  /** The project's labels of objects in the order in which they came to be; absent: as the taxonomy has them. */
  readonly order?: readonly LabelId[];
};

/** A file has one video and one licence. */
const ONLY = 1;

/**
 * The file as JSON in pieces. What it holds in memory grows with the tracks and their keyframes, not with the
 * annotations: 50 tracks held through 100,000 frames are 5 million of those.
 */
export function writeCoco(record: CocoRecord): Pieces {
  const { video, frames, taxonomy, order } = record;
  const tracks = listTracks(record);
  const categories = categoriesOf(taxonomy, tracks, order);
  const annotated = new AnnotatedFrames(tracks.flatMap(({ ranges }) => ranges));
  return objectPieces({
    info: valuePieces(infoOf(record)),
    licenses: listPieces([{ id: ONLY, name: video.attribution ?? 'not stated', url: '' }]),
    videos: listPieces([videoOf(video, frames)]),
    categories: listPieces(categories.values()),
    tracks: listPieces(tracks.map((one) => trackOf(one, categories))),
    images: listPieces(imagesOf(video, frames, annotated)),
    annotations: listPieces(
      annotationsOf(tracks, categories, annotated, new RlePacker(video), video.pixelAspect),
    ),
  });
}

/** A track that is there on some frame of the video. */
type Listed = {
  /** Its number in the file. */
  readonly id: number;
  readonly track: Track;
  readonly ranges: readonly FrameRange[];
};

/** In the order in which they come into the picture. */
function listTracks({ layers, frames }: CocoRecord): Listed[] {
  return layers
    .flatMap(({ tracks }) => tracks)
    .filter(({ mark }) => !mark.deleted && mark.kind !== 'point')
    .map(({ mark }) => ({ track: mark, ranges: rangesIn(mark, frames.count) }))
    .filter(({ ranges }) => ranges.length > 0)
    .sort((a, b) => firstOf(a.ranges) - firstOf(b.ranges) || (a.track.id < b.track.id ? -1 : 1))
    .map((seen, at) => ({ id: at + 1, ...seen }));
}

/** Keyframes may lie behind the end of the video; its frames are all that is listed. */
function rangesIn({ keyframes }: Track, count: number): FrameRange[] {
  return presentRanges(keyframes, count)
    .map(({ start, end }) => ({ start, end: Math.min(end, count) }))
    .filter(({ start, end }) => start < end);
}

function countPoints({ layers }: CocoRecord): number {
  return layers.flatMap(({ tracks }) => tracks).filter(({ mark }) => !mark.deleted && mark.kind === 'point')
    .length;
}

function firstOf(ranges: readonly FrameRange[]): number {
  return ranges[0]?.start ?? Infinity;
}

type Category = {
  readonly id: number;
  readonly name: string;
  readonly supercategory: '';
  readonly label: LabelId;
  /** Names of its joints, and the lines between them, counted from 1. */
  readonly keypoints?: readonly string[];
  readonly skeleton?: readonly (readonly [number, number])[];
};

/**
 * Numbered by the order in which the labels of objects came to be, and none is ever taken away: all videos of a project
 * give a label the same number, whatever is added, retired or put in another place. A retired one is listed where it
 * is in use.
 */
function categoriesOf(
  taxonomy: Taxonomy | null,
  tracks: readonly Listed[],
  order: readonly LabelId[] = [],
): Map<LabelId, Category> {
  const used = new Set(tracks.map(({ track }) => track.label));
  const places = new Map(order.map((id, at) => [id, at]));
  const placeOf = ({ id }: Label) => places.get(id) ?? order.length;
  const objects = (taxonomy?.labels ?? [])
    .filter(({ use }) => use === 'object')
    .sort((a, b) => placeOf(a) - placeOf(b));
  const categories = new Map<LabelId, Category>();
  for (const [at, label] of objects.entries()) {
    const { id, name, retired } = label;
    if (!retired || used.has(id))
      categories.set(id, { id: at + 1, name, supercategory: '', label: id, ...keypointsOf(label) });
  }
  let next = objects.length + 1;
  for (const label of [...used].filter((one) => !categories.has(one)).sort()) {
    const name = (taxonomy && labelOf(taxonomy, label)?.name) ?? label;
    categories.set(label, { id: next++, name, supercategory: '', label });
  }
  return categories;
}

function keypointsOf({ skeleton }: Label): Pick<Category, 'keypoints' | 'skeleton'> {
  if (!skeleton) return {};
  return {
    keypoints: skeleton.joints.map(({ name }) => name),
    skeleton: edgePlaces(skeleton).map(([a, b]) => [a + 1, b + 1]),
  };
}

/** COCO's own: x, y and 0 (not there), 1 (hidden) or 2 (visible) for each joint. */
function placedKeypoints({ joints }: Skeleton): object {
  const there = joints.filter(({ state }) => state !== 'absent');
  return {
    keypoints: joints.flatMap(({ x, y, state }) =>
      state === 'absent' ? [0, 0, 0] : [x, y, state === 'visible' ? 2 : 1],
    ),
    num_keypoints: there.length,
  };
}

function infoOf(record: CocoRecord): object {
  const { video, taxonomy, exported } = record;
  const date = new Date(exported.atMs);
  return {
    description:
      `Frame n is the n-th picture, from 0, that a decoder puts out for the source file; "frame" is that number and ` +
      `"pts" its time in the file. "frame_id" counts the images listed here. Pictures with these names: ` +
      `ffmpeg -i SOURCE -fps_mode passthrough -start_number 0 ${video.id}/${FILE_NAME}. Boxes are in stored pixels, ` +
      `after rotation and before any stretch by the pixel aspect.`,
    version: '1',
    year: date.getUTCFullYear(),
    date_created: date.toISOString(),
    contributor: 'Loupe',
    url: '',
    tracks_of_points_left_out: countPoints(record),
    taxonomy: taxonomy && { id: taxonomy.id, name: taxonomy.name, version: taxonomy.version },
  };
}

function videoOf(video: CocoRecord['video'], { count, timebase }: CocoRecord['frames']): object {
  const { id: name, width, height, pixelAspect, sha256 } = video;
  return {
    id: ONLY,
    name,
    width,
    height,
    pixel_aspect: pixelAspect,
    frames: count,
    timebase: [timebase.num, timebase.den],
    sha256,
  };
}

function trackOf({ id, track }: Listed, categories: ReadonlyMap<LabelId, Category>): object {
  const { id: name, source, attributes } = track;
  return { id, video_id: ONLY, category_id: categories.get(track.label)?.id, name, source, attributes };
}

/** As ffmpeg writes it: six digits or more. */
const FILE_NAME = 'frame_%06d.png';

function fileName(frame: number): string {
  return FILE_NAME.replace('%06d', String(frame).padStart(6, '0'));
}

function* imagesOf(
  { id, width, height }: CocoRecord['video'],
  index: CocoRecord['frames'],
  annotated: AnnotatedFrames,
): Generator<object, void, void> {
  let place = 0;
  for (const frame of annotated) {
    yield {
      id: place + 1,
      video_id: ONLY,
      frame_id: place,
      frame,
      pts: index.pts[frame],
      time_ms: Math.round(index.timeMs(frame) * 1000) / 1000,
      width,
      height,
      file_name: `${id}/${fileName(frame)}`,
      license: ONLY,
    };
    place++;
  }
}

/** Track after track, each ascending by frame. */
function* annotationsOf(
  tracks: readonly Listed[],
  categories: ReadonlyMap<LabelId, Category>,
  annotated: AnnotatedFrames,
  packer: RlePacker,
  aspect: number,
): Generator<object, void, void> {
  let id = 1;
  for (const { id: track_id, track, ranges } of tracks) {
    const category_id = categories.get(track.label)?.id;
    for (const { start, end } of ranges) {
      const first = annotated.placeOf(start); // what is there in one piece is listed in one piece
      for (let frame = start; frame < end; frame++) {
        const state = stateAt(track.keyframes, frame as Frame);
        if (!state) continue;
        const { shape, keyframe, occluded } = state;
        const ops = opsOf(shape.kind);
        const seen = opsSeen(shape.kind, aspect);
        const { x, y, w, h } = seen.bounds(shape);
        yield {
          id: id++,
          image_id: first + frame - start + 1,
          video_id: ONLY,
          category_id,
          track_id,
          instance_id: track_id,
          bbox: [x, y, w, h].map(hundredth),
          // A line that winds round the same place twice counts it twice: no more than all of its box is inside.
          area: Math.round(Math.min(seen.area(shape), w * h) * 10_000) / 10_000,
          segmentation: segmentationOf(shape, packer, aspect),
          ...((shape.kind === 'polyline' || shape.kind === 'cuboid') && {
            [shape.kind]: ops.toNumbers(shape),
          }),
          ...(shape.kind === 'skeleton' && placedKeypoints(shape)),
          iscrowd: 0,
          attributes: { ...changedBy(track, frame as Frame), keyframe, occluded, source: track.source },
        };
      }
    }
  }
}

/** What has been said of a track by a frame in attributes that change over time; the rest is said with the track. */
function changedBy(track: Track, frame: Frame): Readonly<Record<string, AttributeValue>> {
  const keys = new Set(track.changes?.map(({ key }) => key));
  return Object.fromEntries([...keys].map((key) => [key, valueAt(track, key, frame)]));
}

/** Nothing for an upright box: its `bbox` says it all. */
function segmentationOf(
  shape: Shape,
  packer: RlePacker,
  aspect: number,
): CocoRle | readonly (readonly number[])[] {
  if (shape.kind === 'mask') return packer.rleOf(shape);
  const outline = shape.kind === 'box' ? null : opsSeen(shape.kind, aspect).outline(shape);
  return outline ? [outline.flatMap(({ x, y }) => [hundredth(x), hundredth(y)])] : [];
}
