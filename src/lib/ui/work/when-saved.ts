/** Waits until the server has everything that was done here. */
import type { Line } from '#lib/sync/line.ts';

/** Longer, and something is in the way: people are told. */
const PATIENCE_MS = 15_000;

/** False where it takes too long. */
export function whenSaved(lines: readonly Line[]): Promise<boolean> {
  const isSaved = () => lines.every(({ state }) => state.value.unsaved === 0);
  return new Promise((done) => {
    const stops: (() => void)[] = [];
    const end = (saved: boolean) => {
      clearTimeout(timer);
      for (const stop of stops.splice(0)) stop();
      done(saved);
    };
    const timer = setTimeout(() => end(isSaved()), PATIENCE_MS);
    // The first calls come while the list of stops is being made.
    for (const { state } of lines)
      stops.push(state.subscribe(() => queueMicrotask(() => isSaved() && end(true))));
  });
}
