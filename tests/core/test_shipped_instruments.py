"""The questionnaires that come with the program: readable here, and the same in Kobo and ODK."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pyxform import xls2xform

from intake_app.instruments import shipped
from intake_app.instruments.answering import Answering
from intake_app.instruments.scores import profile
from intake_app.instruments.xlsform import read_form
from intake_app.packs.model import Dimension
from intake_app.sheets.listfile import read_file
from intake_app.sheets.workbook import FORMS
from tests.core.surveys_kit import a_form, full_answers
from tests.factories import TODAY
from tests.tools.write_instruments import files

SHIPPED = shipped.files()


def test_the_files_are_what_the_script_writes() -> None:
    assert {path.name: path.read_bytes() for path in SHIPPED} == files()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_each_can_be_read_in_both_languages(path: Path) -> None:
    reading = read_form(read_file(path, FORMS))
    assert reading.mistakes == ()
    form = reading.questionnaire
    assert form is not None
    assert form.title.en != form.title.fr
    for item in form.items:
        assert (item.label.en != item.label.fr) or item.name == "total_of_six", item.name
        assert not any(f" {sign}" in item.label.fr for sign in ":;?!»"), item.label.fr


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_pyxform_makes_the_same_questions_of_it(path: Path) -> None:
    warnings: list[str] = []
    made = xls2xform.convert(str(path), warnings=warnings)
    assert warnings == []
    form = read_form(read_file(path, FORMS)).questionnaire
    assert form is not None
    for item in form.items:
        assert f"<{item.name}" in made.xform
    assert f'id="{form.form_id}"' in made.xform
    assert f'version="{form.version}"' in made.xform


@pytest.mark.nightly
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_odk_validate_takes_it(path: Path, tmp_path: Path) -> None:
    if shutil.which("java") is None:
        pytest.fail("Java is missing: install it (Debian: apt-get install default-jre-headless).")
    xls2xform.convert(str(path), validate=True)
    lines = [
        {"type": "text", "name": "a", "label::English (en)": "A", "label::Français (fr)": "A",
         "relevant": "nonsense(${a})"}
    ]  # fmt: skip
    broken = a_form(tmp_path, lines)
    with pytest.raises(Exception, match="(?i)nonsense|error"):  # the control
        xls2xform.convert(str(broken), validate=True)


def test_the_satisfaction_survey_has_seven_items_and_the_total_of_six() -> None:
    form = next(one for one in shipped.questionnaires() if "satisfaction" in one.form_id)
    assert len(form.asked()) == 7
    assert [choice.name for choice in form.choices_of(form.asked()[0])] == [
        "5", "4", "3", "2", "1", "not_applicable",
    ]  # fmt: skip
    answers = {**full_answers(form, 1), "social_help": "not_applicable"}
    rules = Answering(form)
    assert rules.problems(answers, TODAY) == {}
    assert rules.finished(answers, TODAY)["total_of_six"] == "20"
    (score,) = profile(form, answers, set(answers)).scores
    assert (score.thousandths, score.answered, score.total) == (750, 6, 7)


def test_the_sustainability_survey_has_three_dimensions_and_no_weights() -> None:
    form = next(one for one in shipped.questionnaires() if "sustainability" in one.form_id)
    best = full_answers(form)
    found = profile(form, best, set(best))
    totals = {one.dimension: one.total for one in found.scores}
    assert totals == {
        Dimension.ECONOMIC: 8, Dimension.SOCIAL: 10, Dimension.PSYCHOSOCIAL: 9, None: 27,
    }  # fmt: skip
    assert found.key is None
    for item in form.asked():
        names = [choice.name for choice in form.choices_of(item)]
        numbers = [int(name) for name in names if name.isdigit()]
        assert numbers == sorted(numbers, reverse=True), "the best answer stands first"
