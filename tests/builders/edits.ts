/** Edits that people make, each on whatever a document holds: for tests that live through many of them. */
import * as Y from 'yjs';
import { setDeleted } from '#lib/doc/edit/annotation.ts';
import {
  setAttribute,
  setAttributeFrom,
  setVideoAttribute,
  type AttributedRef,
} from '#lib/doc/edit/attribute.ts';
import {
  addComment,
  addReaction,
  removeReactions,
  setCommentDeleted,
  setCommentText,
  setResolved,
} from '#lib/doc/edit/comment.ts';
import { addEvent, moveEvent, setEventLabel } from '#lib/doc/edit/event.ts';
import { markPhase } from '#lib/doc/edit/phase.ts';
import { addSegment, setSegmentEnd, setSegmentLabel, setSegmentStart } from '#lib/doc/edit/segment.ts';
import { addTrack, removeKeyframe, setKeyframe, setTrackLabel } from '#lib/doc/edit/track.ts';
import { openDiscussion, openLabels } from '#lib/doc/open.ts';
import type { AnnotationRef } from '#lib/model/annotation.ts';
import { REACTIONS, type Anchor } from '#lib/model/comment.ts';
import type { CommentId, EventId, LabelId, SegmentId, TierId, TrackId } from '#lib/model/id.ts';
import type { KeyframeValue } from '#lib/model/keyframe.ts';
import type { Frame } from '#lib/model/time.ts';
import type { RoomRef } from '#lib/protocol/room-name.ts';

/** Who edits: whether a Yjs client is one's own, and whether one may take others' comments back. */
export type Editor = { readonly owns: (client: number) => boolean; readonly manages: boolean };
/** Does something to a document; `pick` says what to and with which numbers. */
export type Edit = (ydoc: Y.Doc, pick: number, editor: Editor) => void;

const COUNT = 1000;
const AT_MS = 1_800_000_000_000;
const LABELS = ['scalpel', 'clip', 'suture'] as readonly string[] as readonly LabelId[];

const frameOf = (pick: number) => (pick % 12) as Frame;
const labelOf = (pick: number) => LABELS[pick % LABELS.length] as LabelId;
const boxOf = (pick: number): KeyframeValue => ({
  shape: { kind: 'box', x: pick % 700, y: (pick % 900) / 100, w: 10 + (pick % 50), h: 7 },
  outside: pick % 5 === 0,
  occluded: pick % 3 === 0,
});

function someKey<Id extends string>(root: Y.Map<unknown>, pick: number): Id | undefined {
  const keys = [...root.keys()];
  return keys[pick % Math.max(1, keys.length)] as Id | undefined;
}

function onTrack(run: (ydoc: Y.Doc, id: TrackId, pick: number) => void): Edit {
  return (ydoc, pick) => {
    const id = someKey<TrackId>(ydoc.getMap('tracks'), pick);
    if (id !== undefined) run(ydoc, id, pick >> 3);
  };
}

function onSegment(run: (ydoc: Y.Doc, id: SegmentId, pick: number) => void): Edit {
  return (ydoc, pick) => {
    const id = someKey<SegmentId>(ydoc.getMap('segments'), pick);
    if (id !== undefined) run(ydoc, id, pick >> 3);
  };
}

function onEvent(run: (ydoc: Y.Doc, id: EventId, pick: number) => void): Edit {
  return (ydoc, pick) => {
    const id = someKey<EventId>(ydoc.getMap('events'), pick);
    if (id !== undefined) run(ydoc, id, pick >> 3);
  };
}

function refIn(ydoc: Y.Doc, pick: number): AnnotationRef | undefined {
  const root = (['tracks', 'segments', 'events', 'boundaries'] as const)[pick % 4] ?? 'tracks';
  const id = someKey<never>(ydoc.getMap(root), pick >> 2);
  if (id === undefined) return undefined;
  const kinds = { tracks: 'track', segments: 'segment', events: 'event', boundaries: 'boundary' } as const;
  return { kind: kinds[root], id };
}

