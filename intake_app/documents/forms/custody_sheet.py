"""The key custody sheet: the recovery key of a vault, to be sealed in an envelope.

There is no QR code on it on purpose: a camera reads one from across the room, telephones send what
they read to the internet, and the key is typed once in years.
"""

from __future__ import annotations

from intake_app.documents.blocks import (
    LABEL,
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
from intake_app.documents.facts import CustodySheetFacts
from intake_app.documents.fonts import BOLD
from intake_app.documents.paper import Form, paper
from intake_app.documents.parts import (
    Field,
    Party,
    fields,
    sections,
    sentence,
    signature_row,
    write_lines,
)
from intake_app.documents.sheet import MM
from intake_app.formats import format_date
from intake_app.i18n import N_, texts

FORM = Form("custody_sheet", N_("Key custody sheet"), "1.0")

_KEY = Style(BOLD, 19.0, 25.0)
_HAND_OVERS = 4
_PER_ROW = 4


def build(facts: CustodySheetFacts) -> bytes:
    """The sheet as PDF, in the language of the facts. The key is only in what is drawn."""
    _ = texts(facts.heading.language).gettext
    story = sections(
        (_("What this sheet is for"), [sentence(_purpose(facts))]),
        (_("Recovery key"), [_key(facts)]),
        (_("How to keep it"), _rules(facts)),
        (_("Sealed by two people"), [_signatures(facts)]),
        (_("Hand-over of the sealed envelope"), [_hand_overs(facts)]),
    )
    about = {"vault": facts.vault, "sheet": facts.heading.reference}
    return paper(FORM, facts.heading, story, about)


def _purpose(facts: CustodySheetFacts) -> str:
    _ = texts(facts.heading.language).gettext
    return _(
        "With this key any login of the vault gets a new passphrase when the old one is forgotten."
        " Whoever reads it can read everything in the vault. Nobody can make it again."
    )


def _key(facts: CustodySheetFacts) -> Block:
    language = facts.heading.language
    _ = texts(language).gettext
    *groups, check = facts.groups
    rows: list[Block] = []
    for first in range(0, len(groups), _PER_ROW):
        row = groups[first : first + _PER_ROW]
        cells: list[Block] = [
            _group(str(first + number), group) for number, group in enumerate(row, start=1)
        ]
        rows.append(Columns([*cells, Block()], [3, 3, 3, 3, 2]))
    last = Columns([_group(_("Check"), check), Block()], [3, 11])
    about = fields(
        [
            Field(_("Vault"), facts.vault, 4, STRONG),
            Field(_("Made on"), format_date(facts.heading.issued_on, language), 4),
            Field(_("Made by"), facts.heading.issued_by, 4),
        ],
    )
    return Kept([Space(2 * MM), Framed(Stack([*rows, last], 1.5 * MM)), Space(1 * MM), about])


def _group(label: str, characters: str) -> Block:
    return Stack([Prose(label, LABEL), Prose(characters, _KEY)])


def _rules(facts: CustodySheetFacts) -> list[Block]:
    _ = texts(facts.heading.language).gettext
    rules = (
        _("Print it once. Do not photograph, copy or send it."),
        _(
            "Put it into an envelope that nobody can see through, seal it, and let two people sign"
            " across the flap."
        ),
        _("Keep it in a safe of another building or at headquarters, never with the computer."),
        _(
            "It counts only after part of it was typed back into the program. Destroy older sheets"
            " then."
        ),
        _(
            "After it was used, make a new one the same day. Copies of the vault from before open"
            " with this key until the keys of the vault are changed."
        ),
    )
    return [sentence(f"{number}.  {rule}") for number, rule in enumerate(rules, start=1)]


def _signatures(facts: CustodySheetFacts) -> Block:
    language = facts.heading.language
    _ = texts(language).gettext
    parties = [Party(_("First person: name")), Party(_("Second person: name"))]
    return Kept([Space(1 * MM), signature_row(parties, language)])


def _hand_overs(facts: CustodySheetFacts) -> Block:
    _ = texts(facts.heading.language).gettext
    line = (
        (_("Date"), 2.0),
        (_("Handed over by: name, signature"), 4.5),
        (_("Received by: name, signature"), 4.5),
        (_("Seal unbroken"), 1.8),
    )
    return Kept([write_lines(*line) for _number in range(_HAND_OVERS)])
