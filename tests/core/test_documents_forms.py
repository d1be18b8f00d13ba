"""The four printed forms, read back by other tools than the ones that made them."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
import zxingcpp
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from pikepdf import pdfa
from PIL import Image

from intake_app import i18n
from intake_app.documents import service as documents
from intake_app.documents.facts import BudgetLineFacts, PersonFacts, ProviderFacts
from intake_app.documents.sheet import PAGE_HEIGHT, PAGE_WIDTH
from intake_app.values import Money, plain
from tests.core import documents_samples as samples
from tests.core.documents_reading import (
    assert_inside_the_margins,
    attached,
    checked_by_qpdf,
    page_texts,
    pictures,
    text_by_poppler,
    text_by_pypdf,
)
from tests.core.documents_samples import ALL_KINDS, KINDS, built

LONG_TEXT = (
    "Elle souhaite ouvrir un atelier de couture à Hamdallaye, où sa sœur tient boutique. " * 12
)
LONG_NAME = "Ould Mohamed Abdellahi-Zoungrana-Ouédraog"

FRENCH = {
    "Consent form": "Fiche de consentement",
    "Intake profile": "Fiche d'accueil et d'enregistrement",
    "Reintegration plan": "Plan de réintégration",
    "Grant request": "Demande de subvention",
    "Referral letter": "Lettre de référencement",
    "Arrival receipt": "Reçu de l’aide à l’arrivée",
    "Assessment summary": "Synthèse des évaluations",
    "Case number": "Numéro de dossier",
    "Page {page} of {pages}": "Page {page} sur {pages}",
    "Counsellor": "Chargé de dossier",
    "Person": "Personne",
}


@pytest.fixture
def french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A small French catalogue of our own, so that the words are known."""
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = Catalog(locale="fr")
    for english, translated in FRENCH.items():
        catalogue.add(english, translated)
    with (folder / "intake.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(i18n, "_locales_folder", lambda: tmp_path)
    i18n.texts.cache_clear()
    yield
    i18n.texts.cache_clear()


# ---------------------------------------------------------------------------- the file


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_qpdf_finds_nothing_wrong(kind: str, tmp_path: Path) -> None:
    assert "No syntax or stream encoding errors" in checked_by_qpdf(built(kind), tmp_path)


def test_qpdf_would_find_a_broken_file(tmp_path: Path) -> None:
    cut_off = built("grant_request")[:-300]
    with pytest.raises(AssertionError):
        checked_by_qpdf(cut_off, tmp_path)


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_file_is_pdf_a_3b(kind: str) -> None:
    report = pdfa.validate_written(io.BytesIO(built(kind)), "3b")
    assert report.passed, list(report.findings)


def test_the_validator_would_find_a_missing_colour_profile() -> None:
    with pikepdf.open(io.BytesIO(built("grant_request"))) as pdf:
        del pdf.Root.OutputIntents
        out = io.BytesIO()
        pdf.save(out)
    assert not pdfa.validate_written(out, "3b").passed


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_pages_are_a4_and_all_fonts_are_embedded_in_part(kind: str) -> None:
    fonts = set()
    for page in pypdf.PdfReader(io.BytesIO(built(kind))).pages:
        assert [float(edge) for edge in page.mediabox] == [0, 0, PAGE_WIDTH, PAGE_HEIGHT]
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            descriptor = font.get_object()["/FontDescriptor"]
            assert len(descriptor["/FontFile2"].get_data()) > 500
            fonts.add(descriptor["/FontName"])
    assert {name.split("+")[1] for name in fonts} >= {"NotoSans-Regular", "NotoSans-Bold"}
    assert all(len(name.split("+")[0]) == 7 for name in fonts)


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_file_says_its_title_and_language_and_shows_the_title(kind: str) -> None:
    with pikepdf.open(io.BytesIO(built(kind))) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.docinfo["/Title"]).endswith("GIN-2026-00017-5")
        assert "Œuvrard" not in str(pdf.docinfo["/Title"])
        assert pdf.docinfo["/CreationDate"] == "D:20261122000000Z"


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_facts_travel_in_the_file(kind: str) -> None:
    facts = KINDS[kind].facts()
    record = attached(KINDS[kind].build(facts))
    assert record["form"] == kind
    assert record["facts"] == plain(facts)


