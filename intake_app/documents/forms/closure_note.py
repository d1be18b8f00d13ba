"""The closure note: why a case ends, what was reached, and how everything in it was settled."""

from __future__ import annotations

from intake_app.documents.blocks import STRONG, Block, Space, Stack
from intake_app.documents.followup_facts import ClosureFacts
from intake_app.documents.forms.shared import decision_box, optional_date, signatures, who
from intake_app.documents.paper import Form, paper
from intake_app.documents.parts import (
    Field,
    Party,
    Tick,
    fields,
    rows_by_hand,
    sections,
    sentence,
    tick_rows,
)
from intake_app.documents.table import Column, Table
from intake_app.i18n import N_, texts
from intake_app.words import choices, word

FORM = Form("closure_note", N_("Closure note"), "1.0")

_BLANK_LINES = 5


def build(facts: ClosureFacts) -> bytes:
    """The form as PDF, in the language of the facts."""
    _ = texts(facts.language).gettext
    decided = [] if facts.heading.blank else [(_("Decision"), [_decision(facts)])]
    story = sections(
        (_("Person"), [who(facts.person, facts.heading)]),
        (_("The case"), [_case(facts)]),
        (_("Why the case ends"), _reason(facts)),
        (_("How everything was settled"), [_settled(facts)]),
        *decided,
        (_("Declaration and signatures"), [_signatures(facts)]),
    )
    return paper(FORM, facts.heading, story, facts)


def _case(facts: ClosureFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    return fields(
        [
            Field(_("Case opened on"), optional_date(facts.opened_on, language), 4),
            Field(_("Closed on"), optional_date(facts.closed_on, language), 4, STRONG),
            Field(_("Kept until"), optional_date(facts.kept_until, language), 4),
        ],
        by_hand=facts.heading.blank,
    )


def _reason(facts: ClosureFacts) -> list[Block]:
    language = facts.language
    _ = texts(language).gettext
    if facts.heading.blank:
        reasons = [Tick(words) for _code, words in choices("closure_reason", language)]
        rows = [part for row in tick_rows(reasons, 2) for part in (row, Space(1.6))]
        reached = fields([Field(_("What was reached"), "", 12)], by_hand=True)
        return [Stack(rows), reached, Space(40)]
    said = word("closure_reason", facts.reason, language) if facts.reason else ""
    blocks: list[Block] = [
        fields([Field(_("Why the case ends"), said, 12, STRONG)]),
        fields([Field(_("What was reached"), facts.summary, 12)]),
    ]
    if facts.no_survey:
        blocks.append(fields([Field(_("Why there is no survey"), facts.no_survey, 12)]))
    if facts.goes_on:
        blocks.append(
            sentence(_("The planned follow-ups go on: the person agreed to be contacted."))
        )
    return blocks


def _settled(facts: ClosureFacts) -> Block:
    _ = texts(facts.language).gettext
    columns = [Column(_("What"), 4), Column(_("State"), 3), Column(_("Remark"), 5)]
    rows: list[list[str | Block]] = [[one.what, one.state, one.remark] for one in facts.settled]
    if facts.heading.blank:
        rows += rows_by_hand(_BLANK_LINES, len(columns))
    if not rows:
        return sentence(_("There were no grants, referrals or follow-ups."))
    return Table(columns, rows)


def _decision(facts: ClosureFacts) -> Block:
    _ = texts(facts.language).gettext
    if facts.decision is None:
        return sentence(_("Nobody has decided about this closure yet."))
    return decision_box(facts.decision, facts.language)


def _signatures(facts: ClosureFacts) -> Block:
    _ = texts(facts.language).gettext
    declaration = _(
        "I was told that the help of the office ends here, why, and that I can come back or"
        " complain. I know how long the office keeps my file."
    )
    supervisor = facts.decision.name if facts.decision else ""
    others = [Party(_("Counsellor"), facts.asked_by), Party(_("Supervisor"), supervisor)]
    return signatures(declaration, facts.person.full_name, others, facts.language)
