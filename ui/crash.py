"""When the program itself fails: say so, keep running, and show nothing about any person.

The technical text has the kinds of errors and the lines of the program only. Messages of errors
are left out on purpose: ``int("Abdul")`` puts the name into its message.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from intake_app import __version__
from intake_app.i18n import _
from ui.buttons import Button, Kind
from ui.plain import PlainLabel
from ui.tokens import XL, L, M, S, Text

_log = logging.getLogger(__name__)


def technical_text(error: BaseException) -> str:
    """Kinds of errors and ``module:line`` of each step, oldest cause first; no values."""
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or link.__context__
    lines = [f"Intake Desk {__version__}, Python {sys.version.split()[0]}, {sys.platform}"]
    for each in reversed(chain):
        lines.append(f"{type(each).__module__}.{type(each).__qualname__}")
        for frame, line in traceback.walk_tb(each.__traceback__):
            module = frame.f_globals.get("__name__", "?")
            lines.append(f"  {module}:{line} {frame.f_code.co_name}")
    return "\n".join(lines)


class CrashWindow(QDialog):
    """Says that the program failed and offers the technical text; the program goes on."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head, self._body = PlainLabel(Text.SECTION, wrap=True), PlainLabel(wrap=True)
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setPlainText(technical_text(error))
        self.copy = Button(Kind.PLAIN, "copy")
        self.go_on = Button(Kind.PRIMARY)
        self.copy.clicked.connect(self._copy)
        self.go_on.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.setSpacing(S)
        row.addWidget(self.copy)
        row.addStretch(1)
        row.addWidget(self.go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(XL, XL, XL, L)
        column.setSpacing(M)
        for widget in (self._head, self._body, self.details):
            column.addWidget(widget)
        column.addLayout(row)
        self.go_on.setDefault(True)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 64)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text."""
        self.setWindowTitle(_("A fault in the program"))
        self._head.setText(_("A fault in the program"))
        self._body.setText(
            _(
                "The last step was not done. What was saved before is safe. You can go on working;"
                " if it happens again, close the program and open it anew. The technical text"
                " below names places in the program only, nothing about any person."
            )
        )
        self.details.setAccessibleName(_("Technical text"))
        self.copy.set_text(_("Copy technical text"))
        self.go_on.set_text(_("Go on"))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())


class _Watch(QObject):
    """Brings errors from wherever they happen to the thread of the windows, one at a time."""

    _failed = Signal(object)

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__()
        self._parent = parent
        self._open = False
        self._failed.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def report(self, error: BaseException) -> None:
        """Write the places into the log and open the window."""
        _log.error("%s", technical_text(error))
        self._failed.emit(error)

    def _show(self, error: BaseException) -> None:
        if self._open:  # one window is enough, however often a timer fails
            return
        self._open = True
        try:
            window = CrashWindow(error, self._parent)
            window.exec()
            window.deleteLater()
        finally:
            self._open = False


def install(parent: QWidget | None) -> None:
    """Catch every error that nobody caught, also in other threads."""
    watch = _Watch(parent)

    def uncaught(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        watch.report(error.with_traceback(trace))

    def uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            watch.report(args.exc_value)

    sys.excepthook = uncaught
    threading.excepthook = uncaught_in_thread
