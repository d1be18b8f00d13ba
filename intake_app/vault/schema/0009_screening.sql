-- The screening of a case, one row for each version. The answers of the exploitation questions are
-- not here: they are sealed notes.
-- No trigger refuses DELETE: whoever is erased from the vault is erased here too.
CREATE TABLE screening (
    case_id    TEXT NOT NULL REFERENCES case_file (id),
    revision   INTEGER NOT NULL,
    body       TEXT NOT NULL,
    author     TEXT NOT NULL,
    written_at TEXT NOT NULL,
    PRIMARY KEY (case_id, revision)
) STRICT;
CREATE TRIGGER screening_keeps_its_versions BEFORE UPDATE ON screening
BEGIN SELECT raise(ABORT, 'a screening is corrected by a new version'); END;

-- An emergency referral that has to be made. That it was made is read from the referrals.
CREATE TABLE emergency (
    id        TEXT PRIMARY KEY,
    revision  INTEGER NOT NULL,
    case_id   TEXT NOT NULL REFERENCES case_file (id),
    cause     TEXT NOT NULL,
    raised_by TEXT NOT NULL,
    raised_at TEXT NOT NULL,
    closed_by TEXT NOT NULL DEFAULT '',
    closed_at TEXT NOT NULL DEFAULT '',
    reason    TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX emergency_by_case ON emergency (case_id);
CREATE INDEX emergency_open ON emergency (raised_at) WHERE closed_at = '';
CREATE TRIGGER emergency_keeps_its_time BEFORE UPDATE OF id, case_id, cause, raised_by, raised_at
ON emergency BEGIN SELECT raise(ABORT, 'an emergency keeps its time'); END;

PRAGMA user_version = 9;
