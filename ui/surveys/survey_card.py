"""One questionnaire in a case: asking it, its rounds beside each other, the picture of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.i18n import _, language
from intake_app.instruments.model import Instrument
from intake_app.surveys.picture import pictures, round_words
from intake_app.surveys.service import Taken
from ui.buttons import Button, Kind
from ui.cards import Card, IconLabel, SectionTitle
from ui.flow import FlowLayout
from ui.plain import PlainLabel
from ui.surveys.picture_view import PictureView
from ui.tokens import XS, M, S, Text, Tone


class SurveyCard(Card):
    """``instrument`` is the newest version. Made anew whenever something changed.

    Signals: ``asked`` begin a survey; ``blank_wanted`` the empty form on paper; ``read``,
    ``corrected`` and ``taken_out`` with the id of a survey.
    """

    asked = Signal()
    blank_wanted = Signal()
    read = Signal(str)
    corrected = Signal(str)
    taken_out = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        instrument: Instrument,
        rounds: Sequence[Taken],
        reason: str,
        key: str = "",
        *,
        may_take_out: bool = True,
        gone: Sequence[str] = (),
    ) -> None:
        """``reason`` why this role may not ask, empty if it may; ``key`` begins a survey; ``gone``
        a line for each survey that was taken out of the case."""
        super().__init__(parent=parent)
        self._reason, self._may_take_out = reason, may_take_out
        self.ask = Button(Kind.PLAIN, "clipboard-list", key)
        self.blank = Button(Kind.QUIET, "printer")
        self.reading: dict[str, Button] = {}
        self.correcting: dict[str, Button] = {}
        self.taking_out: dict[str, Button] = {}
        self._add_head(instrument, rounds)
        for picture in pictures(rounds, language()):
            caption = PlainLabel(Text.SECONDARY, wrap=True, parent=self)
            caption.setText(picture.caption)
            self.body.addWidget(caption)
            self.body.addWidget(PictureView(picture))
        for one in reversed(rounds):
            self._add_round(one, instrument)
        for words in gone:
            line = IconLabel(Text.SECONDARY)
            self.body.addWidget(line)
            line.show_text(words, "undo-2", Tone.NEUTRAL)

    def _add_head(self, instrument: Instrument, rounds: Sequence[Taken]) -> None:
        title = instrument.title.in_(language())
        words, buttons = QVBoxLayout(), QWidget(self)
        words.setSpacing(XS)
        words.addWidget(SectionTitle(lambda: instrument.title.in_(language())))
        state = PlainLabel(Text.SECONDARY, wrap=True, parent=self)
        state.setText(_state(instrument, rounds))
        words.addWidget(state)
        row = FlowLayout(buttons, S)
        for button in (self.ask, self.blank):
            row.addWidget(button)
        self.ask.set_text(_("Ask again") if rounds else _("Ask the questions"))
        self.ask.setAccessibleName(f"{self.ask.text()}: {title}")
        self.ask.set_reason(self._reason)
        self.blank.set_text(_("Blank form"))
        self.blank.setAccessibleName(f"{self.blank.text()}: {title}")
        self.ask.clicked.connect(self.asked)
        self.blank.clicked.connect(self.blank_wanted)
        self.body.addLayout(words)
        self.body.addWidget(buttons)

    def _add_round(self, one: Taken, instrument: Instrument) -> None:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        label = PlainLabel(Text.BODY, wrap=True, parent=line)
        name = round_words(one, language())
        label.setText(_round_line(one, instrument))
        look, mend = Button(Kind.PLAIN, "eye"), Button(Kind.QUIET, "pencil")
        out = Button(Kind.QUIET, "undo-2")
        look.set_text(_("Read"))
        mend.set_text(_("Correct"))
        out.set_text(_("Take out"))
        for button in (look, mend, out):
            button.setAccessibleName(f"{button.text()}: {name}")
        mend.set_reason(self._reason)
        out.set_reason(
            "" if self._may_take_out else _("Only a counsellor or supervisor does this.")
        )
        survey_id = one.survey.id
        look.clicked.connect(lambda: self.read.emit(survey_id))
        mend.clicked.connect(lambda: self.corrected.emit(survey_id))
        out.clicked.connect(lambda: self.taken_out.emit(survey_id))
        self.reading[survey_id], self.correcting[survey_id] = look, mend
        self.taking_out[survey_id] = out
        row.addWidget(label, 1)
        row.addWidget(look)
        row.addSpacing(M - S)
        for button in (mend, out):
            row.addWidget(button)
        self.body.addWidget(line)


def _state(instrument: Instrument, rounds: Sequence[Taken]) -> str:
    version = _("version {version}").format(version=instrument.version)
    if not rounds:
        return _("Not asked in this case yet ({version}).").format(version=version)
    last = round_words(rounds[-1], language())
    return _("Asked last: {round} ({version} is in use).").format(round=last, version=version)


def _round_line(one: Taken, instrument: Instrument) -> str:
    name = round_words(one, language())
    if one.instrument.id == instrument.id:
        return name
    words = _("{round} · asked in the earlier version {version}")
    return words.format(round=name, version=one.instrument.version)
