"""A child arrives alone: what stops the work says so where somebody tries to go on, until the
assessment is made, somebody else has verified the family, the counterpart abroad has answered and
the determination is confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.cases import service as cases
from intake_app.cases.consent import Purpose
from intake_app.cases.model import CaseFile
from intake_app.children import service as children
from intake_app.children.model import EntryKind
from intake_app.errors import NotAllowed
from intake_app.followups import service as followups
from intake_app.grants import service as grants
from intake_app.grants.model import GrantState
from intake_app.packs.model import Pack
from intake_app.people import service as people
from intake_app.plans import service as plans
from intake_app.plans.model import LineForm, PlanState
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Provider
from intake_app.screening import service as screening
from intake_app.screening.safeguards import ChildFacts, Standing
from intake_app.search import Question, find
from intake_app.session import Session
from intake_app.values import Money
from tests.conftest import SignIn
from tests.core.test_case_journey import a_plan, a_request
from tests.factories import TODAY, a_consent, a_provider
from tests.journeys.hands import Hands, at_the_window
from tests.ui.case_kit import Desk
from tests.ui.conftest import dressed, messages, standard_look, tasks
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import words_on
from ui.approvals.approvals_screen import ApprovalsScreen
from ui.buttons import Button
from ui.cases.case_screen import CaseScreen
from ui.children.child_part import ChildPart
from ui.children.child_tab import ChildTab
from ui.plans.plan_tab import PlanTab
from ui.referrals.referral_form import ReferralForm
from ui.referrals.referrals_tab import ReferralsTab
from ui.screening.screening_form import ScreeningForm
from ui.screening.screening_tab import ScreeningTab
from ui.tokens import Tone

__all__ = ["dressed", "messages", "standard_look", "tasks"]


@pytest.fixture
def desk(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> Desk:
    return Desk(qtbot, tasks, messages)


def test_a_child_alone_goes_on_only_when_it_is_safe(
    desk: Desk, sign_in: SignIn, packs: Mapping[str, Pack]
) -> None:
    clerk = sign_in(Role.RECEPTION)
    with at_the_window(desk.qtbot, clerk, desk.tasks, desk.messages, packs) as hands:
        register(hands)
        case = cases.cases_of(clerk, find(clerk, Question())[0].person_id)[0]
        screen_at_reception(hands, desk.qtbot)
        reception_cannot_get_round(clerk, case)
    counsellor = sign_in(Role.COUNSELLOR)
    plan_without_cash(desk, counsellor, case)
    family = a_family_service(counsellor, case)
    send_home_is_refused(desk, counsellor, case, family)
    supervisor = sign_in(Role.SUPERVISOR)
    assert "best-interests assessment" in approve(desk, supervisor)
    assert plans.plans_of(supervisor, case.id)[0].state is PlanState.SUBMITTED

    assess(desk, sign_in(Role.COUNSELLOR), case)
    supervisor = sign_in(Role.SUPERVISOR)
    assert approve(desk, supervisor) == ""
    (plan,) = plans.plans_of(supervisor, case.id)
    assert plan.state is PlanState.APPROVED
    counsellor = sign_in(Role.COUNSELLOR)
    grants.request_grant(counsellor, a_request(plan, 10_000))
    supervisor = sign_in(Role.SUPERVISOR)
    assert "not verified" in approve(desk, supervisor)  # nothing is handed over before

    counsellor = sign_in(Role.COUNSELLOR)
    look_for_the_family(desk, counsellor, case)
    supervisor = sign_in(Role.SUPERVISOR)
    assert "not verified" in approve(desk, supervisor)  # found is not verified
    verify(desk, supervisor, case)
    counsellor = sign_in(Role.COUNSELLOR)
    assert "best-interests determination" in refer(desk, counsellor, case, family)
    ask_abroad(desk, counsellor, case)
    determine(desk, counsellor, case)
    assert "best-interests determination" in refer(desk, counsellor, case, family)  # it waits
    confirm(desk, sign_in(Role.SUPERVISOR), case)
    counsellor = sign_in(Role.COUNSELLOR)
    assert refer(desk, counsellor, case, family) == ""
    reunite(desk, counsellor, case)
    assert approve(desk, sign_in(Role.SUPERVISOR)) == ""
    counsellor = sign_in(Role.COUNSELLOR)
    assert [one.state for one in grants.grants_of(counsellor, case.id)] == [GrantState.APPROVED]


# ---------------------------------------------------------------------------- reception


def register(hands: Hands) -> None:
    """A boy of fourteen, without anybody; consent and case as for everybody."""
    hands.press("Ctrl+N")
    hands.answer("Camara", "Sékou")
    hands.press("Return", 4)
    hands.answer("m")
    hands.answer("14 years")
    page = hands.page
    for key, words in (("from_country", "France"), ("arrived_on", "02/05/2026"),
                       ("kind", "assisted vol")):  # fmt: skip
        page.form.jump_to(key)  # type: ignore[attr-defined]
        hands.answer(words)
    hands.press("Ctrl+Return")
    hands.press("Return")  # Record the consent
    hands.type("s")
    hands.press("Ctrl+Return")
    hands.press("Return")  # Open the case


def screen_at_reception(hands: Hands, qtbot: QtBot) -> None:
    """Nobody came with him. What is missing is said at once, and who decides it."""
    screen = hands.page
    assert isinstance(screen, CaseScreen)
    hands.press("Alt+3")
    hands.press("Return")
    tab = screen.tabs.screening
    page = tab.page
    assert isinstance(page, ScreeningForm)
    page.form.jump_to("standing")
    hands.type("u")  # unaccompanied
    assert page.form["standing"].value() == Standing.UNACCOMPANIED
    assert any("in the tab “Child”" in words for words in words_on(page))
    hands.press("Ctrl+Return")
    said = "\n".join(words_on(tab))
    assert "no caregiver or guardian" in said
    assert "no best-interests assessment" in said


def reception_cannot_get_round(clerk: Session, case: CaseFile) -> None:
    """Neither by writing the assessment nor by doubting no more."""
    now = screening.screening_of(clerk, case.id).screening
    for child in (
        replace(now.child, assessed_on=TODAY, assessed_by="Me", outcome="Well"),
        replace(now.child, tracing="verified"),
        replace(now.child, determined_on=TODAY),
    ):
        with pytest.raises(NotAllowed):
            screening.save_screening(clerk, replace(now, child=child))
    assert screening.screening_of(clerk, case.id).screening.child == ChildFacts(
        standing=Standing.UNACCOMPANIED
    )


# ---------------------------------------------------------------------------- the plan


def plan_without_cash(desk: Desk, counsellor: Session, case: CaseFile) -> None:
    """Cash is refused on the page where the line is written; in kind it can be sent."""
    draft = a_plan(counsellor, case)
    line = replace(draft.lines[0], package="post_arrival", amount=Money.of("100", "EUR"))
    plans.save_plan(counsellor, replace(draft, lines=(line,)))
    tab = desk.open(PlanTab, counsellor, case)
    assert tab.pages.form is not None
    (row,) = tab.pages.form.budget.rows()
    row.editors.form.set_value(LineForm.CASH.value)
    row.editors.form.edited.emit()
    desk.messages.answers = [True, True]
    tab.head.send.click()
    assert "A child gets no cash" in tab.bar.text()
    assert plans.plans_of(counsellor, case.id)[0].state is PlanState.DRAFT
    row.editors.form.set_value(LineForm.IN_KIND.value)
    row.editors.form.edited.emit()
    tab.head.send.click()
    assert plans.plans_of(counsellor, case.id)[0].state is PlanState.SUBMITTED
    desk.close(tab)


def approve(desk: Desk, supervisor: Session) -> str:
    """Press the button for what waits first; returns what stands against it."""
    desk.messages.answers = [True]
    screen = ApprovalsScreen(supervisor, desk.tasks, desk.messages)
    desk.qtbot.addWidget(screen)
    desk.tasks.changed.connect(screen.reload)
    screen.show()
    screen.reload()
    screen.list.table.selectRow(0)
    screen.pane.approve.click()
    desk.tasks.changed.disconnect(screen.reload)
    return "" if screen.bar.tone is Tone.SUCCESS else screen.bar.text()


# ---------------------------------------------------------------------------- the family


def a_family_service(counsellor: Session, case: CaseFile) -> Provider:
    """A service that brings children home, and the child's consent to be referred to it."""
    service = referrals.save_provider(
        counsellor, a_provider(name="Child protection (example)", sector="family_reunification")
    )
    cases.give_consent(
        counsellor,
        replace(
            a_consent(people.person(counsellor, case.person_id)), purpose=Purpose.SHARING,
            recipient_id=service.id,
        ),
    )  # fmt: skip
    return service


