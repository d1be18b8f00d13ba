-- The hub's tables. It keeps each record as the desk wrote it and does not mirror the desk's schema.
-- Every statement may be run again. The partition key is the office, everywhere that case data is.

CREATE TABLE IF NOT EXISTS desk (
    key         bytea PRIMARY KEY,
    office      text NOT NULL,
    name        text NOT NULL,
    card        bytea NOT NULL,
    enrolled_at timestamptz NOT NULL,
    retired_at  timestamptz,
    receipts    bigint NOT NULL DEFAULT 0
);

-- One row per batch taken. A number is used once by a desk, whatever a second file claims.
CREATE TABLE IF NOT EXISTS batch (
    desk        bytea NOT NULL REFERENCES desk (key),
    seq         bigint NOT NULL,
    office      text NOT NULL,
    id          uuid NOT NULL,
    sha256      text NOT NULL,
    prev        text NOT NULL,
    state       text NOT NULL,
    records     integer NOT NULL,
    attachments integer NOT NULL,
    set_aside   integer NOT NULL,
    audit_head  text NOT NULL,
    app_version text NOT NULL,
    created     timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (desk, seq),
    UNIQUE (desk, id)
);
ALTER TABLE batch ADD COLUMN IF NOT EXISTS audit_seq bigint NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN IF NOT EXISTS audit_before text NOT NULL DEFAULT '';
CREATE INDEX IF NOT EXISTS batch_by_office ON batch (office, received_at);

-- Who signs decisions at a desk. The first key that a login had counts, for good.
CREATE TABLE IF NOT EXISTS signer (
    desk    bytea NOT NULL REFERENCES desk (key),
    id      text NOT NULL,
    key     text NOT NULL,
    batch   uuid NOT NULL,
    accepted boolean NOT NULL,
    PRIMARY KEY (desk, id, key)
);

CREATE TABLE IF NOT EXISTS record (
    office      text NOT NULL,
    kind        text NOT NULL,
    id          text NOT NULL,
    desk        bytea NOT NULL,
    owner       text NOT NULL,
    epoch       bigint NOT NULL,
    revision    bigint NOT NULL,
    case_id     text,
    body        jsonb NOT NULL,
    sha256      bytea NOT NULL,
    batch       uuid NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (office, kind, id)
) PARTITION BY LIST (office);
CREATE TABLE IF NOT EXISTS record_default PARTITION OF record DEFAULT;
CREATE INDEX IF NOT EXISTS record_by_kind ON record (kind, office);
CREATE INDEX IF NOT EXISTS record_by_case ON record (office, case_id);

CREATE TABLE IF NOT EXISTS attachment (
    office      text NOT NULL,
    id          text NOT NULL,
    sha256      text NOT NULL,
    size        bigint NOT NULL,
    content     bytea NOT NULL,
    batch       uuid NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (office, id)
) PARTITION BY LIST (office);
CREATE TABLE IF NOT EXISTS attachment_default PARTITION OF attachment DEFAULT;

-- What was signed and whole but could not be taken: a person looks at it. For a line that is no
-- record, content is the line as it came and kind is empty; else it is the body as JSON.
CREATE TABLE IF NOT EXISTS quarantined_record (
    office      text NOT NULL,
    desk        bytea NOT NULL,
    batch       uuid NOT NULL,
    line        integer NOT NULL,
    kind        text,
    id          text,
    owner       text,
    epoch       bigint,
    revision    bigint,
    code        text NOT NULL,
    sha256      bytea NOT NULL,
    content     bytea NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (office, desk, sha256, code)
);

-- Whole files that were refused. The file itself lies in the folder quarantine/.
CREATE TABLE IF NOT EXISTS refused_file (
    sha256     text NOT NULL,
    code       text NOT NULL,
    desk       bytea,
    batch      uuid,
    refused_at timestamptz NOT NULL,
    PRIMARY KEY (sha256, code)
);

-- What an office has erased: ids that never come back, whatever a late batch brings.
CREATE TABLE IF NOT EXISTS erased_record (
    office    text NOT NULL,
    kind      text NOT NULL,
    id        text NOT NULL,
    desk      bytea NOT NULL,
    tombstone text NOT NULL,
    erased_at timestamptz NOT NULL,
    PRIMARY KEY (office, kind, id)
);
