-- What a case holds of the things that its programme asks for: answers, training, papers. One row
-- for each case; the audit log binds every revision.
-- No trigger refuses DELETE: whoever is erased from the vault is erased here too.
CREATE TABLE dossier (
    case_id    TEXT PRIMARY KEY REFERENCES case_file (id),
    revision   INTEGER NOT NULL CHECK (revision > 0),
    body       TEXT NOT NULL,
    author     TEXT NOT NULL,
    written_at TEXT NOT NULL
) STRICT;

PRAGMA user_version = 22;
