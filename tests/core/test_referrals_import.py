"""Lists of services from outside: what is read, what is refused, and that it is all or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake_app.errors import IntakeError, InvalidInput
from intake_app.referrals import service as referrals
from intake_app.session import Session
from tests.factories import a_provider

SPOKEN = ("fr", "ff", "en")


def a_list(tmp_path: Path, *lines: str, name: str = "services.csv") -> Path:
    path = tmp_path / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_french_list_is_read_with_its_kinds_of_help_languages_and_days(
    counsellor: Session, tmp_path: Path
) -> None:
    path = a_list(
        tmp_path,
        "Annuaire 2026;;;;;;;",
        "Nom de la structure;;;;;;;",
        "Structure;Type d’aide;Zone;Téléphone;Langues;Jours;Capacité;Vérifié le",
        "Centre de santé;health, psychosocial;Ratoma;622 00 11 22;français, Kissi;lun-ven;12"
        ";05/05/2026",
        "Job placement office;job;;;;mer;;",
        ";;;;;;;",
    )
    reading = referrals.open_services(counsellor, path, SPOKEN)
    assert reading.mistakes == ()
    first, second = reading.fresh
    assert (first.name, first.sectors, first.area) == (
        "Centre de santé", ("health", "psychosocial"), "Ratoma",
    )  # fmt: skip
    assert (first.speaks, first.languages) == (("fr",), "Kissi")
    assert (first.open_days, first.capacity, first.verified_on) == ("12345", 12, "2026-05-05")
    assert (second.sectors, second.open_days, second.capacity) == (("employment",), "3", None)
    assert referrals.providers(counsellor) == []  # reading keeps nothing
    assert referrals.import_services(counsellor, reading) == 2
    assert [one.name for one in referrals.providers(counsellor)] == [first.name, second.name]


def test_what_is_there_already_is_not_added_again(counsellor: Session, tmp_path: Path) -> None:
    known = referrals.save_provider(counsellor, a_provider())
    path = a_list(tmp_path, "name,sector", f"{known.name.upper()},{known.sector}", "Autre,health")
    reading = referrals.open_services(counsellor, path, SPOKEN)
    assert [one.name for one in reading.known] == [known.name.upper()]
    assert referrals.import_services(counsellor, reading) == 1
    again = referrals.open_services(counsellor, path, SPOKEN)
    assert (again.fresh, len(again.known)) == ((), 2)


def test_every_mistake_is_named_with_its_line_and_nothing_is_imported(
    counsellor: Session, tmp_path: Path
) -> None:
    path = a_list(
        tmp_path,
        "name,sector,capacity,verified on",
        "Good,health,3,2026-01-02",
        ",health,,",
        "Unknown,alchemy,,",
        "Number,health,many,",
        "Day,health,,2099-01-01",
    )
    reading = referrals.open_services(counsellor, path, SPOKEN)
    assert [(one.line, one.words) for one in reading.mistakes] == [
        (3, ""), (4, "alchemy"), (5, "many"), (6, "2099-01-01"),
    ]  # fmt: skip
    with pytest.raises(InvalidInput):
        referrals.import_services(counsellor, reading)
    assert referrals.providers(counsellor) == []


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "\0\0\0", "name\nonly a name\n"])
def test_a_file_that_is_no_list_of_services_is_refused_with_a_sentence(
    counsellor: Session, tmp_path: Path, content: str
) -> None:
    with pytest.raises(IntakeError):
        referrals.open_services(counsellor, a_list(tmp_path, content), SPOKEN)


def test_stopping_half_way_leaves_nothing(counsellor: Session, tmp_path: Path) -> None:
    path = a_list(tmp_path, "name,sector", "A,health", "B,health")

    def stop(place: int, _total: int) -> None:
        if place == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        referrals.import_services(
            counsellor, referrals.open_services(counsellor, path, SPOKEN), stop
        )
    assert referrals.providers(counsellor) == []
