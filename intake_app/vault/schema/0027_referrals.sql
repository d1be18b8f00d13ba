-- The service directory says more, and a referral says what was handed over, how it goes on, and
-- when it is due. What stands here with a default is left out of the hashes of older records.
ALTER TABLE provider ADD COLUMN also TEXT NOT NULL DEFAULT '';
ALTER TABLE provider ADD COLUMN speaks TEXT NOT NULL DEFAULT '';
ALTER TABLE provider ADD COLUMN area_code TEXT NOT NULL DEFAULT '';
ALTER TABLE provider ADD COLUMN area_version TEXT NOT NULL DEFAULT '';
ALTER TABLE provider ADD COLUMN open_days TEXT NOT NULL DEFAULT '';
ALTER TABLE provider ADD COLUMN capacity INTEGER;
ALTER TABLE provider ADD COLUMN email TEXT NOT NULL DEFAULT '';
ALTER TABLE provider ADD COLUMN trust TEXT NOT NULL DEFAULT '';
ALTER TABLE provider ADD COLUMN source TEXT NOT NULL DEFAULT '';

ALTER TABLE referral ADD COLUMN direction TEXT NOT NULL DEFAULT 'out';
ALTER TABLE referral ADD COLUMN passage TEXT NOT NULL DEFAULT '';
ALTER TABLE referral ADD COLUMN shared TEXT NOT NULL DEFAULT '';
ALTER TABLE referral ADD COLUMN withheld TEXT NOT NULL DEFAULT '';
ALTER TABLE referral ADD COLUMN appointment TEXT NOT NULL DEFAULT '';
ALTER TABLE referral ADD COLUMN their_number TEXT NOT NULL DEFAULT '';
ALTER TABLE referral ADD COLUMN rating INTEGER NOT NULL DEFAULT 0;
ALTER TABLE referral ADD COLUMN rating_note TEXT NOT NULL DEFAULT '';
ALTER TABLE referral ADD COLUMN rated_at TEXT NOT NULL DEFAULT '';
ALTER TABLE referral ADD COLUMN steps TEXT NOT NULL DEFAULT '[]';

-- Written by the program out of the record, so that lists and the morning wall read an index.
-- due_at (UTC): when the answer, or the news after an acceptance, is due; NULL once nothing is open.
ALTER TABLE referral ADD COLUMN due_at TEXT;
ALTER TABLE referral ADD COLUMN moved_at TEXT NOT NULL DEFAULT '';
ALTER TABLE referral ADD COLUMN answered_at TEXT;
UPDATE referral SET moved_at = referred_at, due_at = CASE
    WHEN state = 'accepted' THEN strftime('%Y-%m-%dT%H:%M:%S+00:00', referred_at, '+14 days')
    WHEN state <> 'in_progress' THEN NULL
    WHEN urgency = 'emergency' THEN strftime('%Y-%m-%dT%H:%M:%S+00:00', referred_at, '+24 hours')
    WHEN urgency = 'urgent' THEN strftime('%Y-%m-%dT%H:%M:%S+00:00', referred_at, '+72 hours')
    ELSE strftime('%Y-%m-%dT%H:%M:%S+00:00', referred_at, '+14 days') END;
CREATE INDEX referral_open ON referral (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX referral_resting ON referral (moved_at) WHERE due_at IS NOT NULL;
CREATE INDEX referral_waiting ON referral (
    due_at, id, case_id, urgency, direction, referred_at, author
) WHERE due_at IS NOT NULL AND state = 'in_progress';
CREATE INDEX referral_accepted ON referral (due_at, id, case_id, author)
WHERE due_at IS NOT NULL AND state = 'accepted';
CREATE INDEX referral_to_rate ON referral (moved_at)
    WHERE state = 'done' AND rating = 0 AND direction = 'out';
CREATE INDEX referral_received ON referral (referred_at) WHERE direction = 'in';
CREATE INDEX referral_by_provider ON referral (provider_id, direction, state, referred_at, answered_at);
CREATE INDEX referral_by_code ON referral (substr(id, 1, 8));

PRAGMA user_version = 27;
