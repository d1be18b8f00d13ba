-- Who may be registered twice. The keys of a person are derived from the profile; a person stands in
-- dup_todo until that was done. Keys hold parts of names, so they are erased with the person.
CREATE TABLE dup_key (
    key        TEXT NOT NULL,
    person_key INTEGER NOT NULL,
    PRIMARY KEY (key, person_key)
) STRICT, WITHOUT ROWID;

CREATE TABLE dup_person (
    person_key INTEGER PRIMARY KEY,
    keys       TEXT NOT NULL,
    names      TEXT NOT NULL
) STRICT;

-- How many persons bear a name, all its spellings together: sharing a frequent one says little.
CREATE TABLE name_count (
    name    TEXT PRIMARY KEY,
    persons INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE dup_todo (
    person_key INTEGER PRIMARY KEY
) STRICT;
INSERT INTO dup_todo SELECT key FROM person;
CREATE TRIGGER person_added_for_duplicates AFTER INSERT ON person BEGIN
    INSERT INTO dup_todo SELECT new.key
        WHERE NOT EXISTS (SELECT 1 FROM dup_todo WHERE person_key = new.key);
END;
CREATE TRIGGER person_changed_for_duplicates AFTER UPDATE ON person BEGIN
    INSERT INTO dup_todo SELECT new.key
        WHERE NOT EXISTS (SELECT 1 FROM dup_todo WHERE person_key = new.key);
END;
CREATE TRIGGER person_removed_for_duplicates AFTER DELETE ON person BEGIN
    DELETE FROM dup_todo WHERE person_key = old.key;
    DELETE FROM dup_person WHERE person_key = old.key;
END;
CREATE TRIGGER dup_person_removed AFTER DELETE ON dup_person BEGIN
    DELETE FROM dup_key WHERE person_key = old.person_key
        AND key IN (SELECT value FROM json_each(old.keys));
    UPDATE name_count SET persons = persons - 1
        WHERE name IN (SELECT value FROM json_each(old.names));
    DELETE FROM name_count WHERE persons < 1
        AND name IN (SELECT value FROM json_each(old.names));
END;
CREATE TRIGGER dup_person_added AFTER INSERT ON dup_person BEGIN
    INSERT INTO dup_key SELECT value, new.person_key FROM json_each(new.keys);
    INSERT INTO name_count SELECT value, 1 FROM json_each(new.names) WHERE true
        ON CONFLICT (name) DO UPDATE SET persons = persons + 1;
END;

-- Two persons that somebody has looked at and found to be two. The smaller id comes first.
CREATE TABLE told_apart (
    one     TEXT NOT NULL REFERENCES person (id),
    other   TEXT NOT NULL REFERENCES person (id),
    told_by TEXT NOT NULL,
    told_at TEXT NOT NULL,
    PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX told_apart_by_other ON told_apart (other);

PRAGMA user_version = 7;
