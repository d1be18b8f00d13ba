-- Two records that turned out to be one person. They stay two records and are read together; a link
-- that was undone keeps its line. The smaller id comes first. Goes with either of the two.
CREATE TABLE same_person (
    id         TEXT PRIMARY KEY,
    revision   INTEGER NOT NULL,
    one        TEXT NOT NULL REFERENCES person (id),
    other      TEXT NOT NULL REFERENCES person (id),
    reason     TEXT NOT NULL,
    linked_by  TEXT NOT NULL,
    linked_at  TEXT NOT NULL,
    ended_by   TEXT NOT NULL DEFAULT '',
    ended_at   TEXT NOT NULL DEFAULT '',
    end_reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX same_person_now ON same_person (one, other) WHERE ended_at = '';
CREATE INDEX same_person_by_one ON same_person (one, ended_at);
CREATE INDEX same_person_by_other ON same_person (other, ended_at);

-- Who a line of a list is, as somebody said when the list was read in: a person who is registered.
ALTER TABLE expected_person ADD COLUMN known_id TEXT REFERENCES person (id);
CREATE INDEX expected_person_by_known ON expected_person (known_id);

-- Who a line of a list is not. Kept for the person that the line becomes.
CREATE TABLE expected_apart (
    expected_id TEXT NOT NULL REFERENCES expected_person (id),
    person_id   TEXT NOT NULL REFERENCES person (id),
    PRIMARY KEY (expected_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX expected_apart_by_person ON expected_apart (person_id);

PRAGMA user_version = 14;
