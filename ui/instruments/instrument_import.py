"""Reading in a questionnaire, or the key to one: what is in the file, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from intake_app.i18n import _, language, ngettext
from intake_app.instruments import service as instruments
from intake_app.instruments.key import COMPLETENESS, KeyReading
from intake_app.instruments.model import Instrument, Item, Kind, Questionnaire
from intake_app.instruments.service import Key
from intake_app.instruments.xlsform import Mistake, Reading
from intake_app.session import Session
from intake_app.words import word
from ui.fields.form import Form
from ui.fields.text_edit import NumberEdit, TextLine
from ui.lists.list_import import ImportRow, ImportSource, ListImport, Step
from ui.messages import Messages
from ui.tasks import Tasks


class InstrumentImport(ListImport):
    """With an ``instrument`` it is the key to that.

    Signals: those of the page; ``imported`` the questionnaire or the key.
    """

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        messages: Messages,
        instrument: Instrument | None = None,
    ) -> None:
        source = _KeyFile(session, instrument) if instrument else _FormFile(session)
        super().__init__(tasks, messages, source)


class _File(ImportSource):
    """What both have in common."""

    icon, help_page, tells_all = "clipboard-list", "questionnaires", True

    def __init__(self, session: Session) -> None:
        self._session = session

    def nothing_words(self) -> str:
        return _("There is nothing in this file.")

    def where_words(self) -> str:
        return _("Place in the file")

    def start_words(self) -> str:
        return _("Import")

    def place_words(self, mistake: Mistake) -> str:
        if not mistake.sheet:
            return _("line {line}").format(line=mistake.row)
        if not mistake.row:
            return mistake.sheet
        return _("{sheet}, row {row}").format(sheet=mistake.sheet, row=mistake.row)

    def against(self, reading: Reading | KeyReading | None) -> str:
        if reading is None:
            return _("Choose a file first.")
        wrong = len(reading.mistakes)
        words = ngettext(
            "{count} thing cannot be read. Correct it in the file and choose it again.",
            "{count} things cannot be read. Correct them in the file and choose it again.",
            wrong,
        )
        return words.format(count=wrong) if wrong else ""


class _FormFile(_File):
    """An XLSForm."""

    def title_words(self, _reading: Reading | None) -> tuple[str, str]:
        return _("Import a questionnaire"), ""

    def invitation(self) -> str:
        return _(
            "Choose an XLSForm (.xlsx), as it is made for Kobo or ODK. Nothing is kept before"
            " you have looked at it."
        )

    def choosing(self) -> tuple[str, list[tuple[str, str]]]:
        return _("Choose the file"), [(_("Excel workbooks"), "*.xlsx")]

    def read(self, path: Path, _step: Step) -> Reading:
        return instruments.open_form(self._session, path)

    def writing(self, reading: Reading, _form: Form) -> Callable[[Step], Instrument]:
        return lambda _step: instruments.import_form(self._session, reading)

    def rows(self, reading: Reading) -> list[ImportRow]:
        form = _form_of(reading)
        return [
            ImportRow(
                item.name,
                item.name,
                item.label.in_(language()),
                _kind_words(form, item),
                is_wrong=False,
            )
            for item in form.items
        ]

    def found_words(self, reading: Reading) -> str:
        form = _form_of(reading)
        count = len(form.asked())
        words = ngettext(
            "{title}, version {version}: {count} question",
            "{title}, version {version}: {count} questions",
            count,
        )
        return words.format(title=form.title.in_(language()), version=form.version, count=count)


class _KeyFile(_File):
    """What the answers of a questionnaire are worth."""

    def __init__(self, session: Session, instrument: Instrument) -> None:
        super().__init__(session)
        self._instrument = instrument

    def title_words(self, _reading: KeyReading | None) -> tuple[str, str]:
        return _("Import a key"), self._instrument.title.in_(language())

    def invitation(self) -> str:
        return _(
            "Choose the key as CSV or Excel workbook (.xlsx): a line for each answer with question,"
            " answer, score, dimension, weight and composite_weight."
        )

    def choosing(self) -> tuple[str, list[tuple[str, str]]]:
        return _("Choose the file"), [(_("Lists"), "*.xlsx *.csv")]

    def add_questions(self, form: Form) -> str:
        form.add(
            "source",
            TextLine(instruments.LONGEST_SOURCE),
            lambda: _("Where the key comes from"),
            required=True,
            wide=True,
            helper=lambda: _("For example: key of IOM, letter of 3 March 2026"),
        )
        form.add(
            "completeness",
            NumberEdit(1, 100, lambda: "%"),
            lambda: _("Least part of the questions answered"),
            required=True,
            wide=True,
            helper=lambda: _("With fewer answers no score is shown."),
        )
        form["completeness"].set_value(COMPLETENESS)
        return "source"

    def read(self, path: Path, _step: Step) -> KeyReading:
        return instruments.open_key(self._session, path, self._instrument.id)

    def writing(self, reading: KeyReading, form: Form) -> Callable[[Step], Key]:
        source, least = form["source"].value(), form["completeness"].value()
        return lambda _step: instruments.import_key(
            self._session, self._instrument.id, reading, source, least
        )

    def rows(self, reading: KeyReading) -> list[ImportRow]:
        return [
            ImportRow(
                item.question,
                word("dimension", item.dimension),
                self._label(item.question),
                ngettext(
                    "weight {weight}, {count} answer",
                    "weight {weight}, {count} answers",
                    len(item.scores),
                ).format(weight=item.weight, count=len(item.scores)),
                is_wrong=False,
            )
            for item in reading.items
        ]

    def _label(self, name: str) -> str:
        item = self._instrument.questionnaire.item(name)
        return item.label.in_(language()) if item else name

    def found_words(self, reading: KeyReading) -> str:
        count = len(reading.items)
        words = ngettext("A key for {count} question", "A key for {count} questions", count)
        return words.format(count=count)


def _form_of(reading: Reading) -> Questionnaire:
    assert reading.questionnaire is not None, "there is no mistake in it"
    return reading.questionnaire


def _kind_words(form: Questionnaire, item: Item) -> str:
    if item.kind is Kind.GROUP:
        return _("a group of questions")
    if item.choices:
        return " · ".join(one.label.in_(language()) for one in form.choices_of(item))
    return word("question", item.kind)
