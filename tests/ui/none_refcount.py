"""Counts the references of None around 200 void calls into Qt, in a process of its own.

PySide6 6.12.0 on Python 3.11 and older drops one reference with each such call, until the
process dies. Run by ``test_none_refcount.py``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel

CALLS = 200


class _Empty(QAbstractTableModel):
    def rowCount(self, parent: object = None) -> int:  # noqa: N802
        return 1

    def columnCount(self, parent: object = None) -> int:  # noqa: N802
        return 1

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> None:
        return None


def drift(call: Callable[[], object]) -> int:
    """How many references of None 200 calls gained or lost."""
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        call()
    return sys.getrefcount(None) - before


def main() -> None:
    app = QApplication([])
    label, model = QLabel(), _Empty()
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    calls: dict[str, Callable[[], object]] = {
        "setText": lambda: label.setText("a"),
        "resize": lambda: label.resize(5, 5),
        "drawRect": lambda: painter.drawRect(QRectF(0, 0, 3, 3)),
        "fillRect": lambda: painter.fillRect(QRectF(0, 0, 3, 3), QColor(1, 2, 3)),
        "fill": lambda: image.fill(Qt.GlobalColor.red),
        "processEvents": app.processEvents,
        "data": lambda: model.index(0, 0).data(),
        "setToolTip": lambda: label.setToolTip("a"),
    }
    for name, call in calls.items():
        call()
        print(name, drift(call))
    kept: list[None] = []
    print("control", drift(lambda: kept.append(None)))
    painter.end()


if __name__ == "__main__":
    main()
