"""The columns of the files that are due, and of the lists that were signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from intake_app.erasure.service import Erasure
from intake_app.formats import format_number, format_short_date
from intake_app.i18n import _, language
from intake_app.retention.service import KeptFile
from ui.cases.days import on_day
from ui.lists.paged_model import Column
from ui.tokens import Tone


@dataclass(frozen=True)
class DueRow:
    """A file with the day that has passed."""

    file: KeptFile
    until: date | None


def due_columns() -> list[Column[DueRow]]:
    """Who, which file, since when, and whether it was reviewed."""
    return [
        Column(lambda: _("Name"), lambda row: row.file.name, 26, stretch=True),
        Column(lambda: _("Case"), lambda row: row.file.number or _("no case yet"), 18),
        Column(lambda: _("Last act"), lambda row: _day(row.file.last_act_on), 11),
        Column(lambda: _("Kept until"), lambda row: _day(row.until), 11),
        Column(
            lambda: _("Review"),
            lambda row: _("To be destroyed") if row.file.is_marked else _("To be reviewed"),
            18,
            tone=lambda row: Tone.DANGER if row.file.is_marked else None,
            icon=lambda row: "trash-2" if row.file.is_marked else "circle",
        ),
    ]


@dataclass(frozen=True)
class ListRow:
    """A signed list with the names of the office."""

    erasure: Erasure
    staff: Mapping[str, str]


def list_columns() -> list[Column[ListRow]]:
    """Which list, by whom, how many files, how far."""
    return [
        Column(lambda: _("List"), lambda row: str(row.erasure.number), 6, right=True),
        Column(lambda: _("Signed on"), lambda row: on_day(row.erasure.signed_at), 20),
        Column(
            lambda: _("Signed by"),
            lambda row: row.staff.get(row.erasure.signed_by, ""),
            24,
            stretch=True,
        ),
        Column(
            lambda: _("Files"),
            lambda row: format_number(len(row.erasure.files), language()),
            8,
            right=True,
        ),
        Column(
            lambda: _("State"),
            _state,
            24,
            tone=lambda row: None if row.erasure.finished_at else Tone.WARNING,
            icon=lambda row: "circle-check" if row.erasure.finished_at else "hourglass",
        ),
    ]


def _state(row: ListRow) -> str:
    if row.erasure.finished_at:
        return _("Erased to the end")
    return _("{count} files left").format(count=len(row.erasure.left))


def _day(day: date | None) -> str:
    return format_short_date(day, language()) if day else ""
