"""The questions of a profile, and the way between what is typed and the person it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QWidget

from intake_app.duplicates.service import Facts
from intake_app.formats import (
    country_name,
    format_date,
    format_partial,
    language_name,
)
from intake_app.i18n import LANGUAGES, _, language
from intake_app.people.model import (
    Homecoming,
    Person,
    ReturnKind,
    Sex,
)
from intake_app.session import Session
from intake_app.values import PartialDate, new_id
from intake_app.words import word
from ui.fields.choice import Choice, Option
from ui.fields.choice_list import ChoiceList
from ui.fields.date_edit import DayEdit, PartialDateEdit
from ui.fields.lazy_form import LazyForm
from ui.fields.text_edit import TextLine
from ui.fields.typed_text import put_text, text_of
from ui.people.alike_persons import AlikePersons
from ui.people.background_fields import SECTIONS, background_of, countries, words_of
from ui.people.background_fields import answers_of as background_answers
from ui.people.known_persons import KnownPersons
from ui.people.paper_fields import add_papers, add_phones, papers_of, phones_of
from ui.people.paper_fields import answers_of as paper_answers
from ui.people.returns_panel import ReturnsPanel
from ui.people.scanner import Scanner
from ui.people.zone_edit import fill_empty, report_on
from ui.plain import Words
from ui.tasks import Tasks

_TELLING = (
    "family_name", "given_names", "other_names", "own_script_name", "sex", "birth", "nationality",
    "mother_name", "father_name", "phone", "document_number",
)  # fmt: skip
"""What tells people apart: each answer asks anew who may be registered already."""

STICKY = ("from_country", "kind", "arrived_on")
"""The same for everybody who comes off one flight: kept for the next person from the start."""

_TEXTS = (
    "family_name", "given_names", "other_names", "own_script_name", "mother_name", "father_name",
)  # fmt: skip
_WORD_GROUPS = {"sex": "sex", "document_kind": "document", "kind": "return", "relation": "relation"}
_COUNTRIES = {"nationality", "document_country", "from_country"}


class PersonFields(LazyForm):
    """The fields of one person and one return, in the order of the paper form."""

    def __init__(self, session: Session, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.head_name = ""
        self._own_id = ""
        self.known = KnownPersons(session, tasks)
        self.alike = AlikePersons(session, tasks)
        self._add_identity()
        self._add_names()
        self._add_document()
        self._add_contact_and_return()
        for section, title, add in SECTIONS:
            self.add_section(section, title)
            self.build_later(section, partial(add, self, session.today))
        self.wait_with(background_answers(None))
        for key in ("family_name", "given_names"):
            self[key].edited.connect(self._look_for_known)
            self.known.watch(self[key].line)
            self.alike.watch(self[key].line)
        for key in _TELLING:
            self[key].edited.connect(self._look_for_alike)
        for key in ("document_expires", "arrived_on"):  # who types needs no calendar on the way
            self[key].pick.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self["mrz"].edited.connect(self._fill_from_zone)
        self.edited.connect(self.report_zone)
        self.scanner = Scanner(self)
        self.scanner.scanned.connect(self.take_zone)
        self.known.filled.connect(lambda _any: self._show_known())
        self.alike.filled.connect(lambda _any: self._show_known())
        self._show_known()
        self.ask_relation("")
        self.start()

    # ------------------------------------------------------------------ the questions

    def _text(self, key: str, label: Words, *, required: bool = False) -> None:
        self.add(key, TextLine(), label, required=required)

    def _add_identity(self) -> None:
        self.add_section("identity", lambda: _("Identity"))
        self.add(
            "relation",
            ChoiceList(lambda: words_of("relation", "head")),
            lambda: _("Relation to {name}").format(name=self.head_name),
            required=True,
            wide=True,
        )
        self._text("family_name", lambda: _("Family name"), required=True)
        self._text("given_names", lambda: _("Given names"), required=True)
        self.add_widget(self.known)
        self.add_widget(self.alike)
        self.add("sex", Choice(lambda: words_of("sex")), lambda: _("Sex"), required=True)
        self.add(
            "birth",
            PartialDateEdit(self._session.today, birth=True),
            lambda: _("Date of birth"),
            required=True,
            helper=lambda: _("12/03/1990, 03/1990, 1990, about 1990, or an age: 36 years"),
        )
        self.add(
            "nationality",
            ChoiceList(countries),
            lambda: _("Nationality"),
            required=True,
            pinned=False,
        )
        self.add(
            "language",
            Choice(
                lambda: [Option(code, language_name(code, language())) for code in LANGUAGES],
                may_be_empty=False,
            ),
            lambda: _("Language of papers"),
            required=True,
            pinned=False,
        )

    def _add_names(self) -> None:
        self.add_section("names", lambda: _("More names"))
        self._text("other_names", lambda: _("Other names"))
        self._text("own_script_name", lambda: _("Name in its own script"))
        self._text("mother_name", lambda: _("Mother’s name"))
        self._text("father_name", lambda: _("Father’s name"))

    def _add_document(self) -> None:
        self.add_section("document", lambda: _("Documents"))
        self.zone_report = add_papers(self, self._session.today)

    def _add_contact_and_return(self) -> None:
        self.add_section("contact", lambda: _("Contact"))
        add_phones(self, self._session.office.country)
        self.add_section("return", lambda: _("Return"))
        self.add(
            "from_country",
            ChoiceList(countries),
            lambda: _("Comes back from"),
            required=True,
            pinned=True,
        )
        self.add(
            "arrived_on",
            DayEdit(self._session.today, latest=self._session.today()),
            lambda: _("Day of arrival"),
            required=True,
            pinned=True,
        )
        self.add(
            "kind",
            ChoiceList(lambda: words_of("return")),
            lambda: _("Kind of return"),
            required=True,
            pinned=True,
            wide=True,
        )
        self.returns = ReturnsPanel()
        self.add_widget(self.returns)

    def ask_relation(self, head_name: str) -> None:
        """Ask what the person is to the head of a household; an empty name asks nothing."""
        self.head_name = head_name
        self.set_relevant("relation", bool(head_name))
        self.field("relation").retranslate()

    # ------------------------------------------------------------------ a new person

    def start(self, *, keep_pinned: bool = False) -> None:
        """An empty profile; what is pinned stays, the rest takes the office's defaults."""
        self._own_id = ""
        self.known.forget()
        self.alike.forget()
        self.clear(keep_pinned=keep_pinned)
        self.wait_with(background_answers(None))
        pinned = self.pinned() if keep_pinned else set()
        office = self._session.office
        for key, value in (
            ("nationality", office.country),
            ("language", office.document_language),
        ):
            if key not in pinned:
                self[key].set_value(value)
        self.set_saved()
        self.report_zone()

    # ------------------------------------------------------------------ person → fields → person

    def show_person(self, person: Person, homecoming: Homecoming | None) -> dict[str, Any]:
        """Show a stored profile; returns its answers by field."""
        self._own_id = person.id
        self.known.forget()
        self.alike.forget()
        self.clear()
        self.set_values(answers_of(person, homecoming))
        self.report_zone()
        return self.values()

    def person(self, before: Person | None) -> Person:
        """The person as typed. ``check()`` must have been true. Raises InvalidInput."""
        values = self.values()
        known = before or Person(
            new_id(), "", "", Sex.UNKNOWN, values["birth"], "", values["language"]
        )
        return replace(
            known,
            **{name: values[name] for name in _TEXTS},
            sex=Sex(values["sex"]),
            birth=values["birth"],
            nationality=values["nationality"],
            language=values["language"],
            phone_as_typed=self["phone"].typed(),
            documents=papers_of(values, known.documents),
            phones=phones_of(values, self["phone"].typed(), known.telephones),
            background=background_of(values, known.background),
        )

    def homecoming(self, person_id: str, before: Homecoming | None) -> Homecoming:
        """The return as typed."""
        values = self.values()
        return Homecoming(
            before.id if before else new_id(),
            person_id,
            values["from_country"],
            ReturnKind(values["kind"]),
            values["arrived_on"],
        )

    def _look_for_alike(self) -> None:
        facts = _facts_of(self)
        enough = (facts.family_name and facts.given_names) or facts.phones or facts.documents
        self.alike.look_soon(facts if enough else Facts(), self._own_id)

    def _show_known(self) -> None:
        """Those with reasons take the place of those whose names only begin alike."""
        alike = bool(self.alike.candidates)
        self._set_relevant(self.alike, alike)
        self._set_relevant(self.known, bool(self.known.buttons) and not alike)

    def _look_for_known(self) -> None:
        names = (self["family_name"].value(), self["given_names"].value())
        self.known.look_soon(" ".join(names), self._own_id)

    # ------------------------------------------------------------------ the zone of a paper

    def _fill_from_zone(self) -> None:
        """What a zone says goes into fields that are empty; what was typed stays."""
        zone = self["mrz"].zone()
        if zone and fill_empty(self, zone):
            self._look_for_known()
            self._look_for_alike()

    def take_zone(self, text: str) -> None:
        """A zone that was scanned while another field had the keyboard."""
        self["mrz"].set_value(text)
        self["mrz"].edited.emit()

    def report_zone(self) -> None:
        """Say where the zone and the form differ."""
        zone = self["mrz"].zone()
        sentences = report_on(self, zone) if zone else []
        self.zone_report.show_lines(sentences)
        self._set_relevant(self.zone_report, bool(sentences))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language the differences are said again."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.report_zone()

    # ------------------------------------------------------------------ drafts

    def typed(self) -> dict[str, str]:
        """Every answer as text, also what is not understood yet."""
        return {key: text_of(field.editor) for key, field in self._asked().items()}

    def retype(self, texts: Mapping[str, str]) -> None:
        """Put the answers of a draft back."""
        self.build_for(texts)
        asked = self.values()
        for key, text in texts.items():
            if key in asked:
                put_text(self[key], text)
        self.report_zone()


