-- Visits after the help has begun, planned from the programme's months. ``body`` is the record;
-- the other columns are there to be asked for. ``opens_on`` to ``until`` is its window. ``stand_in``
-- takes the place of the case's counsellor for this one. ``counsellor`` says whose it is: triggers
-- keep it, and no record has it.
CREATE TABLE follow_up (
    id         TEXT PRIMARY KEY,
    revision   INTEGER NOT NULL CHECK (revision > 0),
    case_id    TEXT NOT NULL REFERENCES case_file (id),
    due_on     TEXT NOT NULL,
    opens_on   TEXT NOT NULL,
    until      TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('open', 'done', 'lost', 'dropped')),
    stand_in   TEXT NOT NULL DEFAULT '',
    counsellor TEXT NOT NULL DEFAULT '',
    body       TEXT NOT NULL
) STRICT;
CREATE INDEX follow_up_by_case ON follow_up (case_id, due_on);
CREATE INDEX follow_up_by_day ON follow_up (due_on);
CREATE INDEX follow_up_by_state ON follow_up (state, due_on);
CREATE INDEX follow_up_open ON follow_up (due_on, opens_on, until, counsellor) WHERE state = 'open';
CREATE INDEX follow_up_open_until ON follow_up (until) WHERE state = 'open';
CREATE INDEX follow_up_open_of ON follow_up (counsellor, due_on, opens_on, until) WHERE state = 'open';
CREATE TRIGGER follow_up_added AFTER INSERT ON follow_up BEGIN
    UPDATE follow_up SET counsellor = coalesce(nullif(stand_in, ''),
        (SELECT counsellor FROM case_file WHERE id = case_id), '') WHERE id = new.id;
END;
CREATE TRIGGER follow_up_given AFTER UPDATE OF stand_in ON follow_up BEGIN
    UPDATE follow_up SET counsellor = coalesce(nullif(stand_in, ''),
        (SELECT counsellor FROM case_file WHERE id = case_id), '') WHERE id = new.id;
END;
CREATE TRIGGER case_assigned AFTER UPDATE OF counsellor ON case_file
WHEN old.counsellor IS NOT new.counsellor BEGIN
    UPDATE follow_up SET counsellor = coalesce(new.counsellor, '')
    WHERE case_id = new.id AND stand_in = '' AND state = 'open';
END;

