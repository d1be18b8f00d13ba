"""The minutes of a case conference: who was there, and what was decided about each matter."""

from __future__ import annotations

from intake_app.documents.blocks import STRONG, Block, Space
from intake_app.documents.forms.shared import optional_date, optional_money
from intake_app.documents.grant_facts import ConferenceFacts, MatterFacts, MemberOfCommittee
from intake_app.documents.paper import Form, paper
from intake_app.documents.parts import (
    ROOM_FOR_A_PEN,
    Field,
    Party,
    fields,
    sections,
    sentence,
    signature_row,
    stamp_box,
)
from intake_app.documents.table import Column, Table
from intake_app.i18n import N_, texts
from intake_app.words import word

FORM = Form("conference_minutes", N_("Minutes of the case conference"), "1.0")

_BLANK_MEMBERS = 4


def build(facts: ConferenceFacts) -> bytes:
    """The form as PDF, in the language of the facts."""
    _ = texts(facts.language).gettext
    remarks = [(_("Remarks"), [sentence(facts.remarks)])] if facts.remarks else []
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
    for number in range(1, _BLANK_MEMBERS + 1) if facts.heading.blank else ():
        rows.append([str(number), *(Space(ROOM_FOR_A_PEN) for _column in columns[1:])])
    return Table(columns, rows)


def _presence(member: MemberOfCommittee, language: str) -> str:
    _ = texts(language).gettext
    if member.present is None:
        return ""
    return _("present") if member.present else _("absent")


def _decisions(facts: ConferenceFacts) -> list[Block]:
    _ = texts(facts.language).gettext
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


def _signatures(facts: ConferenceFacts) -> Block:
    _ = texts(facts.language).gettext
    parties = [Party(_("Chair"), facts.chair), Party(_("Minutes taken by"), facts.secretary)]
    present = [member for member in facts.members if member.present]
    others = [
        Party(_("Member"), member.name)
        for member in present
        if member.name not in (facts.chair, facts.secretary)
    ]
    return signature_row([*parties, *others[:2]], facts.language)
