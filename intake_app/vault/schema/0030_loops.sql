-- The answer to a service that sent somebody names the person as that service wrote it.
ALTER TABLE referral ADD COLUMN their_name TEXT NOT NULL DEFAULT '';

-- A survey that was recorded in the wrong case is taken back by one more revision; its answers stay.
ALTER TABLE survey ADD COLUMN taken_back_by TEXT NOT NULL DEFAULT '';
ALTER TABLE survey ADD COLUMN taken_back_at TEXT NOT NULL DEFAULT '';
ALTER TABLE survey ADD COLUMN reason        TEXT NOT NULL DEFAULT '';
CREATE TRIGGER survey_is_taken_back_once BEFORE INSERT ON survey
WHEN EXISTS (SELECT 1 FROM survey WHERE id = new.id AND taken_back_at <> '')
BEGIN SELECT raise(ABORT, 'a survey that was taken back stays so'); END;

-- The days among the answers of a case, so that the wall finds those from which a time limit of the
-- programme runs by an index that begins with the day. Triggers keep it; nothing else writes here.
CREATE TABLE dossier_day (
    case_id  TEXT NOT NULL REFERENCES dossier (case_id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    day      TEXT NOT NULL,
    PRIMARY KEY (case_id, question)
) STRICT, WITHOUT ROWID;
CREATE INDEX dossier_day_by_day ON dossier_day (question, day, case_id);
INSERT INTO dossier_day (case_id, question, day)
SELECT case_id, answer.key, answer.value FROM dossier, json_each(body, '$.answers') AS answer
WHERE answer.value GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]';
CREATE TRIGGER dossier_days_begin AFTER INSERT ON dossier BEGIN
    INSERT INTO dossier_day (case_id, question, day)
    SELECT new.case_id, answer.key, answer.value FROM json_each(new.body, '$.answers') AS answer
    WHERE answer.value GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]';
END;
CREATE TRIGGER dossier_days_change AFTER UPDATE OF body ON dossier BEGIN
    DELETE FROM dossier_day WHERE case_id = new.case_id;
    INSERT INTO dossier_day (case_id, question, day)
    SELECT new.case_id, answer.key, answer.value FROM json_each(new.body, '$.answers') AS answer
    WHERE answer.value GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]';
END;

PRAGMA user_version = 30;
