"""The program's look and language for every test of a screen, and its helpers without threads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from ui.language import Language
from ui.style import dress


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> QApplication:
    """The light look at 100 % in English, whatever the test before did."""
    QLocale.setDefault(QLocale("en_GB"))
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
