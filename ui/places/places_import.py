"""Reading a list of places in: the file, what is in it, and what is wrong with which line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from intake_app.formats import country_name, format_number
from intake_app.i18n import _, language
from intake_app.places import service as places
from intake_app.places.model import MOST_VERSION
from intake_app.places.service import PlaceList, Reading
from intake_app.session import Session
from ui.fields.form import Form
from ui.fields.text_edit import TextLine
from ui.lists.list_import import ImportRow, ImportSource, ListImport, Step
from ui.messages import Messages
from ui.tasks import Tasks


class PlacesImport(ListImport):
    """Signals: those of the page; ``imported`` the new list (PlaceList)."""

    def __init__(self, session: Session, tasks: Tasks, messages: Messages) -> None:
        super().__init__(tasks, messages, _Places(session))


class _Places(ImportSource):
    """A list of places, with its version and who publishes it."""

    icon, help_page = "map-pin", "places"

    def __init__(self, session: Session) -> None:
        self._session = session

    def title_words(self, reading: Reading | None) -> tuple[str, str]:
        where = country_name(reading.country, language()) if reading and reading.country else ""
        return _("Import places"), where

    def invitation(self) -> str:
        return _(
            "Choose the list as CSV or Excel workbook (.xlsx): a line for each place with"
            " code, level and name, or a table of COD-AB as it is published. Nothing is"
            " kept before you have looked at it."
        )

    def nothing_words(self) -> str:
        return _("There are no places in this file.")

    def add_questions(self, form: Form) -> str:
        form.add(
            "version",
            TextLine(MOST_VERSION),
            lambda: _("Version"),
            required=True,
            wide=True,
            helper=lambda: _("As its publisher calls it, or the month: 2024-01"),
        )
        form.add("source", TextLine(160), lambda: _("Who publishes it"), wide=True)
        return "version"

    def read(self, path: Path, step: Step) -> Reading:
        return places.open_list(self._session, path, step)

    def writing(self, reading: Reading, form: Form) -> Callable[[Step], PlaceList]:
        version, source = form["version"].value(), form["source"].value()
        return lambda step: places.import_list(self._session, reading, version, source, step)

    def rows(self, reading: Reading) -> list[ImportRow]:
        names = {place.code: place.name(language()) for place in reading.places}
        kinds = {level: _kind(reading.country, level) for level in reading.levels()}
        inside = _("{kind}, in {region}")
        return [
            ImportRow(
                place.code,
                place.code,
                names[place.code],
                inside.format(kind=kinds[place.level], region=names[place.parent])
                if place.parent
                else kinds[place.level],
                is_wrong=False,
            )
            for place in reading.places
        ]

    def found_words(self, reading: Reading) -> str:
        return counted_levels(reading.country, reading.levels().items())


def _kind(country: str, level: int) -> str:
    return places.level_name(country, level) or _("level {level}").format(level=level)


def counted_levels(country: str, counts: Iterable[tuple[int, int]]) -> str:
    """``24 × governorate, 264 × delegation``: in the country's own words for its levels."""
    return ", ".join(
        _("{count} × {kind}").format(
            count=format_number(count, language()), kind=_kind(country, level)
        )
        for level, count in counts
    )
