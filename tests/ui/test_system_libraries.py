"""A missing library of the system is named with its package, before Qt fails with a riddle."""

from __future__ import annotations

import sys

import pytest

from ui.system_libraries import (
    WITH_A_SCREEN,
    WITHOUT_A_SCREEN,
    advice,
    main,
    missing_libraries,
)

LINUX_ONLY = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only")


@LINUX_ONLY
def test_a_library_that_is_there_is_not_missing_and_an_invented_one_is() -> None:
    assert missing_libraries(["libc.so.6", "libinvented.so.9"]) == ["libinvented.so.9"]


def test_the_advice_names_each_package_once_for_both_families_of_systems() -> None:
    missing = ["libxcb-shape.so.0", "libxcb-sync.so.1", "libxcb-cursor.so.0"]
    sentence = advice(missing, WITH_A_SCREEN)
    assert "apt-get install libxcb-shape0 libxcb-sync1 libxcb-cursor0'" in sentence
    assert "dnf install libxcb xcb-util-cursor'" in sentence
    assert sentence.count(".") == 1


def test_there_is_no_advice_where_nothing_is_missing() -> None:
    assert advice([], WITHOUT_A_SCREEN) == ""


@LINUX_ONLY
def test_the_check_ends_with_the_advice_only_where_a_library_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    main()
    monkeypatch.setitem(WITHOUT_A_SCREEN, "libinvented.so.9", ("libinvented9", "invented"))
    with pytest.raises(SystemExit, match="libinvented9"):
        main()
