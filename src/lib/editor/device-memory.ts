/** What one person's device keeps for one video: how it is shown, never what is annotated. */

/** Plain values by name; what cannot be kept is forgotten without a word, as it is only a convenience. */
export interface DeviceMemory {
  /** What was kept, as it was written by any version of the program; undefined where nothing was. */
  recall(name: string): unknown;
  /** Keeps a value that JSON can carry; undefined forgets it. */
  keep(name: string, value: unknown): void;
}
