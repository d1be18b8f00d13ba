"""A day of work as a program of its own: ``python -m tests.journeys.whole_day FOLDER``.

Everything that is typed about the person is a word that stands nowhere else. The program ends as a
crash does, in the middle of a form.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from intake_app.acts import Role
from intake_app.drafts import service as drafts
from intake_app.session import Session
from intake_app.settings import device_file
from tests.batches import parties
from tests.journeys import test_main_job as job
from ui.app import open_window
from ui.demo.hand import PreparedMessages, key, type_text, until
from ui.demo.tour import Tour
from ui.main_window import MainWindow
from ui.people.person_form import PersonForm

WORDS = (
    "Zarnaqibe", "Quvolhatra", "Mubexidor", "Wyjofakle", "Pheskodrin", "Okravuzine", "Tlabisquor",
)  # fmt: skip
FAMILY, GIVEN, MOTHER, PASSPORT, GOAL, PURPOSE, UNSAVED = WORDS


def main(folder: Path) -> None:
    """First start, reception, plan, approval, grant, referral, papers, batch, crash."""
    sys.addaudithook(_refuse_internet)
    app = QApplication(["whole day"])
    messages = PreparedMessages()
    window = open_window(app, folder / "vault", settings=device_file(), messages=messages)
    window.resize(1366, 768)
    window.show()
    tour = Tour(window, lambda _said: None, messages)
    passphrases = job._first_start(tour, folder / "vault")
    tour.lock()
    tour.sign_in(Role.RECEPTION, passphrases[Role.RECEPTION])
    person = job.a_returnee() | {
        "family_name": FAMILY, "given_names": GIVEN, "mother_name": MOTHER,
        "document_number": PASSPORT.upper(),
    }  # fmt: skip
    case = tour.consent_and_case(tour.register(person))
    tour.give_on_arrival(case)
    number = case.header.number.text()
    tour.search(FAMILY)
    plan = job.a_plan() | {"goal": GOAL, "purpose": PURPOSE}
    job.a_plan = lambda: plan
    job._plan_is_written_and_approved(tour, passphrases, number)
    job._grant_referral_and_papers(tour, passphrases, number)
    tour.lock()
    tour.sign_in(Role.SUPERVISOR, passphrases[Role.SUPERVISOR])
    stick = folder / "stick"
    stick.mkdir()
    card = folder / "hub-card.json"
    card.write_bytes(parties().hub_card.to_bytes())
    tour.meet_hub(stick, card)
    tour.send_batch(stick)
    tour.lock()
    tour.sign_in(Role.RECEPTION, passphrases[Role.RECEPTION])
    key(tour.desk, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    page = tour.page(PersonForm)
    type_text(page.form["family_name"].focus_target(), UNSAVED)
    session = window.session
    assert session is not None
    kept: list[object] = []
    until(lambda: _drafts(window, session, kept), "the draft", 20)
    assert _internet_sockets() == []
    print(passphrases[Role.RECEPTION], flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


def _internet_sockets() -> list[str]:
    """Sockets of this process that could reach beyond this computer, whoever opened them."""
    ours = {_target(path) for path in Path("/proc/self/fd").iterdir()}
    return [
        line
        for kind in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6")
        for line in Path("/proc/self/net", kind).read_text().splitlines()[1:]
        if f"socket:[{line.split()[9]}]" in ours
    ]


def _target(path: Path) -> str:
    try:
        return os.readlink(path)
    except OSError:  # closed meanwhile
        return ""


def _refuse_internet(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.__new__" and arguments[1] in (socket.AF_INET, socket.AF_INET6):
        raise AssertionError("an internet socket")


def _drafts(window: MainWindow, session: Session, kept: list[object]) -> bool:
    window.tasks.read(window, lambda: drafts.drafts(session), kept.extend)
    return bool(kept)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
