"""Days and moments in words: how near something is, with the date beside it."""

from __future__ import annotations

from datetime import date, datetime

from intake_app.formats import format_date, format_short_date
from intake_app.i18n import _, language, ngettext
from ui.tokens import Tone

HOUR = 3600
SOON = 7
"""Days before a due date from which it is shown as a warning."""


def local_moment(at: str) -> datetime:
    """A stored moment (UTC, ISO-8601) in the time zone of this computer."""
    return datetime.fromisoformat(at).astimezone()


def nearness(day: date, today: date) -> str:
    """``today``, ``tomorrow``, ``in 6 days``, ``yesterday``, ``3 days ago``."""
    days = (day - today).days
    if days == 0:
        return _("today")
    if abs(days) == 1:
        return _("tomorrow") if days > 0 else _("yesterday")
    if days > 0:
        return ngettext("in {days} day", "in {days} days", days).format(days=days)
    return ngettext("{days} day ago", "{days} days ago", -days).format(days=-days)


def due_tone(day: date, today: date) -> Tone:
    """Overdue is danger, the last week a warning, everything later quiet."""
    days = (day - today).days
    if days < 0:
        return Tone.DANGER
    return Tone.WARNING if days <= SOON else Tone.NEUTRAL


def moment_words(at: str, now: datetime) -> str:
    """When something happened: ``today 14:02``, ``3 days ago, 09/05/2026 14:02``."""
    moment, today = local_moment(at), now.astimezone().date()
    if moment.date() == today:
        return _("today {time}").format(time=f"{moment:%H:%M}")
    return _("{near}, {day} {time}").format(
        near=nearness(moment.date(), today),
        day=format_short_date(moment.date(), language()),
        time=f"{moment:%H:%M}",
    )


def on_day(at: str) -> str:
    """The day of a stored moment, in words: ``12 May 2026``."""
    return format_date(local_moment(at).date(), language())


def hours_words(due_at: datetime, now: datetime) -> str:
    """How long there still is, or how late it is, in whole hours."""
    left = int((due_at - now).total_seconds() // HOUR)
    if left >= 1:
        return ngettext("{hours} hour left", "{hours} hours left", left).format(hours=left)
    if due_at >= now:
        return _("less than an hour left")
    late = int((now - due_at).total_seconds() // HOUR)
    return ngettext("{hours} hour overdue", "{hours} hours overdue", late).format(hours=late)
