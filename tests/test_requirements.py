"""What we depend on is pinned, hashed, free of addresses, and under a licence that we accept."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import packages_distributions

import pytest

from tests.licences import ACCEPTED, FOLDER, LICENCES, ROOT, requirement_names
from tests.source_code import imports, modules

LOCKS = [f"requirements{part}.txt" for part in ("", "-hub", "-demo", "-dev")]

_PINNED = re.compile(r"^[A-Za-z0-9_.-]+==[A-Za-z0-9.]+( ; [^\\]+)? \\$")
_HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def problems_of_lock(text: str) -> list[str]:
    """What is wrong with a requirements file; each requirement is a line followed by its hashes."""
    problems = []
    hashed = True
    for number, line in enumerate(text.splitlines(), 1):
        if _HASH.match(line):
            hashed = True
        elif _PINNED.match(line):
            if not hashed:
                problems.append(f"line {number - 1}: without a hash")
            hashed = False
        else:
            problems.append(f"line {number}: neither a pinned requirement nor a hash: {line}")
    return problems if hashed else [*problems, "the last requirement has no hash"]


def test_every_lock_is_pinned_and_hashed_and_names_no_address() -> None:
    for lock in LOCKS:
        text = (ROOT / lock).read_text("utf-8")
        assert requirement_names(text), lock
        assert problems_of_lock(text) == [], lock


@pytest.mark.parametrize(
    "bad",
    [
        "--index-url https://example.org/simple\n",
        "--extra-index-url=https://example.org/simple\n",
        "--find-links /opt/wheels\n",
        "attrs>=1 \\\n    --hash=sha256:" + "0" * 64 + "\n",
        "attrs==1\n",
        "attrs==1 \\\nbabel==2 \\\n    --hash=sha256:" + "0" * 64 + "\n",
        "attrs @ file:///tmp/attrs.whl\n",
        "attrs==1 \\\n    --hash=md5:00\n",
    ],
)
def test_the_check_of_locks_finds_what_it_looks_for(bad: str) -> None:
    assert problems_of_lock(bad)


def test_qt_is_essentials_only_and_exactly_the_version_that_keeps_none_alive() -> None:
    for lock in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / lock).read_text("utf-8")
        qt = [line for line in text.splitlines() if re.match("(?i)pyside|shiboken", line)]
        assert [line.rstrip(" \\") for line in qt] == [
            "pyside6-essentials==6.11.3",
            "shiboken6==6.11.3",
        ]


def test_runtime_and_hub_and_development_hold_the_same_versions() -> None:
    versions: dict[str, str] = {}
    for lock in LOCKS:
        text = (ROOT / lock).read_text("utf-8")
        for name, version in re.findall(r"^([a-z0-9-]+)==(\S+)", text, flags=re.MULTILINE):
            assert versions.setdefault(name, version) == version, name


def _wanted(part: str) -> set[str]:
    text = (ROOT / f"requirements{part}.in").read_text("utf-8")
    return {
        _plain(name)
        for name in re.findall(r"^([A-Za-z0-9][A-Za-z0-9_-]*)", text, flags=re.MULTILINE)
    }


def _plain(name: str) -> str:
    return re.sub("[-_.]+", "-", name).lower()


@pytest.mark.parametrize("part", ["", "-hub", "-dev"])
def test_everything_wanted_is_locked(part: str) -> None:
    locked = (ROOT / f"requirements{part}.txt").read_text("utf-8")
    assert _wanted(part) <= set(requirement_names(locked))


def test_the_program_imports_everything_that_it_wants() -> None:
    imported = {
        found.target.split(".")[0]
        for module in modules("intake_app", "ui")
        for found in imports(module)
    }
    providers = packages_distributions()
    used = {_plain(package) for name in imported for package in providers.get(name, [])}
    assert _wanted("") - used == set()


def test_the_desktop_program_carries_nothing_of_the_hub_and_no_arrays() -> None:
    locked = requirement_names((ROOT / "requirements.txt").read_text("utf-8"))
    assert not {"psycopg", "psycopg-binary", "numpy", "rlbidi", "pymupdf"} & set(locked)


def test_every_package_that_we_ship_has_its_licence_text_and_one_that_we_accept() -> None:
    locked = requirement_names((ROOT / "requirements.txt").read_text("utf-8"))
    assert set(LICENCES) == set(locked)
    assert set(LICENCES.values()) <= ACCEPTED
    assert not any(re.match("A?GPL", licence) for licence in ACCEPTED)
    for package in locked:
        text = (FOLDER / f"{package}.txt").read_text("utf-8")
        assert f"Taken under: {LICENCES[package]}\n" in text
        assert len(text) > 300 or "LGPL-3.0.txt" in text, f"{package}: no text"


def test_the_version_is_said_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert "version" not in project["project"]
    assert project["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "intake_app.__version__"}
