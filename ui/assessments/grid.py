"""The questions of an assessment in a form, and the way between the answers and the record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from intake_app.assessments.model import (
    CELLS,
    MOST_LETTERS,
    Assessment,
    Feasible,
    Moment,
    Prospect,
    Side,
    Skill,
    SkillLevel,
    Wish,
)
from intake_app.i18n import _
from intake_app.packs.model import Dimension
from intake_app.session import Session
from intake_app.values import new_id
from intake_app.words import word
from ui.cards import SectionTitle
from ui.fields.choice import Choice
from ui.fields.date_edit import DayEdit
from ui.fields.form import Form
from ui.fields.options import words_of
from ui.fields.rows import Column, Rows
from ui.fields.text_edit import TextBlock, TextLine
from ui.fields.typed_text import put_text
from ui.plain import Words


class Grid(Form):
    """When and by whom, the feasibility grid, skills, opportunities and risks."""

    def __init__(self, session: Session, assessment: Assessment) -> None:
        super().__init__()
        self._assessment = assessment
        today = session.today
        self.add_section("made", lambda: _("Assessment"))
        self.add("made_on", DayEdit(today, latest=today()), lambda: _("Made on"), required=True)
        self.add("made_by", TextLine(), lambda: _("Made by"), required=True, helper=self._by_whom)
        self._add_wishes()
        self._add_skills()
        self._add_prospects()
        self._show(assessment)

    def _by_whom(self) -> str:
        if self._assessment.moment is Moment.BEFORE_RETURN:
            return _("The colleagues abroad who made it, and their organisation.")
        return ""

    def _add_wishes(self) -> None:
        self.add_section("wishes", lambda: _("Wishes"))
        columns = (
            Column("text", TextLine, lambda: _("What the person wants"), wide=True),
            Column("helps", _block, lambda: _("What helps")),
            Column("hinders", _block, lambda: _("What hinders")),
            Column(
                "feasible",
                lambda: Choice(lambda: words_of("feasible")),
                lambda: _("Can it be done?"),
            ),
            Column("why", TextLine, lambda: _("Why, or why not")),
        )
        rows = Rows(columns, lambda: _("Wish"), lambda: _("Add a wish"), is_ordered=True)
        self.add("wishes", rows, lambda: _("Wishes, and whether they are feasible"), wide=True)

    def _add_skills(self) -> None:
        self.add_section("skills", lambda: _("Skills"))
        columns = (
            Column("text", TextLine, lambda: _("What the person can do")),
            Column("level", lambda: Choice(lambda: words_of("skill")), lambda: _("How well")),
            Column("evidence", TextLine, lambda: _("How the office knows")),
            Column("certificate", TextLine, lambda: _("Certificate, place and year")),
        )
        rows = Rows(columns, lambda: _("Skill"), lambda: _("Add a skill"), is_ordered=True)
        self.add("skills", rows, lambda: _("Skills"), wide=True)

    def _add_prospects(self) -> None:
        self.add_section("prospects", lambda: _("Opportunities and risks"))
        columns = (
            Column("text", TextLine, lambda: _("What it is"), wide=True),
            Column("action", TextLine, lambda: _("What will be done"), wide=True),
        )
        for dimension in Dimension:
            self.add_widget(SectionTitle(_worder("dimension", dimension)))
            for side in Side:
                what, more = _worder("prospect", side), _adder(side)
                name = _cell(dimension, side)
                self.add(name, Rows(columns, what, more), _many(side))

    def first(self) -> QWidget:
        """The first question, for the keyboard."""
        return self._fields["made_on"]

    # ------------------------------------------------------------------ record ↔ answers

    def _show(self, one: Assessment) -> None:
        values: dict[str, Any] = {
            "made_on": one.made_on,
            "made_by": one.made_by,
            "wishes": [vars(wish) for wish in one.wishes],
            "skills": [vars(skill) for skill in one.skills],
        }
        for dimension, side in CELLS:
            cell = one.prospects_of(dimension, side)
            values[_cell(dimension, side)] = [
                {"id": entry.id, "text": entry.text, "action": entry.action} for entry in cell
            ]
        self.set_values(values)

    def assessment(self) -> Assessment:
        """The assessment as typed. ``check()`` must have been true."""
        values = self.values()
        return replace(
            self._assessment,
            made_on=values["made_on"],
            made_by=values["made_by"],
            wishes=tuple(_wish(row) for row in values["wishes"]),
            skills=tuple(_skill(row) for row in values["skills"]),
            prospects=tuple(
                Prospect(_id(row), dimension, side, row["text"], row["action"])
                for dimension, side in CELLS
                for row in values[_cell(dimension, side)]
            ),
        )

    def retype(self, texts: Mapping[str, str]) -> None:
        """Put the answers of a draft back."""
        for key, text in texts.items():
            if key in self._fields:
                put_text(self[key], text)


def _block() -> TextBlock:
    return TextBlock(MOST_LETTERS, lines=2)


def _wish(row: Mapping[str, Any]) -> Wish:
    feasible = Feasible(row["feasible"]) if row["feasible"] else None
    return Wish(_id(row), row["text"], row["helps"], row["hinders"], feasible, row["why"])


def _skill(row: Mapping[str, Any]) -> Skill:
    level = SkillLevel(row["level"]) if row["level"] else None
    return Skill(_id(row), row["text"], level, row["evidence"], row["certificate"])


def _id(row: Mapping[str, Any]) -> str:
    return str(row.get("id") or new_id())


def _cell(dimension: Dimension, side: Side) -> str:
    return f"{dimension}_{side}"


def _worder(group: str, code: str) -> Words:
    return lambda: word(group, code)


def _adder(side: Side) -> Words:
    if side is Side.OPPORTUNITY:
        return lambda: _("Add an opportunity")
    return lambda: _("Add a risk")


def _many(side: Side) -> Callable[[], str]:
    return (lambda: _("Opportunities")) if side is Side.OPPORTUNITY else (lambda: _("Risks"))
