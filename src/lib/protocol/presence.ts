/**
 * What people see of each other while they work, sent as y-protocols awareness states. Nothing here is stored.
 * The server writes `person` itself, so that nobody can wear another's name.
 */
import { isDrawnLine, MAX_LINES, type DrawnLine } from '#lib/model/drawn-line.ts';
import type { ImagePoint } from '#lib/model/geometry.ts';
import { MAX_COORDINATE } from '#lib/model/geometry.ts';
import type { LabelId, PersonId, TierId } from '#lib/model/id.ts';
import { isId } from '#lib/model/id.ts';
import { opsOf, isShapeKind, type Shape } from '#lib/model/shape.ts';
import { isFrame, type Frame } from '#lib/model/time.ts';

export type PresencePerson = { readonly id: PersonId; readonly name: string; readonly color: string };

/** A drag that is not in the document yet: others see it, nobody's document holds it. */
export type Draft = {
  /** Key of the annotation being changed (annotation.ts, refKey), or null for one being drawn. */
  readonly ref: string | null;
  readonly frame: Frame;
  readonly shape: Shape;
  /** `#rrggbb` of the label. */
  readonly color: string;
};

/** A state that somebody has started while the video runs, and not ended yet: it grows with their playhead. */
export type RunningMark = { readonly tier: TierId; readonly label: LabelId; readonly start: Frame };

/** What others cannot see from the rest: a comment is being written, or nobody has moved for minutes. */
export type Doing = 'typing' | 'idle';

/** A line drawn over the picture for a moment: it is in no document. */
export type Sketch = {
  readonly id: string;
  readonly frame: Frame;
  /** Whole image pixels: x, y, x, y … */
  readonly points: DrawnLine;
  /** About to go. */
  readonly fades: boolean;
};

export type Presence = {
  readonly person: PresencePerson;
  readonly frame: Frame;
  readonly playing: boolean;
  /** Where the pointer is on the picture; null when it is elsewhere. */
  readonly cursor: ImagePoint | null;
  /** Keys of selected annotations (refKey); at most 50 are sent. */
  readonly selection: readonly string[];
  readonly draft: Draft | null;
  /** Absent: none; at most MAX_RUNNING are sent. */
  readonly running?: readonly RunningMark[];
  /** Points with light: the cursor is what it falls on. */
  readonly laser?: true;
  /** Absent: none; at most MAX_LINES are sent. */
  readonly sketches?: readonly Sketch[];
  /** Absent: nothing of note. */
  readonly doing?: Doing;
};

/** What a client sends of itself: everything but the person. */
export type OwnPresence = Omit<Presence, 'person'>;

/** Longest encoded state the server passes on, in bytes. */
export const MAX_PRESENCE_BYTES = 4096;
const MAX_SELECTION = 50;
/** So many states may run at once. */
export const MAX_RUNNING = 20;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkPoint(value: unknown): ImagePoint | null {
  if (!isRecord(value)) return null;
  const { x, y } = value;
  const good = (n: unknown): n is number => typeof n === 'number' && Math.abs(n) <= MAX_COORDINATE;
  return good(x) && good(y) ? { x, y } : null;
}

function checkShape(value: unknown): Shape | undefined {
  if (!isRecord(value) || !isShapeKind(value['kind'])) return undefined;
  try {
    const ops = opsOf(value['kind']);
    return ops.fromNumbers(ops.toNumbers(value as Shape));
  } catch {
    return undefined; // a shape without the fields of its kind is no shape
  }
}

const COLOR = /^#[0-9a-f]{6}$/i;

function checkDraft(value: unknown): Draft | null {
  if (!isRecord(value)) return null;
  const { ref, frame, color } = value;
  const shape = checkShape(value['shape']);
  if (!shape || !isFrame(frame) || typeof color !== 'string' || !COLOR.test(color)) return null;
  if (ref !== null && (typeof ref !== 'string' || ref.length > 60)) return null;
  return { ref, frame, shape, color };
}

/** The valid ones of states from outside, at most MAX_RUNNING. */
export function checkRunning(value: unknown): RunningMark[] {
  const all: unknown[] = Array.isArray(value) ? value.slice(0, MAX_RUNNING) : [];
  return all.flatMap((one) => {
    if (!isRecord(one)) return [];
    const { tier, label, start } = one;
    return isId(tier) && isId(label) && isFrame(start)
      ? [{ tier: tier as TierId, label: label as LabelId, start }]
      : [];
  });
}

function checkSketches(value: unknown): readonly Sketch[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MAX_LINES).flatMap((one: unknown): Sketch[] => {
    if (!isRecord(one)) return [];
    const { id, frame, points, fades } = one;
    if (typeof id !== 'string' || id.length > 12 || !isFrame(frame)) return [];
    if (!isDrawnLine(points)) return [];
    return [{ id, frame, points, fades: fades === true }];
  });
}

/** The valid part of a state from outside; undefined when it is no presence at all. */
export function checkOwnPresence(value: unknown): OwnPresence | undefined {
  if (!isRecord(value) || !isFrame(value['frame'])) return undefined;
  const selection = Array.isArray(value['selection']) ? value['selection'].slice(0, MAX_SELECTION) : [];
  const running = checkRunning(value['running']);
  const sketches = checkSketches(value['sketches']);
  const { doing } = value;
  return {
    frame: value['frame'],
    playing: value['playing'] === true,
    cursor: checkPoint(value['cursor']),
    selection: selection.filter((key): key is string => typeof key === 'string' && key.length <= 60),
    draft: checkDraft(value['draft']),
    ...(running.length > 0 && { running }),
    ...(value['laser'] === true && { laser: true }),
    ...(sketches.length > 0 && { sketches }),
    ...((doing === 'typing' || doing === 'idle') && { doing }),
  };
}

/** A whole presence, as it arrives from the server; undefined when it is none. */
export function checkPresence(value: unknown): Presence | undefined {
  const own = checkOwnPresence(value);
  if (!own || !isRecord(value) || !isRecord(value['person'])) return undefined;
  const { id, name, color } = value['person'];
  if (!isId(id) || typeof name !== 'string' || typeof color !== 'string' || !COLOR.test(color))
    return undefined;
  return { ...own, person: { id: id as PersonId, name: name.slice(0, 80), color } };
}
