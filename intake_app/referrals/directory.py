"""The service directory in memory, looked through while one types. Pure.

Every entry is folded once; a directory of some thousand services is searched in a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from intake_app.referrals.model import Record
from intake_app.referrals.provider import Provider
from intake_app.values import folded

ALL, STALE, FULL, CLOSED = "all", "stale", "full", "closed"
"""The ready filters besides the kinds of help."""


class Directory:
    """All services with what our referrals say of them. ``sector_words`` says a kind of help, and
    ``language_words`` a language, so that they are found by these words too."""

    def __init__(
        self,
        providers: Iterable[Provider],
        records: Mapping[str, Record],
        today: date,
        sector_words: Callable[[str], str] = str,
        language_words: Callable[[str], str] = str,
    ) -> None:
        self.providers = list(providers)
        self.records = records
        self.today = today
        self._words = [_words(one, sector_words, language_words) for one in self.providers]

    def record(self, provider_id: str) -> Record:
        """What our referrals say of a service."""
        return self.records.get(provider_id, Record())

    def free(self, provider: Provider) -> int | None:
        """How many places are left; None if nobody knows."""
        if provider.capacity is None:
            return None
        return max(provider.capacity - self.record(provider.id).open, 0)

    def find(self, typed: str = "", ready: str = ALL) -> list[Provider]:
        """The services that have every typed word, under a filter: ``ALL``, ``STALE``, ``FULL``,
        ``CLOSED`` or a kind of help."""
        words = folded(typed).split()
        return [
            one
            for one, text in zip(self.providers, self._words, strict=True)
            if all(word in text for word in words) and self._is_under(one, ready)
        ]

    def counts(self) -> dict[str, int]:
        """How many services each filter has; kinds of help that nobody gives are missing."""
        found = {ALL: len(self.providers), STALE: 0, FULL: 0, CLOSED: 0}
        for one in self.providers:
            for ready in (STALE, FULL, CLOSED):
                found[ready] += self._is_under(one, ready)
            for sector in one.sectors:
                found[sector] = found.get(sector, 0) + 1
        return found

    def _is_under(self, provider: Provider, ready: str) -> bool:
        if ready == ALL:
            return True
        if ready == STALE:
            return provider.active and provider.is_stale(self.today)
        if ready == FULL:
            return provider.active and self.free(provider) == 0
        if ready == CLOSED:
            return not provider.active
        return ready in provider.sectors


def _words(
    one: Provider, sector_words: Callable[[str], str], language_words: Callable[[str], str]
) -> str:
    parts = (
        one.name, one.area, one.languages, one.contact, one.phone, one.address,
        *(sector_words(code) for code in one.sectors),
        *(language_words(code) for code in one.speaks),
    )  # fmt: skip
    return folded(" ".join(parts))
