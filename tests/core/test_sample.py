"""The sample caseload is big enough, believable, the same every time, and made by the rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from intake_app import sample
from intake_app.acts import Role
from intake_app.grants import service as grants
from intake_app.packs.model import Pack
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.vault.vault import logins_of
from tests.conftest import CHEAP, CHEAP_BOUNDS

TODAY = date(2026, 5, 12)


def test_the_sample_has_households_nationalities_and_stages(
    tmp_path: Path, packs: Mapping[str, Pack]
) -> None:
    folder = tmp_path / "sample"
    sample.make_sample(folder, packs, TODAY, cost=CHEAP, bounds=CHEAP_BOUNDS)
    login = next(login for login in logins_of(folder) if login.role is Role.SUPERVISOR)
    session = users.sign_in(
        folder, login.id, sample.PASSPHRASES[Role.SUPERVISOR], packs, bounds=CHEAP_BOUNDS
    )
    try:
        counted = _counted(session)
        assert counted["persons"] >= 60
        assert counted["homes"] >= 25
        assert counted["nationalities"] >= 5
        assert counted["stages"] >= 4
        assert counted["packs"] == 3
        assert counted["papers"] >= 3
        assert counted["letters"] == 3
        assert counted["notes"] == 7
        assert counted["conferences"] == 2
        assert counted["matters"] == 4, "one agreed, one put off and heard again, one new"
        assert {line.place for line in grants.board(session)} >= {"committee", "to_close"}
        assert users.check_audit(session) is None
    finally:
        session.vault.close()


def _counted(session: Session) -> dict[str, int]:
    with session.read() as db:
        row = db.execute(
            "SELECT count(*) AS persons,"
            " count(DISTINCT coalesce(household_id, id)) AS homes,"
            " count(DISTINCT nationality) AS nationalities,"
            " (SELECT count(DISTINCT stage) FROM case_file) AS stages,"
            " (SELECT count(DISTINCT pack) FROM case_file) AS packs,"
            " (SELECT count(*) FROM sealed_note) AS notes,"
            " (SELECT count(*) FROM sealed_note WHERE is_letter) AS letters,"
            " (SELECT count(*) FROM conference) AS conferences,"
            " (SELECT count(*) FROM conference_matter) AS matters,"
            " (SELECT count(*) FROM document) AS papers FROM person"
        ).fetchone()
        return dict(row)
