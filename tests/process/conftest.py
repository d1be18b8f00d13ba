"""The program on an office of three colleagues, started for each test and ended after it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.process.watched import Watched, watched


@pytest.fixture
def program(fresh_office: Path, tmp_path: Path) -> Iterator[Watched]:
    with watched(tmp_path / "program", fresh_office) as started:
        yield started
