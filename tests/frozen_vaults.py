"""Vaults of every released schema, frozen: real ones, made by the program of their time.

``python -m tests.frozen_vaults`` freezes one of today's schema into ``tests/data/vaults/vNNNN``,
with ``expected.json`` beside the vault folder. It never touches one that is there: what an old
program wrote is evidence. Run it once for each new schema, with the last commit before the next.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from intake_app import sample
from intake_app.acts import Role
from intake_app.drafts import service as drafts
from intake_app.packs.loader import load_packs, packs_folder
from intake_app.sync import service as sync
from intake_app.sync.cards import HubKeys, hub_card
from intake_app.users import service as users
from intake_app.vault.db import Connection
from intake_app.vault.keyslots import Bounds, KdfCost
from intake_app.vault.vault import Vault, logins_of

FOLDER = Path(__file__).parent / "data" / "vaults"
CHEAP, CHEAP_BOUNDS = KdfCost(8, 1, 1), Bounds(memory_kib=(8, 64), passes=(1, 2), lanes=(1, 2))
DAY = date(2026, 5, 12)
NOT_COMPARED = {"meta"}
"""What the program writes down about the file itself when it opens it."""


def frozen() -> list[Path]:
    """The folders of all frozen vaults, the oldest first."""
    return sorted(FOLDER.glob("v[0-9][0-9][0-9][0-9]"))


def thawed(frozen_vault: Path, target: Path) -> Path:
    """A copy of a frozen vault that may be opened and changed."""
    return Path(shutil.copytree(frozen_vault / "vault", target))


def unlocked(folder: Path, role: Role, **how: Any) -> Vault:
    """Open a thawed vault as the login with this role."""
    login = next(login for login in logins_of(folder) if login.role is role)
    return Vault.unlock(folder, login.id, sample.PASSPHRASES[role], bounds=CHEAP_BOUNDS, **how)


def expected_of(frozen_vault: Path) -> dict[str, Any]:
    """What must still be in it: per table the columns of its time, their rows and their hash."""
    expected: dict[str, Any] = json.loads((frozen_vault / "expected.json").read_text("utf-8"))
    return expected


def content_of(db: Connection, tables: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Columns, number of rows and hash of these columns of each table; the order counts nothing."""
    content = {}
    for table, columns in tables.items():
        rows = db.execute(f"SELECT {columns} FROM {table}").fetchall()
        encoded = sorted(json.dumps([_plain(value) for value in row]) for row in rows)
        digest = hashlib.sha256("\n".join(encoded).encode()).hexdigest()
        content[table] = {"columns": columns, "rows": len(rows), "sha256": digest}
    return content


def _plain(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value


def tables_of(db: Connection) -> dict[str, str]:
    """Every table with its columns; not those that the search makes by itself."""
    names = [
        row[0]
        for row in db.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'person_words%'"
            " AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
    ]
    return {
        name: ", ".join(
            row[0] for row in db.execute("SELECT name FROM pragma_table_info(?)", (name,))
        )
        for name in names
        if name not in NOT_COMPARED
    }


def freeze(target: Path) -> None:
    """Make a vault of today's schema in ``target``, a folder that does not exist yet."""
    packs = load_packs(packs_folder())
    folder = target / "vault"
    sample.make_sample(folder, packs, DAY, cost=CHEAP, bounds=CHEAP_BOUNDS)
    vault_user = next(login for login in logins_of(folder) if login.role is Role.SUPERVISOR)
    session = users.sign_in(
        folder, vault_user.id, sample.PASSPHRASES[Role.SUPERVISOR], packs, bounds=CHEAP_BOUNDS
    )
    hub, spare = HubKeys.generate(), HubKeys.generate()
    card = hub_card(hub, spare.recipient, "Headquarters (example)", session.clock())
    sync.enrol_hub(session, card.to_bytes())
    sync.seal_batch(session)
    drafts.keep(session, "person", "new", {"family_name": "Example"})
    users.lock(session)
    for path in (*folder.glob("vault.lock"), *folder.glob("ballast")):
        path.unlink()
    shutil.copytree(folder, target / "opened")
    vault = unlocked(target / "opened", Role.SUPERVISOR)
    vault._open.set_authorizer(None)
    with vault.read() as db:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        expected = {"schema": version, "tables": content_of(db, tables_of(db))}
    vault.close()
    shutil.rmtree(target / "opened")
    (target / "expected.json").write_text(json.dumps(expected, indent=1) + "\n", "utf-8")


def main() -> None:
    """Freeze one of today's schema, unless there is one."""
    with tempfile.TemporaryDirectory() as temporary:
        made = Path(temporary) / "made"
        freeze(made)
        target = FOLDER / f"v{expected_of(made)['schema']:04}"
        if target.exists():
            raise SystemExit(f"{target} is there already: a frozen vault is never made again")
        shutil.copytree(made, target)
        size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
        print(f"{target}: {size:,} bytes")


if __name__ == "__main__":
    main()
