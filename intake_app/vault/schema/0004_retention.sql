-- How long files are kept, and how they are erased; corrections that people ask for; the breach log.
-- A file is a case, or a person who was registered and has no case.

-- What the office has decided, with the reason. The newest line of a name holds.
CREATE TABLE office_rule (
    seq    INTEGER PRIMARY KEY,
    name   TEXT NOT NULL,
    value  INTEGER NOT NULL,
    basis  TEXT NOT NULL,
    set_by TEXT NOT NULL,
    set_at TEXT NOT NULL
) STRICT;
CREATE TRIGGER office_rule_is_append_only_update BEFORE UPDATE ON office_rule
BEGIN SELECT raise(ABORT, 'a rule is answered by a newer one'); END;
CREATE TRIGGER office_rule_is_append_only_delete BEFORE DELETE ON office_rule
BEGIN SELECT raise(ABORT, 'a rule is answered by a newer one'); END;

-- The date of one file, where a supervisor has set it; it goes before the rule.
CREATE TABLE kept_until (
    file_id TEXT PRIMARY KEY,
    until   TEXT NOT NULL,
    reason  TEXT NOT NULL,
    set_by  TEXT NOT NULL,
    set_at  TEXT NOT NULL
) STRICT;

-- Reviewed, and to go onto the next list.
CREATE TABLE marked_for_erasure (
    file_id   TEXT PRIMARY KEY,
    marked_by TEXT NOT NULL,
    marked_at TEXT NOT NULL
) STRICT;

-- A list that a supervisor signed with their own key. Only finished_at is ever written later.
CREATE TABLE erasure (
    id           TEXT PRIMARY KEY,
    number       INTEGER NOT NULL UNIQUE,
    content_hash TEXT NOT NULL,
    signed_by    TEXT NOT NULL,
    signed_at    TEXT NOT NULL,
    public_key   TEXT NOT NULL,
    signature    TEXT NOT NULL,
    finished_at  TEXT
) STRICT;
CREATE TRIGGER erasure_is_final_update BEFORE UPDATE ON erasure
WHEN old.finished_at IS NOT NULL OR new.finished_at IS NULL
    OR (new.id, new.number, new.content_hash, new.signed_by, new.signed_at, new.public_key,
        new.signature)
    IS NOT (old.id, old.number, old.content_hash, old.signed_by, old.signed_at, old.public_key,
        old.signature)
BEGIN SELECT raise(ABORT, 'a signed list is final'); END;
CREATE TRIGGER erasure_is_final_delete BEFORE DELETE ON erasure
BEGIN SELECT raise(ABORT, 'a signed list is final'); END;

CREATE TABLE erasure_item (
    erasure    TEXT NOT NULL REFERENCES erasure (id),
    place      INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    file_id    TEXT NOT NULL,
    due_on     TEXT NOT NULL,
    erased_by  TEXT,
    erased_at  TEXT,
    erased     TEXT NOT NULL DEFAULT '{}',
    PRIMARY KEY (erasure, file_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX erasure_item_by_file ON erasure_item (file_id);
CREATE TRIGGER erasure_item_is_final_update BEFORE UPDATE ON erasure_item
WHEN old.erased_at IS NOT NULL OR new.erased_at IS NULL
    OR (new.erasure, new.place, new.kind, new.file_id, new.due_on)
    IS NOT (old.erasure, old.place, old.kind, old.file_id, old.due_on)
BEGIN SELECT raise(ABORT, 'a signed list is final'); END;
CREATE TRIGGER erasure_item_is_final_delete BEFORE DELETE ON erasure_item
BEGIN SELECT raise(ABORT, 'a signed list is final'); END;

-- The one way through the triggers below: the file that is being erased right now, in the same
-- transaction. It must stand on a signed list and not be erased yet.
CREATE TABLE erasing (
    file_id TEXT PRIMARY KEY,
    erasure TEXT NOT NULL REFERENCES erasure (id)
) STRICT;
CREATE TRIGGER erasing_needs_a_signed_list BEFORE INSERT ON erasing
WHEN NOT EXISTS (
    SELECT 1 FROM erasure_item JOIN erasure ON erasure.id = erasure_item.erasure
    WHERE erasure_item.erasure = new.erasure AND erasure_item.file_id = new.file_id
        AND erasure_item.erased_at IS NULL AND erasure.finished_at IS NULL
)
BEGIN SELECT raise(ABORT, 'this file is on no signed list'); END;

DROP TRIGGER document_is_immutable_delete;
CREATE TRIGGER document_is_immutable_delete BEFORE DELETE ON document
WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE file_id = old.case_id)
BEGIN SELECT raise(ABORT, 'an issued document is immutable'); END;

DROP TRIGGER decision_is_final_delete;
CREATE TRIGGER decision_is_final_delete BEFORE DELETE ON decision
WHEN NOT EXISTS (SELECT 1 FROM plan JOIN erasing ON erasing.file_id = plan.case_id
        WHERE plan.id = old.record_id)
    AND NOT EXISTS (SELECT 1 FROM grant_request AS asked
        JOIN erasing ON erasing.file_id = asked.case_id WHERE asked.id = old.record_id)
BEGIN SELECT raise(ABORT, 'a decision is final'); END;

-- A number is used once, also after its case is gone.
CREATE TABLE last_sequence (
    year     INTEGER PRIMARY KEY,
    sequence INTEGER NOT NULL
) STRICT;

-- What is erased is not found any more.
CREATE TRIGGER person_removed AFTER DELETE ON person BEGIN
    DELETE FROM person_words WHERE rowid = old.key;
END;
CREATE TRIGGER case_removed AFTER DELETE ON case_file BEGIN
    INSERT INTO last_sequence (year, sequence) VALUES (old.year, old.sequence)
        ON CONFLICT (year) DO UPDATE SET sequence = max(sequence, excluded.sequence);
    UPDATE person_words
    SET numbers = (SELECT numbers FROM person_text WHERE id = old.person_id)
    WHERE rowid = (SELECT key FROM person WHERE id = old.person_id);
END;

CREATE TABLE correction (
    id         TEXT PRIMARY KEY,
    revision   INTEGER NOT NULL,
    person_id  TEXT NOT NULL REFERENCES person (id),
    asked_on   TEXT NOT NULL,
    wish       TEXT NOT NULL,
    answer_by  TEXT NOT NULL,
    taken_by   TEXT NOT NULL,
    state      TEXT NOT NULL,
    reason     TEXT NOT NULL DEFAULT '',
    changed_by TEXT,
    decided_by TEXT,
    decided_at TEXT,
    closed_at  TEXT
) STRICT;
CREATE INDEX correction_by_person ON correction (person_id);
CREATE INDEX correction_by_state ON correction (state, answer_by);

-- An incident keeps every state it was written down in.
CREATE TABLE breach (
    id         TEXT NOT NULL,
    revision   INTEGER NOT NULL,
    number     INTEGER NOT NULL,
    body       TEXT NOT NULL,
    written_by TEXT NOT NULL,
    written_at TEXT NOT NULL,
    PRIMARY KEY (id, revision)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER breach_is_append_only_update BEFORE UPDATE ON breach
BEGIN SELECT raise(ABORT, 'the breach log is append-only'); END;
CREATE TRIGGER breach_is_append_only_delete BEFORE DELETE ON breach
BEGIN SELECT raise(ABORT, 'the breach log is append-only'); END;

PRAGMA user_version = 4;
