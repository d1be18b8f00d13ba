-- The wall reads the first open things of each kind, by the day on which they are due, and counts the
-- rest. With 100,000 persons that must not look up ids, which are random, and lie all over the file:
-- so a case has beside it when its person came home, from when on they may be of age, and whether a
-- plan was sent. Triggers keep these columns; nothing else writes them.
ALTER TABLE case_file ADD COLUMN wall_arrived TEXT NOT NULL DEFAULT '';
ALTER TABLE case_file ADD COLUMN wall_birth TEXT NOT NULL DEFAULT '';
ALTER TABLE case_file ADD COLUMN wall_sent INTEGER NOT NULL DEFAULT 0;
CREATE VIEW case_on_wall AS
SELECT file.id AS id, arrived_on AS wall_arrived, birth_latest AS wall_birth,
    EXISTS (SELECT 1 FROM plan WHERE plan.case_id = file.id AND plan.state <> 'draft') AS wall_sent
FROM case_file AS file
JOIN homecoming ON homecoming.id = file.homecoming_id
JOIN person ON person.id = file.person_id;
UPDATE case_file SET (wall_arrived, wall_birth, wall_sent) =
    (SELECT wall_arrived, wall_birth, wall_sent FROM case_on_wall WHERE id = case_file.id);

CREATE TRIGGER case_comes_on_wall AFTER INSERT ON case_file BEGIN
    UPDATE case_file SET (wall_arrived, wall_birth, wall_sent) =
        (SELECT wall_arrived, wall_birth, wall_sent FROM case_on_wall WHERE id = new.id)
    WHERE id = new.id;
END;
CREATE TRIGGER arrival_moves_on_wall AFTER UPDATE OF arrived_on ON homecoming
WHEN new.arrived_on <> old.arrived_on BEGIN
    UPDATE case_file SET wall_arrived = new.arrived_on
    WHERE person_id = new.person_id AND homecoming_id = new.id;
END;
CREATE TRIGGER birth_moves_on_wall AFTER UPDATE OF birth_latest ON person
WHEN new.birth_latest <> old.birth_latest BEGIN
    UPDATE case_file SET wall_birth = new.birth_latest WHERE person_id = new.id;
END;
CREATE TRIGGER plan_was_sent_once AFTER INSERT ON plan WHEN new.state <> 'draft' BEGIN
    UPDATE case_file SET wall_sent = 1 WHERE id = new.case_id AND wall_sent = 0;
END;
CREATE TRIGGER plan_was_sent AFTER UPDATE OF state ON plan WHEN new.state <> 'draft' BEGIN
    UPDATE case_file SET wall_sent = 1 WHERE id = new.case_id AND wall_sent = 0;
END;

CREATE INDEX case_without_plan ON case_file (wall_arrived, pack, id, counsellor, plan_until)
WHERE wall_sent = 0 AND stage IN ('notice', 'arrival', 'assessment', 'plan');
CREATE INDEX case_of_child ON case_file (wall_birth, id, counsellor, opened_on)
WHERE stage IN ('assessment', 'plan', 'approval');
CREATE INDEX case_by_end ON case_file (wall_arrived, pack, id, counsellor)
WHERE wall_sent = 1 AND stage <> 'closure';
CREATE INDEX case_leader ON case_file (id, counsellor);
CREATE INDEX plan_lines ON plan (case_id, version, body -> '$.lines') WHERE state = 'approved';
CREATE INDEX screening_doubt ON screening (case_id) WHERE body ->> '$.child.age_in_doubt';
CREATE INDEX referral_emergency ON referral (case_id, referred_at) WHERE urgency = 'emergency';
CREATE INDEX identity_document_by_end ON identity_document (expires) WHERE expires <> '';
CREATE INDEX outbox_pending ON outbox (at) WHERE batch IS NULL;

PRAGMA user_version = 28;
