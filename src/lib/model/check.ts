/**
 * Whether values that come from outside (a document, a file, the wire) are valid annotations. Every function takes
 * `unknown`, never throws, and gives the value in our types or undefined. Sizes are bounded before anything is kept.
 */
import { parseRef, type AnnotationRef } from './annotation.ts';
import { MAX_COMMENT, REACTIONS, type Anchor, type ReactionMark } from './comment.ts';
import { linesIn } from './drawn-line.ts';
import { MAX_COORDINATE } from './geometry.ts';
import { isId, type LabelId } from './id.ts';
import type { AttributeValue } from './label.ts';
import { isFrame, type Frame } from './time.ts';
import { SOURCES, type Source } from './track.ts';

/** Longest text value of an attribute, in characters. */
export const MAX_ATTRIBUTE = 2000;

/** A key of a keyframe map: a frame written as a decimal without sign or leading zero. */
export function checkFrameKey(key: string): Frame | undefined {
  if (!/^(0|[1-9]\d{0,9})$/.test(key)) return undefined;
  const value = Number(key);
  return isFrame(value) ? value : undefined;
}

export function checkFrame(value: unknown): Frame | undefined {
  return isFrame(value) ? value : undefined;
}

export function checkSource(value: unknown): Source | undefined {
  return SOURCES.includes(value as Source) ? (value as Source) : undefined;
}

/** null, a boolean, a finite number, or a text of at most MAX_ATTRIBUTE characters. */
export function checkAttribute(value: unknown): AttributeValue | undefined {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  return typeof value === 'string' && value.length <= MAX_ATTRIBUTE ? value : undefined;
}

/** A key of what is said of frames: `frame:attribute`. */
export function checkChangeKey(key: string): { readonly frame: Frame; readonly key: string } | undefined {
  const [at = '', attribute, ...more] = key.split(':', 3);
  const frame = checkFrameKey(at);
  return frame === undefined || !isId(attribute) || more.length > 0 ? undefined : { frame, key: attribute };
}

/** A key of what is said of the video: `label:attribute`, or `frame:label:attribute` from a frame on. */
export function checkVideoKey(
  key: string,
): { readonly frame: Frame | null; readonly label: LabelId; readonly key: string } | undefined {
  const parts = key.split(':', 4);
  const frame = parts.length === 3 ? checkFrameKey(parts.shift() ?? '') : null;
  const [label, attribute] = parts;
  if (parts.length !== 2 || frame === undefined || !isId(label) || !isId(attribute)) return undefined;
  return { frame, label: label as LabelId, key: attribute };
}

/** A comment's text: 1 to MAX_COMMENT characters that are not all white space. */
export function checkCommentText(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= MAX_COMMENT && value.trim() !== '' ? value : undefined;
}

/** A short answer to a comment. */
export function checkReaction(value: unknown): ReactionMark | undefined {
  return REACTIONS.find((mark) => mark === value);
}

/** Milliseconds since 1970, between 2000 and 2200. */
export function checkAtMs(value: unknown): number | undefined {
  return typeof value === 'number' && value > 946_684_800_000 && value < 7_258_118_400_000
    ? value
    : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCoordinate(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= MAX_COORDINATE;
}

/** Its parts must be texts to be looked at: the `toString` of an object from outside may throw. */
function checkRef(value: unknown): AnnotationRef | undefined {
  if (!isRecord(value)) return undefined;
  const { kind, id } = value;
  return typeof kind === 'string' && typeof id === 'string' ? parseRef(`${kind}:${id}`) : undefined;
}

function checkDrawing({ frame, lines }: Record<string, unknown>): Anchor | undefined {
  const isDrawing = isFrame(frame) && typeof lines === 'string' && linesIn(lines) !== undefined;
  return isDrawing ? { kind: 'drawing', frame, lines } : undefined;
}

export function checkAnchor(value: unknown): Anchor | undefined {
  if (!isRecord(value)) return undefined;
  switch (value['kind']) {
    case 'video':
      return { kind: 'video' };
    case 'frame':
      return isFrame(value['frame']) ? { kind: 'frame', frame: value['frame'] } : undefined;
    case 'place': {
      const { frame, at } = value;
      if (!isFrame(frame) || !isRecord(at) || !isCoordinate(at['x']) || !isCoordinate(at['y']))
        return undefined;
      return { kind: 'place', frame, at: { x: at['x'], y: at['y'] } };
    }
    case 'drawing':
      return checkDrawing(value);
    case 'range': {
      const { start, end } = value;
      return isFrame(start) && isFrame(end) && start < end ? { kind: 'range', start, end } : undefined;
    }
    case 'annotation': {
      const { frame } = value;
      const ref = checkRef(value['ref']);
      return isFrame(frame) && ref ? { kind: 'annotation', frame, ref } : undefined;
    }
    default:
      return undefined;
  }
}
