"""The grant request: what is asked for, within which budget, and what was decided."""

from __future__ import annotations

from intake_app.documents.blocks import STRONG, Block
from intake_app.documents.facts import BudgetFrame, GrantFacts
from intake_app.documents.forms.shared import (
    decided_by_hand,
    decision_box,
    optional_date,
    optional_money,
    signatures,
    who,
)
from intake_app.documents.paper import Form, paper
from intake_app.documents.parts import (
    FIGURE,
    Field,
    Party,
    fields,
    sections,
    sentence,
)
from intake_app.formats import format_money, format_number
from intake_app.i18n import N_, texts
from intake_app.words import word

FORM = Form("grant_request", N_("Grant request"), "1.1")


def build(facts: GrantFacts) -> bytes:
    """The form as PDF, in the language of the facts."""
    _ = texts(facts.language).gettext
    story = sections(
        (_("Person"), [who(facts.person, facts.heading)]),
        (_("Request"), [_request(facts)]),
        (_("Budget"), [_frame(facts.frame, facts)]),
        (_("Decision"), [_decision(facts)]),
        (_("Declaration and signatures"), [_signatures(facts)]),
    )
    return paper(FORM, facts.heading, story, facts)


def _request(facts: GrantFacts) -> Block:
    language = facts.language
    catalogue = texts(language)
    _, ngettext = catalogue.gettext, catalogue.ngettext
    line = facts.plan_line
    if facts.plan_version:
        line = _("{line} (plan version {version})").format(line=line, version=facts.plan_version)
    rows = [
        [
            Field(_("Amount asked for"), optional_money(facts.amount, language), 5, FIGURE),
            Field(_("Request number"), str(facts.number or ""), 3, FIGURE),
            Field(_("State"), _word("grant", facts.state, language), 4),
        ],
        [
            Field(_("Package"), facts.package, 8, STRONG),
            Field(_("Form of help"), _word("form", facts.form, language), 4),
        ],
        [Field(_("Line of the plan"), line, 12)],
        [Field(_("For what"), facts.purpose, 12)],
        [
            Field(_("Supplier"), facts.supplier, 8),
            Field(_("Payment"), _word("payment", facts.payment, language), 4),
        ],
    ]
    if facts.quotes:
        suppliers = ngettext("{count} supplier", "{count} suppliers", facts.quotes)
        count = suppliers.format(count=format_number(facts.quotes, language))
        rows[-1][0] = Field(_("Supplier"), facts.supplier, 5)
        rows[-1].insert(1, Field(_("Quotes of"), count, 3))
    if facts.instalments:
        rows.append([Field(_("Instalments"), "\n".join(facts.instalments), 12)])
    if facts.way:
        rows.append([Field(_("Its way"), " · ".join(facts.way), 12)])
    rows.append(
        [
            Field(_("Asked for by"), facts.author, 8),
            Field(_("Asked for on"), optional_date(facts.requested_on, language), 4),
        ]
    )
    return fields(*rows, by_hand=facts.heading.blank)


def _word(family: str, code: str, language: str) -> str:
    return word(family, code, language) if code else ""


def _frame(frame: BudgetFrame | None, facts: GrantFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    if facts.heading.blank:
        labels = (_("Ceiling"), _("Committed before this request"), _("Left after this request"))
        return fields([Field(label, "", 4) for label in labels], by_hand=True)
    if frame is None:
        return sentence(_("The programme sets no limit for this package."))
    row = [
        Field(_("Ceiling"), format_money(frame.ceiling, language), 3, STRONG),
        Field(_("Committed before this request"), format_money(frame.committed, language), 3),
        Field(_("Left after this request"), format_money(frame.balance, language), 3, STRONG),
    ]
    if frame.days_left is not None:
        row.append(Field(_("Days left"), format_number(frame.days_left, language), 3))
    return fields(row)


def _decision(facts: GrantFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    if facts.heading.blank:
        return decided_by_hand(language)
    if facts.decision is None:
        return sentence(_("This request has not been decided about."))
    return decision_box(facts.decision, language)


def _signatures(facts: GrantFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    declaration = _(
        "I ask for this support for the purpose stated above and will use it for nothing else."
        " I have not received help for the same purpose from anybody else. I will keep the"
        " receipts and agree to a visit that looks at what was bought."
    )
    others = [Party(_("Counsellor"), facts.author), Party(_("Supervisor"), facts.supervisor)]
    return signatures(declaration, facts.person.full_name, others, language)
