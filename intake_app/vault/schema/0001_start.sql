-- The first schema. Frozen once released: a change is a new file.
-- Dates are ISO-8601 text, moments are UTC, money is a whole number of the smallest unit.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE office_setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- What the key file may not say: the full name behind a login. The role is in the key file.
CREATE TABLE staff (
    id        TEXT PRIMARY KEY,
    full_name TEXT NOT NULL,
    title     TEXT NOT NULL DEFAULT '',
    added_at  TEXT NOT NULL
) STRICT;

CREATE TABLE audit (
    seq         INTEGER PRIMARY KEY,
    at          TEXT NOT NULL,
    user        TEXT NOT NULL,
    act         TEXT NOT NULL,
    record      TEXT NOT NULL,
    record_hash TEXT NOT NULL,
    link        TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_record ON audit (record, seq);
CREATE TRIGGER audit_is_append_only_update BEFORE UPDATE ON audit
BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_append_only_delete BEFORE DELETE ON audit
BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;

-- One row per record: its newest state that the hub has not acknowledged.
CREATE TABLE outbox (
    kind     TEXT NOT NULL,
    id       TEXT NOT NULL,
    revision INTEGER NOT NULL,
    case_id  TEXT,
    body     TEXT NOT NULL,
    at       TEXT NOT NULL,
    batch    INTEGER,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE household (
    id        TEXT PRIMARY KEY,
    revision  INTEGER NOT NULL,
    name      TEXT NOT NULL,
    head_id   TEXT
) STRICT;

CREATE TABLE person (
    key              INTEGER PRIMARY KEY,
    id               TEXT NOT NULL UNIQUE,
    revision         INTEGER NOT NULL,
    family_name      TEXT NOT NULL,
    given_names      TEXT NOT NULL,
    other_names      TEXT NOT NULL DEFAULT '',
    own_script_name  TEXT NOT NULL DEFAULT '',
    mother_name      TEXT NOT NULL DEFAULT '',
    father_name      TEXT NOT NULL DEFAULT '',
    sex              TEXT NOT NULL,
    birth            TEXT NOT NULL,
    birth_earliest   TEXT NOT NULL,
    birth_latest     TEXT NOT NULL,
    nationality      TEXT NOT NULL,
    language         TEXT NOT NULL,
    phone            TEXT NOT NULL DEFAULT '',
    phone_as_typed   TEXT NOT NULL DEFAULT '',
    household_id     TEXT REFERENCES household (id),
    relation         TEXT NOT NULL DEFAULT '',
    registered_by    TEXT NOT NULL,
    registered_at    TEXT NOT NULL
) STRICT;
CREATE INDEX person_by_household ON person (household_id);

CREATE TABLE identity_document (
    id        TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    kind      TEXT NOT NULL,
    number    TEXT NOT NULL DEFAULT '',
    country   TEXT NOT NULL DEFAULT '',
    expires   TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX identity_document_by_person ON identity_document (person_id);

-- One coming home. A person may have several; a case is about one of them.
CREATE TABLE homecoming (
    id           TEXT PRIMARY KEY,
    person_id    TEXT NOT NULL REFERENCES person (id),
    from_country TEXT NOT NULL,
    kind         TEXT NOT NULL,
    arrived_on   TEXT NOT NULL
) STRICT;
CREATE INDEX homecoming_by_person ON homecoming (person_id, arrived_on);

CREATE TABLE consent (
    id           TEXT PRIMARY KEY,
    revision     INTEGER NOT NULL,
    person_id    TEXT NOT NULL REFERENCES person (id),
    purpose      TEXT NOT NULL,
    recipient_id TEXT,
    legal_basis  TEXT NOT NULL,
    basis_reason TEXT NOT NULL DEFAULT '',
    given_how    TEXT NOT NULL,
    witness      TEXT NOT NULL DEFAULT '',
    language     TEXT NOT NULL,
    interpreter  TEXT NOT NULL DEFAULT '',
    text_version TEXT NOT NULL,
    withhold     TEXT NOT NULL DEFAULT '',
    withheld     TEXT NOT NULL DEFAULT '',
    given_on     TEXT NOT NULL,
    taken_by     TEXT NOT NULL,
    withdrawn_on TEXT,
    withdrawal_reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX consent_by_person ON consent (person_id);

CREATE TABLE case_file (
    id            TEXT PRIMARY KEY,
    revision      INTEGER NOT NULL,
    number        TEXT NOT NULL UNIQUE,
    year          INTEGER NOT NULL,
    sequence      INTEGER NOT NULL,
    person_id     TEXT NOT NULL REFERENCES person (id),
    homecoming_id TEXT NOT NULL REFERENCES homecoming (id),
    pack          TEXT NOT NULL,
    pack_version  TEXT NOT NULL,
    stage         TEXT NOT NULL,
    counsellor    TEXT,
    opened_on     TEXT NOT NULL,
    opened_by     TEXT NOT NULL,
    owner         TEXT NOT NULL,
    epoch         INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX case_by_person ON case_file (person_id);
CREATE INDEX case_by_stage ON case_file (stage, opened_on);
CREATE UNIQUE INDEX case_by_sequence ON case_file (year, sequence);

CREATE TABLE plan (
    id           TEXT PRIMARY KEY,
    revision     INTEGER NOT NULL,
    case_id      TEXT NOT NULL REFERENCES case_file (id),
    version      INTEGER NOT NULL,
    state        TEXT NOT NULL,
    author       TEXT NOT NULL,
    body         TEXT NOT NULL,
    written_at   TEXT NOT NULL,
    content_hash TEXT NOT NULL DEFAULT '',
    UNIQUE (case_id, version)
) STRICT;

CREATE TABLE grant_request (
    id           TEXT PRIMARY KEY,
    revision     INTEGER NOT NULL,
    case_id      TEXT NOT NULL REFERENCES case_file (id),
    plan_id      TEXT NOT NULL REFERENCES plan (id),
    line_id      TEXT NOT NULL,
    number       INTEGER NOT NULL,
    package      TEXT NOT NULL,
    amount       INTEGER NOT NULL,
    currency     TEXT NOT NULL,
    form         TEXT NOT NULL,
    purpose      TEXT NOT NULL,
    supplier     TEXT NOT NULL DEFAULT '',
    payment      TEXT NOT NULL,
    state        TEXT NOT NULL,
    author       TEXT NOT NULL,
    requested_at TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    UNIQUE (case_id, number)
) STRICT;
CREATE INDEX grant_by_state ON grant_request (state);

-- Who decided what, about exactly which text: signed with the decider's own key.
CREATE TABLE decision (
    id           TEXT PRIMARY KEY,
    kind         TEXT NOT NULL,
    record_id    TEXT NOT NULL,
    revision     INTEGER NOT NULL,
    verdict      TEXT NOT NULL,
    reason       TEXT NOT NULL DEFAULT '',
    content_hash TEXT NOT NULL,
    decided_by   TEXT NOT NULL,
    decided_at   TEXT NOT NULL,
    public_key   TEXT NOT NULL,
    signature    TEXT NOT NULL
) STRICT;
CREATE INDEX decision_by_record ON decision (record_id, decided_at);
CREATE TRIGGER decision_is_final_update BEFORE UPDATE ON decision
BEGIN SELECT raise(ABORT, 'a decision is final'); END;
CREATE TRIGGER decision_is_final_delete BEFORE DELETE ON decision
BEGIN SELECT raise(ABORT, 'a decision is final'); END;

CREATE TABLE provider (
    id            TEXT PRIMARY KEY,
    revision      INTEGER NOT NULL,
    name          TEXT NOT NULL,
    sector        TEXT NOT NULL,
    area          TEXT NOT NULL DEFAULT '',
    contact       TEXT NOT NULL DEFAULT '',
    phone         TEXT NOT NULL DEFAULT '',
    address       TEXT NOT NULL DEFAULT '',
    languages     TEXT NOT NULL DEFAULT '',
    cost          TEXT NOT NULL DEFAULT '',
    opening       TEXT NOT NULL DEFAULT '',
    verified_on   TEXT NOT NULL DEFAULT '',
    active        INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE referral (
    id           TEXT PRIMARY KEY,
    revision     INTEGER NOT NULL,
    case_id      TEXT NOT NULL REFERENCES case_file (id),
    provider_id  TEXT NOT NULL REFERENCES provider (id),
    consent_id   TEXT NOT NULL REFERENCES consent (id),
    number       INTEGER NOT NULL,
    sector       TEXT NOT NULL,
    reason       TEXT NOT NULL,
    urgency      TEXT NOT NULL,
    state        TEXT NOT NULL,
    answer       TEXT NOT NULL DEFAULT '',
    author       TEXT NOT NULL,
    referred_at  TEXT NOT NULL,
    UNIQUE (case_id, number)
) STRICT;

CREATE TABLE document (
    id        TEXT PRIMARY KEY,
    case_id   TEXT NOT NULL REFERENCES case_file (id),
    kind      TEXT NOT NULL,
    about     TEXT NOT NULL,
    language  TEXT NOT NULL,
    pages     INTEGER NOT NULL,
    sha256    TEXT NOT NULL,
    pdf       BLOB NOT NULL,
    issued_by TEXT NOT NULL,
    issued_at TEXT NOT NULL
) STRICT;
CREATE INDEX document_by_case ON document (case_id, issued_at);
CREATE TRIGGER document_is_immutable_update BEFORE UPDATE ON document
BEGIN SELECT raise(ABORT, 'an issued document is immutable'); END;
CREATE TRIGGER document_is_immutable_delete BEFORE DELETE ON document
BEGIN SELECT raise(ABORT, 'an issued document is immutable'); END;

CREATE TABLE print_run (
    id          TEXT PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES document (id),
    copy        INTEGER NOT NULL,
    printed_by  TEXT NOT NULL,
    printed_at  TEXT NOT NULL
) STRICT;

CREATE TABLE batch (
    number      INTEGER PRIMARY KEY,
    id          TEXT NOT NULL UNIQUE,
    sha256      TEXT NOT NULL,
    previous    TEXT NOT NULL,
    size        INTEGER NOT NULL,
    records     INTEGER NOT NULL,
    documents   INTEGER NOT NULL,
    sealed_by   TEXT NOT NULL,
    sealed_at   TEXT NOT NULL,
    state       TEXT NOT NULL,
    answered_at TEXT,
    answer      TEXT NOT NULL DEFAULT '',
    file        BLOB
) STRICT;

CREATE TABLE batch_item (
    batch    INTEGER NOT NULL REFERENCES batch (number),
    kind     TEXT NOT NULL,
    id       TEXT NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (batch, kind, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE draft (
    owner    TEXT NOT NULL,
    form     TEXT NOT NULL,
    about    TEXT NOT NULL,
    body     TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    PRIMARY KEY (owner, form, about)
) STRICT, WITHOUT ROWID;

-- Search as you type. The rows are written by triggers, so nothing can be saved and not be found.
CREATE VIRTUAL TABLE person_words USING fts5 (
    names, numbers,
    tokenize = "unicode61 remove_diacritics 2",
    prefix = '1 2 3'
);
CREATE VIEW person_text AS
SELECT person.key AS key, person.id AS id,
    family_name || ' ' || given_names || ' ' || other_names || ' ' || own_script_name AS names,
    phone || ' ' || phone_as_typed
        || ' ' || coalesce((SELECT group_concat(number, ' ') FROM identity_document
                            WHERE person_id = person.id), '')
        || ' ' || coalesce((SELECT group_concat(number, ' ') FROM case_file
                            WHERE person_id = person.id), '') AS numbers
FROM person;
CREATE TRIGGER person_added AFTER INSERT ON person BEGIN
    INSERT INTO person_words (rowid, names, numbers)
    SELECT key, names, numbers FROM person_text WHERE key = new.key;
END;
CREATE TRIGGER person_changed AFTER UPDATE ON person BEGIN
    DELETE FROM person_words WHERE rowid = new.key;
    INSERT INTO person_words (rowid, names, numbers)
    SELECT key, names, numbers FROM person_text WHERE key = new.key;
END;
CREATE TRIGGER identity_document_added AFTER INSERT ON identity_document BEGIN
    UPDATE person_words
    SET numbers = (SELECT numbers FROM person_text WHERE id = new.person_id)
    WHERE rowid = (SELECT key FROM person WHERE id = new.person_id);
END;
CREATE TRIGGER identity_document_removed AFTER DELETE ON identity_document BEGIN
    UPDATE person_words
    SET numbers = (SELECT numbers FROM person_text WHERE id = old.person_id)
    WHERE rowid = (SELECT key FROM person WHERE id = old.person_id);
END;
CREATE TRIGGER case_added AFTER INSERT ON case_file BEGIN
    UPDATE person_words
    SET numbers = (SELECT numbers FROM person_text WHERE id = new.person_id)
    WHERE rowid = (SELECT key FROM person WHERE id = new.person_id);
END;

PRAGMA user_version = 1;
