"""Reading XLSForm files: what is taken, and everything else refused with sheet and row."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from intake_app.instruments.answering import Answering
from intake_app.instruments.model import Kind
from intake_app.instruments.xlsform import Reading, read_form
from intake_app.sheets.listfile import ListFile, read_file
from intake_app.sheets.refusals import ListRefused
from intake_app.sheets.workbook import FORMS
from tests.core.surveys_kit import (
    CHOICES,
    EN,
    FR,
    HEADS,
    LINES,
    SETTINGS,
    a_form,
    a_questionnaire,
    read,
)
from tests.factories import TODAY


def wrong(reading: Reading) -> list[tuple[str, int, str]]:
    assert reading.questionnaire is None
    return [(one.sheet, one.row, one.sentence) for one in reading.mistakes]


def test_a_form_is_read_with_everything_that_is_declared(tmp_path: Path) -> None:
    form = a_questionnaire(tmp_path)
    assert (form.form_id, form.version, form.title.fr) == ("example", "1", "Exemple")
    age, minor, alone = form.items[:3]
    assert (age.kind, age.required, age.label.fr) == (Kind.INTEGER, "true()", "Quel âge ?")
    assert age.constraint_message.in_("fr") == "De 0 à 120"
    assert (minor.kind, alone.group) == (Kind.GROUP, "minor")
    assert [choice.label.fr for choice in form.choices_of(alone)] == ["Oui", "Non"]
    assert form.item("told").label.en == "Twice: ${double}"  # type: ignore[union-attr]


def test_all_mistakes_are_named_at_once_with_sheet_and_row(tmp_path: Path) -> None:
    lines = [
        {"type": "geopoint", "name": "where", EN: "Where", FR: "Où"},
        {"type": "begin_repeat", "name": "each", EN: "Each", FR: "Chaque"},
        {"type": "select_one nowhere", "name": "pick", EN: "Pick", FR: "Choisir"},
        {"type": "text", "name": "two words", EN: "A", FR: "B"},
        {"type": "text", "name": "half", EN: "Only English"},
        {"type": "integer", "name": "n", EN: "N", FR: "N", "relevant": "${nobody} = 1"},
        {"type": "integer", "name": "n", EN: "N", FR: "N", "default": "many"},
        {"type": "text", "name": "t", EN: "T", FR: "T", "constraint": "pulldata('a')"},
        {"type": "calculate", "name": "c"},
        {"type": "begin_group", "name": "open", EN: "Open", FR: "Ouvert"},
    ]
    choices = [*CHOICES, ("yes_no", "yes", "Again", "Encore"), ("yes_no", "a b", "A", "B")]
    about = {"form_title": "", "form_id": "1 x", "version": "", "style": "pages"}
    path = a_form(tmp_path, lines, choices, about, heads=(*HEADS, "appearance"))
    found = wrong(read(path))
    assert [(sheet, row) for sheet, row, _s in found] == [
        ("choices", 6), ("choices", 7),
        ("settings", 1), ("settings", 2), ("settings", 2), ("settings", 2),
        ("survey", 1),
        *[("survey", row) for row in (2, 3, 4, 5, 6, 8, 8, 10, 11, 7, 9)],
    ]  # fmt: skip
    said = " ".join(sentence for _sheet, _row, sentence in found)
    for name in ("geopoint", "begin_repeat", "nowhere", "nobody", "pulldata", "style"):
        assert name in said or any(name in one.words for one in read(path).mistakes)
    control = read(a_form(tmp_path, name="good.xlsx"))
    assert control.mistakes == ()


@pytest.mark.parametrize(
    "kind",
    ["geopoint", "image", "audio", "barcode", "begin_repeat", "begin repeat", "rank things",
     "select_one_from_file x.csv", "select_one yes_no or_other", "start", "end", "today", "range",
     "acknowledge", "hidden", "file", "xml-external", "", "select_one", "dateTime", "time"],
)  # fmt: skip
def test_every_other_type_is_refused(tmp_path: Path, kind: str) -> None:
    line = {"type": kind, "name": "x", EN: "X", FR: "X"}
    (found,) = wrong(read(a_form(tmp_path, [*LINES, line])))
    assert found[:2] == ("survey", len(LINES) + 2)


@pytest.mark.parametrize(
    "column", ["appearance", "choice_filter", "repeat_count", "media::image", "bind::x", "note",
               "label::Arabic (ar)", "parameters", "trigger", "required_message"]
)  # fmt: skip
def test_every_other_column_is_refused(tmp_path: Path, column: str) -> None:
    (found,) = wrong(read(a_form(tmp_path, heads=(*HEADS, column))))
    assert found[:2] == ("survey", 1)


def test_lines_that_wait_for_each_other_are_named(tmp_path: Path) -> None:
    lines = [
        *LINES,
        {"type": "calculate", "name": "one", "calculation": "${two} + 1"},
        {"type": "calculate", "name": "two", "calculation": "${one} + 1"},
    ]
    (found,) = wrong(read(a_form(tmp_path, lines)))
    assert "one, two" in found[2]
    inside = [{**LINES[1], "relevant": "${alone} = 'yes'"}, *LINES[2:4], *LINES[4:]]
    assert any(
        "alone, minor" in s for _a, _b, s in wrong(read(a_form(tmp_path, [LINES[0], *inside])))
    )


def test_formulas_and_long_texts_are_named(tmp_path: Path) -> None:
    lines = [*LINES, {"type": "text", "name": "long", EN: "x" * 1_001, FR: "y"}]
    (found,) = wrong(read(a_form(tmp_path, lines)))
    assert "too long" in found[2]


def test_a_file_that_is_no_form_is_refused_with_a_sentence(tmp_path: Path) -> None:
    for name, content in (
        ("form.csv", b"type,name\ntext,a\n"),
        ("form.xlsx", b"PK\x03\x04 broken"),
        ("form.txt", b"hello"),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ListRefused):
            read(tmp_path / name)
    big = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(big, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (50 << 20))
    assert big.stat().st_size < 100_000
    with pytest.raises(ListRefused):
        read(big)
    heavy = tmp_path / "heavy.xlsx"
    heavy.write_bytes(b"PK\x03\x04" + b"x" * FORMS.bytes)
    with pytest.raises(ListRefused):
        read_file(heavy, FORMS)


def test_a_form_of_somebody_else_is_no_bomb(tmp_path: Path) -> None:
    lines = [{"type": "text", "name": f"q{n}", EN: "Q", FR: "Q"} for n in range(401)]
    (found,) = wrong(read(a_form(tmp_path, lines)))
    assert found[1] == 402
    assert read(a_form(tmp_path, lines[:400])).mistakes == ()


# ---------------------------------------------------------------- answering


def test_a_hidden_question_counts_as_empty_and_goes_when_finished(tmp_path: Path) -> None:
    rules = Answering(a_questionnaire(tmp_path))
    typed = {"age": "12", "alone": "yes", "since": "2026-05-01"}
    young = rules.state(typed, TODAY)
    assert "alone" in young.shown
    assert young.answers["double"] == "24"
    older = {**typed, "age": "30"}
    assert "alone" not in rules.state(older, TODAY).shown
    assert rules.finished(older, TODAY) == {"age": "30", "double": "60", "since": "2026-05-01"}
    assert rules.finished(typed, TODAY)["alone"] == "yes"


def test_what_is_wrong_is_said_per_question(tmp_path: Path) -> None:
    rules = Answering(a_questionnaire(tmp_path))
    assert set(rules.problems({}, TODAY)) == {"age"}
    wrongly = {"age": "130", "has": "land boat", "since": "2026-05-13", "land": "1,5"}
    found = rules.problems(wrongly, TODAY)
    assert set(found) == {"age", "has", "since", "land"}
    assert found["age"] == "From 0 to 120"
    assert set(rules.problems({"age": "12"}, TODAY)) == {"alone"}
    assert rules.problems({"age": "40", "has": "land tools", "land": "1.5"}, TODAY) == {}


def test_hidden_groups_hide_what_is_in_them_and_defaults_stand(tmp_path: Path) -> None:
    lines = [
        {"type": "text", "name": "why", EN: "Why", FR: "Pourquoi", "default": "x",
         "read_only": "yes"},
        {"type": "date", "name": "day", EN: "Day", FR: "Jour", "default": "today()"},
        {"type": "begin_group", "name": "a", EN: "A", FR: "A", "relevant": "${why} = 'y'"},
        {"type": "begin_group", "name": "b", EN: "B", FR: "B"},
        {"type": "text", "name": "deep", EN: "Deep", FR: "Profond", "required": "yes"},
        {"type": "end_group"}, {"type": "end_group"},
    ]  # fmt: skip
    form = a_questionnaire(tmp_path, lines=lines)
    rules = Answering(form)
    assert rules.defaults(TODAY) == {"why": "x", "day": "2026-05-12"}
    assert form.items[0].read_only
    assert rules.state({"why": "x"}, TODAY).shown == {"why", "day"}
    assert set(rules.problems({"why": "y"}, TODAY)) == {"deep"}


def test_truth_cells_of_a_spreadsheet_are_read(tmp_path: Path) -> None:
    path = a_form(tmp_path)
    plain = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    text = '<c r="I2" t="inlineStr"><is><t xml:space="preserve">yes</t></is></c>'
    assert text in sheet
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(
        text, '<c r="I2" t="b"><v>1</v></c>'
    ).encode()  # fmt: skip
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    form = read(path).questionnaire
    assert form is not None
    assert form.items[0].required == "true()"
    other = replace(FORMS, truths=False)
    control = read_form(ListFile(path.read_bytes(), True, "", other)).questionnaire
    assert control is not None
    assert control.items[0].required == ""
    assert path.read_bytes() != plain


def test_settings_are_needed(tmp_path: Path) -> None:
    without = {key: value for key, value in SETTINGS.items() if key != "version"}
    (found,) = wrong(read(a_form(tmp_path, settings=without)))
    assert found[:2] == ("settings", 2)
    assert FR in HEADS
