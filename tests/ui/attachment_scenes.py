"""The photographs and scans of a person: each kind, adding some, refusing some, looking."""

from __future__ import annotations

from collections.abc import Iterator

from intake_app.attachments.model import AttachmentKind
from intake_app.i18n import _
from intake_app.packs.loader import packs_folder
from intake_app.session import Session
from tests.ui.sample_cases import case_with_attachments, of_a_family
from tests.ui.shown_desk import Desk, Visit
from ui.attachments.sources import of_path


def attachment_scenes(desk: Desk, session: Session) -> Iterator[Visit]:
    """The tab of a case with its questions and mistakes, the viewer, and a person without files."""
    screen = desk.go("case", case_with_attachments(session))
    screen.show_tab("attachments")
    yield desk.here("29-case-attachments")
    tab = screen.tabs.attachments
    sample = packs_folder().parent / "sample"
    wanted = [sample / "card.jpg", *(sample / f"notes ({n}).csv" for n in range(7))]
    tab.take([of_path(path) for path in wanted])
    yield desk.here("29-case-attachments-kind")
    tab.kinds.cancel.click()
    tab.adding.panel.start(_("Choose the files to add"))
    tab.adding.panel.step(1, 3, "card.jpg")
    yield desk.here("29-case-attachments-adding")
    tab.adding.panel.finish()
    tab.refused.show_refused([("notes.csv", _("This file is empty."))] * 7)
    yield desk.here("29-case-attachments-refused")
    tab.refused.clear()
    for row in range(tab.grid.count()):
        tab.grid.setCurrentRow(row)
        if tab.grid.current().attachment.kind in {AttachmentKind.PHOTO, AttachmentKind.CONSENT}:
            tab.open.click()
            yield from desk.dialogs(f"29-case-attachments-{row}")
    tab.remove.click()
    yield from desk.dialogs("29-case-attachments-remove")
    desk.go("attachments", of_a_family(session))
    yield desk.here("29-person-attachments-empty")
