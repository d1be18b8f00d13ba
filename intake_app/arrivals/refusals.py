"""Why a list is not read: one sentence each, with what to do instead."""

from __future__ import annotations

from intake_app.errors import IntakeError
from intake_app.i18n import _


class ManifestRefused(IntakeError):
    """The file is no list of people that can be read; nothing of it was kept."""


def too_big() -> ManifestRefused:
    """More than a list of people can need."""
    return ManifestRefused(
        _("This file is too big for a list of people. Copy the list into a new workbook.")
    )


def no_workbook() -> ManifestRefused:
    """Damaged, disguised, or of another program."""
    return ManifestRefused(
        _("This is not an Excel workbook, or it is damaged. Save the list as .xlsx or .csv again.")
    )
