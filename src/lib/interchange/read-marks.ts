/** The marks and comments of a native file, checked as those of a document are. */
import {
  checkAnchor,
  checkAtMs,
  checkAttribute,
  checkCommentText,
  checkReaction,
  checkFrame,
  checkSource,
} from '#lib/model/check.ts';
import type { AttributeChange } from '#lib/model/attributed.ts';
import { CERTAINTIES, isDoubted, isFuzz, type Doubt } from '#lib/model/doubt.ts';
import type { Event } from '#lib/model/event.ts';
import type { Edit } from '#lib/model/comment.ts';
import { isId } from '#lib/model/id.ts';
import type { Keyframe } from '#lib/model/keyframe.ts';
import type { AttributeValue } from '#lib/model/label.ts';
import type { Boundary, Segment } from '#lib/model/segment.ts';
import { opsOf, type ShapeKind } from '#lib/model/shape.ts';
import { MAX_FRAME, type Frame } from '#lib/model/time.ts';
import type { Track } from '#lib/model/track.ts';
import type { Given } from './given.ts';
import { checkKind } from './read-taxonomy.ts';
import type {
  Authored,
  CommentRecord,
  ReactionRecord,
  ResolutionRecord,
  VideoSaid,
  Written,
} from './record.ts';

const MAX_ATTRIBUTES = 10_000;
const MAX_HISTORY = 100_000;
const MAX_CHANGES = 1_000_000;
/** Most numbers of a shape. */
const MAX_NUMBERS = 16_384;

export function readTrack(given: Given): Authored<Track> {
  const track = given.fields(
    ['id', 'label', 'kind', 'source', 'deleted', 'attributes', 'changes', 'made', 'changed', 'keyframes'],
    ['changes'],
  );
  const kind = track.kind.checked(checkKind, 'a kind of shape');
  let last = -1;
  const keyframes = track.keyframes.list(MAX_FRAME + 1, (item) => {
    const keyframe = readKeyframe(item, kind);
    if (keyframe.frame <= last) item.refuse(`must come after the one on frame ${last}`);
    last = keyframe.frame;
    return keyframe;
  });
  const mark = {
    id: track.id.id<'track'>(),
    label: track.label.id<'label'>(),
    kind,
    source: track.source.checked(checkSource, 'hand, import or model'),
    deleted: track.deleted.flag(),
    keyframes,
    attributes: readAttributes(track.attributes),
    ...readChanges(track.changes),
  };
  return { mark, ...readAuthors(track) };
}

/** What is said of the video in one label. */
export function readVideoSaid(given: Given): VideoSaid {
  const { label, attributes, changes } = given.fields(['label', 'attributes', 'changes'], ['changes']);
  return {
    label: label.id<'label'>(),
    attributes: readAttributes(attributes),
    ...readChanges(changes),
  };
}

function readChanges(given: Given): { readonly changes?: readonly AttributeChange[] } {
  if (given.value === null) return {};
  let last = '';
  const changes = given.list(MAX_CHANGES, (item) => {
    const change = item.fields(['frame', 'key', 'value']);
    const [frame, key] = [readFrame(change.frame), change.key.id<'attribute'>()];
    const place = `${String(frame).padStart(8, '0')} ${key}`;
    if (place <= last) item.refuse('must come after the one before it');
    last = place;
    const value = change.value.checked(checkAttribute, 'a text, a number, true or false');
    return { frame, key, value: value ?? change.value.refuse('must not be null') };
  });
  return changes.length > 0 ? { changes } : given.refuse('says nothing');
}

function readKeyframe(given: Given, kind: ShapeKind): Keyframe {
  const { frame, shape, outside, occluded, made } = given.fields(
    ['frame', 'shape', 'outside', 'occluded', 'made'],
    ['outside', 'occluded', 'made'],
  );
  const numbers = shape.list(MAX_NUMBERS, (one) => one.checked(checkNumber, 'a number'));
  return {
    frame: readFrame(frame),
    shape: opsOf(kind).fromNumbers(numbers) ?? shape.refuse(`is not a ${kind}`),
    outside: outside.orNull((one) => one.flag()) ?? false,
    occluded: occluded.orNull((one) => one.flag()) ?? false,
    ...(made.orNull((one) => one.flag()) && { made: true }),
  };
}

export function readSegment(given: Given): Authored<Segment> {
  const segment = given.fields(
    ['id', 'tier', 'label', 'start', 'end', 'deleted', 'attributes', 'doubt', 'made', 'changed'],
    ['doubt'],
  );
  const mark = {
    id: segment.id.id<'segment'>(),
    tier: segment.tier.id<'tier'>(),
    label: segment.label.id<'label'>(),
    start: readFrame(segment.start),
    end: readFrame(segment.end),
    deleted: segment.deleted.flag(),
    attributes: readAttributes(segment.attributes),
    ...readDoubt(segment.doubt),
  };
  if (mark.end <= mark.start) segment.end.refuse('must come after its start');
  return { mark, ...readAuthors(segment) };
}

