-- Programmes that pay in a case besides its own (ids, one space between them), and how far the time
-- for its plan was extended.
ALTER TABLE case_file ADD COLUMN funds TEXT NOT NULL DEFAULT '';
ALTER TABLE case_file ADD COLUMN plan_until TEXT;
ALTER TABLE case_file ADD COLUMN plan_until_reason TEXT NOT NULL DEFAULT '';

PRAGMA user_version = 20;
