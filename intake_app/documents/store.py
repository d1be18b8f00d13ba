"""Issued documents and their print register as rows. Triggers refuse any later change."""

from __future__ import annotations

from dataclasses import dataclass

from intake_app.vault.db import Connection, Row


@dataclass(frozen=True)
class Document:
    """An issued document without its pages. ``about`` is the id of the plan, grant, …"""

    id: str
    case_id: str
    kind: str
    about: str
    language: str
    pages: int
    sha256: str
    issued_by: str
    issued_at: str


_COLUMNS = "id, case_id, kind, about, language, pages, sha256, issued_by, issued_at"


def put(db: Connection, document: Document, pdf: bytes) -> None:
    """Keep an issued document for good."""
    db.execute(
        f"INSERT INTO document ({_COLUMNS}, pdf) VALUES (?,?,?,?,?,?,?,?,?,?)",
        (
            document.id, document.case_id, document.kind, document.about, document.language,
            document.pages, document.sha256, document.issued_by, document.issued_at, pdf,
        ),
    )  # fmt: skip


def get(db: Connection, document_id: str) -> Document | None:
    """One document by its id."""
    row = db.execute(f"SELECT {_COLUMNS} FROM document WHERE id = ?", (document_id,)).fetchone()
    return _document(row) if row else None


def of_case(db: Connection, case_id: str) -> list[Document]:
    """A case's documents, the newest first."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM document WHERE case_id = ? ORDER BY issued_at DESC, rowid DESC",
        (case_id,),
    )
    return [_document(row) for row in rows]


def pdf_of(db: Connection, document_id: str) -> bytes | None:
    """The pages of a document."""
    row = db.execute("SELECT pdf FROM document WHERE id = ?", (document_id,)).fetchone()
    return bytes(row[0]) if row else None


def _document(row: Row) -> Document:
    return Document(**dict(row))


def put_print(db: Connection, id_: str, document_id: str, by: str, at: str) -> int:
    """Note one printed copy; returns its number, counting from 1."""
    row = db.execute(
        "SELECT count(*) FROM print_run WHERE document_id = ?", (document_id,)
    ).fetchone()
    copy = int(row[0]) + 1
    db.execute(
        "INSERT INTO print_run (id, document_id, copy, printed_by, printed_at)"
        " VALUES (?, ?, ?, ?, ?)",
        (id_, document_id, copy, by, at),
    )
    return copy


def size_of(db: Connection, document_id: str) -> int:
    """The bytes of a document's pages."""
    row = db.execute("SELECT length(pdf) FROM document WHERE id = ?", (document_id,)).fetchone()
    return int(row[0]) if row else 0
