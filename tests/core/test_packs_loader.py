"""A pack is only a folder, and every mistake in it is named with its file and line."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_app.errors import InvalidInput, PackBroken
from intake_app.packs import reading
from intake_app.packs.eligibility import RETURN_KINDS
from intake_app.packs.loader import load_pack, load_packs, mistakes_in, packs_folder
from intake_app.packs.model import (
    Dimension,
    FamilyRole,
    Group,
    Mark,
    PackageForm,
    Per,
    Period,
    Text,
)
from intake_app.packs.overlay import OfficeAmount, with_office_amounts
from intake_app.people.model import ReturnKind
from intake_app.values import Money, PartialDate

VILLAGE = Path(__file__).resolve().parent.parent / "data" / "packs" / "village"


@pytest.fixture
def village(tmp_path: Path) -> Path:
    """A good pack that a test may spoil."""
    return Path(shutil.copytree(VILLAGE, tmp_path / "packs" / "village"))


def spoil(folder: Path, name: str, old: str, new: str) -> list[str]:
    """Replace a piece of one file, once, and return the mistakes found afterwards."""
    text = (folder / name).read_text(encoding="utf-8")
    assert text.count(old) >= 1
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    return mistakes_in(folder)


def line_of(path: Path, piece: str) -> int:
    """The line in which a piece of a file begins."""
    text = path.read_text(encoding="utf-8")
    return text[: text.index(piece)].count("\n") + 1


# ---------------------------------------------------------------------------- good packs


def test_a_new_programme_is_only_a_folder(village: Path) -> None:
    packs = load_packs(village.parent)
    assert list(packs) == ["village"]
    pack = packs["village"]
    assert pack.name == Text("Village scheme", "Dispositif du village")
    assert (pack.name.in_("fr"), pack.name.in_("en")) == (pack.name.fr, pack.name.en)
    assert pack.currency == "XOF"
    assert pack.eligibility.minimum_age == 16
    assert pack.deadline("plan_due") is pack.deadlines[0]
    assert pack.deadlines[0].period == Period(days=20)
    assert [office.code for office in pack.offices if office.is_open] == ["DKR"]
    assert pack.partners_in("SN")[0].sector == "health"
    assert pack.partners_in("CI") == ()
    assert pack.activities_for(Dimension.ECONOMIC)[0].text.fr == "Un étal"
    assert pack.follow_up.months == (1, 3)
    shop = pack.package("shop")
    assert shop is not None
    assert shop.form is PackageForm.IN_KIND
    assert shop.window == Period(days=90)
    assert shop.ceilings[0].at_least == Money(300_000, "XOF")
    assert pack.package("nothing") is None


def test_a_second_folder_beside_it_is_a_second_programme(village: Path) -> None:
    other = Path(shutil.copytree(village, village.parent / "town"))
    spoil(other, "pack.toml", 'id = "village"', 'id = "town"')
    assert sorted(load_packs(village.parent)) == ["town", "village"]


def test_persons_add_up_and_a_case_row_caps_them() -> None:
    starter = load_pack(VILLAGE).package("starter")
    assert starter is not None
    # 40,000 for each person, at most 100,000 for the case
    figures = [starter.ceiling(Group.FORCED, members) for members in range(4)]
    assert figures == [Money(n, "XOF") for n in (40_000, 80_000, 100_000, 100_000)]


def test_a_package_without_a_row_for_a_group_is_not_for_it() -> None:
    shop = load_pack(VILLAGE).package("shop")
    assert shop is not None
    assert (shop.serves(Group.VOLUNTARY), shop.serves(Group.FORCED)) == (True, False)
    assert shop.ceiling(Group.FORCED, 0) is None
    assert shop.ceiling(None, 0) is None


def test_months_are_calendar_months_and_the_last_day_belongs_to_them() -> None:
    def last(months: int, day: str) -> str:
        start = PartialDate.from_edtf(day).earliest
        return Period(months=months).last_day(start).isoformat()

    assert last(12, "2025-05-03") == "2026-05-03"
    assert last(12, "2024-02-29") == "2025-02-28"
    assert last(1, "2025-01-31") == "2025-02-28"
    assert last(11, "2025-01-15") == "2025-12-15"
    assert last(12, "2025-12-31") == "2026-12-31"


def test_packs_know_the_kinds_of_return_that_a_homecoming_can_have() -> None:
    assert set(RETURN_KINDS) == {str(kind) for kind in ReturnKind}


def test_the_frozen_program_finds_its_packs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert (packs_folder() / "README.md").is_file()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert packs_folder() == tmp_path / "resources" / "packs"


# ---------------------------------------------------------------------------- planted mistakes


PLANTED = [
    (
        "ceilings.csv", "40000", "abc",
        "ceilings.csv line {line}: amount: expected a number above zero with at most 0 decimals,"
        " found 'abc'",
    ),
    (
        "ceilings.csv", "40000", "40000.5",
        "ceilings.csv line {line}: amount: expected a number above zero with at most 0 decimals,"
        " found '40000.5'",
    ),
    (
        "ceilings.csv", "40000", "0",
        "ceilings.csv line {line}: amount: expected a number above zero with at most 0 decimals,"
        " found '0'",
    ),
    (
        "ceilings.csv", "care,any,any,case", "car,any,any,case",
        "ceilings.csv line {line}: package: expected one of starter, shop, care, found 'car'",
    ),
    (
        "ceilings.csv", "care,any,any,case", "care,any,principal,case",
        "ceilings.csv line {line}: role: expected any: a ceiling per case counts everybody,"
        " found 'principal'",
    ),
    (
        "ceilings.csv", "500000,300000", "500000,500001",
        "ceilings.csv line {line}: at_least: expected no more than the amount, found '500001'",
    ),
    (
        "ceilings.csv", "500000,300000,source,leaflet,2024", "500000,,source,rumour,2024",
        "ceilings.csv line {line}: source: expected one of leaflet, found 'rumour'",
    ),
    (
        "ceilings.csv", "500000,300000,source,leaflet,2024", "500000,,office,,",
        "ceilings.csv line {line}: year: expected a whole number from 1990 to 2199",
    ),
    (
        "ceilings.csv", "500000,300000,source", ",,source",
        "ceilings.csv line {line}: amount: expected the amount that the source gives",
    ),
    (
        "ceilings.csv", "A cap for families", "",
        "ceilings.csv line {line}: note_en: expected a text of at most 600 characters",
    ),
    (
        "ceilings.csv", "shop,voluntary,principal", "starter,voluntary,principal",
        "ceilings.csv line {line}: role: expected persons and returns that no other row of the"
        " package counts, found 'principal'",
    ),
    (
        "ceilings.csv", ",note_fr", "",
        "ceilings.csv line {line}: expected the columns package, group, role, per, amount,"
        " at_least, mark, source, year, note_en, note_fr, with commas between them",
    ),
    (
        "ceilings.csv", "care,any,any,case,,,office,,,,", "care,any",
        "ceilings.csv line {line}: expected 11 columns, found 2",
    ),
    (
        "ceilings.csv", "A cap for families", '"A cap',
        "ceilings.csv line {line}: this is not a CSV line; check its quotation marks",
    ),
    (
        "offices.csv", "ABJ", "DKR",
        "offices.csv line {line}: code: expected a code that no other office has, found 'DKR'",
    ),
    ("offices.csv", ",SN,yes", ",FR,yes",
     "offices.csv line {line}: country: expected one of SN, CI, found 'FR'"),
    ("offices.csv", ",SN,yes", ",SN,oui",
     "offices.csv line {line}: open: expected yes or no, found 'oui'"),
    (
        "offices.csv", "office,,", "office,leaflet,",
        "offices.csv line {line}: source: expected nothing: the office answers for this figure,"
        " found 'leaflet'",
    ),
    ("partners.csv", ",health,", ",helth,",
     "partners.csv line {line}: sector: expected one of health, found 'helth'"),
    ("pack.toml", "XOF", "FCFA",
     "pack.toml line {line}: currency: expected one of"),
    ("pack.toml", 'id = "village"', 'id = "town"',
     "pack.toml line {line}: id: expected the name of the folder, found 'town'"),
    ("pack.toml", "format = 1", "format = 2",
     "pack.toml line {line}: format: expected a whole number from 1 to 1, found 2"),
    (
        "pack.toml", 'fr = "Dispositif du village"', 'de = "Dorf"',
        "pack.toml line {line}: name.de: a pack has no such key here",
    ),
    (
        "pack.toml", ', fr = "Dispositif du village"', "",
        "pack.toml line {line}: name.fr: expected a text of at most 600 characters",
    ),
    ("pack.toml", 'form = "in_kind"', 'form = "gift"',
     "pack.toml line {line}: packages[2].form: expected one of cash, in_kind, cash_or_service,"
     " found 'gift'"),
    ("pack.toml", "once_only", "only_once",
     "pack.toml line {line}: packages[1].only_once: a pack has no such key here"),
    ("pack.toml", "once_only = true", 'once_only = "yes"',
     "pack.toml line {line}: packages[1].once_only: expected true or false, found 'yes'"),
    ("pack.toml", "days = 90", "days = 90\nmonths = 3",
     "pack.toml line {line}: packages[2].days: expected either days or months, found 90"),
    ("pack.toml", 'id = "care"', 'id = "shop"',
     "pack.toml line {line}: packages[3].id: expected an id that no other has, found 'shop'"),
    ("pack.toml", 'sector = "health"', 'sector = "cattle"',
     "pack.toml line {line}: activities[1].sector: expected one of health, found 'cattle'"),
    ("pack.toml", '["LY", "MA"]', '["Libya"]',
     "pack.toml line {line}: eligibility.from_countries: expected codes such as FR, each once,"
     " found ['Libya']"),
    ("pack.toml", 'forced = ["forced"]', 'forced = ["humanitarian"]',
     "pack.toml line {line}: eligibility.forced: expected kinds of return that are not voluntary"
     " ones as well, found ['humanitarian']"),
    ("pack.toml", "months = [1, 3]", "months = [3, 1]",
     "pack.toml line {line}: follow_up.months: expected rising whole numbers from 1 to 60,"
     " found [3, 1]"),
    ("pack.toml", "minimum_age = 16", "minimum_age = true",
     "pack.toml line {line}: eligibility.minimum_age: expected a whole number from 0 to 99,"
     " found True"),
    ("pack.toml", "https://", "javascript://",
     "pack.toml line {line}: sources[1].address: expected a web address, or no address,"),
    ("pack.toml", "A leaflet of", "A \\u202eleaflet of",
     "pack.toml line {line}: sources[1].title: expected plain text without control characters"),
    ("pack.toml", "[[phases]]", "[[phase]]",
     "pack.toml line {line}: phase: a pack has no such key here"),
    ("pack.toml", "note.en", "note_en",
     "pack.toml line {line}: packages[2].note_en: a pack has no such key here"),
    ("pack.toml", "[[sectors]]", "[sectors]",
     "pack.toml line {line}: sectors: expected a list of at most 300 items, found a table"),
    ("pack.toml", 'start = "arrival"', 'start = "arrival',
     "pack.toml line {line}: this is not TOML:"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "mistake"), PLANTED)
def test_a_planted_mistake_is_named_with_its_file_and_line(
    village: Path, name: str, old: str, new: str, mistake: str
) -> None:
    assert mistakes_in(village) == []
    line = line_of(village / name, old)
    found = spoil(village, name, old, new)
    expected = mistake.format(line=line)
    assert [told for told in found if told.startswith(expected)], found


def test_what_is_missing_is_named_at_the_table_that_lacks_it(village: Path) -> None:
    deadlines = line_of(village / "pack.toml", "[[deadlines]]")
    shop = line_of(village / "pack.toml", 'id = "shop"') - 1
    spoil(village, "pack.toml", "days = 20\n", "")
    assert spoil(village, "pack.toml", 'note.fr = "Pour les retours volontaires."\n', "") == [
        f"pack.toml line {deadlines}: deadlines[1].days: expected either days or months",
        f"pack.toml line {shop - 1}: packages[2].note.fr:"
        " expected a text of at most 600 characters",
    ]


def test_every_mistake_is_named_not_only_the_first(village: Path) -> None:
    spoil(village, "pack.toml", '"cash"', '"gold"')
    spoil(village, "pack.toml", "tolerance_days = 7", "tolerance_days = -7")
    spoil(village, "offices.csv", "Dakar,Dakar", ",Dakar")
    spoil(village, "ceilings.csv", "500000", "5e5")
    with pytest.raises(PackBroken) as broken:
        load_pack(village)
    assert [mistake.split(": expected")[0] for mistake in broken.value.mistakes] == [
        "ceilings.csv line 4: amount",
        "offices.csv line 2: name_en",
        f"pack.toml line {line_of(village / 'pack.toml', 'gold')}: packages[1].form",
        f"pack.toml line {line_of(village / 'pack.toml', '-7')}: follow_up.tolerance_days",
    ]
    assert "4 mistakes" in broken.value.sentence


def test_a_package_without_a_ceiling_is_a_mistake(village: Path) -> None:
    care = line_of(village / "pack.toml", 'id = "care"') - 1
    found = spoil(village, "ceilings.csv", "care,any,any,case,,,office,,,,\n", "")
    assert found == [
        f"pack.toml line {care}: packages[3]: expected a row of ceilings.csv for this package"
    ]


def test_the_mistakes_of_all_packs_are_told_together(village: Path) -> None:
    other = Path(shutil.copytree(village, village.parent / "town"))
    spoil(village, "offices.csv", "ABJ", "abj")
    with pytest.raises(PackBroken) as broken:
        load_packs(village.parent)
    assert other.name == "town"
    assert broken.value.mistakes == (
        "town/pack.toml line 4: id: expected the name of the folder, found 'village'",
        "village/offices.csv line 3: code: expected a code such as TUN, found 'abj'",
    )


# ---------------------------------------------------------------------------- hostile folders


def test_a_missing_file_is_named(village: Path) -> None:
    (village / "ceilings.csv").unlink()
    assert "ceilings.csv: this file is missing" in mistakes_in(village)


def test_a_file_that_no_pack_has_is_named(village: Path) -> None:
    (village / "ceiling.csv").write_text("", encoding="utf-8")
    assert mistakes_in(village) == ["ceiling.csv: a pack has no such file"]


def test_notes_and_hidden_files_are_left_alone(village: Path) -> None:
    (village / "README.md").write_text("Who made this pack", encoding="utf-8")
    (village / ".directory").write_text("", encoding="utf-8")
    assert mistakes_in(village) == []


def test_text_that_is_not_utf_8_is_named_with_its_line(village: Path) -> None:
    text = (
        (village / "partners.csv").read_bytes().replace(b"The village", "Le café".encode("cp1252"))
    )
    (village / "partners.csv").write_bytes(text)
    assert mistakes_in(village) == ["partners.csv line 2: expected text in UTF-8"]


def test_a_byte_order_mark_and_windows_line_ends_are_harmless(village: Path) -> None:
    for path in village.iterdir():
        text = path.read_bytes().replace(b"\n", b"\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + text)
    assert mistakes_in(village) == []


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_links_are_not_followed(village: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    shutil.move(village / "offices.csv", secret)
    (village / "offices.csv").symlink_to(secret)
    assert mistakes_in(village) == ["offices.csv: expected a plain file, not a link or a device"]
    link = tmp_path / "link"
    link.symlink_to(village, target_is_directory=True)
    assert mistakes_in(link) == ["link: expected a folder, not a link or a file"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes in folders")
def test_a_pipe_does_not_make_the_program_wait(village: Path) -> None:
    (village / "offices.csv").unlink()
    os.mkfifo(village / "offices.csv")
    assert mistakes_in(village) == ["offices.csv: expected a plain file, not a link or a device"]


def test_a_huge_file_is_not_read(village: Path) -> None:
    with (village / "pack.toml").open("ab") as file:
        file.write(b"#\n" * reading.MAX_BYTES)
    assert mistakes_in(village) == [f"pack.toml: expected at most {reading.MAX_BYTES} bytes"]


def test_a_huge_line_is_not_parsed(village: Path) -> None:
    found = spoil(village, "pack.toml", "format = 1", "format = 1\n" + "a." * 60_000 + "a = 1")
    assert found == [f"pack.toml line 4: expected at most {reading.MAX_LINE} characters in a line"]


@pytest.mark.parametrize(
    "bomb",
    ["x = " + "[\n" * 20_000, "x = " + "9" * 1_990 + "\n", "x" + ".x" * 900 + " = 1\n"],
    ids=["deep list", "long number", "deep table"],
)
def test_a_bomb_in_toml_is_a_mistake_and_no_crash(village: Path, bomb: str) -> None:
    text = (village / "pack.toml").read_text(encoding="utf-8")
    (village / "pack.toml").write_text(bomb + text, encoding="utf-8")
    assert mistakes_in(village)


def test_too_many_rows_are_refused(village: Path) -> None:
    with (village / "offices.csv").open("a", encoding="utf-8") as file:
        file.write("A\n" * (reading.MAX_ROWS + 5))
    assert any(f"at most {reading.MAX_ROWS} rows" in line for line in mistakes_in(village))


def test_control_characters_do_not_reach_the_terminal(village: Path) -> None:
    spoil(village, "offices.csv", "ABJ", "\x1b[31mABJ")
    spoil(village, "pack.toml", "format = 1", 'format = 1\n"\\u001b[2J" = 1')
    (village / "\x1b[2Jx").write_text("", encoding="utf-8")
    found = mistakes_in(village)
    assert len(found) == 3
    assert all(line.isprintable() for line in found)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200), st.integers(0, 40))
def test_whatever_is_typed_into_a_csv_file_is_a_mistake_or_a_pack(text: str, at: int) -> None:
    mistakes = reading.Mistakes()
    rows = reading._rows("offices.csv", f"code,open\n{text[:at]}\n{text[at:]}", mistakes)
    assert rows
    assert all(line.startswith("offices.csv line ") for line in mistakes.found)


# ---------------------------------------------------------------------------- rules of a pack


def test_doubts_say_what_speaks_against_a_case() -> None:
    eligibility = load_pack(VILLAGE).eligibility
    today = PartialDate.from_edtf("2026-06-01").earliest

    def doubts(born: str = "1990", nationality: str = "SN", country: str = "LY",
               kind: str = "forced") -> tuple[str, ...]:  # fmt: skip
        return eligibility.doubts(
            born=PartialDate.from_edtf(born), nationality=nationality, from_country=country,
            return_kind=kind, today=today,
        )  # fmt: skip

    assert doubts() == ()
    assert doubts(born="2012") == ("This programme starts at the age of 16.",)
    assert doubts(born="2010") == ("Check the age: this programme starts at 16.",)
    assert len(doubts("2020", "FR", "DE", "evacuation")) == 4


def test_an_office_confirms_an_amount_that_no_source_gives() -> None:
    pack = load_pack(VILLAGE)
    entered = OfficeAmount("care", Group.ANY, FamilyRole.ANY, Per.CASE, Money(75_000, "XOF"), 2026)
    care = with_office_amounts(pack, [entered]).package("care")
    assert care is not None
    assert care.ceiling(Group.FORCED, 3) == Money(75_000, "XOF")
    assert care.ceilings[0].origin.mark is Mark.OFFICE
    assert care.ceilings[0].origin.year == 2026
    before = pack.package("care")
    assert before is not None
    assert before.ceiling(Group.FORCED, 3) is None


@pytest.mark.parametrize(
    "entered",
    [
        OfficeAmount("care", Group.ANY, FamilyRole.ANY, Per.CASE, Money(75_000, "EUR"), 2026),
        OfficeAmount("care", Group.ANY, FamilyRole.ANY, Per.CASE, Money(0, "XOF"), 2026),
        OfficeAmount("care", Group.FORCED, FamilyRole.ANY, Per.CASE, Money(1, "XOF"), 2026),
        OfficeAmount("gift", Group.ANY, FamilyRole.ANY, Per.CASE, Money(1, "XOF"), 2026),
    ],
    ids=["currency", "nothing", "no such row", "no such package"],
)
def test_an_office_cannot_confirm_nonsense(entered: OfficeAmount) -> None:
    with pytest.raises(InvalidInput):
        with_office_amounts(load_pack(VILLAGE), [entered])


# ---------------------------------------------------------------------------- given on arrival


def test_what_is_given_on_arrival_is_data_of_the_pack(village: Path) -> None:
    item = (
        '[[arrival_items]]\nid = "boat"\nname = { en = "Boat", fr = "Bateau" }\nhanded = "{way}"\n'
    )
    item = item.replace("{way}", "service")
    assert spoil(village, "pack.toml", "[[activities]]", f"{item}\n[[activities]]") == []
    assert (
        spoil(village, "pack.toml", 'form = "in_kind"', 'form = "in_kind"\non_arrival = true') == []
    )
    pack = load_pack(village)
    assert [(one.id, one.name.fr, one.handed) for one in pack.arrival_items] == [
        ("boat", "Bateau", "service")
    ]
    assert pack.on_arrival is not None
    assert pack.on_arrival.id == "shop"
    line = line_of(village / "pack.toml", 'id = "boat"')
    assert spoil(village, "pack.toml", 'id = "boat"', 'id = "kit"') == [
        f"pack.toml line {line}: arrival_items[1].id: expected an id that no other has, found 'kit'"
    ]


def test_one_package_at_most_is_for_arrivals_and_it_comes_in_pieces(village: Path) -> None:
    spoil(village, "pack.toml", 'form = "in_kind"', 'form = "in_kind"\non_arrival = true')
    found = spoil(village, "pack.toml", "once_only = true", "once_only = true\non_arrival = true")
    assert [one.split(": ", 1)[1] for one in found] == [
        "packages[1].once_only: expected false: what is given on arrival comes in several pieces",
        "packages[2].on_arrival: expected at most one package for arrivals",
    ]
