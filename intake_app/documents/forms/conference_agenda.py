"""The agenda of a case conference: every matter with room to note what is decided."""

from __future__ import annotations

from intake_app.documents.blocks import STRONG, Block, Columns, Kept, Space
from intake_app.documents.forms.conference_minutes import meeting, members
from intake_app.documents.forms.shared import optional_money
from intake_app.documents.grant_facts import ConferenceFacts, MatterFacts
from intake_app.documents.paper import Form, paper
from intake_app.documents.parts import Field, Tick, fields, sections, sentence, write_lines
from intake_app.i18n import N_, texts
from intake_app.words import word

FORM = Form("conference_agenda", N_("Agenda of the case conference"), "1.0")

_BLANK_MATTERS = 3


def build(facts: ConferenceFacts) -> bytes:
    """The form as PDF, in the language of the facts."""
    _ = texts(facts.language).gettext
    story = sections(
        (_("The meeting"), [meeting(facts)]),
        (_("Members"), [members(facts)]),
        (_("Agenda"), _matters(facts)),
    )
    return paper(FORM, facts.heading, story, facts)


def _matters(facts: ConferenceFacts) -> list[Block]:
    _ = texts(facts.language).gettext
    matters = facts.matters
    if facts.heading.blank:
        matters = tuple(MatterFacts(number, "", "") for number in range(1, _BLANK_MATTERS + 1))
    if not matters:
        return [sentence(_("Nothing stands on the agenda."))]
    blank = facts.heading.blank
    note = _(
        "The committee reads case numbers, not names. Whoever has a tie to a person leaves the"
        " room for that matter."
    )
    return [sentence(note), *(_matter(matter, facts.language, blank) for matter in matters)]


def _matter(matter: MatterFacts, language: str, blank: bool) -> Block:
    _ = texts(language).gettext
    rows = fields(
        [
            Field(_("No."), str(matter.number), 1, STRONG),
            Field(_("Case number"), matter.case_number, 4, STRONG),
            Field(_("Matter"), matter.what, 4),
            Field(_("Amount"), optional_money(matter.amount, language), 3, STRONG),
        ],
        [
            Field(_("In short"), matter.summary, 8),
            Field(_("Presented by"), matter.presented_by, 4),
        ],
        by_hand=blank,
    )
    ticks: list[Block] = [
        Tick(word("verdict", verdict, language), ticked=verdict == matter.verdict)
        for verdict in ("approved", "returned", "rejected")
    ]
    ticks.append(Tick(_("Put off")))
    return Kept(
        [
            rows,
            Space(3),
            Columns(ticks, [1, 1, 1, 1]),
            write_lines((_("Reason or condition"), 12.0)),
            Space(10),
        ]
    )
