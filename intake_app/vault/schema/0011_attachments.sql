-- Photographs and scans about a person. What is removed by somebody keeps its line, without a name;
-- its bytes go at once. No trigger refuses DELETE: whoever is erased is erased here too.
CREATE TABLE attached_file (
    id             TEXT PRIMARY KEY,
    revision       INTEGER NOT NULL,
    person_id      TEXT NOT NULL REFERENCES person (id),
    case_id        TEXT REFERENCES case_file (id),
    kind           TEXT NOT NULL,
    name           TEXT NOT NULL,
    type           TEXT NOT NULL,
    pages          INTEGER NOT NULL,
    size           INTEGER NOT NULL,
    sha256         TEXT NOT NULL,
    added_by       TEXT NOT NULL,
    added_at       TEXT NOT NULL,
    is_portrait    INTEGER NOT NULL DEFAULT 0,
    removed_by     TEXT NOT NULL DEFAULT '',
    removed_at     TEXT NOT NULL DEFAULT '',
    removal_reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX attached_file_by_person ON attached_file (person_id, added_at);
CREATE INDEX attached_file_by_case ON attached_file (case_id);

-- The bytes lie beside, so that an altered line does not write them again. With `is_sealed` they
-- are under the medical role key (FORMAT.md 8).
CREATE TABLE attached_content (
    id        TEXT PRIMARY KEY REFERENCES attached_file (id),
    is_sealed INTEGER NOT NULL,
    thumbnail BLOB NOT NULL,
    content   BLOB NOT NULL
) STRICT;
CREATE TRIGGER attached_content_is_final BEFORE UPDATE OF id, is_sealed ON attached_content
BEGIN SELECT raise(ABORT, 'what was attached stays as it is'); END;

PRAGMA user_version = 11;
