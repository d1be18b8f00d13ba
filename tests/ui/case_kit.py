"""Opening the screens of a case in a test, and cases that have come some way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, TypeVar

from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.cases.consent import Consent, Purpose
from intake_app.cases.model import CaseFile
from intake_app.packs.model import Dimension
from intake_app.people.model import Person
from intake_app.plans import service as plans
from intake_app.plans.model import Activity, BudgetLine, Goal, Level, LineForm, Plan
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Provider
from intake_app.session import Session
from intake_app.values import Money, new_id
from tests.conftest import SignIn
from tests.core.test_case_journey import a_plan, opened_case
from tests.factories import a_consent, a_provider
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from ui.screen import Screen

S = TypeVar("S", bound=Screen)


@dataclass
class Desk:
    """Opens pages as the window does: read when shown, read again when something was saved."""

    qtbot: QtBot
    tasks: DirectTasks
    messages: ScriptedMessages

    def open(self, page: type[S], session: Session, case: CaseFile) -> S:
        """Show a page of a case."""
        make: Any = page
        screen: S = make(session, self.tasks, self.messages, case.id)
        self.qtbot.addWidget(screen)
        self.tasks.changed.connect(screen.reload)
        screen.resize(1150, 640)
        with self.qtbot.waitActive(screen):  # keys reach the active window only
            screen.show()
            screen.activateWindow()
        screen.reload()
        return screen

    def close(self, screen: Screen) -> None:
        """Put a page away, as the window does when somebody leaves."""
        self.tasks.changed.disconnect(screen.reload)
        screen.hide()


def new_case(sign_in: SignIn) -> tuple[Person, CaseFile]:
    """A case that reception has just opened."""
    return opened_case(sign_in(Role.RECEPTION))


def saved_plan(session: Session, case: CaseFile, minor: int = 120_000) -> Plan:
    """A complete draft with one goal and one line of 1,200 EUR in kind."""
    return plans.save_plan(session, a_plan(session, case, minor))


def approved_plan(sign_in: SignIn, case: CaseFile, minor: int = 120_000) -> Plan:
    """The same plan, sent and approved by two different people."""
    counsellor = sign_in(Role.COUNSELLOR)
    plan = plans.submit_plan(counsellor, saved_plan(counsellor, case, minor).id)
    return plans.approve_plan(sign_in(Role.SUPERVISOR), plan.id)


def a_goal(text: str = "Atelier de couture", **changes: Any) -> Goal:
    """An economic goal without activities."""
    return replace(Goal(new_id(), Dimension.ECONOMIC, Level.INDIVIDUAL, text), **changes)


def an_activity(text: str = "Formation", **changes: Any) -> Activity:
    """An activity that nobody sees to yet."""
    return replace(Activity(new_id(), text), **changes)


def a_line(text: str, major: str, package: str = "post_return") -> BudgetLine:
    """A line in kind of so many euros."""
    return BudgetLine(new_id(), package, text, Money.of(major, "EUR"), LineForm.IN_KIND)


def a_service(session: Session, **changes: Any) -> Provider:
    """An entry of the directory."""
    return referrals.save_provider(session, a_provider(**changes))


def agreed(session: Session, person: Person, provider: Provider) -> Consent:
    """The person lets this service know of them."""
    consent = a_consent(person, purpose=Purpose.SHARING, recipient_id=provider.id)
    return cases.give_consent(session, consent)
