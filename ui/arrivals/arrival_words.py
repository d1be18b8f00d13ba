"""An arrival and the people on its list in words, and typed answers as the texts of a draft."""

from __future__ import annotations

from datetime import date

from intake_app.arrivals.model import Arrival, Expected, ExpectedState
from intake_app.formats import (
    country_name,
    format_date,
    format_partial,
    format_short_date,
)
from intake_app.i18n import _, language, ngettext
from intake_app.people.model import Sex
from intake_app.words import word
from ui.tokens import Tone


def name_of(arrival: Arrival) -> str:
    """What an arrival is called: its carrier, else its place, else its kind."""
    return arrival.carrier or arrival.place or word("arrival", arrival.kind)


def named_with_day(arrival: Arrival) -> str:
    """``EX 917, 12 May 2026``."""
    day = format_date(arrival.arrives_on, language())
    return _("{name}, {day}").format(name=name_of(arrival), day=day)


def named_shortly(arrival: Arrival) -> str:
    """``EX 917, 12/05/2026``, beside wide buttons."""
    day = format_short_date(arrival.arrives_on, language())
    return _("{name}, {day}").format(name=name_of(arrival), day=day)


def people_words(count: int) -> str:
    """``150 people``."""
    return ngettext("{count} person", "{count} people", count).format(count=count)


def state_words(line: Expected) -> str:
    """Whether somebody has come, and whether they have a profile."""
    if line.person_id is not None:
        return _("Registered")
    if line.waits_for_profile:
        return _("Has come, no profile yet")
    return word("expected", line.state)


def state_tone(line: Expected) -> Tone | None:
    """Registered is done; who waits for a profile is work."""
    if line.person_id is not None:
        return Tone.SUCCESS
    return Tone.WARNING if line.waits_for_profile else None


def state_icon(line: Expected) -> str:
    """Goes with the words, never alone."""
    if line.person_id is not None:
        return "circle-check"
    if line.waits_for_profile:
        return "hourglass"
    return "user-x" if line.state is ExpectedState.NOT_ARRIVED else "circle-dashed"


def details(line: Expected) -> str:
    """Sex, birth and nationality in one line, as far as the list says them."""
    parts = [
        "" if line.sex is Sex.UNKNOWN else word("sex", line.sex),
        format_partial(line.birth, language()) if line.birth else "",
        country_name(line.nationality, language()) if line.nationality else "",
        line.document_number,
        _origin(line),
    ]
    return " · ".join(part for part in parts if part)


def _origin(line: Expected) -> str:
    """``Labé (GN-L)``: the code says that it was found in the list of places."""
    return f"{line.origin} ({line.origin_code})" if line.origin_code else line.origin


def day_of(arrival: Arrival, today: date) -> date:
    """The day that a return is written down with: nobody comes home in the future."""
    return min(arrival.arrives_on, today)
