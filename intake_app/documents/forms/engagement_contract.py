"""The contract for one aid: what the office gives, what the person promises, until when."""

from __future__ import annotations

from intake_app.documents.amount_words import amount_in_words
from intake_app.documents.blocks import STRONG, Block, Space
from intake_app.documents.forms.shared import (
    aid_rows,
    capital,
    decision_box,
    optional_date,
    optional_money,
    points,
    signatures,
    who,
)
from intake_app.documents.grant_facts import ContractFacts, PartFacts
from intake_app.documents.paper import Form, paper
from intake_app.documents.parts import FIGURE, Field, Party, fields, sections, sentence
from intake_app.documents.table import Column, Table
from intake_app.formats import format_date, format_money, format_number, format_short_date
from intake_app.i18n import N_, texts
from intake_app.words import word

FORM = Form("engagement_contract", N_("Contract of engagement"), "1.0")


def build(facts: ContractFacts) -> bytes:
    """The form as PDF, in the language of the facts."""
    _ = texts(facts.language).gettext
    decided = [] if facts.heading.blank else [(_("Decision"), [_decision(facts)])]
    story = sections(
        (_("Between the office and"), [who(facts.person, facts.heading)]),
        (_("The aid"), [_aid(facts), *_instalments(facts)]),
        (_("The office promises"), [points(_of_the_office(facts))]),
        (_("The person promises"), [points(_of_the_person(facts))]),
        (_("Declaration and signatures"), [_signatures(facts)]),  # on the page of the promises
        *decided,
    )
    return paper(FORM, facts.heading, story, facts)


def _aid(facts: ContractFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    aid = facts.aid
    words = capital(amount_in_words(aid.amount, language)) if aid.amount else ""
    return fields(
        *aid_rows(aid, language),
        [
            Field(_("Amount"), optional_money(aid.amount, language), 4, FIGURE),
            Field(_("Form of help"), word("form", aid.form, language) if aid.form else "", 4),
            Field(_("Payment"), word("payment", aid.payment, language) if aid.payment else "", 4),
        ],
        [Field(_("Amount in words"), words, 12, STRONG)],
        [
            Field(_("Supplier"), aid.supplier, 8),
            Field(_("Followed up until"), optional_date(facts.follow_up_until, language), 4),
        ],
        by_hand=facts.heading.blank,
    )


def _instalments(facts: ContractFacts) -> list[Block]:
    language = facts.language
    _ = texts(language).gettext
    if not facts.instalments:
        return []
    columns = [
        Column(_("Instalment"), 0, "right"),
        Column(_("Part"), 0, "right"),
        Column(_("Paid when"), 6),
        Column(_("Due on"), 0),
        Column(_("Amount"), 0, "right"),
    ]
    return [Space(6), Table(columns, [_part(part, language) for part in facts.instalments])]


def _part(part: PartFacts, language: str) -> list[str]:
    _ = texts(language).gettext
    return [
        format_number(part.number, language),
        _("{share} %").format(share=format_number(part.share, language)),
        part.trigger,
        format_short_date(part.due_on, language) if part.due_on else "",
        format_money(part.amount, language),
    ]


def _of_the_office(facts: ContractFacts) -> list[str]:
    _ = texts(facts.language).gettext
    return [
        _("To give the aid above as it was decided, and to say so at once if it is late."),
        _("To advise the person during the follow-up, and to visit only after saying so."),
        _("To tell the person every decision with its reason, and how to complain about it."),
    ]


def _of_the_person(facts: ContractFacts) -> list[str]:
    _ = texts(facts.language).gettext
    points = [
        _("To use the aid for the purpose above and for nothing else."),
        _("To keep every receipt and to show it when the office asks."),
        _("To let the office see what was bought, and to take part in the follow-up."),
        _("Not to sell or give away what was bought without the written consent of the office."),
        _("To say at once if the project changes, stops, or gets help from anybody else."),
    ]
    if facts.follow_up_until is not None:
        day = format_date(facts.follow_up_until, facts.language)
        points.append(_("These promises hold until {date}.").format(date=day))
    return points


def _decision(facts: ContractFacts) -> Block:
    _ = texts(facts.language).gettext
    if facts.decision is None:
        return sentence(_("This request has not been decided about."))
    return decision_box(facts.decision, facts.language)


def _signatures(facts: ContractFacts) -> Block:
    _ = texts(facts.language).gettext
    declaration = _(
        "This contract was read out to me in a language that I understand. I have a copy of it. If"
        " the promises are not kept, the office may stop what has not been paid yet, after it has"
        " heard me."
    )
    others = [
        Party(_("Counsellor"), facts.counsellor),
        Party(_("For the office"), facts.supervisor),
    ]
    return signatures(declaration, facts.person.full_name, others, facts.language)
