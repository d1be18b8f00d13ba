-- The wall reads the first open things of each kind, by the day on which they are due, and counts the
-- rest: with 100,000 persons from narrow indexes, which hold all that it asks of a row.
CREATE INDEX referral_due ON referral (
    strftime('%Y-%m-%dT%H:%M:%S+00:00', referred_at, CASE urgency
    WHEN 'emergency' THEN '+24 hours' WHEN 'urgent' THEN '+72 hours' ELSE '+14 days' END),
    id, case_id, urgency, referred_at, author
) WHERE state = 'in_progress';
CREATE INDEX referral_emergency ON referral (case_id, referred_at) WHERE urgency = 'emergency';
CREATE INDEX case_leader ON case_file (id, counsellor);
CREATE INDEX case_before_services ON case_file (
    opened_on, stage, id, homecoming_id, person_id, pack, plan_until, counsellor
) WHERE stage IN ('notice', 'arrival', 'assessment', 'plan', 'approval');
CREATE INDEX case_of_return ON case_file (homecoming_id, stage, pack, id, counsellor);
CREATE INDEX homecoming_day ON homecoming (id, arrived_on);
CREATE INDEX homecoming_by_day ON homecoming (arrived_on, id);
CREATE INDEX person_birth ON person (id, birth_latest);
CREATE INDEX plan_lines ON plan (case_id, version, body -> '$.lines') WHERE state = 'approved';
CREATE INDEX screening_doubt ON screening (case_id) WHERE body ->> '$.child.age_in_doubt';
CREATE INDEX identity_document_by_end ON identity_document (expires) WHERE expires <> '';
CREATE INDEX outbox_pending ON outbox (at) WHERE batch IS NULL;

PRAGMA user_version = 23;
