"""The reintegration plan: goals and steps by dimension, the budget, the approval."""

from __future__ import annotations

from collections.abc import Iterable

from intake_app.documents.blocks import STRONG, Block, Space
from intake_app.documents.facts import CeilingFacts, GoalFacts, PlanFacts
from intake_app.documents.forms.shared import decision_box, person_rows, signatures
from intake_app.documents.paper import Form, paper
from intake_app.documents.parts import Field, Party, fields, sections, sentence, subheading
from intake_app.documents.table import Column, Table
from intake_app.formats import format_date, format_money, format_number, format_short_date
from intake_app.i18n import N_, texts
from intake_app.values import Money
from intake_app.words import word

FORM = Form("reintegration_plan", N_("Reintegration plan"), "1.0")

_DIMENSIONS = ("economic", "social", "psychosocial")
"""The order of the IOM Reintegration Handbook."""


def build(facts: PlanFacts) -> bytes:
    """The form as PDF, in the language of the facts."""
    _ = texts(facts.language).gettext
    story = sections(
        (_("Person"), [person_rows(facts.person, facts.heading)]),
        (_("This plan"), [_plan(facts)]),
        (_("Goals and steps"), _goals(facts)),
        (_("Budget"), _budget(facts)),
        (_("Approval"), [_approval(facts)]),
        (_("Declaration and signatures"), [_signatures(facts)]),
    )
    return paper(FORM, facts.heading, story, facts)


def _plan(facts: PlanFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    rows = [
        [
            Field(_("Version"), str(facts.version), 2),
            Field(_("State"), word("plan", facts.state, language), 4),
            Field(_("Written by"), facts.author, 3),
            Field(_("Written on"), format_date(facts.written_on, language), 3),
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
    if facts.editions:
        rows.append([Field(_("Under the programme and edition"), facts.editions, 12)])
    return fields(*rows)


def _goals(facts: PlanFacts) -> list[Block]:
    language = facts.language
    _ = texts(language).gettext
    if not facts.goals:
        return [sentence(_("The plan has no goals yet."))]
    blocks: list[Block] = []
    for dimension in dict.fromkeys((*_DIMENSIONS, *(goal.dimension for goal in facts.goals))):
        goals = [goal for goal in facts.goals if goal.dimension == dimension]
        if goals:
            blocks.append(subheading(word("dimension", dimension, language)))
            blocks += [block for goal in goals for block in _goal(goal, language)]
    return blocks


def _goal(goal: GoalFacts, language: str) -> list[Block]:
    _ = texts(language).gettext
    label = _("Goal")
    if goal.level:
        label = _("Goal · {level}").format(level=word("level", goal.level, language))
    aim = fields([Field(label, goal.text, 12, STRONG)])
    if not goal.activities:
        return [aim, Space(4)]
    aim.keep_with_next = True
    steps = Table(
        [
            Column(_("Step"), 6.2),
            Column(_("Responsible"), 3),
            Column(_("Due on"), 1.5),
            Column(_("State"), 1.5),
        ],
        [
            [
                activity.text,
                activity.responsible,
                format_short_date(activity.due_on, language) if activity.due_on else "",
                word("activity", activity.status, language),
            ]
            for activity in goal.activities
        ],
    )
    return [aim, steps, Space(6)]


def _budget(facts: PlanFacts) -> list[Block]:
    language = facts.language
    _ = texts(language).gettext
    if not facts.budget:
        return [sentence(_("The plan has no budget lines yet."))]
    lines = Table(
        [
            Column(_("No."), 0, "right"),
            Column(_("Package"), 4),
            Column(_("For what"), 5),
            Column(_("Form of help"), 0),
            Column(_("Amount"), 0, "right"),
        ],
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
                format_money(ceiling.ceiling, language),
                format_money(ceiling.elsewhere, language) if ceiling.elsewhere else "",
                format_money(ceiling.planned, language),
                format_money(ceiling.balance, language),
                format_short_date(ceiling.last_day, language) if ceiling.last_day else "",
            ]
            for ceiling in ceilings
        ],
    )
    return [Space(8), table]


def _approval(facts: PlanFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
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
