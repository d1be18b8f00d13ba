"""Reading an XLSForm file: all of it, or a list of what this desk does not read, line by line.

The part of XLSForm that is read is declared here: types, columns, settings. Everything else is
refused by its name, with the sheet and the row where it stands. A form that is taken says the same
here as in Kobo or ODK.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from intake_app.i18n import _
from intake_app.instruments.answering import circle, dependencies, wrong_answer
from intake_app.instruments.expressions import ExpressionRefused, parsed
from intake_app.instruments.model import (
    NO_TEXT,
    Choice,
    Item,
    Kind,
    Questionnaire,
    names_in,
)
from intake_app.packs.words import Text
from intake_app.sheets.listfile import ListFile
from intake_app.sheets.refusals import ListRefused
from intake_app.sheets.workbook import FORMULA, MOST_TEXT, Sheet
from intake_app.values import clean_text

MOST_ITEMS = 400
MOST_CHOICES = 1_500
MOST_MISTAKES = 200
"""After so many the file is another thing than an XLSForm."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,63}", re.ASCII)
_CHOICE_NAME = re.compile(r"[A-Za-z0-9_.-]{1,64}", re.ASCII)
_FORM_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,79}", re.ASCII)

_LANGUAGES = {"en", "fr"}
_TEXTS = {"label", "hint", "constraint_message"}
_COLUMNS = {
    "type": "type", "name": "name", "relevant": "relevant", "constraint": "constraint",
    "required": "required", "calculation": "calculation", "default": "default",
    "read_only": "readonly", "readonly": "readonly",
}  # fmt: skip
_CHOICE_COLUMNS = {"list_name": "list_name", "list name": "list_name", "name": "name"}
_SETTINGS = {"form_title", "form_id", "version", "default_language"}
_PLAIN = {"text", "integer", "decimal", "date", "note", "calculate"}
_BEGIN, _END = {"begin_group", "begin group"}, {"end_group", "end group"}
_YES, _NO = {"yes", "true", "true()"}, {"", "no", "false", "false()"}


@dataclass(frozen=True)
class Mistake:
    """What is wrong, and where: the sheet, its row from 1 (0: the sheet as a whole), the words."""

    sheet: str
    row: int
    words: str
    sentence: str


@dataclass(frozen=True)
class Reading:
    """What is in a file: a questionnaire, or what is wrong with it."""

    questionnaire: Questionnaire | None
    mistakes: tuple[Mistake, ...]


@dataclass
class _Notes:
    """The mistakes so far."""

    found: list[Mistake] = field(default_factory=list)

    def add(self, sheet: str, row: int, words: str, sentence: str) -> None:
        if len(self.found) < MOST_MISTAKES:
            self.found.append(Mistake(sheet, row, words[:80], sentence))


@dataclass(frozen=True)
class _Row:
    """A filled line of a sheet: its number from 1 and its cells by column; texts by language."""

    number: int
    cells: Mapping[str, str]
    texts: Mapping[str, Mapping[str, str]]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def text(self, column: str) -> Text:
        """In both languages; what is said in one language only is said so in both."""
        said = self.texts.get(column, {})
        both = said.get("", "")
        english = said.get("en", "") or both or said.get("fr", "")
        return Text(english, said.get("fr", "") or both or said.get("en", ""))

    def lacks(self, column: str) -> list[str]:
        """The languages of this column in which nothing is said."""
        said = self.texts.get(column, {})
        return [code for code, words in said.items() if not words] if any(said.values()) else []


def read_form(file: ListFile) -> Reading:
    """The questionnaire of a file, or all that is wrong with it. Raises ListRefused."""
    if not file.is_workbook:
        raise ListRefused(_("Only .xlsx files are read here. Save the form as an Excel workbook."))
    notes = _Notes()
    found = _known_sheets(file, notes)
    if "survey" not in found:
        raise ListRefused(
            _("This workbook has no sheet “survey”: it is not an XLSForm. Choose another file.")
        )
    choices = _choices(_rows(found.get("choices"), _CHOICE_COLUMNS, notes), notes)
    settings = _settings(found.get("settings"), notes)
    items = _Items(choices, notes)
    for row in _rows(found["survey"], _COLUMNS, notes):
        items.read(row)
    items.finish()
    if notes.found:
        return Reading(None, tuple(notes.found))
    used = {item.choices for item in items.items}
    return Reading(
        Questionnaire(
            settings["form_id"],
            settings["version"],
            _title(settings["form_title"]),
            tuple(items.items),
            {name: tuple(some) for name, some in choices.items() if name in used},
        ),
        (),
    )


