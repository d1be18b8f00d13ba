"""Pictures of every screen and document, to be looked at: ``make shots``.

English and French, light and dark, 100 % and 150 % font, at 1366 × 768, from the sample caseload.
``python -m tests.shots case`` takes only those whose name contains the word.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pypdfium2
from PySide6.QtWidgets import QApplication

from intake_app import sample
from intake_app.acts import Role
from intake_app.documents import service as documents
from intake_app.grants import service as grants
from intake_app.packs.loader import load_packs, packs_folder
from intake_app.plans import service as plans
from intake_app.referrals import service as referrals
from intake_app.users import service as users
from intake_app.vault.keyslots import BOUNDS, FLOOR_COST
from intake_app.vault.vault import logins_of
from tests.source_code import ROOT
from tests.ui.every_screen import every_screen
from tests.ui.sample_cases import fullest_case
from tests.ui.shown_desk import Desk, make_empty_office
from ui.demo.hand import settle
from ui.language import Language
from ui.style import dress

OUT = ROOT / "shots"


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


def screens(offices: Path, variant: Variant, only: str) -> None:
    """Every screen of the walk that the tests take, in one look."""
    app = QApplication.instance() or QApplication(["shots"])
    assert isinstance(app, QApplication)
    dress(app, dark=variant.dark, scale=variant.scale)
    language = Language(app)
    language.switch(variant.language)
    desk = Desk(offices / "sample", offices / "empty", load_packs(packs_folder()), language)
    folder = OUT / variant.name
    folder.mkdir(parents=True, exist_ok=True)
    for name, widget in every_screen(desk):
        if only in name:
            settle()
            widget.grab().save(str(folder / f"{name}.png"))
    desk.close()


def papers(folder: Path, only: str) -> None:
    """Each printed form of the fullest case, in both languages."""
    packs = load_packs(packs_folder())
    login = next(login for login in logins_of(folder) if login.role is Role.COUNSELLOR)
    session = users.sign_in(folder, login.id, sample.PASSPHRASES[Role.COUNSELLOR], packs)
    case_id = fullest_case(session)
    about = {
        "intake_profile": case_id,
        "consent_form": case_id,
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
    """All screens in all variants."""
    with tempfile.TemporaryDirectory() as temporary:
        offices, packs = Path(temporary) / "offices", load_packs(packs_folder())
        sample.make_sample(offices / "sample", packs, date.today())
        make_empty_office(offices / "empty", packs, cost=FLOOR_COST, bounds=BOUNDS)
        papers(offices / "sample", only)
        for variant in VARIANTS:
            copy = Path(shutil.copytree(offices, Path(temporary) / variant.name))
            screens(copy, variant, only)
            print(f"{variant.name}: shots/{variant.name}")


if __name__ == "__main__":
    main(*sys.argv[1:2])
