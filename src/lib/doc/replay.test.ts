import { expect, it } from 'vitest';
import * as Y from 'yjs';
import type { LabelId } from '#lib/model/id.ts';
import type { KeyframeValue } from '#lib/model/keyframe.ts';
import { boundsOf } from '#lib/model/shape.ts';
import type { Frame } from '#lib/model/time.ts';
import { addEvent, moveEvent } from './edit/event.ts';
import { addTrack, setKeyframe, setTrackLabel } from './edit/track.ts';
import { openLabels } from './open.ts';
import { LabelsReading } from './read.ts';
import { replaysOf } from './replay.ts';

const forceps = 'forceps' as LabelId;
const box = (x: number): KeyframeValue => ({
  shape: { kind: 'box', x, y: 1, w: 5, h: 6 },
  outside: false,
  occluded: false,
});

/** A document that the server has, and a client's copy that goes on alone. */
function apart() {
  const server = openLabels(new Y.Doc());
  const track = addTrack(server, { label: forceps, kind: 'box' }, 3 as Frame, box(1));
  const event = addEvent(server, { label: forceps, frame: 8 as Frame });
  const client = openLabels(new Y.Doc());
  Y.applyUpdate(client.ydoc, Y.encodeStateAsUpdate(server.ydoc));
  const before = Y.encodeStateVector(client.ydoc);
  const kept = () => Y.encodeStateAsUpdate(client.ydoc, before);
  return { server, client, track, event, kept };
}

function replay(client: Y.Doc, update: Uint8Array, server: Y.Doc) {
  const replays = replaysOf(client, update);
  for (const { apply } of replays) server.transact(() => apply(server));
  return replays;
}

it('[D38] makes marks, keyframes and fields again in the true document', () => {
  const { server, client, track, event, kept } = apart();
  const made = addTrack(client, { label: forceps, kind: 'box' }, 5 as Frame, box(50));
  setKeyframe(client, made, 9 as Frame, box(60));
  setKeyframe(client, track, 4 as Frame, box(2));
  setKeyframe(client, track, 4 as Frame, box(3));
  moveEvent(client, event, 12 as Frame);
  const replays = replay(client.ydoc, kept(), server.ydoc);
  expect(replays.map(({ root, id }) => [root, id])).toEqual([
    ['tracks', made],
    ['tracks', track],
    ['events', event],
  ]);
  const [ours, theirs] = [new LabelsReading(client), new LabelsReading(server)];
  expect([...theirs.tracks.values()].sort(byId)).toEqual([...ours.tracks.values()].sort(byId));
  expect(theirs.events.get(event)?.frame).toBe(12);
});

it('[D38] leaves what others did meanwhile to other fields', () => {
  const { server, client, track, kept } = apart();
  setKeyframe(client, track, 4 as Frame, box(2));
  setTrackLabel(server, track, 'polyp' as LabelId);
  setKeyframe(server, track, 3 as Frame, box(99));
  replay(client.ydoc, kept(), server.ydoc);
  const read = new LabelsReading(server).tracks.get(track);
  expect(read?.label).toBe('polyp');
  expect(read?.keyframes.map(({ frame, shape }) => [frame, boundsOf(shape).x])).toEqual([
    [3, 99],
    [4, 2],
  ]);
});

it('finds nothing in an update without writes', () => {
  const { client, kept } = apart();
  expect(replaysOf(client.ydoc, kept())).toEqual([]);
});

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : 1;
}
