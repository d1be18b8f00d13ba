"""The referral letter to a service, with a slip that comes back with the answer."""

from __future__ import annotations

from dataclasses import replace

from intake_app.documents.blocks import (
    BODY,
    LABEL,
    NOTE,
    SMALL,
    STRONG,
    Block,
    Columns,
    Framed,
    Kept,
    Prose,
    Space,
    Stack,
    Style,
)
from intake_app.documents.emblem import slip_code
from intake_app.documents.facts import ProviderFacts, ReferralFacts
from intake_app.documents.fonts import BOLD
from intake_app.documents.forms.shared import optional_date, who
from intake_app.documents.paper import Form, paper
from intake_app.documents.parts import (
    Field,
    Party,
    Tick,
    fields,
    lines_by_hand,
    sections,
    signature_row,
    write_lines,
)
from intake_app.documents.sheet import BLACK, HAIR, MM, TINT, Sheet
from intake_app.formats import format_date, language_name
from intake_app.i18n import N_, texts
from intake_app.words import choices, word

FORM = Form("referral_letter", N_("Referral letter"), "1.1")

_URGENCY = Style(BOLD, 10.4, 13.4)


def build(facts: ReferralFacts) -> bytes:
    """The form as PDF, in the language of the facts."""
    _ = texts(facts.language).gettext
    # The facts travel inside the PDF: what the person wants kept back must not be among them.
    if facts.consent is not None:
        consent = replace(facts.consent, withhold="", basis_reason="")
        facts = replace(facts, consent=consent)
    story: list[Block] = [_banner(facts)]
    story += sections(
        (_("Referred to"), [_provider(facts.provider, facts)]),
        (_("Person"), [who(facts.person, facts.heading), *_told(facts)]),
        (_("Reason for the referral"), [_reason(facts)]),
        (_("Consent"), [_consent_by_hand(facts) if facts.consent is None else _consent(facts)]),
        (_("Referred by"), [_referrer(facts)]),
    )
    copies: tuple[str, ...] = (
        _("Copy for the service"), _("Copy for the person"), _("Copy for the referring office"),
    )  # fmt: skip
    if facts.heading.blank:
        copies = ("",)
    drawings = {"Slip": slip_code(facts.slip)} if facts.slip else {}
    return paper(FORM, facts.heading, story, facts, _slip(facts), copies, drawings)


