/** A layer copied into another one, whose room nobody has opened yet. */
import * as Y from 'yjs';
import { copyLabels } from '#lib/doc/copy.ts';
import type { LayerId, PersonId, VideoId } from '#lib/model/id.ts';
import { roomName } from '#lib/protocol/room-name.ts';
import type { Log } from '#server/log/log.ts';
import { documentOf } from './documents.ts';

/**
 * Puts what stands in a layer into a new one of the same video, as one row by one person; settles when it is on the
 * disk. Deleted marks stay behind, and so does who made them. Refuses a document of a newer version; throws LogDamaged.
 */
export async function copyLayer(
  log: Log,
  video: VideoId,
  { from, to, person }: { readonly from: LayerId; readonly to: LayerId; readonly person: PersonId },
): Promise<void> {
  const nameOf = (layer: LayerId) => roomName({ kind: 'labels', video, layer });
  const copy = new Y.Doc();
  copyLabels(documentOf(await log.open(nameOf(from))), copy);
  const update = Y.encodeStateAsUpdate(copy);
  await log.append(nameOf(to), { person, atMs: Date.now(), update, newClients: [copy.clientID] });
}
