"""The machine-readable zone: the specimens of ICAO 9303, what may be unknown, and garbage."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.errors import InvalidInput
from intake_app.people import mrz
from intake_app.people.model import DocumentKind, Sex
from intake_app.people.mrz import Part, Zone, check_digit, is_same_name

TODAY = date(2026, 5, 2)
PASSPORT = """P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<
L898902C36UTO7408122F1204159ZE184226B<<<<<10"""
TD2 = """I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<
D231458907UTO7408122F1204159<<<<<<<6"""
TD1 = """I<UTOD231458907<<<<<<<<<<<<<<<
7408122F1204159UTO<<<<<<<<<<<6
ERIKSSON<<ANNA<MARIA<<<<<<<<<<"""
LONG_TD2 = """I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<
D23145890<UTO3407127M95071227349<<<8"""
LONG_TD1 = """I<UTOD23145890<7349<<<<<<<<<<<
3407127M9507122UTO<<<<<<<<<<<2
STEVENSON<<PETER<JOHN<<<<<<<<<"""


def a_passport(
    names: str = "DIALLO<<MARIAMA",
    number: str = "O00123456",
    state: str = "GIN",
    birth: str = "900312",
    sex: str = "F",
    expiry: str = "310101",
) -> str:
    """A zone with check digits that fit."""
    first = f"P<{state}{names}".ljust(44, "<")[:44]
    number = number.ljust(9, "<")
    body = f"{number}{check_digit(number)}{state}{birth}{check_digit(birth)}{sex}"
    second = f"{body}{expiry}{check_digit(expiry)}".ljust(43, "<")
    whole = check_digit(second[0:10] + second[13:20] + second[21:43])
    return f"{first}\n{second}{whole}"


def read(text: str) -> Zone:
    return mrz.read(text, TODAY)


# ---------------------------------------------------------------------------- specimens


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        (PASSPORT, DocumentKind.PASSPORT, "L898902C3"),
        (TD2, DocumentKind.NATIONAL_ID, "D23145890"),
        (TD1, DocumentKind.NATIONAL_ID, "D23145890"),
    ],
)
def test_the_specimens_of_the_standard(text: str, kind: DocumentKind, number: str) -> None:
    zone = read(text)
    assert (zone.kind, zone.number, zone.faults) == (kind, number, ())
    assert (zone.family_name, zone.given_names) == ("ERIKSSON", "ANNA MARIA")
    assert zone.birth is not None
    assert (zone.birth.edtf, zone.sex, zone.expires) == (
        "1974-08-12", Sex.FEMALE, date(2012, 4, 15),
    )  # fmt: skip
    assert (zone.nationality, zone.is_cut_off) == ("", False)  # Utopia is no country


@pytest.mark.parametrize("text", [LONG_TD2, LONG_TD1])
def test_a_number_longer_than_its_field_goes_on_in_the_optional_data(text: str) -> None:
    zone = read(text)
    assert (zone.number, zone.faults) == ("D23145890734", ())
    assert zone.birth is not None
    assert zone.birth.edtf == "1934-07-12"


def test_countries_are_alpha_two_and_the_german_letter_is_known() -> None:
    assert read(a_passport()).nationality == "GN"
    assert read(a_passport(state="D<<")).nationality == "DE"
    assert read(a_passport(state="XXB")).nationality == ""


@pytest.mark.parametrize("text", [PASSPORT, TD2, TD1])
@pytest.mark.parametrize("between", ["", " ", "\r\n", "\r", "\n\n", "\t"])
def test_line_breaks_and_spaces_mean_nothing(text: str, between: str) -> None:
    assert read(f" {text.lower().replace(chr(10), between)}\r\n") == read(text)


@pytest.mark.parametrize("text", [PASSPORT, TD2, TD1, LONG_TD1, LONG_TD2])
def test_every_altered_figure_under_a_check_digit_is_told(text: str) -> None:
    """Check digits see every exchange of one figure for another; letters modulo 10 they do not."""
    lines = text.split("\n")
    for row, line in enumerate(lines):
        for at, character in enumerate(line):
            if not character.isdecimal():
                continue
            other = str((int(character) + 1) % 10)
            altered = [*lines]
            altered[row] = f"{line[:at]}{other}{line[at + 1 :]}"
            assert read("\n".join(altered)).faults, (row, at)


# ---------------------------------------------------------------------------- what is open


@pytest.mark.parametrize(
    ("birth", "expected"),
    [("900312", "1990-03-12"), ("9003<<", "1990-03"), ("90<<<<", "1990"), ("<<<<<<", None),
     ("260502", "2026-05-02"), ("260503", "1926-05-03"), ("901345", None)],
)  # fmt: skip
def test_unknown_parts_of_a_birth_date_stay_unknown(birth: str, expected: str | None) -> None:
    zone = read(a_passport(birth=birth))
    assert (zone.birth.edtf if zone.birth else None) == expected
    assert zone.faults == ()


def test_sex_and_expiry_may_be_left_open() -> None:
    zone = read(a_passport(sex="<", expiry="<<<<<<"))
    assert (zone.sex, zone.expires, zone.faults) == (None, None, ())


def test_names_that_fill_the_line_may_be_cut_off() -> None:
    zone = read(a_passport("NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<KRASUANG"))
    assert zone.is_cut_off
    assert zone.given_names == "CHAYAPA DEJTHAMRONG KRA"[: len(zone.given_names)]
    assert is_same_name("Chayapa Dejthamrong Krasuang", zone.given_names, is_cut_off=True)
    assert not is_same_name("Chayapa Dejthamrong Krasuang", zone.given_names)
    assert not is_same_name("Boonmee Dejthamrong", zone.given_names, is_cut_off=True)


def test_a_person_with_one_name_only() -> None:
    zone = read(a_passport("ARKFREITH"))
    assert (zone.family_name, zone.given_names) == ("ARKFREITH", "")


@pytest.mark.parametrize(
    ("typed", "zone", "same"),
    [
        ("Keïta", "KEITA", True), ("Müller", "MUELLER", True), ("Müller", "MULLER", True),
        ("N’Diaye", "NDIAYE", True), ("N'Diaye", "N DIAYE", True), ("Sørensen", "SOERENSEN", True),
        ("Ɓaldé", "BALDE", True), ("Diallo", "DIALO", False), ("Diallo", "JALLOH", False),
        ("Mariama", "MARIAMA FATOU", False), ("Ben Ali", "BENALI", True),
    ],
)  # fmt: skip
def test_names_are_compared_as_the_zone_writes_them(typed: str, zone: str, same: bool) -> None:
    assert is_same_name(typed, zone) is same


# ---------------------------------------------------------------------------- confusions


def test_a_letter_for_a_figure_is_told_and_never_mended() -> None:
    right = a_passport(number="A01234567")
    zone = read(right.replace("A01234567", "AO1234567"))
    assert zone.number == "AO1234567"
    number, _whole = zone.faults
    assert (number.part, number.perhaps) == (Part.NUMBER, "A01234567")
    assert "A01234567" in number.sentence


def test_a_letter_in_a_date_leaves_the_date_open() -> None:
    zone = read(a_passport().replace("900312", "9OO312"))
    assert zone.birth is None
    assert [fault.perhaps for fault in zone.faults if fault.part is Part.BIRTH] == ["900312"]


def test_a_fault_with_no_likely_confusion_proposes_nothing() -> None:
    zone = read(a_passport(number="A01234567").replace("A01234567", "A07234567"))
    assert [fault.part for fault in zone.faults] == [Part.NUMBER, Part.WHOLE]
    assert all("Perhaps" not in fault.sentence for fault in zone.faults if not fault.perhaps)


def test_a_visa_has_no_digit_over_the_whole() -> None:
    visa = a_passport().replace("P<GIN", "V<GIN")
    altered = f"{visa[:-1]}{(int(visa[-1]) + 5) % 10}"
    assert read(altered).faults == ()
    assert read(altered.replace("V<GIN", "P<GIN")).faults != ()


# ---------------------------------------------------------------------------- garbage


@pytest.mark.parametrize(
    "text", ["", "P<UTO", PASSPORT[:-1], PASSPORT + "<", "é" * 88, "P" * 87 + "$", PASSPORT * 2]
)
def test_what_is_no_zone_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read(text)
    assert set(refused.value.problems) == {"mrz"}


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        zone = read(text)
    except InvalidInput:
        return
    assert len("".join(zone.lines)) in (72, 88, 90)


@given(
    st.sampled_from((72, 88, 90)).flatmap(
        lambda size: st.text("ABIOSZ015<8P23", min_size=size, max_size=size)
    )
)
def test_any_zone_is_read_and_its_faults_said(text: str) -> None:
    zone = read(text)
    assert "".join(zone.lines) == text
    for fault in zone.faults:
        assert fault.sentence


@given(
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=9),
    st.dates(date(1930, 1, 1), TODAY),
    st.dates(date(1990, 1, 1), date(2060, 12, 31)),
)
def test_what_was_written_by_the_rules_is_read_without_fault(
    number: str, born: date, expires: date
) -> None:
    zone = read(a_passport(number=number, birth=f"{born:%y%m%d}", expiry=f"{expires:%y%m%d}"))
    assert (zone.number, zone.faults, zone.expires) == (number, (), expires)
    assert zone.birth is not None
    assert zone.birth.earliest == born
