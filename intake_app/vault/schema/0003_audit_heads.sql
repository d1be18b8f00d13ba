-- The head of the audit log that each batch carried, so that the next one can prove it goes on.

ALTER TABLE batch ADD COLUMN audit_seq INTEGER NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN audit_head TEXT NOT NULL DEFAULT '';

PRAGMA user_version = 3;
