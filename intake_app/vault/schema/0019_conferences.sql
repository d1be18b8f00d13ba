-- Meetings of committees and the matters on their agendas (conferences/model.py). What is decided is
-- in the table of decisions; here stands who met and what was said.
CREATE TABLE conference (
    id         TEXT NOT NULL PRIMARY KEY,
    revision   INTEGER NOT NULL,
    number     INTEGER NOT NULL UNIQUE,
    pack       TEXT NOT NULL,
    committee  TEXT NOT NULL,
    held_on    TEXT NOT NULL,
    starts     TEXT NOT NULL,
    place      TEXT NOT NULL,
    chair      TEXT NOT NULL,
    secretary  TEXT NOT NULL,
    members    TEXT NOT NULL,
    remarks    TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('planned', 'held')),
    author     TEXT NOT NULL,
    written_at TEXT NOT NULL,
    closed_by  TEXT NOT NULL,
    closed_at  TEXT NOT NULL
) STRICT;

CREATE TABLE conference_matter (
    id            TEXT NOT NULL PRIMARY KEY,
    revision      INTEGER NOT NULL,
    conference_id TEXT NOT NULL REFERENCES conference (id),
    kind          TEXT NOT NULL CHECK (kind IN ('grant', 'plan')),
    record_id     TEXT NOT NULL,
    case_id       TEXT NOT NULL REFERENCES case_file (id),
    position      INTEGER NOT NULL,
    reason        TEXT NOT NULL,
    outcome       TEXT NOT NULL,
    decision      TEXT NOT NULL,
    added_by      TEXT NOT NULL,
    added_at      TEXT NOT NULL,
    UNIQUE (conference_id, record_id)
) STRICT;
CREATE INDEX matter_of_record ON conference_matter (record_id);
CREATE INDEX matter_of_case ON conference_matter (case_id);

-- What was decided at a meeting whose minutes are closed stays as it is.
CREATE TRIGGER conference_is_final BEFORE UPDATE ON conference WHEN old.state = 'held'
BEGIN SELECT RAISE(ABORT, 'the minutes are closed'); END;
CREATE TRIGGER matter_is_final BEFORE UPDATE ON conference_matter
WHEN (SELECT state FROM conference WHERE id = old.conference_id) = 'held'
BEGIN SELECT RAISE(ABORT, 'the minutes are closed'); END;

CREATE TRIGGER matter_is_final_delete BEFORE DELETE ON conference_matter
WHEN (SELECT state FROM conference WHERE id = old.conference_id) = 'held'
    AND NOT EXISTS (SELECT 1 FROM erasing WHERE file_id = old.case_id)
BEGIN SELECT RAISE(ABORT, 'the minutes are closed'); END;

PRAGMA user_version = 19;
