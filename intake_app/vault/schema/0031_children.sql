-- The file of a child: best-interests procedure, search for the family, counterpart in the other
-- country, steps. ``body`` is the entry; the other columns are there to be asked for. An entry is
-- added and never changed. ``waits``: somebody has to come back to it on ``due_on``; the store keeps
-- it, and no record has it.
-- No trigger refuses DELETE: whoever is erased from the vault is erased here too.
CREATE TABLE child_entry (
    id         TEXT PRIMARY KEY,
    revision   INTEGER NOT NULL CHECK (revision = 1),
    case_id    TEXT NOT NULL REFERENCES case_file (id),
    kind       TEXT NOT NULL,
    about      TEXT NOT NULL DEFAULT '',
    noted_on   TEXT NOT NULL,
    due_on     TEXT NOT NULL DEFAULT '',
    body       TEXT NOT NULL,
    author     TEXT NOT NULL,
    written_at TEXT NOT NULL,
    waits      INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX child_entry_by_case ON child_entry (case_id);
CREATE INDEX child_entry_waits ON child_entry (due_on, kind, case_id, id)
WHERE waits = 1 AND due_on <> '';
CREATE INDEX child_entry_to_decide ON child_entry (written_at, case_id, id)
WHERE kind = 'determination';
CREATE INDEX child_entry_decided ON child_entry (about) WHERE kind = 'verdict';
CREATE TRIGGER child_entry_stays BEFORE UPDATE OF
    id, revision, case_id, kind, about, noted_on, due_on, body, author, written_at ON child_entry
BEGIN SELECT raise(ABORT, 'the file of a child is added to, not changed'); END;
CREATE TRIGGER child_entry_of_open_case BEFORE INSERT ON child_entry
WHEN (SELECT stage FROM case_file WHERE id = new.case_id) = 'closure'
BEGIN SELECT raise(ABORT, 'this case is closed'); END;

PRAGMA user_version = 31;
