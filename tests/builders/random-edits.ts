/** Random gestures on a replica, for property tests: each is plain numbers that are led to what there is to edit. */
import fc from 'fast-check';
import { vi } from 'vitest';
import { setDeleted, setDoubt } from '#lib/doc/edit/annotation.ts';
import { setAttribute, setAttributeFrom, setVideoAttribute } from '#lib/doc/edit/attribute.ts';
import {
  addComment,
  addReaction,
  removeReactions,
  setCommentDeleted,
  setCommentText,
  setResolved,
} from '#lib/doc/edit/comment.ts';
import { REACTIONS } from '#lib/model/comment.ts';
import { addEvent, moveEvent, setEventLabel } from '#lib/doc/edit/event.ts';
import { markPhase, moveBoundary, setBoundaryLabel } from '#lib/doc/edit/phase.ts';
import {
  addSegment,
  moveSegment,
  setSegmentEnd,
  setSegmentLabel,
  setSegmentStart,
} from '#lib/doc/edit/segment.ts';
import { addWholeTrack, replaceKeyframes } from '#lib/doc/edit/rework.ts';
import { addTrack, removeKeyframe, setKeyframe, setTrackLabel } from '#lib/doc/edit/track.ts';
import type { AnnotationRef } from '#lib/model/annotation.ts';
import { CERTAINTIES } from '#lib/model/doubt.ts';
import type { LabelId, TierId } from '#lib/model/id.ts';
import type { KeyframeValue } from '#lib/model/keyframe.ts';
import type { Frame } from '#lib/model/time.ts';
import { held, merged, splitAt } from '#lib/model/track-parts.ts';
import type { Replica } from './replica.ts';

/** Frames in the video that is edited. */
export const COUNT = 40;
export const PHASES = 'phases' as TierId;

const LABELS = ['a', 'b', 'c'] as LabelId[];

/** What a gesture takes its choices from. */
type Dice = { readonly a: number; readonly b: number; readonly c: number };

