/**
 * Where workers find their program as those before them have compiled it: they start in a third of the time. Code lies
 * there, so a folder that others could have written to is not used.
 */
import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

let folder: string | null | undefined;

/** What Node wants to be told; nothing where there is no such folder. */
export function compiledCode(): NodeJS.ProcessEnv {
  if (folder === undefined) folder = ownFolder(join(tmpdir(), `loupe-code-${userInfo().uid}`));
  return folder === null ? {} : { NODE_COMPILE_CACHE: folder };
}

/** The folder, made if it was not there; null where it is not ours alone. */
export function ownFolder(path: string): string | null {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const stat = lstatSync(path);
    const own = process.platform === 'win32' || (stat.uid === userInfo().uid && (stat.mode & 0o077) === 0);
    return stat.isDirectory() && own ? path : null;
  } catch {
    return null; // no folder for temporary files, or a full disk: it is quicker with one, and works without
  }
}
