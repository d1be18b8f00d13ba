"""One entry of the service directory, new or to be changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.errors import IntakeError, InvalidInput
from intake_app.i18n import _
from intake_app.people.background import Area
from intake_app.referrals import service as referrals
from intake_app.referrals.provider import MOST_AT_ONCE, Provider
from intake_app.session import Session
from intake_app.values import new_id
from ui.buttons import Button, Kind
from ui.fields.choice import ManyChoices, Options
from ui.fields.choice_list import ChoiceList
from ui.fields.date_edit import DayEdit
from ui.fields.form import Form
from ui.fields.message_bar import MessageBar
from ui.fields.options import words_of
from ui.fields.place_edit import PlaceEdit, PlaceSource
from ui.fields.rows import Column, Rows
from ui.fields.text_edit import NumberEdit, TextBlock, TextLine, Tick
from ui.messages import Messages
from ui.people.background_fields import spoken_languages
from ui.screen import Screen, TitleLine
from ui.tasks import Tasks
from ui.tokens import M

TEXTS = (
    "name", "sector", "contact", "phone", "email", "address", "languages", "cost", "opening",
    "trust",
)  # fmt: skip
"""Answers that are kept as they are typed; one that is not asked stays as it was."""


class ProviderForm(Screen):
    """Signals: ``saved`` the entry was saved; ``closed`` back to the list."""

    saved = Signal(Provider)

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        messages: Messages,
        provider: Provider | None,
        sectors: Options,
    ) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._is_new = provider is None
        self._provider = provider or Provider(new_id(), "", "")
        self.title, self.bar, self.form = TitleLine(), MessageBar(), Form()
        self.save = Button(Kind.PRIMARY, "check", "Ctrl+Return")
        self.back = Button(Kind.QUIET, "arrow-left", "Esc")
        self.title.add(self.back)
        self.title.add(self.save)
        self._add_fields(sectors)
        self.form.set_values(_values(self._provider))
        self.form.set_relevant("closed", not self._is_new)
        self.form.set_relevant("languages", bool(self._provider.languages))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.title)
        column.addWidget(self.bar)
        column.addWidget(self.form, 1)
        self.setFocusProxy(self.form)
        self.save.clicked.connect(self._save)
        self.form.submitted.connect(self._save)  # the other Enter key, which the button lacks
        self.back.clicked.connect(self._leave)
        self.retranslate()

    def _add_fields(self, sectors: Options) -> None:
        form, today = self.form, self._session.today
        form.add("name", TextLine(160), lambda: _("Name of the service"), required=True, wide=True)
        form.add("sector", ChoiceList(sectors), lambda: _("Kind of help"), required=True)
        place = PlaceSource(self._session, self._tasks, lambda: self._session.office.country)
        form.add("area", PlaceEdit(place), lambda: _("Area it serves"))
        kind = Column("sector", lambda: ChoiceList(sectors), lambda: _("Kind of help"))
        form.add(
            "also",
            Rows((kind,), lambda: _("Kind of help"), lambda: _("Add a kind of help")),
            lambda: _("Gives also"),
            wide=True,
        )
        form.add("contact", TextLine(120), lambda: _("Whom to ask for"))
        form.add("phone", TextLine(60), lambda: _("Telephone"))
        form.add("email", TextLine(120), lambda: _("E-mail"))
        form.add("address", TextLine(200), lambda: _("Address"), wide=True)
        spoken = Column("language", lambda: ChoiceList(spoken_languages), lambda: _("Language"))
        form.add(
            "speaks",
            Rows((spoken,), lambda: _("Language"), lambda: _("Add a language")),
            lambda: _("Languages spoken there"),
            wide=True,
        )
        form.add("languages", TextLine(120), lambda: _("Languages, in words"))
        form.add(
            "open_days",
            ManyChoices(lambda: words_of("weekday"), columns=4),
            lambda: _("Open on"),
            wide=True,
        )
        form.add("opening", TextLine(120), lambda: _("Opening days and hours"))
        form.add("cost", TextLine(120), lambda: _("Cost"))
        form.add(
            "capacity",
            NumberEdit(0, MOST_AT_ONCE),
            lambda: _("People of ours it can take at once"),
            helper=lambda: _("Empty if nobody knows."),
        )
        form.add(
            "verified_on",
            DayEdit(today, latest=today()),
            lambda: _("Last verified"),
            helper=lambda: _("The day somebody of the office last asked there."),
        )
        form.add(
            "trust",
            TextBlock(1000, lines=2),
            lambda: _("What the office knows of it"),
            wide=True,
            helper=lambda: _("For example: women are received by women; closed to nobody."),
        )
        form.add(
            "closed",
            Tick(lambda: _("Closed: nobody is referred there any more")),
            lambda: _("Still there?"),
            wide=True,
        )

    def retranslate(self) -> None:
        """Set every text."""
        name = _("new service") if self._is_new else self._provider.name
        self.title.set_title(_("Directory"), name)
        self.save.set_text(_("Save"))
        self.back.set_text(_("Back"))

    def panes(self) -> Sequence[QWidget]:
        """The form is the only part."""
        return [self.form]

    def may_leave(self) -> bool:
        """Ask only if something would be lost."""
        return not self.form.is_changed() or self._messages.ask(
            _("Leave without saving?"),
            _("What you typed for this service would be lost."),
            _("Leave"),
            _("Go on typing"),
            danger=True,
        )

    def _leave(self) -> None:
        if self.may_leave():
            self.closed.emit()

    def _save(self) -> None:
        if not self.form.check():
            return
        values = self.form.values()
        provider = _with(self._provider, values)
        self._tasks.change(
            self,
            lambda: referrals.save_provider(self._session, provider),
            self._was_saved,
            self._failed,
        )

    def _was_saved(self, provider: Provider) -> None:
        self._provider = provider
        self.form.set_saved()
        self.saved.emit(provider)

    def _failed(self, error: Exception) -> bool:
        if isinstance(error, InvalidInput):
            self.form.show_problems(error.problems)
            return True
        if isinstance(error, IntakeError):
            self.bar.error(error.sentence)
            return True
        return False


def _with(provider: Provider, values: Mapping[str, Any]) -> Provider:
    """The entry with what was typed."""
    texts: dict[str, Any] = {name: values[name] or "" for name in TEXTS if name in values}
    also = (row["sector"] for row in values["also"] if row["sector"])
    speaks = (row["language"] for row in values["speaks"] if row["language"])
    day, area = values["verified_on"], values["area"]
    return replace(
        provider,
        **texts,
        verified_on=day.isoformat() if day else "",
        active=not values.get("closed", False),
        area=area.name,
        area_code=area.code,
        area_version=area.version,
        also=tuple(dict.fromkeys(also)),
        speaks=tuple(dict.fromkeys(speaks)),
        open_days="".join(sorted(values["open_days"])),
        capacity=values["capacity"],
    )


def _values(provider: Provider) -> dict[str, object]:
    day = date.fromisoformat(provider.verified_on) if provider.verified_on else None
    texts: dict[str, object] = {name: getattr(provider, name) for name in TEXTS}
    return {
        **texts,
        "verified_on": day,
        "closed": not provider.active,
        "area": Area(provider.area, provider.area_code, provider.area_version),
        "also": [{"sector": code} for code in provider.also],
        "speaks": [{"language": code} for code in provider.speaks],
        "open_days": list(provider.open_days),
        "capacity": provider.capacity,
    }
