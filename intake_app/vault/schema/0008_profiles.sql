-- The whole profile: several telephones, what a paper's zone says and where it is, and the part of
-- a life that is read as a whole and never searched, as one canonical JSON text.

ALTER TABLE identity_document ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE identity_document ADD COLUMN mrz TEXT NOT NULL DEFAULT '';

-- Every telephone of a person if there is more to say than one number; the first is person.phone.
CREATE TABLE telephone (
    id        TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    as_typed  TEXT NOT NULL,
    number    TEXT NOT NULL DEFAULT '',
    owner     TEXT NOT NULL DEFAULT '',
    safe      TEXT NOT NULL DEFAULT '',
    hours     TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX telephone_by_person ON telephone (person_id);

CREATE TABLE background (
    person_id TEXT PRIMARY KEY REFERENCES person (id),
    body      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The search finds every number, not only the first.
DROP VIEW person_text;
CREATE VIEW person_text AS
SELECT person.key AS key, person.id AS id,
    family_name || ' ' || given_names || ' ' || other_names || ' ' || own_script_name AS names,
    phone || ' ' || phone_as_typed
        || coalesce((SELECT ' ' || group_concat(number || ' ' || as_typed, ' ') FROM telephone
                     WHERE person_id = person.id), '')
        || ' ' || coalesce((SELECT group_concat(number, ' ') FROM identity_document
                            WHERE person_id = person.id), '')
        || ' ' || coalesce((SELECT group_concat(number, ' ') FROM case_file
                            WHERE person_id = person.id), '') AS numbers
FROM person;
CREATE TRIGGER telephone_added AFTER INSERT ON telephone BEGIN
    UPDATE person_words
    SET numbers = (SELECT numbers FROM person_text WHERE id = new.person_id)
    WHERE rowid = (SELECT key FROM person WHERE id = new.person_id);
END;
CREATE TRIGGER telephone_removed AFTER DELETE ON telephone BEGIN
    UPDATE person_words
    SET numbers = (SELECT numbers FROM person_text WHERE id = old.person_id)
    WHERE rowid = (SELECT key FROM person WHERE id = old.person_id);
END;

PRAGMA user_version = 8;
