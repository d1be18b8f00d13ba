-- The wall reads the first open things of each kind, by the day on which they are due.
CREATE INDEX referral_due ON referral (
    strftime('%Y-%m-%dT%H:%M:%S+00:00', referred_at, CASE urgency
    WHEN 'emergency' THEN '+24 hours' WHEN 'urgent' THEN '+72 hours' ELSE '+14 days' END),
    id, case_id, urgency, referred_at, author
) WHERE state = 'in_progress';
CREATE INDEX referral_emergency ON referral (case_id, referred_at) WHERE urgency = 'emergency';
CREATE INDEX homecoming_by_day ON homecoming (arrived_on, person_id);
CREATE INDEX identity_document_by_end ON identity_document (expires) WHERE expires <> '';
CREATE INDEX outbox_pending ON outbox (at) WHERE batch IS NULL;

PRAGMA user_version = 23;
