import { describe, expect, it } from 'vitest';
import type { BoundaryId, CommentId, EventId, LabelId, SegmentId, TierId, TrackId } from '#lib/model/id.ts';
import type { Comment } from '#lib/model/comment.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Track } from '#lib/model/track.ts';
import type { Taxonomy } from '#lib/model/taxonomy.ts';
import { hitAt, type Hit } from './hit.ts';
import type { TimelineReading } from './host.ts';
import { LaneDisplay } from './lane-display.ts';
import { LaneBuilder } from './lanes.ts';
import { TimelineView } from './view.ts';

const shape = { kind: 'box', x: 0, y: 0, w: 1, h: 1 } as const;
const label = 'l' as LabelId;
const [phase, free] = ['phase' as TierId, 'free' as TierId];
const f = (frame: number) => frame as Frame;

const track: Track = {
  id: 'one' as TrackId,
  label,
  kind: 'box',
  source: 'hand',
  deleted: false,
  attributes: {},
  keyframes: [10, 40, 41].map((frame) => ({
    frame: f(frame),
    shape,
    outside: frame === 41,
    occluded: false,
  })),
};
const taxonomy = {
  id: 't',
  name: 'T',
  version: 1,
  labels: [],
  tiers: [
    { id: phase, name: 'Phase', mode: 'exclusive', labels: [], retired: false },
    { id: free, name: 'Free', mode: 'free', labels: [], retired: false },
  ],
} as unknown as Taxonomy;
const segment = (id: string, start: number, end: number) => {
  const whole = {
    id: id as SegmentId,
    tier: free,
    label,
    start: f(start),
    end: f(end),
    deleted: false,
    attributes: {},
  };
  return [whole.id, whole] as const;
};
const boundary = (id: string, frame: number, bears: LabelId | null) => {
  return [
    id as BoundaryId,
    { id: id as BoundaryId, tier: phase, frame: f(frame), label: bears, deleted: false },
  ] as const;
};
const reading: TimelineReading = {
  tracks: new Map([[track.id, track]]),
  segments: new Map([segment('long', 20, 60), segment('over', 50, 90), segment('tiny', 60, 61)]),
  boundaries: new Map([boundary('b1', 10, label), boundary('b2', 30, null)]),
  events: new Map([
    ['ev' as EventId, { id: 'ev' as EventId, label, frame: f(70), deleted: false, attributes: {} }],
  ]),
  video: new Map(),
  subscribe: () => () => undefined,
};
const comment = {
  id: 'c' as CommentId,
  text: '?',
  anchor: { kind: 'range', start: f(5), end: f(15) },
  parent: null,
  deleted: false,
};
const comments = new Map([[comment.id, comment as unknown as Comment]]);

const view = new TimelineView({ count: 100 });
const lanes = new LaneBuilder({
  reading,
  comments,
  taxonomy,
  count: 100,
  display: new LaneDisplay(),
  captionOf: () => '',
}).build();
const scene = {
  view,
  lanes,
  pane: { width: 1000, height: 300, head: 26 },
  playhead: f(20),
  marks: { in: f(80), out: f(89) },
};
/** What is at a position in frames, in a row counted from the top. */
const at = (frames: number, row: number): Hit => hitAt(scene, frames * 10, 26 + row * 24 + 12);
const [COMMENTS, PHASE, FREE, FREE2, EVENTS, TRACK] = [0, 1, 2, 3, 4, 5];

describe('on the ruler', () => {
  const head = (frames: number) => hitAt(scene, frames * 10, 5);
  it('the playhead and the marks are nearer than the ruler', () => {
    expect(head(20.5).kind).toBe('playhead');
    expect(head(80)).toEqual({ kind: 'mark', which: 'in' });
    expect(head(90)).toEqual({ kind: 'mark', which: 'out' });
    expect(head(50).kind).toBe('ruler');
  });
});

describe('in the rows', () => {
  it('a diamond is nearer than its bar; beside both there is nothing', () => {
    expect(at(10.5, TRACK)).toMatchObject({ kind: 'diamond', frame: 10, crowded: false });
    expect(at(25, TRACK)).toMatchObject({ kind: 'bar', start: 10 });
    expect(at(60, TRACK)).toEqual({ kind: 'empty', lane: 'track:one' });
    expect(at(60, TRACK + 3)).toEqual({ kind: 'empty', lane: null });
  });

  it('diamonds that are drawn as one cannot be told apart', () => {
    const far = new TimelineView({ count: 1000 });
    const wide = { ...scene, view: far, pane: { ...scene.pane, width: 1000 } };
    expect(hitAt(wide, 40.5, 26 + TRACK! * 24 + 12)).toMatchObject({ kind: 'diamond', crowded: true });
  });

  it('a segment has two ends and a body, each on its own row', () => {
    expect(at(19.6, FREE)).toMatchObject({
      kind: 'segment',
      part: 'start',
      segment: { ref: { id: 'long' } },
    });
    expect(at(40, FREE)).toMatchObject({ kind: 'segment', part: 'body' });
    expect(at(59.8, FREE)).toMatchObject({ kind: 'segment', part: 'end', segment: { ref: { id: 'long' } } });
    expect(at(70, FREE2)).toMatchObject({ kind: 'segment', part: 'body', segment: { ref: { id: 'over' } } });
  });

  it('the body of even the shortest segment can be taken hold of', () => {
    expect(at(60.5, FREE)).toMatchObject({ kind: 'segment', part: 'body', segment: { ref: { id: 'tiny' } } });
  });

  it('boundaries are there where nothing follows, too', () => {
    expect(at(10.3, PHASE)).toMatchObject({ kind: 'boundary', id: 'b1' });
    expect(at(29.7, PHASE)).toMatchObject({ kind: 'boundary', id: 'b2' });
    expect(at(20, PHASE)).toMatchObject({
      kind: 'segment',
      part: 'body',
      segment: { ref: { kind: 'boundary', id: 'b1' } },
    });
    expect(at(50, PHASE).kind).toBe('empty');
  });

  it('events and comments', () => {
    expect(at(70.5, EVENTS)).toEqual({ kind: 'event', id: 'ev', frame: 70 });
    expect(at(5.5, COMMENTS)).toEqual({ kind: 'comment', id: 'c', frame: 5 });
    expect(at(13, COMMENTS)).toMatchObject({ kind: 'comment' });
    expect(at(30, COMMENTS).kind).toBe('empty');
  });
});
