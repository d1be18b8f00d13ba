"""The program's look and language for every test of a screen, and its helpers without threads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale
from PySide6.QtWidgets import QApplication

from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from ui.language import Language, load_qt_texts
from ui.style import dress

MEASURED = frozenset({"test_every_size.py", "test_every_name.py", "test_style.py"})
"""Files of tests that look at sizes and colours."""


@pytest.fixture(scope="session")
def standard_look(qapp: QApplication) -> str:
    """The widget rules of the light look at 100 %."""
    dress(qapp, dark=False)
    return qapp.styleSheet()


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, standard_look: str, request: pytest.FixtureRequest) -> QApplication:
    """The light look at 100 % in English, whatever the test before did.

    Most tests ask what is said and what happens; without the widget rules a screen takes half the
    time to make. Those that measure have them, and so have the journeys.
    """
    # Widgets of the test before wait for an event loop to be deleted in; do not dress them again.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QLocale.setDefault(QLocale("en_GB"))
    load_qt_texts(qapp, "en")
    look = standard_look if request.path.name in MEASURED else ""
    if not look and qapp.styleSheet() == standard_look:
        qapp.setStyleSheet("")
    elif qapp.styleSheet() != look:
        dress(qapp, dark=False)
        if not look:
            qapp.setStyleSheet("")
    return qapp


@pytest.fixture
def screen_language(qapp: QApplication) -> Iterator[Language]:
    """Switches the language of the windows; back in English afterwards."""
    language = Language(qapp)
    yield language
    language.switch("en")
    language.deleteLater()


@pytest.fixture
def tasks() -> Iterator[DirectTasks]:
    """Tasks without a thread. The clerk must not have seen an error that the test did not expect.

    A test that expects one takes it out of ``tasks.errors``.
    """
    direct = DirectTasks()
    yield direct
    assert direct.errors == []


@pytest.fixture
def messages() -> ScriptedMessages:
    """Questions answered by the test: ``messages.answers = [True]``."""
    return ScriptedMessages()
