"""The kinds of things that can be given on arrival: the programme's own, then the common ones."""

from __future__ import annotations

from intake_app.i18n import language as screen_language
from intake_app.needs.model import Handing
from intake_app.packs.model import ARRIVAL_ITEMS, Pack
from intake_app.words import word


def kinds_of(pack: Pack) -> dict[str, Handing]:
    """Every kind that this programme can give, with how it usually reaches the person."""
    own = {item.id: item.handed for item in pack.arrival_items}
    return {kind: Handing(handed) for kind, handed in {**own, **ARRIVAL_ITEMS}.items()}


def kind_words(pack: Pack | None, kind: str, language: str | None = None) -> str:
    """What a kind is called, in ``language`` or else in the screen's language."""
    for item in pack.arrival_items if pack else ():
        if item.id == kind:
            return item.name.in_(language or screen_language())
    return word("need", kind, language)