/** Each edits what is there already; where nothing is, it does nothing. */
const EDITS = {
  draw: (on, { a, b, c }) =>
    void addTrack(on.labels, { label: labelOf(a), kind: 'box' }, frameOf(b), boxOf(c)),
  import: (on, { a, b, c }) => {
    const frames = [b % 5, 5 + (c % 5), 10 + (a % 20)] as Frame[];
    const base = frames.map((frame, at) => ({ frame, ...boxOf(c + at) }));
    addTrack(on.labels, { label: labelOf(a), kind: 'box', source: 'import', base });
  },
  setKeyframe: (on, { a, b, c }) =>
    each(one(on, 'track', a), (id) => setKeyframe(on.labels, id, frameOf(b), boxOf(c))),
  removeKeyframe: (on, { a, b }) =>
    each(one(on, 'track', a), (id) => removeKeyframe(on.labels, id, frameOf(b))),
  labelTrack: (on, { a, b }) => each(one(on, 'track', a), (id) => setTrackLabel(on.labels, id, labelOf(b))),
  attribute: (on, { a, b, c }) =>
    each(one(on, 'track', a), (id) => {
      const value = [null, true, c, `text ${c}`][c % 4] ?? null;
      setAttribute(on.labels, { kind: 'track', id }, `key${b % 3}`, value);
    }),
  split: (on, { a, b }) =>
    each(one(on, 'track', a), (id) => {
      const track = on.reading.find({ kind: 'track', id });
      const parts = track && splitAt(track.keyframes, frameOf(b));
      if (!track || !parts) return;
      replaceKeyframes(on.labels, id, track.keyframes, parts.before);
      const { label, kind, attributes, changes = [] } = track;
      addWholeTrack(on.labels, { label, kind, keyframes: parts.from, attributes, changes });
    }),
  merge: (on, { a, b }) =>
    each(one(on, 'track', a), (id) => {
      const other = on.reading.find({ kind: 'track', id: one(on, 'track', b) ?? id });
      const track = on.reading.find({ kind: 'track', id });
      if (!track || !other || other.id === id) return;
      const whole = merged([track.keyframes, other.keyframes], COUNT);
      if (whole.length > 0) replaceKeyframes(on.labels, id, track.keyframes, whole);
      setDeleted(on.labels, { kind: 'track', id: other.id }, true);
    }),
  hold: (on, { a, b, c }) =>
    each(one(on, 'track', a), (id) => {
      const track = on.reading.find({ kind: 'track', id });
      const whole = track && held(track.keyframes, frameOf(b), frameOf(c), COUNT);
      if (whole) replaceKeyframes(on.labels, id, track.keyframes, whole);
    }),
  attributeFrom: (on, { a, b, c }) =>
    each(one(on, 'track', a), (id) => {
      const value = [null, true, c, ''][c % 4] ?? null;
      setAttributeFrom(on.labels, id, frameOf(b), `key${b % 3}`, value);
    }),
  sayOfVideo: (on, { a, b, c }) => {
    const place = { label: labelOf(a), key: `key${b % 3}`, frame: b % 2 === 0 ? null : frameOf(b) };
    setVideoAttribute(on.labels, place, [null, true, c, `text ${c}`][c % 4] ?? null);
  },
  addSegment: (on, { a, b, c }) =>
    void addSegment(on.labels, { tier: 'free' as TierId, label: labelOf(a), ...rangeOf(b, c) }),
  segmentStart: (on, { a, b }) =>
    each(one(on, 'segment', a), (id) => setSegmentStart(on.labels, id, frameOf(b))),
  segmentEnd: (on, { a, b }) => each(one(on, 'segment', a), (id) => setSegmentEnd(on.labels, id, frameOf(b))),
  moveSegment: (on, { a, b, c }) =>
    each(one(on, 'segment', a), (id) => {
      const { start, end } = rangeOf(b, c);
      moveSegment(on.labels, id, start, end);
    }),
  labelSegment: (on, { a, b }) =>
    each(one(on, 'segment', a), (id) => setSegmentLabel(on.labels, id, labelOf(b))),
  markPhase: (on, { a, b, c }) =>
    void markPhase(on.labels, {
      tier: PHASES,
      label: a % 4 === 3 ? null : labelOf(a),
      ...rangeOf(b, c),
      count: COUNT,
    }),
  moveBoundary: (on, { a, b }) =>
    each(one(on, 'boundary', a), (id) => moveBoundary(on.labels, id, frameOf(b))),
  labelBoundary: (on, { a, b }) =>
    each(one(on, 'boundary', a), (id) => setBoundaryLabel(on.labels, id, b % 4 === 3 ? null : labelOf(b))),
  addEvent: (on, { a, b }) => void addEvent(on.labels, { label: labelOf(a), frame: frameOf(b) }),
  moveEvent: (on, { a, b }) => each(one(on, 'event', a), (id) => moveEvent(on.labels, id, frameOf(b))),
  labelEvent: (on, { a, b }) => each(one(on, 'event', a), (id) => setEventLabel(on.labels, id, labelOf(b))),
  doubt: (on, { a, b, c }) =>
    each(any(on, a), (ref) => {
      if (ref.kind === 'track') return;
      const certainty = CERTAINTIES[b % CERTAINTIES.length]!;
      setDoubt(on.labels, ref, c % 3 === 0 ? { certainty } : { difficult: b % 2 === 0, fuzz: c % 9 });
    }),
  delete: (on, { a, b }) => each(any(on, a), (ref) => setDeleted(on.labels, ref, b % 3 > 0)),
  comment: (on, { a, b }) => {
    const parent = a % 2 === 0 ? null : (pick([...on.comments.comments.keys()].sort(), b) ?? null);
    addComment(on.discussion, {
      text: `text ${b}`,
      anchor: { kind: 'frame', frame: frameOf(b) },
      parent,
      atMs: 1.7e12 + a,
    });
  },
  reword: (on, { a, b, c }) =>
    each(comment(on, a), (id) => setCommentText(on.discussion, id, `words ${b}`, 1.7e12 + c)),
  react: (on, { a, b }) =>
    each(comment(on, a), (id) => addReaction(on.discussion, id, REACTIONS[b % REACTIONS.length]!)),
  unreact: (on, { a, b }) =>
    each(comment(on, a), (id) => {
      const { reactions } = on.comments.comments.get(id)!;
      if (reactions.length > 0) removeReactions(on.discussion, id, [reactions[b % reactions.length]!.id]);
    }),
  resolve: (on, { a, b, c }) =>
    each(comment(on, a), (id) => setResolved(on.discussion, id, b % 2 === 0, 1.7e12 + c)),
  retract: (on, { a, b }) => each(comment(on, a), (id) => setCommentDeleted(on.discussion, id, b % 3 > 0)),
} satisfies Record<string, (on: Replica, dice: Dice) => void>;

