/** The schema of loupe.db, one step a version: never edited once released, only added to. */
import { trainingTables } from './training-tables.ts';
import { workTables } from './work-tables.ts';

const first = `
CREATE TABLE person (
  id TEXT PRIMARY KEY,
  login TEXT NOT NULL UNIQUE COLLATE NOCASE,
  name TEXT NOT NULL,
  color TEXT NOT NULL,
  password_hash TEXT,                    -- argon2id PHC string; null until one is chosen
  admin INTEGER NOT NULL DEFAULT 0,
  disabled INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL            -- all times: milliseconds since 1970, UTC
) STRICT;

CREATE TABLE session (
  id TEXT PRIMARY KEY,                   -- sha256 of the cookie's token, hex
  person TEXT NOT NULL REFERENCES person(id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX session_person ON session(person);

CREATE TABLE sign_in_link (
  hash TEXT PRIMARY KEY,                 -- sha256 of the token, hex
  person TEXT NOT NULL REFERENCES person(id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;

CREATE TABLE api_token (
  hash TEXT PRIMARY KEY,                 -- sha256 of the token, hex
  person TEXT NOT NULL REFERENCES person(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;

CREATE TABLE sign_in_attempt (
  key TEXT PRIMARY KEY,                  -- 'login:<name>' or 'address:<ip or /64>'
  failures INTEGER NOT NULL,
  last_at INTEGER NOT NULL
) STRICT;

CREATE TABLE project (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE membership (
  project TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
  person TEXT NOT NULL REFERENCES person(id) ON DELETE CASCADE,
  role TEXT NOT NULL,
  PRIMARY KEY (project, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX membership_person ON membership(person);

CREATE TABLE taxonomy (
  project TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  body TEXT NOT NULL,                    -- JSON: { labels, tiers }
  created_at INTEGER NOT NULL,
  PRIMARY KEY (project, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE study (
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX study_project ON study(project);

CREATE TABLE video (
  id TEXT PRIMARY KEY,
  study TEXT NOT NULL REFERENCES study(id) ON DELETE CASCADE,
  name TEXT NOT NULL,                    -- as uploaded; shown, never used as a path
  state TEXT NOT NULL,                   -- uploading | queued | preparing | ready | failed
  bytes INTEGER NOT NULL DEFAULT 0,
  sha256 TEXT,
  picture TEXT,                          -- JSON: PictureAnswer
  media TEXT,                            -- JSON: { firstFrameMs, thumbnails: { columns, rows, width, height, frames } | null }
  problem TEXT,                          -- JSON: { code, details }
  attribution TEXT,
  created_by TEXT NOT NULL REFERENCES person(id),
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX video_study ON video(study);

CREATE TABLE job (
  id TEXT PRIMARY KEY,
  video TEXT NOT NULL REFERENCES video(id) ON DELETE CASCADE,
  state TEXT NOT NULL,                   -- queued | running | done | failed
  phase TEXT NOT NULL DEFAULT '',
  done REAL NOT NULL DEFAULT 0,          -- 0 to 1 within the phase
  attempts INTEGER NOT NULL DEFAULT 0,
  lease_owner TEXT,
  lease_until INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX job_state ON job(state, created_at);
`;

/** How fast a preparation goes, and that a person may end it. */
const jobPace = `
ALTER TABLE job ADD COLUMN fps REAL;             -- pictures a second, as they go now; null while not known
ALTER TABLE job ADD COLUMN remaining_ms REAL;    -- null while not known; state may now also be 'cancelled'
`;

/** Who made a version of a taxonomy. */
const taxonomyAuthor = `
ALTER TABLE taxonomy ADD COLUMN created_by TEXT REFERENCES person(id); -- null: the server itself, or before this was kept
`;

/** What is told to people of comments, and which comments they have seen. */
const notices = `
CREATE TABLE notice (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL REFERENCES person(id) ON DELETE CASCADE,
  kind TEXT NOT NULL,                    -- mention | answer
  video TEXT NOT NULL REFERENCES video(id) ON DELETE CASCADE,
  comment TEXT NOT NULL,
  by_person TEXT REFERENCES person(id) ON DELETE SET NULL,
  frame INTEGER,
  excerpt TEXT NOT NULL,
  at INTEGER NOT NULL,
  read_at INTEGER,
  UNIQUE (video, person, kind, comment)
) STRICT;
CREATE INDEX notice_person ON notice(person, at);

CREATE TABLE notice_head (
  room TEXT PRIMARY KEY,
  head INTEGER NOT NULL                  -- number of the last row of the room's log that was looked at
) STRICT, WITHOUT ROWID;

CREATE TABLE seen_comment (
  person TEXT NOT NULL REFERENCES person(id) ON DELETE CASCADE,
  video TEXT NOT NULL REFERENCES video(id) ON DELETE CASCADE,
  comment TEXT NOT NULL,
  PRIMARY KEY (person, video, comment)
) STRICT, WITHOUT ROWID;
`;