def refer(desk: Desk, counsellor: Session, case: CaseFile, family: Provider) -> str:
    """Send the referral to the family; returns what stands against it."""
    tab = desk.open(ReferralsTab, counsellor, case)
    tab.begin()
    page = tab.page
    assert isinstance(page, ReferralForm)
    page.form["provider"].set_value(family.id)
    page.form["provider"].edited.emit()
    page.form["reason"].set_value("To his aunt in Kindia")
    page.submit()
    against = page.bar.text() if tab.page is not None else ""
    desk.close(tab)
    return against


def send_home_is_refused(desk: Desk, counsellor: Session, case: CaseFile, family: Provider) -> None:
    said = refer(desk, counsellor, case, family)
    assert "family of this child is not verified" in said
    assert "best-interests determination" in said
    assert referrals.referrals_of(counsellor, case.id) == []


# ---------------------------------------------------------------------------- what makes it safe


def write_down(desk: Desk, counsellor: Session, case: CaseFile, **answers: object) -> None:
    """Go on with the screening as a counsellor, and save it."""
    tab = desk.open(ScreeningTab, counsellor, case)
    tab.begin()
    page = tab.page
    assert isinstance(page, ScreeningForm)
    for key, value in answers.items():
        page.form[key].set_value(value)
        page.form[key].edited.emit()
    page.submit()
    assert tab.page is None, page.bar.text()
    desk.close(tab)