export type Edit = Dice & { readonly what: keyof typeof EDITS };

const WHAT = Object.keys(EDITS) as (keyof typeof EDITS)[];
/** What the edits go to must first be there. */
const OFTEN: (keyof typeof EDITS)[] = ['draw', 'import', 'setKeyframe', 'setKeyframe', 'markPhase', 'delete'];

/** One gesture of one or several edits of these sorts. */
export function gesturesOf(...what: readonly Edit['what'][]): fc.Arbitrary<readonly Edit[]> {
  const dice = { a: fc.nat(1000), b: fc.nat(1000), c: fc.nat(1000) };
  const anyEdit: fc.Arbitrary<Edit> = fc.record({ what: fc.constantFrom(...what), ...dice });
  return fc.array(anyEdit, { minLength: 1, maxLength: 3 });
}

export const anyGesture = gesturesOf(...WHAT, ...OFTEN);

/** `caption` names it for undo. */
export function edit(replica: Replica, gesture: readonly Edit[], caption = 'edit'): void {
  replica.act(
    () => {
      for (const { what, ...dice } of gesture) EDITS[what](replica, dice);
    },
    { caption, frame: null, refs: [] },
  );
}

/** How many cases a property tries: `quick`, or what LOUPE_FUZZ_ROUNDS says. */
export function rounds(quick: number): { readonly numRuns: number } {
  return { numRuns: Number(process.env['LOUPE_FUZZ_ROUNDS'] ?? quick) };
}

/** Runs with ids that follow from a seed, so that what fails once fails again. */
export function withSeededIds<Result>(seed: number, run: () => Result): Result {
  let state = seed >>> 0 || 1;
  const spy = vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
    const bytes = array as unknown as Uint8Array;
    for (let at = 0; at < bytes.length; at++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      bytes[at] = state >>> 24;
    }
    return array;
  });
  try {
    return run();
  } finally {
    spy.mockRestore();
  }
}

/** A box whose numbers all tell the same `c`: one that two people mixed would show. */
export function boxOf(c: number): KeyframeValue {
  const x = 10 + c;
  return { shape: { kind: 'box', x, y: x, w: x, h: x }, outside: c % 7 === 0, occluded: c % 5 === 0 };
}

function labelOf(n: number): LabelId {
  return LABELS[n % LABELS.length] as LabelId;
}

function frameOf(n: number): Frame {
  return (n % COUNT) as Frame;
}

function rangeOf(b: number, c: number): { readonly start: Frame; readonly end: Frame } {
  const start = b % (COUNT - 1);
  return { start: start as Frame, end: (start + 1 + (c % (COUNT - 1 - start))) as Frame };
}

type MarkId<Kind> = Extract<AnnotationRef, { readonly kind: Kind }>['id'];

/** One of the marks of a kind, deleted ones too: others may not know of it yet. */
function one<Kind extends AnnotationRef['kind']>(
  { reading }: Replica,
  kind: Kind,
  n: number,
): MarkId<Kind> | undefined {
  const marks: readonly { readonly id: string }[] = reading.every(kind as 'track');
  return pick(marks.map(({ id }) => id).sort(), n) as MarkId<Kind> | undefined;
}

function any(on: Replica, n: number): AnnotationRef | undefined {
  const kinds = ['track', 'segment', 'boundary', 'event'] as const;
  const kind = kinds[n % kinds.length] as AnnotationRef['kind'];
  const id = one(on, kind, Math.floor(n / kinds.length));
  return id === undefined ? undefined : ({ kind, id } as AnnotationRef);
}

function comment({ comments }: Replica, n: number) {
  return pick([...comments.comments.keys()].sort(), n);
}

function pick<Item>(items: readonly Item[], n: number): Item | undefined {
  return items[n % Math.max(1, items.length)];
}

function each<Item>(found: Item | undefined, run: (item: Item) => void): void {
  if (found !== undefined) run(found);
}
