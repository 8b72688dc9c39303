/** The schema of log.db, one step a version: never edited once released, only added to. */

const first = `
CREATE TABLE room (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  head INTEGER NOT NULL,                 -- number of the last row
  hash BLOB NOT NULL                     -- its hash: a tail that went missing is noticed
) STRICT;

-- One place for a room's rows, in their order: opening reads pages that lie together.
CREATE TABLE row (
  room INTEGER NOT NULL REFERENCES room(id),
  seq INTEGER NOT NULL,                  -- 1, 2, 3, … in each room
  person TEXT NOT NULL,
  at INTEGER NOT NULL,                   -- milliseconds since 1970, UTC
  clients TEXT NOT NULL,                 -- Yjs clients that belong to the person from here on: JSON array
  content BLOB NOT NULL,                 -- Yjs update, v1 encoding
  hash BLOB NOT NULL,                    -- see chain.ts
  PRIMARY KEY (room, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE snapshot (
  room INTEGER NOT NULL REFERENCES room(id),
  seq INTEGER NOT NULL,                  -- the last row that is in it
  row_hash BLOB NOT NULL,                -- the hash of that row
  clients TEXT NOT NULL,                 -- all clients up to there: JSON array of [client, person]
  packed BLOB NOT NULL,                  -- Yjs state as an update, v1 encoding, zstd
  hash BLOB NOT NULL,                    -- see chain.ts
  PRIMARY KEY (room, seq)
) STRICT;

-- Written to find out whether there is space again.
CREATE TABLE probe (id INTEGER PRIMARY KEY CHECK (id = 1), filler BLOB NOT NULL) STRICT;
`;

export const LOG_MIGRATIONS: readonly string[] = [first];