def assess(desk: Desk, counsellor: Session, case: CaseFile) -> None:
    """The screening asks the caregiver and the child; the assessment has a page of its own."""
    write_down(
        desk, counsellor, case,
        caregiver="Aïssatou Barry", caregiver_is="aunt", caregiver_consent="yes", assent="given",
        own_view="To live with the aunt and go to school.",
    )  # fmt: skip
    tab = desk.open(ChildTab, counsellor, case)
    tab.interests.begin()
    fill(
        tab.interests,
        made_by="Office of child protection (example)",
        took_part="The boy, an interpreter",
        said="I want to live with my aunt.",
        outcome="To stay with the aunt.",
        review_on=TODAY + timedelta(days=60),
    )
    assert "To stay with the aunt." in "\n".join(words_on(tab))
    desk.close(tab)


def fill(part: ChildPart, **answers: object) -> None:
    """Fill in the page that is open, and send it."""
    page = part.page
    assert page is not None
    for key, value in answers.items():
        page.form[key].set_value(value)
        page.form[key].edited.emit()
    page.submit()
    assert part.page is None, page.bar.text() or words_on(page)


def look_for_the_family(desk: Desk, counsellor: Session, case: CaseFile) -> None:
    """A request, an attempt in vain, one that finds her; who found her cannot verify."""
    tab = desk.open(ChildTab, counsellor, case)
    tab.show_part("search")
    part = tab.search
    part.write_request()
    fill(part, looking_for="Aïssatou Barry", relation="aunt", known="Sells fish in Kindia")
    assert not part.buttons["verified"].isEnabled()
    for outcome, note in (("unsuccessful", ""), ("successful", "At the market, by her neighbour")):
        part.write_attempt()
        fill(part, action="individual", place="Kindia", outcome=outcome, note=note)
    button = part.buttons["verified"]
    assert not button.isEnabled()
    assert "You found the family yourself" in button.accessibleDescription()
    desk.close(tab)


