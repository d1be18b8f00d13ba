"""The data file is damaged: a supervisor can have what is readable put into a new vault."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout

from intake_app.formats import format_number
from intake_app.i18n import _, language, ngettext
from intake_app.integrity import service as integrity
from intake_app.integrity.service import Salvaged
from intake_app.packs.model import Pack
from intake_app.session import Session
from ui.buttons import Button, Kind
from ui.fields.message_bar import ProgressPanel
from ui.icons import put_icon
from ui.messages import Messages
from ui.plain import ElidedLabel, PlainLabel, repolish
from ui.sign_in.login_list import LoginLine
from ui.sign_in.supervisor_decision import SupervisorDecision
from ui.tasks import Cancelled, Progress, Tasks
from ui.tokens import M, Text

Salvage = Callable[..., tuple[Session, Salvaged]]


class DamagePage(SupervisorDecision):
    """The data file of the vault in ``folder`` is damaged. ``salvage`` is the service."""

    def __init__(
        self,
        folder: Path,
        packs: Mapping[str, Pack],
        tasks: Tasks,
        messages: Messages,
        line: LoginLine,
        *,
        salvage: Salvage = integrity.salvage,
    ) -> None:
        super().__init__(line, tasks)
        self._folder, self._packs, self._messages, self._salvage = folder, packs, messages, salvage
        self._target: Path | None = None
        self._found: Salvaged | None = None
        self._progress: Progress | None = None
        self.where, self.place = PlainLabel(Text.LABEL), ElidedLabel()
        self.choose = Button(Kind.PLAIN, "folder-open")
        self.panel = ProgressPanel()
        row = QHBoxLayout()
        row.setSpacing(M)
        row.addWidget(self.place, 1)
        row.addWidget(self.choose)
        self.answer.addWidget(self.where)
        self.answer.addLayout(row)
        self.column.insertWidget(self.column.indexOf(self.card) + 1, self.panel)
        for widget in (self.where, self.place, self.choose):
            widget.setVisible(self.may_decide)
        put_icon(self.go, "archive")
        self.choose.clicked.connect(self.choose_folder)
        self.panel.cancelled.connect(self._cancel)
        self.retranslate()

    def retranslate(self) -> None:
        """Every text of the page."""
        super().retranslate()
        if self._found:
            self.title.setText(_("The new vault is ready"))
            self.said.setText(
                _("What could be read is in the folder {folder}.").format(folder=self._target)
            )
        else:
            self.title.setText(_("The data file is damaged"))
            self.said.setText(
                _(
                    "The passphrase is right, but a part of the data file cannot be read. A disk"
                    " that begins to fail does that, or a copy that was not finished."
                )
            )
        self.where.setText(_("Folder of the new vault: a new or an empty one"))
        self.place.setText(str(self._target) if self._target else _("No folder is chosen yet."))
        self.choose.set_text(_("Choose the folder…"))
        self.go.set_text(_("Open the new vault") if self._found else _("Salvage what can be read"))
        self.facts.set_rows(self._result() if self._found else self._rows())

    def _rows(self) -> list[tuple[str, str]]:
        rows = [
            (
                _("What the program has done so far"),
                _("It has only looked at the vault. No file was changed or deleted."),
            )
        ]
        if self.may_decide:
            rows += [
                (
                    _("If you have a backup of today"),
                    _(
                        "Restore it into a new folder, and work there. That is better than a"
                        " salvage."
                    ),
                ),
                (
                    _("If you have none"),
                    _(
                        "Everything that can still be read is copied into a new vault, with the"
                        " same sign-in names and passphrases. The damaged vault stays as it is."
                    ),
                ),
            ]
        return rows

    def _result(self) -> list[tuple[str, str]]:
        found = self._found
        assert found is not None
        lost = format_number(found.lost_rows, language())
        words = ngettext("{count} row", "{count} rows", found.lost_rows).format(count=lost)
        if None in found.lost.values():
            words = _("at least {rows}; of some tables nobody can tell").format(rows=words)
        rows = [
            (_("Could be read"), _rows_in_words(found.rows)),
            (_("Lost"), words),
        ]
        if found.set_aside:
            rows.append(
                (
                    _("Set aside, because it belongs to what is lost"),
                    _rows_in_words(found.set_aside),
                )
            )
        rows.append(
            (
                _("What to do now"),
                _(
                    "Work in the new vault from now on, and compare it with the papers of the last"
                    " days. Keep the damaged one until headquarters says otherwise."
                ),
            )
        )
        return rows

    # ------------------------------------------------------------------ salvage

    def choose_folder(self) -> None:
        """Where the new vault shall lie."""
        folder = self._messages.choose_folder(_("Choose a new or empty folder for the new vault"))
        if folder is not None:
            self._target = folder
            self.retranslate()
            self.passphrase.line.setFocus()

    def submit(self) -> None:
        """Salvage, or open what was salvaged."""
        if self._found is not None and self.session is not None:
            session, self.session = self.session, None
            self.signed_in.emit(session)
        elif self._target is None:
            self.bar.warning(
                _("Choose the folder for the new vault first."),
                action=lambda: _("Choose the folder…"),
                on_action=self.choose_folder,
            )
        else:
            super().submit()

    def working_words(self) -> str:
        """While it is read."""
        return _("Reading what can be read. This can take some minutes.")

    def work(self, passphrase: str) -> None:
        """Read what can be read into the new folder, with progress and Cancel."""
        self.panel.start(self.working_words())

        def salvage(progress: Progress) -> tuple[Session, Salvaged]:
            return self._salvage(
                self._folder, self._target, self._line.id, passphrase, self._packs, progress.step
            )

        self._progress = self._tasks.long(
            self, salvage, self.panel.step, self._salvaged, self._not_salvaged
        )

    def _cancel(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    def _salvaged(self, result: tuple[Session, Salvaged]) -> None:
        self.panel.finish()
        self.session, self._found = result
        self.finished()
        for widget in (self.where, self.place, self.choose, self.how, self.passphrase, self.back):
            widget.hide()
        self.go.setProperty("kind", Kind.PRIMARY.value)
        repolish(self.go)
        put_icon(self.go, "arrow-right")
        self.retranslate()
        self.go.setFocus()

    def _not_salvaged(self, error: Exception) -> bool:
        self.panel.finish()
        if isinstance(error, Cancelled):
            self.bar.info(_("Stopped. No new vault was made; the damaged one is as it was."))
        return self.failed(error)


def _rows_in_words(count: int) -> str:
    return ngettext("{count} row", "{count} rows", count).format(
        count=format_number(count, language())
    )
