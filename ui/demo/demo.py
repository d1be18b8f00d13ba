"""``make demo``: the sample caseload in the window, or the main job without one.

With a display the window opens, signed in as the role that was asked for. Without one the same
screens are driven offscreen through the whole job, and papers, batch, receipt and pictures are
left in the output folder.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from intake_app import sample
from intake_app.acts import Role
from intake_app.packs.loader import load_packs, packs_folder
from intake_app.packs.model import Dimension
from intake_app.people.model import DocumentKind, ReturnKind, Sex
from intake_app.plans.model import LineForm
from intake_app.settings import DeviceSettings
from intake_app.users.service import looks_like_vault
from intake_app.values import Money, PartialDate, system_clock
from ui.app import application, open_window
from ui.cases.case_screen import CaseScreen
from ui.demo.hand import PreparedMessages, press, settle
from ui.demo.postgres import NoServerError, server
from ui.demo.tour import Tour
from ui.main_window import MainWindow

SIZE = (1366, 768)


def say(words: str) -> None:
    """One line on the console."""
    sys.stdout.write(f"  {words}\n")
    sys.stdout.flush()


def has_display() -> bool:
    """True if a window can be shown."""
    return sys.platform in ("win32", "darwin") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def run_demo(role: str, out: Path, *, offscreen: bool) -> int:
    """Show the sample; returns the exit code."""
    if offscreen or not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        os.environ.setdefault("QT_LOGGING_RULES", "*.warning=false")  # what offscreen cannot do
        return _drive(out.absolute())
    return _show(Role(role), out.absolute())


def _show(role: Role, out: Path) -> int:
    folder = out / "vault"
    if not looks_like_vault(folder):
        say("making the sample caseload (once)")
        sample.make_sample(folder, load_packs(packs_folder()), system_clock().date(), step=say)
    app = application(DeviceSettings())
    window = open_window(app, folder)
    window.show()
    for name, words in sample.PASSPHRASES.items():
        say(f"{name.value}: {words}")
    tour = Tour(window, say, PreparedMessages())
    QTimer.singleShot(0, lambda: tour.sign_in(role, sample.PASSPHRASES[role]))
    return app.exec()


# ---------------------------------------------------------------------------- without a display


class _Camera:
    """Numbers the pictures of the demonstration."""

    def __init__(self, window: MainWindow, out: Path) -> None:
        self._window, self._out, self._number = window, out, 0

    def take(self, name: str) -> None:
        """A picture of the window as it is."""
        settle(0.3)
        self._number += 1
        self._out.mkdir(parents=True, exist_ok=True)
        self._window.grab().save(str(self._out / f"{self._number:02}-{name}.png"))


def _drive(out: Path) -> int:
    shutil.rmtree(out, ignore_errors=True)
    folder = out / "vault"
    say("sample caseload of invented persons")
    sample.make_sample(folder, load_packs(packs_folder()), system_clock().date(), step=say)
    app = application(DeviceSettings())
    messages = PreparedMessages()
    window = open_window(app, folder, messages=messages)
    window.resize(*SIZE)
    window.show()
    tour, camera = Tour(window, say, messages), _Camera(window, out / "pictures")
    camera.take("sign-in")
    number = _reception(tour, camera)
    _counsellor_plans(tour, camera, number)
    _supervisor_approves(tour, camera)
    _counsellor_acts(tour, camera, number, out / "papers")
    _supervisor_sends(tour, camera, out)
    window.close()
    QApplication.processEvents()
    say(f"left in {out}: pictures, papers, the batch and the hub's receipt")
    return 0


def _signed_in(tour: Tour, role: Role) -> None:
    if tour.window.session is not None:
        tour.lock()
    tour.sign_in(role, sample.PASSPHRASES[role])


def _reception(tour: Tour, camera: _Camera) -> str:
    _signed_in(tour, Role.RECEPTION)
    camera.take("cases")
    today = system_clock().date()
    page = tour.register(
        {
            "family_name": "Kéïta",
            "given_names": "Œuvre Aminata",
            "sex": Sex.FEMALE.value,
            "birth": PartialDate.from_edtf("1994~"),
            "nationality": "GN",
            "mother_name": "Hadja Condé",
            "language": "fr",
            "document_kind": DocumentKind.PASSPORT.value,
            "document_number": "O00987654",
            "document_country": "GN",
            "phone": "+224622987654",
            "from_country": "FR",
            "kind": ReturnKind.ASSISTED_VOLUNTARY.value,
            "arrived_on": today - timedelta(days=2),
        }
    )
    camera.take("registered")
    case = tour.consent_and_case(page)
    tour.give_on_arrival(case)
    camera.take("case-opened")
    number = case.header.number.text()
    tour.search("keita am")
    camera.take("found-again")
    return number


def _counsellor_plans(tour: Tour, camera: _Camera, number: str) -> None:
    _signed_in(tour, Role.COUNSELLOR)
    case = tour.open_found(number)
    today = system_clock().date()
    tour.write_plan(
        case,
        {
            "dimension": Dimension.ECONOMIC,
            "goal": "Ouvrir un atelier de couture à Kaloum",
            "activity": "Formation en gestion de petite activité",
            "responsible": "Cheikh Ndiaye",
            "due": today + timedelta(days=60),
            "package": "post_return",
            "purpose": "Deux machines à coudre",
            "form": LineForm.IN_KIND.value,
            "too_much": Money.of("2500", "EUR"),
            "amount": Money.of("1500", "EUR"),
        },
    )
    camera.take("plan")
    tour.answer_programme(case, {"riat_number": "RIAT-2026-0077", "other_aid": "Aucune"})
    tour.send_plan(case)
    camera.take("plan-sent")


def _supervisor_approves(tour: Tour, camera: _Camera) -> None:
    _signed_in(tour, Role.SUPERVISOR)
    tour.go_to("approvals")
    camera.take("approvals")
    say(f"approved: {tour.approve_all()}")


def _counsellor_acts(tour: Tour, camera: _Camera, number: str, papers: Path) -> None:
    _signed_in(tour, Role.COUNSELLOR)
    case = tour.open_found(number)
    tour.request_grant(
        case,
        {
            "amount": Money.of("1200", "EUR"),
            "payment": "supplier",
            "supplier": "Établissements Sylla",
            "purpose": "Achat de deux machines à coudre",
        },
    )
    camera.take("grant")
    tour.refer(case, "Besoin d’une formation courte en gestion.")
    camera.take("referral")
    _papers(tour, case, camera, papers)


def _papers(tour: Tour, case: CaseScreen, camera: _Camera, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for kind, pdf in tour.issue_papers(case).items():
        (folder / f"{kind}.pdf").write_bytes(pdf)
    camera.take("papers")
    press(tour.desk.top.language.buttons["fr"])
    camera.take("papers-en-francais")
    press(tour.desk.top.language.buttons["en"])


def _supervisor_sends(tour: Tour, camera: _Camera, out: Path) -> None:
    _signed_in(tour, Role.SUPERVISOR)
    say(f"approved: {tour.approve_all()}")
    stick = out / "stick"
    stick.mkdir()
    try:
        with server() as dsn:
            hub = _Hub(out / "hub", dsn)
            tour.meet_hub(stick, hub.card())
            hub.enrol(next(stick.glob("*.deskcard")))
            camera.take("outbox")
            tour.send_batch(stick)
            camera.take("batch-written")
            hub.ingest(stick)
            tour.write_batch(stick)  # the same batch again changes nothing
            hub.ingest(stick)
            tour.read_receipt(max((stick / "receipts").iterdir()))
            camera.take("acknowledged")
    except NoServerError as error:
        say(f"the hub is left out: {error}")


class _Hub:
    """The hub's own program, run as headquarters would run it."""

    def __init__(self, keys: Path, dsn: str) -> None:
        self._keys, self._dsn = keys, dsn
        self._run("init", str(keys), "--name", "Headquarters (example)")

    def _run(self, *arguments: str) -> None:
        say(f"hub: {arguments[0]}")
        done = subprocess.run(
            [sys.executable, "-m", "intake_app.hub", *arguments],
            env={**os.environ, "INTAKE_HUB_DSN": self._dsn, "INTAKE_HUB_KEYS": str(self._keys)},
            capture_output=True,
            text=True,
            check=True,
        )
        for line in done.stdout.splitlines():
            say(f"    {line}")

    def card(self) -> Path:
        """The card for the desks."""
        return self._keys / "hub-card.json"

    def enrol(self, card: Path) -> None:
        """Take a desk's card in; the fingerprint was compared."""
        self._run("enrol", str(card), "--yes")

    def ingest(self, folder: Path) -> None:
        """Take what lies in a folder."""
        self._run("ingest", str(folder))
