"""One paper that can be made now, with its two buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.i18n import _
from ui.buttons import Button
from ui.documents.papers import Paper, PapersRead
from ui.plain import Picture, PlainLabel
from ui.tokens import M, S, Text, Tone

ICONS = {
    "intake_profile": "user",
    "assessment_summary": "scale",
    "reintegration_plan": "target",
    "grant_request": "coins",
    "arrival_receipt": "receipt",
    "followup_visit": "calendar-clock",
    "closure_note": "lock",
    "quotes_comparison": "scale",
    "engagement_contract": "file-check",
    "cash_receipt": "receipt",
    "handover_certificate": "package",
    "referral_letter": "send",
    "referral_answer": "mail-check",
    "return_undertaking": "file-check",
    "survey_profile": "chart-column",
    "survey_answers": "clipboard-list",
}


class PaperLine(QWidget):
    """Signals: ``preview_wanted``, ``issue_wanted`` (Paper)."""

    preview_wanted = Signal(Paper)
    issue_wanted = Signal(Paper)

    def __init__(self, paper: Paper, read: PapersRead) -> None:
        super().__init__()
        self.paper, self._read = paper, read
        self._icon = Picture()
        self._icon.set_icon(ICONS.get(paper.kind, "file-text"), Tone.NEUTRAL)
        self._title, self._about = PlainLabel(), PlainLabel(Text.SECONDARY, wrap=True)
        self.preview, self.issue = Button(icon="eye"), Button(icon="badge-check")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._about)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, S // 2, 0, S // 2)
        row.setSpacing(M)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(self.preview)
        row.addWidget(self.issue)
        self.setFocusProxy(self.preview)
        self.preview.clicked.connect(lambda: self.preview_wanted.emit(self.paper))
        self.issue.clicked.connect(lambda: self.issue_wanted.emit(self.paper))
        self.retranslate()

    def show_read(self, read: PapersRead) -> None:
        """Say again what the paper is about; it may stand differently now."""
        self._read = read
        self.retranslate()

    def retranslate(self) -> None:
        """Every text of the line."""
        title, about = self._read.title(self.paper.kind), self._read.about_words(self.paper.about)
        self._title.setText(title)
        self._about.setText(about)
        self._about.setVisible(bool(about))
        self.preview.set_text(_("Preview"))
        self.issue.set_text(_("Issue…"))
        for button in (self.preview, self.issue):
            name = _("{action}: {paper}").format(action=button.accessibleName(), paper=title)
            button.setAccessibleName(name)
            reason = "" if self.paper.allowed else _("Only a counsellor or supervisor makes this.")
            button.set_reason(reason)
