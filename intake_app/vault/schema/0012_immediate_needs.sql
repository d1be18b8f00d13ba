-- What was given to somebody who has just arrived. A row is never corrected: it is taken back with
-- a reason and stays. No trigger refuses DELETE: whoever is erased from the vault is erased here too.
CREATE TABLE given_item (
    id            TEXT PRIMARY KEY,
    revision      INTEGER NOT NULL,
    case_id       TEXT NOT NULL REFERENCES case_file (id),
    number        INTEGER NOT NULL,
    kind          TEXT NOT NULL,
    what          TEXT NOT NULL,
    quantity      INTEGER NOT NULL CHECK (quantity > 0),
    amount        INTEGER CHECK (amount > 0),
    currency      TEXT NOT NULL DEFAULT '',
    package       TEXT NOT NULL DEFAULT '',
    handed        TEXT NOT NULL,
    taker         TEXT NOT NULL,
    taker_name    TEXT NOT NULL DEFAULT '',
    note          TEXT NOT NULL DEFAULT '',
    given_on      TEXT NOT NULL,
    given_by      TEXT NOT NULL,
    written_at    TEXT NOT NULL,
    round_id      TEXT NOT NULL DEFAULT '',
    receipt_on    TEXT NOT NULL DEFAULT '',
    taken_back_by TEXT NOT NULL DEFAULT '',
    taken_back_at TEXT NOT NULL DEFAULT '',
    reason        TEXT NOT NULL DEFAULT '',
    UNIQUE (case_id, number)
) STRICT;
CREATE INDEX given_item_by_round ON given_item (round_id) WHERE round_id <> '';
CREATE TRIGGER given_item_keeps_its_value BEFORE UPDATE OF id, case_id, number, kind, what, quantity,
    amount, currency, package, handed, taker, taker_name, note, given_on, given_by, written_at, round_id
ON given_item BEGIN SELECT raise(ABORT, 'what was given is taken back, not changed'); END;
CREATE TRIGGER given_item_is_taken_back_once BEFORE UPDATE ON given_item WHEN old.taken_back_at <> ''
BEGIN SELECT raise(ABORT, 'this was taken back already'); END;

PRAGMA user_version = 12;
