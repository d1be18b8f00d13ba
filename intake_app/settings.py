"""Two kinds of settings: of this device (a small plain file) and of the office (in the vault)."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from platformdirs import user_config_path

if TYPE_CHECKING:
    from intake_app.vault.db import Connection


@dataclass(frozen=True)
class DeviceSettings:
    """What this computer remembers. No personal data: the file is not encrypted."""

    language: str = "en"
    vault_folder: str = ""
    palette: str = "system"
    font_percent: int = 100
    window: str = ""
    unknown: dict[str, Any] = field(default_factory=dict)


def device_file() -> Path:
    """Where the device's settings lie."""
    return user_config_path("intake-desk") / "device.json"


def load_device(path: Path) -> DeviceSettings:
    """Read the device's settings; a missing or damaged file gives the defaults.

    Keys of a newer version are kept and written back.
    """
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return DeviceSettings()
    if not isinstance(stored, dict):
        return DeviceSettings()
    defaults = DeviceSettings()
    known = {
        item.name: stored.pop(item.name)
        for item in fields(defaults)
        if item.name != "unknown"
        and type(stored.get(item.name)) is type(getattr(defaults, item.name))
    }
    return DeviceSettings(**known, unknown=stored)


def save_device(path: Path, settings: DeviceSettings) -> None:
    """Write the device's settings in one step, so that a power cut leaves the old or the new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    stored = asdict(settings)
    content = {**stored.pop("unknown"), **stored}
    part = path.with_name(path.name + ".part")
    part.write_text(json.dumps(content, indent=2), encoding="utf-8")
    os.replace(part, path)


@dataclass(frozen=True)
class OfficeSettings:
    """What the office has decided; a table in the vault. All values are text or whole numbers."""

    code: str = ""
    name: str = ""
    country: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    default_pack: str = ""
    document_language: str = "fr"
    minutes_to_lock: int = 5
    days_to_backup: int = 7
    hub_card: str = ""
    focal_point: str = ""


def load_office(db: Connection) -> OfficeSettings:
    """Read the office's settings; what is missing takes the default."""
    stored = dict(db.execute("SELECT name, value FROM office_setting").fetchall())
    settings = OfficeSettings()
    for item in fields(settings):
        if item.name in stored:
            default = getattr(settings, item.name)
            settings = replace(settings, **{item.name: type(default)(stored[item.name])})
    return settings


def save_office(db: Connection, settings: OfficeSettings) -> None:
    """Write all of the office's settings."""
    for name, value in asdict(settings).items():
        keep_secret(db, name, str(value))


DESK_KEYS = "desk_keys"
"""The name under which ``secret`` has the keys that the desk signs its batches with."""


def keep_secret(db: Connection, name: str, value: str) -> None:
    """Write one named text into the vault's settings table (the desk's own keys live here too)."""
    db.execute(
        "INSERT INTO office_setting (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def secret(db: Connection, name: str) -> str | None:
    """One named text from the vault's settings table."""
    row = db.execute("SELECT value FROM office_setting WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row else None


# ---------------------------------------------------------------------------- rules of the office


@dataclass(frozen=True)
class OfficeRule:
    """A number that the office has decided, and on what it is based. ``set_at`` is UTC."""

    value: int
    basis: str
    set_by: str
    set_at: str


def office_rule(db: Connection, name: str) -> OfficeRule | None:
    """The rule that holds, or None as long as the office has decided nothing."""
    row = db.execute(
        "SELECT value, basis, set_by, set_at FROM office_rule WHERE name = ?"
        " ORDER BY seq DESC LIMIT 1",
        (name,),
    ).fetchone()
    return OfficeRule(*row) if row else None


def put_office_rule(db: Connection, name: str, rule: OfficeRule) -> None:
    """Decide anew; what held before stays on record."""
    db.execute(
        "INSERT INTO office_rule (name, value, basis, set_by, set_at) VALUES (?, ?, ?, ?, ?)",
        (name, rule.value, rule.basis, rule.set_by, rule.set_at),
    )
