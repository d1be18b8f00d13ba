-- Questionnaires of the office, one row for each version of each; none is ever altered, since the
-- answers to it have to stay readable. Office data: nothing here is about a person.
CREATE TABLE instrument (
    id          TEXT PRIMARY KEY,
    form_id     TEXT NOT NULL,
    version     TEXT NOT NULL,
    body        TEXT NOT NULL,
    sha256      TEXT NOT NULL,
    imported_by TEXT NOT NULL,
    imported_at TEXT NOT NULL,
    UNIQUE (form_id, version)
) STRICT;
CREATE TRIGGER instrument_is_final BEFORE UPDATE ON instrument
BEGIN SELECT raise(ABORT, 'a questionnaire stays as it was imported'); END;
CREATE TRIGGER instrument_is_kept BEFORE DELETE ON instrument
BEGIN SELECT raise(ABORT, 'a questionnaire stays on record'); END;

-- What the answers to a questionnaire are worth. The newest of a form counts.
CREATE TABLE instrument_key (
    id           TEXT PRIMARY KEY,
    form_id      TEXT NOT NULL,
    source       TEXT NOT NULL,
    completeness INTEGER NOT NULL CHECK (completeness BETWEEN 1 AND 100),
    body         TEXT NOT NULL,
    sha256       TEXT NOT NULL,
    imported_by  TEXT NOT NULL,
    imported_at  TEXT NOT NULL
) STRICT;
CREATE TRIGGER instrument_key_is_final BEFORE UPDATE ON instrument_key
BEGIN SELECT raise(ABORT, 'a key stays as it was imported'); END;
CREATE TRIGGER instrument_key_is_kept BEFORE DELETE ON instrument_key
BEGIN SELECT raise(ABORT, 'a key stays on record'); END;

-- The answers of a case to a questionnaire, in one version of it. One row for each correction.
-- No trigger refuses DELETE: whoever is erased from the vault is erased here too.
CREATE TABLE survey (
    id            TEXT NOT NULL,
    revision      INTEGER NOT NULL,
    case_id       TEXT NOT NULL REFERENCES case_file (id),
    instrument_id TEXT NOT NULL REFERENCES instrument (id),
    round         TEXT NOT NULL,
    answered_on   TEXT NOT NULL,
    language      TEXT NOT NULL,
    answers       TEXT NOT NULL,
    author        TEXT NOT NULL,
    written_at    TEXT NOT NULL,
    PRIMARY KEY (id, revision)
) STRICT;
CREATE INDEX survey_by_case ON survey (case_id);
CREATE TRIGGER survey_keeps_its_versions BEFORE UPDATE ON survey
BEGIN SELECT raise(ABORT, 'a survey is corrected by a new revision'); END;

PRAGMA user_version = 25;
