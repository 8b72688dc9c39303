/** Long work in pieces on the one thread of the server: the rooms have their turn between them. */
import { setImmediate } from 'node:timers/promises';

/** Characters of one piece: less than a millisecond of work. */
const PIECE = 64 * 1024;

/** Small texts gathered into larger ones; nothing is made before it is asked for. */
export async function* inTurns(texts: Iterable<string>): AsyncGenerator<string, void, void> {
  let gathered = '';
  for (const text of texts) {
    gathered += text;
    if (gathered.length < PIECE) continue;
    yield gathered;
    gathered = '';
    await setImmediate();
  }
  if (gathered !== '') yield gathered;
}
