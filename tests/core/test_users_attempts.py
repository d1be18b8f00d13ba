"""Wrong passphrases are counted over restarts, and told in the audit log at the next sign-in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from intake_app import audit
from intake_app.acts import Role
from intake_app.errors import WrongPassphrase
from intake_app.packs.model import Pack
from intake_app.users import service as users
from intake_app.users.attempts import FILE, MOST, Attempts, failed_attempts, note_failure
from intake_app.vault.vault import logins_of
from tests.conftest import CHEAP_BOUNDS, PASSPHRASES, FixedClock, SignIn


def _login(folder: Path) -> str:
    return next(login.id for login in logins_of(folder) if login.role is Role.RECEPTION)


def _fail(folder: Path, clock: FixedClock, packs: Mapping[str, Pack], times: int) -> None:
    for number in range(times):
        clock.moment += timedelta(minutes=1)
        sign_in = partial(users.sign_in, packs=packs) if number % 2 else users.keys_of
        with pytest.raises(WrongPassphrase):
            sign_in(folder, _login(folder), "no", bounds=CHEAP_BOUNDS, clock=clock)


def test_the_next_sign_in_puts_them_on_record_and_begins_anew(
    fresh_office: Path, sign_in: SignIn, clock: FixedClock, packs: Mapping[str, Pack]
) -> None:
    _fail(fresh_office, clock, packs, 7)
    expected = Attempts(7, "2026-05-12T09:01:00+00:00")
    assert failed_attempts(fresh_office) == expected
    session = sign_in(Role.SUPERVISOR)
    assert failed_attempts(fresh_office) == Attempts()
    lines = users.audit_lines(session)
    told = [line for line in lines if line.act == "user.sign_in_failed"]
    assert [Attempts.of_audit(line.record) for line in told] == [expected]
    assert told[0].seq < next(line.seq for line in lines if line.act == "user.signed_in")
    assert users.check_audit(session) is None
    session.vault.close()
    again = sign_in(Role.SUPERVISOR)  # the control: without failures there is no line more
    acts = [line.act for line in users.audit_lines(again)]
    assert acts.count("user.sign_in_failed") == 1


def test_who_has_the_keys_has_not_failed(
    fresh_office: Path, clock: FixedClock, packs: Mapping[str, Pack]
) -> None:
    passphrase = PASSPHRASES[Role.RECEPTION]
    keys = users.keys_of(fresh_office, _login(fresh_office), passphrase, bounds=CHEAP_BOUNDS)
    session = users.sign_in(fresh_office, _login(fresh_office), keys, packs, clock=clock)
    with session.read() as db:
        assert audit.lines(db)[0].act == "user.signed_in"
    session.vault.close()
    assert not (fresh_office / FILE).exists()


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "7", '{"count": 3}', '{"count": "many", "since": "2026-05-12T09:00:00+00:00"}',
     '{"count": -3, "since": "2026-05-12T09:00:00+00:00"}', '{"count": 1e999, "since": ""}',
     '{"count": 3, "since": "Mariama Diallo"}', "[" * 190],
)  # fmt: skip
def test_nonsense_in_the_file_counts_as_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    assert failed_attempts(tmp_path) == Attempts()


def test_a_huge_count_and_a_foreign_zone_are_brought_into_form(tmp_path: Path) -> None:
    stored = {"count": 10**30, "since": "2026-05-12T11:00:00+02:00"}
    (tmp_path / FILE).write_text(json.dumps(stored), encoding="utf-8")
    assert failed_attempts(tmp_path) == Attempts(MOST, "2026-05-12T09:00:00+00:00")


def test_a_folder_that_may_not_be_written_stops_nobody(tmp_path: Path, clock: FixedClock) -> None:
    note_failure(tmp_path / "gone", clock)
    assert failed_attempts(tmp_path / "gone") == Attempts()
