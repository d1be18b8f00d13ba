"""Where a line of the wall leads, and how it looks."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from intake_app.deadlines import service as deadlines
from intake_app.deadlines.model import Family, Group, Line, When
from intake_app.formats import format_date, format_moment, format_short_date
from intake_app.i18n import _, language
from ui.cases.days import hours_words, nearness
from ui.tokens import Tone

LOOK: dict[Group, tuple[str, Tone]] = {
    Group.OVERDUE: ("triangle-alert", Tone.DANGER),
    Group.TODAY: ("clock", Tone.WARNING),
    Group.WEEK: ("calendar", Tone.ACCENT),
    Group.LATER: ("calendar-clock", Tone.NEUTRAL),
}
"""Icon and tone of each group."""

ICONS: dict[Family, str] = {
    Family.REFERRALS: "hand-heart",
    Family.FOLLOW_UPS: "calendar-clock",
    Family.PLANS: "target",
    Family.GRANTS: "coins",
    Family.CHILDREN: "baby",
    Family.ARRIVALS: "plane-landing",
    Family.PAPERS: "file-text",
    Family.APPROVALS: "badge-check",
    Family.DESK: "briefcase",
}

_DRAFTS_OF_CASES = {
    "plan": "case_plan",
    "assessment": "case_assessments",
    "progress": "case_progress",
    "grant": "case_grants",
    "survey": "case_surveys",
    "need": "needs",
    "dossier": "case_programme",
    "screening": "case_screening",
    "child": "case_child",
    "referral": "case_referrals",
    "follow_up": "case_follow_ups",
    "closure": "case_closure",
    "note": "case_notes",
}
_DRAFTS = {
    "person": "person",
    "same_person": "person",
    "household": "person",
    "consent": "person",
    "arrival": "arrival_form",
    "arrival_desk": "arrival_desk",
    "arrival_list": "arrival_list",
    "round": "arrival_round",
}


def destination(line: Line) -> tuple[str, str]:
    """The kind and the id that the desk opens for a line."""
    kind = deadlines.kind_of(line)
    if kind.leads == "draft":
        return _of_draft(line)
    about = line.record if kind.about_record else line.case_id
    return kind.leads, about


def _of_draft(line: Line) -> tuple[str, str]:
    form, _space, about = line.record.partition(" ")
    if line.case_id:
        return _DRAFTS_OF_CASES.get(form, "case"), line.case_id
    place = _DRAFTS.get(form, "cases")
    about = about.partition(" ")[0]
    is_new = about in ("", "new")
    if place == "person" and is_new:
        return "new_person", ""
    return place, "" if is_new else about


def near_words(line: Line, today: date, now: datetime) -> str:
    """How near it is, for a narrow column: ``3 days ago``, ``5 hours left``, ``since 12/05``."""
    when = deadlines.kind_of(line).when
    if when is When.WAITS:
        return waits_words(line, None)
    if when is When.DAY:
        return nearness(date.fromisoformat(line.due), today)
    moment = datetime.fromisoformat(line.due)
    if abs((moment - now).total_seconds()) < 2 * 24 * 3600:
        return hours_words(moment, now)
    return nearness(moment.astimezone().date(), today)


def waits_words(line: Line, zone: tzinfo | None) -> str:
    """Since when it waits."""
    since = format_short_date(deadlines.waits_since(line, zone), language())
    return _("since {day}").format(day=since)


def due_words(line: Line, zone: tzinfo | None) -> str:
    """The day, or the day and the hour, in full."""
    when = deadlines.kind_of(line).when
    if when is When.MOMENT:
        return format_moment(datetime.fromisoformat(line.due).astimezone(zone), language())
    if when is When.WAITS:
        return waits_words(line, zone)
    return format_date(date.fromisoformat(line.due), language())
