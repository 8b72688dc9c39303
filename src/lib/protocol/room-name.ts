/** Names of rooms: `<video>.labels.<layer>` and `<video>.discussion`. */
import { isId, type LayerId, type VideoId } from '#lib/model/id.ts';

export type RoomRef =
  | { readonly kind: 'labels'; readonly video: VideoId; readonly layer: LayerId }
  | { readonly kind: 'discussion'; readonly video: VideoId };

/** The name under which a room is joined: the last part of the socket's path. */
export function roomName(room: RoomRef): string {
  return room.kind === 'labels' ? `${room.video}.labels.${room.layer}` : `${room.video}.discussion`;
}

/** The room behind a name from outside; undefined for any other string. */
export function parseRoomName(name: string): RoomRef | undefined {
  const [video, kind, layer, ...rest] = name.split('.');
  if (!isId(video) || rest.length > 0) return undefined;
  if (kind === 'discussion' && layer === undefined) return { kind, video: video as VideoId };
  if (kind === 'labels' && isId(layer)) return { kind, video: video as VideoId, layer: layer as LayerId };
  return undefined;
}
