/** Which table a room goes by. */
import type { RoomRef } from '#lib/protocol/room-name.ts';
import { DISCUSSION } from './discussion.ts';
import { LABELS } from './labels.ts';
import type { Roots } from './rule.ts';

export function rootsOf(room: RoomRef): Roots {
  return room.kind === 'labels' ? LABELS : DISCUSSION;
}
