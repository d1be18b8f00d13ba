"""Why a list is not read: one sentence each, with what to do instead."""

from __future__ import annotations

from intake_app.errors import IntakeError
from intake_app.i18n import _


class ListRefused(IntakeError):
    """The file is no list that can be read; nothing of it was kept."""


def too_big() -> ListRefused:
    """More than a list of its kind can need."""
    return ListRefused(
        _("This file is too big for such a list. Copy the list into a new workbook.")
    )


def no_workbook() -> ListRefused:
    """Damaged, disguised, or of another program."""
    return ListRefused(
        _("This is not an Excel workbook, or it is damaged. Save the list as .xlsx or .csv again.")
    )