-- One counsellor's work in other hands, for a leave or for good, with what went over. It can be
-- taken back once. No trigger refuses DELETE of what went over: it goes with its case.
CREATE TABLE work_handover (
    id         TEXT PRIMARY KEY,
    revision   INTEGER NOT NULL CHECK (revision > 0),
    kind       TEXT NOT NULL CHECK (kind IN ('leave', 'for_good')),
    giver      TEXT NOT NULL,
    taker      TEXT NOT NULL,
    until      TEXT NOT NULL DEFAULT '',
    note       TEXT NOT NULL,
    author     TEXT NOT NULL,
    written_at TEXT NOT NULL,
    undone_by  TEXT NOT NULL DEFAULT '',
    undone_at  TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE handed_over (
    handover  TEXT NOT NULL REFERENCES work_handover (id),
    record_id TEXT NOT NULL,
    case_id   TEXT NOT NULL REFERENCES case_file (id),
    before    TEXT NOT NULL,
    PRIMARY KEY (handover, record_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX handed_over_by_case ON handed_over (case_id);

-- The end of a case: asked for by one, approved by another, perhaps taken back by reopening.
CREATE TABLE closure (
    id       TEXT PRIMARY KEY,
    revision INTEGER NOT NULL CHECK (revision > 0),
    case_id  TEXT NOT NULL REFERENCES case_file (id),
    state    TEXT NOT NULL CHECK (state IN ('asked', 'approved', 'returned', 'given_up', 'reopened')),
    asked_at TEXT NOT NULL,
    closed_on TEXT NOT NULL DEFAULT '',
    body     TEXT NOT NULL
) STRICT;
CREATE INDEX closure_by_case ON closure (case_id, asked_at);
CREATE UNIQUE INDEX closure_asked_once ON closure (case_id) WHERE state = 'asked';
CREATE INDEX closure_in_force ON closure (case_id, closed_on) WHERE state = 'approved';

-- A closed case is not written in any more: one rule beside the data, whoever writes the next
-- service. What stays possible: papers and attached files (the signed closure note comes back),
-- follow-ups that go on with consent, correcting the person's profile, reopening, erasing.
CREATE TRIGGER plan_of_open_case BEFORE INSERT ON plan
WHEN (SELECT stage FROM case_file WHERE id = new.case_id) = 'closure'
BEGIN SELECT raise(ABORT, 'this case is closed'); END;
CREATE TRIGGER grant_request_of_open_case BEFORE INSERT ON grant_request
WHEN (SELECT stage FROM case_file WHERE id = new.case_id) = 'closure'
BEGIN SELECT raise(ABORT, 'this case is closed'); END;
CREATE TRIGGER progress_of_open_case BEFORE INSERT ON progress
WHEN (SELECT stage FROM case_file WHERE id = new.case_id) = 'closure'
BEGIN SELECT raise(ABORT, 'this case is closed'); END;
CREATE TRIGGER assessment_of_open_case BEFORE INSERT ON assessment
WHEN (SELECT stage FROM case_file WHERE id = new.case_id) = 'closure'
BEGIN SELECT raise(ABORT, 'this case is closed'); END;
CREATE TRIGGER given_item_of_open_case BEFORE INSERT ON given_item
WHEN (SELECT stage FROM case_file WHERE id = new.case_id) = 'closure'
BEGIN SELECT raise(ABORT, 'this case is closed'); END;
CREATE TRIGGER dossier_of_open_case BEFORE INSERT ON dossier
WHEN (SELECT stage FROM case_file WHERE id = new.case_id) = 'closure'
BEGIN SELECT raise(ABORT, 'this case is closed'); END;
CREATE TRIGGER survey_of_open_case BEFORE INSERT ON survey
WHEN (SELECT stage FROM case_file WHERE id = new.case_id) = 'closure'
BEGIN SELECT raise(ABORT, 'this case is closed'); END;
CREATE TRIGGER referral_of_open_case BEFORE INSERT ON referral
WHEN (SELECT stage FROM case_file WHERE id = new.case_id) = 'closure'
BEGIN SELECT raise(ABORT, 'this case is closed'); END;
CREATE TRIGGER screening_of_open_case BEFORE INSERT ON screening
WHEN (SELECT stage FROM case_file WHERE id = new.case_id) = 'closure'
BEGIN SELECT raise(ABORT, 'this case is closed'); END;
CREATE TRIGGER emergency_of_open_case BEFORE INSERT ON emergency
WHEN (SELECT stage FROM case_file WHERE id = new.case_id) = 'closure'
BEGIN SELECT raise(ABORT, 'this case is closed'); END;
CREATE TRIGGER conference_matter_of_open_case BEFORE INSERT ON conference_matter
WHEN (SELECT stage FROM case_file WHERE id = new.case_id) = 'closure'
BEGIN SELECT raise(ABORT, 'this case is closed'); END;
CREATE TRIGGER sealed_note_of_open_case BEFORE INSERT ON sealed_note
WHEN (SELECT stage FROM case_file WHERE id = new.case_id) = 'closure'
BEGIN SELECT raise(ABORT, 'this case is closed'); END;
CREATE TRIGGER follow_up_of_open_case BEFORE INSERT ON follow_up
WHEN (SELECT stage FROM case_file WHERE id = new.case_id) = 'closure'
    AND NOT EXISTS (SELECT 1 FROM follow_up WHERE id = new.id)
BEGIN SELECT raise(ABORT, 'this case is closed'); END;
CREATE TRIGGER closure_of_open_case BEFORE INSERT ON closure
WHEN (SELECT stage FROM case_file WHERE id = new.case_id) = 'closure'
BEGIN SELECT raise(ABORT, 'this case is closed'); END;
CREATE TRIGGER plan_of_open_case_changed BEFORE UPDATE ON plan
WHEN (SELECT stage FROM case_file WHERE id = old.case_id) = 'closure'
BEGIN SELECT raise(ABORT, 'this case is closed'); END;
CREATE TRIGGER grant_request_of_open_case_changed BEFORE UPDATE ON grant_request
WHEN (SELECT stage FROM case_file WHERE id = old.case_id) = 'closure'
BEGIN SELECT raise(ABORT, 'this case is closed'); END;
CREATE TRIGGER given_item_of_open_case_changed BEFORE UPDATE ON given_item
WHEN (SELECT stage FROM case_file WHERE id = old.case_id) = 'closure'
BEGIN SELECT raise(ABORT, 'this case is closed'); END;
CREATE TRIGGER dossier_of_open_case_changed BEFORE UPDATE ON dossier
WHEN (SELECT stage FROM case_file WHERE id = old.case_id) = 'closure'
BEGIN SELECT raise(ABORT, 'this case is closed'); END;
CREATE TRIGGER referral_of_open_case_changed BEFORE UPDATE ON referral
WHEN (SELECT stage FROM case_file WHERE id = old.case_id) = 'closure'
    AND NOT (old.state = 'done' AND new.state = 'done')  -- how good it was can still be said
BEGIN SELECT raise(ABORT, 'this case is closed'); END;
CREATE TRIGGER emergency_of_open_case_changed BEFORE UPDATE ON emergency
WHEN (SELECT stage FROM case_file WHERE id = old.case_id) = 'closure'
BEGIN SELECT raise(ABORT, 'this case is closed'); END;
CREATE TRIGGER case_file_stays_as_closed BEFORE UPDATE OF
    revision, pack, pack_version, stage, counsellor, opened_on, homecoming_id, funds, plan_until,
    plan_until_reason ON case_file
WHEN old.stage = 'closure' AND new.stage = 'closure' AND old.owner = new.owner
    AND old.epoch = new.epoch
BEGIN SELECT raise(ABORT, 'this case is closed'); END;

PRAGMA user_version = 26;
