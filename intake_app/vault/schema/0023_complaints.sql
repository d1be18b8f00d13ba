-- Complaints and feedback: what was said, for good, and what became of it. How to reach whoever said
-- it is kept only as long as an answer is owed; whoever gave no way to be reached is nowhere here.
CREATE TABLE complaint (
    id         TEXT PRIMARY KEY,
    number     INTEGER NOT NULL UNIQUE,
    revision   INTEGER NOT NULL CHECK (revision > 0),
    said       TEXT NOT NULL,
    taken_by   TEXT NOT NULL,
    contact    TEXT NOT NULL DEFAULT '',
    answer     TEXT NOT NULL DEFAULT '{}',
    due_on     TEXT,
    closed_on  TEXT,
    written_by TEXT NOT NULL,
    written_at TEXT NOT NULL,
    CHECK (closed_on IS NULL OR contact = '')
) STRICT;
CREATE INDEX complaint_due ON complaint (due_on) WHERE closed_on IS NULL;
CREATE TRIGGER complaint_stays_as_it_was_said BEFORE UPDATE ON complaint
WHEN (new.id, new.number, new.said, new.taken_by) IS NOT (old.id, old.number, old.said, old.taken_by)
BEGIN SELECT raise(ABORT, 'what was said stays as it was said'); END;
CREATE TRIGGER complaint_stays_closed BEFORE UPDATE ON complaint WHEN old.closed_on IS NOT NULL
BEGIN SELECT raise(ABORT, 'this complaint is closed'); END;
CREATE TRIGGER complaint_is_never_deleted BEFORE DELETE ON complaint
BEGIN SELECT raise(ABORT, 'a complaint is never deleted'); END;

PRAGMA user_version = 23;
