"""The questionnaires of the office: read in by a supervisor, each version beside the others."""

from __future__ import annotations

import hashlib
from pathlib import Path

from intake_app.acts import Act
from intake_app.errors import InvalidInput, NotFound
from intake_app.i18n import _
from intake_app.instruments import shipped, store
from intake_app.instruments.key import Key, KeyReading, read_key
from intake_app.instruments.model import Instrument, Questionnaire
from intake_app.instruments.xlsform import Mistake, Reading, read_form
from intake_app.session import Session
from intake_app.sheets.listfile import read_file
from intake_app.sheets.workbook import FORMS
from intake_app.values import canonical_json, clean_text, new_id
from intake_app.vault.db import Connection

__all__ = [
    "Instrument", "Key", "KeyReading", "Mistake", "Questionnaire", "Reading", "import_form",
    "import_key", "instruments", "keys", "open_form", "open_key", "shipped_forms",
]  # fmt: skip

LONGEST_SOURCE = 160


def instruments(session: Session) -> list[Instrument]:
    """Every version of every questionnaire, the newest first."""
    with session.read() as db:
        return store.all_of(db)


def keys(session: Session) -> list[Key]:
    """Every key, the newest first."""
    with session.read() as db:
        return store.keys(db)


def shipped_forms(session: Session) -> list[Reading]:
    """What came with the program and is not in use in this office yet."""
    with session.read() as db:
        known = {(one.form_id, one.version) for one in store.all_of(db)}
    return [
        Reading(one, ())
        for one in shipped.questionnaires()
        if (one.form_id, one.version) not in known
    ]


def open_form(session: Session, path: Path) -> Reading:
    """What is in a chosen file; nothing is kept. Raises NotAllowed, ListRefused."""
    session.require(Act.INSTRUMENT_IMPORTED)
    return read_form(read_file(path, FORMS))


def import_form(session: Session, reading: Reading) -> Instrument:
    """Use a questionnaire from now on. What was answered in an earlier version stays as it is.

    Raises InvalidInput with a sentence under ``file``: for one with mistakes, and for a version
    that is there already.
    """
    session.require(Act.INSTRUMENT_IMPORTED)
    form = reading.questionnaire
    if form is None or reading.mistakes:
        raise InvalidInput({"file": _("Correct the form first, and choose the file again.")})
    sha256 = _hash(form)
    with session.act(Act.INSTRUMENT_IMPORTED, instrument_id := new_id()) as change:
        _require_new(change.db, form, sha256)
        one = Instrument(instrument_id, form, sha256, session.user.id, change.at)
        store.put(change.db, one)
        change.send("instrument", one.id, one.revision, one)
    return one


def _require_new(db: Connection, form: Questionnaire, sha256: str) -> None:
    for one in store.all_of(db):
        if (one.form_id, one.version) != (form.form_id, form.version):
            continue
        words = (
            _("Version {version} of this form is in use already, with the same content.")
            if one.sha256 == sha256
            else _(
                "Version {version} of this form is there already with another content. Give the"
                " changed form a new version in the sheet “settings”."
            )
        )
        raise InvalidInput({"file": words.format(version=form.version)})


def open_key(session: Session, path: Path, instrument_id: str) -> KeyReading:
    """The key in a chosen file, held against a questionnaire; nothing is kept.

    Raises NotAllowed, NotFound, ListRefused.
    """
    session.require(Act.INSTRUMENT_KEY_IMPORTED)
    with session.read() as db:
        one = _instrument(db, instrument_id)
    return read_key(read_file(path, FORMS), one.questionnaire)


def import_key(
    session: Session, instrument_id: str, reading: KeyReading, source: str, completeness: int
) -> Key:
    """From now on the scores of this form are counted with this key, those of earlier surveys too.

    ``completeness`` in percent. Raises InvalidInput for ``file``, ``source``, ``completeness``;
    NotFound.
    """
    session.require(Act.INSTRUMENT_KEY_IMPORTED)
    source = clean_text(source)
    problems = {}
    if reading.mistakes or not reading.items:
        problems["file"] = _("Correct the key first, and choose the file again.")
    if not source:
        problems["source"] = _("Say where the key comes from.")
    elif len(source) > LONGEST_SOURCE:
        problems["source"] = _("This is too long.")
    if not 1 <= completeness <= 100:
        problems["completeness"] = _("Type a number from 1 to 100.")
    if problems:
        raise InvalidInput(problems)
    with session.act(Act.INSTRUMENT_KEY_IMPORTED, key_id := new_id()) as change:
        one = _instrument(change.db, instrument_id)
        key = Key(
            key_id, one.form_id, source, completeness, reading.items, _hash(reading.items),
            session.user.id, change.at,
        )  # fmt: skip
        store.put_key(change.db, key)
        change.bind("instrument_key", key.id, key.revision, key)
    return key


def _instrument(db: Connection, instrument_id: str) -> Instrument:
    one = store.get(db, instrument_id)
    if one is None:
        raise NotFound(_("This questionnaire is not in the vault."))
    return one


def _hash(content: object) -> str:
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()
