import { expect, it } from 'vitest';
import * as Y from 'yjs';
import type { LabelId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import { copyLabels } from './copy.ts';
import { setDeleted } from './edit/annotation.ts';
import { addEvent } from './edit/event.ts';
import { addTrack, setKeyframe } from './edit/track.ts';
import { openLabels } from './open.ts';
import { LabelsReading } from './read.ts';

const box = (x: number) => ({
  shape: { kind: 'box' as const, x, y: 1, w: 20, h: 20 },
  outside: false,
  occluded: false,
});

it('makes everything anew that stands, by one client, and leaves the deleted behind', () => {
  const from = new Y.Doc();
  const doc = openLabels(from);
  const track = { label: 'a' as LabelId, kind: 'box' as const, source: 'hand' as const };
  const kept = addTrack(doc, track, 3 as Frame, box(1));
  setKeyframe(doc, kept, 9 as Frame, box(50));
  const gone = addTrack(doc, track, 5 as Frame, box(2));
  setDeleted(doc, { kind: 'track', id: gone }, true);
  addEvent(doc, { label: 'b' as LabelId, frame: 4 as Frame });
  const to = new Y.Doc();
  copyLabels(from, to);
  const [was, is] = [new LabelsReading(doc), new LabelsReading(openLabels(to))];
  expect(is.every('track')).toEqual(was.every('track').filter(({ id }) => id !== gone));
  expect(is.every('event')).toEqual(was.every('event'));
  expect(to.getMap('meta').toJSON()).toEqual(from.getMap('meta').toJSON());
  expect([...Y.decodeStateVector(Y.encodeStateVector(to)).keys()]).toEqual([to.clientID]);
  setKeyframe(openLabels(to), kept, 9 as Frame, box(70));
  expect(was.every('track').find(({ id }) => id === kept)?.keyframes[1]?.shape).toMatchObject({ x: 50 });
});
