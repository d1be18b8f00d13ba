"""The consent form: what is read aloud, yes or no to each purpose, signed or with a thumbprint."""

from __future__ import annotations

from intake_app.documents.blocks import NOTE, STRONG, Block, Columns, Kept, Prose, Space, Stack
from intake_app.documents.consent_facts import AskedFacts, ConsentFormFacts
from intake_app.documents.forms.shared import signatures, signer, who
from intake_app.documents.paper import Form, paper
from intake_app.documents.parts import (
    Field,
    Party,
    Tick,
    fields,
    sections,
    sentence,
    write_lines,
)
from intake_app.formats import format_date, language_name
from intake_app.i18n import N_, texts
from intake_app.words import word

FORM = Form("consent_form", N_("Consent form"), "1.0")


def build(facts: ConsentFormFacts) -> bytes:
    """The form as PDF, in the language of the facts."""
    _ = texts(facts.language).gettext
    asked = [_asked(one, facts.language) for one in facts.asked]
    story = sections(
        (_("Person"), [who(facts.person, facts.heading)]),
        (_("What is read aloud, and the answer"), [_how_to(facts), *asked]),
        (_("The conversation"), [_conversation(facts)]),
        (_("Your rights"), [_rights(facts)]),
        (_("Signatures"), [_signatures(facts)]),
    )
    return paper(FORM, facts.heading, story, facts)


def _how_to(facts: ConsentFormFacts) -> Block:
    _ = texts(facts.language).gettext
    return sentence(
        _(
            "Read each text aloud, in a language that the person understands, and tick the answer."
            " Each question is answered by itself: whoever says no to one may say yes to another."
        )
    )


def _asked(asked: AskedFacts, language: str) -> Block:
    _ = texts(language).gettext
    answer = asked.answer
    ticks = Columns(
        [
            Tick(_("Yes, I agree"), ticked=answer == "given"),
            Tick(_("No"), ticked=answer == "refused"),
            Tick(_("Not now"), ticked=answer == "not_now"),
            Block(),
        ],
        [3, 2, 3, 4],
    )
    blocks: list[Block] = [
        Space(3.4),
        Prose(word("purpose", asked.purpose, language), STRONG),
        Space(0.8),
        Prose(asked.text, NOTE),
        Space(2.4),
        ticks,
        *_recipient(asked, language),
        *_answer(asked, language),
        Space(2.0),
    ]
    return Kept(blocks)


def _recipient(asked: AskedFacts, language: str) -> list[Block]:
    """With whom, and what that service may not have; lines to write on while nobody was asked."""
    _ = texts(language).gettext
    if asked.purpose != "sharing":
        return []
    if not asked.recipient:
        return [
            write_lines((_("Name of the service"), 6.0), (_("What must not be passed on"), 6.0))
        ]
    parts = [word("shareable", code, language) for code in asked.withheld]
    kept_back = "; ".join([", ".join(parts), asked.withhold]).strip("; ")
    row = [
        Field(_("Name of the service"), asked.recipient, 6, STRONG),
        Field(_("What must not be passed on"), kept_back, 6),
    ]
    return [fields(row)]


def _answer(asked: AskedFacts, language: str) -> list[Block]:
    """How and when it was answered, or why it is done without a consent."""
    _ = texts(language).gettext
    if not asked.answer or asked.day is None:
        return []
    day = format_date(asked.day, language)
    if asked.answer in ("refused", "not_now"):
        return [fields([Field(_("Answered on"), day, 4)])]
    if asked.legal_basis != "consent":
        basis = word("basis", asked.legal_basis, language)
        row = [
            Field(_("Without a consent, because of"), basis, 4),
            Field(_("Reason"), asked.basis_reason, 5),
            Field(_("Since"), day, 3),
        ]
    else:
        row = [
            Field(_("Legal basis"), _("Consent"), 3),
            Field(_("How given"), word("given", asked.given_how, language), 3),
            Field(_("Witness"), asked.witness, 3),
            Field(_("Answered on"), day, 3),
        ]
    blocks = [fields(row)]
    if asked.withdrawn_on is not None:
        taken_back = format_date(asked.withdrawn_on, language)
        words = _("Taken back on {day}: it does not hold any more.").format(day=taken_back)
        blocks.append(Stack([Space(1.2), Prose(words, STRONG)]))
    return blocks


def _conversation(facts: ConsentFormFacts) -> Block:
    """From the newest answers; lines to write on if nobody answered yet."""
    language = facts.language
    _ = texts(language).gettext
    spoken = sorted({one.spoken for one in facts.asked if one.spoken})
    interpreters = sorted({one.interpreter for one in facts.asked if one.interpreter})
    versions = sorted({one.text_version for one in facts.asked if one.text_version})
    version = Field(_("Text version"), ", ".join(versions) or facts.text_version, 3)
    place = (_("Place"), 4.0)
    if not spoken:
        lines = write_lines(
            (_("Language of the conversation"), 3.0),
            (_("Name and signature of the interpreter"), 5.0),
            place,
        )
        return Kept([fields([version]), lines])
    names = ", ".join(language_name(code, language) for code in spoken)
    row = [
        Field(_("Language of the conversation"), names, 5),
        Field(_("Interpreter"), ", ".join(interpreters), 4),
        version,
    ]
    return Kept([fields(row), write_lines((_("Signature of the interpreter"), 8.0), place)])


def _rights(facts: ConsentFormFacts) -> Block:
    _ = texts(facts.language).gettext
    words = sentence(
        _(
            "You may say no, and you may take back a yes at any time: come to the desk, telephone"
            " or send somebody you trust, and say for what you take it back. From that day on"
            " nothing more is done with it; what was passed on before stays with whoever has it,"
            " and we tell you with whom. You may see what is written about you and have it"
            " corrected. Help in an emergency never depends on your answer. For this paper"
            " answers: {office}."
        ).format(office=_in_one_line(facts.heading.office))
    )
    return Kept([words])


def _in_one_line(office: str) -> str:
    """The office in one line that leaves room for the rest."""
    return " ".join(office[:160].split())


def _signatures(facts: ConsentFormFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    declaration = _(
        "The texts above were read to me in a language that I understand. I could ask questions,"
        " and the answers that are ticked are mine."
    )
    others = [Party(_("For the office"), signer(facts.heading))]
    if facts.is_child:
        others.insert(0, Party(_("Caregiver of the child")))
    return signatures(declaration, facts.person.full_name, others, language)
