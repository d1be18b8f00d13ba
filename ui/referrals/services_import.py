"""Reading a list of services in, from a workbook or a CSV file, into the directory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from intake_app.i18n import _, ngettext
from intake_app.referrals import service as referrals
from intake_app.referrals.provider import Provider
from intake_app.referrals.service import ServiceReading
from intake_app.session import Session
from ui.lists.list_import import ImportRow, ImportSource, ListImport, Step
from ui.messages import Messages
from ui.people.background_fields import SPOKEN
from ui.referrals.sectors import Sectors
from ui.tasks import Tasks


class ServicesImport(ListImport):
    """Signals: those of the page; ``imported`` how many services are new."""

    def __init__(self, session: Session, tasks: Tasks, messages: Messages) -> None:
        super().__init__(tasks, messages, _Services(session))


class _Services(ImportSource):
    """A list of services."""

    icon, help_page = "book-user", "referrals"

    def __init__(self, session: Session) -> None:
        self._session, self._sectors = session, Sectors(session)

    def title_words(self, _reading: ServiceReading | None) -> tuple[str, str]:
        return _("Directory"), _("Import a list")

    def invitation(self) -> str:
        return _(
            "Choose a list of services as CSV or Excel workbook (.xlsx), with headings such as"
            " name, kind of help, area, telephone. Nothing is kept before you have looked at it."
        )

    def nothing_words(self) -> str:
        return _("There are no services in this file.")

    def where_words(self) -> str:
        return _("Area")

    def read(self, path: Path, _step: Step) -> ServiceReading:
        return referrals.open_services(self._session, path, SPOKEN)

    def writing(self, reading: ServiceReading, _form: object) -> Callable[[Step], int]:
        return lambda step: referrals.import_services(self._session, reading, step)

    def rows(self, reading: ServiceReading) -> list[ImportRow]:
        return [
            *(self._row(one, _("new: {help}")) for one in reading.fresh),
            *(self._row(one, _("in the directory already")) for one in reading.known),
        ]

    def _row(self, one: Provider, words: str) -> ImportRow:
        said = words.format(help=self._sectors.all_words(one))
        return ImportRow(one.id, one.area, one.name, said, is_wrong=False)

    def found_words(self, reading: ServiceReading) -> str:
        count = len(reading.fresh)
        words = ngettext("{count} service will be added.", "{count} services will be added.", count)
        return words.format(count=count)

    def against(self, reading: ServiceReading | None) -> str:
        wrong = super().against(reading)
        if wrong or reading is None or reading.fresh:
            return wrong
        return _("Everything in this list is in the directory already.")
