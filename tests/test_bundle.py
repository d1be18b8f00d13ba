"""The check of a finished bundle notices what must not be in it. (`make bundle` runs it.)"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.bundle import FORBIDDEN, MEGABYTE, MOST_MEGABYTES, NEEDED, problems, sizes

GOOD = {
    "intake": 1,
    "_internal/intake_app/vault/schema/0001_start.sql": 1,
    "_internal/locales/fr/LC_MESSAGES/intake.mo": 1,
    "_internal/PySide6/Qt/translations/qtbase_fr.qm": 1,
    "_internal/PySide6/Qt/lib/libQt6Widgets.so.6": 1,
    "_internal/resources/licences/LGPL-3.0.txt": 1,
    "_internal/resources/packs/eurp/pack.toml": 1,
    "_internal/resources/instruments/satisfaction.xlsx": 1,
    "_internal/resources/help/fr/start.md": 1,
    **{f"_internal/babel/locale-data/{name}.dat": 1 for name in ("root", "en", "en_GB", "fr")},
}

BAD = {
    "numpy": "_internal/numpy/core.so",
    "psycopg": "_internal/psycopg_binary.libs/libpq.so",
    "the hub": "_internal/intake_app/hub/schema.sql",
    "QtQml": "_internal/PySide6/Qt/lib/libQt6Qml.so.6",
    "QtQuick": "_internal/PySide6/Qt/lib/libQt6Quick.so.6",
    "QtWebEngine": "_internal/PySide6/Qt6WebEngineCore.dll",
    "QtNetwork": "_internal/PySide6/Qt/lib/libQt6Network.so.6",
    "QtCharts": "_internal/PySide6/QtCharts.abi3.so",
    "Qt's remote screen": "_internal/PySide6/Qt/plugins/platforms/libqvnc.so",
    "GTK": "_internal/libgtk-3.so.0",
    "a font under the GPL": "_internal/reportlab/fonts/DarkGardenMK.pfb",
    "a library under the GPL": "_internal/libreadline.so.8",
    "the tests": "_internal/tests/bundle.py",
    "pictures of the README": "_internal/resources/pictures/case.png",
}


def test_a_good_bundle_passes() -> None:
    assert problems(GOOD) == []


@pytest.mark.parametrize("name", FORBIDDEN)
def test_what_must_not_be_in_it_is_noticed(name: str) -> None:
    assert problems({**GOOD, BAD[name]: 1}) == [f"contains {name}"]


@pytest.mark.parametrize("name", NEEDED)
def test_what_is_missing_is_noticed(name: str) -> None:
    less = {file: size for file, size in GOOD.items() if not re.search(NEEDED[name], file)}
    assert problems(less) == [f"lacks {name}"]


def test_too_many_locales_and_too_many_bytes_are_noticed() -> None:
    many = {f"_internal/babel/locale-data/{number}.dat": 1 for number in range(3)}
    assert problems({**GOOD, **many}) == ["contains 7 locales of Babel"]
    assert problems({**GOOD, "big": MOST_MEGABYTES * MEGABYTE}) == ["has 200 MB, more than 200"]


def test_links_count_nothing(tmp_path: Path) -> None:
    (tmp_path / "library.so.6").write_bytes(b"12345")
    (tmp_path / "library.so").symlink_to("library.so.6")
    assert sizes(tmp_path) == {"library.so.6": 5, "library.so": 0}
