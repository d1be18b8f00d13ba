"""Long looks at an open vault from another thread, with connections of their own.

One bad page poisons a connection, and a check of a large vault takes seconds: both are kept away
from the connection that people work with. Closing the vault stops such a look and waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Lock

from intake_app.errors import VaultClosed
from intake_app.vault import opening
from intake_app.vault.db import Access, Connection, Error, Row, database_errors_in_words
from intake_app.vault.keyfile import OpenedKeys

_STEPS_BETWEEN = 20_000
"""Instructions of SQLite between two looks whether to stop: a few milliseconds."""


class Beside:
    """Gives read-only connections to the data file at ``path``, one at a time.

    ``access`` is LOOK for a vault that nobody has open.
    """

    def __init__(self, path: Path, keys: OpenedKeys, access: Access = Access.READ) -> None:
        self.path = path
        self._keys, self._access = keys, access
        self._busy = Lock()
        self._ended = Event()

    @contextmanager
    def reader(self, stopped: Callable[[], bool] = lambda: False) -> Iterator[Connection]:
        """A fresh connection for this block, whose thread it belongs to.

        VaultClosed as soon as the vault is closed or ``stopped`` says True; VaultDamaged if what
        is read is damaged.
        """

        def ended() -> bool:
            return self._ended.is_set() or stopped()

        with self._busy, database_errors_in_words():
            if ended():
                raise VaultClosed("nothing is read any more")
            connection = opening.open_to_read(self.path, self._keys, self._access)
            try:
                connection.row_factory = Row
                connection.set_progress_handler(ended, _STEPS_BETWEEN)
                connection.execute("BEGIN")  # what is read now stays in the file until the end
                yield connection
            except Error as error:
                if ended():
                    raise VaultClosed("nothing is read any more") from error
                raise
            finally:
                connection.close()

    def end(self) -> None:
        """Stop what is being read, wait until it has stopped, and give no more connections."""
        self._ended.set()
        with self._busy:
            pass
