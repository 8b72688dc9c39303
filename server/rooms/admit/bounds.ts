/** How large one update may be. Beyond them it is refused before anything is made of it. */
import { MAX_UPDATE_BYTES } from '#lib/protocol/messages.ts';

export type Bounds = {
  /** Of the whole message. */
  readonly bytes: number;
  /** Written values and containers, known ones too. */
  readonly structs: number;
  /** Ranges of deletions: a client that comes back sends all of its document's. */
  readonly ranges: number;
  /** Yjs clients with something new: each reload of a page that was edited offline is one. */
  readonly clients: number;
  /** Writes in one struct: values of one key that were overwritten in a row. */
  readonly run: number;
  /** Earlier values of a key to be passed where one comes to lie beside them. Yjs needs about 0.2 µs for each. */
  readonly steps: number;
};

export const BOUNDS: Bounds = {
  bytes: MAX_UPDATE_BYTES,
  structs: 200_000,
  ranges: 500_000,
  clients: 1000,
  run: 1_000_000,
  steps: 1_000_000,
};
