"""How the service directory is listed: its columns, its ready filters, and its kinds of help."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from intake_app.i18n import _, language
from intake_app.packs.model import Sector
from intake_app.packs.order import for_country
from intake_app.referrals.model import Provider
from intake_app.session import Session
from intake_app.values import folded
from ui.fields.choice import Option
from ui.lists.filter_list import Filter
from ui.lists.paged_model import Column
from ui.referrals.provider_preview import verified_words
from ui.tokens import Tone

ALL, UNVERIFIED = "all", "unverified"


class Sectors:
    """The kinds of help that the programmes of this desk know.

    Where two programmes call one kind differently, the words of the office's own one are taken.
    """

    def __init__(self, session: Session) -> None:
        office = session.office
        packs = for_country(session.packs.values(), office.country, office.default_pack)
        self._by_code: dict[str, Sector] = {
            sector.id: sector for pack in reversed(packs) for sector in pack.sectors
        }

    def words(self, code: str) -> str:
        """What a kind of help is called; its code if no programme knows it."""
        sector = self._by_code.get(code)
        return sector.name.in_(language()) if sector else code

    def options(self) -> list[Option]:
        """All kinds of help, in alphabetical order."""
        options = [Option(code, self.words(code)) for code in self._by_code]
        return sorted(options, key=lambda option: folded(option.label))


def columns(sectors: Sectors) -> list[Column[Provider]]:
    """Name, kind of help, area, and when somebody last asked there."""
    return [
        Column(lambda: _("Service"), lambda row: row.name, 24, stretch=True),
        Column(lambda: _("Kind of help"), lambda row: sectors.words(row.sector), 16),
        Column(lambda: _("Area"), lambda row: row.area, 12),
        Column(lambda: _("Verified"), verified_words, 11, icon=_icon, tone=_tone),
    ]


def filters(providers: Sequence[Provider], sectors: Sectors) -> list[Filter]:
    """Everything, what was never verified, and each kind of help that there is."""
    if not providers:
        return []
    counts: dict[str, int] = {}
    for provider in providers:
        counts[provider.sector] = counts.get(provider.sector, 0) + 1
    never = sum(1 for provider in providers if not provider.verified_on)
    in_order = sorted(counts, key=lambda code: folded(sectors.words(code)))
    return [
        Filter(ALL, lambda: _("All services"), len(providers)),
        Filter(UNVERIFIED, lambda: _("Never verified"), never, "circle-dashed", Tone.WARNING),
        *(Filter(code, partial(sectors.words, code), counts[code]) for code in in_order),
    ]


def fits(provider: Provider, filter_key: str, typed: str) -> bool:
    """True if an entry belongs under this filter and has the typed words in it."""
    words = folded(f"{provider.name} {provider.area} {provider.languages}")
    if folded(typed) not in words:
        return False
    if filter_key == UNVERIFIED:
        return not provider.verified_on
    return filter_key in ("", ALL, provider.sector)


def _icon(provider: Provider) -> str:
    if not provider.active:
        return "circle-slash"
    return "" if provider.verified_on else "circle-dashed"


def _tone(provider: Provider) -> Tone | None:
    if not provider.active:
        return Tone.DANGER
    return None if provider.verified_on else Tone.WARNING
