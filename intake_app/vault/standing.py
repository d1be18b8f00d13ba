"""Does the vault stand as it was left? The anchor, the data file and the audit log compared."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from intake_app.errors import AlarmKind, VaultAlarm
from intake_app.i18n import _, ngettext
from intake_app.vault import anchor
from intake_app.vault.anchor import NOT_CLOSED, Found, Mark
from intake_app.vault.db import Connection


@dataclass(frozen=True)
class Standing:
    """How a data file stands beside its anchor.

    ``mark`` is what the anchor of the opened vault starts from, ``begun`` False where there is
    none yet. ``behind``: a crash came between the last save and its mark. ``mended``: that crash
    also spoiled one of the two records. ``adopts``: a rotation has not yet put its anchor in place.
    """

    mark: Mark
    begun: bool = True
    behind: bool = False
    mended: bool = False
    adopts: bool = False


def compare(
    db: Connection, folder: Path, key: bytes, generation: int, pages: bytes | None
) -> Standing:
    """Compare the open data file with the anchor.

    ``pages`` is the fingerprint of the data file as it lies there, None if it is not known.
    Raises VaultAlarm; StorageFull if the anchor cannot be read.
    """
    saves, head = anchor.count(db), anchor.head(db)
    try:
        found = anchor.read(folder, key, generation)
    except FileNotFoundError:
        if not saves:  # from before there was an anchor
            return Standing(Mark(0, 0, *head, generation, 0), begun=False)
        raise _anchor_missing() from None
    if found is None:
        raise _anchor_damaged("")
    _refuse(found, saves or 0, head, pages)
    behind = (saves or 0) > found.newest.saves
    mended = behind and not found.whole
    return Standing(found.newest, behind=behind, mended=mended, adopts=found.is_next)


def _refuse(found: Found, saves: int, head: tuple[int, str], pages: bytes | None) -> None:
    """A save is committed before it is marked, and the next waits for the mark: so the data file
    is never more than one ahead, and a spoiled record is innocent only if it is exactly that."""
    newest = found.newest
    if saves < newest.saves:
        raise _saves_missing(newest.saves - saves, newest.moment)
    if saves > newest.saves + 1:
        raise VaultAlarm(
            AlarmKind.ANCHOR_OLDER,
            _(
                "The anchor of the vault is older than its data. Somebody may have put back an "
                "old copy of a file. Call a supervisor."
            ),
            known_at=newest.moment,
        )
    if saves == newest.saves + 1:
        return
    if not found.whole:
        raise _anchor_damaged(newest.moment)
    if head != (newest.line, newest.link):
        raise VaultAlarm(
            AlarmKind.LOG_DIFFERS,
            _(
                "The audit log of the vault does not end where it ended before. Somebody may have "
                "changed the data file. Call a supervisor."
            ),
            known_at=newest.moment,
        )
    if pages is not None and newest.pages not in (NOT_CLOSED, pages):
        raise VaultAlarm(
            AlarmKind.PAGES_DIFFER,
            _(
                "The data file is not the one that was closed last. A part of it may have been "
                "put back from an old copy. Call a supervisor."
            ),
            known_at=newest.moment,
        )


def _saves_missing(count: int, known_at: str) -> VaultAlarm:
    words = ngettext(
        "{count} save is missing in the vault. Do not work with it any more. Call a supervisor.",
        "{count} saves are missing in the vault. Do not work with it any more. Call a supervisor.",
        count,
    )
    return VaultAlarm(AlarmKind.SAVES_MISSING, words.format(count=count), count, known_at)


def _anchor_missing() -> VaultAlarm:
    return VaultAlarm(
        AlarmKind.ANCHOR_MISSING,
        _(
            "The file “anchor” of the vault is missing, so nobody can tell whether saves are "
            "missing too. Call a supervisor."
        ),
    )


def _anchor_damaged(known_at: str) -> VaultAlarm:
    return VaultAlarm(
        AlarmKind.ANCHOR_DAMAGED,
        _(
            "The file “anchor” of the vault was altered, so nobody can tell whether saves are "
            "missing. Call a supervisor."
        ),
        known_at=known_at,
    )
