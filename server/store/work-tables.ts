/** The tables of tasks and review: one step of migrations.ts, in a file of its own because it is long. */

/** Who does what: groups, layers, tasks, assignments with all that happened to them, reviews and signatures. */
export const workTables = `
CREATE TABLE person_group (
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  outsourced INTEGER NOT NULL            -- 1: sees only what is assigned to its people
) STRICT;
CREATE INDEX person_group_project ON person_group(project);

CREATE TABLE group_member (
  group_id TEXT NOT NULL REFERENCES person_group(id) ON DELETE CASCADE,
  person TEXT NOT NULL REFERENCES person(id) ON DELETE CASCADE,
  PRIMARY KEY (group_id, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_member_person ON group_member(person);

CREATE TABLE layer (
  id TEXT PRIMARY KEY,                   -- the shared layer of a video has no row
  video TEXT NOT NULL REFERENCES video(id) ON DELETE CASCADE,
  kind TEXT NOT NULL,                    -- person | reference | consensus
  name TEXT NOT NULL,
  task TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX layer_video ON layer(video);

CREATE TABLE task (
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
  kind TEXT NOT NULL,                    -- work | training
  title TEXT NOT NULL,
  brief TEXT NOT NULL,
  mode TEXT NOT NULL,                    -- together | independent
  blind INTEGER NOT NULL,
  due_at INTEGER,
  priority TEXT NOT NULL,
  rules TEXT NOT NULL,                   -- JSON: TaskRules
  reviewers INTEGER NOT NULL,            -- how many have to sign
  pass_mark REAL,                        -- of a training, 0 to 1
  created_by TEXT NOT NULL REFERENCES person(id),
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX task_project ON task(project);

CREATE TABLE assignment (
  id TEXT PRIMARY KEY,
  task TEXT NOT NULL REFERENCES task(id) ON DELETE CASCADE,
  video TEXT NOT NULL REFERENCES video(id) ON DELETE CASCADE,
  layer TEXT NOT NULL,
  state TEXT NOT NULL,
  round INTEGER NOT NULL DEFAULT 0,      -- how often it was given in
  reviewer TEXT REFERENCES person(id),   -- who began the review: it comes back to them
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX assignment_task ON assignment(task);
CREATE INDEX assignment_video ON assignment(video, layer);
CREATE INDEX assignment_state ON assignment(state);

CREATE TABLE assignment_person (
  assignment TEXT NOT NULL REFERENCES assignment(id) ON DELETE CASCADE,
  person TEXT NOT NULL REFERENCES person(id) ON DELETE CASCADE,
  PRIMARY KEY (assignment, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignment_person_person ON assignment_person(person);

CREATE TABLE assignment_step (
  n INTEGER PRIMARY KEY,
  assignment TEXT NOT NULL REFERENCES assignment(id) ON DELETE CASCADE,
  at INTEGER NOT NULL,
  person TEXT NOT NULL REFERENCES person(id),
  step TEXT NOT NULL,
  state TEXT NOT NULL,                   -- where it led
  round INTEGER NOT NULL,
  reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX assignment_step_assignment ON assignment_step(assignment, n);

CREATE TABLE decision (
  assignment TEXT NOT NULL REFERENCES assignment(id) ON DELETE CASCADE,
  mark TEXT NOT NULL,                    -- 'track:<id>'
  person TEXT NOT NULL REFERENCES person(id),
  verdict TEXT NOT NULL,                 -- accepted | rejected | fixed
  reason TEXT NOT NULL DEFAULT '',
  round INTEGER NOT NULL,
  at INTEGER NOT NULL,
  done_at INTEGER,                       -- a rejected one: when the assignee said it is done
  PRIMARY KEY (assignment, mark)
) STRICT, WITHOUT ROWID;

CREATE TABLE signature (
  id TEXT PRIMARY KEY,
  assignment TEXT NOT NULL,              -- no references: it outlives what it names
  video TEXT NOT NULL,
  layer TEXT NOT NULL,
  person TEXT NOT NULL,
  name TEXT NOT NULL,                    -- as it was printed when it was signed
  at INTEGER NOT NULL,
  meaning TEXT NOT NULL,                 -- reviewed | approved
  round INTEGER NOT NULL,
  content TEXT NOT NULL,                 -- sha256 over marks, media and labels, hex
  media TEXT NOT NULL,                   -- sha256 of the source file, hex
  taxonomy_version INTEGER NOT NULL,
  head INTEGER NOT NULL,                 -- number of the last row of the log that was signed
  superseded_at INTEGER                  -- it was opened again; a signature is never removed
) STRICT;
CREATE INDEX signature_assignment ON signature(assignment);

CREATE TRIGGER signature_stays BEFORE DELETE ON signature
BEGIN SELECT raise(ABORT, 'a signature is superseded, never removed'); END;
CREATE TRIGGER signature_holds
BEFORE UPDATE OF id, assignment, video, layer, person, name, at, meaning, round, content, media, taxonomy_version, head
ON signature
BEGIN SELECT raise(ABORT, 'a signature is superseded, never changed'); END;
`;
