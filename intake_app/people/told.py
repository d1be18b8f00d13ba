"""A profile put into words, label by label: for the copy that a person gets and for paper."""

from __future__ import annotations

from intake_app.formats import country_name, format_partial, language_name
from intake_app.i18n import texts
from intake_app.people.background import Address, Background, Phone, Stop
from intake_app.values import PartialDate
from intake_app.words import word

Lines = tuple[tuple[str, str], ...]
"""Label and value; only what is said."""


def background_lines(background: Background | None, language: str) -> Lines:
    """What the background says, in the order of the form."""
    return tuple(row for row in _rows(background, language) if row[1]) if background else ()


def background_labels(language: str) -> tuple[str, ...]:
    """Everything that may be told, for a form that is filled in by hand."""
    return tuple(label for label, _nothing in _rows(Background(), language))


def _rows(told: Background, language: str) -> Lines:
    _ = texts(language).gettext
    return (
        (_("Address"), address_line(told.address)),
        (_("Place of origin"), told.origin),
        (_("Languages spoken"), ", ".join(language_name(one, language) for one in told.languages)),
        (_("Needs an interpreter"), _answer(told.interpreter, language)),
        (_("Marital status"), _word("marital", told.marital, language)),
        (_("Education"), schooling_line(told, language)),
        (_("Work before leaving"), told.work_before),
        (_("Work abroad"), told.work_abroad),
        (_("Work now"), told.work_now),
        (_("Skills"), told.skills),
        (_("Strengths and people to count on"), told.strengths),
        (_("Reasons for leaving"), told.left_because),
        (_("Wanted to reach"), _country(told.wanted_country, language)),
        (_("Reached"), _country(told.reached_country, language)),
        (_("The way, stop by stop"), "; ".join(_stop(stop, language) for stop in told.route)),
        (_("Reasons for the return"), ", ".join(
            word("return_reason", reason, language) for reason in told.return_reasons
        )),
        (_("In the person’s words"), told.returned_because),
        (_("Wages not paid out"), told.wages_left),
        (_("Property left abroad"), told.property_left),
        (_("Social rights left abroad"), told.rights_left),
        (_("Debts"), told.debts),
        (_("Means to"), _word("intention", told.intention, language)),
        (_("What it depends on"), told.intention_note),
    )  # fmt: skip


def address_line(address: Address) -> str:
    """Where somebody lives, the nearest first."""
    areas = (area.name for area in reversed(address.areas))
    return ", ".join(one for one in (address.directions, address.locality, *areas) if one)


def schooling_line(background: Background, language: str) -> str:
    """The schooling in words."""
    return _word("schooling", background.schooling, language)


def phone_lines(phone: Phone, language: str) -> Lines:
    """One telephone."""
    _ = texts(language).gettext
    rows = (
        (_("Telephone"), phone.as_typed or phone.number),
        (_("Whose telephone it is"), phone.owner),
        (_("Calling it"), _word("safe", phone.safe, language)),
        (_("Good hours"), phone.hours),
    )
    return tuple(row for row in rows if row[1])


def _word(group: str, code: str | None, language: str) -> str:
    return word(group, code, language) if code else ""


def _answer(answer: bool | None, language: str) -> str:
    return "" if answer is None else word("answer", "yes" if answer else "no", language)


def _country(code: str, language: str) -> str:
    return country_name(code, language) if code else ""


def _stop(stop: Stop, language: str) -> str:
    """``Libya (2021 – January 2023, Detention, Zawiya)``."""
    months = [
        format_partial(PartialDate.from_edtf(month), language) if month else "…"
        for month in (stop.from_month, stop.to_month)
    ]
    span = " – ".join(months) if stop.from_month or stop.to_month else ""
    parts = (span, _word("event", stop.event, language), stop.note)
    details = ", ".join(part for part in parts if part)
    country = _country(stop.country, language)
    return f"{country} ({details})" if details else country