/** Who did what: rows that are only added, and the head of their chain. What may be erased by law lies apart. */
const audit = `
CREATE TABLE audit (
  n INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  by_person TEXT,                        -- no reference: a row outlives whom it names
  action TEXT NOT NULL,
  project TEXT,
  subject TEXT,                          -- 'video:<id>'
  detail_hash TEXT NOT NULL,             -- sha256 of salt and body of the detail, hex
  hash TEXT NOT NULL                     -- sha256 over the hash before and this row, hex
) STRICT;
CREATE INDEX audit_project ON audit(project, n);
CREATE INDEX audit_person ON audit(by_person, n);

CREATE TABLE audit_detail (
  n INTEGER PRIMARY KEY,
  salt TEXT NOT NULL,
  body TEXT NOT NULL                     -- JSON: [address, detail]
) STRICT;

CREATE TABLE audit_head (n INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;
INSERT INTO audit_head (n, hash) VALUES (0, '0000000000000000000000000000000000000000000000000000000000000000');

CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the audit log is only added to'); END;
CREATE TRIGGER audit_keeps BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the audit log is only added to'); END;
CREATE TRIGGER audit_detail_stays BEFORE UPDATE ON audit_detail
BEGIN SELECT raise(ABORT, 'a detail of the audit log is erased, never changed'); END;
`;

/** The videos of a study on one clock. */
const studyClock = `
ALTER TABLE video ADD COLUMN offset_ms REAL NOT NULL DEFAULT 0; -- where its frame 0 lies on the study's clock
`;

/** People who watch one study together, and what happened meanwhile. */
const liveSessions = `
CREATE TABLE live_session (
  id TEXT PRIMARY KEY,
  study TEXT NOT NULL REFERENCES study(id) ON DELETE CASCADE,
  begun_by TEXT NOT NULL REFERENCES person(id),
  begun_at INTEGER NOT NULL,
  ended_at INTEGER,
  end_reason TEXT,                       -- ended | empty | restart
  transport TEXT NOT NULL,               -- JSON: Transport of protocol/transport.ts
  lead TEXT,                             -- JSON: { seat, key, person }: who had the lead last
  touched_at INTEGER NOT NULL            -- when transport and lead were true
) STRICT;
CREATE INDEX live_session_study ON live_session(study, begun_at);

CREATE TABLE live_event (
  session TEXT NOT NULL REFERENCES live_session(id) ON DELETE CASCADE,
  n INTEGER NOT NULL,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,                    -- LiveEventKind of store/live-sessions.ts
  person TEXT REFERENCES person(id),     -- null: the server
  video TEXT,
  frame INTEGER,
  subject TEXT,                          -- another person, or the key of a mark or comment
  PRIMARY KEY (session, n)
) STRICT, WITHOUT ROWID;
`;

/** People from outside, who may look at one study for a time. */
const guests = `
CREATE TABLE guest_link (
  id TEXT PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,             -- sha256 of the token, hex
  study TEXT NOT NULL REFERENCES study(id) ON DELETE CASCADE,
  role TEXT NOT NULL,                    -- viewer | commenter
  label TEXT NOT NULL,                   -- for whom, as managers call them
  hides_names INTEGER NOT NULL,
  created_by TEXT NOT NULL REFERENCES person(id),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;
CREATE INDEX guest_link_study ON guest_link(study);

CREATE TABLE guest (
  person TEXT PRIMARY KEY REFERENCES person(id) ON DELETE CASCADE,
  link TEXT NOT NULL REFERENCES guest_link(id)
) STRICT, WITHOUT ROWID;
CREATE INDEX guest_of_link ON guest(link);
`;

/** The keys people work with. */
const keyChoices = `
CREATE TABLE key_choice (
  person TEXT PRIMARY KEY REFERENCES person(id) ON DELETE CASCADE,
  choice TEXT NOT NULL                   -- JSON: KeyChoice of model/key-choice.ts
) STRICT, WITHOUT ROWID;
`;

/** What people read before they mark, and who has read it. */
const guidelines = `
CREATE TABLE guideline (
  project TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  body TEXT NOT NULL,                    -- Markdown
  note TEXT NOT NULL,                    -- what is new in it
  asks INTEGER NOT NULL,                 -- 1: people are to say that they have read it
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL REFERENCES person(id),
  PRIMARY KEY (project, version)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER guideline_stays BEFORE UPDATE ON guideline
BEGIN SELECT raise(ABORT, 'a version of a guideline is never changed'); END;

CREATE TABLE guideline_reading (
  project TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
  person TEXT NOT NULL REFERENCES person(id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,                   -- the first time
  PRIMARY KEY (project, person, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE guideline_acknowledgement (
  project TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
  person TEXT NOT NULL REFERENCES person(id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (project, person, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE guideline_picture (
  id TEXT PRIMARY KEY,                   -- the bytes are the blob guideline/<project>/<id>
  project TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
  type TEXT NOT NULL,                    -- as its bytes say: image/png, image/jpeg or image/webp
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL REFERENCES person(id)
) STRICT;
CREATE INDEX guideline_picture_project ON guideline_picture(project);
`;

