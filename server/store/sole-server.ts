/**
 * One server a data folder: two would each hold their own live copy of a document. The hold is a lock of the operating
 * system on a small file, so a killed server lets go of it. The shell tool needs none.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** Another server works on this folder. */
export class FolderTaken extends Error {
  override readonly name = 'FolderTaken';
}

export type Hold = { release(): void };

/** Kept here, or the garbage collector would close them and let go. */
const held = new Set<Database.Database>();

/** Takes a folder for this process. Throws FolderTaken. */
export function holdFolder(folder: string): Hold {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = new Database(join(folder, 'server.lock'), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    throw new FolderTaken(`Another Loupe works on ${folder}. Stop it, or set DATA_DIR to another folder.`);
  }
  held.add(lock);
  return {
    release() {
      held.delete(lock);
      lock.close();
    },
  };
}
