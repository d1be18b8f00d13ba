"""The main job in the real window, from the first start to the acknowledged batch.

Real widgets, real threads, a real vault with the real key derivation, real papers, a real batch,
the hub's own program and a real PostgreSQL. Only the file dialogs are answered by the test.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication

from intake_app.acts import Role
from intake_app.cases.model import is_case_number
from intake_app.i18n import set_language
from intake_app.packs.model import Dimension
from intake_app.people.model import DocumentKind, ReturnKind, Sex
from intake_app.plans.model import LineForm
from intake_app.search import Question, count
from intake_app.sync.service import BatchState
from intake_app.users import service as users
from intake_app.values import Money, PartialDate, system_clock
from tests.source_code import ROOT
from ui.app import open_window
from ui.demo.hand import PreparedMessages, press, until
from ui.demo.tour import Tour
from ui.language import Language
from ui.main_window import MainWindow

NAMES = ("Kéïta", "Œuvre Aminata", "Hadja Condé", "O00987654")


@pytest.fixture(params=[pytest.param("en", marks=pytest.mark.nightly), "fr"])
def window(
    request: pytest.FixtureRequest, qapp: QApplication, tmp_path: Path
) -> Iterator[MainWindow]:
    """A window without a vault, in English and in French."""
    opened = open_window(qapp, tmp_path / "no vault yet", messages=PreparedMessages())
    opened.resize(1366, 768)
    opened.show()
    screen = Language(qapp)
    screen.switch(request.param)
    yield opened
    opened.close()
    opened.deleteLater()  # with what it hears of the whole program: the clipboard, the keyboard
    screen.switch("en")
    screen.deleteLater()


def a_returnee() -> dict[str, Any]:
    return {
        "family_name": NAMES[0],
        "given_names": NAMES[1],
        "sex": Sex.FEMALE.value,
        "birth": PartialDate.from_edtf("1994~"),
        "nationality": "GN",
        "mother_name": NAMES[2],
        "language": "fr",
        "document_kind": DocumentKind.PASSPORT.value,
        "document_number": NAMES[3],
        "document_country": "GN",
        "phone": "+224622987654",
        "from_country": "FR",
        "kind": ReturnKind.ASSISTED_VOLUNTARY.value,
        "arrived_on": system_clock().date() - timedelta(days=2),
    }


def a_plan() -> dict[str, Any]:
    return {
        "dimension": Dimension.ECONOMIC,
        "goal": "Ouvrir un atelier de couture",
        "activity": "Formation en gestion",
        "responsible": "Cheikh Ndiaye",
        "due": system_clock().date() + timedelta(days=60),
        "package": "post_return",
        "purpose": "Deux machines à coudre",
        "form": LineForm.IN_KIND.value,
        "too_much": Money.of("2000.01", "EUR"),
        "amount": Money.of("1500", "EUR"),
    }


class Hub:
    """Headquarters: the hub's own program on its own database."""

    def __init__(self, folder: Path, dsn: str) -> None:
        self.keys, self.dsn = folder / "keys", dsn
        self.run("init", str(self.keys))

    def run(self, *arguments: str, code: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "intake_app.hub", *arguments],
            env={**os.environ, "INTAKE_HUB_DSN": self.dsn, "INTAKE_HUB_KEYS": str(self.keys)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stderr
        return done.stdout

    def ingest(self, folder: Path) -> dict[str, Any]:
        answer = json.loads(self.run("ingest", str(folder), "--json"))
        (file,) = answer["files"]
        return dict(file)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.dsn) as db:
            return db.execute(sql.encode()).fetchall()


@pytest.mark.postgres
@pytest.mark.timeout(300)
def test_a_returnee_goes_from_the_reception_desk_to_the_hub(
    window: MainWindow, tmp_path: Path, hub_dsn: str
) -> None:
    said: list[str] = []
    messages = window.messages
    assert isinstance(messages, PreparedMessages)
    tour = Tour(window, said.append, messages)
    passphrases = _first_start(tour, tmp_path / "vault")

    # The clerk registers, records the consent, opens the case and finds it again at once.
    tour.lock()
    tour.sign_in(Role.RECEPTION, passphrases[Role.RECEPTION])
    case = tour.consent_and_case(tour.register(a_returnee()))
    tour.give_on_arrival(case)
    number = case.header.number.text()
    assert is_case_number(number)
    assert tour.search("KEITA aminata").list.current().case_number == number

    _plan_is_written_and_approved(tour, passphrases, number)
    papers = _grant_referral_and_papers(tour, passphrases, number)
    _papers_are_in_the_language_of_the_person(papers, number)

    tour.lock()
    tour.sign_in(Role.SUPERVISOR, passphrases[Role.SUPERVISOR])
    assert tour.approve_all() == 1
    _batch_reaches_the_hub_and_is_acknowledged(tour, tmp_path, hub_dsn)
    _nothing_readable_outside(tmp_path)
    _audit_is_whole(tour)


