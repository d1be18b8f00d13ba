"""What several forms show in the same way: the person, a decision, the signatures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from intake_app.documents.blocks import (
    BODY,
    SMALL,
    STRONG,
    Block,
    Columns,
    Kept,
    Prose,
    Space,
    Stack,
)
from intake_app.documents.facts import DecisionFacts, Heading, PersonFacts
from intake_app.documents.grant_facts import AidFacts
from intake_app.documents.parts import (
    OWN_SCRIPT,
    Field,
    Party,
    Tick,
    fields,
    fingerprint,
    sentence,
    signature_row,
    stamp_box,
    subheading,
    tick_rows,
    write_lines,
)
from intake_app.formats import (
    country_name,
    format_age,
    format_date,
    format_moment,
    format_money,
    format_partial,
)
from intake_app.i18n import texts
from intake_app.plans.model import short_form
from intake_app.values import Money
from intake_app.words import choices, word


def birth_text(person: PersonFacts, heading: Heading) -> str:
    """The birth date with its precision, and the age on the day of issue."""
    language = heading.language
    _ = texts(language).gettext
    if person.birth is None:
        return ""
    return _("{date} (age {age})").format(
        date=format_partial(person.birth, heading.language),
        age=format_age(person.birth, heading.issued_on, heading.language),
    )


def return_text(person: PersonFacts, language: str) -> str:
    """From where, how and when somebody came home, in one line."""
    _ = texts(language).gettext
    if person.homecoming is None:
        return ""
    return _("{kind}, from {country}, on {date}").format(
        kind=word("return", person.homecoming.kind, language),
        country=country_name(person.homecoming.from_country, language),
        date=format_date(person.homecoming.arrived_on, language),
    )


def identity_text(person: PersonFacts, language: str) -> str:
    """The first paper that has a number: its kind and number."""
    _ = texts(language).gettext
    for document in person.documents:
        if document.number:
            return _("{kind} {number}").format(
                kind=word("document", document.kind, language), number=document.number
            )
    return ""


def person_rows(person: PersonFacts, heading: Heading) -> Block:
    """The person in a few lines, as the plan, the grant and the referral show them.

    What is empty is left out, because a letter shows only what its reader may know.
    """
    language = heading.language
    _ = texts(language).gettext
    name = person.full_name or _("Known to this office as {number}").format(
        number=heading.case_number
    )
    wide = 12 if not person.own_script_name else 7
    rows = [[Field(_("Name"), name, wide, STRONG)]]
    if person.own_script_name:
        rows[0].append(
            Field(_("Name in its own script"), person.own_script_name, 5, OWN_SCRIPT, max_lines=1)
        )
    shown = [
        Field(_("Sex"), word("sex", person.sex, language), 2),
        Field(_("Date of birth"), birth_text(person, heading), 4),
        Field(_("Nationality"), nationality(person, language), 3),
        Field(_("Telephone"), person.phone, 3),
    ]
    rows += in_rows([entry for entry in shown if entry.value])
    longer = [
        Field(_("Identity document"), identity_text(person, language), 5),
        Field(_("Return"), return_text(person, language), 7),
    ]
    rows += in_rows([entry for entry in longer if entry.value])
    return fields(*rows)


def who(person: PersonFacts, heading: Heading) -> Block:
    """The person as ``person_rows`` shows them, or room to write on a blank form."""
    if not heading.blank:
        return person_rows(person, heading)
    _ = texts(heading.language).gettext
    return fields(
        [Field(_("Name"), "", 7), Field(_("Case number"), "", 5)],
        [
            Field(_("Date of birth"), "", 4),
            Field(_("Telephone"), "", 3),
            Field(_("Identity document"), "", 5),
        ],
        by_hand=True,
    )


def asked(title: str, group: str, language: str, columns: int = 4) -> Block:
    """A question whose answers are ticked by hand: all words of a group."""
    ticks = [Tick(words) for _code, words in choices(group, language)]
    rows = [part for row in tick_rows(ticks, columns) for part in (row, Space(1.6))]
    return Kept([subheading(title), *rows, Space(1.6)])


def signer(heading: Heading) -> str:
    """Who signs for the office: whoever made the paper; nobody yet on a blank form."""
    return "" if heading.blank else heading.issued_by


def aid_rows(aid: AidFacts, language: str) -> list[list[Field]]:
    """Which grant a paper is about: its number, its package, what it is for."""
    _ = texts(language).gettext
    return [
        [
            Field(_("Request number"), str(aid.number) if aid.number else "", 3, STRONG),
            Field(_("Package"), aid.package, 9, STRONG),
        ],
        [Field(_("For what"), aid.purpose, 12)],
    ]


def capital(words: str) -> str:
    """Words with a capital letter at their beginning."""
    return words[:1].upper() + words[1:]


def optional_money(amount: Money | None, language: str) -> str:
    """The amount with its currency; empty where there is none."""
    return format_money(amount, language) if amount else ""


def optional_date(day: date | None, language: str) -> str:
    """The day in words; empty where there is none."""
    return format_date(day, language) if day else ""


def nationality(person: PersonFacts, language: str) -> str:
    """The country of the nationality, in words."""
    return country_name(person.nationality, language) if person.nationality else ""


def in_rows(entries: Sequence[Field]) -> list[list[Field]]:
    """One row, or none if there is nothing to show."""
    return [list(entries)] if entries else []


def points(numbered: Sequence[str]) -> Block:
    """Promises one under the other, each with its number."""
    rows: list[Block] = []
    for number, text in enumerate(numbered, start=1):
        cells: list[Block] = [Prose(f"{number}.", BODY), Prose(text, BODY)]
        rows += [Space(1.4), Columns(cells, [0.4, 11.6], 0)]
    return Stack([*rows, Space(2)])


def decision_box(decision: DecisionFacts, language: str) -> Block:
    """The stamp of a decision: what, who, when, and exactly which content."""
    _ = texts(language).gettext
    rows = [
        [
            Field(_("Decided by"), decision.name, 5),
            Field(_("Role"), word("role", decision.role, language), 3),
            Field(_("Decided on"), format_moment(decision.at, language), 4),
        ]
    ]
    if decision.reason:
        rows.append([Field(_("Reason"), decision.reason, 12)])
    short = short_form(decision.content_hash)
    rows.append(
        [
            Field(_("Content, short form"), short, 3, STRONG),
            Field(_("Content (SHA-256)"), fingerprint(decision.content_hash), 9, SMALL),
        ]
    )
    note = _("The decision is signed electronically and covers exactly this content.")
    return stamp_box(word("verdict", decision.verdict, language), rows, note)


def decided_by_hand(language: str) -> Block:
    """What can be decided, to tick with a pen, and room for the reason."""
    _ = texts(language).gettext
    verdicts = [Tick(words) for _code, words in choices("verdict", language)]
    return Stack([Space(3), *tick_rows(verdicts, 3), write_lines((_("Reason"), 12.0)), Space(6)])


def signatures(declaration: str, person: str, others: Sequence[Party], language: str) -> Block:
    """The declaration of the person and the boxes to sign in; never parted.

    ``person`` is the printed name. The witness signs for a thumbprint or a reading aloud.
    """
    _ = texts(language).gettext
    returnee = Party(_("Returnee"), person, thumbprint=True, share=1.5)
    witness = write_lines(
        (_("Witness to the thumbprint: name"), 5.0),
        (_("Signature of the witness"), 4.0),
        (_("Date"), 3.0),
    )
    return Kept(
        [
            sentence(declaration),
            signature_row([returnee, *others], language),
            Space(1.0),
            witness,
        ]
    )
