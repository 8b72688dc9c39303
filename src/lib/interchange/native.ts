/**
 * Loupe's own format: one video with everything that is said of it, as one JSON file from which nothing is missing.
 * This file describes every field; read-native.ts is the way back. Lists have one item on each line.
 *
 * Geometry: stored source pixels in display orientation (after rotation, before any stretch by the pixel aspect), from
 * 0 at the top-left corner of the top-left pixel, rounded to 1/100. Frames: ordinals from 0 of the pictures a decoder
 * puts out for the source file. Intervals: `end` is the first frame after. Times `…Ms`: milliseconds since 1970, UTC.
 */
import type { AttributeChange } from '#lib/model/attributed.ts';
import type { Anchor } from '#lib/model/comment.ts';
import type { FrameIndex } from '#lib/model/frame-index.ts';
import type { CommentId, LabelId, LayerId, PersonId, TrackId } from '#lib/model/id.ts';
import type { Keyframe } from '#lib/model/keyframe.ts';
import type { AttributeValue } from '#lib/model/label.ts';
import type { LayerKind } from '#lib/model/layer.ts';
import { opsOf, type ShapeKind } from '#lib/model/shape.ts';
import type { Boundary, Segment } from '#lib/model/segment.ts';
import type { Event } from '#lib/model/event.ts';
import type { Taxonomy } from '#lib/model/taxonomy.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Source, Track } from '#lib/model/track.ts';
import { listPieces, objectPieces, valuePieces, type Pieces } from './json-pieces.ts';
import type {
  AdjudicationRecord,
  Authored,
  CommentRecord,
  Exported,
  LayerRecord,
  PersonName,
  ProblemNote,
  VideoFacts,
  VideoRecord,
  VideoSaid,
  Written,
} from './record.ts';

export const NATIVE_FORMAT = 'loupe-native';
/** Counts up when a file of before would be read wrongly or not at all. */
export const NATIVE_VERSION = 1;

/** For whoever opens the file without this one beside it. */
export const CONVENTIONS = {
  geometry:
    'Stored source pixels in display orientation (after rotation, before any stretch by the pixel aspect), origin at ' +
    'the top-left corner of the top-left pixel, rounded to 1/100.',
  /**
   * What the numbers of a keyframe's `shape` are. Rotations: degrees clockwise, 0 ≤ rotation < 360, about the middle, as
   * one sees it: where pixels are square, `pixelAspect` times as wide.
   */
  shapes: {
    box: ['x', 'y', 'width', 'height'],
    ellipse: ['middle x', 'middle y', 'half width', 'half height', 'rotation'],
    'rotated-box': ['x', 'y', 'width', 'height', 'rotation about its middle'],
    polygon: ['x1', 'y1', 'x2', 'y2', '…'],
    polyline: ['x1', 'y1', 'x2', 'y2', '…'],
    point: ['x1', 'y1', '…'],
    mask: ['x', 'y', 'width', 'height', 'pixels outside', 'inside', '… by turns, row after row'],
    skeleton: ['x', 'y', '0: visible, 1: occluded, 2: absent', 'for each joint of its label'],
    cuboid: [
      'x1',
      'y1',
      '…',
      'x8',
      'y8',
      'of each upright edge its top and its foot: front left, front right, back right, back left',
    ],
  } satisfies Record<ShapeKind, readonly string[]>,
  frames:
    'Ordinals from 0 of the pictures a decoder puts out for the source file, in display order: ' +
    'ffmpeg -fps_mode passthrough. frames.pts[n] * timebase[0] / timebase[1] is the time of frame n in seconds.',
  intervals: 'From start up to end, which is the first frame after.',
  tracks:
    'Nothing before the first keyframe; between two as CVAT interpolates (numbers straight, rotations by the shorter ' +
    'way, polygons and polylines by matching points along the line, several points held); nothing from an outside keyframe on until one that is ' +
    'not; held after the last. occluded holds from a keyframe to the next.',
  boundaries: 'A label of an exclusive tier lasts until the next boundary of that tier that is not deleted.',
  attributes:
    'By the id of an attribute of the label, or of a choice where several may hold. changes: from this frame to the ' +
    'next one with that key the value holds in place of the one in attributes; an empty text says that none does.',
  video:
    'What is said of the video as a whole (attributes) and of its frames (changes), by label for videos.',
  doubt:
    'Of segments, boundaries (for the phase they begin) and events, where somebody has said something: certainty is ' +
    'certain, probable or uncertain; difficult is to be left out of scores; fuzz is how many frames earlier or later ' +
    'an edge, or the instant, may lie.',
  adjudication:
    'Of a consensus layer. sources: the layers that were compared, and whose they are. rulings: what was decided of ' +
    'marks of theirs, by whom, and which marks of this layer came of it; kind is taken (as the layer "from" has it), ' +
    'merged, drawn, neither (it is not there) or agreed.',
  times: 'Ms: milliseconds since 1970, UTC.',
} as const;

