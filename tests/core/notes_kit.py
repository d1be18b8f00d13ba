"""What the tests of sealed notes share: a case with notes of every kind, and eyes for markers."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from intake_app.acts import Role
from intake_app.drafts import service as drafts
from intake_app.notes import service as notes
from intake_app.notes.model import About, NoteKind, NoteText
from intake_app.session import Session
from tests.conftest import SignIn
from tests.core.test_case_journey import opened_case

PROTECTION = NoteKind.PROTECTION
MEDICAL = NoteKind.MEDICAL


def a_note(text: str = "A note.", kind: NoteKind = PROTECTION) -> NoteText:
    return NoteText(kind, text)


@dataclass
class Written:
    """The ids of what was written about one person, and every marker that was typed."""

    about: About
    note: str = ""
    medical: str = ""
    opened_letter: str = ""
    letter: str = ""
    markers: list[str] = field(default_factory=list)

    def marked(self, word: str) -> str:
        """A text that is found nowhere by chance."""
        marker = f"Quince{word}Zanzibar{len(self.markers)}"
        self.markers.append(marker)
        return f"She said: {marker}. Then she left."


def written(sign_in: SignIn) -> Written:
    """A day with sealed notes: written, corrected, read, in letters and in drafts."""
    clerk = sign_in(Role.RECEPTION)
    person, case = opened_case(clerk)
    made = Written(About(person.id, case.id))
    text, about = made.marked, made.about
    made.opened_letter = notes.seal_a_letter(clerk, about, a_note(text("Opened"))).id
    made.letter = notes.seal_a_letter(clerk, about, a_note(text("Letter"), MEDICAL)).id
    drafts.keep(clerk, "note", case.id, {"text": text("ClerkDraft")})
    counsellor = sign_in(Role.COUNSELLOR)
    made.note = notes.write_note(counsellor, about, a_note(text("Note"))).id
    made.medical = notes.write_note(counsellor, about, a_note(text("Medical"), MEDICAL)).id
    read = notes.read_note(counsellor, made.note)
    notes.correct_note(counsellor, read, text("Corrected"), text("Reason"))
    notes.read_note(counsellor, made.opened_letter)
    drafts.keep(counsellor, "note", case.id, {"text": text("CounsellorDraft")})
    return made


def forms_in_a_cell(marker: str) -> dict[str, bytes]:
    """How a text can lie in a cell or file: also as base64 from any of its three beginnings."""
    plain, wide = marker.encode(), marker.encode("utf-16-le")
    forms = {"utf-8": plain, "utf-16": wide, "hex": plain.hex().encode(), "reversed": plain[::-1]}
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + plain)
        forms[f"base64+{shift}"] = coded[4 if shift else 0 :].rstrip(b"=")[:-2]
    return forms


def cells(session: Session) -> Iterator[tuple[str, bytes]]:
    """Every cell of every table of the vault as bytes, with its table, as raw SQL gives them."""
    with session.read() as db:
        tables = [
            row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        ]
        for table in tables:
            for row in db.execute(f'SELECT * FROM "{table}"'):
                for cell in row:
                    yield table, cell if isinstance(cell, bytes) else str(cell).encode()


def tables_with(session: Session, marker: str) -> set[str]:
    """The tables and forms in which a marker can be read with the vault's key."""
    forms = forms_in_a_cell(marker)
    return {
        f"{table}: {form}"
        for table, cell in cells(session)
        for form, needle in forms.items()
        if needle.lower() in cell.lower()
    }


def tamper(session: Session, sql: str, values: Any = ()) -> int:
    """What somebody with the data key and Python can do: neither authorizer nor trigger stops
    them. Returns the number of rows."""
    session.vault._open.set_authorizer(None)
    with session.vault.transaction() as db:
        db.execute("DROP TRIGGER IF EXISTS sealed_note_keeps_its_place")
        return int(db.execute(sql, values).rowcount)
