"""Lists of places: read in both forms, kept as a whole, found while one types."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest

from intake_app.acts import Role
from intake_app.duplicates import store as duplicates
from intake_app.errors import InvalidInput, NotAllowed
from intake_app.i18n import language, set_language
from intake_app.integrity import records
from intake_app.people import service as people
from intake_app.people.background import Address, Area, Background
from intake_app.places import service as places
from intake_app.places import shipped
from intake_app.places.gazetteer import Gazetteer, place_key, search_key
from intake_app.places.listing import Reading, from_text, read_list, to_text
from intake_app.places.model import Place
from intake_app.session import Session
from intake_app.sheets.listfile import read_file
from intake_app.sheets.refusals import ListRefused
from intake_app.sheets.workbook import PLACES
from intake_app.users import service as users
from intake_app.values import plain
from intake_app.vault.db import DatabaseError
from tests.conftest import SignIn
from tests.core.lists_kit import sheet_xml, workbook, written
from tests.core.places_kit import HEADINGS, ROWS, a_place_list, csv_bytes, many_places
from tests.factories import a_person

DAY = "2026-05-12"


def reading(path: Path) -> Reading:
    return read_list(read_file(path, PLACES))


def invented() -> Gazetteer:
    some = [Place(r[2], int(r[1]), *r[3:]) for r in ROWS]
    kinds = {1: ("governorate", "gouvernorat"), 2: ("delegation", "délégation")}
    return Gazetteer("2024", some, map(search_key, some), kinds)


def labels(found: list[places.Suggestion]) -> list[str]:
    return [one.label for one in found]


# ---------------------------------------------------------------------------- reading files


def test_a_list_is_read_from_csv_and_from_a_workbook_alike(tmp_path: Path) -> None:
    from_csv = reading(a_place_list(tmp_path))
    from_xlsx = reading(written(tmp_path, workbook(sheet_xml([HEADINGS, *ROWS]))))
    assert from_csv.places == from_xlsx.places
    assert len(from_csv.places) == len(ROWS)
    assert from_csv.mistakes == ()
    assert from_csv.country == "TN"
    assert from_csv.levels() == {1: 2, 2: 3, 3: 1}


def test_the_tables_of_cod_ab_are_read_as_they_are(tmp_path: Path) -> None:
    headings = ("ADM0_EN", "ADM0_PCODE", "ADM1_EN", "ADM1_FR", "ADM1_PCODE", "ADM2_FR", "ADM2_AR",
                "ADM2_PCODE", "date", "validOn")  # fmt: skip
    rows = [
        ("Tunis", "TN", "Example East", "Exemple Est", "TN90", "Puits", "بئر", "TN9001", "", ""),
        ("Tunis", "TN", "Example East", "Exemple Est", "TN90", "Oued", "", "TN9002", "", ""),
    ]  # fmt: skip
    found = reading(written(tmp_path, csv_bytes(rows, headings), "adm2.csv"))
    assert found.mistakes == ()
    assert found.country == "TN"
    assert [(p.code, p.level, p.parent, p.name("fr"), p.name_own) for p in found.places] == [
        ("TN90", 1, "", "Exemple Est", ""),
        ("TN9002", 2, "TN90", "Oued", ""),
        ("TN9001", 2, "TN90", "Puits", "بئر"),
    ]
    newer = [tuple(heading.lower().replace("_en", "_name") for heading in headings), *rows]
    again = reading(written(tmp_path, workbook(sheet_xml(newer))))
    assert again.places == found.places
    rows[1] = (*rows[1][:2], "Example West", *rows[1][3:])
    wrong = reading(written(tmp_path, csv_bytes(rows, headings), "adm2.csv"))
    assert [one.line for one in wrong.mistakes] == [3]


@pytest.mark.parametrize(
    ("place", "cell", "said"),
    [
        (1, "seven", "level"), (1, "6", "level"), (2, "", "code is missing"),
        (2, "TN 90", "without spaces"), (2, "=1+1", "without spaces"), (2, "TN91", "line 3"),
        (0, "Atlantis", "not known"), (0, "GN", "one country"), (7, "soon", "2024-01-31"),
        (8, "2001-01-01", "before it begins"), (4, "x" * 121, "too long"),
    ],
)  # fmt: skip
def test_each_mistake_is_named_with_its_line_and_nothing_is_imported(
    place: int, cell: str, said: str, tmp_path: Path, supervisor: Session
) -> None:
    rows = [list(row) for row in ROWS]
    line = 2 if place == 2 and cell == "TN91" else 0
    rows[line][place] = cell
    rows[line][3] = "TN90" if line else ""
    found = reading(a_place_list(tmp_path, rows))
    sentences = {one.line: one.sentence for one in found.mistakes}
    at = {"one country": 3, "line 3": 4}.get(said, line + 2)
    assert said in sentences[at]
    with pytest.raises(InvalidInput) as refused:
        places.import_list(supervisor, found, "2024", "")
    assert "lines" in refused.value.problems
    assert not any(one.imported for one in places.lists(supervisor))
    assert places.import_list(supervisor, reading(a_place_list(tmp_path)), "2024", "")  # control


@pytest.mark.parametrize("parent", ["TN99", "TN910101", ""])
def test_a_unit_lies_in_one_of_a_higher_level_of_the_same_file(parent: str, tmp_path: Path) -> None:
    rows = [list(row) for row in ROWS]
    rows[2][3] = parent
    assert [one.line for one in reading(a_place_list(tmp_path, rows)).mistakes] == [4]


def test_a_file_without_codes_is_refused_with_what_to_do(tmp_path: Path) -> None:
    for content in (b"name,region\nOued,East\n", b"a,b\n1,2\n"):
        with pytest.raises(ListRefused, match="ADM1_PCODE"):
            reading(written(tmp_path, content, "places.csv"))
    with pytest.raises(ListRefused, match="no places"):
        reading(written(tmp_path, csv_bytes([]), "places.csv"))
    bomb = csv_bytes([("TN", 1, f"TN{n}", "", "Oued") for n in range(PLACES.rows)])
    with pytest.raises(ListRefused, match="too many"):
        reading(written(tmp_path, bomb, "places.csv"))


# ---------------------------------------------------------------------------- finding


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("exam", ["Example East (governorate)", "Sidi Example (governorate)"]),
        ("SIDI EX", ["Sidi Example (governorate)"]),
        ("sidiex", ["Sidi Example (governorate)"]),
        ("oum ele", ["Oum Élève (delegation)"]),
        ("puits", ["Old Well (delegation)", "Old Well"]),
        ("tn9101", ["Oum Élève (delegation)", "Old Well"]),
        ("مثا", ["Example East (governorate)"]),
        ("ample", []), ("", []), ("%_*", []),
        ("gone", []),
    ],
)  # fmt: skip
def test_a_place_is_found_by_the_beginning_of_any_name_or_its_code(
    typed: str, found: list[str]
) -> None:
    assert labels(invented().suggest(typed, "en", DAY)) == found


def test_what_has_ended_is_offered_for_days_before_only() -> None:
    assert labels(invented().suggest("gone", "en", "2020-12-31")) == ["Gone Village (delegation)"]


def test_levels_and_the_unit_around_narrow_the_choice_and_the_way_up_is_told() -> None:
    known = invented()
    assert labels(known.suggest("old", "en", DAY, within="TN91")) == ["Old Well"]
    assert labels(known.suggest("old", "en", DAY, levels=(2,))) == ["Old Well (delegation)"]
    (low,) = known.suggest("vieux", "fr", DAY, levels=(3, 4, 5))
    assert low.chosen.name == "Vieux Puits"
    assert low.chosen.version == "2024"
    assert [(level, one.code) for level, one in low.above] == [(1, "TN91"), (2, "TN9101")]
    assert low.inside == "Oum Élève, Sidi Exemple"


def test_a_whole_name_means_a_place_only_if_it_is_sure() -> None:
    known = invented()
    for typed in ("sidi example", "Sidi Exemple", "TN91", " sidi-EXEMPLE "):
        found = known.exact(typed, "en", DAY)
        assert found is not None
        assert found.chosen.code == "TN91"
    assert known.exact("sidi", "en", DAY) is None
    well = known.exact("Old Well", "en", DAY)
    assert well is not None
    assert well.level == 2  # of two the higher one
    twice = [Place("A1", 1, "", "Oued"), Place("A2", 1, "", "Oued")]
    assert Gazetteer("", twice, map(search_key, twice), {}).exact("oued", "en", DAY) is None


def test_names_are_compared_without_accents_marks_and_articles() -> None:
    assert place_key("L’Ariana") == "l ariana"
    assert place_key("N'Zérékoré") == "n zerekore"
    assert place_key("Sousse-Ville") == place_key("SOUSSE  VILLE")


# ---------------------------------------------------------------------------- the vault


def test_an_imported_list_takes_the_place_of_the_shipped_one_and_is_bound(
    supervisor: Session, tmp_path: Path
) -> None:
    assert labels(places.suggest(supervisor, "TN", "sidi b")) == ["Sidi Bouzid (governorate)"]
    one = places.import_list(
        supervisor, reading(a_place_list(tmp_path)), " 2024-01 ", "Invented office"
    )
    assert labels(places.suggest(supervisor, "TN", "sidi")) == ["Sidi Example (governorate)"]
    assert labels(places.suggest(supervisor, "GN", "labe"))[:1] == ["Labé (region)"]  # as before
    shown = [listed for listed in places.lists(supervisor) if listed.country == "TN"]
    assert [(listed.version, listed.is_in_use) for listed in shown] == [
        ("2024-01", True), (shipped.VERSION, False),
    ]  # fmt: skip
    assert shown[0].counts == ((1, 2), (2, 3), (3, 1))
    with supervisor.read() as db:
        assert records.KINDS["place_list"](db, one.id) == one
    with (
        pytest.raises(DatabaseError, match="stays as it was"),
        supervisor.vault.transaction() as db,
    ):
        db.execute("UPDATE place_list SET body = ''")
    assert users.check_audit(supervisor) is None


def test_an_altered_list_is_noticed(supervisor: Session, tmp_path: Path) -> None:
    one = places.import_list(supervisor, reading(a_place_list(tmp_path)), "2024", "")
    with supervisor.vault.transaction() as db:
        db.execute(
            "INSERT INTO place_list SELECT 'other', 'ML', version, source, count, sha256,"
            " imported_by, imported_at, body || 'x' FROM place_list"
        )
        assert records.KINDS["place_list"](db, "other") is None
        assert records.KINDS["place_list"](db, one.id) is not None  # the control


def test_a_newer_version_replaces_the_list_and_the_old_one_can_come_back(
    supervisor: Session, tmp_path: Path
) -> None:
    first = places.import_list(supervisor, reading(a_place_list(tmp_path)), "2024", "")
    with pytest.raises(InvalidInput) as twice:
        places.import_list(supervisor, reading(a_place_list(tmp_path)), "2024", "")
    assert "version" in twice.value.problems
    rows = [("TN", "1", "TN95", "", "New Region", "", "", "", "")]
    second = places.import_list(supervisor, reading(a_place_list(tmp_path, rows)), "2025", "")
    assert places.suggest(supervisor, "TN", "sidi") == []
    ours = [one.imported for one in places.lists(supervisor) if one.country == "TN"]
    assert [one.id if one else "" for one in ours] == [second.id, first.id, ""]
    places.remove_list(supervisor, second.id)
    assert labels(places.suggest(supervisor, "TN", "sidi")) == ["Sidi Example (governorate)"]
    places.remove_list(supervisor, first.id)
    assert labels(places.suggest(supervisor, "TN", "sidi")) == ["Sidi Bouzid (governorate)"]
    assert users.check_audit(supervisor) is None


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.COUNSELLOR])
def test_only_a_supervisor_imports_and_everybody_is_offered_places(
    role: Role, sign_in: SignIn, tmp_path: Path
) -> None:
    session = sign_in(role)
    with pytest.raises(NotAllowed):
        places.open_list(session, a_place_list(tmp_path))
    with pytest.raises(NotAllowed):
        places.import_list(session, reading(a_place_list(tmp_path)), "2024", "")
    assert places.suggest(session, "TN", "tun")


def test_a_cancelled_import_keeps_nothing(supervisor: Session, tmp_path: Path) -> None:
    found = reading(a_place_list(tmp_path))

    def cancelled(done: int, total: int) -> None:
        if done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        places.import_list(supervisor, found, "2024", "", cancelled)
    assert not any(one.imported for one in places.lists(supervisor))
    assert places.import_list(supervisor, found, "2024", "")


def test_suggestions_are_in_the_language_of_the_screen(supervisor: Session) -> None:
    before = language()
    try:
        set_language("fr")
        assert labels(places.suggest(supervisor, "TN", "sfax")) == ["Sfax (gouvernorat)"]
    finally:
        set_language(before)


def test_every_shipped_list_is_read_without_a_mistake() -> None:
    assert {"TN", "MA", "SN", "CI", "GH", "NG", "GN", "GM", "ML"} <= set(shipped.countries())
    for country in shipped.countries():
        found = shipped.gazetteer(country)
        assert found is not None
        assert sum(found.counts.values()) >= 5
        assert set(found.counts) <= set(shipped.level_names(country))
    tunisia, nigeria = shipped.gazetteer("TN"), shipped.gazetteer("NG")
    assert tunisia is not None
    assert tunisia.counts == {1: 24}
    assert nigeria is not None
    assert nigeria.counts == {1: 37}  # 36 states and the capital
    assert shipped.gazetteer("FR") is None
    guinea = shipped.gazetteer("GN")
    assert guinea is not None
    (town,) = guinea.suggest("tougue", "fr", DAY, within="GN-L")
    assert (town.label, town.inside) == ("Tougué (préfecture)", "Labé")


def test_the_code_of_a_place_of_origin_reaches_the_comparison_and_the_family(
    clerk: Session,
) -> None:
    told = Background("Labé", origin_code="GN-LA", origin_version="ISO")
    head = people.save_person(clerk, a_person(family_name="Diallo", background=told))
    with clerk.read() as db:
        ((_number, _id, facts),) = duplicates.facts_of(db, duplicates.waiting(db, 9))
    assert (facts.origin, facts.origin_at) == ("Labé", ("ISO", "GN-LA"))
    for given, before, after in (("Awa", None, told), ("Ali", Background("Pita"), None)):
        relative = people.save_person(clerk, a_person(given_names=given, background=before))
        people.join_household(clerk, relative, people.person(clerk, head.id), "child")
        people.share_with_household(clerk, people.person(clerk, head.id))
        assert people.person(clerk, relative.id).background == (after or before)


# ---------------------------------------------------------------------------- size


def test_a_list_of_twenty_thousand_is_read_kept_and_found_fast(
    supervisor: Session, tmp_path: Path
) -> None:
    begun = perf_counter()
    found = reading(a_place_list(tmp_path, many_places(20_000)))
    assert len(found.places) == 20_000
    assert found.mistakes == ()
    assert from_text(to_text(found.places[:50]))[0] == list(found.places[:50])
    places.import_list(supervisor, found, "2024", "")
    assert perf_counter() - begun < 20
    places.suggest(supervisor, "GN", "d")
    slowest = 0.0
    for typed in ("d", "dar", "dar e", "nze", "kero b", "nothing of it", "dareleb"):
        begun = perf_counter()
        places.suggest(supervisor, "GN", typed)
        slowest = max(slowest, perf_counter() - begun)
    assert slowest < 0.25  # 10 ms on a free machine; this one is shared


def test_a_list_in_which_units_lie_in_each_other_ends() -> None:
    round_ = [Place("A1", 2, "A2", "One"), Place("A2", 2, "A1", "Two")]
    known = Gazetteer("", round_, map(search_key, round_), {})
    assert [one.above for one in known.suggest("o", "en", DAY)] == [()]


def test_headquarters_gets_the_code_with_the_address(clerk: Session) -> None:
    area = Area("Labé", "GN-L", "ISO")
    told = Background(address=Address((area,)), origin="Pita", origin_code="GN-PI")
    saved = people.save_person(clerk, a_person(background=told))
    sent = plain(people.person(clerk, saved.id))["background"]
    assert sent["address"]["areas"] == [{"name": "Labé", "code": "GN-L", "version": "ISO"}]
    assert sent["origin_code"] == "GN-PI"
