/** What may be written into a labels document (src/lib/doc/SPEC.md says what it means). */
import { readBase } from '#lib/doc/base.ts';
import { unpackKeyframe } from '#lib/doc/pack.ts';
import { BASE_KEY, SCHEMA, type LABELS_ROOTS } from '#lib/doc/schema.ts';
import {
  checkAttribute,
  checkChangeKey,
  checkFrame,
  checkFrameKey,
  checkSource,
  checkVideoKey,
} from '#lib/model/check.ts';
import { isCertainty, isFuzz } from '#lib/model/doubt.ts';
import { isId } from '#lib/model/id.ts';
import { isShapeKind } from '#lib/model/shape.ts';
import type { Container } from './container.ts';
import { anyOf, each, entities, fields, nothingIn, once, value, type MapRule } from './rule.ts';

const label = value(isId);
const frame = value((raw) => checkFrame(raw) !== undefined);
const deleted = value((raw) => typeof raw === 'boolean');
const attribute = value((raw) => checkAttribute(raw) !== undefined);
const attr = each('the attributes of a mark', isId, attribute);

const track = fields(
  'a track',
  {
    label,
    kind: once(isShapeKind),
    source: once((raw) => checkSource(raw) !== undefined),
    deleted,
    kf: each('the keyframes of a track', isFrameKey, value(isKeyframe)),
    attr,
    fattr: each('the attributes by frame of a track', isFrameAttributeKey, attribute),
    [BASE_KEY]: once(isBase),
  },
  [BASE_KEY],
);

/** How sure one is of an interval or an event; null: nothing is said. */
const doubt = {
  certainty: value((raw) => raw === null || isCertainty(raw)),
  difficult: value((raw) => raw === null || typeof raw === 'boolean'),
  fuzz: value((raw) => raw === null || isFuzz(raw)),
};
const doubts = Object.keys(doubt);

const segment = fields(
  'a segment',
  { tier: once(isId), label, start: frame, end: frame, deleted, attr, ...doubt },
  doubts,
);

const boundary = fields(
  'a boundary',
  { tier: once(isId), frame, label: value((raw) => raw === null || isId(raw)), deleted, ...doubt },
  doubts,
);

const event = fields('an event', { label, frame, deleted, attr, ...doubt }, doubts);

export const LABELS = {
  tracks: entities('the tracks', track),
  segments: entities('the segments', segment),
  boundaries: entities('the boundaries', boundary),
  events: entities('the events', event),
  structures: nothingIn('the structures'),
  video: anyOf('what is said of the video', isVideoKey, attribute),
  meta: fields('the document', { schema: value(isSchema) }),
} as const satisfies Readonly<Record<(typeof LABELS_ROOTS)[number], MapRule>>;

function isSchema(raw: unknown): boolean {
  return Number.isInteger(raw) && (raw as number) >= 1 && (raw as number) <= SCHEMA;
}

function isFrameKey(key: string): boolean {
  return checkFrameKey(key) !== undefined;
}

/** `frame:attribute` */
function isFrameAttributeKey(key: string): boolean {
  return checkChangeKey(key) !== undefined;
}

/** `label:attribute` or `frame:label:attribute` */
function isVideoKey(key: string): boolean {
  return checkVideoKey(key) !== undefined;
}

/** A shape of the track's kind as bytes; no bytes: the keyframe was removed. */
function isKeyframe(raw: unknown, of: Container | null): boolean {
  if (!(raw instanceof Uint8Array)) return false;
  if (raw.length === 0) return true;
  const kind = unpackKeyframe(raw)?.shape.kind;
  return kind !== undefined && kind === of?.valueOf('kind');
}

/** The packed keyframes of a program, of the track's kind. */
function isBase(raw: unknown, of: Container | null): boolean {
  const kind = readBase(raw)?.kind;
  return kind !== undefined && kind === of?.valueOf('kind');
}
