"""One process hands over to the next: what goes along, and what happens when one of them fails."""

from __future__ import annotations

import os
import re
import shutil
import signal
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event

import pytest

from intake_app.acts import Role
from intake_app.packs.model import Pack
from intake_app.users import service as users
from intake_app.values import system_clock
from intake_app.vault import keyfile
from intake_app.vault.derivation import KdfCost, is_weaker
from intake_app.vault.lock import VaultLock
from intake_app.vault.vault import logins_of
from tests.conftest import CHEAP_BOUNDS, LABELS, PASSPHRASES
from tests.process.program import STRENGTHEN
from tests.process.watched import Watched, watched
from ui.process.life import MOST_MS_TO_LOCK

CLERK, SUPERVISOR = Role.RECEPTION, Role.SUPERVISOR

pytestmark = pytest.mark.timeout(180)


def acts(folder: Path, packs: Mapping[str, Pack]) -> list[str]:
    """What was done, oldest first, as a supervisor reads it afterwards in the audit log."""
    login = next(login for login in logins_of(folder) if login.role is SUPERVISOR)
    session = users.sign_in(folder, login.id, PASSPHRASES[SUPERVISOR], packs, bounds=CHEAP_BOUNDS)
    try:
        assert users.check_audit(session) is None
        lines = users.audit_lines(session)
        return [line.act for line in reversed(lines)][:-2]  # without this very reading
    finally:
        session.vault.close()


def test_language_and_place_go_along_and_the_log_knows_who_came_and_went(
    program: Watched, fresh_office: Path, packs: Mapping[str, Pack]
) -> None:
    gate = program.until("gate", "ready")
    program.tell(gate.pid, "french")
    program.tell(gate.pid, "resize 785 560")
    program.until("desk", "ready")
    for words in (f"name {LABELS[CLERK]}", f"passphrase {PASSPHRASES[CLERK]}", "enter"):
        program.tell(gate.pid, words)
    desk = program.until("desk", "list")
    program.tell(desk.pid, "tell")
    assert program.until("desk", "is").rest == "fr 785 False"
    program.tell(desk.pid, "resize 775 560")
    program.tell(desk.pid, "lock")
    again = program.until("gate", "ready")
    assert again.pid == gate.pid == program.first.pid  # whoever started the program still has it
    program.tell(again.pid, "tell")
    assert program.until("gate", "is").rest == "fr 775 False"
    program.tell(again.pid, "close")
    assert program.first.wait(30) == 0
    assert acts(fresh_office, packs)[-2:] == ["user.signed_in", "user.locked"]


def test_a_wrong_passphrase_leaves_the_warm_desk_for_the_next_try(
    program: Watched, fresh_office: Path
) -> None:
    gate = program.until("gate", "ready")
    warm = program.until("desk", "ready")
    program.tell(gate.pid, f"name {LABELS[CLERK]}")
    program.tell(gate.pid, "passphrase not the passphrase at all")
    program.tell(gate.pid, "enter")
    _until(lambda: users.failed_attempts(fresh_office).count == 1)
    VaultLock(fresh_office, system_clock).release()  # the desk that came near has let go
    _until(lambda: users.failed_attempts(fresh_office).count == 1)
    program.tell(gate.pid, f"passphrase {PASSPHRASES[CLERK]}")
    program.tell(gate.pid, "enter")
    assert program.until("desk", "list").pid == warm.pid


