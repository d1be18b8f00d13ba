"""Places at the desk: lists that a supervisor imports, and what is found in them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from weakref import WeakKeyDictionary

from intake_app.acts import Act
from intake_app.errors import InvalidInput, NotFound
from intake_app.i18n import _, language
from intake_app.places import shipped, store
from intake_app.places.gazetteer import Gazetteer
from intake_app.places.listing import Mistake, Reading, Step, from_text, read_list, to_text
from intake_app.places.model import MOST_VERSION, Chosen, PlaceList, Suggestion
from intake_app.session import Session
from intake_app.sheets.listfile import read_file
from intake_app.sheets.workbook import PLACES
from intake_app.values import clean_text, new_id
from intake_app.vault.db import Connection

__all__ = [
    "Chosen", "Listed", "Mistake", "PlaceList", "Reading", "Suggestion", "exact", "import_list",
    "level_name", "lists", "open_list", "remove_list", "suggest",
]  # fmt: skip

_LOADED: WeakKeyDictionary[object, dict[str, Gazetteer]] = WeakKeyDictionary()
"""The lists in use, by open vault and id: reading one takes as long as a keystroke may."""


@dataclass(frozen=True)
class Listed:
    """A list as the office sees it. ``imported`` is None for what came with the program."""

    country: str
    version: str
    counts: tuple[tuple[int, int], ...]
    is_in_use: bool
    imported: PlaceList | None = None


# ---------------------------------------------------------------------------- the office's lists


def lists(session: Session) -> list[Listed]:
    """Every list, by country: the one in use first, what came with the program last."""
    found: dict[str, list[Listed]] = {}
    with session.read() as db:
        for one in store.lists(db):
            ours = found.setdefault(one.country, [])
            counts = tuple(_gazetteer(session, db, one.id).counts.items()) if not ours else ()
            ours.append(Listed(one.country, one.version, counts, not ours, one))
    for country in shipped.countries():
        counts = tuple(_shipped(country).counts.items())
        ours = found.setdefault(country, [])
        ours.append(Listed(country, shipped.VERSION, counts, not ours))
    return [one for country in sorted(found) for one in found[country]]


def open_list(session: Session, path: Path, step: Step = lambda _done, _total: None) -> Reading:
    """What is in a chosen file; nothing is kept. Raises NotAllowed, ListRefused."""
    session.require(Act.PLACES_IMPORTED)
    return read_list(read_file(path, PLACES), step)


def import_list(
    session: Session,
    reading: Reading,
    version: str,
    source: str,
    step: Step = lambda _done, _total: None,
) -> PlaceList:
    """From now on the places of the country are chosen from this list: all of it, or nothing.

    What was chosen from an earlier one keeps its name, code and version, and that list stays.
    Raises InvalidInput.
    """
    session.require(Act.PLACES_IMPORTED)
    version, source = clean_text(version), clean_text(source)
    _check(reading, version)
    total = len(reading.places)
    step(0, total)
    body = to_text(reading.places)
    step(total // 2, total)
    with session.act(Act.PLACES_IMPORTED, list_id := new_id()) as change:
        if any(
            (one.country, one.version) == (reading.country, version)
            for one in store.lists(change.db)
        ):
            raise InvalidInput(
                {"version": _("There is a list of this version already. Give this one another.")}
            )
        one = PlaceList(
            list_id, reading.country, version, source, total,
            hashlib.sha256(body.encode()).hexdigest(), session.user.id, change.at,
        )  # fmt: skip
        store.put(change.db, one, body)
        change.bind("place_list", one.id, one.revision, one)
        step(total, total)
    return one


def _check(reading: Reading, version: str) -> None:
    problems = {}
    if reading.mistakes or not reading.places or not reading.country:
        problems["lines"] = _("Some lines cannot be read. Correct the list, and choose it again.")
    if not version:
        problems["version"] = _("Say which version it is, for example 2024-01.")
    elif len(version) > MOST_VERSION:
        problems["version"] = _("This is too long. Write only the version, for example 2024-01.")
    if problems:
        raise InvalidInput(problems)


def remove_list(session: Session, list_id: str) -> PlaceList:
    """Take a list away; the one before it is in use again, and no record changes. NotFound."""
    session.require(Act.PLACES_REMOVED)
    with session.act(Act.PLACES_REMOVED, list_id) as change:
        one = store.get(change.db, list_id)
        if one is None:
            raise NotFound(_("This list was removed before."))
        store.delete(change.db, list_id)
        change.erased("place_list", list_id)
    _LOADED.get(session.vault, {}).pop(list_id, None)
    return one


# ---------------------------------------------------------------------------- at the desk


def suggest(
    session: Session, country: str, text: str, levels: Collection[int] = (), within: str = ""
) -> list[Suggestion]:
    """Places of a country that begin like this, in the language of the screen."""
    with session.read() as db:
        found = _in_use(session, db, country)
    day = session.today().isoformat()
    return found.suggest(text, language(), day, levels=levels, within=within) if found else []


def exact(
    session: Session, country: str, text: str, levels: Collection[int] = (), within: str = ""
) -> Suggestion | None:
    """The one place of a country that is called so; None if it is not sure."""
    with session.read() as db:
        found = _in_use(session, db, country)
    day = session.today().isoformat()
    return found.exact(text, language(), day, levels=levels, within=within) if found else None


def level_name(country: str, level: int) -> str:
    """What a country calls a level, in the language of the screen; empty if nobody knows."""
    return shipped.level_names(country).get(level, ("", ""))[language() == "fr"]


def _in_use(session: Session, db: Connection, country: str) -> Gazetteer | None:
    list_id = store.in_use(db, country)
    return _gazetteer(session, db, list_id) if list_id else shipped.gazetteer(country)


def _gazetteer(session: Session, db: Connection, list_id: str) -> Gazetteer:
    loaded = _LOADED.setdefault(session.vault, {})
    if list_id not in loaded:
        one = store.get(db, list_id)
        if one is None:
            raise NotFound(_("This list was removed before."))
        places, keys = from_text(store.body(db, list_id))
        kinds = dict(shipped.level_names(one.country))
        loaded[list_id] = Gazetteer(one.version, places, keys, kinds)
    return loaded[list_id]


def _shipped(country: str) -> Gazetteer:
    found = shipped.gazetteer(country)
    if found is None:
        raise LookupError("only the countries that came with the program are asked for")
    return found
