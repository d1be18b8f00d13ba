"""The reintegration plan: goals and steps by dimension, the budget, the approval."""

from __future__ import annotations

from collections.abc import Iterable

from intake_app.documents.blocks import STRONG, Block, Kept, Space
from intake_app.documents.facts import (
    ActivityFacts,
    CeilingFacts,
    GoalFacts,
    MadeFacts,
    PlanFacts,
)
from intake_app.documents.forms.shared import (
    asked,
    decided_by_hand,
    decision_box,
    optional_date,
    signatures,
    who,
)
from intake_app.documents.paper import Form, paper
from intake_app.documents.parts import (
    Field,
    Party,
    fields,
    rows_by_hand,
    sections,
    sentence,
    subheading,
)
from intake_app.documents.programme_section import programme_blocks
from intake_app.documents.table import Column, Table
from intake_app.formats import format_date, format_money, format_number, format_short_date
from intake_app.i18n import N_, texts
from intake_app.values import Money
from intake_app.words import word

FORM = Form("reintegration_plan", N_("Reintegration plan"), "1.2")

_BLANK_GOALS, _BLANK_STEPS, _BLANK_LINES = 3, 3, 6

_DIMENSIONS = ("economic", "social", "psychosocial")
"""The order of the IOM Reintegration Handbook."""


def build(facts: PlanFacts) -> bytes:
    """The form as PDF, in the language of the facts."""
    _ = texts(facts.language).gettext
    story = sections(
        (_("Person"), [who(facts.person, facts.heading)]),
        (_("This plan"), [_plan(facts)]),
        (_("Goals and steps"), _goals(facts)),
        (_("Budget"), _budget(facts)),
        *_programmes(facts),
        (_("Approval"), [_approval(facts)]),
        (_("Declaration and signatures"), [_signatures(facts)]),
    )
    return paper(FORM, facts.heading, story, facts)


def _programmes(facts: PlanFacts) -> list[tuple[str, list[Block]]]:
    _ = texts(facts.language).gettext
    blocks = programme_blocks(facts.programmes, facts.language)
    return [(_("What the programme asks, and until when"), blocks)] if blocks else []


