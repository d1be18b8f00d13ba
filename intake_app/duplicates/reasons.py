"""Why somebody may be registered already, in words, and what to ask next."""

from __future__ import annotations

from collections.abc import Callable

from intake_app.i18n import _
from intake_app.names.likeness import Why
from intake_app.names.reasons import phrase_of
from intake_app.people.evidence import Evidence, Fact, Facts, Reason

_WORDS: dict[tuple[Fact, str], Callable[[], str]] = {
    (Fact.NAME, "swapped"): lambda: _("the names stand in another order"),
    (Fact.SEX, "differs"): lambda: _("another sex is written down"),
    (Fact.BIRTH, "same"): lambda: _("born on the same day"),
    (Fact.BIRTH, "day_and_month_swapped"): lambda: _("day and month of birth are exchanged"),
    (Fact.BIRTH, "one_part_differs"): lambda: _("the dates of birth differ in one place"),
    (Fact.BIRTH, "same_year"): lambda: _("born in the same year, on another day"),
    (Fact.BIRTH, "year_differs"): lambda: _("born on the same day of another year"),
    (Fact.BIRTH, "about"): lambda: _("born about the same year"),
    (Fact.BIRTH, "near"): lambda: _("born within a year or two"),
    (Fact.BIRTH, "far"): lambda: _("the years of birth lie apart"),
    (Fact.MOTHER, "same"): lambda: _("the same mother’s name"),
    (Fact.MOTHER, "differs"): lambda: _("another mother’s name"),
    (Fact.FATHER, "same"): lambda: _("the same father’s name"),
    (Fact.FATHER, "differs"): lambda: _("another father’s name"),
    (Fact.HOUSEHOLD, "same"): lambda: _("they live with somebody of the same name"),
    (Fact.ORIGIN, "same"): lambda: _("from the same place"),
    (Fact.ORIGIN, "differs"): lambda: _("from another place"),
    (Fact.PHONE, "same"): lambda: _("the same telephone number"),
    (Fact.DOCUMENT, "same"): lambda: _("the same document number"),
    (Fact.NATIONALITY, "differs"): lambda: _("another nationality"),
}
"""What agrees without saying much (the same sex, the same nationality) is not said."""


def in_words(evidence: Evidence) -> tuple[list[str], list[str]]:
    """What speaks for one person and what against, the weightiest first."""
    ordered = sorted(evidence.reasons, key=lambda reason: -abs(reason.weight))
    said = [(reason, _phrase(reason)) for reason in ordered]
    return (
        [words for reason, words in said if words and reason.weight > 0],
        [words for reason, words in said if words and reason.weight < 0],
    )


def _phrase(reason: Reason) -> str:
    if reason.match is not None:
        return phrase_of(reason.match)
    words = _WORDS.get((reason.fact, reason.detail))
    return words() if words else ""


def question(mine: Facts, theirs: Facts, evidence: Evidence) -> str:
    """What to ask the person next, so that one knows more."""
    known = {reason.fact for reason in evidence.reasons}
    worth_asking = {
        Fact.MOTHER: bool(theirs.mother_name),
        Fact.BIRTH: mine.birth is None,
        Fact.FATHER: bool(theirs.father_name),
        Fact.HOUSEHOLD: bool(theirs.household),
        Fact.PHONE: bool(theirs.phones),
        Fact.DOCUMENT: bool(theirs.documents),
    }
    for fact, worth in worth_asking.items():
        if worth and fact not in known:
            return _QUESTIONS[fact]()
    if any(reason.match and reason.match.why is Why.DIFFERENT for reason in evidence.reasons):
        return _("Ask whether they are also called otherwise.")
    return _("Ask whether they have been here before, and when.")


_QUESTIONS: dict[Fact, Callable[[], str]] = {
    Fact.MOTHER: lambda: _("Ask what their mother is called."),
    Fact.BIRTH: lambda: _("Ask when they were born, or how old they are."),
    Fact.FATHER: lambda: _("Ask what their father is called."),
    Fact.HOUSEHOLD: lambda: _("Ask whom they live with."),
    Fact.PHONE: lambda: _("Ask for their telephone number, also an older one."),
    Fact.DOCUMENT: lambda: _("Ask for a document, also one that has expired."),
}
"""The likeliest to tell people apart first."""
