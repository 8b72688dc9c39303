/** Names of rooms: `<video>.labels.<layer>`, `<video>.discussion`, and `<video>.discussion.<layer>` beside a layer of its own. */
import { SHARED_LAYER } from '#lib/model/layer.ts';
import { isId, type LayerId, type VideoId } from '#lib/model/id.ts';

export type RoomRef =
  | { readonly kind: 'labels'; readonly video: VideoId; readonly layer: LayerId }
  | {
      readonly kind: 'discussion';
      readonly video: VideoId;
      /** A layer that is not the shared one has its own discussion: who works blind says nothing to the others. */
      readonly layer?: LayerId;
    };

/** The name under which a room is joined: the last part of the socket's path. */
export function roomName(room: RoomRef): string {
  const { kind, video, layer } = room;
  return layer === undefined ? `${video}.${kind}` : `${video}.${kind}.${layer}`;
}

/** The name of the discussion beside a layer. */
export function discussionName(video: VideoId, layer: LayerId): string {
  return roomName({ kind: 'discussion', video, ...(layer !== SHARED_LAYER.id && { layer }) });
}

/** The room behind a name from outside; undefined for any other string. */
export function parseRoomName(name: string): RoomRef | undefined {
  const [video, kind, layer, ...rest] = name.split('.');
  if (!isId(video) || rest.length > 0) return undefined;
  if (kind === 'discussion' && layer === undefined) return { kind, video: video as VideoId };
  if ((kind === 'labels' || kind === 'discussion') && isId(layer))
    return { kind, video: video as VideoId, layer: layer as LayerId };
  return undefined;
}