def test_sections_can_be_reached_from_the_table_of_contents() -> None:
    outline = pypdf.PdfReader(io.BytesIO(built("reintegration_plan"))).outline
    assert [entry["/Title"] for entry in outline] == [
        "1 Person", "2 This plan", "3 Goals and steps", "4 Budget", "5 Approval",
        "6 Declaration and signatures",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_a_form_weighs_little(kind: str) -> None:
    assert len(built(kind)) <= 45 * 1024  # performance.md section 3


# ---------------------------------------------------------------------------- the text


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_text_can_be_found_with_its_accents(kind: str) -> None:
    pdf = built(kind)
    for text in (text_by_pypdf(pdf), text_by_poppler(pdf, "-raw")):
        assert "œuvrard-konaté" in text.lower()
        assert "Élodie" in text
        assert "GIN-2026-00017-5" in text
        assert "Aïssatou Diallo" in text


def test_amounts_can_be_found() -> None:
    text = text_by_pypdf(built("reintegration_plan"))
    assert "13,180.50\u00a0EUR" in text
    assert "12,500.00\u00a0EUR" in text


def test_pages_count_themselves_over_three_pages() -> None:
    lines = tuple(
        BudgetLineFacts(
            "Small business", f"Line {n}: {LONG_TEXT[:140]}", "in_kind", Money(100, "XOF")
        )
        for n in range(1, 26)
    )
    texts = page_texts(built("reintegration_plan", budget=lines))
    assert len(texts) == 3
    for number, text in enumerate(texts, start=1):
        assert f"Page {number} of 3" in text
        assert "Return and Reintegration Office" in text
        assert "Reintegration plan" in text
        assert "GIN-2026-00017-5" in text
    whole = "\n".join(texts)
    assert all(f"Line {n}:" in whole for n in range(1, 26))
    assert "2,500\u00a0XOF" in whole


def test_heading_of_a_table_is_repeated_on_the_next_page() -> None:
    lines = tuple(
        BudgetLineFacts("Package", f"Line {n}", "cash", Money(100, "EUR")) for n in range(1, 60)
    )
    with_lines = [
        text for text in page_texts(built("reintegration_plan", budget=lines)) if "Line " in text
    ]
    assert len(with_lines) >= 2
    assert all("Form of help" in text for text in with_lines)


def codes_in(picture: Image.Image) -> list[str]:
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.barcode_formats_from_str("QRCode"))
    return [code.text for code in found]


def test_case_code_on_every_page_holds_the_number_and_nothing_else() -> None:
    for kind in ALL_KINDS:
        for picture in pictures(built(kind), 3.0):
            codes = {code for code in codes_in(picture) if not code.startswith("REF")}
            assert codes == {"CASE:GIN-2026-00017-5"}


def test_referral_slip_carries_the_code_and_no_personal_data() -> None:
    copies = pictures(built("referral_letter"), 3.0)
    assert len(copies) == 3  # for the service, the person and the office
    feet = [page.crop((0, int(page.height * 0.79), page.width, page.height)) for page in copies]
    assert [codes_in(foot) for foot in feet] == [["REF3F9A07C18"], [], []]
    text = page_texts(built("referral_letter"))[0]
    slip_text = text[text.index("Acknowledgement slip") :]
    assert "GIN-2026-00017-5/R2" in slip_text
    assert "3F9A-07C1-8" in slip_text
    assert "Accepted" in slip_text
    assert "Rejected" in slip_text
    assert "Konat" not in slip_text
    assert "Fatoumata" not in slip_text


# ---------------------------------------------------------------------------- the same bytes


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_same_facts_give_the_same_bytes_in_any_screen_language(kind: str, french: None) -> None:
    first = {language: built(kind, language) for language in ("en", "fr")}
    built("grant_request", person=samples.person(own_script_name="عائشة بنت أبي بكر"))
    i18n.set_language("fr")
    assert {language: built(kind, language) for language in ("en", "fr")} == first
    assert first["en"] != first["fr"]