def _title(text: str) -> Text:
    """XLSForm has one title; “English / Français” gives one to each language."""
    english, _slash, french = text.partition(" / ")
    return Text(english.strip(), french.strip() or english.strip())


def _known_sheets(file: ListFile, notes: _Notes) -> dict[str, Sheet]:
    found: dict[str, Sheet] = {}
    for sheet in file.sheets():
        name = sheet.name.strip().lower()
        if name in ("survey", "choices", "settings"):
            found[name] = sheet
        elif any(any(row) for row in sheet.rows):
            said = _("This sheet is not read at this desk. Take it out of the file.")
            notes.add(sheet.name, 0, sheet.name, said)
    return found


# ---------------------------------------------------------------------------- columns and cells


def _rows(sheet: Sheet | None, known: Mapping[str, str], notes: _Notes) -> Iterator[_Row]:
    """The filled lines of a sheet below its first, with what its columns are called."""
    if sheet is None or not sheet.rows:
        return
    columns = [_column(sheet.name, head, known, notes) for head in sheet.rows[0]]
    for number, cells in enumerate(sheet.rows[1:], start=2):
        if any(cells):
            yield _row(sheet.name, number, cells, columns, notes)


def _column(
    sheet: str, head: str, known: Mapping[str, str], notes: _Notes
) -> tuple[str, str] | None:
    """Which column it is, and in which language; None if it is not read."""
    name, _colons, tongue = (part.strip() for part in head.partition("::"))
    name = name.lower()
    if not tongue and name in known:
        return known[name], ""
    if name in _TEXTS and (name == "label" or "type" in known):
        code = re.fullmatch(r".*\(\s*([A-Za-z-]+)\s*\)", tongue)
        if not tongue or (code and code[1].lower() in _LANGUAGES):
            return name, code[1].lower() if code else ""
        words = _(
            "Only English (en) and French (fr) are shown at this desk: “label::English (en)”."
        )
        notes.add(sheet, 1, head, words)
    elif head:
        notes.add(sheet, 1, head, _("This column is not read at this desk."))
    return None


def _row(
    sheet: str,
    number: int,
    cells: list[str],
    columns: list[tuple[str, str] | None],
    notes: _Notes,
) -> _Row:
    plain: dict[str, str] = {}
    texts: dict[str, dict[str, str]] = {
        column[0]: {} for column in columns if column and column[0] in _TEXTS
    }
    for place, column in enumerate(columns):
        cell = clean_text(cells[place]) if place < len(cells) else ""
        if cell == FORMULA:
            notes.add(sheet, number, "", _("A cell holds a formula. Put its result there."))
        elif len(cell) >= MOST_TEXT:
            notes.add(sheet, number, cell, _("This text is too long."))
        if column and column[0] in _TEXTS:
            texts[column[0]][column[1]] = cell
        elif column:
            plain[column[0]] = cell
        # a column that is not read was named once, in the first row
    if any(cells[len(columns) :]):
        notes.add(sheet, number, "", _("There is something in a column without a name."))
    return _Row(number, plain, texts)


def _said_in_both(sheet: str, row: _Row, notes: _Notes) -> None:
    """What is said in one language of the form has to be said in the other."""
    for column in row.texts:
        for code in row.lacks(column):
            words = _("“{column}” is missing in one language ({code}).")
            notes.add(sheet, row.number, row["name"], words.format(column=column, code=code or "–"))


