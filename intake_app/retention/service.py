"""The rule of the office, the date of one file, the files that are due, and their review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from intake_app import settings
from intake_app.acts import Act
from intake_app.errors import InvalidInput, NotAllowed, NotFound
from intake_app.i18n import _
from intake_app.retention import store
from intake_app.retention.model import (
    LONGEST_YEARS,
    MOST_DUE,
    QUIET_CLOCK,
    YEARS_KEPT,
    ClockJump,
    FileKind,
    KeptFile,
    is_due,
)
from intake_app.session import Session
from intake_app.settings import OfficeRule
from intake_app.values import clean_text
from intake_app.vault.db import Connection

__all__ = [
    "ClockJump", "DueList", "FileDate", "FileKind", "KeptFile", "OfficeRule", "confirm_date",
    "due_list", "file_date", "mark", "may_review", "set_date", "set_rule", "unmark",
]  # fmt: skip


@dataclass(frozen=True)
class FileDate:
    """Until when one file is kept, and why. ``until`` is None while nobody has decided."""

    file: KeptFile
    until: date | None
    rule: OfficeRule | None


@dataclass(frozen=True)
class DueList:
    """The files whose date has passed, at most ``MOST_DUE``; ``more`` says if there are others.

    With a ``jump`` of the clock there are none until somebody has confirmed the date.
    """

    today: date
    rule: OfficeRule | None
    jump: ClockJump | None
    files: tuple[KeptFile, ...] = ()
    more: bool = False

    def until(self, file: KeptFile) -> date | None:
        """The last day on which this file was to be kept."""
        return file.kept_until(self.rule.value if self.rule else None)


def may_review(session: Session) -> bool:
    """True if the user's role sees what is due."""
    return session.may(Act.ERASURE_MARKED)


def set_rule(session: Session, years: int | None, basis: str) -> OfficeRule:
    """Decide how many years files are kept. Raises InvalidInput without a number and a basis."""
    session.require(Act.RETENTION_RULE_SET)
    wrong = ""
    if years is None or not 1 <= years <= LONGEST_YEARS:
        wrong = _("Type a number of years between 1 and 100.")
    return decide(session, YEARS_KEPT, years, basis, {"years": wrong})


def decide(
    session: Session, name: str, value: int | None, basis: str, problems: Mapping[str, str]
) -> OfficeRule:
    """Set a rule of the office about data protection, with what it is based on.

    ``problems`` is what the caller found wrong with the number, by field ("" is well). Raises
    InvalidInput with them, and for a missing basis.
    """
    session.require(Act.RETENTION_RULE_SET)
    basis = clean_text(basis)
    missing = "" if basis else _("Say on what this is based: a law, an agreement, a decision.")
    found = {field: said for field, said in {**problems, "basis": missing}.items() if said}
    if found or value is None:
        raise InvalidInput(found)
    with session.act(Act.RETENTION_RULE_SET, "office") as change:
        rule = OfficeRule(value, basis, session.user.id, change.at)
        settings.put_office_rule(change.db, name, rule)
    return rule


def years_in(db: Connection) -> int | None:
    """The rule that holds, in a running transaction."""
    rule = settings.office_rule(db, YEARS_KEPT)
    return rule.value if rule else None


def file_date(session: Session, file_id: str) -> FileDate:
    """Until when a case, or a person without one, is kept. Raises NotFound."""
    with session.read() as db:
        file, rule = store.get(db, file_id), settings.office_rule(db, YEARS_KEPT)
    if file is None:
        raise NotFound(_("This file is not in the vault any more."))
    return FileDate(file, file.kept_until(rule.value if rule else None), rule)


def set_date(session: Session, file_id: str, until: date | None, reason: str) -> None:
    """Keep one file longer or shorter than the rule says. InvalidInput without day or reason.

    A file that was marked for erasure is so no longer.
    """
    session.require(Act.RETENTION_DATE_SET)
    reason = clean_text(reason)
    problems: dict[str, str] = {}
    if until is None:
        problems["until"] = _("Type the last day on which the file is kept.")
    if not reason:
        problems["reason"] = _("Say in a sentence why this file has a date of its own.")
    if problems:
        raise InvalidInput(problems)
    assert until is not None
    with session.act(Act.RETENTION_DATE_SET, file_id) as change:
        if store.get(change.db, file_id) is None:
            raise NotFound(_("This file is not in the vault any more."))
        store.put_date(change.db, file_id, until, reason, session.user.id, change.at)
        store.unmark(change.db, file_id)


def due_list(session: Session) -> DueList:
    """What a supervisor has to review. Raises NotAllowed."""
    session.require(Act.ERASURE_MARKED)
    with session.read() as db:
        return due_in(db, session.clock())


def due_in(db: Connection, now: datetime) -> DueList:
    """The same in a running transaction."""
    today, rule = now.date(), settings.office_rule(db, YEARS_KEPT)
    jump = store.last_jump(db, now.isoformat(), QUIET_CLOCK.total_seconds() / 86_400)
    if jump is not None:
        return DueList(today, rule, jump)
    began_by = _years_before(today, rule.value) if rule else date.min
    due = [
        file
        for file in store.perhaps_due(db, began_by, today)
        if is_due(file.kept_until(rule.value if rule else None), today)
    ]
    return DueList(today, rule, None, tuple(due[:MOST_DUE]), len(due) > MOST_DUE)


def _years_before(day: date, years: int) -> date:
    return date(
        max(1, day.year - years), day.month, min(day.day, 28 if day.month == 2 else day.day)
    )


def confirm_date(session: Session) -> None:
    """Say that the date of the computer is right, after its clock has leapt."""
    with session.act(Act.CLOCK_CONFIRMED, session.today().isoformat()):
        pass


def mark(session: Session, *file_ids: str) -> None:
    """Reviewed: the files go onto the next destruction list. NotAllowed if one is not due."""
    due = {file.id for file in due_list(session).files}
    if not due.issuperset(file_ids):
        raise NotAllowed(_("The date of this file has not passed. Give it another date first."))
    for file_id in file_ids:
        with session.act(Act.ERASURE_MARKED, file_id) as change:
            store.mark(change.db, file_id, session.user.id, change.at)


def unmark(session: Session, file_id: str) -> None:
    """Take a file off the next list again."""
    with session.act(Act.ERASURE_UNMARKED, file_id) as change:
        store.unmark(change.db, file_id)
