"""The questions of a profile that nobody has to answer, and the way to the record they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from intake_app.formats import language_name
from intake_app.i18n import _, language
from intake_app.people.background import (
    MAX_TEXT,
    Address,
    Area,
    Background,
    Event,
    Intention,
    Marital,
    ReturnReason,
    Schooling,
    Stop,
)
from intake_app.places.service import Suggestion
from intake_app.session import Session
from intake_app.values import PartialDate
from ui.fields.choice import Choice, ManyChoices, Option
from ui.fields.choice_list import ChoiceList
from ui.fields.date_edit import PartialDateEdit
from ui.fields.form import Form
from ui.fields.options import countries, words_of
from ui.fields.place_edit import PlaceEdit, PlaceSource
from ui.fields.rows import Column, Rows
from ui.fields.text_edit import LowBlock, TextLine
from ui.plain import Words
from ui.tasks import Tasks

SPOKEN = (
    "fr", "en", "ar", "es", "pt", "de", "it", "wo", "ff", "bm", "dyu", "mnk", "snk", "srr", "sus",
    "ha", "yo", "ig", "ak", "ee", "gaa", "pcm", "ber", "tzm", "rif", "shi", "aeb", "ary", "so",
    "am", "ti", "om",
)  # fmt: skip
"""Languages of the field (ISO 639; ``domain.md`` 7.2)."""

_AREAS = ("area_1", "area_2", "area_3")
_LEVELS = ((1,), (2,), (3, 4, 5))
"""Which levels of a country each of them takes."""
_TEXTS = (
    "work_before", "work_abroad", "work_now", "skills", "strengths", "left_because",
    "returned_because", "wages_left", "property_left", "rights_left", "debts", "intention_note",
)  # fmt: skip


def spoken_languages() -> list[Option]:
    """The languages to choose from, in alphabetical order."""
    named = (Option(code, language_name(code, language())) for code in SPOKEN)
    return sorted(named, key=lambda option: option.label.casefold())


def _text(form: Form, key: str, label: Words) -> None:
    form.add(key, TextLine(), label)


def _block(form: Form, key: str, label: Words, *, wide: bool = False) -> None:
    form.add(key, LowBlock(MAX_TEXT), label, wide=wide)


def add_address(form: Form, session: Session, tasks: Tasks) -> None:
    """Where somebody lives, from the largest unit down, and where they are from."""
    here = session.office.country
    edits: list[PlaceEdit] = []

    def within(place: int) -> str:
        codes = (edit.value().code for edit in reversed(edits[:place]))
        return next((code for code in codes if code), "")

    labels: tuple[Words, ...] = (
        lambda: _("Region, state or governorate"),
        lambda: _("Department, prefecture or district"),
        lambda: _("Commune or sub-prefecture"),
    )
    for place, label in enumerate(labels):
        source = PlaceSource(session, tasks, lambda: here, _LEVELS[place], partial(within, place))
        edits.append(PlaceEdit(source))
        edits[place].chosen.connect(partial(_fill_above, edits))
        edits[place].edited.connect(partial(_check_below, edits, place))
        form.add(_AREAS[place], edits[place], label)
    _text(form, "locality", lambda: _("Village or quarter"))
    _text(form, "directions", lambda: _("How to find it"))
    home = PlaceSource(session, tasks, lambda: form["nationality"].value() or here)
    form.add("origin", PlaceEdit(home), lambda: _("Place of origin"))


def _fill_above(edits: Sequence[PlaceEdit], one: Suggestion) -> None:
    """Who names a district has named its region."""
    for level, upper in one.above:
        area = Area(upper.name, upper.code, upper.version)
        edits[min(level, len(edits)) - 1].fill(area)


def _check_below(edits: Sequence[PlaceEdit], place: int) -> None:
    """Another region has other districts: a code below that does not lie in it goes."""
    for edit in edits[place + 1 :]:
        if edit.value().code:
            edit.check()


def add_life(form: Form, _session: Session, _tasks: Tasks) -> None:
    """Languages, family, school, work, and what somebody can do."""
    column = Column("language", lambda: ChoiceList(spoken_languages), lambda: _("Language"))
    form.add(
        "languages",
        Rows((column,), lambda: _("Language"), lambda: _("Add a language")),
        lambda: _("Languages spoken"),
        wide=True,
    )
    form.add("interpreter", Choice(lambda: words_of("answer")), lambda: _("Needs an interpreter"))
    form.add("marital", ChoiceList(lambda: words_of("marital")), lambda: _("Marital status"))
    form.add("schooling", ChoiceList(lambda: words_of("schooling")), lambda: _("Education"))
    _text(form, "work_before", lambda: _("Work before leaving"))
    _text(form, "work_abroad", lambda: _("Work abroad"))
    _text(form, "work_now", lambda: _("Work now"))
    _block(form, "skills", lambda: _("Skills"))
    _block(form, "strengths", lambda: _("Strengths and people to count on"))


def add_way(form: Form, session: Session, _tasks: Tasks) -> None:
    """Why somebody left, the way they took, and why they came back."""
    _block(form, "left_because", lambda: _("Reasons for leaving"), wide=True)
    form.add("wanted_country", ChoiceList(countries), lambda: _("Wanted to reach"))
    form.add("reached_country", ChoiceList(countries), lambda: _("Reached"))
    columns = (
        Column("country", lambda: ChoiceList(countries), lambda: _("Country")),
        Column("event", lambda: ChoiceList(lambda: words_of("event")), lambda: _("What happened")),
        Column("from", lambda: PartialDateEdit(session.today), lambda: _("From (month or year)")),
        Column("to", lambda: PartialDateEdit(session.today), lambda: _("Until (month or year)")),
        Column("note", TextLine, lambda: _("Remark"), wide=True),
    )
    form.add(
        "route",
        Rows(columns, lambda: _("Stop"), lambda: _("Add a stop"), is_ordered=True),
        lambda: _("The way, stop by stop"),
        wide=True,
    )
    form.add(
        "return_reasons",
        ManyChoices(lambda: words_of("return_reason"), columns=2),
        lambda: _("Reasons for the return"),
        wide=True,
    )
    _block(form, "returned_because", lambda: _("In the person’s words"), wide=True)


def add_left(form: Form, _session: Session, _tasks: Tasks) -> None:
    """What is left abroad, debts, and what somebody means to do."""
    _block(form, "wages_left", lambda: _("Wages not paid out"))
    _block(form, "property_left", lambda: _("Property left abroad"))
    _block(form, "rights_left", lambda: _("Social rights left abroad"))
    _block(form, "debts", lambda: _("Debts"))
    form.add("intention", ChoiceList(lambda: words_of("intention")), lambda: _("Means to"))
    _block(form, "intention_note", lambda: _("What it depends on"), wide=True)


SECTIONS: tuple[tuple[str, Words, Callable[[Form, Session, Tasks], None]], ...] = (
    ("address", lambda: _("Address"), add_address),
    ("life", lambda: _("Life and work"), add_life),
    ("way", lambda: _("Migration"), add_way),
    ("left", lambda: _("Left abroad and plans"), add_left),
)
"""Key, title and questions of each section."""


def answers_of(background: Background | None) -> dict[str, Any]:
    """The answers of a stored record, by field."""
    told = background or Background()
    areas = (*told.address.areas, Area(), Area(), Area())
    answers: dict[str, Any] = {name: getattr(told, name) for name in _TEXTS}
    answers |= dict(zip(_AREAS, areas, strict=False))
    answers |= {
        "origin": Area(told.origin, told.origin_code, told.origin_version),
        "locality": told.address.locality,
        "directions": told.address.directions,
        "languages": [{"language": code} for code in told.languages],
        "interpreter": {True: "yes", False: "no", None: None}[told.interpreter],
        "marital": told.marital,
        "schooling": told.schooling,
        "wanted_country": told.wanted_country or None,
        "reached_country": told.reached_country or None,
        "route": [_row_of(stop) for stop in told.route],
        "return_reasons": list(told.return_reasons),
        "intention": told.intention,
    }
    return answers


def _row_of(stop: Stop) -> dict[str, Any]:
    months = {"from": stop.from_month, "to": stop.to_month}
    partial = {key: PartialDate.from_edtf(text) if text else None for key, text in months.items()}
    return {"country": stop.country, "event": stop.event, "note": stop.note, **partial}


def background_of(values: Mapping[str, Any]) -> Background:
    """The record that the answers mean."""
    areas = [values[key] for key in _AREAS]
    while areas and not areas[-1].name:
        areas.pop()
    origin = values["origin"]
    return Background(
        **{name: values[name] for name in _TEXTS},
        origin=origin.name,
        origin_code=origin.code,
        origin_version=origin.version,
        address=Address(tuple(areas), values["locality"], values["directions"]),
        languages=tuple(row["language"] for row in values["languages"] if row["language"]),
        interpreter={"yes": True, "no": False}.get(values["interpreter"] or ""),
        marital=Marital(values["marital"]) if values["marital"] else None,
        schooling=Schooling(values["schooling"]) if values["schooling"] else None,
        wanted_country=values["wanted_country"] or "",
        reached_country=values["reached_country"] or "",
        route=tuple(_stop(row) for row in values["route"]),
        return_reasons=tuple(ReturnReason(code) for code in values["return_reasons"]),
        intention=Intention(values["intention"]) if values["intention"] else None,
    )


def _stop(row: Mapping[str, Any]) -> Stop:
    first, last = (row[key].edtf if row[key] else "" for key in ("from", "to"))
    event = Event(row["event"]) if row["event"] else None
    return Stop(row["country"] or "", first, last, event, row["note"])
