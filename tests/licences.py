"""Collects the licence texts of everything that the program carries: ``make licences``.

One file per package goes to ``resources/licences/``. What licence we take each package under is
decided by hand in ``LICENCES``, because the packages' own metadata are vague or offer a choice.
"""

from __future__ import annotations

import re
from importlib.metadata import distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "licences"

LICENCES = {
    "anyascii": "ISC",
    "argon2-cffi": "MIT",
    "argon2-cffi-bindings": "MIT",
    "babel": "BSD-3-Clause",
    "cffi": "MIT-0",
    "charset-normalizer": "MIT",
    "click": "BSD-3-Clause",
    "lxml": "BSD-3-Clause",
    "msgspec": "BSD-3-Clause",
    "packaging": "Apache-2.0",
    "phonenumbers": "Apache-2.0",
    "pikepdf": "MPL-2.0",
    "pillow": "MIT-CMU",
    "platformdirs": "MIT",
    "pycparser": "BSD-3-Clause",
    "pynacl": "Apache-2.0",
    "pypdfium2": "BSD-3-Clause",
    "pyrage": "MIT",
    "pyside6-essentials": "LGPL-3.0-only",
    "python-bidi": "LGPL-3.0-only",
    "rapidfuzz": "MIT",
    "reportlab": "BSD-3-Clause",
    "rl-accel": "BSD-3-Clause",
    "segno": "BSD-3-Clause",
    "shiboken6": "LGPL-3.0-only",
    "sqlcipher3": "Zlib",
    "uharfbuzz": "Apache-2.0",
    "zstandard": "BSD-3-Clause",
    "zxcvbn": "MIT",
    "zxing-cpp": "Apache-2.0",
}
"""SPDX id per package. Where a package offers a choice, the one that we take."""

ACCEPTED = {
    "Apache-2.0", "BSD-3-Clause", "ISC", "LGPL-3.0-only", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0",
    "Zlib",
}  # fmt: skip
"""What an Apache-licensed program may carry. LGPL and MPL parts stay replaceable files."""

_SHARED_TEXTS = {"LGPL-3.0-only": "the files LGPL-3.0.txt and GPL-3.0.txt beside this one"}

_OTHER_PLATFORMS = re.compile(r"/(android|all_except_musl|cibw_musl|pbin_musl|v8_xfa)/")
"""Parts that pypdfium2's wheels for desktop systems do not contain (no V8, no musl)."""


def requirement_names(text: str) -> list[str]:
    """The package names of a pinned requirements file, in its order."""
    return re.findall(r"^([A-Za-z0-9_.-]+)==", text, flags=re.MULTILINE)


def licence_text(package: str) -> str:
    """The file for one installed package: a heading and every licence text that it brings."""
    heading = f"{package}\nTaken under: {LICENCES[package]}\n"
    parts = [heading]
    if shared := _SHARED_TEXTS.get(LICENCES[package]):
        parts.append(f"The text of the licence: {shared}.\n")
        return "\n".join(parts)
    for path in sorted(distribution(package).files or [], key=str):
        name = path.name.lower()
        wanted = "dist-info/" in str(path) and (
            "/licenses/" in str(path) or name.startswith(("licen", "copying", "notice"))
        )
        if not wanted or _OTHER_PLATFORMS.search(str(path)):
            continue
        inside = str(path).split("dist-info/", 1)[1].removeprefix("licenses/")
        text = Path(str(path.locate())).read_text("utf-8", "replace").rstrip()
        parts.append(f"{'-' * 20} {inside}\n\n{text}\n")
    return "\n".join(parts)


def collect() -> None:
    """Write the files of all run-time packages. Remove by hand what is no longer needed."""
    for package in requirement_names((ROOT / "requirements.txt").read_text("utf-8")):
        (FOLDER / f"{package}.txt").write_text(licence_text(package), "utf-8")
    bidi = {path.name: path for path in distribution("python-bidi").files or []}
    for name, target in (("COPYING.LESSER", "LGPL-3.0.txt"), ("COPYING", "GPL-3.0.txt")):
        text = Path(str(bidi[name].locate())).read_text("utf-8")
        (FOLDER / target).write_text(text, "utf-8")


if __name__ == "__main__":
    collect()
