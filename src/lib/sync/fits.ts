/** Whether an update can be taken in whole: a document never holds, and so never sends, what waits for something else. */
import * as Y from 'yjs';

/**
 * Whether everything that an update builds on is in the document or in the update itself.
 *
 * @param update Yjs update, v1; false for what is none
 */
export function fits(ydoc: Y.Doc, update: Uint8Array): boolean {
  let decoded: ReturnType<typeof Y.decodeUpdate>;
  try {
    decoded = Y.decodeUpdate(update);
  } catch {
    return false; // damaged on the disk: there is nothing to take in
  }
  const ends = Y.decodeStateVector(Y.encodeStateVector(ydoc));
  const has = (client: number, clock: number) => clock < (ends.get(client) ?? 0);
  for (const struct of decoded.structs) {
    const { client, clock } = struct.id;
    if (struct instanceof Y.Skip || clock > (ends.get(client) ?? 0)) return false;
    ends.set(client, Math.max(ends.get(client) ?? 0, clock + struct.length));
  }
  const items = decoded.structs.filter((struct) => struct instanceof Y.Item);
  const basesOf = ({ origin, rightOrigin, parent }: Y.Item) => [origin, rightOrigin, parent];
  const based = items
    .flatMap(basesOf)
    .every((base) => !(base instanceof Y.ID) || has(base.client, base.clock));
  const deleted = [...decoded.ds.clients].every(([client, ranges]) =>
    ranges.every(({ clock, len }) => has(client, clock + len - 1)),
  );
  return based && deleted;
}
