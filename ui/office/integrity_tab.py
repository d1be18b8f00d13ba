"""Is the vault whole? The last check, a new one beside the work, and what was found."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.errors import IntakeError, VaultClosed
from intake_app.formats import format_moment, format_number
from intake_app.i18n import _, language
from intake_app.integrity import service as integrity
from intake_app.integrity.model import Report, sentence
from intake_app.session import Session
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cards import Card, IconLabel, KeyValues
from ui.cases.days import local_moment
from ui.fields.message_bar import MessageBar, ProgressPanel
from ui.flow import clear_layout
from ui.lists.empty_state import EmptyState
from ui.office.vault_check import VaultCheck
from ui.plain import PlainLabel
from ui.screen import Screen
from ui.sign_in.gate_page import scrolling
from ui.tasks import Cancelled, Tasks
from ui.tokens import XL, L, M, S, Text, Tone

_MOST_NAMED = 12


class IntegrityTab(Screen):
    """For supervisors. Signals: ``salvage_wanted`` what is readable shall go into a new vault."""

    help_page = "integrity"
    salvage_wanted = Signal()

    def __init__(self, session: Session, tasks: Tasks) -> None:
        super().__init__()
        self._session, self._tasks = session, tasks
        self._report: Report | None = None
        self.check = VaultCheck(session, tasks)
        self.bar, self.note = MessageBar(), PlainLabel(wrap=True)
        self.run, self.salvage = Button(Kind.PRIMARY, "shield-check"), Button(icon="archive")
        self.panel = ProgressPanel()
        self.verdict, self.facts = IconLabel(Text.STRONG), KeyValues(4)
        self.found, self.advice = QVBoxLayout(), PlainLabel(wrap=True)
        self.forbidden = EmptyState("lock", lambda: _("Only a supervisor reads what was found."))
        self._arrange()
        self.bar.faded.connect(self.status_changed)
        self.run.clicked.connect(self._run)
        self.salvage.clicked.connect(self.salvage_wanted)
        self.panel.cancelled.connect(self.check.cancel)
        self.check.stepped.connect(self.panel.step)
        self.check.ended.connect(self._ended)
        self.retranslate()

    def _arrange(self) -> None:
        page, inside = QWidget(), QWidget()
        column, head, card = QVBoxLayout(page), QHBoxLayout(), Card(XL)
        head.setSpacing(L)
        head.addWidget(self.note, 1)
        head.addWidget(self.run, 0, Qt.AlignmentFlag.AlignTop)
        self.found.setSpacing(S)
        card.body.setSpacing(M)
        card.body.addWidget(self.verdict)
        card.body.addLayout(self.found)
        card.body.addWidget(self.advice)
        card.body.addWidget(self.salvage, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addWidget(self.facts)
        below = QVBoxLayout(inside)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(card)
        below.addStretch(1)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.bar)
        column.addLayout(head)
        column.addWidget(self.panel)
        column.addWidget(scrolling(inside), 1)
        self._pages = QStackedWidget()
        self._pages.addWidget(page)
        self._pages.addWidget(self.forbidden)
        self._pages.setCurrentIndex(0 if self._may else 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, M, 0, 0)
        whole.addWidget(self._pages)
        self.setFocusProxy(self.run)

    @property
    def _may(self) -> bool:
        return self._session.may(Act.VAULT_SALVAGED)

    def retranslate(self) -> None:
        """Set every text."""
        self.note.setText(
            _(
                "Once a day, and after every crash, the program checks every page, the audit log"
                " and every record, while you work."
            )
        )
        self.run.set_text(_("Check now"))
        self.salvage.set_text(_("Salvage into a new vault…"))
        self._show()

    def reload(self) -> None:
        """Read what the last check found."""
        if self._may:
            self._tasks.read(self, lambda: integrity.last_report(self._session), self._take)

    def _take(self, report: Report | None) -> None:
        self._report = report
        self._show()

    def _show(self) -> None:
        report = self._report
        clear_layout(self.found)
        self.facts.setVisible(report is not None)
        self.advice.setVisible(report is not None and not report.is_whole)
        self.salvage.setVisible(report is not None and report.is_damaged)
        if report is None:
            self.verdict.show_text(
                _("This vault has not been checked yet. Press “Check now”."), "info", Tone.ACCENT
            )
            return
        if report.is_whole:
            self.verdict.show_text(_("The vault is whole."), "circle-check", Tone.SUCCESS)
        else:
            self.verdict.show_text(_("Something is wrong."), "circle-alert", Tone.DANGER)
        self._show_found(report)
        self.advice.setText(_advice(report))
        self.facts.set_rows(_facts(report))

    def _show_found(self, report: Report) -> None:
        for finding in report.findings:
            line = PlainLabel(wrap=True)
            line.setText(sentence(finding))
            self.found.addWidget(line)
            if finding.records:
                named = PlainLabel(Text.SECONDARY, wrap=True)
                ids = [
                    f"{word('record', kind)} {id_[:8]}"
                    for kind, id_ in finding.records[:_MOST_NAMED]
                ]
                named.setText(", ".join(ids))
                named.set_selectable()
                self.found.addWidget(named)

    # ------------------------------------------------------------------ checking

    def _run(self) -> None:
        self.bar.clear()
        self.panel.start(_("Checking the vault"))
        self.run.set_reason(_("The vault is being checked."))
        self.check.run()

    def _ended(self, outcome: object) -> None:
        self.panel.finish()
        self.run.set_reason("")
        if isinstance(outcome, Report):
            self._take(outcome)
        elif isinstance(outcome, Cancelled | VaultClosed):
            self.bar.info(_("Stopped. The check was not finished."))
        elif isinstance(outcome, IntakeError):
            self.bar.error(outcome.sentence)


def _advice(report: Report) -> str:
    if report.is_damaged:
        return _(
            "Work no more in this vault. Put back a backup of today if you have one; else salvage"
            " what can be read. Begin with another disk: this one may be failing."
        )
    return _(
        "Leave the vault as it is and tell headquarters what stands here. If you have a backup,"
        " keep it: it shows what the records were."
    )


def _facts(report: Report) -> list[tuple[str, str]]:
    counts = (
        (_("Pages"), report.pages),
        (_("Lines of the audit log"), report.lines),
        (_("Records"), report.records),
    )
    return [
        (_("Last check"), format_moment(local_moment(report.at), language())),
        *((name, format_number(count, language())) for name, count in counts),
    ]
