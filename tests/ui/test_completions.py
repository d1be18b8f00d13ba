"""A completer and its list go together, in whatever order Python's collection comes to them."""

from __future__ import annotations

import subprocess
import sys

from tests.faults.disk import ROOT

PROGRAM = """
import gc
from PySide6.QtWidgets import QApplication, QComboBox, QCompleter, QListView, QStyledItemDelegate
from ui.fields import completions

app = QApplication([])
gc.disable()
for _time in range(20):
    rows = QListView()  # older than its completer, so that the collection comes to it first
    combo = QComboBox(editable=True)
    completer = QCompleter(combo)
    rows.setItemDelegate(QStyledItemDelegate(rows))
    {how}
    combo.setCompleter(completer)
    combo.itself = lambda combo=combo: combo
    combo.completer_too = completer
    del rows, combo, completer
    gc.collect()
assert not completions._open
"""


def ended(how: str) -> int:
    """How a process ends that collects completers with their lists."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.format(how=how)], cwd=ROOT, capture_output=True, check=False
    ).returncode


def test_a_list_is_destroyed_once_and_with_its_completer() -> None:
    assert ended("completions.set_list(completer, rows)") == 0


def test_control_without_it_the_program_ends() -> None:
    """Once this fails, PySide has mended it, and ``ui/fields/completions.py`` can go."""
    assert ended("completer.setPopup(rows)") < 0
