/**
 * What people did and the server has not acknowledged, kept in this browser: one store in IndexedDB for all people and
 * rooms, whose keys begin with the person, so that nobody reads another's.
 */

import { tellSignedOut } from './sign-out.ts';

/** Person, room, the line that wrote it, and its place among what that line wrote. */
export type EntryKey = readonly [person: string, room: string, writer: string, place: number];

export type Entry = {
  readonly key: EntryKey;
  /** A Yjs update, v1: one transaction. */
  readonly update: Uint8Array;
  /** When the server refused it, in milliseconds since 1970: it is never sent again. null: it waits to be sent. */
  readonly asideMs: number | null;
};

const DATABASE = 'loupe-outbox';
const STORE = 'entries';

/** Every method rejects when there is no store, or no room in it. */
export class Outbox {
  #database: Promise<IDBDatabase> | null = null;

  /** What is kept of a person in a room, in the order in which each line wrote it. */
  async read(person: string, room: string): Promise<readonly Entry[]> {
    const store = await this.#store('readonly');
    return resultOf<Entry[]>(store.getAll(below(person, room)));
  }

  /** All of these, or none. */
  async put(entries: readonly Entry[]): Promise<void> {
    const store = await this.#store('readwrite');
    for (const entry of entries) store.put(entry);
    await ended(store.transaction);
  }

  async remove(keys: readonly EntryKey[]): Promise<void> {
    const store = await this.#store('readwrite');
    for (const key of keys) store.delete([...key]);
    await ended(store.transaction);
  }

  async count(person: string): Promise<number> {
    const store = await this.#store('readonly');
    return resultOf<number>(store.count(below(person)));
  }

  async wipe(person: string): Promise<void> {
    const store = await this.#store('readwrite');
    store.delete(below(person));
    await ended(store.transaction);
  }

  /** Lets go of the database; what is being written is still written. */
  async close(): Promise<void> {
    const database = this.#database;
    this.#database = null;
    await database?.then(
      (one) => one.close(),
      () => undefined, // there was nothing to close
    );
  }

  async #store(mode: IDBTransactionMode): Promise<IDBObjectStore> {
    const opening = (this.#database ??= opened(() => (this.#database = null)));
    try {
      const database = await opening;
      return database.transaction(STORE, mode, { durability: 'strict' }).objectStore(STORE);
    } catch (thrown) {
      if (this.#database === opening) this.#database = null; // the next attempt opens it anew
      throw thrown;
    }
  }
}

/** How many changes of a person wait in this browser, in all rooms; 0 where nothing can be kept. */
export function unsentIn(person: string): Promise<number> {
  return withOutbox(0, (outbox) => outbox.count(person));
}

/** Forgets everything of a person, at sign-out: other pages of this browser keep nothing more either. */
export function wipeOutbox(person: string): Promise<void> {
  tellSignedOut(person);
  return withOutbox(undefined, (outbox) => outbox.wipe(person));
}

async function withOutbox<T>(otherwise: T, use: (outbox: Outbox) => Promise<T>): Promise<T> {
  if (typeof indexedDB === 'undefined') return otherwise;
  const outbox = new Outbox();
  try {
    return await use(outbox);
  } finally {
    await outbox.close();
  }
}

function opened(onGone: () => void): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    const request = indexedDB.open(DATABASE, 1);
    request.addEventListener('upgradeneeded', () => {
      request.result.createObjectStore(STORE, { keyPath: 'key' });
    });
    request.addEventListener('success', () => {
      const database = request.result;
      database.addEventListener('close', onGone); // the site's data were cleared
      database.addEventListener('versionchange', () => {
        database.close(); // a page of a newer version waits for it
        onGone();
      });
      done(database);
    });
    request.addEventListener('error', () => fail(faultOf(request.error)));
  });
}

/** All keys that begin so: an array is after every string and number. */
function below(...start: readonly string[]): IDBKeyRange {
  return IDBKeyRange.bound([...start], [...start, []]);
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, fail) => {
    request.addEventListener('success', () => done(request.result));
    request.addEventListener('error', () => fail(faultOf(request.error)));
  });
}

function ended(transaction: IDBTransaction): Promise<void> {
  return new Promise((done, fail) => {
    transaction.addEventListener('complete', () => done());
    transaction.addEventListener('abort', () => fail(faultOf(transaction.error)));
  });
}

function faultOf(error: DOMException | null): Error {
  return error ?? new Error('The store of this browser gave up without saying why.');
}