def answers_of(person: Person, homecoming: Homecoming | None) -> dict[str, Any]:
    """The answers of a stored profile, by field."""
    answers: dict[str, Any] = {name: getattr(person, name) for name in _TEXTS}
    answers |= {
        "sex": person.sex.value,
        "birth": person.birth,
        "nationality": person.nationality,
        "language": person.language,
        "from_country": homecoming.from_country if homecoming else None,
        "kind": homecoming.kind.value if homecoming else None,
        "arrived_on": homecoming.arrived_on if homecoming else None,
    }
    return answers | paper_answers(person) | background_answers(person.background)


def said(key: str, value: Any) -> str:
    """An answer in words, as a colleague would read it out."""
    if value in (None, ""):
        return "–"
    if isinstance(value, PartialDate):
        return format_partial(value, language())
    if isinstance(value, date):
        return format_date(value, language())
    if key in _WORD_GROUPS:
        return word(_WORD_GROUPS[key], value)
    if key in _COUNTRIES:
        return country_name(value, language())
    return language_name(value, language()) if key == "language" else str(value)


def _facts_of(form: PersonFields) -> Facts:
    """What tells people apart, as far as it is typed and means something."""
    values = form.values()

    def text(key: str) -> str:
        return values[key] or ""

    return Facts(
        family_name=text("family_name"),
        given_names=text("given_names"),
        other_names=text("other_names"),
        own_script_name=text("own_script_name"),
        sex=Sex(values["sex"]) if values["sex"] else Sex.UNKNOWN,
        birth=values["birth"],
        nationality=text("nationality"),
        mother_name=text("mother_name"),
        father_name=text("father_name"),
        phones=tuple(filter(None, (form["phone"].typed(),))),
        documents=tuple(filter(None, (text("document_number"),))),
    )
