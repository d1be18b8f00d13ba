-- How many saves there were: the number that the file `anchor` must agree with (FORMAT.md 5).
CREATE TABLE saves (
    only  INTEGER PRIMARY KEY CHECK (only = 1),
    count INTEGER NOT NULL
) STRICT;
INSERT INTO saves VALUES (1, 0);

-- What each line of the audit log did to which record: a keyed hash of the record after the act,
-- empty if the act erased it. The line's `record_hash` binds all rows of its number.
CREATE TABLE audit_record (
    seq      INTEGER NOT NULL,
    kind     TEXT NOT NULL,
    id       TEXT NOT NULL,
    revision INTEGER NOT NULL,
    hash     TEXT NOT NULL,
    PRIMARY KEY (seq, kind, id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER audit_record_is_append_only_update BEFORE UPDATE ON audit_record
BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_record_is_append_only_delete BEFORE DELETE ON audit_record
BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;

-- Lines before this one are from before records were bound one by one.
INSERT INTO meta SELECT 'bound_from', CAST(coalesce(max(seq), 0) + 1 AS TEXT) FROM audit;

-- What a salvage could read but not put in its place, because what it belongs to is lost: one row of
-- the table `origin`, as JSON by column.
CREATE TABLE leftover (
    key    INTEGER PRIMARY KEY,
    origin TEXT NOT NULL,
    row    TEXT NOT NULL
) STRICT;

PRAGMA user_version = 5;
