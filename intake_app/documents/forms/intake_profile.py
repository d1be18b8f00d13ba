"""The intake profile: who came home, how, with whom, and what they agreed to."""

from __future__ import annotations

from intake_app.documents.blocks import STRONG, Block, Stack
from intake_app.documents.facts import (
    ConsentFacts,
    IntakeProfileFacts,
    MemberFacts,
    PersonFacts,
)
from intake_app.documents.forms.shared import asked, birth_text, nationality, signatures, signer
from intake_app.documents.paper import Form, paper
from intake_app.documents.parts import (
    OWN_SCRIPT,
    Field,
    Party,
    fields,
    lines_by_hand,
    rows_by_hand,
    sections,
    sentence,
)
from intake_app.documents.table import Column, Table
from intake_app.formats import (
    country_name,
    format_age,
    format_date,
    format_partial,
    format_short_date,
    language_name,
)
from intake_app.i18n import N_, texts
from intake_app.people.told import background_labels
from intake_app.words import choices, word

FORM = Form("intake_profile", N_("Intake profile"), "1.0")

_BLANK_DOCUMENTS, _BLANK_MEMBERS, _BLANK_LINES = 3, 6, 3


def build(facts: IntakeProfileFacts) -> bytes:
    """The form as PDF, in the language of the facts."""
    _ = texts(facts.language).gettext
    story = sections(
        (_("Person"), [_person(facts)]),
        (_("Return and case"), [_return(facts)]),
        (_("Identity documents"), [_documents(facts)]),
        (_("Household"), [_household(facts)]),
        *([(_("Life, work and the way"), _background(facts))] if _told(facts) else []),
        (_("Consent"), [_consents(facts)]),
        (_("Declaration and signatures"), [_signatures(facts)]),
    )
    return paper(FORM, facts.heading, story, facts)


