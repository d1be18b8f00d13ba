"""A plan or a grant request as an approver reads it: what, for how much, and what stands around."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QVBoxLayout, QWidget

from intake_app.assessments.model import Finding
from intake_app.closure.model import Closure
from intake_app.formats import format_date, format_money
from intake_app.grants.model import GrantRequest
from intake_app.i18n import _, language
from intake_app.packs.model import GrantStep
from intake_app.plans.budget import Frame, balances, limit_balances
from intake_app.plans.comparison import compare
from intake_app.plans.model import (
    Activity,
    BudgetLine,
    Goal,
    Plan,
    content_hash,
    short_form,
)
from intake_app.words import word
from ui.approvals.waiting import Earlier, Matter, Waiting
from ui.cards import IconLabel, KeyValues
from ui.cases.days import on_day
from ui.flow import clear_layout
from ui.grants import grant_words
from ui.grants.grant_details import Lines
from ui.plain import PlainLabel
from ui.plans.balances_panel import BalancesPanel
from ui.plans.comparison_view import ComparisonView
from ui.plans.plan_reading import about_words, package_of
from ui.plans.rests_on import rests_on_words
from ui.tokens import XL, XS, L, M, S, Text, Tone


class MatterView(QWidget):
    """Filled anew for each request; the pane around it says the words again after a switch."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, L, 0)
        self._column.setSpacing(M)

    def show_matter(
        self, waiting: Waiting | None, matter: Matter | None, *, whole: bool = False
    ) -> None:
        """Show one request, with what stands around it as soon as that is read. Of a plan that had
        a version before, what is different comes first; ``whole`` shows all of it instead."""
        clear_layout(self._column)
        if waiting is None:
            return
        record = waiting.record
        if isinstance(record, GrantRequest):
            self._show_grant(record, matter)
        elif isinstance(record, Closure):
            self._show_closure(record, matter)
        else:
            self._show_plan(record, matter, whole=whole)
        if matter is not None and matter.before:
            self._add(_title(_("Decided before")))
            for earlier in matter.before:
                self._add(_words(_earlier_words(earlier), selectable=True))
        self._column.addStretch(1)

    def _show_plan(self, plan: Plan, matter: Matter | None, *, whole: bool) -> None:
        if matter is not None and matter.last is not None and not whole:
            self._show_difference(matter.last, plan, matter)
        else:
            self._show_whole_plan(plan, matter)
        if matter is not None and matter.frame is not None and plan.lines:
            self._add(_standing(plan, matter.frame))
        content = _("Content of this version: {short}")
        self._add(_words(content.format(short=short_form(content_hash(plan))), Text.SECONDARY))

    def _show_difference(self, last: Plan, plan: Plan, matter: Matter) -> None:
        self._add(_title(_("What is different from version {number}").format(number=last.version)))
        view = ComparisonView()
        titles = tuple(
            _("Version {number}").format(number=version.version) for version in (last, plan)
        )
        view.show_comparison(
            compare(last, plan),
            (titles[0], titles[1]),
            matter.frame,
            findings=matter.findings.get,
        )
        self._add(view)

    def _show_whole_plan(self, plan: Plan, matter: Matter | None) -> None:
        findings = matter.findings if matter is not None else {}
        self._add(_title(_("Goals")))
        for goal in plan.goals:
            self._add(_goal(goal, findings))
        self._add(_title(_("Budget")))
        if not plan.lines:
            self._add(_words(_("No money is planned.")))
        frame = matter.frame if matter else None
        self._add(_lines(plan.lines, frame))
        for share in plan.own:
            own = _("Own contribution: {text}, {amount}").format(
                text=share.text, amount=format_money(share.value, language())
            )
            self._add(_words(own, selectable=True))

    def _show_closure(self, closure: Closure, matter: Matter | None) -> None:
        afterwards = _("The planned follow-ups go on after the closure") if closure.goes_on else ""
        rows = [
            (_("Why the case ends"), word("closure_reason", closure.reason or "")),
            (_("What was reached"), closure.summary),
            *((_("About a referral"), told.text) for told in closure.explained),
            (_("Why there is no survey"), closure.no_survey),
            (_("Afterwards"), afterwards),
        ]
        values = KeyValues()
        values.set_rows([row for row in rows if row[1]])
        self._add(values)
        for gap in matter.gaps if matter else ():
            warning = IconLabel(Text.BODY)
            warning.show_text(gap.words, "triangle-alert", Tone.WARNING)
            self._add(warning)

    def _show_grant(self, request: GrantRequest, matter: Matter | None) -> None:
        rows = [
            (_("For what"), request.purpose),
            (_("Supplier"), request.supplier),
            (_("Given as"), word("form", request.form)),
            (_("Payment"), word("payment", request.payment)),
        ]
        if matter is not None:
            own = matter.pack.id if matter.pack else ""
            name = grant_words.package_name(matter.packs, own, request.pack, request.package)
            rows.append((_("Package"), name))
        if matter is not None and matter.line is not None and matter.left is not None:
            line = _("{text}: {amount}").format(
                text=matter.line.text, amount=format_money(matter.line.amount, language())
            )
            rows.append((_("Line of the approved plan"), line))
            rows.append((_("Left on that line afterwards"), format_money(matter.left, language())))
        if matter is not None and matter.missing and request.waits_for is GrantStep.CHECK:
            warning = IconLabel(Text.BODY)
            warning.show_text(matter.missing, "triangle-alert", Tone.WARNING)
            self._add(warning)
        values = KeyValues(columns=2)
        values.set_rows([*grant_words.account_rows(request), *rows])
        self._add(values)
        pack, staff = (matter.pack, matter.staff) if matter else (None, {})
        for title, lines in (
            (_("Steps"), list(grant_words.steps(request, pack, staff))),
            (_("Quotes"), grant_words.quote_lines(request)),
            (_("Instalments"), grant_words.part_lines(request, staff)),
            (_("Written down"), grant_words.entry_lines(request, staff)),
        ):
            part = Lines()
            part.show_lines(title, lines)
            self._add(part)
        if choice := grant_words.choice_words(request):
            self._add(_words(choice, selectable=True))

    def _add(self, part: QWidget | QLayout) -> None:
        if isinstance(part, QWidget):
            self._column.addWidget(part)
        else:
            self._column.addLayout(part)


