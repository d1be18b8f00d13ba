"""First start: the office that the vault belongs to."""

from __future__ import annotations

from collections.abc import Mapping

from intake_app.errors import InvalidInput
from intake_app.formats import language_name
from intake_app.i18n import LANGUAGES, _, language
from intake_app.packs.model import Pack
from intake_app.packs.order import for_country
from intake_app.users.model import NewOffice
from ui.fields.choice import Choice, Option
from ui.fields.choice_list import ChoiceList
from ui.fields.form import Form
from ui.fields.options import countries, programmes
from ui.fields.text_edit import TextLine
from ui.sign_in.wizard_page import WizardPage

CODE_LETTERS = 6


class OfficePage(WizardPage):
    """Name, code, country, address, programme and language of the office."""

    def __init__(self, packs: Mapping[str, Pack]) -> None:
        super().__init__()
        self._packs = packs
        self.form = Form()
        self._add_fields()
        self.form["document_language"].set_value(language())
        self.form["code"].line.textEdited.connect(self._raise_letters)
        self.form["country"].edited.connect(self._suggest)
        self.form.submitted.connect(self.finished)
        self.column.addWidget(self.form, 1)
        self.retranslate()

    def _add_fields(self) -> None:
        self.form.add("name", TextLine(), lambda: _("Name of the office"), required=True, wide=True)
        self.form.add(
            "country",
            ChoiceList(countries),
            lambda: _("Country"),
            required=True,
        )
        self.form.add(
            "code",
            TextLine(CODE_LETTERS),
            lambda: _("Short code"),
            required=True,
            helper=lambda: _("2 to 6 capital letters. It begins every case number."),
        )
        self.form.add(
            "address",
            TextLine(200),
            lambda: _("Address"),
            wide=True,
            helper=lambda: _("As it shall stand on letters."),
        )
        self.form.add(
            "default_pack",
            ChoiceList(self._programmes),
            lambda: _("Programme that most cases belong to"),
            required=True,
        )
        self.form.add(
            "document_language",
            Choice(
                lambda: [Option(code, language_name(code, language())) for code in LANGUAGES],
                may_be_empty=False,
            ),
            lambda: _("Language of papers"),
            helper=lambda: _("It can be changed for each person."),
        )

    def _programmes(self) -> list[Option]:
        return programmes(self._packs.values(), self.form["country"].value() or "")

    def title(self) -> str:
        """What the step is about."""
        return _("Your office")

    def advice(self) -> str:
        """Where the answers appear."""
        return _("This is printed on every paper. A supervisor can change it later.")

    def entered(self) -> None:
        """Begin with the name."""
        self.form.jump_to("name")

    def office(self) -> NewOffice:
        """The office as it stands in the form."""
        values = self.form.values()
        return NewOffice(
            code=values["code"],
            name=values["name"],
            country=values["country"] or "",
            address=values["address"],
            default_pack=values["default_pack"] or "",
            document_language=values["document_language"] or language(),
        )

    def check(self) -> bool:
        """Everything required is there, and the code has the right form."""
        if not self.form.check():
            return False
        try:
            self.office().check()
        except InvalidInput as invalid:
            self.form.show_problems(invalid.problems)
            return False
        return True

    def _raise_letters(self, text: str) -> None:
        line = self.form["code"].line
        place = line.cursorPosition()
        line.setText(text.upper().strip())
        line.setCursorPosition(place)

    def _suggest(self) -> None:
        """The country suggests the code and the programme; what is typed stays."""
        country = self.form["country"].value()
        self.form["default_pack"].retranslate()  # those of the country come first
        if not country:
            return
        if self.form["code"].is_empty():
            self.form["code"].set_value(country)
        if self.form["default_pack"].is_empty():
            best = for_country(self._packs.values(), country)[:1]
            fitting = [pack.id for pack in best if country in pack.office_countries]
            self.form["default_pack"].set_value(fitting[0] if fitting else None)