def _settings(sheet: Sheet | None, notes: _Notes) -> dict[str, str]:
    found = dict.fromkeys(_SETTINGS, "")
    rows = sheet.rows if sheet else []
    heads = [head.strip().lower() for head in rows[0]] if rows else []
    cells = rows[1] if len(rows) > 1 else []
    for place, head in enumerate(heads):
        if head in _SETTINGS:
            found[head] = clean_text(cells[place]) if place < len(cells) else ""
        elif head:
            notes.add("settings", 1, head, _("This setting is not read at this desk."))
    for number, row in enumerate(rows[2:], start=3):
        if any(row):
            notes.add("settings", number, "", _("The settings have one line only."))
    if FORMULA in found.values():
        notes.add("settings", 2, "", _("A cell holds a formula. Put its result there."))
    if not _FORM_ID.fullmatch(found["form_id"]):
        said = _("The form needs an id in the column “form_id”: letters, digits and “_”.")
        notes.add("settings", 2, found["form_id"], said)
    if not found["version"] or len(found["version"]) > 40:
        said = _("The form needs a version in the column “version”, for example 2026-11.")
        notes.add("settings", 2, found["version"], said)
    if not found["form_title"] or len(found["form_title"]) > 160:
        said = _("The form needs a title in the column “form_title”.")
        notes.add("settings", 2, found["form_title"], said)
    return found


def _choices(rows: Iterator[_Row], notes: _Notes) -> dict[str, list[Choice]]:
    lists: dict[str, list[Choice]] = {}
    for number, row in enumerate(rows):
        name, some = row["name"], lists.setdefault(row["list_name"], [])
        if number >= MOST_CHOICES:
            notes.add("choices", row.number, "", _("There are too many choices."))
            break
        if not row["list_name"]:
            notes.add("choices", row.number, name, _("The name of its list is missing."))
        if not _CHOICE_NAME.fullmatch(name):
            said = _("A choice needs a name of letters, digits and “_”, without spaces.")
            notes.add("choices", row.number, name, said)
        elif any(one.name == name for one in some):
            notes.add("choices", row.number, name, _("This name stands in the list twice."))
        if not row.text("label").en:
            notes.add("choices", row.number, name, _("The label is missing."))
        _said_in_both("choices", row, notes)
        some.append(Choice(name, row.text("label")))
    return lists


# ---------------------------------------------------------------------------- the questions


