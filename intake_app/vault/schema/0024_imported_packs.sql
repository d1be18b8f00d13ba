-- Programmes that a supervisor imported: every version with all of its files, who imported it, why,
-- and their signature. The newest version of a programme is in use; no row is ever altered, so that a
-- case keeps the version under which its decisions were made. Nothing here is about a person.
CREATE TABLE imported_pack (
    id        TEXT PRIMARY KEY,
    pack      TEXT NOT NULL,
    version   TEXT NOT NULL,
    sha256    TEXT NOT NULL,
    reason    TEXT NOT NULL CHECK (reason <> ''),
    author    TEXT NOT NULL,
    at        TEXT NOT NULL,
    signature TEXT NOT NULL,
    body      TEXT NOT NULL,
    UNIQUE (pack, version)
) STRICT;
CREATE TRIGGER imported_pack_is_final BEFORE UPDATE ON imported_pack
BEGIN SELECT raise(ABORT, 'an imported programme stays as it was imported'); END;
CREATE TRIGGER imported_pack_is_kept BEFORE DELETE ON imported_pack
BEGIN SELECT raise(ABORT, 'an imported programme stays on record'); END;

PRAGMA user_version = 24;
