"""Typing a passphrase: hidden or shown, with a word about Caps Lock and about its strength."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from intake_app.i18n import LANGUAGES, _, language
from intake_app.vault.passphrase import MINIMUM_BITS, MINIMUM_LENGTH, estimated_bits, generate
from ui.buttons import Button, IconButton, Kind
from ui.cards import Card, ChipRow, IconLabel
from ui.fields.editor import LineEditor
from ui.icons import put_icon
from ui.plain import PlainLabel
from ui.tokens import M, S, Text, Tone

MOST_LETTERS = 400
PAUSE_MS = 150
"""How long typing rests before the strength is judged: zxcvbn takes some milliseconds."""

STRONG_BITS = 80.0
_HINTS = (
    Qt.InputMethodHint.ImhHiddenText
    | Qt.InputMethodHint.ImhSensitiveData
    | Qt.InputMethodHint.ImhNoPredictiveText
    | Qt.InputMethodHint.ImhNoAutoUppercase
)


class PassphraseField(LineEditor):
    """A passphrase as it is typed: every space counts. ``eye`` shows and hides it."""

    def __init__(self) -> None:
        super().__init__(MOST_LETTERS)
        self._caps_lock = False
        self.eye = IconButton("eye")
        self.eye.setCheckable(True)
        self.eye.toggled.connect(self._show_letters)
        self.row.setSpacing(S // 2)
        self.row.addWidget(self.eye)
        self.line.installEventFilter(self)
        self._show_letters(shown=False)

    def value(self) -> str:
        """The passphrase letter by letter."""
        return self.line.text()

    def set_value(self, value: str | None) -> None:
        """Put in this passphrase."""
        self.line.setText(value or "")

    def hide_letters(self) -> None:
        """Back to dots."""
        self.eye.setChecked(False)

    def note(self) -> str:
        """Says so while Caps Lock seems to be on."""
        return _("Caps Lock is on.") if self._caps_lock else ""

    def set_read_only(self, read_only: bool) -> None:
        """While it is being tried."""
        self.line.setReadOnly(read_only)

    def retranslate(self) -> None:
        """The name of the eye."""
        shown = self.eye.isChecked()
        self.eye.set_name(_("Hide the passphrase") if shown else _("Show the passphrase"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Qt does not tell the state of Caps Lock, but a capital without Shift gives it away."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self._notice_caps_lock(event)
        return super().eventFilter(watched, event)

    def _notice_caps_lock(self, event: QKeyEvent) -> None:
        letter = event.text()
        caps_lock = self._caps_lock
        if event.key() == Qt.Key.Key_CapsLock:
            caps_lock = False
        elif len(letter) == 1 and letter.upper() != letter.lower():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            caps_lock = letter.isupper() != shifted
        if caps_lock != self._caps_lock:
            self._caps_lock = caps_lock
            self.note_changed.emit(self.note())

    def _show_letters(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.line.setEchoMode(mode)
        self.line.setInputMethodHints(_HINTS)
        put_icon(self.eye, "eye-off" if shown else "eye")
        self.retranslate()


def strength(passphrase: str) -> tuple[str, Tone, str]:
    """Icon, tone and word for how well a passphrase resists guessing; no word for no letters."""
    if not passphrase:
        return "circle-dashed", Tone.NEUTRAL, ""
    bits = estimated_bits(passphrase)
    if bits < MINIMUM_BITS / 2:
        return "circle-alert", Tone.DANGER, _("Easy to guess")
    if bits < MINIMUM_BITS:
        return "triangle-alert", Tone.WARNING, _("Could be guessed")
    if len(passphrase) < MINIMUM_LENGTH:
        return "triangle-alert", Tone.WARNING, _("Too short")
    if bits < STRONG_BITS:
        return "circle-check", Tone.SUCCESS, _("Good")
    return "circle-check", Tone.SUCCESS, _("Very good")


class NewPassphraseField(PassphraseField):
    """A passphrase that is being chosen; ``verdict`` says in a word how strong it is."""

    def __init__(self) -> None:
        super().__init__()
        self.verdict = ChipRow()
        self.row.insertWidget(1, self.verdict, 0, Qt.AlignmentFlag.AlignVCenter)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.judge)
        self.line.textEdited.connect(lambda _text: self._pause.start())
        self.judge()

    def set_value(self, value: str | None) -> None:
        """Put in this passphrase and judge it at once."""
        super().set_value(value)
        self.judge()

    def judge(self) -> None:
        """Say how strong the passphrase is now."""
        icon, tone, word = strength(self.value())
        self.verdict.set_chips([(icon, tone, word)] if word else [])

    def retranslate(self) -> None:
        """The word in the language of today."""
        super().retranslate()
        if hasattr(self, "verdict"):
            self.judge()


class SuggestedPassphrase(QWidget):
    """Makes up a passphrase and shows it big enough to be copied onto paper.

    Signals: ``suggested`` the passphrase.
    """

    suggested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.suggest = Button(Kind.PLAIN, "key-round")
        self.another = Button(Kind.QUIET, "refresh-cw")
        self.words = PlainLabel(Text.TITLE, wrap=True)
        self.words.set_selectable()
        self.words.setMinimumHeight(1)  # its height follows its width, not its narrowest shape
        self.advice = IconLabel()
        self.paper = Card(M)
        self.paper.body.setSpacing(S)
        row = QHBoxLayout()
        row.setSpacing(M)
        row.addWidget(self.words, 1)
        row.addWidget(self.another)
        self.paper.body.addLayout(row)
        self.paper.body.addWidget(self.advice)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.suggest, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.paper)
        self.suggest.clicked.connect(self.make_up)
        self.another.clicked.connect(self.make_up)
        self.forget()

    def make_up(self) -> None:
        """Another one, in the language of the screen."""
        spoken = language() if language() in LANGUAGES else LANGUAGES[0]
        self.words.setText(generate(spoken))
        self.paper.show()
        self.suggest.hide()
        self.retranslate()
        self.suggested.emit(self.words.text())

    def forget(self) -> None:
        """Take the passphrase off the screen."""
        self.words.setText("")
        self.paper.hide()
        self.suggest.show()
        self.retranslate()

    def retranslate(self) -> None:
        """The advice and the button."""
        self.suggest.set_text(_("Suggest a passphrase"))
        self.another.set_text(_("Another one"))
        self.words.setAccessibleName(
            _("Suggested passphrase: {words}").format(words=self.words.text())
        )
        self.advice.show_text(
            _("Write it on paper and keep the paper locked away. Nobody can look it up later."),
            "pencil",
        )

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
