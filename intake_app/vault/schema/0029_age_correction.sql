-- A corrected birth date that made an adult of somebody who could be a child, or the other way: a
-- part of the person, whose revision the audit log binds.
-- No trigger refuses DELETE: whoever is erased from the vault is erased here too.
CREATE TABLE age_correction (
    id        TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    before    TEXT NOT NULL,
    after     TEXT NOT NULL,
    to_adult  INTEGER NOT NULL,
    reason    TEXT NOT NULL,
    by        TEXT NOT NULL,
    at        TEXT NOT NULL,
    seen_by   TEXT NOT NULL DEFAULT '',
    seen_at   TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX age_correction_by_person ON age_correction (person_id);
CREATE INDEX age_correction_unseen ON age_correction (person_id) WHERE seen_by = '';

PRAGMA user_version = 29;