export type NativeFile = {
  readonly format: typeof NATIVE_FORMAT;
  readonly version: typeof NATIVE_VERSION;
  readonly exported: Exported;
  readonly conventions: typeof CONVENTIONS;
  readonly video: VideoFacts;
  readonly taxonomy: Taxonomy | null;
  readonly people: readonly PersonName[];
  readonly frames: NativeFrames;
  readonly layers: readonly NativeLayer[];
  readonly discussion: NativeDiscussion;
};

/** The frame index, exactly. */
export type NativeFrames = {
  readonly count: number;
  /** Seconds per tick, as a fraction: numerator, denominator. */
  readonly timebase: readonly [number, number];
  /** How long the last frame lasts, in ticks. */
  readonly lastDuration: number;
  /** Presentation time of each frame in ticks, strictly ascending. */
  readonly pts: readonly number[];
};

/** A layer's marks, those that are deleted too, each list ascending by id. */
export type NativeLayer = {
  readonly id: LayerId;
  readonly kind: LayerKind;
  readonly name: string;
  /** Number of the last update of the history that is in it. */
  readonly head: number;
  readonly tracks: readonly NativeTrack[];
  readonly segments: readonly (Segment & NativeAuthors)[];
  readonly boundaries: readonly (Boundary & NativeAuthors)[];
  readonly events: readonly (Event & NativeAuthors)[];
  /** What is said of the video and its frames, ascending by label. Absent: nothing. */
  readonly video?: readonly VideoSaid[];
  /** What could not be read whole and so is not here. */
  readonly problems: readonly ProblemNote[];
  /** Of a consensus: which layers it was made of, and who decided what of which of their marks. Absent: it is none. */
  readonly adjudication?: AdjudicationRecord;
};

/** Who made it and who changed it last, by person id, with the server's time; null where nothing is known. */
export type NativeAuthors = { readonly made: Written | null; readonly changed: Written | null };

export type NativeTrack = {
  readonly id: TrackId;
  readonly label: LabelId;
  readonly kind: ShapeKind;
  readonly source: Source;
  readonly deleted: boolean;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** What holds from a frame on, ascending by frame and key; '' says that nothing does. Absent: none. */
  readonly changes?: readonly AttributeChange[];
  /** Strictly ascending by frame. */
  readonly keyframes: readonly NativeKeyframe[];
} & NativeAuthors;

/** Where somebody or something set the shape; what lies between is not listed. */
export type NativeKeyframe = {
  readonly frame: Frame;
  /** The numbers of the track's kind of shape; `conventions.shapes` has their order. */
  readonly shape: readonly number[];
  /** The object has left. Absent: false. */
  readonly outside?: true;
  /** The object is there but hidden. Absent: false. */
  readonly occluded?: true;
  /** A machine has made it, and no hand has set it since. Absent: false. */
  readonly made?: true;
};

