"""The link between two records of one person, and what a set of links says."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from intake_app.errors import InvalidInput
from intake_app.i18n import _


@dataclass(frozen=True)
class Link:
    """Somebody has looked: these two records are about one person. The smaller id comes first.

    Moments are UTC, ISO-8601; a link that stands has none of the ``end`` parts.
    """

    id: str
    one: str
    other: str
    reason: str
    linked_by: str
    linked_at: str
    ended_by: str = ""
    ended_at: str = ""
    end_reason: str = ""
    revision: int = 1

    def __post_init__(self) -> None:
        """The order of the two says nothing, so it is always the same."""
        one, other = sorted((self.one, self.other))
        object.__setattr__(self, "one", one)
        object.__setattr__(self, "other", other)

    @property
    def stands(self) -> bool:
        """True as long as nobody has undone it."""
        return not self.ended_at

    def beyond(self, person_id: str) -> str | None:
        """The record at the other end; None if this link is not about ``person_id``."""
        if person_id not in (self.one, self.other):
            return None
        return self.other if person_id == self.one else self.one


def reached(links: Iterable[Link], person_id: str, but: Collection[Link] = ()) -> set[str]:
    """Every record of the same person, this one among them, over the links that stand."""
    standing = [link for link in links if link.stands and link not in but]
    found, left = {person_id}, [person_id]
    while left:
        here = left.pop()
        for link in standing:
            there = link.beyond(here)
            if there is not None and there not in found:
                found.add(there)
                left.append(there)
    return found


def dividing(links: Collection[Link], person_id: str, other: str) -> list[Link]:
    """The links of ``person_id`` that have to end so that they and ``other`` are two persons.

    Those are the first steps of every way between the two, so the person who is looked at leaves,
    and the records beyond stay together. Empty if nothing joins the two.
    """
    mine = [link for link in links if link.stands and link.beyond(person_id)]
    return [link for link in mine if other in reached(links, str(link.beyond(person_id)), but=mine)]


def check_reason(reason: str) -> None:
    """Raise InvalidInput for a decision without a reason."""
    if not reason:
        raise InvalidInput({"reason": _("Say in a sentence how you know.")})
