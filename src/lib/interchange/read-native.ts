/** A native file → the record it was written from. native.ts describes the fields; here each is checked and bounded. */
import { checkAtMs } from '#lib/model/check.ts';
import { FrameIndex } from '#lib/model/frame-index.ts';
import { LAYER_KINDS } from '#lib/model/layer.ts';
import { MAX_FRAME } from '#lib/model/time.ts';
import { Given } from './given.ts';
import { NATIVE_FORMAT, NATIVE_VERSION } from './native.ts';
import { readBoundary, readComment, readEvent, readSegment, readTrack, readVideoSaid } from './read-marks.ts';
import { readAdjudication } from './read-adjudication.ts';
import { readTaxonomy } from './read-taxonomy.ts';
import type {
  Authored,
  DiscussionRecord,
  Exported,
  LayerRecord,
  PersonName,
  ProblemNote,
  VideoFacts,
  VideoRecord,
} from './record.ts';

/** Most characters of a name and of a text, most items of a list. */
const MAX_NAME = 500;
const MAX_TEXT = 10_000;
const MAX_PEOPLE = 100_000;
const MAX_LAYERS = 1000;
const MAX_MARKS = 1_000_000;
/** Pixels of a side: far over any video. */
const MAX_SIDE = 1_000_000;

/**
 * The record in a parsed native file. Refuses `bad-request`, with the place and what must be there, for what
 * writeNative would not write: a field that this version does not know, too, as it would be lost.
 */
export function readNative(value: unknown): VideoRecord {
  const file = new Given(value, 'The file').fields([
    'format',
    'version',
    'exported',
    'conventions',
    'video',
    'taxonomy',
    'people',
    'frames',
    'layers',
    'discussion',
  ]);
  file.format.oneOf([NATIVE_FORMAT]);
  file.version.oneOf([NATIVE_VERSION]);
  file.conventions.entries(100); // words for people; the version says what holds
  return {
    exported: readExported(file.exported),
    video: readFacts(file.video),
    frames: readFrames(file.frames),
    taxonomy: file.taxonomy.orNull(readTaxonomy),
    people: file.people.distinct(MAX_PEOPLE, readPerson, ({ id }) => id),
    layers: file.layers.distinct(MAX_LAYERS, readLayer, ({ layer }) => layer.id),
    discussion: readDiscussion(file.discussion),
  };
}

function readExported(given: Given): Exported {
  const { atMs, by } = given.fields(['atMs', 'by']);
  return { atMs: atMs.checked(checkAtMs, 'a time'), by: by.orNull((one) => one.id()) };
}

function readFacts(given: Given): VideoFacts {
  const facts = given.fields([
    'id',
    'study',
    'project',
    'name',
    'sha256',
    'bytes',
    'width',
    'height',
    'pixelAspect',
    'codec',
    'attribution',
  ]);
  return {
    id: facts.id.id(),
    study: facts.study.id(),
    project: facts.project.id(),
    name: facts.name.text(MAX_NAME),
    sha256: facts.sha256.text(64, /^[0-9a-f]{64}$/),
    bytes: facts.bytes.whole(0, Number.MAX_SAFE_INTEGER),
    width: facts.width.whole(1, MAX_SIDE),
    height: facts.height.whole(1, MAX_SIDE),
    pixelAspect: facts.pixelAspect.checked(checkAspect, 'a number from 0.001 to 1000'),
    codec: facts.codec.text(MAX_NAME),
    attribution: facts.attribution.orNull((one) => one.text(MAX_TEXT)),
  };
}

function checkAspect(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0.001 && value <= 1000 ? value : undefined;
}

function readFrames(given: Given): FrameIndex {
  const { count, timebase, lastDuration, pts } = given.fields(['count', 'timebase', 'lastDuration', 'pts']);
  const [num, den, ...more] = timebase.list(2, (one) => one.whole(1, Number.MAX_SAFE_INTEGER));
  if (num === undefined || den === undefined || more.length > 0)
    return timebase.refuse('must have two numbers');
  const times = pts.list(MAX_FRAME, ticks);
  if (times.length !== count.whole(1, MAX_FRAME)) pts.refuse('has not as many items as "count" says');
  for (const [at, time] of times.entries())
    if (at > 0 && time <= (times[at - 1] as number)) pts.refuse(`does not ascend at frame ${at}`);
  const last = lastDuration.whole(1, Number.MAX_SAFE_INTEGER);
  return new FrameIndex({ num, den }, Float64Array.from(times), last);
}

function ticks(given: Given): number {
  return given.whole(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
}

function readPerson(given: Given): PersonName {
  const { id, name } = given.fields(['id', 'name']);
  return { id: id.id(), name: name.text(MAX_NAME) };
}

function readLayer(given: Given): LayerRecord {
  const layer = given.fields(
    [
      'id',
      'kind',
      'name',
      'head',
      'tracks',
      'segments',
      'boundaries',
      'events',
      'video',
      'problems',
      'adjudication',
    ],
    ['video', 'adjudication'],
  );
  const adjudication = layer.adjudication.orNull(readAdjudication);
  const video = layer.video.orNull((all) => all.distinct(MAX_MARKS, readVideoSaid, ({ label }) => label));
  return {
    layer: { id: layer.id.id(), kind: layer.kind.oneOf(LAYER_KINDS), name: layer.name.text(MAX_NAME) },
    head: readHead(layer.head),
    tracks: layer.tracks.distinct(MAX_MARKS, readTrack, idOf),
    segments: layer.segments.distinct(MAX_MARKS, readSegment, idOf),
    boundaries: layer.boundaries.distinct(MAX_MARKS, readBoundary, idOf),
    events: layer.events.distinct(MAX_MARKS, readEvent, idOf),
    ...(video && { video }),
    problems: layer.problems.list(MAX_MARKS, readNote),
    ...(adjudication && { adjudication }),
  };
}

function readDiscussion(given: Given): DiscussionRecord {
  const { head, comments, problems } = given.fields(['head', 'comments', 'problems']);
  return {
    head: readHead(head),
    comments: comments.distinct(MAX_MARKS, readComment, idOf),
    problems: problems.list(MAX_MARKS, readNote),
  };
}

function readHead(given: Given): number {
  return given.whole(0, Number.MAX_SAFE_INTEGER);
}

function readNote(given: Given): ProblemNote {
  const { of, sentence } = given.fields(['of', 'sentence']);
  return { of: of.text(MAX_NAME), sentence: sentence.text(MAX_TEXT) };
}

function idOf({ mark }: Authored<{ readonly id: string }>): string {
  return mark.id;
}
