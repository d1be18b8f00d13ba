"""The rules that a pack may hold beside its packages, and how each mistake in them is named."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from intake_app.errors import PackBroken
from intake_app.grants.model import Payment
from intake_app.packs.loader import load_pack, load_packs, mistakes_in
from intake_app.packs.model import (
    PAYMENTS,
    Dimension,
    GrantRules,
    GrantStep,
    Group,
    ModuleTime,
    Moment,
    Pack,
    PartStart,
    Per,
    QuestionKind,
    Text,
)
from intake_app.packs.rules import InstalmentPart, Limit
from intake_app.values import Money

VILLAGE = Path(__file__).resolve().parent.parent / "data" / "packs" / "village"

RULES = """
[[leads]]
id = "landing_first"
service = "landing"
name = { en = "Landing", fr = "Débarquement" }
lead = { en = "The mission", fr = "La mission" }
mark = "source"
source = "leaflet"
year = 2024

[[leads]]
id = "landing_later"
service = "landing"
name = { en = "Landing", fr = "Débarquement" }
lead = { en = "The village", fr = "Le village" }
starts = 2027-01-01
mark = "office"

[[leads]]
id = "listening_later"
service = "listening"
name = { en = "Listening", fr = "Écoute" }
lead = { en = "The post", fr = "Le poste" }
starts = "2026-07-01"
mark = "office"

[[questions]]
id = "track"
name = { en = "Track", fr = "Volet" }
kind = "choice"
options = [
    { id = "sea", en = "Sea", fr = "Mer" },
    { id = "land", en = "Land", fr = "Terre" },
]
needed = "plan"

[[questions]]
id = "file_number"
name = { en = "File number", fr = "Numéro de dossier" }
kind = "text"

[[modules]]
id = "boats"
name = { en = "Boats", fr = "Bateaux" }
when = "before_departure"
mark = "office"

[[limits]]
id = "family"
name = { en = "Family cap", fr = "Plafond familial" }
packages = ["starter", "shop"]
dimension = "economic"
group = "voluntary"
per = "case"
amount = "800000"
every = 6
mark = "source"
source = "leaflet"
year = 2024

[[limits]]
id = "everything"
name = { en = "Everything", fr = "Tout" }
group = "any"
per = "person"
mark = "office"

[grants]
steps = ["check", "committee", "delivery", "verification"]
committee = { en = "Council of elders", fr = "Conseil des sages" }
quotes = 2
quotes_from = "50000"
payments = ["cash", "mobile_money"]
mark = "office"
year = 2026

[[instalments]]
package = "shop"
mark = "source"
source = "leaflet"
year = 2024
parts = [
    { share = 80, trigger.en = "Contract signed", trigger.fr = "Contrat signé" },
    { share = 20, trigger.en = "Visit", trigger.fr = "Visite", months = 3, from = "approval" },
]

[[instalments]]
package = "care"
mark = "office"

[[instalments.parts]]
share = 50
trigger = { en = "Start", fr = "Début" }

[[instalments.parts]]
share = 50
trigger = { en = "End", fr = "Fin" }
months = 6

