"""A colleague of a programme's office at the real window, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.packs.model import Pack
from intake_app.session import Session
from tests.conftest import SignIn
from tests.core.journey_kit import Office
from tests.journeys.hands import at_the_window
from tests.ui.conftest import dressed, standard_look, tasks
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import words_on
from ui.demo.tour import Tour

__all__ = ["Desk", "desk", "dressed", "messages", "said", "session_of", "standard_look", "tasks"]


class WillingMessages(ScriptedMessages):
    """Says yes where the window asks whether it should; texts are prepared by the test."""

    def ask(self, title: str, text: str, yes: str, no: str, *, danger: bool = False) -> bool:
        self.asked.append(title)
        return True


@dataclass
class Desk:
    """Who sits down has the window to themselves; what is asked is answered by the test."""

    qtbot: QtBot
    office: Office
    tasks: DirectTasks
    messages: WillingMessages
    packs: Mapping[str, Pack]

    @contextmanager
    def taken_by(self, role: Role) -> Iterator[Tour]:
        """The window of a colleague, and the steps that they take in it."""
        session = self.office.anew(role)
        with at_the_window(self.qtbot, session, self.tasks, self.messages, self.packs) as hands:
            yield Tour(hands.window, lambda _said: None, self.messages)  # type: ignore[arg-type]
        self.office.anew(role)  # the window has locked the vault


def session_of(tour: Tour) -> Session:
    """Who is signed in at the window."""
    assert tour.window.session is not None
    return tour.window.session


def said(widget: QWidget) -> str:
    """Every word that can be read on a page, on one line."""
    return " ".join(words_on(widget))


@pytest.fixture
def messages() -> WillingMessages:
    """Answers to what the window asks."""
    return WillingMessages()


@pytest.fixture
def desk(
    qtbot: QtBot,
    sign_in: SignIn,
    tasks: DirectTasks,
    messages: WillingMessages,
    packs: Mapping[str, Pack],
) -> Desk:
    """A desk with three colleagues and one window."""
    return Desk(qtbot, Office(sign_in), tasks, messages, packs)
