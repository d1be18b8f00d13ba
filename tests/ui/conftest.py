"""The program's look and language for every test of a screen, and its helpers without threads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale
from PySide6.QtWidgets import QApplication

from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from ui.language import Language
from ui.style import dress


@pytest.fixture(scope="session")
def standard_look(qapp: QApplication) -> str:
    """The widget rules of the light look at 100 %."""
    dress(qapp, dark=False)
    return qapp.styleSheet()


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication, standard_look: str) -> QApplication:
    """The light look at 100 % in English, whatever the test before did."""
    # Widgets of the test before wait for an event loop to be deleted in; do not dress them again.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QLocale.setDefault(QLocale("en_GB"))
    if qapp.styleSheet() != standard_look:
        dress(qapp, dark=False)
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
