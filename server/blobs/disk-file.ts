/** What is done with files on the disk of blobs, so that they are whole and stay. */
import { mkdir, open, rename } from 'node:fs/promises';
import { constants } from 'node:os';
import { dirname } from 'node:path';

/** Gives a finished file its name; the folder is synced too, or the name could be lost with the power. */
export async function publish(file: string, target: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  await rename(file, target);
  await syncFolder(dirname(target));
}

export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // a folder cannot be opened there
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** No space, or a quota that is used up: by their numbers, for Node has no name for the second one. */
export function isFull(error: unknown): boolean {
  const { errno } = error as NodeJS.ErrnoException;
  return errno === -constants.errno.ENOSPC || errno === -constants.errno.EDQUOT;
}

export function readable(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${bytes} bytes`;
}
