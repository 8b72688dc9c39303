/** A history that is gone. Opened it would be made anew, and every document would look like one nobody ever worked on. */
import { existsSync, statSync } from 'node:fs';

/** Work is known of, and the file in which it lay is not there. The message says what to do. */
export class HistoryLost extends Error {
  override readonly name = 'HistoryLost';
}

/** How the history at a path is gone, as the end of a sentence; null when something is there. */
export function lossOf(path: string): 'is missing' | 'is empty' | null {
  if (!existsSync(path)) return 'is missing';
  return statSync(path).size === 0 ? 'is empty' : null;
}

/**
 * For a data folder in which somebody has worked: throws HistoryLost when the history at a path is gone, after `close`
 * has let go of what is open already.
 */
export function refuseLost(path: string, close: () => void): void {
  const loss = lossOf(path);
  if (!loss) return;
  close();
  throw new HistoryLost(
    `${path} ${loss}, and with it whatever was annotated.\n` +
      'Restore the whole data folder from a backup. To go on without what was annotated, ' +
      'every document empty, start once with ACCEPT_LOST_HISTORY=yes.',
  );
}
