"""The kinds of help in words."""

from __future__ import annotations

from intake_app.i18n import language
from intake_app.packs.model import Sector
from intake_app.packs.order import for_country
from intake_app.referrals.provider import Provider
from intake_app.session import Session
from intake_app.values import folded
from ui.fields.choice import Option


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

    def all_words(self, provider: Provider) -> str:
        """All kinds of help of a service, the main one first."""
        return ", ".join(self.words(code) for code in provider.sectors)

    def options(self) -> list[Option]:
        """All kinds of help, in alphabetical order."""
        options = [Option(code, self.words(code)) for code in self._by_code]
        return sorted(options, key=lambda option: folded(option.label))
