"""Salvage: what can still be read of a damaged data file goes into a vault in a new folder.

The damaged file is only read. Each table is read in ranges of its key; a range that meets a damaged
page is halved until only the rows on that page are missing. After each fault the connection is
opened anew, because a bad page spoils it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from intake_app.errors import DataDamaged
from intake_app.values import Clock
from intake_app.vault import anchor, keyfile, opening
from intake_app.vault.db import (
    Access,
    Connection,
    DatabaseError,
    check_data_file,
    connect,
    database_damaged,
    database_errors_in_words,
    set_up,
    tree_is_whole,
)
from intake_app.vault.files import disk_errors_in_words
from intake_app.vault.keyfile import OpenedKeys
from intake_app.vault.migrations import Step, migrate, refuse_newer, version_of
from intake_app.vault.ranges import Key, Range, between

Said = Callable[[int, int, str], object]

_BARREN = 6
"""A range of which nothing can be read is halved so often: then it is taken for a damaged page.
Ranges of text could be halved for ever."""


@dataclass
class Salvaged:
    """How many rows were ``read`` of each table, and how many were ``lost``: None if not even
    their number can be read. ``set_aside`` rows belong to lost ones and lie in ``leftover``."""

    read: dict[str, int] = field(default_factory=dict)
    lost: dict[str, int | None] = field(default_factory=dict)
    set_aside: int = 0

    @property
    def rows(self) -> int:
        """How many rows could be read."""
        return sum(self.read.values())

    @property
    def lost_rows(self) -> int:
        """How many rows are known to be lost."""
        return sum(count or 0 for count in self.lost.values())


def salvage(
    source: Path,
    target: Path,
    keys: OpenedKeys,
    steps: tuple[Step, ...],
    clock: Clock,
    said: Said = lambda _done, _all, _words: None,
) -> Salvaged:
    """Make a vault with the same keys in the empty folder ``target`` from what can be read.

    ``said(done, all, words)`` hears of each table and may raise to stop; then the caller removes
    the folder. The key file is written last. Raises DataDamaged if nothing can be read at all.
    """
    path = opening.data_file(source, keys.file.generation)
    check = _Damaged(path, keys)
    version = check.version(steps)
    new = opening.data_file(target, keys.file.generation)
    with closing(connect(new, keys.vault.data_key, keys.vault.database_salt)) as db:
        set_up(db)
        migrate(db, steps[:version])
        result = _Copy(check, db).everything(said)
        with database_errors_in_words():
            _say_whose(db, keys, clock)
            if not tree_is_whole(db):
                raise RuntimeError("the salvaged file is not sound")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        mark = opening.mark_of(db, keys.file.generation, clock())
    check.close()
    anchor.renew(target, keys.vault.data_key, mark)
    with disk_errors_in_words():
        (target / opening.BACKUPS).mkdir(mode=0o700)
    keyfile.write(target, keys.file, keys.vault.data_key)
    return result


def _say_whose(db: Connection, keys: OpenedKeys, clock: Clock) -> None:
    """The identity and the counter, in case their pages were lost."""
    db.execute("BEGIN IMMEDIATE")
    for name, value in opening.identity_of(keys).items():
        opening.note(db, name, value)
    db.execute("INSERT OR IGNORE INTO meta VALUES ('created_at', ?)", (clock().isoformat(),))
    if anchor.count(db) is not None:
        db.execute("INSERT OR IGNORE INTO saves VALUES (1, 0)")
        anchor.count_up(db)
    db.execute("COMMIT")


class _Damaged:
    """The damaged file, read range by range."""

    def __init__(self, path: Path, keys: OpenedKeys) -> None:
        check_data_file(path)
        self._path, self._keys = path, keys
        self._db = self._connect()

    def _connect(self) -> Connection:
        vault = self._keys.vault
        return connect(self._path, vault.data_key, vault.database_salt, access=Access.LOOK)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def version(self, steps: tuple[Step, ...]) -> int:
        """The version of its schema. VaultTooNew; DataDamaged if even that cannot be read."""
        refuse_newer(self._db, steps)
        version = version_of(self._db)
        if version == 0:
            raise database_damaged()
        return version

    def ask(self, statement: str, values: Key = ()) -> Iterator[tuple[Any, ...]]:
        """Rows until the first that is damaged; then DatabaseError, and a fresh connection."""
        try:
            yield from self._db.execute(statement, values)
        except DatabaseError:
            self._db.close()
            self._db = self._connect()
            raise

    def count(self, table: str) -> int | None:
        """How many rows an index says there are; None if that is damaged too."""
        with suppress(DatabaseError, DataDamaged):
            return int(next(self.ask(f'SELECT count(*) FROM "{table}"'))[0])
        return None

    def last_rowid(self, table: str) -> int:
        """The highest rowid, or more if it cannot be read."""
        with suppress(DatabaseError):
            return int(next(self.ask(f'SELECT max(rowid) FROM "{table}"'))[0] or 0)
        return 1 << 40


@dataclass(frozen=True)
class _Table:
    """A table of the schema: its columns, and those that its rows are ordered by."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    types: tuple[str, ...]

    @property
    def upwards(self) -> str:
        """Reads a range in the order of the key, which comes first in each row."""
        return f"{self._range} ORDER BY {', '.join(self.key)}"

    @property
    def downwards(self) -> str:
        """The same from its end."""
        return f"{self._range} ORDER BY {', '.join(f'{name} DESC' for name in self.key)}"

    @property
    def _range(self) -> str:
        key, columns = ", ".join(self.key), ", ".join(f'"{name}"' for name in self.columns)
        places = ", ".join("?" for _name in self.key)
        return (
            f'SELECT {key}, {columns} FROM "{self.name}" NOT INDEXED'
            f" WHERE ({key}) >= ({places}) AND ({key}) < ({places})"
        )

    @property
    def insert(self) -> str:
        """Writes a row, with the rowid it had."""
        own = self.key if self.key == ("rowid",) else ()
        names = [*own, *(f'"{name}"' for name in self.columns)]
        places = ", ".join("?" for _name in names)
        return f'INSERT OR REPLACE INTO "{self.name}" ({", ".join(names)}) VALUES ({places})'