class _Items:
    """The lines of the survey, read one after the other."""

    def __init__(self, choices: Mapping[str, list[Choice]], notes: _Notes) -> None:
        self.items: list[Item] = []
        self._rows: dict[str, int] = {}
        self._choices, self._notes = choices, notes
        self._open: list[tuple[str, int]] = []

    def read(self, row: _Row) -> None:
        """One line."""
        if len(self.items) >= MOST_ITEMS:
            if len(self.items) == MOST_ITEMS:
                self._note(row, _("There are too many questions."))
            return
        kind = " ".join(row["type"].split())
        if kind.lower() in _END:
            if self._open:
                self._open.pop()
            else:
                self._note(row, _("There is no group open that could end here."))
            return
        found = self._kind(row, kind)
        item = self._item(row, *found) if found else None
        if found and found[0] is Kind.GROUP:
            self._open.append((row["name"], row.number))
        if item is not None:
            self._rows.setdefault(item.name, row.number)
            self.items.append(item)

    def _kind(self, row: _Row, kind: str) -> tuple[Kind, str] | None:
        word, _space, rest = kind.partition(" ")
        if kind.lower() in _BEGIN:
            return Kind.GROUP, ""
        if kind.lower() in _PLAIN:
            return Kind(kind.lower()), ""
        if word.lower() in ("select_one", "select_multiple") and rest and " " not in rest:
            if rest not in self._choices:
                words = _("The sheet “choices” has no list “{name}”.")
                self._note(row, words.format(name=rest[:40]))
            return Kind(word.lower()), rest
        words = _("The type “{type}” is not read at this desk.")
        self._note(row, words.format(type=kind[:40]) if kind else _("The type is missing."))
        return None

    def _item(self, row: _Row, kind: Kind, choices: str) -> Item | None:
        name = row["name"]
        if not _NAME.fullmatch(name):
            said = _(
                "A question needs a name of letters, digits and “_” that begins with a letter."
            )
            self._note(row, said)
            return None
        if name in self._rows:
            self._note(row, _("This name stands in the form twice."))
        if kind is not Kind.CALCULATE and kind is not Kind.GROUP and not row.text("label").en:
            self._note(row, _("The label is missing."))
        if kind is Kind.CALCULATE and not row["calculation"]:
            self._note(row, _("The calculation is missing."))
        if kind is not Kind.CALCULATE and row["calculation"]:
            self._note(row, _("Only lines of the type “calculate” have a calculation here."))
        if kind is Kind.GROUP and (row["constraint"] or row["required"] or row["default"]):
            self._note(row, _("A group has no constraint, no default and is not required."))
        _said_in_both("survey", row, self._notes)
        item = Item(
            name,
            kind,
            row.text("label"),
            row.text("hint"),
            choices,
            self._open[-1][0] if self._open else "",
            row["relevant"],
            row["constraint"],
            row.text("constraint_message") if row["constraint"] else NO_TEXT,
            self._yes_or_expression(row["required"]),
            row["calculation"] if kind is Kind.CALCULATE else "",
            row["default"],
            self._yes(row),
        )
        self._check_default(row, item)
        return item

    def _yes_or_expression(self, text: str) -> str:
        word = text.lower()
        return "true()" if word in _YES else "" if word in _NO else text

    def _yes(self, row: _Row) -> bool:
        word = row["readonly"].lower()
        if word not in _YES | _NO:
            self._note(row, _("The column “read_only” takes only yes or no."))
        return word in _YES

    def _check_default(self, row: _Row, item: Item) -> None:
        if not item.default or (item.kind is Kind.DATE and item.default == "today()"):
            return
        if not item.is_asked:
            self._note(row, _("Only questions have a default."))
        elif wrong := wrong_answer(item, item.default, tuple(self._choices.get(item.choices, ()))):
            words = _("The default does not fit: {why}")
            self._note(row, words.format(why=wrong))

    def finish(self) -> None:
        """What can only be said about the form as a whole."""
        for name, number in self._open:
            self._notes.add("survey", number, name, _("This group is never closed."))
        if not any(item.is_asked for item in self.items) and not self._notes.found:
            self._notes.add("survey", 0, "", _("There is no question in this form."))
        for item in self.items:
            self._check_expressions(item)
            self._check_names(item, set().union(*map(names_in, item.texts())))
        if not self._notes.found:
            self._check_circles()

    def _check_expressions(self, item: Item) -> None:
        columns: dict[str, Callable[[Item], str]] = {
            "relevant": lambda one: one.relevant,
            "constraint": lambda one: one.constraint,
            "required": lambda one: one.required,
            "calculation": lambda one: one.calculation,
        }
        for column, take in columns.items():
            if not (text := take(item)):
                continue
            try:
                expression = parsed(text)
            except ExpressionRefused as error:
                self._at(item, f"{column}: {text}", error.sentence)
                continue
            self._check_names(item, set(expression.names))
            if expression.is_own and column != "constraint":
                self._at(item, f"{column}: {text}", _("“.” has a meaning in a constraint only."))

    def _check_names(self, item: Item, names: set[str]) -> None:
        kinds = {one.name: one.kind for one in self.items}
        for name in sorted(names):
            if kinds.get(name, Kind.GROUP) in (Kind.GROUP, Kind.NOTE):
                words = _("There is no question “{name}” in this form.")
                self._at(item, item.name, words.format(name=name[:40]))

    def _check_circles(self) -> None:
        names = circle(dependencies(self.items))
        if names:
            words = _("These lines wait for each other: {names}.")
            said = words.format(names=", ".join(names[:8]))
            self._notes.add("survey", self._rows[names[0]], names[0], said)

    def _at(self, item: Item, words: str, sentence: str) -> None:
        self._notes.add("survey", self._rows[item.name], words, sentence)

    def _note(self, row: _Row, sentence: str) -> None:
        self._notes.add("survey", row.number, row["name"] or row["type"], sentence)
