/** Opens loupe.db the way every part of the server needs it, and brings its schema up to date. */
import Database from 'better-sqlite3';
import { must } from '#lib/model/problem.ts';
import { MIGRATIONS } from './migrations.ts';

export type Db = Database.Database;
/** What SQLite says went wrong. */
export const DatabaseFault = Database.SqliteError;

/** A database from a newer Loupe: going on would damage it. */
export class NewerDatabase extends Error {
  override readonly name = 'NewerDatabase';
}

/** The database at a path, made if absent, at the newest version. Throws NewerDatabase if it is ahead of this code. */
export function openDatabase(path: string, migrations: readonly string[] = MIGRATIONS): Db {
  const db = new Database(path);
  try {
    // Before anything is written: a database that waits out other writers, and survives a power cut.
    db.pragma('busy_timeout = 5000');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.pragma('trusted_schema = OFF');
    migrate(db, migrations);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Number of the newest step a database has taken. */
export function versionOf(db: Db): number {
  return Number(db.pragma('user_version', { simple: true }));
}

/** Takes each missing step in its own transaction, so that a cut leaves a whole older or a whole newer version. */
function migrate(db: Db, migrations: readonly string[]): void {
  if (versionOf(db) === migrations.length) return; // nobody has to wait for that
  const step = db.transaction((): boolean => {
    const version = versionOf(db); // read inside: another process may have taken the step meanwhile
    if (version > migrations.length) {
      throw new NewerDatabase(
        `The database ${db.name} is of a newer Loupe (version ${version}, this one knows ${migrations.length}). ` +
          'Start the newer Loupe, or restore a backup made before the update.',
      );
    }
    if (version === migrations.length) return false;
    db.exec(must(migrations[version], 'every version below the newest has a step'));
    db.pragma(`user_version = ${version + 1}`);
    return true;
  });
  while (step.immediate());
}
