"""The answer to a service that sent somebody to us: what becomes of the referral, and whom to ask.

It names the person as the service wrote them, and says nothing about them besides.
"""

from __future__ import annotations

from intake_app.documents.blocks import STRONG, Block, Kept, Space, Stack
from intake_app.documents.facts import AnswerFacts
from intake_app.documents.forms.shared import optional_date
from intake_app.documents.paper import Form, paper
from intake_app.documents.parts import (
    Field,
    Party,
    Tick,
    fields,
    lines_by_hand,
    sections,
    sentence,
    signature_row,
)
from intake_app.i18n import N_, texts

FORM = Form("referral_answer", N_("Answer to a referral"), "1.0")

_SAID = {
    "accepted": N_("We accept the referral: we help this person."),
    "rejected": N_("We cannot accept the referral."),
    "done": N_("What you asked of us is done."),
}


def build(facts: AnswerFacts) -> bytes:
    """The form as PDF, in the language of the facts."""
    _ = texts(facts.language).gettext
    story = sections(
        (_("To"), [_sender(facts)]),
        (_("Your referral"), [_theirs(facts)]),
        (_("Our answer"), _answer(facts)),
        (_("Whom to ask"), [_ours(facts)]),
    )
    return paper(FORM, facts.heading, story, facts)


def _sender(facts: AnswerFacts) -> Block:
    _ = texts(facts.language).gettext
    who, blank = facts.provider, facts.heading.blank
    rows = [[Field(_("Service"), who.name, 7, STRONG), Field(_("Contact person"), who.contact, 5)]]
    if who.address:
        rows.append([Field(_("Address"), who.address, 12)])
    return fields(*rows, by_hand=blank)


def _theirs(facts: AnswerFacts) -> Block:
    """What the service wrote itself; where nobody noted it there is room for a pen."""
    language = facts.language
    _ = texts(language).gettext
    return fields(
        [
            Field(_("Your number"), facts.their_number, 4, STRONG),
            Field(_("Name of the person, as you wrote it"), facts.their_name, 5, STRONG),
            Field(_("Received on"), optional_date(facts.received_on, language), 3),
        ],
        by_hand=True,
    )


def _answer(facts: AnswerFacts) -> list[Block]:
    language = facts.language
    _ = texts(language).gettext
    ticks: list[Block] = [
        Tick(_(words), ticked=state == facts.state) for state, words in _SAID.items()
    ]
    blank = facts.heading.blank
    when = [Field(_("Day of the answer"), optional_date(facts.answered_on, language), 4, STRONG)]
    if blank or facts.appointment:
        when.append(Field(_("First appointment"), optional_date(facts.appointment, language), 8))
    found: list[Block] = [
        Space(2),
        Stack([part for tick in ticks for part in (tick, Space(2.4))]),
        fields(when, by_hand=blank),
    ]
    if blank or facts.reason:
        found.append(fields([Field(_("Why not"), facts.reason, 12)], by_hand=blank))
    if blank:
        found.append(lines_by_hand(2))
    return found


def _ours(facts: AnswerFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    row = [
        Field(_("Our number"), facts.our_number, 4, STRONG),
        Field(_("Counsellor"), facts.counsellor, 5),
        Field(_("Telephone"), facts.phone, 3),
    ]
    note = _(
        "This answer says no more about the person than you wrote to us. Ask us by our number."
    )
    boxes = signature_row(
        [Party(_("Counsellor"), facts.counsellor), Party(_("Stamp"), lines=False)], language
    )
    return Kept([fields(row, by_hand=facts.heading.blank), sentence(note), Space(3), boxes])
