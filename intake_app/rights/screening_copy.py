"""What the screening of a case holds, put into words for the copy that the person gets."""

from __future__ import annotations

from collections.abc import Iterator

from intake_app.documents.duty_facts import HeldEntry
from intake_app.i18n import texts
from intake_app.rights.telling import Teller
from intake_app.screening.factors import factor_words
from intake_app.screening.model import Determinant, EmergencyState, Screening
from intake_app.screening.safeguards import ChildFacts
from intake_app.screening.washington import answer_words, question
from intake_app.values import plain

Rows = tuple[tuple[str, str], ...]


def screening_entries(
    tell: Teller, screening: Screening | None, emergencies: list[EmergencyState]
) -> Iterator[HeldEntry]:
    """The newest screening, one entry for each section that has answers, then the emergencies.

    The answers to the exploitation questions are sealed notes, and counted with them.
    """
    _ = texts(tell.language).gettext
    if screening is not None:
        for title, rows in (
            (_("Screening"), ((_("Written on"), tell.moment(screening.written_at)),)),
            (_("Difficulties"), _difficulties(tell, screening)),
            (_("Health"), _health(tell, screening)),
            (_("Child"), _child(tell, screening.child)),
            (_("Vulnerability"), tuple(_cell(tell, one) for one in screening.determinants)),
        ):
            if rows:
                yield HeldEntry(title, rows)
    for state in emergencies:
        one = state.emergency
        rows = (
            (_("Cause"), tell.word("emergency", one.cause)),
            (_("Written on"), tell.moment(one.raised_at)),
            (_("Reason"), one.reason),
        )
        yield HeldEntry(_("Emergency referral"), tuple(row for row in rows if row[1]))


def _difficulties(tell: Teller, screening: Screening) -> Rows:
    return tuple(
        (question(domain, tell.language), answer_words(answer, tell.language))
        for domain, answer in screening.difficulties.answers().items()
        if answer is not None
    )


def _health(tell: Teller, screening: Screening) -> Rows:
    answers = plain(screening.health)
    return tuple(
        (tell.word("health", code), tell.word("answer", value))
        for code, value in answers.items()
        if value
    )


def _child(tell: Teller, child: ChildFacts) -> Rows:
    _ = texts(tell.language).gettext
    rows = (
        (_("Age"), _("The stated age is in doubt: treat as a child") if child.age_in_doubt else ""),
        (_("The child came home"), tell.word("standing", child.standing or "")),
        (_("Caregiver or guardian"), child.caregiver),
        (_("What they are to the child"), child.caregiver_is),
        (_("The caregiver agrees"), tell.word("answer", child.caregiver_consent or "")),
        (_("The child’s assent"), tell.word("assent", child.assent or "")),
        (_("What the child itself wants"), child.own_view),
        (_("Best-interests assessment made on"), tell.day(child.assessed_on)),
        (_("Assessment made by"), child.assessed_by),
        (_("Outcome of the assessment"), child.outcome),
        (_("Best-interests determination made on"), tell.day(child.determined_on)),
        (_("Search for the family"), tell.word("tracing", child.tracing or "")),
    )
    return tuple(row for row in rows if row[1])


def _cell(tell: Teller, one: Determinant) -> tuple[str, str]:
    factors = ", ".join(factor_words(code, tell.language) for code in one.factors)
    place = f"{tell.word('sphere', one.sphere)} · {tell.word('side', one.side)}"
    return place, " · ".join(part for part in (factors, one.text, one.action) if part)
