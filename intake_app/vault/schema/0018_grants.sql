-- What a grant is made of besides its request (grants/body.py): quotes, instalments, decided steps,
-- deliveries, proofs, visits, refunds. Rows from before have none, and keep their way of two steps.
ALTER TABLE grant_request ADD COLUMN body TEXT NOT NULL DEFAULT '';

-- What each request holds of its plan line: a new version of the plan keeps room for it.
ALTER TABLE grant_request ADD COLUMN bound INTEGER NOT NULL DEFAULT 0;
UPDATE grant_request SET bound = amount WHERE state IN ('requested', 'approved');

-- Nobody gives the same yes twice: one decision of a kind about one revision of a record.
CREATE UNIQUE INDEX decision_once ON decision (record_id, kind, revision);

PRAGMA user_version = 18;
