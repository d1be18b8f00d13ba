-- Arrivals (a flight, a bus, a boat, people who walk in), who is expected with each, and who came.

CREATE TABLE arrival (
    id              TEXT PRIMARY KEY,
    revision        INTEGER NOT NULL,
    kind            TEXT NOT NULL,
    arrives_on      TEXT NOT NULL,
    place           TEXT NOT NULL,
    carrier         TEXT NOT NULL,
    organiser       TEXT NOT NULL,
    return_kind     TEXT NOT NULL,
    from_country    TEXT NOT NULL,
    expected_number INTEGER
) STRICT;
CREATE INDEX arrival_by_day ON arrival (arrives_on);

-- One list that was read in, so that it can be taken back as a whole.
CREATE TABLE manifest_import (
    id          TEXT PRIMARY KEY,
    arrival_id  TEXT NOT NULL REFERENCES arrival (id),
    sha256      TEXT NOT NULL,
    count       INTEGER NOT NULL,
    imported_by TEXT NOT NULL,
    imported_at TEXT NOT NULL
) STRICT;
CREATE INDEX manifest_import_by_arrival ON manifest_import (arrival_id);

-- Somebody on the list of an arrival, or somebody who came without being on it. Goes with the
-- person it became; who never came is removed by hand, and a whole list by taking it back.
CREATE TABLE expected_person (
    id              TEXT PRIMARY KEY,
    revision        INTEGER NOT NULL,
    arrival_id      TEXT NOT NULL REFERENCES arrival (id),
    import_id       TEXT REFERENCES manifest_import (id),
    place           INTEGER NOT NULL,
    state           TEXT NOT NULL,
    token           INTEGER,
    seat            TEXT NOT NULL,
    family_name     TEXT NOT NULL,
    given_names     TEXT NOT NULL,
    sex             TEXT NOT NULL,
    birth           TEXT NOT NULL,
    nationality     TEXT NOT NULL,
    document_kind   TEXT NOT NULL,
    document_number TEXT NOT NULL,
    phone           TEXT NOT NULL,
    person_id       TEXT REFERENCES person (id),
    interviewer     TEXT NOT NULL,
    UNIQUE (arrival_id, token)
) STRICT;
CREATE INDEX expected_person_by_arrival ON expected_person (arrival_id, place);
CREATE INDEX expected_person_by_person ON expected_person (person_id);
CREATE INDEX expected_person_by_import ON expected_person (import_id);

-- Which column of an organiser's lists holds what, as it was chosen last.
CREATE TABLE manifest_columns (
    organiser TEXT PRIMARY KEY,
    columns   TEXT NOT NULL
) STRICT;

PRAGMA user_version = 10;
