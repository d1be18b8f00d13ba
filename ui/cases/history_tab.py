"""What was done in a case, by whom and when: the lines of the audit log about its records."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from intake_app.acts import Act
from intake_app.attachments.service import attachments_of, removed_from
from intake_app.cases.service import HistoryLine, history, reload_case
from intake_app.documents.service import documents_of
from intake_app.grants.service import grants_of
from intake_app.i18n import _, ngettext
from intake_app.needs.service import items_of
from intake_app.notes.service import notes_about
from intake_app.plans.service import plans_of
from intake_app.referrals.service import referrals_of
from intake_app.session import Session
from intake_app.words import word
from ui.cards import Card
from ui.cases.days import moment_words
from ui.fields.text_edit import Tick
from ui.lists.paged_model import Column, PagedModel
from ui.lists.row_table import RowTable
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.screen import Screen
from ui.tasks import Tasks
from ui.tokens import M, Text

_LOOKING = {
    Act.CASE_VIEWED,
    Act.PERSON_VIEWED,
    Act.DOCUMENT_PREVIEWED,
    Act.DOCUMENT_VIEWED,
    Act.NOTE_READ,
}

_ICONS = {
    "person": "user",
    "household": "users",
    "consent": "hand-heart",
    "case": "folder-open",
    "plan": "target",
    "grant": "coins",
    "item": "package",
    "referral": "send",
    "document": "file-text",
    "note": "lock",
    "letter": "mail",
}


class HistoryTab(Screen):
    """The newest line first. Signals: those of a screen."""

    help_page = "reception"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, case_id: str) -> None:
        super().__init__()
        self._session, self._tasks = session, tasks
        self._case_id = case_id
        self._lines: Sequence[HistoryLine] = ()
        self.count = PlainLabel(Text.SECONDARY)
        self.looking = Tick(lambda: _("Also who looked at the case or a paper"))
        self.model: PagedModel[tuple[int, HistoryLine]] = PagedModel(
            tasks, self._columns(), lambda row: str(row[0])
        )
        self.table = RowTable(self.model)
        self._build()
        self.looking.edited.connect(self._show_lines)
        self.retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.count, 1)
        head.addWidget(self.looking)
        card = Card(margin=1)
        card.body.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addLayout(head)
        column.addWidget(card, 1)
        self.setFocusProxy(self.table)

    def _columns(self) -> list[Column[tuple[int, HistoryLine]]]:
        clock = self._session.clock
        return [
            Column(lambda: _("When"), lambda row: moment_words(row[1].at, clock()), width=34),
            Column(
                lambda: _("What"),
                lambda row: word("act", row[1].act),
                width=36,
                stretch=True,
                icon=lambda row: _ICONS.get(row[1].act.split(".")[0], "circle"),
            ),
            Column(lambda: _("Who"), lambda row: row[1].who, width=28),
        ]

    def reload(self) -> None:
        """Read the lines again."""
        session, case_id = self._session, self._case_id
        self._tasks.read(self, lambda: _read(session, case_id), self._show)

    def _show(self, lines: Sequence[HistoryLine]) -> None:
        self._lines = lines
        self._show_lines()

    def _show_lines(self) -> None:
        shown = [line for line in self._lines if self.looking.value() or line.act not in _LOOKING]
        self.model.show_rows(list(enumerate(reversed(shown))))
        words = ngettext("{count} entry", "{count} entries", len(shown))
        self.count.setText(words.format(count=len(shown)))

    def retranslate(self) -> None:
        """Every text of the tab; the table says its cells again by itself."""
        self.table.setAccessibleName(_("History of the case"))
        self._show_lines()


def _read(session: Session, case_id: str) -> list[HistoryLine]:
    view = reload_case(session, case_id)
    records: list[str] = [case_id, view.person.id]
    records += [one.id for one in view.consents]
    records += [one.id for one in plans_of(session, case_id)]
    records += [one.id for one in grants_of(session, case_id)]
    for item in items_of(session, case_id):
        records += [item.id, item.round_id] if item.round_id else [item.id]
    records += [one.id for one in referrals_of(session, case_id)]
    records += [one.id for one in documents_of(session, case_id)]
    records += [one.attachment.id for one in attachments_of(session, view.person.id)]
    records += [one.id for one in removed_from(session, view.person.id)]
    if session.may(Act.NOTE_READ):  # that there are any is not for everybody
        records += [one.id for one in notes_about(session, view.person.id)]
    return history(session, records)
