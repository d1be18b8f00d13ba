"""What a full check found, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from intake_app.i18n import _, ngettext


class Fault(StrEnum):
    """What can be wrong with a vault that opens."""

    PAGES = "pages"
    TREE = "tree"
    CHAIN = "chain"
    LINES = "lines"
    CHANGED = "changed"
    MISSING = "missing"
    UNKNOWN = "unknown"
    WORDS = "words"


@dataclass(frozen=True)
class Finding:
    """One fault. ``count`` is how many pages, lines or records have it; for ``CHAIN`` the number
    of the first broken line. ``records`` names the first of them: kind and id."""

    fault: Fault
    count: int = 1
    records: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Report:
    """A full check. ``at`` is UTC, ISO-8601; ``pages`` the size of the data file in pages.

    ``unbound`` are records from before the log bound them one by one: no fault. ``wrong`` are all
    records that ``findings`` count; only known right after the check.
    """

    at: str
    pages: int
    lines: int
    records: int
    findings: tuple[Finding, ...] = ()
    unbound: tuple[tuple[str, str], ...] = ()
    wrong: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    @property
    def is_whole(self) -> bool:
        """True if nothing is wrong."""
        return not self.findings

    @property
    def is_damaged(self) -> bool:
        """True if a salvage can help: the file itself is damaged."""
        return any(finding.fault in _DAMAGE for finding in self.findings)


_DAMAGE = {Fault.PAGES, Fault.TREE, Fault.WORDS}


def sentence(finding: Finding) -> str:
    """What is wrong, for a supervisor."""
    return _SENTENCES[finding.fault](finding.count).format(count=finding.count)


_SENTENCES: dict[Fault, Callable[[int], str]] = {
    Fault.PAGES: lambda count: ngettext(
        "{count} page of the data file is damaged.",
        "{count} pages of the data file are damaged.",
        count,
    ),
    Fault.TREE: lambda _count: _("The tables of the data file do not fit together."),
    Fault.CHAIN: lambda _count: _(
        "The audit log is broken at line {count}: it was altered, or one before it is missing."
    ),
    Fault.LINES: lambda count: ngettext(
        "{count} line of the audit log does not fit what it did.",
        "{count} lines of the audit log do not fit what they did.",
        count,
    ),
    Fault.CHANGED: lambda count: ngettext(
        "{count} record is not as the audit log left it.",
        "{count} records are not as the audit log left them.",
        count,
    ),
    Fault.MISSING: lambda count: ngettext(
        "{count} record of the audit log is missing.",
        "{count} records of the audit log are missing.",
        count,
    ),
    Fault.UNKNOWN: lambda count: ngettext(
        "{count} record is not in the audit log.",
        "{count} records are not in the audit log.",
        count,
    ),
    Fault.WORDS: lambda count: ngettext(
        "The search does not know {count} person as the profile says.",
        "The search does not know {count} persons as the profiles say.",
        count,
    ),
}
