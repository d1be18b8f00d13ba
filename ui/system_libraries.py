"""Says in one sentence which package of the system is missing, before Qt fails with a riddle.

Run as ``python -m ui.system_libraries`` (``make demo`` does). It must not import Qt.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable, Mapping

WITHOUT_A_SCREEN = {
    "libEGL.so.1": ("libegl1", "libglvnd-egl"),
    "libGL.so.1": ("libgl1", "libglvnd-glx"),
    "libX11.so.6": ("libx11-6", "libX11"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
}
"""Library → its package on Debian and on Fedora (from ``readelf -d`` of Qt 6.11's libraries)."""

WITH_A_SCREEN = {
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb"),
    "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb"),
    "libxcb-util.so.1": ("libxcb-util1", "xcb-util"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
}
"""What Qt's window plugin for X needs besides."""


def missing_libraries(libraries: Iterable[str]) -> list[str]:
    """Those of ``libraries`` that this system cannot load."""
    missing = []
    for library in libraries:
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(library)
    return missing


def advice(missing: Iterable[str], packages: Mapping[str, tuple[str, str]]) -> str:
    """What to install, in one sentence for each family of systems; empty if nothing is missing."""
    needed = [packages[library] for library in missing]
    if not needed:
        return ""
    debian = " ".join(dict.fromkeys(package for package, _fedora in needed))
    fedora = " ".join(dict.fromkeys(package for _debian, package in needed))
    return (
        f"Qt needs libraries of the system that are missing: run "
        f"'apt-get install {debian}' (Debian, Ubuntu) or 'dnf install {fedora}' (Fedora)."
    )


def main() -> None:
    """End with the advice if a library is missing; other systems than Linux bring them all."""
    if not sys.platform.startswith("linux"):
        return
    packages = dict(WITHOUT_A_SCREEN)
    if os.environ.get("DISPLAY") and os.environ.get("QT_QPA_PLATFORM", "xcb") == "xcb":
        packages |= WITH_A_SCREEN
    if sentence := advice(missing_libraries(packages), packages):
        raise SystemExit(sentence)


if __name__ == "__main__":
    main()
