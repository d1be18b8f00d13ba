"""Announcing an arrival, or changing what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt

from intake_app.arrivals import service as arrivals
from intake_app.arrivals.model import MOST_EXPECTED, Arrival, ArrivalKind
from intake_app.i18n import _
from intake_app.people.model import ReturnKind
from intake_app.session import Session
from intake_app.values import new_id
from ui.arrivals.arrival_words import name_of
from ui.cases.draft_keeper import DraftKeeper
from ui.cases.record_form import RecordForm
from ui.fields.choice import Choice
from ui.fields.choice_list import ChoiceList
from ui.fields.date_edit import DayEdit
from ui.fields.options import countries, words_of
from ui.fields.text_edit import NumberEdit, TextLine
from ui.fields.typed_text import retype, typed_texts
from ui.icons import put_icon
from ui.messages import Messages
from ui.tasks import Tasks

FORM, NEW = "arrival", "new"


class ArrivalForm(RecordForm):
    """The questions about one arrival; an empty ``arrival_id`` announces a new one.

    What is typed is kept as a draft. Signals: those of a page with questions.
    """

    help_page = "arrivals"

    def __init__(
        self, session: Session, tasks: Tasks, messages: Messages, arrival_id: str = ""
    ) -> None:
        super().__init__(tasks)
        self._session = session
        self._arrival: Arrival | None = None
        self._is_new = not arrival_id
        self._taken = Arrival(new_id(), ArrivalKind.FLIGHT, session.today())
        self._add_questions()
        put_icon(self.save, "check")
        self.keeper = DraftKeeper(session, tasks, FORM, arrival_id or NEW, self.typed)
        self.keeper.setParent(self)
        self.keeper.kept.connect(self.status_changed)
        self.edited.connect(self.keeper.touch)
        self.back.clicked.connect(self.keeper.keep_now)
        self.saved.connect(self._saved)
        self.setFocusProxy(self.form["kind"].focus_target())
        self.retranslate()
        if self._is_new:
            self._fill(None)
            self._look_for_draft()
        else:
            tasks.read(self, lambda: arrivals.arrival(session, arrival_id), self._open)

    def _add_questions(self) -> None:
        form, today = self.form, self._session.today
        form.add(
            "kind",
            Choice(lambda: words_of("arrival"), may_be_empty=False),
            lambda: _("Kind of arrival"),
            required=True,
            wide=True,
        )
        form.add("carrier", TextLine(80), lambda: _("Flight number or carrier"))
        form.add("arrives_on", DayEdit(today), lambda: _("Day of arrival"), required=True)
        form["arrives_on"].pick.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        form.add("place", TextLine(120), lambda: _("Place of arrival"))
        form.add(
            "organiser",
            TextLine(120),
            lambda: _("Organiser"),
            helper=lambda: _("Who sends the list: its columns are remembered under this name."),
        )
        form.add("from_country", ChoiceList(countries), lambda: _("Comes back from"))
        form.add(
            "expected_number",
            NumberEdit(1, MOST_EXPECTED),
            lambda: _("People expected"),
        )
        form.add(
            "return_kind",
            ChoiceList(lambda: words_of("return")),
            lambda: _("Kind of return"),
            wide=True,
        )

    # ------------------------------------------------------------------ what stands in it

    def _open(self, arrival: Arrival) -> None:
        self._arrival = self._taken = arrival
        self._fill(arrival)
        self.retranslate()
        self._look_for_draft()

    def _fill(self, arrival: Arrival | None) -> None:
        one = arrival or self._taken
        self.form.set_values(
            {
                "kind": one.kind.value,
                "carrier": one.carrier,
                "arrives_on": one.arrives_on,
                "place": one.place,
                "organiser": one.organiser,
                "from_country": one.from_country or None,
                "expected_number": one.expected_number,
                "return_kind": one.return_kind.value if one.return_kind else None,
            }
        )

    def _look_for_draft(self) -> None:
        def done(typed: Mapping[str, str] | None) -> None:
            if typed and self.restore(typed):
                self.bar.warning(
                    _("Here is what you typed before. It is not saved yet."),
                    action=lambda: _("Throw the draft away"),
                    on_action=self._throw_away,
                )

        self._tasks.read(self, self.keeper.read, done)

    def _throw_away(self) -> None:
        self.keeper.forget()
        self._fill(self._arrival)

    def typed(self) -> Mapping[str, str] | None:
        """What is typed, if it differs from what is saved."""
        return typed_texts(self.form) if self.form.is_changed() else None

    def restore(self, typed: Mapping[str, str]) -> bool:
        """Show what was typed earlier."""
        retype(self.form, typed)
        return True

    def keep_draft(self) -> None:
        """Keep what is typed at once: the desk is about to be locked."""
        self.keeper.keep_now()

    def may_leave(self) -> bool:
        """What is typed stays as a draft."""
        self.keeper.keep_now()
        return True

    # ------------------------------------------------------------------ saving

    def take(self) -> None:
        """What is typed."""
        typed = self.form.values()
        self._taken = replace(
            self._arrival or self._taken,
            kind=ArrivalKind(typed["kind"]),
            arrives_on=typed["arrives_on"],
            carrier=typed["carrier"],
            place=typed["place"],
            organiser=typed["organiser"],
            from_country=typed["from_country"] or "",
            expected_number=typed["expected_number"],
            return_kind=ReturnKind(typed["return_kind"]) if typed["return_kind"] else None,
        )

    def put(self) -> Arrival:
        """Write the arrival."""
        return arrivals.save_arrival(self._session, self._taken)

    def _saved(self, arrival: Arrival) -> None:
        self.form.set_saved()
        self.keeper.forget()
        if self._is_new:  # the next step is its list, or the people themselves
            self.destination_chosen.emit("arrival", arrival.id)

    def retranslate(self) -> None:
        """Title and buttons."""
        where = name_of(self._arrival) if self._arrival else _("new arrival")
        self.title.set_title(_("Arrivals"), where)
        self.save.set_text(_("Save"))
        self.back.set_text(_("Back"))