def _banner(facts: ReferralFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    if facts.heading.blank:
        return Framed(_in_line(_("Urgency"), "urgency", language), 2.4 * MM, TINT, HAIR)
    code = Stack(
        [Prose(_("Referral code"), LABEL, "right"), Prose(facts.short_code, STRONG, "right")]
    )
    urgency = Stack(
        [Prose(_("Urgency"), LABEL), Prose(word("urgency", facts.urgency, language), _URGENCY)]
    )
    return Framed(Columns([urgency, code], [7, 5]), 2.4 * MM, TINT, HAIR)


def _in_line(title: str, group: str, language: str) -> Block:
    """A question with its answers to tick beside it: the slip needs the room below."""
    ticks: list[Block] = [Tick(words) for _code, words in choices(group, language)]
    return Columns([Prose(title, STRONG), *ticks], [2, *([3] * len(ticks))], 2 * MM)


def _provider(provider: ProviderFacts, facts: ReferralFacts) -> Block:
    _ = texts(facts.language).gettext
    if facts.heading.blank:
        what = [Field(_("Service"), "", 6), Field(_("Kind of help"), "", 6)]
        where = [Field(_("Address"), "", 8), Field(_("Telephone"), "", 4)]
        return fields(what, where, by_hand=True)
    rows = [
        [
            Field(_("Service"), provider.name, 8, STRONG),
            Field(_("Kind of help"), provider.sector, 4),
        ]
    ]
    contact = [
        Field(_("Contact person"), provider.contact, 4),
        Field(_("Telephone"), provider.phone, 4),
        Field(_("Area"), provider.area, 4),
    ]
    place = [
        Field(_("Address"), provider.address, 6),
        Field(_("Opening hours"), provider.opening, 3),
        Field(_("Cost"), provider.cost, 3),
    ]
    for row in (contact, place):
        if any(entry.value for entry in row):
            rows.append(row)
    return fields(*rows)


def _told(facts: ReferralFacts) -> list[Block]:
    """What goes about home, school and work, a line each."""
    return (
        [fields(*([Field(label, value, 12)] for label, value in facts.told))] if facts.told else []
    )


def _reason(facts: ReferralFacts) -> Block:
    _ = texts(facts.language).gettext
    needs = fields(
        [Field(_("What the person needs from you"), facts.reason, 12)], by_hand=facts.heading.blank
    )
    return Stack([needs, lines_by_hand(1)]) if facts.heading.blank else needs


def _consent_by_hand(facts: ReferralFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    note = _(
        "The person agrees that this information is shared with your service, and with nobody"
        " else. Please do not pass it on."
    )
    row = [
        Field(_("Given on"), "", 3),
        Field(_("Language of the conversation"), "", 4),
        Field(_("Interpreter"), "", 5),
    ]
    given = _in_line(_("Consent given"), "given", language)
    return Kept([Space(1.6), Prose(note, NOTE), Space(3), given, fields(row, by_hand=True)])


def _consent(facts: ReferralFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    consent = facts.consent
    assert consent is not None
    given = format_date(consent.given_on, language)
    if consent.legal_basis == "consent":
        note = _(
            "On {date} the person agreed that this information is shared with your service, and"
            " with nobody else. Please do not pass it on."
        ).format(date=given)
        how = Field(_("Consent given"), word("given", consent.given_how, language), 4)
    else:
        note = _(
            "Since {date} this information may be shared with your service on the legal basis"
            " named here. Please do not pass it on."
        ).format(date=given)
        how = Field(_("Legal basis"), word("basis", consent.legal_basis, language), 4)
    if facts.has_withheld:
        note += " " + _("Some information was left out because the person asked for it.")
    spoken = language_name(consent.language, language) if consent.language else ""
    row = [
        how,
        Field(_("Language of the conversation"), spoken, 3),
        Field(_("Interpreter"), consent.interpreter, 3),
        Field(_("Text version"), consent.text_version, 2),
    ]
    return Stack([Space(1.6), Prose(note, NOTE), Space(1.0), fields(row)])


def _referrer(facts: ReferralFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    due = format_date(facts.answer_by, language) if facts.answer_by else ""
    row = [
        Field(_("Telephone"), facts.counsellor_phone, 4),
        Field(_("Referred on"), optional_date(facts.referred_on, language), 4),
        Field(_("Please answer by"), due, 4, STRONG),
    ]
    boxes = signature_row(
        [Party(_("Counsellor"), facts.counsellor), Party(_("Stamp"), lines=False)], language
    )
    return Kept([fields(row, by_hand=facts.heading.blank), Space(5), boxes])


# ---------------------------------------------------------------------------- the slip


class _CutLine(Block):
    """A dashed line with a word on it."""

    def __init__(self, text: str) -> None:
        self._text = Prose(text, LABEL, "centre")

    def height(self, width: float) -> float:
        """The line of text."""
        return self._text.height(width) + 2

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        """Draw the word and the dashes under it."""
        self._text.draw(sheet, x, y, width)
        sheet.dashes(x, y + self._text.height(width), width)


class _Code(Block):
    """A QR code: that of the referral, or of the case for a letter from before."""

    _SIZE = 24 * MM

    def __init__(self, drawing: str) -> None:
        self._drawing = drawing

    def height(self, width: float) -> float:
        """A square of fixed size."""
        return self._SIZE

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        """At the right edge."""
        sheet.stamp(self._drawing, x + width - self._SIZE, y, self._SIZE)


def _slip_title(words: str, facts: ReferralFacts) -> list[Block]:
    _ = texts(facts.language).gettext
    office = " ".join(facts.heading.office.split())
    return [
        Prose(_("Acknowledgement slip"), Style(BOLD, 11.4, 14.6, BLACK)),
        Prose(words.format(office=office), SMALL, max_lines=2),
    ]


def _head(facts: ReferralFacts) -> Block:
    """Where the slip goes back to, and the codes that say what it is about."""
    _ = texts(facts.language).gettext
    words = _("Please return this slip to {office}, or telephone and quote the code.")
    code = facts.reply_code or facts.short_code
    codes: list[Block] = [
        Stack([Prose(_("Reply code"), LABEL), Prose(code, STRONG)]),
        Stack([Prose(_("Referral code"), LABEL), Prose(facts.short_code, STRONG)]),
        Stack([Prose(_("Service"), LABEL), Prose(facts.provider.name, BODY, max_lines=2)]),
    ]
    title = Stack([*_slip_title(words, facts), Space(3), Columns(codes, [4, 5, 6])])
    return Columns([title, _Code("Slip" if facts.slip else "Code")], [9.6, 2.4])


def _head_by_hand(facts: ReferralFacts) -> Block:
    """The same for a pen: a blank form belongs to no referral, so it has no code."""
    _ = texts(facts.language).gettext
    words = _("Please return this slip to {office}, or telephone and quote the case number.")
    telephone = facts.counsellor_phone
    row = [
        Field(_("Case number"), "", 4),
        Field(_("Service"), "", 5),
        Field(_("Telephone of the office"), telephone, 3),
    ]
    return Stack([*_slip_title(words, facts), fields(row, by_hand=True)])


def _slip(facts: ReferralFacts) -> Block:
    """The slip to cut off: it names the case and the services, never the person."""
    _ = texts(facts.language).gettext
    answer = Columns(
        [
            Tick(_("Accepted")),
            Tick(_("Rejected")),
            write_lines((_("Reason, or first appointment"), 1.0)),
        ],
        [2, 2, 8],
    )
    signed = write_lines(
        (_("Name and function"), 5.0), (_("Signature and stamp"), 4.0), (_("Date"), 3.0)
    )
    body = Stack(
        [
            _head_by_hand(facts) if facts.heading.blank else _head(facts),
            Space(1),
            answer,
            signed,
        ]
    )
    return Stack(
        [Space(2 * MM), _CutLine(_("Cut here")), Space(2 * MM), Kept([body]), Space(1.5 * MM)]
    )