def verify(desk: Desk, supervisor: Session, case: CaseFile) -> None:
    """Somebody else makes sure; the reunion still waits for a determination."""
    tab = desk.open(ChildTab, supervisor, case)
    tab.show_part("search")
    tab.search.verify()
    fill(tab.search, family="Aïssatou Barry", how="Her card, and three questions")
    assert "Family verified" in "\n".join(words_on(tab))
    reunion = tab.search.buttons["reunified"]
    assert "best-interests determination" in reunion.accessibleDescription()
    desk.close(tab)


def ask_abroad(desk: Desk, counsellor: Session, case: CaseFile) -> None:
    """Nothing goes before there is a counterpart and a consent; then the report comes back."""
    service = referrals.save_provider(
        counsellor, a_provider(name="ISS counterpart (example)", sector="child_protection")
    )
    tab = desk.open(ChildTab, counsellor, case)
    tab.show_part("counterpart")
    part = tab.counterpart
    assert not part.buttons["sent"].isEnabled()
    part.write_counterpart()
    fill(part, provider_id=service.id, country="FR", contact="+33 1 00 00 00 00")
    asked = {
        "purpose": "inquiry", "what": "Where did he live?", "passage": "email",
        "answer_by": TODAY + timedelta(days=14),
    }  # fmt: skip
    part.begin()
    with pytest.raises(AssertionError, match="no valid consent to share"):
        fill(part, **asked)
    person = people.person(counsellor, case.person_id)
    sharing = {"purpose": Purpose.SHARING, "recipient_id": service.id}
    cases.give_consent(counsellor, replace(a_consent(person), **sharing))  # type: ignore[arg-type]
    fill(part, **asked)
    assert "Waits for the answer" in "\n".join(words_on(tab))
    (inquiry,) = children.child_file(counsellor, case.id).file.open_inquiries
    part.write_answer(inquiry.id)
    fill(part, outcome="In a home for young people.")
    assert "Waits for the answer" not in "\n".join(words_on(tab))
    desk.close(tab)


def determine(desk: Desk, counsellor: Session, case: CaseFile) -> None:
    """A panel weighs two options; its author cannot confirm."""
    tab = desk.open(ChildTab, counsellor, case)
    tab.interests.write_stage(EntryKind.DETERMINATION)
    fill(
        tab.interests,
        made_by="Panel of 12 May",
        took_part="The boy, his aunt",
        said="With my aunt.",
        options=[{"what": "With the aunt"}, {"what": "In a home"}],
        panel=[{"name": "Mariama Bah"}, {"name": "Ibrahima Diallo"}],
        outcome="With the aunt.",
    )
    (button,) = [one for one in tab.findChildren(Button) if one.text() == "Confirm"]
    assert not button.isEnabled()
    desk.close(tab)


def confirm(desk: Desk, supervisor: Session, case: CaseFile) -> None:
    tab = desk.open(ChildTab, supervisor, case)
    (button,) = [one for one in tab.findChildren(Button) if one.text() == "Confirm"]
    desk.messages.answers = [True]
    button.click()
    assert "Confirmed" in "\n".join(words_on(tab))
    desk.close(tab)


def reunite(desk: Desk, counsellor: Session, case: CaseFile) -> None:
    """He lives with her; somebody comes by in two weeks."""
    tab = desk.open(ChildTab, counsellor, case)
    tab.show_part("search")
    tab.search.write_reunion()
    day = TODAY + timedelta(days=14)
    fill(tab.search, with_whom="Aïssatou Barry", papers="Identity card", follow_up_on=day)
    assert "Family reunified" in "\n".join(words_on(tab))
    assert day in {one.due_on for one in followups.follow_ups_of(counsellor, case.id).follow_ups}
    desk.close(tab)
