-- Amounts that a supervisor entered into a programme for this office: one row for each change, and
-- no row is ever altered. The newest of a figure holds. Office data: nothing here is about a person.
CREATE TABLE office_amount (
    id           TEXT PRIMARY KEY,
    pack         TEXT NOT NULL,
    number       INTEGER NOT NULL CHECK (number > 0),
    pack_version TEXT NOT NULL,
    kind         TEXT NOT NULL,
    subject      TEXT NOT NULL,
    for_group    TEXT NOT NULL,
    role         TEXT NOT NULL,
    per          TEXT NOT NULL,
    currency     TEXT NOT NULL,
    amount       INTEGER CHECK (amount > 0),
    before       INTEGER,
    year         INTEGER NOT NULL,
    reason       TEXT NOT NULL CHECK (reason <> ''),
    author       TEXT NOT NULL,
    at           TEXT NOT NULL,
    UNIQUE (pack, number)
) STRICT;
CREATE TRIGGER office_amount_is_final BEFORE UPDATE ON office_amount
BEGIN SELECT raise(ABORT, 'an entered amount stays as it was entered'); END;
CREATE TRIGGER office_amount_is_kept BEFORE DELETE ON office_amount
BEGIN SELECT raise(ABORT, 'an entered amount stays on record'); END;

PRAGMA user_version = 17;