const labels: readonly Edit[] = [
  (ydoc, pick) =>
    addTrack(openLabels(ydoc), { label: labelOf(pick), kind: 'box' }, frameOf(pick), boxOf(pick)),
  (ydoc, pick) => {
    const base = [1, 4, 9].map((frame) => ({ frame: frame as Frame, ...boxOf(pick + frame) }));
    addTrack(openLabels(ydoc), { label: labelOf(pick), kind: 'box', source: 'model', base });
  },
  onTrack((ydoc, id, pick) => setKeyframe(openLabels(ydoc), id, frameOf(pick), boxOf(pick >> 4))),
  onTrack((ydoc, id, pick) => setKeyframe(openLabels(ydoc), id, frameOf(pick), boxOf(pick >> 4))),
  onTrack((ydoc, id, pick) => {
    for (let n = 0; n < 4; n++) setKeyframe(openLabels(ydoc), id, frameOf(pick), boxOf(pick + n));
  }),
  onTrack((ydoc, id, pick) => removeKeyframe(openLabels(ydoc), id, frameOf(pick))),
  onTrack((ydoc, id, pick) => setTrackLabel(openLabels(ydoc), id, labelOf(pick))),
  (ydoc, pick) => {
    const ref = refIn(ydoc, pick);
    if (ref) setDeleted(openLabels(ydoc), ref, pick % 3 !== 0);
  },
  (ydoc, pick) => {
    const ref = refIn(ydoc, pick);
    const value = [null, true, pick / 7, `${pick}`][pick % 4] ?? null;
    if (ref && ref.kind !== 'boundary')
      setAttribute(openLabels(ydoc), ref as AttributedRef, `a${pick % 3}`, value);
  },
  onTrack((ydoc, id, pick) => {
    const value = [null, false, pick / 3, ''][pick % 4] ?? null;
    setAttributeFrom(openLabels(ydoc), id, frameOf(pick >> 2), `a${pick % 3}`, value);
  }),
  (ydoc, pick) => {
    const place = { label: labelOf(pick), key: `a${pick % 3}`, frame: pick % 2 === 0 ? null : frameOf(pick) };
    setVideoAttribute(openLabels(ydoc), place, [null, true, pick / 7, `${pick}`][pick % 4] ?? null);
  },
  (ydoc, pick) => {
    const [start, end] = [frameOf(pick), (frameOf(pick) + 1 + (pick % 9)) as Frame];
    addSegment(openLabels(ydoc), { tier: 'free' as TierId, label: labelOf(pick), start, end });
  },
  onSegment((ydoc, id, pick) => setSegmentStart(openLabels(ydoc), id, frameOf(pick))),
  onSegment((ydoc, id, pick) => setSegmentEnd(openLabels(ydoc), id, frameOf(pick))),
  onSegment((ydoc, id, pick) => setSegmentLabel(openLabels(ydoc), id, labelOf(pick))),
  (ydoc, pick) => addEvent(openLabels(ydoc), { label: labelOf(pick), frame: frameOf(pick) }),
  onEvent((ydoc, id, pick) => moveEvent(openLabels(ydoc), id, frameOf(pick))),
  onEvent((ydoc, id, pick) => setEventLabel(openLabels(ydoc), id, labelOf(pick))),
  (ydoc, pick) => {
    const start = (pick % 90) as Frame;
    const end = (start + 1 + (pick % 40)) as Frame;
    const label = pick % 7 === 0 ? null : labelOf(pick);
    markPhase(openLabels(ydoc), { tier: 'phases' as TierId, start, end, label, count: COUNT });
  },
];

const anchors: readonly Anchor[] = [
  { kind: 'video' },
  { kind: 'frame', frame: 3 as Frame },
  { kind: 'place', frame: 4 as Frame, at: { x: 1.5, y: -2 } },
  { kind: 'drawing', frame: 5 as Frame, lines: '1 2 30 40 5 -6' },
  { kind: 'range', start: 1 as Frame, end: 9 as Frame },
  { kind: 'annotation', frame: 0 as Frame, ref: { kind: 'track', id: 't1' as TrackId } },
];

function onOwnComment(run: (ydoc: Y.Doc, id: CommentId, pick: number) => void): Edit {
  return (ydoc, pick, { owns }) => {
    const root = ydoc.getMap<Y.Map<unknown>>('comments');
    const own = [...root.keys()].filter((id) => owns(root._map.get(id)?.id.client ?? 0));
    const id = own[pick % Math.max(1, own.length)] as CommentId | undefined;
    if (id !== undefined) run(ydoc, id, pick >> 3);
  };
}

const discussion: readonly Edit[] = [
  (ydoc, pick) => {
    const anchor = anchors[pick % anchors.length] as Anchor;
    addComment(openDiscussion(ydoc), { text: `Here? ${pick}`, anchor, parent: null, atMs: AT_MS + pick });
  },
  (ydoc, pick) => {
    const root = ydoc.getMap<Y.Map<unknown>>('comments');
    const heads = [...root.keys()].filter((id) => root.get(id)?.get('parent') === null);
    const parent = heads[pick % Math.max(1, heads.length)] as CommentId | undefined;
    if (parent === undefined) return;
    addComment(openDiscussion(ydoc), { text: 'Yes.', anchor: { kind: 'video' }, parent, atMs: AT_MS + pick });
  },
  (ydoc, pick) => {
    const id = someKey<CommentId>(ydoc.getMap('comments'), pick);
    if (id !== undefined) setResolved(openDiscussion(ydoc), id, pick % 2 === 0, AT_MS + pick);
  },
  onOwnComment((ydoc, id, pick) =>
    setCommentText(openDiscussion(ydoc), id, `No, there. ${pick}`, AT_MS + pick),
  ),
  (ydoc, pick) => {
    const id = someKey<CommentId>(ydoc.getMap('comments'), pick);
    if (id !== undefined) addReaction(openDiscussion(ydoc), id, REACTIONS[pick % REACTIONS.length]!);
  },
  (ydoc, pick, { owns }) => {
    const id = someKey<CommentId>(ydoc.getMap('comments'), pick);
    const reactions = id && ydoc.getMap<Y.Map<unknown>>('comments').get(id)?.get('reactions');
    if (!id || !(reactions instanceof Y.Map)) return;
    const own = [...reactions.keys()].filter((key) => owns(reactions._map.get(key)?.id.client ?? 0));
    removeReactions(openDiscussion(ydoc), id, own);
  },
  onOwnComment((ydoc, id, pick) => setCommentDeleted(openDiscussion(ydoc), id, pick % 2 === 0)),
  (ydoc, pick, { manages }) => {
    const id = someKey<CommentId>(ydoc.getMap('comments'), pick);
    if (manages && id !== undefined) setCommentDeleted(openDiscussion(ydoc), id, pick % 2 === 0);
  },
];

export const EDITS: Readonly<Record<RoomRef['kind'], readonly Edit[]>> = { labels, discussion };
