"""The plan of a case: written by the counsellor, read by everybody, version after version."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.cases.model import CaseFile
from intake_app.errors import IntakeError, InvalidInput
from intake_app.i18n import _
from intake_app.plans.model import Plan, PlanState
from intake_app.plans.service import add_fund, drop_fund, extend_plan
from intake_app.session import Session
from ui.cases.days import on_day
from ui.cases.draft_keeper import DraftKeeper
from ui.cases.parts_tab import CasePage
from ui.fields.message_bar import MessageBar
from ui.messages import Messages
from ui.plain import shortened
from ui.plans.plan_head import PlanHead
from ui.plans.plan_pages import PlanPages
from ui.plans.plan_reader import PLAN, PlanRead, draft_texts, read_plan
from ui.plans.plan_saving import PlanSaving
from ui.plans.plan_strip import PlanStrip
from ui.tasks import Tasks
from ui.tokens import M


class PlanTab(CasePage):
    """Shows the newest version: as a form to its writer while it is a draft, else to read.

    Signals: those of a page of a case.
    """

    help_page = "plan"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, case_id: str) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._case_id = case_id
        self._read: PlanRead | None = None
        self._chosen = ""  # an older version that is being looked at
        self.head, self.strip = PlanHead(session, self), PlanStrip(session, self)
        self.notice, self.bar = MessageBar(closable=False, parent=self), MessageBar(parent=self)
        self.pages = PlanPages(self._empty_words, self)
        self.saving = PlanSaving(session, tasks, messages, self.pages, self.bar)
        self.keeper = DraftKeeper(session, tasks, PLAN, case_id, self._typed)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.head)
        column.addWidget(self.strip)
        column.addWidget(self.notice)
        column.addWidget(self.bar)
        column.addWidget(self.pages, 1)
        for part in (self.head, self.pages):
            part.hide()  # until there is something in it: then it is arranged once
        for unseen in (self.keeper, self.saving):
            unseen.setParent(self)

    def _connect(self) -> None:
        self.head.save.clicked.connect(self.saving.save)
        self.head.send.clicked.connect(self.saving.send)
        self.head.discard.clicked.connect(self._discard)
        self.head.renew.clicked.connect(lambda: self.saving.start(self._case_id))
        self.head.version_chosen.connect(self._choose)
        self.head.compare.clicked.connect(self._compare)
        self.pages.comparison_closed.connect(self._show_page)
        self.pages.empty.acted.connect(lambda: self.saving.start(self._case_id))
        self.pages.edited.connect(self._edited)
        self.pages.removed.connect(self.bar.undo)
        self.saving.started.connect(self._started)
        self.saving.saved.connect(self.keeper.forget)
        self.saving.busy_changed.connect(self.head.set_busy)
        self.saving.reread_wanted.connect(self._discard)
        self.saving.place_chosen.connect(self.place_chosen)
        self.bar.faded.connect(self.status_changed)
        self.keeper.kept.connect(self.status_changed)
        self.strip.fund_chosen.connect(lambda pack: self._change_case(add_fund, pack))
        self.strip.fund_dropped.connect(lambda pack: self._change_case(drop_fund, pack))
        self.strip.extended.connect(lambda *asked: self._change_case(extend_plan, *asked))
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.head.save.click)

    # ------------------------------------------------------------------ reading

    def reload(self) -> None:
        """Read versions, money rules and draft again; what is being written stays."""
        session, case_id, keeper = self._session, self._case_id, self.keeper
        self._tasks.read(self, lambda: read_plan(session, case_id, keeper.read()), self._show)

    def panes(self) -> Sequence[QWidget]:
        """Head, strip and page."""
        return [self.head, self.strip, self.pages]

    def _show(self, read: PlanRead) -> None:
        self._read = read
        if not self.pages.is_writing():
            self._open_newest(read)
        self._show_page()
        self.head.show()
        self.pages.show()

    def _open_newest(self, read: PlanRead) -> None:
        """Let its writer write the newest version, with a draft that was kept; else no form."""
        newest, around = read.newest, read.around
        if around is None or not self._session.may(Act.PLAN_SAVED):
            self.pages.close_form()
        elif newest is not None and newest.state is PlanState.DRAFT:
            form = self.pages.form
            if form is None or not form.is_plan(newest) or form.around != around or read.draft:
                self.pages.open_form(newest, around, read.draft)
        elif read.draft is not None:
            self.pages.open_new(read.draft, around)
        else:
            self.pages.close_form()
        if read.draft is not None and self.pages.is_writing():
            self.bar.info(_("Here is your draft, with the changes that were not saved yet."))

    def _show_page(self) -> None:
        read = self._read
        if read is None or self.pages.comparison is not None:
            return
        older = read.version(self._chosen)
        if read.around is None:
            self.pages.show_empty(can_begin=False)
        elif older is not None:
            self.pages.show_reading(older, read.around)
        elif self.pages.form is not None:
            self.pages.show_form()
        elif read.newest is not None:
            self.pages.show_reading(read.newest, read.around)
        else:
            self.pages.show_empty(can_begin=self._session.may(Act.PLAN_SAVED))
        self._show_head()

    def _show_head(self) -> None:
        if self._read is not None:
            writing = self.pages.shows_form()
            changed = writing and self.pages.is_writing()
            plan = self.pages.shown_plan()
            self.head.show_plan(plan, self._read, writing=writing, changed=changed)
            self.strip.show_case(self._read.around)
            returned = _returned_words(plan, self._read)
            if not returned:
                self.notice.clear()
            elif self.notice.text() != returned:
                self.notice.warning(returned)

    def _choose(self, plan_id: str) -> None:
        newest = self._read.newest if self._read else None
        self._chosen = "" if newest is not None and plan_id == newest.id else plan_id
        self._show_page()

    def _compare(self) -> None:
        if self._read is not None and len(self._read.plans) > 1:
            self.pages.show_comparison(self._read.plans, self._read.around)
            self._show_head()

    # ------------------------------------------------------------------ writing

    def _started(self, plan: Plan) -> None:
        if self._read is not None and self._read.around is not None:
            self._chosen = ""
            form = self.pages.open_form(plan, self._read.around, started=True)
            self._show_page()
            form.goals.setFocus()

    def _edited(self) -> None:
        self.keeper.touch()
        self._show_head()

    def _discard(self) -> None:
        """Throw away what is not saved; it can be brought back for a while."""
        form, started = self.pages.form, self.pages.started
        if form is None:
            return
        written = form.value()
        self.pages.close_form()
        self.keeper.forget()
        self.reload()

        def back() -> None:
            read = self._read
            if read is None or read.around is None:
                return
            if started or read.newest is None:
                self.pages.open_new(written, read.around)
            else:
                self.pages.open_form(read.newest, read.around, written)
            self.keeper.touch()
            self._show_page()

        self.bar.undo(_("Changes discarded."), back)

    # ------------------------------------------------------------------ time and programmes

    def _change_case(self, act: Callable[..., CaseFile], *asked: object) -> None:
        """Change what the plan is written in; what is being written is kept and comes back."""
        session, case_id = self._session, self._case_id
        self.keeper.keep_now()

        def done(_case: CaseFile) -> None:
            self.strip.close_card()
            self.pages.close_form()
            self.reload()

        def failed(error: Exception) -> bool:
            if isinstance(error, InvalidInput) and act is extend_plan:
                self.strip.card.show_problems(error.problems)
            elif isinstance(error, IntakeError):
                self.bar.error(error.sentence)
            else:
                return False
            return True

        self._tasks.change(self, lambda: act(session, case_id, *asked), done, failed)

    # ------------------------------------------------------------------ drafts and leaving

    def _typed(self) -> dict[str, str] | None:
        form = self.pages.form
        return draft_texts(form.value()) if form is not None and form.is_changed() else None

    def keep_draft(self) -> None:
        """Keep what is being written; called before the vault is locked."""
        self.keeper.keep_now()

    def may_leave(self) -> bool:
        """Ask if something is not saved; it is then kept as a draft."""
        if self._typed() is None:
            return True
        leave = self._messages.ask(
            _("The plan is not saved"),
            _("Your changes are kept as a draft. You find them here when you come back."),
            _("Keep the draft and leave"),
            _("Stay"),
        )
        if leave:
            self.keep_draft()
        return leave

    # ------------------------------------------------------------------ words

    def _empty_words(self) -> str:
        if self._read is not None and self._read.around is None:
            return _("The programme of this case is not on this desk. Add its pack first.")
        if not self._session.may(Act.PLAN_SAVED):
            return _("No plan yet. The counsellor writes it.")
        return _("No plan yet.")

    def retranslate(self) -> None:
        """Every text that depends on what is shown."""
        self.head.retranslate()
        self.strip.retranslate()
        self.pages.empty.set_words(self._empty_words)
        self._show_head()


def _returned_words(plan: Plan | None, read: PlanRead) -> str:
    """Why a version came back; empty if it did not."""
    verdict = read.verdicts.get(plan.id) if plan is not None else None
    if plan is None or verdict is None or plan.state is not PlanState.RETURNED:
        return ""
    return _("{who} returned this version on {day}: {reason}").format(
        who=shortened(verdict.who), day=on_day(verdict.at), reason=verdict.reason
    )