export type NativeDiscussion = {
  readonly head: number;
  /** Taken back ones too, ascending by id. */
  readonly comments: readonly NativeComment[];
  readonly problems: readonly ProblemNote[];
};

export type NativeComment = {
  readonly id: CommentId;
  readonly text: string;
  readonly anchor: Anchor;
  /** The comment this one answers. */
  readonly parent: CommentId | null;
  /** By the writer's clock. */
  readonly atMs: number;
  /** Whose words they are. */
  readonly by: PersonId | null;
  readonly deleted: boolean;
  /** What the history ends with. */
  readonly resolved: boolean;
  /** Every resolve and reopen, oldest first, by the writers' clocks. */
  readonly history: CommentRecord['history'];
  /** Short answers, by whom. */
  readonly reactions: CommentRecord['reactions'];
  /** What the words were before they were changed, oldest first. */
  readonly edits: CommentRecord['edits'];
} & NativeAuthors;

/** The file as JSON in pieces. A track may have a million keyframes: they are written one by one. */
export function writeNative(record: VideoRecord): Pieces<NativeFile> {
  const { exported, video, taxonomy, people, frames, layers, discussion } = record;
  return objectPieces<NativeFile>({
    format: valuePieces(NATIVE_FORMAT),
    version: valuePieces(NATIVE_VERSION),
    exported: valuePieces(exported),
    conventions: valuePieces(CONVENTIONS),
    video: valuePieces(video),
    taxonomy: valuePieces(taxonomy),
    people: listPieces(people),
    frames: valuePieces(framesOf(frames)),
    layers: listPieces(layers, layerPieces),
    discussion: objectPieces<NativeDiscussion>({
      head: valuePieces(discussion.head),
      comments: listPieces(discussion.comments.map(flat)),
      problems: listPieces(discussion.problems),
    }),
  });
}

function framesOf({ count, timebase, lastDuration, pts }: FrameIndex): NativeFrames {
  return { count, timebase: [timebase.num, timebase.den], lastDuration, pts: Array.from(pts) };
}

function layerPieces(record: LayerRecord): Pieces<NativeLayer> {
  return objectPieces<NativeLayer>({
    id: valuePieces(record.layer.id),
    kind: valuePieces(record.layer.kind),
    name: valuePieces(record.layer.name),
    head: valuePieces(record.head),
    tracks: listPieces(record.tracks, trackPieces),
    segments: listPieces(record.segments.map(flat)),
    boundaries: listPieces(record.boundaries.map(flat)),
    events: listPieces(record.events.map(flat)),
    ...(record.video && { video: listPieces(record.video) }),
    problems: listPieces(record.problems),
    ...(record.adjudication && {
      adjudication: objectPieces<AdjudicationRecord>({
        sources: listPieces(record.adjudication.sources),
        rulings: listPieces(record.adjudication.rulings),
      }),
    }),
  });
}

function trackPieces({ mark, made, changed }: Authored<Track>): Pieces<NativeTrack> {
  return objectPieces<NativeTrack>({
    id: valuePieces(mark.id),
    label: valuePieces(mark.label),
    kind: valuePieces(mark.kind),
    source: valuePieces(mark.source),
    deleted: valuePieces(mark.deleted),
    attributes: valuePieces(mark.attributes),
    ...(mark.changes && { changes: listPieces(mark.changes) }),
    made: valuePieces(made),
    changed: valuePieces(changed),
    keyframes: listPieces(mark.keyframes, keyframePieces),
  });
}

function keyframePieces({ frame, shape, outside, occluded, made }: Keyframe): Pieces<NativeKeyframe> {
  return valuePieces<NativeKeyframe>({
    frame,
    shape: opsOf(shape.kind).toNumbers(shape),
    ...(outside && { outside }),
    ...(occluded && { occluded }),
    ...(made && { made }),
  });
}

function flat<Mark extends object>({ mark, made, changed }: Authored<Mark>): Mark & NativeAuthors {
  return { ...mark, made, changed };
}
