"""Importing a programme: what is wrong with which line, or what is new, and why it is imported."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSplitter, QVBoxLayout

from intake_app.i18n import _, language, ngettext
from intake_app.programmes import service as programmes
from intake_app.programmes.service import LONGEST_REASON, ImportedPack, Opened
from intake_app.session import Session
from ui.buttons import Button
from ui.cards import IconLabel
from ui.cases.short_form import ShortForm
from ui.fields.text_edit import TextBlock
from ui.lists.empty_state import EmptyState
from ui.lists.list_panes import ListPanes
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.programmes.programme_changes import differences
from ui.tasks import Tasks
from ui.tokens import M, Text, Tone

QUESTIONS_NEED = 30
"""Letters of width for the questions."""

_Row = tuple[str, str, str, str]
"""What the table shows in its columns: a mistake (file, line, what), or a difference."""


class ImportForm(ShortForm):
    """Nothing is kept before **Import** is pressed. Signals: those of a page with questions."""

    help_page = "programmes"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, opened: Opened) -> None:
        super().__init__(tasks, messages)
        self._session, self._opened, self._reason = session, opened, ""
        self._rows: list[_Row] = []
        self.copy = Button(icon="copy", key="Ctrl+Shift+C")
        self.found, self.whole = IconLabel(Text.STRONG), PlainLabel(wrap=True)
        self.whole.set_selectable()
        self.list: ListPanes = ListPanes(
            tasks,
            self._columns(),
            "\x00".join,
            empty=EmptyState("book-open", lambda: _("Nothing is different.")),
        )
        self._arrange()
        self.copy.clicked.connect(self._copy)
        self.list.selected.connect(self._say_whole)
        self.retranslate()

    def _arrange(self) -> None:
        self.title.add(self.copy)
        self.form.add_widget(self.found)
        self.form.add(
            "reason",
            TextBlock(max_length=LONGEST_REASON, lines=3),
            lambda: _("Based on"),
            required=True,
            wide=True,
            helper=lambda: _("Who sent it: the letter or the circular, with its date."),
        )
        self.form.set_relevant("reason", not self._opened.mistakes)
        self.form.add_widget(self.whole)
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        for part, stretch in ((self.form, 2), (self.list, 5)):
            parts.addWidget(part)
            parts.setStretchFactor(parts.count() - 1, stretch)
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(M)
        self.form.setMinimumWidth(QUESTIONS_NEED * self.fontMetrics().averageCharWidth())
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.addWidget(parts, 1)

    # ------------------------------------------------------------------ what is in it

    def _columns(self) -> list[Column[_Row]]:
        if self._opened.mistakes:
            return [
                Column(lambda: _("Name of the file"), lambda row: row[0], 14),
                Column(lambda: _("Line"), lambda row: row[1], 6, right=True),
                Column(
                    lambda: _("What is wrong"),
                    lambda row: row[2],
                    40,
                    stretch=True,
                    icon=lambda _row: "circle-alert",
                    tone=lambda _row: Tone.DANGER,
                ),
            ]
        return [
            Column(lambda: _("Section"), lambda row: row[0], 12),
            Column(lambda: _("What"), lambda row: row[1], 16),
            Column(lambda: _("Until now"), lambda row: row[2], 12),
            Column(lambda: _("From now on"), _after, 12, stretch=True),
        ]

    def _read_rows(self) -> list[_Row]:
        opened = self._opened
        if opened.mistakes:
            return [
                (one.file, str(one.line) if one.line else "", one.wrong, "")
                for one in opened.mistakes
            ]
        if opened.pack is None:
            return []
        return [
            (one.part, one.about, one.before, one.after)
            for one in differences(opened.present, opened.pack, self._session.packs)
        ]

    def _say_whole(self, row: _Row | None) -> None:
        """The chosen line in full, since it is often longer than its column."""
        self.whole.setVisible(row is not None)
        if row is None:
            return
        if self._opened.mistakes:
            self.whole.setText(row[2])
            return
        part, about, before, after = row
        words = _("{part}, {about}: {before} → {after}")
        self.whole.setText(
            words.format(
                part=part, about=about, before=before or _("nothing"), after=after or _("nothing")
            )
        )

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(one.words() for one in self._opened.mistakes))
        self.bar.success(_("The list is copied."))

    # ------------------------------------------------------------------ importing

    def take(self) -> None:
        """What is typed."""
        self._reason = self.form.values()["reason"]

    def put(self) -> ImportedPack:
        """Import it."""
        return programmes.import_pack(self._session, self._opened, self._reason)

    def may_submit(self) -> bool:
        """Not with a mistake, nor a version that is not newer."""
        return self.save.isEnabled()

    def retranslate(self) -> None:
        """Every text of the page; what was read says itself again."""
        self._opened = programmes.judged_anew(self._session, self._opened)
        pack, wrong = self._opened.pack, len(self._opened.mistakes)
        self.title.set_title(
            _("Import a programme"), pack.label.in_(language()) if pack else self._opened.files.name
        )
        self.back.set_text(_("Back"))
        self.copy.set_text(_("Copy the list"))
        self.copy.setVisible(bool(wrong))
        self.save.set_text(_("Import"))
        self.save.set_reason(self._against())
        self._rows = self._read_rows()
        self.list.table.setAccessibleName(_("What is wrong") if wrong else _("What is different"))
        self.list.show_rows(self._rows)
        self.found.show_text(*self._found())

    def _found(self) -> tuple[str, str, Tone]:
        opened = self._opened
        if against := self._against():
            return against, "circle-alert", Tone.DANGER
        assert opened.pack is not None
        if opened.present is None:
            words = _("A new programme, version {version}.")
            return words.format(version=opened.pack.version), "circle-check", Tone.SUCCESS
        words = ngettext(
            "Version {version} instead of {present}: {count} statement is different.",
            "Version {version} instead of {present}: {count} statements are different.",
            len(self._rows),
        )
        named = {"version": opened.pack.version, "present": opened.present.version}
        return words.format(count=len(self._rows), **named), "circle-check", Tone.SUCCESS

    def _against(self) -> str:
        """Why it cannot be imported, or nothing."""
        wrong = len(self._opened.mistakes)
        if not wrong:
            return next(iter(self._opened.against().values()), "")
        words = ngettext(
            "{count} mistake. Correct it in the files, and choose the programme again.",
            "{count} mistakes. Correct them in the files, and choose the programme again.",
            wrong,
        )
        return words.format(count=wrong)


def _after(row: _Row) -> str:
    return row[3] or _("no longer")