_ELSEWHERE = """
import hashlib, sys
from tests.core.documents_samples import KINDS
for kind in sorted(KINDS, reverse=bool(int(sys.argv[1]))):
    print(kind, hashlib.sha256(KINDS[kind].build(KINDS[kind].facts())).hexdigest())
"""


def test_same_bytes_in_another_process_with_another_environment() -> None:
    said = []
    for order, environment in (
        ("0", {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "UTC"}),
        ("1", {"PYTHONHASHSEED": "2", "LC_ALL": "fr_FR.UTF-8", "TZ": "Asia/Tokyo"}),
    ):
        done = subprocess.run(
            [sys.executable, "-c", _ELSEWHERE, order],
            capture_output=True, text=True, check=True, env={**os.environ, **environment},
        )  # fmt: skip
        said.append(sorted(done.stdout.splitlines()))
    assert said[0] == said[1]
    assert len(said[0]) == len(ALL_KINDS)


def test_one_changed_fact_changes_the_bytes() -> None:
    assert built("grant_request") != built("grant_request", number=2)


# ---------------------------------------------------------------------------- languages


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_french_facts_give_french_words(kind: str, french: None) -> None:
    text = text_by_pypdf(built(kind, "fr"))
    assert FRENCH[kind.replace("_", " ").capitalize()] in text
    assert "Numéro de dossier" in text
    assert "Page 1 sur" in text
    assert "Case number" not in text
    about_the_person = ("Chargé de dossier", "12 mars 1992", "Guinée")
    left_out = {
        "arrival_receipt": about_the_person,
        "consent_form": about_the_person[:1],
        "assessment_summary": about_the_person[:1],
    }
    assert {words for words in about_the_person if words not in text} == set(left_out.get(kind, ()))


def test_english_facts_stay_english_on_a_french_screen(french: None) -> None:
    i18n.set_language("fr")
    text = text_by_pypdf(built("grant_request"))
    assert "Grant request" in text
    assert "12 March 1992" in text
    assert "Numéro de dossier" not in text


# ---------------------------------------------------------------------------- crowded and bare


def _crowded(kind: str) -> Any:
    person = samples.person(
        family_name=LONG_NAME, given_names=LONG_NAME, other_names=LONG_NAME,
        mother_name=LONG_NAME, father_name=LONG_NAME, phone="+216 55 123 456 / +33 6 12 34 56 78",
        own_script_name="محمد عبد الرحمن بن عبد الله ولد سيدي أحمد ولد محمد المختار ولد عبد القادر",
        household=samples.person().household * 6,
        documents=samples.person().documents * 5,
    )  # fmt: skip
    heading = samples.heading(
        office=LONG_TEXT[:150], office_lines=(LONG_TEXT[:110],) * 4, issued_by=LONG_NAME,
        issued_by_title="Chargée de dossier principale", programme=LONG_TEXT[:160],
        copy_note="Exemplaire du migrant de retour", watermark="Aperçu",
    )  # fmt: skip
    special: dict[str, Any] = {
        "intake_profile": {"consents": samples.profile().consents * 6},
        "consent_form": {
            "asked": tuple(
                samples.asked(recipient=LONG_NAME, witness=LONG_NAME, withhold=LONG_TEXT)
                for _number in range(9)
            ),
        },
        "reintegration_plan": {
            "goals": samples.GOALS * 3,
            "budget": tuple(
                BudgetLineFacts(
                    "Anticonstitutionnellement",
                    LONG_TEXT[: n * 9],
                    "in_kind",
                    Money(999999999, "TND"),
                )
                for n in range(1, 26)
            ),
        },
        "grant_request": {
            "purpose": LONG_TEXT * 8,
            "supplier": LONG_NAME,
            "amount": Money(999999999999, "TND"),
        },
        "assessment_summary": {
            "wishes": samples.assessments().wishes * 9,
            "skills": tuple(
                replace(one, evidence=LONG_TEXT, certificate=LONG_NAME)
                for one in samples.assessments().skills * 4
            ),
            "prospects": samples.assessments().prospects * 9,
        },
        "arrival_receipt": {
            "items": samples.arrival_receipt_facts().items * 12,
            "total": Money(999999999999, "TND"),
        },
        "referral_letter": {"reason": LONG_TEXT * 5},
    }
    return replace(KINDS[kind].facts(), heading=heading, person=person, **special[kind])


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_nothing_of_a_crowded_form_leaves_the_margins(kind: str) -> None:
    assert_inside_the_margins(KINDS[kind].build(_crowded(kind)))


