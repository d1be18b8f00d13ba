"""Whether the disk under the vault, and the swap, are certainly readable to a thief (Linux only).

The program cannot close what the system writes to its disks; it can say so. Disks that encrypt by
themselves and folders that are encrypted one by one cannot be seen from here.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_MOST_LAYERS = 8


@dataclass(frozen=True)
class OpenDisks:
    """What can be seen not to be encrypted."""

    vault: bool = False
    swap: bool = False


def open_disks(folder: Path, root: Path = Path("/")) -> OpenDisks:
    """Look at the block devices. What cannot be told is not claimed. ``root`` is for tests."""
    if not sys.platform.startswith("linux"):
        return OpenDisks()
    with suppress(OSError, ValueError):
        return OpenDisks(_is_open(_device_of(folder.resolve(), root), root), _swap_is_open(root))
    return OpenDisks()


def _device_of(path: Path, root: Path) -> Path | None:
    """The block device (below ``/dev``) of the file system that a path is on."""
    best, device = -1, None
    for line in (root / "proc/self/mountinfo").read_text("utf-8").splitlines():
        left, _dash, right = line.partition(" - ")
        place = Path(_unescaped(left.split()[4]))
        source = _unescaped(right.split()[1])
        if path.is_relative_to(place) and len(place.parts) >= best:  # the later mount is on top
            best = len(place.parts)
            device = Path(source) if source.startswith("/dev/") else None
    return device


def _unescaped(text: str) -> str:
    return text.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")


def _swap_is_open(root: Path) -> bool:
    """True if a swap outside the memory (zram is in it) is on a disk that is open."""
    for line in (root / "proc/swaps").read_text("utf-8").splitlines()[1:]:
        path, kind = line.split()[:2]
        device = _device_of(Path(_unescaped(path)), root) if kind == "file" else Path(path)
        if _is_open(device, root):
            return True
    return False


def _is_open(device: Path | None, root: Path) -> bool:
    if device is None:
        return False
    name = Path(os.path.realpath(root / device.relative_to("/"))).name
    block = root / "sys/class/block" / name
    if name.startswith(("zram", "loop", "ram")) or not block.exists():
        return False  # in memory, or not to be told from here
    return not _is_encrypted(block, root)


def _is_encrypted(block: Path, root: Path, layers: int = _MOST_LAYERS) -> bool:
    """True if it is a dm-crypt device, or stands only on such devices (LVM, RAID)."""
    with suppress(OSError):
        if (block / "dm/uuid").read_text("ascii").startswith("CRYPT-"):
            return True
    below = [root / "sys/class/block" / each for each in _names(block / "slaves")]
    return bool(below) and layers > 0 and all(_is_encrypted(b, root, layers - 1) for b in below)


def _names(folder: Path) -> list[str]:
    with suppress(OSError):
        return os.listdir(folder)
    return []