def _person(facts: IntakeProfileFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    person = facts.person
    sex = word("sex", person.sex, language) if person.sex else ""
    rows = [
        [
            Field(_("Family name"), person.family_name, 4, STRONG),
            Field(_("Given names"), person.given_names, 4, STRONG),
            Field(_("Other names"), person.other_names, 4),
        ],
        [
            Field(_("Sex"), sex, 4),
            Field(_("Date of birth"), birth_text(person, facts.heading), 4),
            Field(_("Nationality"), nationality(person, language), 4),
        ],
        [
            Field(_("Mother's name"), person.mother_name, 4),
            Field(_("Father's name"), person.father_name, 4),
            Field(_("Telephone"), person.phone, 4),
        ],
    ]
    if facts.heading.blank:
        own = Field(_("Name in its own script"), "", 8)
        rows = [rows[0], [own, _language(person, language)], *rows[1:]]
    elif person.own_script_name:
        own = Field(_("Name in its own script"), person.own_script_name, 8, OWN_SCRIPT, max_lines=1)
        rows.insert(1, [own, _language(person, language)])
    else:
        rows.append([_language(person, language)])
    return fields(*rows, by_hand=facts.heading.blank)


def _language(person: PersonFacts, language: str) -> Field:
    _ = texts(language).gettext
    named = language_name(person.language, language) if person.language else ""
    return Field(_("Language of papers"), named, 4)


def _return(facts: IntakeProfileFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    homecoming = facts.person.homecoming
    opened = format_date(facts.opened_on, language) if facts.opened_on else ""
    rows = [
        [
            Field(_("Case opened on"), opened, 4),
            Field(_("Opened by"), facts.opened_by, 4),
            Field(_("Counsellor"), facts.counsellor, 4),
        ]
    ]
    if homecoming is not None:
        rows.insert(
            0,
            [
                Field(_("Returned from"), country_name(homecoming.from_country, language), 4),
                Field(_("Kind of return"), word("return", homecoming.kind, language), 4),
                Field(_("Arrived on"), format_date(homecoming.arrived_on, language), 4),
            ],
        )
    if not facts.heading.blank:
        return fields(*rows)
    came = [Field(_("Returned from"), "", 6), Field(_("Arrived on"), "", 6)]
    kind = asked(_("Kind of return"), "return", language, 3)
    return Stack([fields(came, by_hand=True), kind, fields(*rows, by_hand=True)])


def _documents(facts: IntakeProfileFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    columns = [
        Column(_("Document"), 4),
        Column(_("Number"), 4),
        Column(_("Issued by"), 3),
        Column(_("Valid until"), 3),
    ]
    if facts.heading.blank:
        return Table(columns, rows_by_hand(_BLANK_DOCUMENTS, len(columns)))
    if not facts.person.documents:
        return sentence(_("No identity document was recorded."))
    return Table(
        columns,
        [
            [
                word("document", document.kind, language),
                document.number,
                country_name(document.country, language) if document.country else "",
                format_partial(document.expires, language) if document.expires else "",
            ]
            for document in facts.person.documents
        ],
    )


def _household(facts: IntakeProfileFacts) -> Block:
    _ = texts(facts.language).gettext
    person = facts.person
    columns = [
        Column(_("Name"), 5),
        Column(_("Relation"), 3),
        Column(_("Sex"), 2),
        Column(_("Date of birth"), 3),
        Column(_("Age"), 1, "right"),
    ]
    if facts.heading.blank:
        return Table(columns, rows_by_hand(_BLANK_MEMBERS, len(columns)))
    if not person.household:
        return sentence(_("No other member of the household was recorded."))
    return Table(columns, [_member(member, facts) for member in person.household])


_SHORT = 40
"""Letters of a value that has room beside others."""


def _told(facts: IntakeProfileFacts) -> tuple[tuple[str, str], ...]:
    """What was told; on a blank form all that can be."""
    if not facts.heading.blank:
        return facts.background
    return tuple((label, "") for label in background_labels(facts.language))


def _background(facts: IntakeProfileFacts) -> list[Block]:
    """What is short stands three in a line, what is long has a line of its own."""
    if facts.heading.blank:
        labels = [Field(label, "", 6) for label, _nothing in _told(facts)]
        pairs = [labels[at : at + 2] for at in range(0, len(labels), 2)]
        return [fields(*pairs, by_hand=True), lines_by_hand(_BLANK_LINES)]
    rows: list[list[Field]] = []
    for label, value in facts.background:
        short = len(value) <= _SHORT
        if short and rows and rows[-1][0].share == 4 and len(rows[-1]) < 3:
            rows[-1].append(Field(label, value, 4))
        else:
            rows.append([Field(label, value, 4 if short else 12)])
    return [fields(*rows)]


def _member(member: MemberFacts, facts: IntakeProfileFacts) -> list[str]:
    language = facts.language
    _ = texts(language).gettext
    return [
        member.name,
        member.relation or (word("relation", "head", language) if member.is_head else ""),
        word("sex", member.sex, language),
        format_partial(member.birth, language) if member.birth else "",
        format_age(member.birth, facts.heading.issued_on, language) if member.birth else "",
    ]


def _consents(facts: IntakeProfileFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    columns = [
        Column(_("Purpose"), 5),
        Column(_("How given"), 5),
        Column(_("Given on"), 2),
        Column(_("Withdrawn on"), 2),
    ]
    if facts.heading.blank:
        (room,) = rows_by_hand(1, len(columns))
        return Table(columns, [[words, *room[1:]] for _code, words in choices("purpose", language)])
    if not facts.consents:
        return sentence(_("No consent was recorded."))
    rows = [
        [
            _purpose(consent, language),
            _how_given(consent, language),
            format_short_date(consent.given_on, language),
            format_short_date(consent.withdrawn_on, language) if consent.withdrawn_on else "",
        ]
        for consent in facts.consents
    ]
    return Table(columns, rows)


def _purpose(consent: ConsentFacts, language: str) -> str:
    _ = texts(language).gettext
    purpose = word("purpose", consent.purpose, language)
    if not consent.recipient:
        return purpose
    return _("{purpose}: {recipient}").format(purpose=purpose, recipient=consent.recipient)


def _how_given(consent: ConsentFacts, language: str) -> str:
    """The way of agreeing and who saw it, or the legal basis that stands in for a consent."""
    _ = texts(language).gettext
    if consent.legal_basis != "consent":
        basis = word("basis", consent.legal_basis, language)
        return _("{basis}: {reason}").format(basis=basis, reason=consent.basis_reason)
    how = word("given", consent.given_how, language)
    if not consent.witness:
        return how
    return _("{how} ({witness})").format(how=how, witness=consent.witness)


def _signatures(facts: IntakeProfileFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    declaration = _(
        "What is written above was read to me in a language that I understand, and it is correct."
        " I know that I may see it, have it corrected and take back my consent at any time."
    )
    others = [
        Party(_("Counsellor"), facts.counsellor or signer(facts.heading)),
        Party(_("Supervisor")),
    ]
    return signatures(declaration, facts.person.full_name, others, language)
