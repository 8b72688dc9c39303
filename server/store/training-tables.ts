/** The tables of trainings: one step of migrations.ts, in a file of its own because it is long. */

/** What is compared with which reference, every attempt with what was said of it, and which work asks for which training. */
export const trainingTables = `
CREATE TABLE training (
  task TEXT PRIMARY KEY REFERENCES task(id) ON DELETE CASCADE,
  rules TEXT NOT NULL                    -- JSON: TrainingRules
) STRICT, WITHOUT ROWID;

CREATE TABLE training_reference (
  task TEXT NOT NULL REFERENCES task(id) ON DELETE CASCADE,
  video TEXT NOT NULL REFERENCES video(id) ON DELETE CASCADE,
  layer TEXT NOT NULL,
  PRIMARY KEY (task, video)
) STRICT, WITHOUT ROWID;
CREATE INDEX training_reference_layer ON training_reference(layer);

CREATE TABLE training_attempt (
  assignment TEXT PRIMARY KEY REFERENCES assignment(id) ON DELETE CASCADE,
  task TEXT NOT NULL,
  video TEXT NOT NULL,
  person TEXT NOT NULL,
  at INTEGER NOT NULL,
  passed INTEGER NOT NULL,
  pass_mark REAL NOT NULL,               -- as it was then, 0 to 1
  score REAL NOT NULL,                   -- 0 to 1
  result TEXT NOT NULL                   -- JSON: Score
) STRICT, WITHOUT ROWID;
CREATE INDEX training_attempt_task ON training_attempt(task, person);
CREATE TRIGGER training_attempt_holds BEFORE UPDATE ON training_attempt
BEGIN SELECT raise(ABORT, 'a score is never changed'); END;

CREATE TABLE task_requirement (
  task TEXT NOT NULL REFERENCES task(id) ON DELETE CASCADE,
  training TEXT NOT NULL REFERENCES task(id) ON DELETE CASCADE,
  PRIMARY KEY (task, training)
) STRICT, WITHOUT ROWID;

ALTER TABLE task DROP COLUMN pass_mark;
`;
