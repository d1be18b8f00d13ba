"""The places of one country, found while one types: accents, case and script do not matter.

Pure and in memory: a list of 20,000 places is looked through in a few milliseconds.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cached_property

from intake_app.names.folding import latin
from intake_app.places.model import Chosen, Place, Suggestion

_MARKS = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = str.maketrans(dict.fromkeys("'’ʼ‘`-", " "))


def place_key(text: str) -> str:
    """A name as it is compared: ``L’Ariana`` → ``l ariana``, ``N'Zérékoré`` → ``n zerekore``."""
    return _MARKS.sub(" ", latin(text.translate(_APOSTROPHES))).strip()


def search_key(place: Place) -> str:
    """Every way in which somebody may type a place: names, names without gaps, code. Each begins
    with a space, as every word in it does, and ends at a bar."""
    names = {place_key(name) for name in (place.name_en, place.name_fr, place.name_own) if name}
    joined = {name.replace(" ", "") for name in names if " " in name}
    code = place_key(place.code).replace(" ", "")
    return "|".join(f" {way}" for way in (*sorted(names), *sorted(joined), code))


class Gazetteer:
    """One list, in the order in which its places are offered.

    ``keys`` are the ``search_key`` of the places, in their order; ``kinds`` what the levels are
    called, by level, in English and French.
    """

    def __init__(
        self,
        version: str,
        places: Collection[Place],
        keys: Iterable[str],
        kinds: dict[int, tuple[str, str]],
    ) -> None:
        self.version = version
        self._places = {place.code: place for place in places}
        self._keys = list(zip(keys, places, strict=True))
        self._kinds = kinds

    @cached_property
    def counts(self) -> dict[int, int]:
        """How many places of each level there are."""
        found: dict[int, int] = {}
        for place in self._places.values():
            found[place.level] = found.get(place.level, 0) + 1
        return dict(sorted(found.items()))

    def kind(self, level: int, language: str) -> str:
        """What the country calls a level."""
        return self._kinds.get(level, ("", ""))[language == "fr"]

    def suggest(
        self, text: str, language: str, day: str, *,
        levels: Collection[int] = (), within: str = "", most: int = 10,
    ) -> list[Suggestion]:  # fmt: skip
        """Places of which a name or the code begins like this, the likeliest first.

        ``levels`` empty: any; ``within`` the code of a unit that they lie in; ``day`` (ISO) leaves
        out what has ended.
        """
        typed = place_key(text)
        if not typed:
            return []
        ways = (f" {typed}", f" {typed.replace(' ', '')}")
        begin: list[Place] = []
        later: list[Place] = []
        for key, place in self._keys:
            if (
                (ways[0] in key or ways[1] in key)
                and (not levels or place.level in levels)
                and not (place.until and place.until < day)
                and (not within or self._lies_in(place, within))
            ):
                (begin if key.startswith(ways) else later).append(place)
                if len(begin) == most:
                    break
        return [self._suggestion(place, language) for place in (*begin, *later)[:most]]

    def exact(
        self, text: str, language: str, day: str, *,
        levels: Collection[int] = (), within: str = "",
    ) -> Suggestion | None:  # fmt: skip
        """The one place of this name or code; None if there is none, or several of one level.

        Of a district in a region of the same name the region is meant: the higher level.
        """
        typed = place_key(text)
        whole = {f" {typed}", f" {typed.replace(' ', '')}"}
        fitting = [
            place
            for key, place in self._keys
            if typed
            and any(way in key for way in whole)
            and not whole.isdisjoint(key.split("|"))
            and (not levels or place.level in levels)
            and not (place.until and place.until < day)
            and (not within or self._lies_in(place, within))
        ]
        highest = min((place.level for place in fitting), default=0)
        top = [place for place in fitting if place.level == highest]
        return self._suggestion(top[0], language) if len(top) == 1 else None

    def _lies_in(self, place: Place, code: str) -> bool:
        return any(one.code == code for one in self._above(place))

    def _above(self, place: Place) -> list[Place]:
        """The units that a place lies in, the nearest first."""
        found: list[Place] = []
        upper = self._places.get(place.parent)
        while upper is not None and upper.level < place.level:  # so it ends, whatever the list says
            found.append(upper)
            place, upper = upper, self._places.get(upper.parent)
        return found

    def _suggestion(self, place: Place, language: str) -> Suggestion:
        above = tuple(
            (upper.level, Chosen(upper.name(language), upper.code, self.version))
            for upper in reversed(self._above(place))
        )
        chosen = Chosen(place.name(language), place.code, self.version)
        return Suggestion(chosen, place.level, self.kind(place.level, language), above)