class _Copy:
    """Everything that can be read, into the new file."""

    def __init__(self, damaged: _Damaged, db: Connection) -> None:
        self._damaged, self._db = damaged, db
        self._result = Salvaged()

    def everything(self, said: Said) -> Salvaged:
        """All tables, then the search, then what belongs to lost rows goes aside."""
        db = self._db
        db.execute("PRAGMA foreign_keys = OFF")
        tables = _tables(db)
        triggers = db.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall()
        with database_errors_in_words():
            db.execute("BEGIN IMMEDIATE")
            for name, _sql in triggers:  # they would refuse, or look up what is not there yet
                db.execute(f'DROP TRIGGER "{name}"')
            for number, table in enumerate(tables):
                said(number, len(tables), "")
                self._one(table)
            self._set_orphans_aside(tables)
            db.execute(
                "INSERT INTO person_words (rowid, names, numbers)"
                " SELECT key, names, numbers FROM person_text"
            )
            for _name, sql in triggers:
                db.execute(sql)
            db.execute("COMMIT")
        db.execute("PRAGMA foreign_keys = ON")
        return self._result

    def _one(self, table: _Table) -> None:
        self._db.execute(f'DELETE FROM "{table.name}"')  # what the steps had written
        expected = self._damaged.count(table.name)
        own = 0 if table.key == ("rowid",) else len(table.key)
        read = 0
        for row in self._rows(table):
            self._db.execute(table.insert, row[own:])
            read += 1
        self._result.read[table.name] = read
        lost = None if expected is None else max(0, expected - read)
        if lost != 0:
            self._result.lost[table.name] = lost

    def _rows(self, table: _Table) -> Iterator[tuple[Any, ...]]:
        """Each range from below up to its first fault and from above down to its last; what is
        left between is halved."""
        width = len(table.key)
        todo = [(self._whole(table), 0)]
        while todo:
            part, barren = todo.pop()
            found = False
            for statement, downwards in ((table.upwards, False), (table.downwards, True)):
                try:
                    for row in self._damaged.ask(statement, (*part.low, *part.high)):
                        yield tuple(row)
                        key, found = tuple(row[:width]), True
                        part = part.below(key) if downwards else part.above(key)
                except DatabaseError:
                    continue
                break
            else:
                if barren < _BARREN:
                    todo += [(half, 0 if found else barren + 1) for half in part.halves()]

    def _whole(self, table: _Table) -> Range:
        if table.key == ("rowid",):
            return Range((0,), (self._damaged.last_rowid(table.name) + 1,))
        return between(table.types)

    def _set_orphans_aside(self, tables: list[_Table]) -> None:
        """Rows that refer to a row that is lost, again and again until nothing does."""
        names = {row[0] for row in self._db.execute("SELECT name FROM sqlite_schema")}
        if "leftover" not in names:
            return
        moved = True
        while moved:
            moved = any([self._move_orphans(table) for table in tables])

    def _move_orphans(self, table: _Table) -> int:
        moved = 0
        for link in self._db.execute(f'PRAGMA foreign_key_list("{table.name}")').fetchall():
            parent, child, theirs = link[2], link[3], link[4]
            lost = (
                f'FROM "{table.name}" WHERE "{child}" IS NOT NULL AND NOT EXISTS'
                f' (SELECT 1 FROM "{parent}" AS parent WHERE parent."{theirs}" ='
                f' "{table.name}"."{child}")'
            )
            for row in self._db.execute(f"SELECT * {lost}").fetchall():
                text = _as_json(dict(zip(table.columns, tuple(row), strict=True)))
                self._db.execute(
                    "INSERT INTO leftover (origin, row) VALUES (?, ?)", (table.name, text)
                )
                moved += 1
            self._db.execute(f"DELETE {lost}")
        self._result.set_aside += moved
        return moved


def _as_json(row: Mapping[str, object]) -> str:
    plain = {
        name: {"hex": value.hex()} if isinstance(value, bytes) else value
        for name, value in row.items()
    }
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def _tables(db: Connection) -> list[_Table]:
    """The tables of the schema, without those of the search, which is built again."""
    found = []
    for row in db.execute("PRAGMA table_list").fetchall():
        _schema, name, kind, _columns, without_rowid = tuple(row)[:5]
        if kind != "table" or name.startswith("sqlite_"):
            continue
        info = [tuple(c) for c in db.execute(f'PRAGMA table_info("{name}")').fetchall()]
        keyed = sorted((c[5], c[1], c[2]) for c in info if c[5])
        key = tuple(name for _place, name, _type in keyed) if without_rowid else ("rowid",)
        types = tuple(type_ for _place, _name, type_ in keyed) if without_rowid else ("INTEGER",)
        found.append(_Table(name, tuple(c[1] for c in info), key, types))
    return sorted(found, key=lambda table: table.name)