def _plan(facts: PlanFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    if facts.heading.blank:
        written = [Field(_("Written by"), "", 6), Field(_("Written on"), "", 3)]
        last = Field(_("The period of support ends on"), "", 3)
        programme = [Field(_("Under the programme and edition"), "", 12)]
        return fields([*written, last], programme, by_hand=True)
    rows = [
        [
            Field(_("Version"), str(facts.version), 2),
            Field(_("State"), word("plan", facts.state, language), 4),
            Field(_("Written by"), facts.author, 3),
            Field(_("Written on"), optional_date(facts.written_on, language), 3),
        ]
    ]
    period = []
    if facts.ends_on is not None:
        ends = format_date(facts.ends_on, language)
        period.append(Field(_("The period of support ends on"), ends, 6))
    if facts.days_left is not None:
        days = format_number(facts.days_left, language)
        period.append(Field(_("Days left on the day of issue"), days, 6))
    if period:
        rows.append(period)
    if facts.assessments:
        made = made_text(facts.assessments, language)
        rows.append([Field(_("Assessments that it rests on"), made, 12)])
    if facts.editions and not facts.programmes:
        rows.append([Field(_("Under the programme and edition"), facts.editions, 12)])
    return fields(*rows)


def made_text(made: Iterable[MadeFacts], language: str) -> str:
    """When and by whom each assessment was made, in one line."""
    _ = texts(language).gettext
    return "; ".join(
        _("{moment}: {day}, {who}").format(
            moment=word("moment", one.moment, language),
            day=format_date(one.made_on, language) if one.made_on else "",
            who=one.made_by,
        )
        for one in made
    )


def _goals(facts: PlanFacts) -> list[Block]:
    language = facts.language
    _ = texts(language).gettext
    if facts.heading.blank:
        return [_goal_by_hand(language) for _goal in range(_BLANK_GOALS)]
    if not facts.goals:
        return [sentence(_("The plan has no goals yet."))]
    blocks: list[Block] = []
    for dimension in dict.fromkeys((*_DIMENSIONS, *(goal.dimension for goal in facts.goals))):
        goals = [goal for goal in facts.goals if goal.dimension == dimension]
        if goals:
            blocks.append(subheading(word("dimension", dimension, language)))
            blocks += [block for goal in goals for block in _goal(goal, language)]
    return blocks


def _goal_by_hand(language: str) -> Block:
    _ = texts(language).gettext
    columns = _steps(language)
    return Kept(
        [
            asked(_("Dimension"), "dimension", language),
            fields([Field(_("Goal"), "", 12)], by_hand=True),
            Table(columns, rows_by_hand(_BLANK_STEPS, len(columns))),
            Space(4),
        ]
    )


def _steps(language: str) -> list[Column]:
    _ = texts(language).gettext
    return [
        Column(_("Step"), 4.6),
        Column(_("With whom"), 2.4),
        Column(_("Responsible"), 2.4),
        Column(_("Due on"), 1.4),
        Column(_("State, and what shows it"), 2.8),
    ]


def _goal(goal: GoalFacts, language: str) -> list[Block]:
    _ = texts(language).gettext
    label = _("Goal")
    if goal.level:
        label = _("Goal · {level}").format(level=word("level", goal.level, language))
    rows = [[Field(label, goal.text, 12, STRONG)]]
    if goal.rests_on:
        rows.append([Field(_("Rests on"), " · ".join(goal.rests_on), 12)])
    aim = fields(*rows)
    if not goal.activities:
        return [aim, Space(4)]
    aim.keep_with_next = True
    steps = Table(
        _steps(language),
        [
            [
                activity.text,
                activity.provider,
                activity.responsible,
                format_short_date(activity.due_on, language) if activity.due_on else "",
                _state(activity, language),
            ]
            for activity in goal.activities
        ],
    )
    return [aim, steps, Space(6)]


def _state(activity: ActivityFacts, language: str) -> str:
    _ = texts(language).gettext
    state = word("activity", activity.status, language)
    if activity.noted_on is not None:
        day = format_short_date(activity.noted_on, language)
        state = _("{state} on {day}").format(state=state, day=day)
    if activity.evidence:
        return _("{state}: {evidence}").format(state=state, evidence=activity.evidence)
    return state


def _budget(facts: PlanFacts) -> list[Block]:
    language = facts.language
    _ = texts(language).gettext
    wide = 2 if facts.heading.blank else 0
    columns = [
        Column(_("No."), 0, "right"),
        Column(_("Package"), 4),
        Column(_("For what"), 5),
        Column(_("Form of help"), wide),
        Column(_("Amount"), wide, "right"),
    ]
    if facts.heading.blank:
        return _money_by_hand(columns, language)
    if not facts.budget:
        return [sentence(_("The plan has no budget lines yet."))]
    lines = Table(
        columns,
        [
            [
                str(number),
                line.package,
                f"{line.purpose}\n{line.about}" if line.about else line.purpose,
                word("form", line.form, language),
                format_money(line.amount, language),
            ]
            for number, line in enumerate(facts.budget, start=1)
        ],
        totals=[
            ["", _("Total"), "", "", format_money(total, language)]
            for total in _totals(line.amount for line in facts.budget)
        ],
    )
    return [lines, *_own(facts), *_ceilings(facts.ceilings, language)]


def _money_by_hand(columns: list[Column], language: str) -> list[Block]:
    _ = texts(language).gettext
    brought = [Field(_("Own contribution, beside the budget"), "", 8), Field(_("Value"), "", 4)]
    return [
        Table(columns, rows_by_hand(_BLANK_LINES, len(columns), numbered=True)),
        fields([Field(_("Total"), "", 12)], brought, by_hand=True),
    ]


def _own(facts: PlanFacts) -> list[Block]:
    """What the person brings in: no programme pays it, and no ceiling counts it."""
    language = facts.language
    _ = texts(language).gettext
    if not facts.own:
        return []
    table = Table(
        [
            Column(_("Own contribution, beside the budget"), 9),
            Column(_("Form"), 0),
            Column(_("Value"), 0, "right"),
        ],
        [
            [share.purpose, word("form", share.form, language), format_money(share.value, language)]
            for share in facts.own
        ],
        totals=[
            [_("Total"), "", format_money(total, language)]
            for total in _totals(share.value for share in facts.own)
        ],
    )
    return [Space(8), table]


def _totals(amounts: Iterable[Money]) -> list[Money]:
    """One sum per currency, in the order of the alphabet."""
    sums: dict[str, Money] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, Money.zero(amount.currency)) + amount
    return [sums[currency] for currency in sorted(sums)]


def _ceilings(ceilings: tuple[CeilingFacts, ...], language: str) -> list[Block]:
    _ = texts(language).gettext
    if not ceilings:
        return []
    table = Table(
        [
            Column(_("Limit of the programme"), 5),
            Column(_("Ceiling"), 0, "right"),
            Column(_("Committed before"), 0, "right"),
            Column(_("In this plan"), 0, "right"),
            Column(_("Balance"), 0, "right"),
            Column(_("Until"), 0),
        ],
        [
            [
                ceiling.name,
                format_money(ceiling.ceiling, language)
                if ceiling.ceiling is not None
                else _("to be confirmed by the office"),
                format_money(ceiling.elsewhere, language) if ceiling.elsewhere else "",
                format_money(ceiling.planned, language),
                format_money(ceiling.balance, language) if ceiling.balance is not None else "–",
                format_short_date(ceiling.last_day, language) if ceiling.last_day else "",
            ]
            for ceiling in ceilings
        ],
    )
    return [Space(8), table]


def _approval(facts: PlanFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    if facts.heading.blank:
        return decided_by_hand(language)
    if facts.approval is None:
        return sentence(_("This version has not been decided about."))
    return decision_box(facts.approval, language)


def _signatures(facts: PlanFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    declaration = _(
        "I took part in making this plan. It was explained to me in a language that I understand,"
        " and I agree with it. I know that amounts are paid only after a separate decision."
    )
    others = [Party(_("Counsellor"), facts.author), Party(_("Supervisor"), facts.supervisor)]
    return signatures(declaration, facts.person.full_name, others, language)
