"""Which names are the same name: spelling, order, titles, scripts, and what only looks alike."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from intake_app.cli import main
from intake_app.names.families import families, names_folder, read_families
from intake_app.names.folding import latin, sound, words
from intake_app.names.likeness import SAME, Why, compare_words, likeness
from intake_app.names.reasons import in_words

ONE_NAME = [
    ("Sékou Keïta", "Seku Keita"),
    ("Mamadou Diallo", "Momodou Jallow"),
    ("Diallo Mamadou", "Mamadou Diallo"),
    ("M. Diallo", "Mamadou Diallo"),
    ("Mamadou Saliou Diallo", "Mamadou Diallo"),
    ("Fatoumata Binta Bah", "Fatou Binta Ba"),
    ("Mariama Ceesay", "Mariam Cissé"),
    ("Xasan Cali Maxamed", "Hassan Ali Mohamed"),
    ("Abdoul Aziz Sall", "Abdulaziz Sall"),
    ("Abd el Kader Ould Mohamed", "Abdelkader Mohamed"),
    ("El Hadj Diallo", "Alhagie Jallow"),
    ("El Hadj Mamadou Diallo", "Mamadou Diallo"),
    ("Kwame Mensah", "Kouamé Mensah"),
    ("N'Diaye Awa", "Hawa Njie"),
    ("Ben Ali Mohamed", "Mohamed Benali"),
    ("Noureddine Trabelsi", "Nour Eddine Trabelsi"),
    ("Abderrahmane Haddad", "Abd al-Rahman Hadad"),
    ("Taiwo Edito", "Taiwo Edoto"),
    ("Emeka Nwosu", "Chukwuemeka Nwosu"),
    ("Thierno Souleymane Bah", "Cherno Sulayman Bah"),
    ("Hichem Ben Salah", "Hisham Bensalah"),
    ("محمد علي", "Mohamed Ali"),
    ("ߡߊߙߌߦߊߡߊ", "Mariama"),
    ("Aminata Touré", "AMINATA TOURAY"),
    ("Nourredine Benali", "Nur al-Din Ben Ali"),
    ("Chams Eddine Jebali", "Shamsuddin Jebali"),
    ("Jamal ad-Din Kane", "Djamaldine Kane"),
    ("Yirgalem G/Mariam", "Yirgalem Gebremariam"),
    ("فاطمة الزهراء بن علي", "Fatima Zohra Benali"),
    ("الحاج عمر تال", "El Hadj Omar Tall"),
    ("عبد الرحمن الشاوي", "Abderrahmane Chaoui"),
    ("محمد الأمين ولد سيدي", "Mohamed Lemine Ould Sidi"),
    ("الياس بوعزيزي", "Elias Bouazizi"),
]
TWO_NAMES = [
    ("Amadou Diallo", "Mamadou Diallo"),
    ("Mohamed Diallo", "Mamadou Diallo"),
    ("Mamadou Saliou Diallo", "Mamadou Alpha Diallo"),
    ("Ousmane Sow", "Oumar Sow"),
    ("Hassan Traoré", "Alassane Traoré"),
    ("Hussein Diop", "Hassan Diop"),
    ("Kofi Mensah", "Kwame Mensah"),
    ("Ahmed Mohamed Ali", "Mohamed Ali Hassan"),
    ("Chinedu Okafor", "Chidi Okafor"),
    ("Moussa Camara", "Issa Camara"),
    ("Mamadou Bah", "Mamadou Barry"),
    ("Mamadou Sy", "Mamadou Sow"),
    ("Samba Sow", "Demba Sow"),
    ("Diallo", "Mamadou Diallo"),
    ("محمد علي", "Mahmoud Ali"),
    ("عبد الرحمن الشاوي", "Abdelkader Chaoui"),
    ("نور الدين بن علي", "Salaheddine Ben Ali"),
    ("Yirgalem G/Mariam", "Yirgalem G/Selassie"),
    ("", "Mamadou Diallo"),
    ("...", "---"),
]


@pytest.mark.parametrize(("one", "other"), ONE_NAME)
def test_one_name_under_two_spellings(one: str, other: str) -> None:
    assert likeness(one, other).same, likeness(one, other)


@pytest.mark.parametrize(("one", "other"), TWO_NAMES)
def test_two_names_that_look_alike(one: str, other: str) -> None:
    assert not likeness(one, other).same, likeness(one, other)


_WORDS = " ".join(name for pair in ONE_NAME + TWO_NAMES for name in pair).split()
names = st.lists(
    st.sampled_from([word for word in _WORDS if any(map(str.isalpha, word))]),
    min_size=1,
    max_size=5,
).map(" ".join)


@given(names, names)
def test_the_order_of_the_two_does_not_matter(one: str, other: str) -> None:
    assert likeness(one, other).value == pytest.approx(likeness(other, one).value, abs=0.02)


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_breaks_it_and_the_figure_stays_between_0_and_1(one: str, other: str) -> None:
    found = likeness(one, other)
    assert 0 <= found.value <= 1
    assert all(isinstance(phrase, str) for phrase in in_words(found))


@given(names)
def test_a_name_is_itself(name: str) -> None:
    assert likeness(name, name).value == 1.0


def test_a_longer_text_than_any_name_takes_no_longer() -> None:
    assert likeness("Mamadou " * 5000, "Diallo " * 5000).value < SAME


@pytest.mark.parametrize(
    ("spellings", "alike"),
    [
        ("Diallo Jallow Djallo Jalloh Djalo", "jalo"),
        ("Touré Touray Turay", "ture"),
        ("Ouattara Wattara", "watara"),
        ("Coulibaly Koulibali", "kulibali"),
        ("Souaré Suwareh", ""),
    ],
)
def test_spellings_of_one_sound(spellings: str, alike: str) -> None:
    sounds = {sound(words(spelling)[0]) for spelling in spellings.split()}
    assert sounds == {alike} if alike else len(sounds) == 2  # the control: two sounds


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Éléonore N’Diaye-Bâ", "eleonore ndiaye ba"),
        ("ߡߊߙߌߦߊߡߊ", "mariyama"),
        ("𞤀𞤥𞤢𞤣𞤵", "amadu"),
        ("ኃይለ ሥላሴ", "hayle slase"),
        ("محمد", "mhmd"),
        ("Ɓooyi Ŋaari", "booyi ngaari"),
    ],
)
def test_every_script_is_read(written: str, read: str) -> None:
    assert " ".join(words(written)) == read
    assert latin(written).isascii()


def test_known_names_of_two_families_are_never_one_however_alike() -> None:
    assert compare_words("amadou", "mamadou").why is Why.DIFFERENT
    assert compare_words("amadox", "mamadox").likeness > 0.8  # the control: nobody knows these


def test_what_it_says_about_two_names() -> None:
    assert in_words(likeness("Jallow Fatou", "Fatou Diallo")) == [
        "“Jallow” and “Diallo” are spellings of one name",
        "“Fatou” is the same",
        "the names stand in another order",
    ]
    assert in_words(likeness("Mamadou Saliou Bah", "Mamadou Bah"))[-1] == (
        "only one of them has “Saliou”"
    )


# ---------------------------------------------------------------------------- the table


def test_the_table_is_wide_and_its_sources_are_told() -> None:
    table = families()
    assert len(table.of_form) > 3000
    assert table.of("momodou") == table.of("mamadou") == {"mamadou"}
    assert table.of("koulibaaly") == {"coulibaly"}  # not listed, but it sounds so
    lines = (names_folder() / "families.csv").read_text("utf-8").splitlines()[1:]
    assert {line.split(";")[3] for line in lines} == {"8.2", "K"}


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ("a;m;;K;two-words", "not one word"),
        ("a;x;;K;a", "family or its kind"),
        ("a;m;nobody;K;a", "nobody"),
        ("a;m;;K;a\na;m;;K;b", "family or its kind"),
        ("a;m;K;a", "columns"),
    ],
)
def test_a_mistake_in_the_table_is_named(tmp_path: Path, line: str, mistake: str) -> None:
    (tmp_path / "families.csv").write_text(f"family;kind;linked;source;forms\n{line}\n", "utf-8")
    (tmp_path / "particles.csv").write_text("word;kind;source\nben;child of;8.2\n", "utf-8")
    with pytest.raises(ValueError, match=mistake):
        read_families(tmp_path)


# ---------------------------------------------------------------------------- the command


def test_the_command_says_it_in_one_line_of_json() -> None:
    done = CliRunner().invoke(main, ["compare-names", "Sékou Keïta", "Seku Keita"])
    said = json.loads(done.output)
    assert done.output.count("\n") == 1
    assert said["same"] is True
    assert said["likeness"] > 0.95
    assert "“Sekou” and “Seku” are spellings of one name" in said["reasons"]


def test_a_table_gives_a_line_for_each_pair(tmp_path: Path) -> None:
    table = tmp_path / "pairs.tsv"
    pairs = [*ONE_NAME, *TWO_NAMES]
    table.write_bytes(
        b"\xef\xbb\xbf" + "".join(f"{one}\t{other}\tmore\n" for one, other in pairs).encode()
        + b"only one\n\n\xff\xfe\x00 \"x\tb\n"
    )  # fmt: skip
    done = CliRunner().invoke(main, ["compare-names", "--tsv", str(table)])
    said = [json.loads(line)["same"] for line in done.output.splitlines()]
    assert said == [*[True] * len(ONE_NAME), *[False] * (len(TWO_NAMES) + 3)]


@pytest.mark.parametrize("arguments", [[], ["one"], ["one", "two", "three"]])
def test_the_command_wants_two_names_or_a_table(arguments: list[str]) -> None:
    done = CliRunner().invoke(main, ["compare-names", *arguments])
    assert done.exit_code == 2
    assert "Give two names" in done.output
