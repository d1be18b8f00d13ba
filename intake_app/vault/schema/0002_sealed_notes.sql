-- Notes that only the holders of a role key can read (FORMAT.md 7): each row one version of a note.
-- Kind, text and reason lie inside `sealed`; what stands beside it is bound into it. A letter is
-- sealed to the letter box, and with the role key once somebody has opened it.
-- No trigger refuses DELETE: whoever is erased from the vault is erased here too.
CREATE TABLE sealed_note (
    id         TEXT NOT NULL,
    revision   INTEGER NOT NULL,
    person_id  TEXT NOT NULL REFERENCES person (id),
    case_id    TEXT REFERENCES case_file (id),
    author     TEXT NOT NULL,
    written_at TEXT NOT NULL,
    is_letter  INTEGER NOT NULL,
    sealed     BLOB NOT NULL,
    PRIMARY KEY (id, revision)
) STRICT;
CREATE INDEX sealed_note_by_person ON sealed_note (person_id);
CREATE TRIGGER sealed_note_keeps_its_place
BEFORE UPDATE OF id, revision, person_id, case_id, author, written_at ON sealed_note
BEGIN SELECT raise(ABORT, 'a sealed note is corrected by a new version'); END;

-- The public keys that letters are sealed to, each signed by a holder of the role keys.
CREATE TABLE letter_box (
    role_key   INTEGER PRIMARY KEY,
    public_key BLOB NOT NULL,
    signed_by  TEXT NOT NULL,
    signature  BLOB NOT NULL
) STRICT;

PRAGMA user_version = 2;
