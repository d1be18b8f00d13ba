"""The list that a completer opens, kept safe from Python's collection of garbage.

A ``QCompleter`` destroys its list in its own destructor. If the collection finds both among its
garbage and comes to the list first, it destroys the list as well, and Qt ends the program (PySide
6.11; ``tests/ui/test_completions.py`` shows it). So the list is kept out of its sight until the
completer is gone.
"""

from __future__ import annotations

from PySide6.QtWidgets import QCompleter, QListView

_open: dict[object, QListView] = {}


def set_list(completer: QCompleter, rows: QListView) -> None:
    """From now on the completer shows its proposals in ``rows``, and destroys it at its end."""
    completer.setPopup(rows)
    key = object()
    _open[key] = rows
    completer.destroyed.connect(lambda *_gone: _open.pop(key, None))
