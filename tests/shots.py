"""Pictures of every screen and document, to be looked at: ``make shots``.

English and French, light and dark, 100 % and 150 % font, at 1366 × 768, from the sample caseload.
``python -m tests.shots case`` takes only those whose name contains the word.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pypdfium2
from PySide6.QtWidgets import QApplication, QWidget

from intake_app import sample, search
from intake_app.acts import Role
from intake_app.documents import service as documents
from intake_app.grants import service as grants
from intake_app.packs.loader import load_packs, packs_folder
from intake_app.plans import service as plans
from intake_app.referrals import service as referrals
from intake_app.session import Session
from intake_app.users import service as users
from intake_app.vault.vault import logins_of
from tests.source_code import ROOT
from tests.ui.direct_tasks import DirectTasks
from tests.ui.scripted_messages import ScriptedMessages
from ui.demo.hand import settle, type_text
from ui.language import Language
from ui.main_window import MainWindow
from ui.style import dress

OUT = ROOT / "shots"
SIZE = (1366, 768)
LEVELS = ("light", "dark", "big")


@dataclass(frozen=True)
class Variant:
    """One way the program can look."""

    language: str
    dark: bool
    scale: float

    @property
    def name(self) -> str:
        look = "big" if self.scale > 1 else "dark" if self.dark else "light"
        return f"{self.language}-{look}"


VARIANTS = [
    Variant(language, dark, scale)
    for language in ("en", "fr")
    for dark, scale in ((False, 1.0), (True, 1.0), (False, 1.5))
]


class Camera:
    """The window with the sample caseload, signed in as a role, and the folder for pictures."""

    def __init__(self, folder: Path, variant: Variant, only: str) -> None:
        self.folder, self.variant, self._only = folder, variant, only
        self.packs = load_packs(packs_folder())
        app = QApplication.instance() or QApplication(["shots"])
        assert isinstance(app, QApplication)
        dress(app, dark=variant.dark, scale=variant.scale)
        self.tasks, self.messages = DirectTasks(), ScriptedMessages()
        self.language = Language(app)
        self.language.switch(variant.language)
        self.window = MainWindow(self.tasks, self.messages, self.language, self.packs, folder)
        self.window.resize(*SIZE)
        self.window.show()

    def take(self, name: str, widget: QWidget | None = None) -> None:
        """One picture of the window, or of one widget."""
        if self._only not in name:
            return
        settle()
        target = OUT / self.variant.name / f"{name}.png"
        target.parent.mkdir(parents=True, exist_ok=True)
        (widget or self.window).grab().save(str(target))

    @contextmanager
    def signed_in(self, role: Role) -> Iterator[Session]:
        """The desk as this role sees it."""
        login = next(login for login in logins_of(self.folder) if login.role is role)
        session = users.sign_in(self.folder, login.id, sample.PASSPHRASES[role], self.packs)
        self.window.open_desk(session)
        yield session
        self.window.lock()

    def close(self) -> None:
        self.window.close()
        self.language.switch("en")
        assert self.tasks.errors == [], self.tasks.errors


# ---------------------------------------------------------------------------- scenes


def gate(camera: Camera) -> None:
    """Signing in, and the first start."""
    camera.take("01-sign-in")
    wizard_window = MainWindow(camera.tasks, camera.messages, camera.language, camera.packs, None)
    wizard_window.resize(*SIZE)
    wizard_window.show()
    wizard = wizard_window.gate
    assert wizard is not None
    camera.take("02-first-start-welcome", wizard_window)
    for number, name in ((1, "office"), (2, "supervisor"), (3, "folder")):
        wizard._show_page(number)  # type: ignore[attr-defined]
        camera.take(f"03-first-start-{name}", wizard_window)
    wizard_window.hide()
    wizard_window.deleteLater()


def reception(camera: Camera) -> None:
    """The list, the search, a new person and the consent."""
    with camera.signed_in(Role.RECEPTION) as session:
        window, frame = camera.window, camera.window.frame
        assert frame is not None
        camera.take("10-cases")
        type_text(frame.current().list.text, "dia")  # type: ignore[union-attr]
        settle()
        camera.take("11-cases-search")
        type_text(frame.current().list.text, "zzzz")  # type: ignore[union-attr]
        settle()
        camera.take("12-cases-nothing-found")
        window.open_destination("new_person", "")
        camera.take("13-new-person")
        form = frame.current()
        form.submit()  # type: ignore[union-attr]
        camera.take("14-new-person-mistakes")
        found = search.find(session, search.Question("", search.Filter.WITHOUT_CASE), limit=1)
        window.open_destination("person", found[0].person_id)
        camera.take("15-person")
        frame.current().record_consent()  # type: ignore[union-attr]
        camera.take("16-consent")


def counsellor(camera: Camera) -> None:
    """A case with each of its tabs."""
    with camera.signed_in(Role.COUNSELLOR) as session:
        frame = camera.window.frame
        assert frame is not None
        case_id = _fullest_case(session)
        camera.window.open_destination("case", case_id)
        screen = frame.current()
        for key in screen.pages:  # type: ignore[union-attr]
            screen.show_tab(key)  # type: ignore[union-attr]
            camera.take(f"20-case-{key}")
        screen._new_referral()  # type: ignore[union-attr]
        camera.take("21-case-referral-new")
        screen._new_grant()  # type: ignore[union-attr]
        camera.take("22-case-grant-new")
        camera.window.open_destination("case", _case_without_plan(session))
        frame.current().show_tab("plan")  # type: ignore[union-attr]
        camera.take("23-case-plan-empty")


def supervisor(camera: Camera) -> None:
    """Approvals, outbox, directory, office, and the palette."""
    with camera.signed_in(Role.SUPERVISOR):
        frame = camera.window.frame
        assert frame is not None
        for key in ("approvals", "outbox", "directory", "office"):
            frame.show_entry(key)
            camera.take(f"30-{key}")
        tabs = frame.current().tabs  # type: ignore[union-attr]
        for index in range(tabs.count()):
            tabs.setCurrentIndex(index)
            camera.take(f"31-office-{index}")
        type_text(frame.top.search, "di")
        camera.take("32-palette")


def _fullest_case(session: Session) -> str:
    """The case with an approved plan, grants and referrals."""

    def fullness(line: search.Found) -> tuple[int, int, int]:
        case_id = line.case_id or ""
        return (
            len(grants.grants_of(session, case_id)),
            len(referrals.referrals_of(session, case_id)),
            len(documents.documents_of(session, case_id)),
        )

    cases = [line for line in search.find(session, search.Question(), 200) if line.case_id]
    return max(cases, key=fullness).case_id or ""


def _case_without_plan(session: Session) -> str:
    cases = [line for line in search.find(session, search.Question(), 200) if line.case_id]
    return next(
        line.case_id or ""
        for line in cases
        if line.stage == "arrival" and not plans.plans_of(session, line.case_id or "")
    )


SCENES: tuple[Callable[[Camera], None], ...] = (gate, reception, counsellor, supervisor)


def papers(folder: Path, only: str) -> None:
    """Each printed form of the fullest case, in both languages."""
    packs = load_packs(packs_folder())
    login = next(login for login in logins_of(folder) if login.role is Role.COUNSELLOR)
    session = users.sign_in(folder, login.id, sample.PASSPHRASES[Role.COUNSELLOR], packs)
    case_id = _fullest_case(session)
    about = {
        "intake_profile": case_id,
        "reintegration_plan": plans.plans_of(session, case_id)[0].id,
        "grant_request": grants.grants_of(session, case_id)[0].id,
        "referral_letter": referrals.referrals_of(session, case_id)[0].id,
    }
    for kind, record in about.items():
        for language in ("en", "fr"):
            name = f"{kind}-{language}"
            if only not in name:
                continue
            pdf = pypdfium2.PdfDocument(documents.preview(session, case_id, kind, record, language))
            for number, page in enumerate(pdf, start=1):
                target = OUT / "papers" / f"{name}-{number}.png"
                target.parent.mkdir(parents=True, exist_ok=True)
                page.render(scale=1.6).to_pil().save(target)
            pdf.close()
    session.vault.close()


def main(only: str = "") -> None:
    """All scenes in all variants."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "sample"
        sample.make_sample(folder, load_packs(packs_folder()), date.today())
        papers(folder, only)
        for variant in VARIANTS:
            copy = Path(shutil.copytree(folder, Path(temporary) / variant.name))
            camera = Camera(copy, variant, only)
            for scene in SCENES:
                scene(camera)
            camera.close()
            print(f"{variant.name}: shots/{variant.name}")


if __name__ == "__main__":
    main(*sys.argv[1:2])
