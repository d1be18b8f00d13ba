"""The file of a child, put into words for the copy that the person gets: with the transfer log of
what went to the counterpart. What is sealed is counted with the sealed notes."""

from __future__ import annotations

from collections.abc import Iterator

from intake_app.children.file import ChildFile
from intake_app.children.model import (
    Answered,
    Attempt,
    BestInterests,
    Body,
    Closed,
    Counterpart,
    Request,
    Reunified,
    Sent,
    Situation,
    Step,
    Verdict,
    Verified,
)
from intake_app.documents.duty_facts import HeldEntry
from intake_app.formats import country_name
from intake_app.i18n import texts
from intake_app.rights.referral_copy import basis_words
from intake_app.rights.telling import Teller

Rows = tuple[tuple[str, str], ...]


def child_entries(tell: Teller, file: ChildFile) -> Iterator[HeldEntry]:
    """One part of the copy for each entry, the oldest first."""
    _ = texts(tell.language).gettext
    for entry in file.entries:
        rows = (
            (_("Day"), tell.day(entry.body.on)),
            *_rows(tell, entry.body),
            (_("Written on"), tell.moment(entry.written_at)),
        )
        title = tell.word("child_entry", entry.kind)
        yield HeldEntry(title, tuple(row for row in rows if row[1]))


def _rows(tell: Teller, body: Body) -> Rows:
    if isinstance(body, BestInterests):
        return _interests(tell, body)
    if isinstance(body, Sent):
        return _sent(tell, body)
    if isinstance(body, Counterpart):
        return _counterpart(tell, body)
    if isinstance(body, Request | Attempt | Verified | Reunified | Closed):
        return _search(tell, body)
    return _others(tell, body)


def _interests(tell: Teller, body: BestInterests) -> Rows:
    _ = texts(tell.language).gettext
    options = (
        (
            _("Option"),
            " · ".join(part for part in (one.what, one.in_favour, one.against) if part),
        )
        for one in body.options
    )
    panel = ", ".join(f"{one.name} ({one.role})" if one.role else one.name for one in body.panel)
    return (
        (_("Made by"), body.made_by),
        (_("Who took part"), body.took_part),
        *options,
        (_("Panel"), panel),
        (_("Outcome"), body.outcome),
        (_("Looked at again on"), tell.day(body.review_on)),
    )


def _sent(tell: Teller, body: Sent) -> Rows:
    _ = texts(tell.language).gettext
    return (
        (_("Passed on to"), tell.service(body.provider_id)),
        (_("Purpose"), tell.word("child_purpose", body.purpose or "")),
        (_("What was asked or told"), body.what),
        (_("What was passed on"), ", ".join(tell.word("sheet", one) for one in body.shared)),
        (_("On what it rests"), basis_words(tell, body.consent_id)),
        (_("How it went"), tell.word("passage", body.passage or "")),
        (_("Answer hoped for by"), tell.day(body.answer_by)),
    )


def _counterpart(tell: Teller, body: Counterpart) -> Rows:
    _ = texts(tell.language).gettext
    return (
        (_("Organisation"), tell.service(body.provider_id)),
        (_("Country"), country_name(body.country, tell.language)),
        (_("Person there"), body.person),
        (_("Note"), body.note),
    )


def _search(tell: Teller, body: Request | Attempt | Verified | Reunified | Closed) -> Rows:
    _ = texts(tell.language).gettext
    if isinstance(body, Request):
        return (
            (_("Looked for"), body.looking_for),
            (_("What they are to the child"), body.relation),
            (_("What is known"), body.known),
            (_("Last contact"), body.last_contact),
            (_("Asked for by"), body.asked_by),
        )
    if isinstance(body, Attempt):
        return (
            (_("How"), tell.word("tracing_action", body.action or "")),
            (_("Place"), body.place),
            (_("By whom"), body.by_whom),
            (_("Who was asked"), body.asked_whom),
            (_("Outcome"), tell.word("tracing_outcome", body.outcome or "")),
            (_("Remark"), body.note),
        )
    if isinstance(body, Verified):
        return ((_("Family"), body.family), (_("How it was made sure"), body.how))
    if isinstance(body, Reunified):
        return (
            (_("With whom"), body.with_whom),
            (_("What they are to the child"), body.relation),
            (_("Papers that were checked"), body.papers),
        )
    return ((_("Reason"), body.reason),)


def _others(tell: Teller, body: Body) -> Rows:
    _ = texts(tell.language).gettext
    if isinstance(body, Situation):
        return (
            (_("Cause of the separation"), tell.word("separation", body.cause or "")),
            (_("In words"), body.cause_words),
            (_("The child lives"), tell.word("care", body.care or "")),
            (_("With whom"), body.care_with),
            (_("Note"), body.note),
        )
    if isinstance(body, Verdict):
        return (
            (_("Decision"), tell.word("child_verdict", body.mark)),
            (_("Reason"), body.reason),
        )
    if isinstance(body, Answered):
        return ((_("What the report says"), body.outcome),)
    if isinstance(body, Step):
        return (
            (_("State"), tell.word("child_step", body.state or "")),
            (_("By whom"), body.by_whom),
            (_("Note"), body.note),
        )
    return ()
