-- What a plan rests on: the wishes, skills, opportunities and risks of a person, once as they were
-- seen before the return and once as they are after arrival. One row for each version.
-- No trigger refuses DELETE: whoever is erased from the vault is erased here too.
CREATE TABLE assessment (
    id         TEXT NOT NULL,
    revision   INTEGER NOT NULL,
    case_id    TEXT NOT NULL REFERENCES case_file (id),
    moment     TEXT NOT NULL,
    body       TEXT NOT NULL,
    author     TEXT NOT NULL,
    written_at TEXT NOT NULL,
    PRIMARY KEY (id, revision),
    UNIQUE (case_id, moment, revision)
) STRICT;
CREATE TRIGGER assessment_keeps_its_versions BEFORE UPDATE ON assessment
BEGIN SELECT raise(ABORT, 'an assessment is corrected by a new version'); END;

-- How far an activity of an approved plan has come, and what shows it. The plan itself stays as it
-- was approved. A row is never corrected: the newest of an activity counts.
CREATE TABLE progress (
    id          TEXT PRIMARY KEY,
    revision    INTEGER NOT NULL,
    case_id     TEXT NOT NULL REFERENCES case_file (id),
    plan_id     TEXT NOT NULL REFERENCES plan (id),
    activity_id TEXT NOT NULL,
    status      TEXT NOT NULL,
    noted_on    TEXT NOT NULL,
    evidence    TEXT NOT NULL DEFAULT '',
    file_id     TEXT NOT NULL DEFAULT '',
    author      TEXT NOT NULL,
    written_at  TEXT NOT NULL
) STRICT;
CREATE INDEX progress_by_case ON progress (case_id);
CREATE TRIGGER progress_stays BEFORE UPDATE ON progress
BEGIN SELECT raise(ABORT, 'progress is added to, not changed'); END;

PRAGMA user_version = 21;