def test_the_margin_check_would_notice_a_text_outside() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(built("grant_request"))) as document:
        page = document.pages[0]
        page.contents_add(b"q 1 0 0 1 40 0 cm", prepend=True)
        page.contents_add(b"Q")
        document.save(out)
    with pytest.raises(AssertionError):
        assert_inside_the_margins(out.getvalue())


_BARE: dict[str, dict[str, Any]] = {
    "intake_profile": {"opened_on": None, "opened_by": "", "counsellor": "", "consents": ()},
    "consent_form": {"asked": (), "is_child": False},
    "reintegration_plan": {
        "goals": (), "budget": (), "ceilings": (), "approval": None, "days_left": None,
        "ends_on": None, "supervisor": "", "author": "", "state": "draft", "assessments": (),
    },
    "grant_request": {
        "supplier": "", "frame": None, "decision": None, "supervisor": "", "plan_version": 0,
    },
    "arrival_receipt": {"items": (), "total": None},
    "assessment_summary": {"made": samples.MADE[:1], "wishes": (), "skills": (), "prospects": ()},
    "referral_letter": {
        "provider": ProviderFacts("Clinic"), "has_withheld": False, "answer_by": None,
        "counsellor_phone": "",
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_a_form_without_any_optional_fact_is_one_tidy_page(kind: str) -> None:
    heading = samples.heading(office_lines=(), programme="", issued_by_title="")
    pdf = built(kind, heading=heading, person=PersonFacts(), **_BARE[kind])
    assert len(page_texts(pdf)) == (3 if kind == "referral_letter" else 1)  # three copies
    assert_inside_the_margins(pdf)
    assert "None" not in text_by_pypdf(pdf)


# ---------------------------------------------------------------------------- what the letter keeps


def test_referral_letter_keeps_back_what_the_person_wants_kept_back() -> None:
    consent = samples.consent(withhold="SECRET-A", basis_reason="SECRET-B")
    pdf = built("referral_letter", consent=consent)
    assert "SECRET" not in text_by_pypdf(pdf)
    assert "SECRET" not in str(attached(pdf))
    assert "SECRET" in str(attached(built("intake_profile", consents=(consent,))))


def test_referral_without_a_name_goes_under_the_case_number() -> None:
    text = text_by_pypdf(built("referral_letter", person=PersonFacts(sex="male")))
    assert "Known to this office as GIN-2026-00017-5" in text
    assert "Date of birth" not in text


def test_decision_shows_who_decided_when_and_about_what() -> None:
    text = text_by_pypdf(built("reintegration_plan"))
    for part in ("Approved", "Jean-Baptiste Haba", "Supervisor", "21/11/2026 16:05", "9f86d081"):
        assert part in text


def test_a_plan_with_two_currencies_has_two_totals() -> None:
    lines = (
        BudgetLineFacts("A", "a", "cash", Money(100, "EUR")),
        BudgetLineFacts("B", "b", "cash", Money(5000, "XOF")),
        BudgetLineFacts("A", "c", "cash", Money(150, "EUR")),
    )
    text = text_by_pypdf(built("reintegration_plan", budget=lines, ceilings=()))
    assert "2.50\u00a0EUR" in text
    assert text.count("5,000\u00a0XOF") == 2


def test_dates_do_not_depend_on_today() -> None:
    later = samples.heading(issued_on=date(2031, 1, 1))
    assert "(age 38)" in text_by_pypdf(built("grant_request", heading=later))


def test_every_form_is_on_the_list_that_the_bundle_and_the_self_test_know() -> None:
    folder = Path(documents.__file__).parent / "forms"
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "shared"}
    assert set(documents.FORMS) == files
    assert all(callable(documents.form(name)) for name in documents.FORMS)