[[indicators]]
id = "shops_open"
name = { en = "Shops open", fr = "Boutiques ouvertes" }
definition = { en = "Shops open after a year", fr = "Boutiques ouvertes après un an" }
"""


@pytest.fixture
def village(tmp_path: Path) -> Path:
    """A good pack with all the rules a pack can have."""
    folder = Path(shutil.copytree(VILLAGE, tmp_path / "packs" / "village"))
    path = folder / "pack.toml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("days = 20\n", "days = 20\nextension_days = 10\n")
    text = text.replace('form = "in_kind"', 'form = "in_kind"\nnot_with = ["village.care"]')
    path.write_text(text + RULES, encoding="utf-8")
    return folder


@pytest.fixture
def pack(village: Path) -> Pack:
    """The same, read."""
    return load_pack(village)


def spoil(folder: Path, old: str, new: str) -> tuple[int, list[str]]:
    """Replace the last such piece of pack.toml; its line, and the mistakes found afterwards."""
    path = folder / "pack.toml"
    text = path.read_text(encoding="utf-8")
    at = text.rindex(old)
    path.write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")
    return text.count("\n", 0, at) + 1, mistakes_in(folder)


# ---------------------------------------------------------------------------- what is read


def test_a_pack_without_rules_goes_the_usual_way() -> None:
    pack = load_pack(VILLAGE)
    assert (pack.leads, pack.questions, pack.modules) == ((), (), ())
    assert (pack.limits, pack.instalments, pack.indicators) == ((), (), ())
    assert pack.grants == GrantRules((GrantStep.CHECK, GrantStep.DELIVERY), None, 3, None, PAYMENTS)
    assert pack.edition == "2026.1"


def test_the_ways_of_payment_of_packs_are_those_of_grants() -> None:
    assert set(PAYMENTS) == {str(payment) for payment in Payment}


def test_the_lead_of_a_service_is_the_newest_that_has_started(pack: Pack) -> None:
    def lead(service: str, day: date) -> str:
        found = pack.lead_of(service, day)
        return found.lead.en if found else "nobody"

    assert lead("landing", date(2026, 12, 31)) == "The mission"
    assert lead("landing", date(2027, 1, 1)) == "The village"
    assert lead("listening", date(2026, 6, 30)) == "nobody"
    assert lead("listening", date(2026, 7, 1)) == "The post"


def test_questions_modules_and_indicators_are_read(pack: Pack) -> None:
    track = pack.question("track")
    assert track is not None
    assert (track.kind, track.needed) == (QuestionKind.CHOICE, Moment.PLAN)
    land = track.option("land")
    assert land is not None
    assert land.name == Text("Land", "Terre")
    assert track.option("air") is None
    assert pack.questions[1].needed is None
    assert pack.modules[0].when is ModuleTime.BEFORE_DEPARTURE
    assert pack.indicators[0].definition.fr == "Boutiques ouvertes après un an"
    assert pack.deadlines[0].extension_days == 10
    shop = pack.package("shop")
    assert shop is not None
    assert shop.not_with == ("village.care",)


def test_limits_name_their_packages_and_groups(pack: Pack) -> None:
    family, everything = pack.limits
    assert family == Limit(
        "family", Text("Family cap", "Plafond familial"), ("starter", "shop"), Dimension.ECONOMIC,
        Group.VOLUNTARY, Per.CASE, Money(800_000, "XOF"), 6, family.origin,
    )  # fmt: skip
    assert family.covers("shop", Group.VOLUNTARY)
    assert not family.covers("shop", Group.FORCED)
    assert not family.covers("care", Group.VOLUNTARY)
    assert everything.covers("care", Group.FORCED)
    assert (everything.amount, everything.every, everything.packages) == (None, None, ())


def test_instalments_fall_due_where_the_programme_says_when(pack: Pack) -> None:
    shop = pack.instalments_of("shop")
    assert shop is not None
    assert [part.share for part in shop.parts] == [80, 20]
    arrived, approved = date(2026, 1, 31), date(2026, 3, 1)
    assert shop.parts[0].due(arrived, approved) is None
    assert shop.parts[1].due(arrived, approved) == date(2026, 6, 1)
    assert shop.parts[1].due(arrived, None) is None
    care = pack.instalments_of("care")
    assert care is not None
    assert care.parts[1].due(arrived, None) == date(2026, 7, 31)
    at_once = InstalmentPart(50, Text("Now", "De suite"), 0, PartStart.ARRIVAL)
    assert at_once.due(arrived, None) == arrived
    assert pack.instalments_of("starter") is None


def test_the_way_of_a_grant_is_read(pack: Pack) -> None:
    rules = pack.grants
    assert rules.steps == (
        GrantStep.CHECK, GrantStep.COMMITTEE, GrantStep.DELIVERY, GrantStep.VERIFICATION,
    )  # fmt: skip
    assert rules.committee == Text("Council of elders", "Conseil des sages")
    assert (rules.quotes, rules.quotes_from) == (2, Money(50_000, "XOF"))
    assert rules.payments == ("mobile_money", "cash")


# ---------------------------------------------------------------------------- planted mistakes

# "^": named at the table or list that the mistake is in, some lines away from what was changed
PLANTED = [
    # leads
    ('id = "landing_later"', 'id = "landing_first"',
     "leads[2].id: expected an id that no other has, found 'landing_first'"),
    ('service = "listening"', 'service = "Listening"',
     "leads[3].service: expected a code such as post_arrival, found 'Listening'"),
    ("starts = 2027-01-01", 'starts = "January 2027"',
     "leads[2].starts: expected a day such as 2027-01-31, found 'January 2027'"),
    ("starts = 2027-01-01", 'starts = "2027-02-30"',
     "leads[2].starts: expected a day such as 2027-01-31, found '2027-02-30'"),
    ("starts = 2027-01-01", "starts = 2027-01-01T08:00:00",
     "leads[2].starts: expected a day such as 2027-01-31, found"),
    ("starts = 2027-01-01", "starts = 2027-13-01", "this is not TOML:"),
    ('service = "listening"', 'service = "landing"',
     None),  # another day: no mistake
    ('lead = { en = "The post", fr = "Le poste" }', 'lead = { en = "The post" }',
     "leads[3].lead.fr: expected a text of at most 600 characters"),
    # questions
    ('kind = "choice"', 'kind = "list"',
     "questions[1].kind: expected one of text, date, number, yes_no, choice, found 'list'"),
    ('needed = "plan"', 'needed = "intake"',
     "questions[1].needed: expected one of plan, grant, payment, closure, found 'intake'"),
    ('needed = "plan"', 'needed = "plan"\nkept_in = "child_file"',
     "^questions[1].kept_in: expected nothing, unless the id is one of counterpart (text)"),
    ('needed = "plan"', 'needed = "plan"\nkept_in = "wall"',
     "^questions[1].kept_in: expected one of child_file, found 'wall'"),
    ('id = "land", en', 'id = "sea", en',
     "questions[1].options[2].id: expected an id that no other has, found 'sea'"),
    ('{ id = "land", en = "Land", fr = "Terre" }', '{ id = "land", en = "Land" }',
     "questions[1].options[2].fr: expected a text of at most 600 characters"),
    ('{ id = "land", en = "Land", fr = "Terre" },', "{ de = 1 },",
     "questions[1].options[2].de: a pack has no such key here"),
    ('kind = "text"', 'kind = "choice"',
     "^questions[2].options: expected at least two options to choose from"),
    # modules
    ('when = "before_departure"', 'when = "intake"',
     "modules[1].when: expected one of before_departure, after_arrival, found 'intake'"),
    ('when = "before_departure"', 'when = "before_departure"\nneeded = "arrival"',
     "^modules[1].needed: expected one of plan, grant, payment, closure, found 'arrival'"),
    # papers
    ('when = "intake"\nname', 'when = "grant"\nneeded = "plan"\nname',
     "^documents[1].needed: expected no earlier moment than “when”, found 'plan'"),
    ('when = "intake"\nname', 'when = "intake"\nneeded = "plan"\nper_aid = true\nname',
     "^documents[1].needed: expected grant, payment or closure: the aids come with the plan,"),
    ('when = "intake"\nname', 'when = "intake"\nneeded = "payment"\nper_aid = true\nname',
     None),
    # limits
    ('["starter", "shop"]', '["starter", "shp"]',
     "limits[1].packages: expected only names out of starter, shop, care, found"),
    ('amount = "800000"', "amount = 800000.5",
     "limits[1].amount: expected a text of at most 600 characters, found 800000.5"),
    ('amount = "800000"', 'amount = "-1"',
     "limits[1].amount: expected a number above zero with at most 0 decimals, found '-1'"),
    ('amount = "800000"\n', "", "^limits[1].amount: expected the amount that the source gives"),
    ("every = 6", "every = 0",
     "limits[1].every: expected a whole number from 1 to 120, found 0"),
    ('per = "person"', 'per = "family"',
     "limits[2].per: expected one of person, case, found 'family'"),
    ('per = "person"\n', 'per = "person"\namount = "5"\n',
     "^limits[2].year: expected a whole number from 1990 to 2199"),
    # grants
    ('committee = {', 'elders = {',
     "^grants.committee: expected a text in English and one in French (en, fr)"),
    ('"check", "committee", "delivery"', '"check", "delivery"',
     "^grants.committee: expected no committee, or a step for it, found a table"),
    ('"check", "committee", "delivery"', '"committee", "check", "delivery"',
     "grants.steps: expected check and delivery at least, in the order check, committee, finance,"
     " delivery, verification, found"),
    ('"check", "committee", "delivery"', '"committee", "delivery"',
     "grants.steps: expected check and delivery at least,"),
    ('"check", "committee", "delivery"', '"check", "committee", "party"',
     "grants.steps: expected one or more of check, committee, finance, delivery, verification"),
    ("quotes = 2", "quotes = 0", "grants.quotes: expected a whole number from 1 to 9, found 0"),
    ('quotes_from = "50000"', 'quotes_from = "50000.5"',
     "grants.quotes_from: expected a number above zero with at most 0 decimals, found '50000.5'"),
    ('["cash", "mobile_money"]', '["cash", "shells"]',
     "grants.payments: expected codes such as supplier, bank, mobile_money, cheque, cash,"),
    # instalments
    ("share = 80", "share = 70",
     "^instalments[1].parts: expected shares that sum to 100; these sum to 90, found"),
    ("share = 80", "share = 80.0",
     "instalments[1].parts[1].share: expected a whole number from 1 to 99, found 80.0"),
    ('months = 3, from = "approval"', 'months = 3, from = "contract"',
     "instalments[1].parts[2].from: expected one of arrival, approval, found 'contract'"),
    ('months = 3, from = "approval"', 'from = "approval"',
     "instalments[1].parts[2].months: expected how many months after that"),
    ('package = "shop"', 'package = "shopp"',
     "instalments[1].package: expected one of starter, shop, care, found 'shopp'"),
    ('package = "care"', 'package = "shop"',
     "instalments[2].package: expected a package that has no other instalments, found 'shop'"),
    ("months = 6", 'months = "six"',
     "instalments[2].parts[2].months: expected a whole number from 0 to 60, found 'six'"),
    # indicators, deadlines, packages
    ("definition", "meaning", "^indicators[1].definition: expected a text in English and one in"),
    ("extension_days = 10", "extension_days = 0",
     "deadlines[1].extension_days: expected a whole number from 1 to 3660, found 0"),
    ("extension_days = 10", 'since = "opened_on"',
     "deadlines[1].since: expected nothing: it starts with the arrival"),
    ("extension_days = 10", 'until = "track"',
     "deadlines[1].until: expected only questions of the kind date"),
    ('["village.care"]', '["village.care"]\nfollow_up_months = 0',
     "^packages[2].follow_up_months: expected a whole number from 1 to 60, found 0"),
    ('["village.care"]', '["care"]',
     "packages[2].not_with: expected codes such as eurp.post_return, each once, found ['care']"),
    ('["village.care"]', '["village.shop"]',
     "packages[2].not_with: expected other packages than this one"),
    ('["village.care"]', '["village.card"]',
     "packages[2].not_with: expected only names out of village.care, village.shop,"),
    ('["village.care"]', '["eurp.post_retour"]',
     "packages[2].not_with: expected only names out of eurp.post_arrival, eurp.post_return,"),
    ('["village.care"]', '["nowhere.gift"]', None),  # a programme that this office does not have
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "mistake"), PLANTED)
def test_a_planted_mistake_is_named_with_its_line(
    village: Path, old: str, new: str, mistake: str | None
) -> None:
    line, found = spoil(village, old, new)
    if mistake is None:
        assert found == []
    else:
        near = [n for n in range(line - 10, line + 10) if n != line]
        places = near if mistake.startswith("^") else [line]
        expected = tuple(f"pack.toml line {at}: {mistake.lstrip('^')}" for at in places)
        assert [told for told in found if told.startswith(expected)], found


def test_a_second_lead_from_the_same_day_is_a_mistake(village: Path) -> None:
    spoil(village, 'service = "listening"', 'service = "landing"')
    line, found = spoil(village, 'starts = "2026-07-01"', 'starts = "2027-01-01"')
    assert found == [
        f"pack.toml line {line}: leads[3].starts: expected a day on which no other lead of this"
        " service starts, found '2027-01-01'"
    ]


def test_only_a_choice_has_options(village: Path) -> None:
    _line, found = spoil(village, 'kind = "choice"', 'kind = "yes_no"')
    assert [told.split(": ", 1)[1] for told in found] == [
        "questions[1].options: expected no options: only a choice has them, found a list"
    ]


def test_packs_beside_each_other_check_what_they_name(village: Path) -> None:
    town = Path(shutil.copytree(VILLAGE, village.parent / "town"))
    spoil(town, 'id = "village"', 'id = "town"')
    line, _found = spoil(village, '["village.care"]', '["town.shop"]')
    assert sorted(load_packs(village.parent)) == ["town", "village"]
    spoil(village, '["town.shop"]', '["town.stall"]')
    with pytest.raises(PackBroken) as broken:
        load_packs(village.parent)
    assert broken.value.mistakes == (
        f"village/pack.toml line {line}: packages[2].not_with: expected only names out of"
        " town.starter, town.shop, town.care",
    )


@pytest.mark.parametrize(
    "table",
    [
        "[[limits]]\n" * 301,
        "[[questions]]\noptions = " + "[" * 900 + "]" * 900,
        "[grants]\nsteps = " + '{ a = ' * 300 + "1" + " }" * 300,
        "[[instalments]]\nparts = 5",
        'leads = "all"',
        "grants = [1]",
    ],
    ids=["many", "deep list", "deep tables", "a number", "a text", "a list"],
)  # fmt: skip
def test_a_hostile_rule_is_a_mistake_and_no_crash(tmp_path: Path, table: str) -> None:
    folder = Path(shutil.copytree(VILLAGE, tmp_path / "village"))
    assert mistakes_in(folder) == []
    path = folder / "pack.toml"
    text = path.read_text(encoding="utf-8")
    front = not table.startswith("[")
    path.write_text(f"{table}\n{text}" if front else f"{text}\n{table}\n", encoding="utf-8")
    found = mistakes_in(folder)
    assert found
    assert all(line.isprintable() and len(line) < 2_000 for line in found)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pack.toml", b"\x89PNG\r\n\x1a\n\x00\x00"),
        ("pack.toml", b"\x00" * 500),
        ("ceilings.csv", b"\xff\xfe" + "package,group".encode("utf-16-le")),
        ("offices.csv", b"\x00,\x00\n" * 50),
        ("partners.csv", b""),
    ],
    ids=["picture", "zeros", "utf-16", "zeros in cells", "empty"],
)
def test_a_file_that_is_no_text_is_a_mistake(tmp_path: Path, name: str, content: bytes) -> None:
    folder = Path(shutil.copytree(VILLAGE, tmp_path / "village"))
    (folder / name).write_bytes(content)
    found = mistakes_in(folder)
    assert found
    assert found[0].startswith(name)
    assert all(line.isprintable() for line in found)
