"""The questions of a profile, and the way between what is typed and the person it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QWidget

from intake_app.formats import (
    country_name,
    format_date,
    format_partial,
    language_name,
)
from intake_app.i18n import _, language
from intake_app.people.background import Area
from intake_app.people.model import (
    Homecoming,
    Person,
    ReturnKind,
    Sex,
)
from intake_app.people.service import needs_age_reason
from intake_app.session import Session
from intake_app.values import PartialDate, new_id
from intake_app.words import word
from ui.fields.choice import Choice
from ui.fields.choice_list import ChoiceList
from ui.fields.date_edit import DayEdit
from ui.fields.lazy_form import LazyForm
from ui.fields.options import words_of
from ui.fields.text_edit import TextLine
from ui.fields.typed_text import put_text, text_of
from ui.people.already_here import AlreadyHere
from ui.people.background_fields import SECTIONS, background_of
from ui.people.background_fields import answers_of as background_answers
from ui.people.paper_fields import add_papers, add_phones, papers_of, phones_of
from ui.people.paper_fields import answers_of as paper_answers
from ui.people.questions import (
    ask_birth,
    ask_country_of_return,
    ask_kind_of_return,
    ask_language_of_papers,
    ask_nationality,
)
from ui.people.returns_panel import ReturnsPanel
from ui.people.scanner import Scanner
from ui.people.zone_edit import ZoneReport, fill_empty, report_on
from ui.plain import Words
from ui.tasks import Tasks

STICKY = ("from_country", "kind", "arrived_on")
"""The same for everybody who comes off one flight: kept for the next person from the start."""

_TEXTS = (
    "family_name", "given_names", "other_names", "own_script_name", "mother_name", "father_name",
)  # fmt: skip
_WORD_GROUPS = {"sex": "sex", "document_kind": "document", "kind": "return", "relation": "relation"}
_COUNTRIES = {"nationality", "document_country", "from_country"}


NOTHING_SAID = dict.fromkeys(STICKY) | paper_answers(None) | background_answers(None)
"""The answers of an empty profile in the sections that are built later."""


class PersonFields(LazyForm):
    """The fields of one person and one return, in the order of the paper form.

    Signals: ``another_return`` a new return shall be entered.
    """

    another_return = Signal()

    def __init__(self, session: Session, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.head_name = ""
        self._stored: Person | None = None
        self.here = AlreadyHere(session, tasks)
        self._zone_report: ZoneReport | None = None
        self._returns: ReturnsPanel | None = None
        self._show_in_returns: Callable[[ReturnsPanel], None] = lambda _panel: None
        self._add_identity()
        for section, title, build in (
            ("document", lambda: _("Documents"), self._add_document),
            ("contact", lambda: _("Contact"), partial(add_phones, self, session.office.country)),
            ("return", lambda: _("Return"), self._add_return),
        ):
            self.add_section(section, title)
            self.build_later(section, build)
        for section, title, add in SECTIONS:
            self.add_section(section, title)
            self.build_later(section, partial(add, self, session, tasks))
        self.here.watch(self)
        self.edited.connect(self.report_zone)
        self.edited.connect(self.ask_age_reason)
        self.scanner = Scanner(self)
        self.scanner.scanned.connect(self.take_zone)
        self.here.filled.connect(lambda any_: self._set_relevant(self.here, any_))
        self._set_relevant(self.here, False)
        self.ask_relation("")
        self.start()

    # ------------------------------------------------------------------ the questions

    def _add_identity(self) -> None:
        self.add_section("identity", lambda: _("Identity"))
        self.add(
            "relation",
            ChoiceList(lambda: words_of("relation", "head")),
            lambda: _("Relation to {name}").format(name=self.head_name),
            required=True,
            wide=True,
        )
        _text(self, "family_name", lambda: _("Family name"), required=True)
        _text(self, "given_names", lambda: _("Given names"), required=True)
        self.add_widget(self.here)
        _text(self, "other_names", lambda: _("Other names"))
        _text(self, "own_script_name", lambda: _("Name in its own script"))
        _text(self, "mother_name", lambda: _("Mother’s name"))
        _text(self, "father_name", lambda: _("Father’s name"))
        self.add("sex", Choice(lambda: words_of("sex")), lambda: _("Sex"), required=True)
        ask_birth(self, self._session.today)
        self.add(
            "age_reason",
            TextLine(),
            lambda: _("How you know the right age"),
            required=True,
            helper=lambda: _("Between child and adult: a colleague looks it over."),
            wide=True,
        )
        ask_nationality(self, pinned=False)
        ask_language_of_papers(self, pinned=False)

    def _add_document(self) -> None:
        self._zone_report = add_papers(self, self._session.today)
        self["mrz"].edited.connect(self._fill_from_zone)
        _skip_calendar(self["document_expires"])

    def _add_return(self) -> None:
        ask_country_of_return(self)
        self.add(
            "arrived_on",
            DayEdit(self._session.today, latest=self._session.today()),
            lambda: _("Day of arrival"),
            required=True,
            pinned=True,
        )
        _skip_calendar(self["arrived_on"])
        ask_kind_of_return(self)
        self._returns = ReturnsPanel()
        self._returns.another.connect(self.another_return)
        self._show_in_returns(self._returns)
        self.add_widget(self._returns)

    def section_built(self, section: str) -> None:
        """A stored profile may have a zone that says something else."""
        if section == "document":
            self.report_zone()

    @property
    def zone_report(self) -> ZoneReport:
        """What a zone and the form say differently."""
        self.complete()
        assert self._zone_report is not None
        return self._zone_report

    @property
    def returns(self) -> ReturnsPanel:
        """The earlier returns."""
        self.complete()
        assert self._returns is not None
        return self._returns

    def show_returns(self, returns: Sequence[Homecoming], *, is_new: bool, reason: str) -> None:
        """Show the earlier returns, now or as soon as there is a place for them."""

        def show(panel: ReturnsPanel) -> None:
            panel.show_returns(returns, is_new=is_new, reason=reason)

        self._show_in_returns = show
        if self._returns is not None:
            show(self._returns)

    def ask_relation(self, head_name: str) -> None:
        """Ask what the person is to the head of a household; an empty name asks nothing."""
        self.head_name = head_name
        self.set_relevant("relation", bool(head_name))
        self.field("relation").retranslate()

    def ask_age_reason(self) -> None:
        """Ask for a reason if the typed birth date makes an adult of a child or the other way."""
        birth, stored = self["birth"].value(), self._stored
        wanted = (
            stored is not None
            and isinstance(birth, PartialDate)
            and needs_age_reason(self._session, stored, birth)
        )
        if wanted is not self.field("age_reason").relevant:
            self.set_relevant("age_reason", wanted)

    # ------------------------------------------------------------------ a new person

    def start(self, *, keep_pinned: bool = False) -> None:
        """An empty profile; what is pinned stays, the rest takes the office's defaults."""
        self.here.begin()
        self._stored = None
        self.ask_age_reason()
        if keep_pinned:
            self.complete()
        self.clear(keep_pinned=keep_pinned)
        self.wait_with(NOTHING_SAID)
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
        self.here.begin(person.id)
        self._stored = person
        self.clear()
        self.set_values(answers_of(person, homecoming))
        self.report_zone()
        self.ask_age_reason()
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
            background=background_of(values),
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

    # ------------------------------------------------------------------ the zone of a paper

    def _fill_from_zone(self) -> None:
        """What a zone says goes into fields that are empty; what was typed stays."""
        zone = self["mrz"].zone()
        if zone and fill_empty(self, zone):
            self.here.look(self)

    def take_zone(self, text: str) -> None:
        """A zone that was scanned while another field had the keyboard."""
        self["mrz"].set_value(text)
        self["mrz"].edited.emit()

    def report_zone(self) -> None:
        """Say where the zone and the form differ."""
        report = self._zone_report
        if report is None:
            return
        zone = self["mrz"].zone()
        sentences = report_on(self, zone) if zone else []
        report.show_lines(sentences)
        self._set_relevant(report, bool(sentences))

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
        if "birth" in texts:
            put_text(self["birth"], texts["birth"])
            self.ask_age_reason()
        asked = self.values()
        for key, text in texts.items():
            if key in asked:
                put_text(self[key], text)
        self.report_zone()


def _skip_calendar(day: DayEdit) -> None:
    """Who types needs no calendar on the way."""
    day.pick.setFocusPolicy(Qt.FocusPolicy.ClickFocus)


def _text(form: LazyForm, key: str, label: Words, *, required: bool = False) -> None:
    form.add(key, TextLine(), label, required=required)


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
    if isinstance(value, Area):
        value = value.name
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
