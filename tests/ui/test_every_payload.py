"""What people typed is only ever text, on every screen, however hostile and however long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from intake_app import sample
from intake_app.packs.model import Pack
from tests.conftest import CHEAP, CHEAP_BOUNDS
from tests.ui.every_screen import SIZE, Desk, make_empty_office
from ui.language import Language

PAYLOAD = f'<b>x</b> A & B <img src="/etc/hostname">\n\u202eexe.{"W" * 250}'
"""Markup, an ampersand, a file of this computer, a line break, a reversed text, a long word."""
SHORT = "<b>x</b> A & B"
SHOWN = SHORT
"""What of it must be readable wherever it is shown, letter by letter."""

FIELDS: Mapping[str, tuple[str, ...]] = {
    "NewOffice": ("name", "address"),
    "NewUser": ("full_name",),
    "Person": (
        "family_name", "given_names", "other_names", "own_script_name", "mother_name",
        "father_name", "phone_as_typed",
    ),
    "IdentityDocument": ("number",),
    "Consent": ("witness", "interpreter", "withhold"),
    "Provider": (
        "name", "area", "contact", "phone", "address", "languages", "cost", "opening",
    ),
    "Goal": ("text",),
    "Activity": ("text", "provider", "responsible"),
    "BudgetLine": ("text",),
    "GrantRequest": ("purpose", "supplier"),
    "Referral": ("reason",),
}  # fmt: skip
"""What the sample caseload is made of, and the texts in it that a person types."""


@pytest.fixture
def hostile_desk(
    monkeypatch: pytest.MonkeyPatch,
    packs: Mapping[str, Pack],
    screen_language: Language,
    tmp_path: Path,
) -> Iterator[Desk]:
    """The sample caseload, but everybody typed the payload into every field."""

    def typed(make: Any, fields: tuple[str, ...]) -> Any:
        return lambda *args, **named: replace(
            make(*args, **named), **dict.fromkeys(fields, PAYLOAD)
        )

    for name, fields in FIELDS.items():
        monkeypatch.setattr(sample, name, typed(getattr(sample, name), fields))
    today = date.today()
    sample.make_sample(tmp_path / "x", packs, today, cost=CHEAP, bounds=CHEAP_BOUNDS)
    make_empty_office(tmp_path / "empty", packs, cost=CHEAP, bounds=CHEAP_BOUNDS)
    desk = Desk(tmp_path / "x", tmp_path / "empty", packs, screen_language, SIZE, CHEAP_BOUNDS)
    yield desk
    desk.close()
