"""What is said about the disks under the vault is only what can be seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake_app.vault.disks import OpenDisks, open_disks


class Computer:
    """The files by which Linux tells about its disks."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._mounts: list[str] = []
        self._swaps: list[str] = []
        (root / "proc/self").mkdir(parents=True)
        self._write()

    def _write(self) -> None:
        (self.root / "proc/self/mountinfo").write_text("".join(self._mounts))
        head = "Filename\tType\tSize\tUsed\tPriority\n"
        (self.root / "proc/swaps").write_text(head + "".join(self._swaps))

    def disk(self, name: str, uuid: str = "", on: tuple[str, ...] = ()) -> None:
        block = self.root / "sys/class/block" / name
        (block / "slaves").mkdir(parents=True)
        for below in on:
            (block / "slaves" / below).mkdir()
        if uuid:
            (block / "dm").mkdir()
            (block / "dm/uuid").write_text(uuid + "\n")

    def alias(self, alias: str, name: str) -> None:
        place = self.root / "dev" / alias
        place.parent.mkdir(parents=True, exist_ok=True)
        (self.root / "dev" / name).touch()
        place.symlink_to(self.root / "dev" / name)

    def mount(self, place: str, source: str) -> None:
        self._mounts.append(f"36 35 98:0 / {place} rw,noatime shared:1 - ext4 {source} rw\n")
        self._write()

    def swap(self, path: str, kind: str = "partition") -> None:
        self._swaps.append(f"{path}\t{kind}\t1000\t0\t-2\n")
        self._write()

    def looked_at(self, folder: str = "/home/desk/vault") -> OpenDisks:
        return open_disks(Path(folder), self.root)


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    return Computer(tmp_path)


def test_a_plain_partition_is_open(computer: Computer) -> None:
    computer.disk("sda2")
    computer.mount("/", "/dev/sda2")
    computer.swap("/dev/sda2")
    assert computer.looked_at() == OpenDisks(vault=True, swap=True)


def test_luks_is_not_open_also_under_lvm(computer: Computer) -> None:
    computer.disk("sda2")
    computer.disk("dm-0", "CRYPT-LUKS2-abc-root", on=("sda2",))
    computer.disk("dm-1", "LVM-xyz", on=("dm-0",))
    computer.alias("mapper/vg-root", "dm-1")
    computer.mount("/", "/dev/mapper/vg-root")
    computer.swap("/dev/dm-1")
    assert computer.looked_at() == OpenDisks()


def test_lvm_that_stands_half_on_a_plain_disk_is_open(computer: Computer) -> None:
    for name in ("sda2", "sdb1"):
        computer.disk(name)
    computer.disk("dm-0", "CRYPT-LUKS2-abc-root", on=("sda2",))
    computer.disk("dm-1", "LVM-xyz", on=("dm-0", "sdb1"))
    computer.mount("/", "/dev/dm-1")
    assert computer.looked_at() == OpenDisks(vault=True)


def test_the_disk_of_the_folder_counts_and_not_that_of_the_system(computer: Computer) -> None:
    computer.disk("sda2")
    computer.disk("dm-0", "CRYPT-LUKS2-abc-home")
    computer.mount("/", "/dev/sda2")
    computer.mount("/home", "/dev/dm-0")
    assert not computer.looked_at().vault
    assert computer.looked_at("/srv/vault").vault
    assert computer.looked_at("/homely").vault


def test_a_swap_file_is_as_open_as_its_disk_and_zram_is_memory(computer: Computer) -> None:
    computer.disk("zram0")
    computer.disk("sda2")
    computer.disk("dm-0", "CRYPT-LUKS2-abc-home")
    computer.mount("/", "/dev/dm-0")
    computer.mount("/spare", "/dev/sda2")
    computer.swap("/dev/zram0")
    computer.swap("/swapfile", "file")
    assert not computer.looked_at().swap
    computer.swap("/spare/swap\\040file", "file")
    assert computer.looked_at() == OpenDisks(swap=True)


@pytest.mark.parametrize("source", ["overlay", "tmpfs", "server:/export", "/dev/unknown"])
def test_what_cannot_be_told_is_not_claimed(computer: Computer, source: str) -> None:
    computer.mount("/", source)
    assert computer.looked_at() == OpenDisks()


def test_a_computer_that_tells_nothing_is_accused_of_nothing(tmp_path: Path) -> None:
    assert open_disks(tmp_path, tmp_path / "nothing") == OpenDisks()