def _plan_is_written_and_approved(tour: Tour, passphrases: dict[Role, str], number: str) -> None:
    """One cent above the ceiling is refused in words; the supervisor approves the rest."""
    tour.lock()
    tour.sign_in(Role.COUNSELLOR, passphrases[Role.COUNSELLOR])
    case = tour.open_found(number)
    refused = tour.write_plan(case, a_plan())
    assert "0.01" in refused.replace(",", ".")
    tour.answer_programme(case, {"riat_number": "RIAT-2026-0077", "other_aid": "Aucune"})
    tour.send_plan(case)
    tour.lock()
    tour.sign_in(Role.SUPERVISOR, passphrases[Role.SUPERVISOR])
    assert tour.approve_all() == 1


def _grant_referral_and_papers(
    tour: Tour, passphrases: dict[Role, str], number: str
) -> dict[str, bytes]:
    tour.lock()
    tour.sign_in(Role.COUNSELLOR, passphrases[Role.COUNSELLOR])
    case = tour.open_found(number)
    tour.request_grant(
        case,
        {
            "amount": Money.of("1200", "EUR"),
            "payment": "supplier",
            "supplier": "Établissements Sylla",
            "purpose": "Achat de deux machines",
        },
    )
    tour.refer(case, "Formation courte en gestion.")
    return tour.issue_papers(case)


def _papers_are_in_the_language_of_the_person(papers: dict[str, bytes], number: str) -> None:
    """French for this person, whatever the screen shows."""
    assert len(papers) == 6
    texts = {
        kind: "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
        for kind, pdf in papers.items()
    }
    for text in texts.values():
        assert number in text
        assert "KÉÏTA" in text
        assert "Signature" in text
    assert "Plan de réintégration" in texts["reintegration_plan"].replace("\u00a0", " ")


def _batch_reaches_the_hub_and_is_acknowledged(tour: Tour, folder: Path, dsn: str) -> None:
    """The same batch twice changes nothing; the receipt comes back."""
    stick = folder / "stick"
    stick.mkdir()
    hub = Hub(folder, dsn)
    tour.meet_hub(stick, hub.keys / "hub-card.json")
    hub.run("enrol", str(next(stick.glob("*.deskcard"))), "--yes")
    tour.send_batch(stick)
    first = hub.ingest(stick)
    assert (first["state"], first["attachments"]) == ("ok", 6)
    records = "SELECT kind, id, revision, received_at FROM record ORDER BY kind, id"
    before = hub.rows(records)
    assert {
        "person",
        "case",
        "plan",
        "grant",
        "given_item",
        "referral",
        "decision",
        "document",
    } <= {kind for kind, *_rest in before}
    tour.write_batch(stick)
    assert hub.ingest(stick)["state"] == "duplicate"
    assert hub.rows(records) == before
    tour.read_receipt(max((stick / "receipts").iterdir()))
    assert tour.outbox().batches.current().state is BatchState.ACKNOWLEDGED


def _first_start(tour: Tour, folder: Path) -> dict[Role, str]:
    supervisor = "gravel tango windmill cobalt puddle"
    wizard = tour.first_start(
        folder,
        {
            "name": "Centre d’accueil de Conakry",
            "country": "GN",
            "code": "CKY",
            "default_pack": "eurp",
            "document_language": "fr",
        },
        {
            "full_name": "Salimata Keita",
            "label": "S.K.",
            "passphrase": supervisor,
            "again": supervisor,
        },
    )
    passphrases = {
        Role.SUPERVISOR: supervisor,
        Role.RECEPTION: tour.add_colleague(wizard, Role.RECEPTION, "Ramata Bah", "R.B."),
        Role.COUNSELLOR: tour.add_colleague(wizard, Role.COUNSELLOR, "Cheikh Ndiaye", "C.N."),
    }
    press(wizard.next)
    until(lambda: tour.window.frame, "the desk")
    _add_service(tour)
    return passphrases


def _add_service(tour: Tour) -> None:
    """The directory is empty in a new office: the supervisor adds a service."""
    tour.add_service("Centre de formation Kaloum", "training")


def _nothing_readable_outside(folder: Path) -> None:
    """No name of the person stands in any file but the papers that were asked for."""
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes().lower()
            for name in NAMES:
                for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                    assert name.lower().encode(encoding) not in content, path.name


def _audit_is_whole(tour: Tour) -> None:
    session = tour.window.session
    assert session is not None
    found: list[Any] = []

    def read() -> tuple[int | None, list[str], int]:
        acts = [line.act for line in users.audit_lines(session)]
        return users.check_audit(session), acts, count(session, Question())

    tour.window.tasks.read(tour.window, read, found.append)
    broken, acts, persons = until(lambda: found, "the audit log")[0]
    assert broken is None
    assert persons == 1
    assert {
        "user.added", "user.signed_in", "user.locked", "person.saved", "consent.given",
        "case.opened", "case.viewed", "item.given", "plan.saved", "plan.submitted", "plan.approved",
        "grant.requested", "grant.approved", "referral.made", "document.issued", "batch.sealed",
        "batch.written", "receipt.read", "hub.enrolled",
    } <= set(acts)  # fmt: skip
    set_language("en")
