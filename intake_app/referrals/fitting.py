"""Which services fit a person, the best first, with the reasons in words. Pure.

There is no score: services are compared by one point after the other (``Fit.rank``), and a service
that fits badly stays in the list with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from intake_app.formats import language_name
from intake_app.i18n import _, language, ngettext
from intake_app.people.background import Background
from intake_app.people.model import Person
from intake_app.referrals.model import Record, Urgency
from intake_app.referrals.provider import Provider
from intake_app.values import folded
from intake_app.words import word

_EVERYWHERE = frozenset({"whole country", "tout le pays"})
"""What the packs write for an institution that serves the country."""


@dataclass(frozen=True)
class Wanted:
    """What is looked for: the kind of help (None: any), where the person lives (codes, and names
    folded), the languages they speak, the day, and how soon."""

    sector: str | None
    codes: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    places: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    day: date = date.min
    urgency: Urgency = Urgency.NORMAL


@dataclass(frozen=True)
class Reason:
    """One sentence about a service; ``is_good`` None if it is neither."""

    words: str
    is_good: bool | None


@dataclass(frozen=True)
class Fit:
    """A service with what speaks for it and against it."""

    provider: Provider
    reasons: tuple[Reason, ...]
    rank: tuple[int, ...]


def wanted_for(person: Person, sector: str | None, day: date, urgency: Urgency) -> Wanted:
    """What is looked for, for this person."""
    background = person.background or Background()
    areas = background.address.areas
    places = [area.name for area in areas if area.name]
    if background.address.locality:
        places.append(background.address.locality)
    spoken = (person.language, *background.languages)
    return Wanted(
        sector,
        frozenset(area.code for area in areas if area.code),
        frozenset(folded(name) for name in places),
        tuple(places),
        tuple(dict.fromkeys(code for code in spoken if code)),
        day,
        urgency,
    )


def ranked(
    providers: Iterable[Provider], wanted: Wanted, records: Mapping[str, Record]
) -> list[Fit]:
    """The services that give this kind of help and are not closed, the best first."""
    fits = [
        _fit(one, wanted, records.get(one.id, Record()))
        for one in providers
        if one.active and wanted.sector in (None, *one.sectors)
    ]
    return sorted(fits, key=lambda fit: ([-point for point in fit.rank], fit.provider.name))


def _fit(provider: Provider, wanted: Wanted, record: Record) -> Fit:
    main = int(wanted.sector in (None, provider.sector))
    room, room_reason = _room(provider, record)
    near, near_reason = _near(provider, wanted)
    speaks, speaks_reason = _speaks(provider, wanted)
    opens, open_reason = _opens(provider, wanted)
    fresh, fresh_reason = _fresh(provider, wanted.day)
    past, past_reason = _past(record)
    hurry = opens if wanted.urgency is not Urgency.NORMAL else 0
    reasons = (near_reason, speaks_reason, open_reason, room_reason, past_reason, fresh_reason)
    rank = (room, hurry, near, speaks, main, opens, fresh, past)
    return Fit(provider, tuple(one for one in reasons if one is not None), rank)


def _room(provider: Provider, record: Record) -> tuple[int, Reason | None]:
    if provider.capacity is None:
        return 1, None
    free = max(provider.capacity - record.open, 0)
    if not free:
        words = ngettext(
            "Full: {count} of our people is there already",
            "Full: {count} of our people are there already",
            record.open,
        )
        return 0, Reason(words.format(count=record.open), False)
    words = ngettext("{count} place left", "{count} places left", free)
    return 1, Reason(words.format(count=free), True)


def _near(provider: Provider, wanted: Wanted) -> tuple[int, Reason | None]:
    if not provider.area or folded(provider.area) in _EVERYWHERE:
        return 1, Reason(_("Serves the whole country"), True) if provider.area else None
    if not wanted.codes and not wanted.names:
        return 1, None
    parts = {folded(part.strip()) for part in provider.area.split(",")}
    if provider.area_code in wanted.codes or parts & wanted.names:
        return 2, Reason(
            _("Serves {area}, where the person lives").format(area=provider.area), True
        )
    return 0, Reason(
        _("Serves {area}, not where the person lives").format(area=provider.area), False
    )


def _speaks(provider: Provider, wanted: Wanted) -> tuple[int, Reason | None]:
    if not provider.speaks or not wanted.languages:
        return 1, None
    shared = [code for code in wanted.languages if code in provider.speaks]
    if shared:
        name = language_name(shared[0], language())
        return 2, Reason(_("Speaks {language}").format(language=name), True)
    name = language_name(wanted.languages[0], language())
    return 0, Reason(_("Nobody there speaks {language}").format(language=name), False)


def _opens(provider: Provider, wanted: Wanted) -> tuple[int, Reason | None]:
    is_open = provider.is_open_on(wanted.day)
    if is_open is None:
        return 1, None
    today = word("weekday", str(wanted.day.isoweekday()))
    if is_open:
        return 2, Reason(_("Open today ({day})").format(day=today), True)
    return 0, Reason(_("Closed today ({day})").format(day=today), False)


def _past(record: Record) -> tuple[int, Reason | None]:
    """How often it said yes. Below three answers that says nothing, and ranks nothing."""
    if not record.answered:
        return 50, None
    share = record.accepted * 100 // record.answered
    return share if record.answered >= 3 else 50, Reason(accepted_words(record), None)


def _fresh(provider: Provider, day: date) -> tuple[int, Reason | None]:
    if not provider.verified_on:
        return 0, Reason(_("Never verified: ring there first"), False)
    if provider.is_stale(day):
        return 0, Reason(_("Not verified for a long time: ring there first"), False)
    return 1, None


def accepted_words(record: Record) -> str:
    """``Accepted 8 of 10, answers after 3 days``; empty without an answer."""
    if not record.answered:
        return ""
    counts = {"accepted": record.accepted, "answered": record.answered}
    if record.days is None:
        return _("Accepted {accepted} of {answered}").format(**counts)
    if not record.days:
        return _("Accepted {accepted} of {answered}, answers within a day").format(**counts)
    words = ngettext(
        "Accepted {accepted} of {answered}, answers after {days} day",
        "Accepted {accepted} of {answered}, answers after {days} days",
        record.days,
    )
    return words.format(**counts, days=record.days)
