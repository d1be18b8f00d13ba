"""What one sees of a person beside the list, before opening anything."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from intake_app.attachments.service import portrait_of
from intake_app.cases import service as cases
from intake_app.cases.agreement import Agreement, Standing, agreement
from intake_app.cases.consent import Purpose
from intake_app.cases.model import STAGES
from intake_app.cases.model import Stage as CaseStage
from intake_app.formats import country_name, format_age, format_date, format_partial
from intake_app.i18n import _, language
from intake_app.people.model import ADULT_AGE
from intake_app.people.phone import spaced
from intake_app.search import Found
from intake_app.session import Session
from intake_app.words import word
from ui.attachments.face import Face
from ui.buttons import Button, Kind
from ui.cards import Card, ChipRow, KeyValues
from ui.plain import PlainLabel
from ui.stage_bar import Stage, StageBar, StageState
from ui.tasks import Tasks
from ui.tokens import L, M, Text, Tone

Chip = tuple[str, Tone, str]


class PersonPreview(Card):
    """Name, what matters now, and the way in. Signals: ``opened`` the line (Found)."""

    opened = Signal(object)

    def __init__(self, session: Session, tasks: Tasks) -> None:
        super().__init__(L)
        self._session, self._tasks = session, tasks
        self._found: Found | None = None
        self._staff: Mapping[str, str] = {}
        self._agreement: Agreement | None = None
        self._asked = 0
        self.name, self.own_script = PlainLabel(Text.TITLE, wrap=True), PlainLabel(wrap=True)
        self.face, head = Face(3), QHBoxLayout()
        self.chips, self.stages = ChipRow(), StageBar()
        self.values = KeyValues(columns=2)
        self.open = Button(Kind.PLAIN, "folder-open", "Return", hint_only=True)
        self.own_script.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        self.body.setSpacing(M)
        head.setSpacing(M)
        head.addWidget(self.face, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.name, 1)
        self.body.addLayout(head)
        for widget in (self.own_script, self.chips, self.stages, self.open, self.values):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.open.clicked.connect(self._open)
        self.hide()

    def show_found(self, found: Found | None, staff: Mapping[str, str]) -> None:
        """Show one line of the list; ``staff`` are full names by login id. None hides it."""
        self._staff = staff
        if found != self._found:
            self._agreement = None
        self._found = found
        self.setVisible(found is not None)
        self._show()
        if found is not None:
            self._read_more(found.person_id)

    def _read_more(self, person_id: str) -> None:
        """What does not stand in the list: consents, and the photograph."""
        self._asked += 1
        asked, session = self._asked, self._session

        def read() -> tuple[Agreement, bytes | None]:
            agreed = agreement(
                cases.consents(session, person_id),
                cases.refusals(session, person_id),
                Purpose.CASE_MANAGEMENT,
                session.today(),
            )
            return agreed, portrait_of(session, person_id)

        def done(found: tuple[Agreement, bytes | None]) -> None:
            if asked == self._asked:  # else another line is selected by now
                self._agreement, picture = found
                self._show_chips()
                self.face.show_picture(picture)

        self._tasks.read(self, read, done)

    def _show(self) -> None:
        found = self._found
        if found is None:
            return
        self.name.setText(found.display_name)
        self.face.show_name(found.display_name)
        self.own_script.setText(found.own_script_name)
        self.own_script.setVisible(bool(found.own_script_name))
        self._show_chips()
        self.stages.setVisible(found.stage is not None)
        if found.stage is not None:
            self.stages.set_stages(stages_of(CaseStage(found.stage)))
        self.values.set_rows(self._rows(found))
        self.open.set_text(_("Open the case") if found.case_id else _("Open the profile"))

    def _show_chips(self) -> None:
        if self._found is not None:
            self.chips.set_chips(self._chips(self._found))

    def _chips(self, found: Found) -> list[Chip]:
        chips: list[Chip] = []
        youngest, oldest = found.birth.ages_on(self._session.today())
        if oldest < ADULT_AGE:
            chips.append(("baby", Tone.WARNING, _("Minor")))
        elif youngest < ADULT_AGE:
            chips.append(("baby", Tone.WARNING, _("Perhaps a minor: check the age")))
        if self._agreement is not None:
            chips.append(_consent_chip(self._agreement))
        if found.is_linked:
            chips.append(("link", Tone.ACCENT, _("Registered more than once")))
        if found.case_id is None:
            chips.append(("circle-dashed", Tone.NEUTRAL, _("No case yet")))
        return chips

    def _rows(self, found: Found) -> list[tuple[str, str]]:
        words = language()
        age = format_age(found.birth, self._session.today(), words)
        pack = self._session.packs.get(found.pack or "")
        rows = [
            (_("Sex"), word("sex", found.sex)),
            (_("Age"), age),
            (_("Date of birth"), format_partial(found.birth, words)),
            (_("Nationality"), country_name(found.nationality, words)),
            (_("Arrived"), format_date(found.arrived_on, words) if found.arrived_on else ""),
            (_("Telephone"), spaced(found.phone)),
        ]
        if found.case_id is None:
            return rows
        name = self._staff.get(found.counsellor or "", "")
        return [
            (_("Case"), found.case_number or ""),
            (_("Programme"), pack.short_name.in_(words) if pack else found.pack or ""),
            *rows,
            (_("Counsellor"), name or _("Not assigned yet")),
        ]

    def _open(self) -> None:
        if self._found is not None:
            self.opened.emit(self._found)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self._show()
        super().changeEvent(event)


def _consent_chip(found: Agreement) -> Chip:
    """Refused, taken back and never asked are three things, in words and not by colour alone."""
    return {
        Standing.GIVEN: ("circle-check", Tone.SUCCESS, _("Consent given")),
        Standing.EXCEPTED: ("shield", Tone.ACCENT, _("Other legal basis")),
        Standing.REFUSED: ("circle-slash", Tone.DANGER, _("Consent refused")),
        Standing.WITHDRAWN: ("undo-2", Tone.DANGER, _("Consent withdrawn")),
        Standing.MISSING: ("circle-dashed", Tone.WARNING, _("No consent yet")),
    }[found.standing]


def stages_of(now: CaseStage) -> list[Stage]:
    """The way of a case, for the stage bar."""
    here = STAGES.index(now)
    states = [
        StageState.DONE if place < here else StageState.NOW if place == here else StageState.AHEAD
        for place in range(len(STAGES))
    ]
    return [
        Stage(stage, word("stage", stage), state)
        for stage, state in zip(STAGES, states, strict=True)
    ]
