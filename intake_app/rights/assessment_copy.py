"""Assessments and progress, put into words for the copy that the person gets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from intake_app.assessments.model import Assessment, Finding, Prospect, Skill
from intake_app.documents.duty_facts import HeldEntry
from intake_app.i18n import texts
from intake_app.plans.model import Plan
from intake_app.progress.model import Progress
from intake_app.rights.telling import Teller

Rows = tuple[tuple[str, str], ...]


def assessment_entries(tell: Teller, made: Iterable[Assessment]) -> Iterator[HeldEntry]:
    """One entry for each assessment as it stands now."""
    _ = texts(tell.language).gettext
    for one in made:
        rows = (
            (_("Made on"), tell.day(one.made_on)),
            (_("Made by"), one.made_by),
            *(_told(tell, finding) for finding in one.findings()),
        )
        moment = tell.word("moment", one.moment)
        yield HeldEntry(_("Assessment: {moment}").format(moment=moment), _filled(rows))


def _told(tell: Teller, finding: Finding) -> tuple[str, str]:
    _ = texts(tell.language).gettext
    if isinstance(finding, Prospect):
        kind = tell.word("prospect", finding.side)
        side = tell.word("dimension", finding.dimension)
        return f"{kind} · {side}", _joined(finding.text, finding.action)
    if isinstance(finding, Skill):
        level = tell.word("skill", finding.level) if finding.level else ""
        return _("Skill"), _joined(finding.text, level, finding.evidence, finding.certificate)
    feasible = tell.word("feasible", finding.feasible) if finding.feasible else ""
    texts_ = (finding.text, finding.helps, finding.hinders, feasible, finding.why)
    return _("Wish"), _joined(*texts_)


def progress_entries(
    tell: Teller, plans: Iterable[Plan], entries: Iterable[Progress]
) -> Iterator[HeldEntry]:
    """One entry for everything that was noted about an activity."""
    _ = texts(tell.language).gettext
    steps = {step.id: step.text for plan in plans for step in plan.activities()}
    for one in entries:
        rows = (
            (_("Activity"), steps.get(one.activity_id, "")),
            (_("How far"), tell.word("activity", one.status)),
            (_("Since"), tell.day(one.noted_on)),
            (_("What shows it"), one.evidence),
            (_("Written on"), tell.moment(one.written_at)),
        )
        yield HeldEntry(_("Progress of an activity"), _filled(rows))


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _filled(rows: Iterable[tuple[str, str]]) -> Rows:
    return tuple(row for row in rows if row[1])
