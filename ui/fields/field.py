"""One question of a form: its label, its editor, and under it what is wrong or understood."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.i18n import _, said_again
from ui.buttons import IconButton
from ui.cards import IconLabel
from ui.fields.editor import Editor
from ui.icons import put_icon
from ui.plain import PlainLabel, Words, action_text
from ui.tokens import XS, Text, Tone

PIN_KEY = "Ctrl+Shift+P"


class Field(QWidget):
    """A label above an editor, and one line under it.

    The line shows the mistake if there is one, else what was understood, else the helper text.
    ``pinned`` None means that the answer cannot be kept for the next form.

    Signals: ``pinned_changed`` the clerk pressed the pin.
    """

    pinned_changed = Signal(bool)

    def __init__(
        self,
        editor: Editor,
        label: Words,
        *,
        required: bool = False,
        helper: Words | None = None,
        pinned: bool | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self.required = required
        self.relevant = True
        self._label_words, self._helper = label, helper
        self._mistake = ""
        self.label = PlainLabel(Text.LABEL, wrap=True, parent=self)
        self.label.setBuddy(editor.focus_target())
        self._note: IconLabel | None = None
        self.pin = None if pinned is None else IconButton("pin", parent=self)
        self._build(pinned=bool(pinned))
        self.setFocusProxy(editor.focus_target())
        editor.note_changed.connect(self._show_note)
        self.retranslate()

    def _build(self, *, pinned: bool) -> None:
        """Only what the question needs: a form has dozens, and each widget takes its time."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(XS)
        self._column.addWidget(self.label)
        if self.pin is None:
            self._column.addWidget(self.editor)
        else:
            row = QHBoxLayout()
            row.setSpacing(XS)
            row.addWidget(self.editor, 1)
            row.addWidget(self.pin, 0, Qt.AlignmentFlag.AlignTop)
            self._column.addLayout(row)
            self._build_pin(self.pin, pinned=pinned)
        self._column.addStretch(1)

    def _build_pin(self, pin: IconButton, *, pinned: bool) -> None:
        pin.setCheckable(True)
        pin.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the key is there; Tab stays short
        pin.setVisible(False)
        policy = pin.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        pin.setSizePolicy(policy)
        pin.toggled.connect(self._show_pin)
        pin.clicked.connect(self.pinned_changed)
        pin.setChecked(pinned)
        key = QShortcut(QKeySequence(PIN_KEY), self)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(pin.click)

    @property
    def note(self) -> IconLabel:
        """The line under the editor, which is built when it is needed first."""
        if self._note is None:
            self._note = IconLabel(parent=self)
            self._column.insertWidget(2, self._note)
        return self._note

    def label_text(self) -> str:
        """The question without its asterisk."""
        return self._label_words()

    def is_pinned(self) -> bool:
        """True if the answer is kept for the next form."""
        return self.pin is not None and self.pin.isChecked()

    def set_pinned(self, pinned: bool) -> None:  # noqa: FBT001 - as Qt's setChecked
        """Put the pin on or take it off, where there is one."""
        if self.pin is not None:
            self.pin.setChecked(pinned)

    def wrong(self) -> str:
        """What the form itself finds wrong with the answer, or an empty text."""
        if problem := self.editor.problem():
            return problem
        return _("Please fill this in.") if self.required and self.editor.is_empty() else ""

    def show_mistake(self, sentence: str) -> None:
        """Show what is wrong; an empty sentence takes it away."""
        self._mistake = sentence
        self.editor.set_wrong(bool(sentence))
        self._show_note()

    def mistake(self) -> str:
        """The sentence that is shown as wrong, or an empty text."""
        return self._mistake

    def retranslate(self) -> None:
        """Label, helper text and the names for a screen reader."""
        text = action_text(self._label_words())
        self.label.setText(f"{text}\u00a0*" if self.required else text)
        self._mistake = said_again(self._mistake)
        if self.pin is not None:
            self.pin.set_name(_("Keep for the next person ({key})").format(key=PIN_KEY))
        self._show_note()

    def _show_note(self) -> None:
        helper = self._helper() if self._helper else ""
        understood = self.editor.note()
        mistake = self.mistake()
        if mistake:
            self.note.show_text(mistake, "circle-alert", Tone.DANGER)
        elif understood:
            self.note.show_text(understood, "check", Tone.SUCCESS)
        elif helper or self._note is not None:
            self.note.show_text(helper)
        if self._note is not None:
            self._note.setVisible(bool(mistake or understood or helper))
        required = _("Required.") if self.required else ""
        said = " ".join(part for part in (required, mistake or helper) if part)
        self.editor.set_names(self._label_words(), said)

    def _show_pin(self) -> None:
        if self.pin is not None:
            pinned = self.pin.isChecked()
            put_icon(self.pin, "pin", Tone.ACCENT if pinned else None)
            self.pin.setVisible(pinned or self.underMouse())

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's name
        """The pin appears under the mouse."""
        if self.pin is not None:
            self.pin.setVisible(True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """An unused pin goes away."""
        if self.pin is not None:
            self.pin.setVisible(self.is_pinned())
        super().leaveEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
