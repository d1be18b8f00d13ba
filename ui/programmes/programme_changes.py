"""What a new version of a programme says otherwise than the one in use, statement by statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from intake_app.i18n import _, language
from intake_app.packs.model import Pack
from intake_app.packs.overlay import FigureKind, figures
from intake_app.words import word
from ui.programmes import programme_words as words


@dataclass(frozen=True)
class Difference:
    """One statement: ``before`` is empty for a new one, ``after`` for one that is gone."""

    part: str
    about: str
    before: str
    after: str


_Statement = tuple[str, str, str]
"""The part, what it is about, and what is said."""


def differences(before: Pack | None, after: Pack, packs: Mapping[str, Pack]) -> list[Difference]:
    """What is new, otherwise or gone, in the order of the programme's sheet. A programme that was
    not there before is new as a whole."""
    old = list(_statements(before, packs)) if before else []
    new = list(_statements(after, {**packs, after.id: after}))
    left, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    found = []
    for part, about, says in dict.fromkeys(new):
        if not come[part, about, says]:
            continue
        same = [one for one in left.elements() if one[:2] == (part, about)]
        gone = same[0] if len(same) == 1 else None
        if gone is not None:
            left[gone] -= 1
        found.append(Difference(part, about, gone[2] if gone else "", says))
    gone_for_good = [Difference(part, about, says, "") for part, about, says in left.elements()]
    return list(dict.fromkeys(found + gone_for_good))


def _statements(pack: Pack, packs: Mapping[str, Pack]) -> Iterator[_Statement]:
    programme = _("Programme")
    yield programme, _("Name"), pack.label.in_(language())
    yield from _money(pack, packs)
    for title, lines in words.parts(pack):
        about = ""
        for line in lines:
            about = line.about or about
            yield title, about, _said(line.says, line.origin)
    offices = _("Offices")
    for office in pack.offices:
        state = _("open") if office.is_open else _("announced")
        yield offices, office.code, _said(office.name.in_(language()), state)
    services = _("Institutions")
    for partner in pack.partners:
        sector = pack.sector(partner.sector)
        named = sector.name.in_(language()) if sector else partner.sector
        role, area = partner.role.in_(language()), partner.area.in_(language())
        yield services, _said(partner.name, named), _said(role, area)
    templates = _("Activities that are offered")
    for entry in pack.activities:
        yield templates, word("dimension", entry.dimension), entry.text.in_(language())


def _money(pack: Pack, packs: Mapping[str, Pack]) -> Iterator[_Statement]:
    part = _("Packages and ceilings")
    for package in pack.packages:
        form = word("form", package.form)
        said = _said(form, words.package_words(package, packs))
        yield part, package.name.in_(language()), said
    for limit in pack.limits:
        yield part, limit.name.in_(language()), words.limit_words(pack, limit)
    for figure in figures(pack):
        nothing = figure.kind is FigureKind.QUOTES and figure.amount is None
        amount = _("no amount is laid down") if nothing else words.amount_words(figure.amount)
        origin = words.origin_words(pack, figure.origin) if figure.amount else ""
        yield part, words.figure_name(pack, figure), _said(amount, origin)


def _said(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