/** Whether the videos of a project are prepared without their sound. */
const silentProjects = `ALTER TABLE project ADD COLUMN silent INTEGER NOT NULL DEFAULT 0;`;

/** Letters: to whom, and what has been told by one. */
const mail = `
CREATE TABLE mail_address (
  person TEXT PRIMARY KEY REFERENCES person(id) ON DELETE CASCADE,
  address TEXT NOT NULL,
  code_hash TEXT,                        -- sha256 of the code that was sent there; null: it came back
  code_at INTEGER NOT NULL,
  misses INTEGER NOT NULL,
  refused INTEGER NOT NULL               -- the mail server takes nothing for it
) STRICT, WITHOUT ROWID;
ALTER TABLE notice ADD COLUMN mailed_at INTEGER;
`;

/** What the lead of a live session wrote down. */
const decisions = `
ALTER TABLE live_event ADD COLUMN words TEXT; -- of what was decided
`;

/** Whether guests of a project learn the names of its studies and videos. */
const namelessProjects = `ALTER TABLE project ADD COLUMN hides_names INTEGER NOT NULL DEFAULT 0;`;

/** How much of a video can be watched while it is prepared, in milliseconds; null where nothing can. */
const watchableJobs = `
ALTER TABLE job ADD COLUMN watchable_ms REAL;
ALTER TABLE job ADD COLUMN watchable_of_ms REAL;
`;

/** Consensus of independent work: what is decided of each thing, by whom. */
const adjudications = `
CREATE TABLE adjudication (
  assignment TEXT PRIMARY KEY REFERENCES assignment(id) ON DELETE CASCADE,
  names INTEGER NOT NULL,                -- 1: who adjudicates is told whose the layers are
  tolerance TEXT                         -- JSON: Tolerance; null: the usual one
) STRICT, WITHOUT ROWID;

CREATE TABLE ruling (
  id TEXT PRIMARY KEY,
  assignment TEXT NOT NULL REFERENCES assignment(id) ON DELETE CASCADE,
  sources TEXT NOT NULL,                 -- JSON: the marks it is about, with their layers
  kind TEXT NOT NULL,                    -- taken | merged | drawn | neither | agreed
  from_layer TEXT,                       -- whose was taken
  marks TEXT NOT NULL,                   -- JSON: what came of it in the consensus layer
  person TEXT NOT NULL REFERENCES person(id),
  at INTEGER NOT NULL,
  withdrawn_at INTEGER,                  -- taken back, or decided again; a ruling is never removed
  withdrawn_by TEXT REFERENCES person(id)
) STRICT;
CREATE INDEX ruling_assignment ON ruling(assignment);
CREATE TRIGGER ruling_holds BEFORE UPDATE OF id, assignment, sources, kind, from_layer, marks, person, at ON ruling
BEGIN SELECT raise(ABORT, 'a ruling is taken back, never changed'); END;
`;

/** What was decided is written down once, however often it was said. */
const decisionsOnce = `
CREATE UNIQUE INDEX live_decision ON live_event(session, person, subject) WHERE kind = 'decided' AND subject IS NOT NULL;
`;

/** Which discussion a notice is from; null: that of the shared layer. */
const noticeLayers = `ALTER TABLE notice ADD COLUMN layer TEXT;`;

/** When each part of somebody's keys was chosen: of two machines the later hand wins. */
const keyTimes = `ALTER TABLE key_choice ADD COLUMN times TEXT NOT NULL DEFAULT '[]'; -- JSON: pairs of part and Unix ms`;

/** What a mark was when it was decided on, and what was in a layer each time it was given in. */
const markDigests = `
ALTER TABLE decision ADD COLUMN digest TEXT; -- of the mark (model/mark-digest.ts); null: not known
CREATE TABLE submission (
  assignment TEXT NOT NULL REFERENCES assignment(id) ON DELETE CASCADE,
  round INTEGER NOT NULL,
  marks TEXT NOT NULL,                   -- JSON: [[mark, digest], …]
  PRIMARY KEY (assignment, round)
) STRICT, WITHOUT ROWID;
`;

export const MIGRATIONS: readonly string[] = [
  first,
  jobPace,
  taxonomyAuthor,
  notices,
  audit,
  studyClock,
  liveSessions,
  guests,
  workTables,
  keyChoices,
  guidelines,
  silentProjects,
  mail,
  decisions,
  namelessProjects,
  watchableJobs,
  adjudications,
  trainingTables,
  decisionsOnce,
  noticeLayers,
  keyTimes,
  markDigests,
];
