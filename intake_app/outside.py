"""Files that leave the vault unencrypted: never without a line in the audit log."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from intake_app.acts import Act
from intake_app.errors import StorageFull
from intake_app.i18n import _
from intake_app.session import Session
from intake_app.vault.db import Connection
from intake_app.vault.files import write_synced


def export(
    session: Session, act: Act, record: str, path: Path, content: Callable[[Connection], bytes]
) -> None:
    """Save what ``content`` reads as a plain file; ``act`` on ``record`` stands in the audit log.

    Raises what ``content`` raises, NotAllowed, and StorageFull if the file cannot be written; the
    vault then notes nothing. The file gets its name only when the audit log has its line.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        with session.act(act, record) as change:
            write_synced(part, content(change.db))
        os.replace(part, path)
    except OSError as error:
        raise StorageFull(
            _("The file could not be written there. Choose another folder.")
        ) from error
    finally:
        with suppress(OSError):
            part.unlink()
