import { expect, it } from 'vitest';
import type { LayerId, VideoId } from '#lib/model/id.ts';
import { parseRoomName, roomName, type RoomRef } from './room-name.ts';

const refs: readonly RoomRef[] = [
  { kind: 'labels', video: 'v1' as VideoId, layer: 'shared' as LayerId },
  { kind: 'discussion', video: 'v1' as VideoId },
  { kind: 'discussion', video: 'v1' as VideoId, layer: 'l1' as LayerId },
];

it.each(refs)('a name leads back to its room: $kind [P13]', (ref) => {
  expect(parseRoomName(roomName(ref))).toEqual(ref);
});

it.each([
  '',
  'v1',
  'v1.labels',
  'v1.labels.',
  'v1.labels.a.b',
  'v1.discussion.a.b',
  '.discussion',
  'v/1.discussion',
])('another name is of no room: "%s" [P13]', (name) => {
  expect(parseRoomName(name)).toBeUndefined();
});
