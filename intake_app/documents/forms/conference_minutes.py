"""The minutes of a case conference: who was there, and what was decided about each matter."""

from __future__ import annotations

from intake_app.documents.blocks import STRONG, Block, Kept, Space
from intake_app.documents.forms.shared import optional_date, optional_money
from intake_app.documents.grant_facts import ConferenceFacts, MatterFacts, MemberOfCommittee
from intake_app.documents.paper import Form, paper
from intake_app.documents.parts import (
    Field,
    Party,
    Tick,
    fields,
    lines_by_hand,
    rows_by_hand,
    sections,
    sentence,
    signature_row,
    stamp_box,
    tick_rows,
    write_lines,
)
from intake_app.documents.table import Column, Table
from intake_app.i18n import N_, texts
from intake_app.words import choices, word

FORM = Form("conference_minutes", N_("Minutes of the case conference"), "1.0")

_BLANK_MEMBERS, _BLANK_MATTERS = 6, 5


def build(facts: ConferenceFacts) -> bytes:
    """The form as PDF, in the language of the facts."""
    _ = texts(facts.language).gettext
    remarks = [(_("Remarks"), [sentence(facts.remarks)])] if facts.remarks else []
    if facts.heading.blank:
        remarks = [(_("Remarks"), [lines_by_hand(3)])]
    story = sections(
        (_("The meeting"), [meeting(facts)]),
        (_("Members"), [members(facts)]),
        (_("Decisions"), _decisions(facts)),
        *remarks,
        (_("Signatures"), [_signatures(facts)]),
    )
    return paper(FORM, facts.heading, story, facts)


def meeting(facts: ConferenceFacts) -> Block:
    """When and where, and who leads."""
    language = facts.language
    _ = texts(language).gettext
    return fields(
        [
            Field(_("Committee"), facts.committee, 6, STRONG),
            Field(_("Date"), optional_date(facts.held_on, language), 4, STRONG),
            Field(_("Begins at"), facts.starts, 2),
        ],
        [
            Field(_("Place"), facts.place, 4),
            Field(_("Chair"), facts.chair, 4),
            Field(_("Minutes taken by"), facts.secretary, 4),
        ],
        by_hand=facts.heading.blank,
    )


def members(facts: ConferenceFacts) -> Block:
    """Who belongs to the committee, and whether they were there."""
    _ = texts(facts.language).gettext
    if not facts.members and not facts.heading.blank:
        return sentence(_("No members are written down."))
    columns = [
        Column(_("No."), 0, "right"),
        Column(_("Name"), 4),
        Column(_("Institution"), 4),
        Column(_("Present"), 2),
    ]
    rows: list[list[str | Block]] = [
        [str(number), member.name, member.institution, _presence(member, facts.language)]
        for number, member in enumerate(facts.members, start=1)
    ]
    if facts.heading.blank:
        rows += rows_by_hand(_BLANK_MEMBERS, len(columns), numbered=True)
    return Table(columns, rows)


def _presence(member: MemberOfCommittee, language: str) -> str:
    _ = texts(language).gettext
    if member.present is None:
        return ""
    return _("present") if member.present else _("absent")


def _decisions(facts: ConferenceFacts) -> list[Block]:
    _ = texts(facts.language).gettext
    if facts.heading.blank:
        return [_by_hand(number, facts.language) for number in range(1, _BLANK_MATTERS + 1)]
    if not facts.matters:
        return [sentence(_("Nothing stands on the agenda."))]
    return [block for matter in facts.matters for block in _matter(matter, facts.language)]


def _matter(matter: MatterFacts, language: str) -> list[Block]:
    _ = texts(language).gettext
    head = fields(
        [
            Field(_("No."), str(matter.number), 1, STRONG),
            Field(_("Case number"), matter.case_number, 4, STRONG),
            Field(_("Matter"), matter.what, 4),
            Field(_("Amount"), optional_money(matter.amount, language), 3, STRONG),
        ],
        [Field(_("In short"), matter.summary, 12)],
    )
    head.keep_with_next = True
    rows = [[Field(_("Reason"), matter.reason, 12)]]
    if matter.decided_by:
        rows.append([Field(_("Signed by"), matter.decided_by, 12)])
    title = word("verdict", matter.verdict, language) if matter.verdict else _("Put off")
    return [head, stamp_box(title, rows), Space(8)]


def _by_hand(number: int, language: str) -> Block:
    """A matter to be filled in with a pen: what it was about, and what was decided."""
    _ = texts(language).gettext
    rows = [
        [
            Field(_("No."), str(number), 1, STRONG),
            Field(_("Case number"), "", 4),
            Field(_("Matter"), "", 4),
            Field(_("Amount"), "", 3),
        ],
        [Field(_("In short"), "", 12)],
    ]
    verdicts = [Tick(words) for _code, words in choices("verdict", language)]
    return Kept(
        [
            fields(*rows, by_hand=True),
            Space(3),
            *tick_rows([*verdicts, Tick(_("Put off"))], 4),
            write_lines((_("Reason"), 8.0), (_("Signed by"), 4.0)),
            Space(8),
        ]
    )


def _signatures(facts: ConferenceFacts) -> Block:
    _ = texts(facts.language).gettext
    if facts.heading.blank:
        seats = (_("Chair"), _("Minutes taken by"), _("Member"), _("Member"))
        return signature_row([Party(seat) for seat in seats], facts.language)
    parties = [Party(_("Chair"), facts.chair), Party(_("Minutes taken by"), facts.secretary)]
    present = [member for member in facts.members if member.present]
    others = [
        Party(_("Member"), member.name)
        for member in present
        if member.name not in (facts.chair, facts.secretary)
    ]
    return signature_row([*parties, *others[:2]], facts.language)
