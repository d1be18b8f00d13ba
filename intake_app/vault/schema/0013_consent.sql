-- What a person said no to, or "not now". An answer of its own that never changes: a later yes is a
-- consent beside it. No trigger refuses DELETE: whoever is erased is erased here too.
CREATE TABLE refusal (
    id           TEXT PRIMARY KEY,
    revision     INTEGER NOT NULL,
    person_id    TEXT NOT NULL REFERENCES person (id),
    purpose      TEXT NOT NULL,
    recipient_id TEXT,
    answer       TEXT NOT NULL,
    language     TEXT NOT NULL,
    interpreter  TEXT NOT NULL DEFAULT '',
    text_version TEXT NOT NULL,
    said         TEXT NOT NULL DEFAULT '',
    refused_on   TEXT NOT NULL,
    asked_by     TEXT NOT NULL
) STRICT;
CREATE INDEX refusal_by_person ON refusal (person_id);
CREATE INDEX refusal_by_purpose ON refusal (purpose, person_id);
CREATE TRIGGER refusal_is_final BEFORE UPDATE ON refusal
BEGIN SELECT raise(ABORT, 'what a person answered stays as it is'); END;

-- Whose files a batch may not take is asked at every look at the outbox.
CREATE INDEX consent_withdrawn ON consent (purpose, person_id) WHERE withdrawn_on IS NOT NULL;

-- Which consents and refusals a signed paper is the proof of: their ids, with spaces between.
ALTER TABLE attached_file ADD COLUMN about TEXT NOT NULL DEFAULT '';

PRAGMA user_version = 13;
