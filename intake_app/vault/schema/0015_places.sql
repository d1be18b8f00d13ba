-- Lists of places that a supervisor imported. The newest of a country is in use; the earlier ones
-- stay, for what was chosen from them. Office data: nothing here is about a person.
CREATE TABLE place_list (
    id          TEXT PRIMARY KEY,
    country     TEXT NOT NULL,
    version     TEXT NOT NULL,
    source      TEXT NOT NULL,
    count       INTEGER NOT NULL,
    sha256      TEXT NOT NULL,
    imported_by TEXT NOT NULL,
    imported_at TEXT NOT NULL,
    body        TEXT NOT NULL,
    UNIQUE (country, version)
) STRICT;
CREATE TRIGGER place_list_is_final BEFORE UPDATE ON place_list
BEGIN SELECT raise(ABORT, 'a list of places stays as it was imported'); END;

-- What the list of an arrival says about where somebody is from; the code if it fits exactly.
ALTER TABLE expected_person ADD COLUMN origin TEXT NOT NULL DEFAULT '';
ALTER TABLE expected_person ADD COLUMN origin_code TEXT NOT NULL DEFAULT '';
ALTER TABLE expected_person ADD COLUMN origin_version TEXT NOT NULL DEFAULT '';

PRAGMA user_version = 15;
