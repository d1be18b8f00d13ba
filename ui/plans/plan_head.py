"""The head of the plan tab: which version, in which state, by whom, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.i18n import _, language
from intake_app.plans.budget import Frame
from intake_app.plans.model import Plan, PlanState, short_form
from intake_app.session import Session
from intake_app.words import word
from ui.buttons import Button, Kind
from ui.cards import ChipRow
from ui.cases.days import moment_words
from ui.fields.choice import Option
from ui.fields.choice_list import ChoiceList
from ui.flow import FlowLayout
from ui.plain import PlainLabel, shortened
from ui.plans.plan_reader import PlanRead, Verdict
from ui.tokens import XS, M, S, Text, Tone

LOOK = {
    PlanState.DRAFT: ("pencil", Tone.NEUTRAL),
    PlanState.SUBMITTED: ("clock", Tone.ACCENT),
    PlanState.APPROVED: ("circle-check", Tone.SUCCESS),
    PlanState.RETURNED: ("undo-2", Tone.WARNING),
}
"""Icon and tone of each state of a plan."""

_VERSION_LETTERS = 30
_ABOUT_LETTERS = 34


class PlanHead(QWidget):
    """Signals: ``version_chosen`` the id of a version to look at."""

    version_chosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._plans: Sequence[Plan] = ()
        self.chips = ChipRow(self)
        self.about = PlainLabel(Text.SECONDARY, wrap=True, parent=self)
        actions = QWidget(self)
        self.versions = ChoiceList(self._options)
        self.save = Button(Kind.PRIMARY, "check", "Ctrl+S", parent=actions)
        self.send = Button(Kind.PLAIN, "send", parent=actions)
        self.discard = Button(Kind.QUIET, "undo-2", parent=actions)
        self.renew = Button(Kind.PRIMARY, "pencil", parent=actions)
        self.compare = Button(Kind.QUIET, "scale", "Alt+V", parent=actions)
        self._lay_out_actions(actions)
        words = QVBoxLayout()
        words.setSpacing(XS)
        words.addWidget(self.chips)
        words.addWidget(self.about)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addLayout(words, 1)
        row.addSpacing(M)
        row.addWidget(actions)
        self.versions.edited.connect(self._choose)

    def _lay_out_actions(self, actions: QWidget) -> None:
        """What can be done, on one line if there is room."""
        flow = FlowLayout(actions, at_end=True)
        for widget in (self.versions, self.compare, self.discard, self.send, self.save, self.renew):
            flow.addWidget(widget)
            widget.hide()  # until it is known what can be done
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        actions.setSizePolicy(policy)

    def show_plan(self, plan: Plan | None, read: PlanRead, *, writing: bool, changed: bool) -> None:
        """Show the state of the version on the page, and what can be done with it."""
        chips = []
        if plan is not None:
            icon, tone = LOOK[plan.state]
            chips.append((icon, tone, word("plan", plan.state)))
        if changed:
            chips.append(("circle-dot", Tone.WARNING, _("Not saved yet")))
        self.chips.set_chips(chips)
        self._show_about(plan, read)
        self._show_versions(read.plans, plan)
        self._show_actions(plan, read, writing=writing, changed=changed)

    def _show_about(self, plan: Plan | None, read: PlanRead) -> None:
        text = ""
        if plan is not None and plan.written_at:
            staff = read.around.staff if read.around else {}
            text = _("Version {number}, written by {who}, {when}").format(
                number=plan.version,
                who=shortened(staff.get(plan.author, plan.author)),
                when=moment_words(plan.written_at, self._session.clock()),
            )
        elif plan is not None:
            text = _("Version {number}").format(number=plan.version)
        if plan is not None and plan.editions and read.around:
            editions = edition_words(plan, read.around.frame)
            text = " · ".join([text, _("Under {editions}").format(editions=editions)])
        if plan is not None and (verdict := read.verdicts.get(plan.id)) is not None:
            text = f"{text}\n{self._approval_words(plan, verdict)}".strip()
        self.about.setText(text)
        self.about.setVisible(bool(text))

    def _approval_words(self, plan: Plan, verdict: Verdict) -> str:
        """Who approved it, when, and the hash of exactly what they read."""
        if plan.state is not PlanState.APPROVED:
            return ""
        return _("Approved by {who} ({role}), {when}. Content {short}").format(
            who=shortened(verdict.who),
            role=word("role", verdict.role) if verdict.role else "–",
            when=moment_words(verdict.at, self._session.clock()),
            short=short_form(verdict.content_hash),
        )

    def _show_actions(
        self, plan: Plan | None, read: PlanRead, *, writing: bool, changed: bool
    ) -> None:
        may = self._session.may(Act.PLAN_SAVED)
        reason = "" if may else _("Only a counsellor writes plans.")
        newest = read.newest
        draft = plan is not None and plan.state is PlanState.DRAFT
        decided = newest is not None and newest.state in {PlanState.APPROVED, PlanState.RETURNED}
        self.save.setVisible(writing)
        self.send.setVisible(writing or draft)
        self.discard.setVisible(changed)
        self.renew.setVisible(not writing and plan is not None and plan is newest and decided)
        self.send.set_reason("" if self._session.may(Act.PLAN_SUBMITTED) else reason)
        self.renew.set_reason(reason)

    def _show_versions(self, plans: Sequence[Plan], shown: Plan | None) -> None:
        """Offer the versions, the newest first; one alone needs no list."""
        self._plans = plans
        self.versions.retranslate()
        self.versions.set_value(shown.id if shown else None)
        letter = self.fontMetrics().averageCharWidth()
        self.versions.setFixedWidth(letter * _VERSION_LETTERS)
        self.about.setMinimumWidth(letter * _ABOUT_LETTERS)
        self.versions.setVisible(len(plans) > 1 and shown is not None)
        self.compare.setVisible(len(plans) > 1 and shown is not None)

    def set_busy(self, busy: bool) -> None:
        """Nothing can be sent twice while it is on its way."""
        for button in (self.save, self.send, self.discard):
            button.setEnabled(not busy)

    def retranslate(self) -> None:
        """The words on the buttons."""
        self.save.set_text(_("Save"))
        self.send.set_text(_("Send for approval"))
        self.discard.set_text(_("Discard changes"))
        self.renew.set_text(_("Write a new version"))
        self.compare.set_text(_("Compare versions"))
        self.versions.set_names(_("Version of the plan"), "")

    def _options(self) -> Sequence[Option]:
        return [
            Option(
                plan.id,
                _("Version {number}: {state}").format(
                    number=plan.version, state=word("plan", plan.state)
                ),
            )
            for plan in self._plans
        ]

    def _choose(self) -> None:
        if chosen := self.versions.value():
            self.version_chosen.emit(chosen)


def edition_words(plan: Plan, frame: Frame) -> str:
    """The editions under which a version was sent, and where a programme has another one today."""
    packs = {**frame.known, **{pack.id: pack for pack in frame.packs}}
    said = []
    for edition in plan.editions:
        pack = packs.get(edition.pack)
        name = pack.short_name.in_(language()) if pack else edition.pack
        words = f"{name} {edition.version}"
        if pack is not None and pack.edition != edition.version:
            words = _("{edition} (today {now})").format(edition=words, now=pack.edition)
        said.append(words)
    return ", ".join(said)
