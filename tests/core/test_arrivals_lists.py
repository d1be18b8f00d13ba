"""Lists as organisers send them: found, understood, and every mistake named at its cell."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.arrivals.cells import (
    Unreadable,
    birth_of,
    country_of,
    day_comes_first,
    sex_of,
    split_name,
)
from intake_app.arrivals.headings import ListField, field_of, proposed, to_remember
from intake_app.arrivals.manifest import Preview, Verdict, found_list, preview
from intake_app.errors import InvalidInput
from intake_app.people.model import DocumentKind, Sex
from intake_app.sheets.listfile import read_file
from tests.core.lists_kit import HEADINGS, a_list, people_rows, workbook, written
from tests.core.lists_kit import sheet_xml as xml
from tests.factories import TODAY
from tests.source_code import ROOT


def seen(path: Path) -> Preview:
    manifest = found_list(read_file(path))
    return preview(manifest, proposed(manifest.headings, {}), "arrival", TODAY)


def test_a_real_workbook_with_titles_and_joined_headings_is_understood() -> None:
    found = seen(ROOT / "tests" / "data" / "lists" / "openpyxl.xlsx")
    people = found.people()
    assert [one.display_name for one in people] == [
        "DIALLO Mamadou Saliou", "BARRY Aïssatou", "KEÏTA Sékou", "CAMARA Fatoumata Binta",
        "CAMARA Ibrahima",
    ]  # fmt: skip
    births = [one.birth.edtf if one.birth else "" for one in people]
    assert births == ["1990-03-12", "1995-11-04", "1990-03-22", "1988", "2009/2010"]
    assert [one.nationality for one in people] == ["GN", "GN", "ML", "GN", "GN"]
    assert people[1].document_kind is DocumentKind.LAISSEZ_PASSER
    assert people[3].document_number == "10029384756"
    assert people[0].seat == "1"
    assert found.count(Verdict.NOBODY) == 1  # the line of the total


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Date de naissance (jj/mm/aaaa)", ListField.BIRTH),
        ("D.O.B.", None),
        ("DOB", ListField.BIRTH),
        ("Né(e) le", ListField.BIRTH),
        ("Surname / Nom", ListField.FAMILY_NAME),
        ("NOM ET PRÉNOMS", ListField.FULL_NAME),
        ("N° Passeport", ListField.DOCUMENT_NUMBER),
        ("Sexe\nSex", ListField.SEX),
        ("Tél.", ListField.PHONE),
        ("Observations", None),
    ],
)
def test_headings_of_both_languages_are_known_and_others_are_not(
    heading: str, field: ListField | None
) -> None:
    assert field_of(heading) is field


def test_headings_need_not_be_in_the_first_row(tmp_path: Path) -> None:
    rows = [("Mission in Example",), (), ("Manifest", None, "12 May"), HEADINGS, *people_rows(3)]
    assert len(seen(a_list(tmp_path, rows)).people()) == 3


def test_a_list_without_known_headings_is_shown_for_the_clerk_to_say_what_is_what(
    tmp_path: Path,
) -> None:
    rows = [("alpha", "beta"), ("DIALLO Mamadou", "1990"), ("BARRY Awa", "1991")]
    manifest = found_list(read_file(a_list(tmp_path, rows)))
    assert proposed(manifest.headings, {}) == {}
    with pytest.raises(InvalidInput):
        preview(manifest, {}, "arrival", TODAY)
    chosen = {0: ListField.FULL_NAME, 1: ListField.BIRTH}
    assert len(preview(manifest, chosen, "arrival", TODAY).people()) == 2
    twice = {0: ListField.FULL_NAME, 1: ListField.FULL_NAME}
    with pytest.raises(InvalidInput):
        preview(manifest, twice, "arrival", TODAY)


def test_a_choice_of_columns_is_remembered_for_the_same_headings() -> None:
    headings = ("Ref", "Appellation", "Nom")
    chosen = {1: ListField.FULL_NAME}
    kept = to_remember(headings, chosen)
    assert proposed(headings, kept) == chosen
    assert proposed(headings, {}) == {2: ListField.FULL_NAME}


def test_every_wrong_cell_has_its_own_sentence(tmp_path: Path) -> None:
    bad = (7, "123", "Awa", "?", "31/02/1990", "Nowhere", "O1")
    found = seen(a_list(tmp_path, [HEADINGS, *people_rows(2), bad]))
    (wrong,) = [line for line in found.lines if line.verdict is Verdict.WRONG]
    assert wrong.number == 4
    assert set(wrong.problems) == {1, 3, 4, 5}
    assert len(set(wrong.problems.values())) == 4
    assert not any("Nowhere" in sentence for sentence in wrong.problems.values())


def test_the_same_person_twice_is_taken_once_and_namesakes_stay(tmp_path: Path) -> None:
    rows = [
        ("Nom", "Prénom", "Date de naissance", "Passeport"),
        ("DIALLO", "Mamadou", "12/03/1990", "O1"),
        ("Diallo", "Mamadou", "1990", "o 1"),
        ("BARRY", "Awa", "04/05/1991", None),
        ("Awa", "Barry", "04/05/1991", None),
        ("SOW", "Awa", "1990", None),
        ("SOW", "Awa", "1990", None),
    ]
    found = seen(a_list(tmp_path, rows))
    twice = [line.number for line in found.lines if line.verdict is Verdict.TWICE]
    assert twice == [3, 5]
    assert len(found.people()) == 4
    assert "line 2" in found.lines[1].note


def test_joined_cells_of_a_family_count_for_each_of_them(tmp_path: Path) -> None:
    rows = [("Nom", "Prénom", "Nationalité"), ("SOW", "Awa", "Mali"), (None, "Ali", None)]
    found = seen(a_list(tmp_path, rows, merges=["A2:A3", "C2:C3"]))
    assert [(p.display_name, p.nationality) for p in found.people()] == [
        ("SOW Awa", "ML"),
        ("SOW Ali", "ML"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_in_the_encodings_and_delimiters_of_spreadsheets(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([HEADINGS, *people_rows(4)])
    path = written(tmp_path, out.getvalue().encode(encoding), "list.csv")
    assert [one.display_name for one in seen(path).people()][1] == "CAMARA Aïssatou c"


def test_dates_of_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    content = workbook(xml([("Nom", "DOB"), ("SOW", "date:31484")]), properties='date1904="1"')
    (one,) = seen(written(tmp_path, content)).people()
    assert one.birth is not None
    assert one.birth.edtf == "1990-03-14"


# ---------------------------------------------------------------------------- cells


@pytest.mark.parametrize(
    ("cell", "edtf"),
    [
        ("12/03/1990", "1990-03-12"), ("12.3.90", "1990-03-12"), ("1990-03-12", "1990-03-12"),
        ("1990-03-12 00:00:00", "1990-03-12"), ("1990/3/12", "1990-03-12"), ("1990", "1990"),
        ("12 mars 1990", "1990-03-12"), ("32944", "1990-03-12"), ("32944.5", "1990-03-12"),
        ("03/1990", "1990-03"), ("vers 1990", "1990~"), ("27 ans", "1998/1999"),
        ("27", "1998/1999"), ("01/02/26", "2026-02-01"), ("01/02/27", "1927-02-01"),
    ],
)  # fmt: skip
def test_dates_of_birth_in_the_forms_of_the_lists(cell: str, edtf: str) -> None:
    birth = birth_of(cell, TODAY, True)
    assert birth is not None
    assert birth.edtf == edtf


@pytest.mark.parametrize("cell", ["31/02/1990", "12/13/2090", "hier", "99999", "=A1", "2030-01-01"])
def test_what_is_no_date_of_birth_is_said(cell: str) -> None:
    with pytest.raises(Unreadable):
        birth_of(cell, TODAY, True)


def test_the_order_of_day_and_month_is_that_of_the_column() -> None:
    assert day_comes_first(["03/04/1990", "25/04/1990"]) is True
    assert day_comes_first(["03/04/1990", "04/25/1990"]) is False
    assert day_comes_first(["25/04/1990", "04/25/1990"]) is None
    assert day_comes_first(["03/04/1990", "1990"]) is True
    assert str(birth_of("03/04/1990", TODAY, False)) == str(birth_of("1990-03-04", TODAY, True))
    assert birth_of("25/04/1990", TODAY, None) == birth_of("1990-04-25", TODAY, None)
    with pytest.raises(Unreadable):
        birth_of("03/04/1990", TODAY, None)


@given(st.dates(date(1900, 1, 1), TODAY), st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y"]))
def test_any_day_is_read_as_the_day_that_was_written(day: date, form: str) -> None:
    birth = birth_of(day.strftime(form), TODAY, True)
    assert birth is not None
    assert (birth.earliest, birth.latest) == (day, day)


@given(st.text(max_size=40))
def test_any_text_is_understood_or_refused_in_words(text: str) -> None:
    for read in (lambda cell: birth_of(cell, TODAY, None), country_of, sex_of):
        said = ""
        try:
            read(text)
        except Unreadable as unreadable:
            said = str(unreadable)
        assert said == "" or (said.endswith(".") and (len(text) < 5 or text not in said))


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Guinéenne", "GN"), ("GIN", "GN"), ("gn", "GN"), ("Côte d’Ivoire", "CI"),
        ("Ivoirien", "CI"), ("Nigerian", "NG"), ("Niger", "NE"), ("Sénégalaise", "SN"),
        ("The Gambia", "GM"), ("Guinée-Bissau", "GW"), ("Mali", "ML"), ("", ""),
    ],
)  # fmt: skip
def test_countries_and_nationalities_of_both_languages(cell: str, code: str) -> None:
    assert country_of(cell) == code


def test_names_in_one_column_are_split_where_the_list_says_how() -> None:
    assert split_name("DIALLO Mamadou Saliou") == ("DIALLO", "Mamadou Saliou")
    assert split_name("Mamadou DIALLO") == ("DIALLO", "Mamadou")
    assert split_name("Diallo, Mamadou") == ("Diallo", "Mamadou")
    assert split_name("Mamadou Diallo") == ("Mamadou Diallo", "")
    assert (sex_of("H"), sex_of("Féminin"), sex_of("")) == (Sex.MALE, Sex.FEMALE, Sex.UNKNOWN)


def test_five_thousand_people_are_read_in_seconds(tmp_path: Path) -> None:
    path = a_list(tmp_path, [HEADINGS, *people_rows(5_000)])
    start = perf_counter()
    assert len(seen(path).people()) == 5_000
    assert perf_counter() - start < 8  # 1.5 s alone on two cores