def _title(text: str) -> PlainLabel:
    title = PlainLabel(Text.SECTION)
    title.setText(text)
    title.setContentsMargins(0, S, 0, 0)
    return title


def _words(text: str, kind: Text = Text.BODY, *, selectable: bool = False) -> PlainLabel:
    label = PlainLabel(kind, wrap=True)
    label.setText(text)
    if selectable:
        label.set_selectable()
    return label


def _goal(goal: Goal, findings: Mapping[str, Finding]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(XS)
    about = _("{dimension}, level: {level}").format(
        dimension=word("dimension", goal.dimension), level=word("level", goal.level)
    )
    column.addWidget(_words(about, Text.LABEL))
    column.addWidget(_words(goal.text, Text.STRONG, selectable=True))
    if said := rests_on_words(goal.rests_on, findings):
        rests = _("Rests on: {text}").format(text=said)
        column.addWidget(_words(rests, Text.SECONDARY))
    steps = QGridLayout()
    steps.setContentsMargins(0, 0, 0, 0)
    steps.setHorizontalSpacing(S)
    steps.setVerticalSpacing(XS)
    steps.setColumnStretch(1, 1)
    for place, activity in enumerate(goal.activities):
        steps.addWidget(_words("•"), 2 * place, 0, Qt.AlignmentFlag.AlignTop)
        steps.addWidget(_words(activity.text, selectable=True), 2 * place, 1)
        if details := _details(activity):
            steps.addWidget(_words(details, Text.SECONDARY), 2 * place + 1, 1)
    column.addLayout(steps)
    return column


def _details(activity: Activity) -> str:
    day = activity.due
    parts = [
        activity.provider,
        activity.responsible,
        _("until {day}").format(day=format_date(day, language())) if day else "",
    ]
    return " · ".join(part for part in parts if part)


def _standing(plan: Plan, frame: Frame) -> BalancesPanel:
    """The packages that the plan uses, and the limits across them."""
    used = {(line.pack or frame.pack.id, line.package) for line in plan.lines}
    shown = [one for one in balances(plan.lines, frame) if (one.pack, one.package) in used]
    panel = BalancesPanel(frame)
    panel.show_balances(shown, limit_balances(plan.lines, frame))
    return panel


def _lines(lines: Sequence[BudgetLine], frame: Frame | None) -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(XL)
    grid.setVerticalSpacing(XS)
    grid.setColumnStretch(0, 1)
    for place, line in enumerate(lines):
        amount = PlainLabel(Text.STRONG)
        amount.setText(format_money(line.amount, language()))
        package = package_of(line, frame) if frame else line.package
        parts = (package, word("form", line.form), about_words(line))
        about = " · ".join(part for part in parts if part)
        grid.addWidget(_words(line.text, selectable=True), 2 * place, 0)
        grid.addWidget(
            amount, 2 * place, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        )
        grid.addWidget(_words(about, Text.SECONDARY), 2 * place + 1, 0, 1, 2)
    return grid


def _earlier_words(earlier: Earlier) -> str:
    named = {
        "verdict": word("verdict", earlier.verdict),
        "name": earlier.who,
        "day": on_day(earlier.at),
        "reason": earlier.reason,
    }
    if earlier.reason:
        return _("{verdict} on {day} by {name}: “{reason}”").format(**named)
    return _("{verdict} on {day} by {name}").format(**named)