export function readBoundary(given: Given): Authored<Boundary> {
  const boundary = given.fields(
    ['id', 'tier', 'frame', 'label', 'deleted', 'doubt', 'made', 'changed'],
    ['doubt'],
  );
  const mark = {
    id: boundary.id.id<'boundary'>(),
    tier: boundary.tier.id<'tier'>(),
    frame: readFrame(boundary.frame),
    label: boundary.label.orNull((one) => one.id<'label'>()),
    deleted: boundary.deleted.flag(),
    ...readDoubt(boundary.doubt),
  };
  return { mark, ...readAuthors(boundary) };
}

export function readEvent(given: Given): Authored<Event> {
  const event = given.fields(
    ['id', 'label', 'frame', 'deleted', 'attributes', 'doubt', 'made', 'changed'],
    ['doubt'],
  );
  const mark = {
    id: event.id.id<'event'>(),
    label: event.label.id<'label'>(),
    frame: readFrame(event.frame),
    deleted: event.deleted.flag(),
    attributes: readAttributes(event.attributes),
    ...readDoubt(event.doubt),
  };
  return { mark, ...readAuthors(event) };
}

function readDoubt(given: Given): { readonly doubt?: Doubt } {
  if (given.value === null) return {};
  const { certainty, difficult, fuzz } = given.fields(['certainty', 'difficult', 'fuzz']);
  const doubt = {
    certainty: certainty.oneOf(CERTAINTIES),
    difficult: difficult.flag(),
    fuzz: fuzz.checked((value) => (isFuzz(value) ? value : undefined), 'a number of frames'),
  };
  return isDoubted(doubt) ? { doubt } : given.refuse('says nothing');
}

export function readComment(given: Given): Authored<CommentRecord> {
  const comment = given.fields([
    'id',
    'text',
    'anchor',
    'parent',
    'atMs',
    'by',
    'deleted',
    'resolved',
    'history',
    'reactions',
    'edits',
    'made',
    'changed',
  ]);
  const history = comment.history.list(MAX_HISTORY, readResolution);
  const mark = {
    id: comment.id.id<'comment'>(),
    text: comment.text.checked(checkCommentText, 'the text of a comment'),
    anchor: comment.anchor.checked(checkAnchor, 'a place, a time or a mark'),
    parent: comment.parent.orNull((one) => one.id<'comment'>()),
    atMs: comment.atMs.checked(checkAtMs, 'a time'),
    by: comment.by.orNull((one) => one.id<'person'>()),
    deleted: comment.deleted.flag(),
    history,
    resolved: comment.resolved.flag(),
    reactions: comment.reactions.list(MAX_HISTORY, readReaction),
    edits: comment.edits.list(MAX_HISTORY, readEdit),
  };
  if (mark.resolved !== (history.at(-1)?.resolved ?? false))
    comment.resolved.refuse('is not what its history ends with');
  return { mark, ...readAuthors(comment) };
}

function readResolution(given: Given): ResolutionRecord {
  const { resolved, atMs, by } = given.fields(['resolved', 'atMs', 'by']);
  return {
    resolved: resolved.flag(),
    atMs: atMs.checked(checkAtMs, 'a time'),
    by: by.orNull((one) => one.id()),
  };
}

function readReaction(given: Given): ReactionRecord {
  const { mark, by } = given.fields(['mark', 'by']);
  return { mark: mark.checked(checkReaction, 'a reaction'), by: by.orNull((one) => one.id()) };
}

function readEdit(given: Given): Edit {
  const { text, atMs } = given.fields(['text', 'atMs']);
  return {
    text: text.checked(checkCommentText, 'the text of a comment'),
    atMs: atMs.checked(checkAtMs, 'a time'),
  };
}

function readAuthors({ made, changed }: Readonly<Record<'made' | 'changed', Given>>): {
  readonly made: Written | null;
  readonly changed: Written | null;
} {
  return { made: made.orNull(readWritten), changed: changed.orNull(readWritten) };
}

function readWritten(given: Given): Written {
  const { by, atMs } = given.fields(['by', 'atMs']);
  return { by: by.id(), atMs: atMs.checked(checkAtMs, 'a time') };
}

function readAttributes(given: Given): Readonly<Record<string, AttributeValue>> {
  const read = given.entries(MAX_ATTRIBUTES).map(([key, value]): [string, AttributeValue] => {
    if (!isId(key)) value.refuse('is not the name of an attribute');
    return [key, value.checked(checkAttribute, 'a text, a number, true, false or null')];
  });
  return Object.fromEntries(read);
}

function readFrame(given: Given): Frame {
  return given.checked(checkFrame, `a frame from 0 to ${MAX_FRAME}`);
}

function checkNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
