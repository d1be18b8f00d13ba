"""The main job in the real window, step by step: from the first start to the acknowledged batch.

``make demo`` shows it and the journey tests check it, on the same widgets. Each step says what it
does, presses and types like a person, and waits for what the window shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt

from intake_app.acts import Role
from intake_app.documents.service import documents_of, pdf_of
from intake_app.sync.service import BatchState
from intake_app.users.service import logins_of
from ui.approvals.approvals_screen import ApprovalsScreen
from ui.approvals.waiting import Waiting
from ui.cases.case_screen import CaseScreen
from ui.cases.consent_form import ConsentForm
from ui.cases.find_screen import CasesScreen
from ui.demo.hand import PreparedMessages, StuckError, key, press, settle, type_text, until
from ui.fields.editor import Editor, LineEditor
from ui.fields.form import Form
from ui.fields.text_edit import TextBlock
from ui.frame import Frame
from ui.main_window import MainWindow
from ui.people.person_form import PersonForm
from ui.referrals.directory_screen import DirectoryScreen
from ui.referrals.provider_form import ProviderForm
from ui.referrals.referral_form import ReferralForm
from ui.screen import Screen
from ui.sign_in.first_start_wizard import FirstStartWizard
from ui.sign_in.sign_in_screen import SignInScreen
from ui.sync.outbox_screen import OutboxScreen

Page = TypeVar("Page", bound=Screen)
Say = Callable[[str], object]


def answer(editor: Editor, value: Any) -> None:
    """Answer one question: text is typed, anything else is chosen."""
    if isinstance(editor, LineEditor | TextBlock) and isinstance(value, str):
        editor.set_value(None)
        type_text(editor, value)
    else:
        editor.set_value(value)
        editor.edited.emit()


def fill(form: Form, answers: Mapping[str, Any]) -> None:
    """Answer the questions of a form, in this order."""
    for name, value in answers.items():
        answer(form[name], value)


class Walk:
    """The window, and how to get in and around. ``say`` hears what is being done."""

    def __init__(self, window: MainWindow, say: Say, messages: PreparedMessages) -> None:
        self.window, self._say, self._messages = window, say, messages

    def first_start(
        self, folder: Path, office: Mapping[str, Any], supervisor: Mapping[str, Any]
    ) -> FirstStartWizard:
        """Make a vault; the wizard is left on the page for colleagues."""
        self._say("first start: office, supervisor, folder")
        wizard = self._gate(FirstStartWizard)
        press(wizard.welcome.make)
        fill(wizard.office.form, office)
        press(wizard.next)
        fill(wizard.supervisor.form, supervisor)
        press(wizard.next)
        wizard.place.form["folder"].set_value(folder)
        press(wizard.next)
        panel = wizard.recovery.panel
        until(lambda: wizard.page() is wizard.recovery and panel.key, "the vault to be made")
        self._say("recovery key: two groups are typed back")
        groups = panel.key.groups() if panel.key else ()
        fill(panel.form, {name: groups[place] for place, name in panel.fields()})
        press(panel.confirm)
        until(lambda: wizard.page() is wizard.colleagues, "the recovery key to count")
        return wizard

    def add_colleague(self, wizard: FirstStartWizard, role: Role, name: str, label: str) -> str:
        """Add a colleague on the wizard's last page; returns the proposed passphrase."""
        page = wizard.colleagues
        known = len(page.added)
        fill(page.form, {"role": role.value, "full_name": name, "label": label})
        press(page.add)
        until(lambda: len(page.added) > known, "the colleague to be added")
        return page.added[-1][1]

    def sign_in(self, role: Role, passphrase: str) -> Frame:
        """Sign in as the first colleague with this role."""
        self._say(f"sign in: {role.value}")
        screen = self._gate(SignInScreen)
        until(screen.names.count, "the list of names")
        folder = self.window.folder
        assert folder is not None
        wanted = {login.id for login in logins_of(folder) if login.role is role}
        for row in range(screen.names.count()):
            screen.names.setCurrentRow(row)
            if screen.names.login_id() in wanted:
                break
        type_text(screen.passphrase, passphrase)
        press(screen.enter)
        return until(lambda: self.window.frame, "the desk")

    def lock(self) -> SignInScreen:
        """Ctrl+L."""
        key(self.desk, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        return self._gate(SignInScreen)

    @property
    def desk(self) -> Frame:
        """The frame of whoever is signed in."""
        if self.window.frame is None:
            raise StuckError("nobody is signed in")
        return self.window.frame

    def _gate(self, kind: type[Page]) -> Page:
        gate = until(
            lambda: self.window.gate if isinstance(self.window.gate, kind) else None,
            kind.__name__,
        )
        assert isinstance(gate, kind)
        return gate

    def page(self, kind: type[Page]) -> Page:
        """The page in sight, once it is of this kind."""
        found = until(
            lambda: self.desk.current() if isinstance(self.desk.current(), kind) else None,
            kind.__name__,
        )
        assert isinstance(found, kind)
        return found

    def _case(self) -> CaseScreen:
        """The case in sight, once its head is read."""
        case = self.page(CaseScreen)
        until(lambda: case.facts, "the head of the case")
        return case

    def go_to(self, entry: str) -> None:
        """Press a page of the rail."""
        press(self.desk.rail.buttons[entry])

    def add_service(self, name: str, sector: str) -> None:
        """Add a service to the directory."""
        self._say("add a service to the directory")
        self.go_to("directory")
        page = self.page(DirectoryScreen)
        press(page.add)
        form = until(lambda: page.page, "the form of the service")
        assert isinstance(form, ProviderForm)
        fill(form.form, {"name": name, "sector": sector})
        press(form.save)
        until(lambda: page.page is None, "the service to be saved")


class Reception(Walk):
    """What a clerk does at the desk."""

    def register(self, answers: Mapping[str, Any]) -> PersonForm:
        """Fill the intake form and save it."""
        self._say("reception: register a person")
        key(self.desk, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        page = self.page(PersonForm)
        fill(page.form, answers)
        press(page.save)
        until(page.next_steps.isVisible, "the person to be saved")
        return page

    def consent_and_case(self, page: PersonForm) -> CaseScreen:
        """Record the consent for case management, then open the case."""
        self._say("reception: consent, then the case")
        press(page.next_steps.consent)
        self.record_consent({"given_how": "signature"})
        press(page.next_steps.open_case)
        return self._case()

    def give_on_arrival(self, case: CaseScreen) -> None:
        """A kit from the shelf, which counts against no amount."""
        self._say("reception: give a kit")
        case.show_tab("needs")
        tab = case.tabs.needs
        until(lambda: tab.empty.isVisible() or tab.list.isVisible(), "what was given before")
        press(tab.new)
        page = until(lambda: tab.page, "the page of what is given")
        fill(page.form, {"kind": "kit", "handed": "goods"})
        press(page.save)
        until(lambda: tab.page is None, "the kit to be given")

    def record_consent(self, answers: Mapping[str, Any]) -> None:
        """Fill the consent form in sight and record it."""
        form = until(
            lambda: next(
                (each for each in self.window.findChildren(ConsentForm) if each.isVisible()), None
            ),
            "the consent form",
        )
        settle(0.05)
        fill(form.form, answers)
        press(form.save)
        settle(0.3)

    def search(self, text: str) -> CasesScreen:
        """Type into the filter of the case list and wait for a line."""
        self._say(f"search as you type: {text}")
        self.go_to("cases")
        page = self.page(CasesScreen)
        page.list.text.clear()
        type_text(page.list.text, text)
        until(page.list.current, "a line of the list")
        return page

    def open_found(self, text: str) -> CaseScreen:
        """Search, and open the first line with Enter."""
        page = self.search(text)
        key(page.list.table, Qt.Key.Key_Return)
        return self._case()


_PAPERS = {
    "intake_profile", "consent_form", "reintegration_plan", "grant_request", "arrival_receipt",
    "referral_letter",
}  # fmt: skip
"""What can be issued of a case as far as the tour brings it."""


def _offered(case: CaseScreen) -> set[str]:
    return {line.paper.kind for line in case.tabs.papers.lines}


class Casework(Reception):
    """What a counsellor does in a case."""

    def write_plan(self, case: CaseScreen, plan: Mapping[str, Any]) -> str:
        """Write goals, an activity and a line; returns why the first amount was refused.

        ``plan``: goal, activity, responsible, due, package, purpose, form, too_much, amount.
        """
        self._say("counsellor: write the plan")
        case.show_tab("plan")
        tab = case.tabs.plan
        press(until(lambda: tab.pages.empty.action, "the empty plan"))
        form = until(lambda: tab.pages.form, "the form of the plan")
        form.goals.add_goal(plan["dimension"])
        card = form.goals.cards()[0]
        type_text(card.head.editors.text, plan["goal"])
        if not card.rows():
            card.add.menu().actions()[0].trigger()
        step = card.rows()[0].editors
        type_text(step.text, plan["activity"])
        type_text(step.responsible, plan["responsible"])
        answer(step.due, plan["due"])
        if not form.budget.rows():
            press(form.budget.add)
        line = form.budget.rows()[0].editors
        answer(line.package, plan["package"])
        answer(line.text, plan["purpose"])
        answer(line.form, plan["form"])
        answer(line.amount, plan["too_much"])
        refused = until(lambda: next(iter(form.budget.refused().values()), ""), "the refusal")
        self._say(f"refused in words: {refused}")
        answer(line.amount, plan["amount"])
        until(lambda: not form.budget.refused(), "the line to fit")
        press(tab.head.save)
        until(lambda: not form.is_changed(), "the plan to be saved")
        return refused

    def answer_programme(self, case: CaseScreen, answers: Mapping[str, str]) -> None:
        """Answer what the programme asks before the plan and a grant, by question."""
        self._say("counsellor: answer what the programme asks")
        case.show_tab("programme")
        tab = case.tabs.planning.programme
        until(tab.start.isVisible, "the questions of the programme")
        press(tab.start)
        page = until(lambda: tab.page, "the page of the questions")
        fill(page.form, {f"answer.{key}": text for key, text in answers.items()})
        press(page.save)
        until(lambda: tab.page is None, "the answers to be saved")
        case.show_tab("plan")

    def send_plan(self, case: CaseScreen) -> None:
        """Send the saved plan for approval."""
        press(case.tabs.plan.head.send)
        until(lambda: case.tabs.plan.pages.form is None, "the plan to be sent")

    def request_grant(self, case: CaseScreen, answers: Mapping[str, Any]) -> None:
        """Ask for money of the approved plan's line."""
        self._say("counsellor: request a grant")
        press(case.header.grant)
        page = until(lambda: case.tabs.grants.page, "the grant form")
        fill(page.form, answers)
        press(page.save)
        until(lambda: case.tabs.grants.page is None, "the request to be sent")

    def refer(self, case: CaseScreen, reason: str) -> None:
        """Refer to the first service: impossible until a consent for it is recorded."""
        self._say("counsellor: refer to a service; the consent is asked for first")
        press(case.header.referral)
        page = until(lambda: case.tabs.referrals.page, "the referral form")
        assert isinstance(page, ReferralForm)
        service = page.frame.providers[0]
        fill(page.form, {"sector": service.sector, "provider": service.id, "reason": reason})
        if page.save.isEnabled():
            raise StuckError("a referral without a consent was possible")
        press(page.record)
        self.record_consent({"given_how": "signature"})
        press(case.header.referral)
        page = until(lambda: case.tabs.referrals.page, "the referral form")
        fill(page.form, {"sector": service.sector, "provider": service.id})
        fill(page.form, {"reason": reason, "urgency": "normal"})
        press(page.save)
        until(lambda: case.tabs.referrals.page is None, "the referral to be made")

    def issue_papers(self, case: CaseScreen) -> dict[str, bytes]:
        """Issue one paper of each kind, in the language of the person; their pages by kind."""
        self._say("counsellor: issue the papers in the person's language")
        session = self.window.session
        assert session is not None
        case.show_tab("papers")
        until(lambda: _offered(case) >= _PAPERS, "the papers of the case")
        for kind in sorted(_PAPERS):
            line = next(line for line in case.tabs.papers.lines if line.paper.kind == kind)
            known = case.tabs.papers.issued.model.rowCount()
            press(line.issue)
            until(lambda known=known: case.tabs.papers.issued.model.rowCount() > known, kind)  # type: ignore[misc]
        assert case.facts is not None
        case_id = case.facts.case.id
        found: dict[str, bytes] = {}

        def read() -> dict[str, bytes]:
            return {
                document.kind: pdf_of(session, document.id)
                for document in documents_of(session, case_id)
            }

        self.window.tasks.read(case, read, found.update)
        until(lambda: found, "the pages")
        return found


class Tour(Casework):
    """The whole way, with what a supervisor does at its end."""

    def approve_all(self) -> int:
        """Say yes to everything that this user may decide, step by step; returns how often."""
        self._say("supervisor: approve what waits")
        self.go_to("approvals")
        page = self.page(ApprovalsScreen)
        settle(0.1)
        until(lambda: self.window.tasks.idle, "the list of what waits")
        said = 0
        while (row := self._to_decide(page)) is not None:
            page.list.select(row.record.id)
            until(lambda row=row: page.list.current() == row, "the request")  # type: ignore[misc]
            press(page.pane.approve)
            until(lambda row=row: row not in _rows(page), "the decision")  # type: ignore[misc]
            said += 1
        return said

    def _to_decide(self, page: ApprovalsScreen) -> Waiting | None:
        session = self.window.session
        assert session is not None
        rows = _rows(page)
        return next((row for row in rows if not row.reason_against(session.user.id)), None)

    def outbox(self) -> OutboxScreen:
        """Show the outbox."""
        self.go_to("outbox")
        return self.page(OutboxScreen)

    def meet_hub(self, stick: Path, card: Path) -> None:
        """Write the desk's card to the stick, and take in the hub's."""
        self._say("supervisor: exchange cards with the hub")
        page = self.outbox()
        self._messages.paths = [stick]
        press(page.hub_panel.save_ours)
        until(lambda: list(stick.glob("*.deskcard")), "the desk's card")
        self._messages.paths = [card]
        press(page.hub_panel.take_theirs)
        until(page.prepare.isEnabled, "the hub to be known")

    def send_batch(self, stick: Path) -> Path:
        """Prepare a batch and write it to the stick."""
        self._say("supervisor: prepare a batch and write it to the stick")
        page = self.outbox()
        press(page.prepare)
        until(page.write.isEnabled, "the batch to be sealed")
        return self.write_batch(stick)

    def write_batch(self, stick: Path) -> Path:
        """Write the chosen batch to the stick, as often as needed."""
        page = self.outbox()
        self._messages.paths = [stick]
        press(page.write)
        return until(lambda: next(iter(stick.glob("*.casebatch")), None), "the batch file")

    def read_receipt(self, receipt: Path) -> None:
        """Take the hub's receipt in and wait until it is acknowledged."""
        self._say("supervisor: read the hub's receipt")
        page = self.outbox()
        self._messages.paths = [receipt]
        press(page.receipt)
        until(
            lambda: (row := page.batches.current()) and row.state is BatchState.ACKNOWLEDGED,
            "the acknowledgement",
        )


def _rows(page: ApprovalsScreen) -> list[Waiting]:
    model = page.list.model
    found = (model.row(number) for number in range(model.rowCount()))
    return [row for row in found if row is not None]