@pytest.mark.nightly  # two real key derivations
def test_a_weak_slot_is_wrapped_again_by_the_process_that_knows_the_passphrase(
    tmp_path: Path, fresh_office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(STRENGTHEN, "yes")
    login = next(login for login in logins_of(fresh_office) if login.role is CLERK)

    def cost() -> KdfCost:
        file = keyfile.read_either(fresh_office).alleged
        return next(slot.cost for slot in file.slots if slot.login.id == login.id)

    weak = cost()
    with watched(tmp_path / "program", fresh_office) as program:
        desk = program.sign_in(LABELS[CLERK], PASSPHRASES[CLERK])
        _until(lambda: is_weaker(weak, cost()))
        program.tell(desk.pid, "lock")
        gate = program.until("gate", "ready")
        program.sign_in_again(gate, LABELS[CLERK], PASSPHRASES[CLERK])
    assert is_weaker(weak, cost())


def _until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        Event().wait(0.02)


def test_another_colleague_comes_in_after_a_lock(program: Watched) -> None:
    desk = program.sign_in(LABELS[CLERK], PASSPHRASES[CLERK])
    program.tell(desk.pid, "lock")
    other = program.sign_in(LABELS[SUPERVISOR], PASSPHRASES[SUPERVISOR])
    assert other.pid != desk.pid


def test_closing_the_desk_ends_everything(
    program: Watched, fresh_office: Path, packs: Mapping[str, Pack]
) -> None:
    desk = program.sign_in(LABELS[CLERK], PASSPHRASES[CLERK])
    program.tell(desk.pid, "close")
    assert program.first.wait(30) == 0
    assert acts(fresh_office, packs)[-2:] == ["user.signed_in", "user.locked"]


def test_after_a_kill_the_sign_in_page_comes_back_and_says_so(program: Watched) -> None:
    desk = program.sign_in(LABELS[CLERK], PASSPHRASES[CLERK])
    os.kill(desk.pid, signal.SIGKILL)
    gate = program.until("gate", "ready")
    program.tell(gate.pid, "tell")
    assert program.until("gate", "is").rest.endswith(" True")


def test_a_warm_desk_that_died_is_replaced_by_this_process(program: Watched) -> None:
    gate = program.until("gate", "ready")
    warm = program.until("desk", "ready")
    os.kill(warm.pid, signal.SIGKILL)
    for words in (f"name {LABELS[CLERK]}", f"passphrase {PASSPHRASES[CLERK]}", "enter"):
        program.tell(gate.pid, words)
    here = program.until("gate", "list")
    assert here.pid == gate.pid
    program.tell(here.pid, "lock")
    assert program.until("gate", "ready").pid == gate.pid  # replaced all the same: it said so anew


def test_a_vault_in_use_is_told_on_the_page_and_can_be_tried_again(
    program: Watched, fresh_office: Path, packs: Mapping[str, Pack]
) -> None:
    login = next(login for login in logins_of(fresh_office) if login.role is SUPERVISOR)
    elsewhere = users.sign_in(
        fresh_office, login.id, PASSPHRASES[SUPERVISOR], packs, bounds=CHEAP_BOUNDS
    )
    gate = program.until("gate", "ready")
    warm = program.until("desk", "ready")
    for words in (f"name {LABELS[CLERK]}", f"passphrase {PASSPHRASES[CLERK]}", "enter"):
        program.tell(gate.pid, words)
    assert program.until("desk", "ready").pid != warm.pid  # the next one warms up
    program.tell(gate.pid, "tell")
    assert program.until("gate", "is").rest.endswith(" True")
    elsewhere.vault.close()
    program.tell(gate.pid, "enter")
    program.until("desk", "list")


def test_when_the_sign_in_page_goes_the_warm_desk_goes_too(program: Watched) -> None:
    gate = program.until("gate", "ready")
    warm = program.until("desk", "ready")
    os.kill(gate.pid, signal.SIGKILL)
    program.first.wait(20)
    _until_gone(warm.pid)


def _until_gone(pid: int) -> None:
    end = time.monotonic() + 20
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() < end
        if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return


def test_nothing_secret_is_an_argument_or_in_the_environment(program: Watched) -> None:
    desk = program.sign_in(LABELS[CLERK], PASSPHRASES[CLERK])
    assert desk.pid in program.processes()
    for pid in program.processes():
        told = Path(f"/proc/{pid}/cmdline").read_bytes() + Path(f"/proc/{pid}/environ").read_bytes()
        assert PASSPHRASES[CLERK].encode() not in told
        assert LABELS[CLERK].encode() not in told


def test_a_fault_tells_places_on_the_error_output_and_no_values(program: Watched) -> None:
    """K11: what somebody typed is in the message of the error, and in no log."""
    desk = program.sign_in(LABELS[CLERK], PASSPHRASES[CLERK])
    program.tell(desk.pid, "fail ZQMARKER")
    end = time.monotonic() + 30
    while "ValueError" not in (said := program.errors.read_text()):
        assert time.monotonic() < end, said
    assert "tests.process.hand" in said
    assert "ZQMARKER" not in said
    assert PASSPHRASES[CLERK] not in said


def test_work_that_never_ends_cannot_keep_the_keys(program: Watched) -> None:
    desk = program.sign_in(LABELS[CLERK], PASSPHRASES[CLERK])
    program.tell(desk.pid, "hang")
    began = program.tell(desk.pid, "lock")
    gate = program.until("gate", "ready")
    assert gate.at - began >= MOST_MS_TO_LOCK / 1000
    assert not Path(f"/proc/{desk.pid}").exists()
    program.sign_in_again(gate, LABELS[CLERK], PASSPHRASES[CLERK])  # and the vault is well


# ---------------------------------------------------------------------------- K12

_NETWORK = re.compile(r"socket\((AF_\w+)")


def test_no_process_opens_a_socket_to_the_network(fresh_office: Path, tmp_path: Path) -> None:
    """In a room without any network, with everything traced that the processes do; the control is
    the pattern that would find such a socket."""
    for tool, package in (("strace", "strace"), ("unshare", "util-linux")):
        if shutil.which(tool) is None:
            pytest.fail(f"{tool} is missing: install it (apt-get install {package}).")
    log = tmp_path / "calls"
    under = ("unshare", "-Urn", "strace", "-f", "-qq", "-e", "trace=socket", "-o", str(log))
    with watched(tmp_path / "program", fresh_office, under) as program:
        desk = program.sign_in(LABELS[CLERK], PASSPHRASES[CLERK])
        program.tell(desk.pid, "search dia")
        program.until("desk", "did")
        program.tell(desk.pid, "lock")
        program.until("gate", "ready")
    kinds = set(_NETWORK.findall(log.read_text()))
    assert kinds == {"AF_UNIX"}
    assert _NETWORK.findall("12 socket(AF_INET, SOCK_STREAM, 0) = 3") == ["AF_INET"]
