"""Tests an installation by doing once, on random data, what the desk does every day.

The frozen program runs it too (``intake --selftest``), so that a file which the bundle lacks is
found before a clerk finds it. Whatever is written lies in a temporary folder and is removed.
"""

from __future__ import annotations

import platform
import secrets
import time
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pypdfium2
from pikepdf import Pdf

from intake_app import __version__
from intake_app.acts import Role
from intake_app.attachments.reading import codes_in, read_path
from intake_app.documents.facts import Heading
from intake_app.documents.paper import Form, paper
from intake_app.documents.parts import sections, sentence
from intake_app.documents.service import FORMS, form
from intake_app.errors import BatchRefused, WrongPassphrase
from intake_app.formats import country_name, format_date
from intake_app.i18n import LANGUAGES, texts
from intake_app.packs.loader import load_packs, packs_folder
from intake_app.people.phone import understood
from intake_app.settings import keep_secret, secret
from intake_app.sync import manifest
from intake_app.sync.batch import Record, open_batch, seal
from intake_app.sync.cards import DeskKeys, HubKeys, desk_card, hub_card
from intake_app.values import new_id, system_clock
from intake_app.vault.derivation import FLOOR_COST
from intake_app.vault.passphrase import estimated_bits, generate
from intake_app.vault.vault import Vault


class _Failed(Exception):
    """A check did not give what it must."""


def _must(true: bool, what: str) -> None:
    if not true:
        raise _Failed(what)


def _languages() -> str:
    translated = {language: texts(language).gettext("Not known") for language in LANGUAGES}
    _must(len(set(translated.values())) == len(LANGUAGES), "a catalogue translates nothing")
    _must(country_name("DE", "fr") != country_name("DE", "en"), "no French names of countries")
    today = system_clock().date()
    return ", ".join(format_date(today, language) for language in LANGUAGES)


def _packs() -> str:
    return ", ".join(sorted(load_packs(packs_folder())))


def _entering() -> str:
    _must(understood("622 12 34 56", "GN") == "+224622123456", "telephone numbers")
    bits = estimated_bits(generate("fr"))
    _must(bits > 40, "passphrases")
    return f"a suggested passphrase has {bits:.0f} bits"


def _vault() -> str:
    passphrase, kept = generate("en"), secrets.token_hex(16)
    with TemporaryDirectory() as folder:
        place = Path(folder) / "vault"
        vault = Vault.create(
            place, "selftest", Role.SUPERVISOR, passphrase, cost=FLOOR_COST, ballast_size=0
        )
        login = vault.keys.login.id
        with vault.transaction() as db:
            keep_secret(db, "selftest", kept)
        vault.close()
        for file in place.rglob("*"):
            plain = file.is_file() and kept.encode() in file.read_bytes()
            _must(not plain, "the vault is readable without its passphrase")
        try:
            Vault.unlock(place, login, passphrase + "x").close()
        except WrongPassphrase:
            pass
        else:
            raise _Failed("a wrong passphrase opens the vault")
        vault = Vault.unlock(place, login, passphrase)
        with vault.read() as db:
            found = secret(db, "selftest")
        vault.close()
    _must(found == kept, "the vault lost what was saved")
    return "encrypted; opens with its passphrase and with no other"


_NUMBER = "XX-2026-00001-1"


def _page() -> bytes:
    heading = Heading("Selftest", ("—",), _NUMBER, system_clock().date(), "Selftest", "—", "fr")
    story = sections(("Ǝßé", [sentence("Ŋ'Ko ߒߞߏ, العربية, ⵜⵉⴼⵉⵏⴰⵖ")]))
    return paper(Form("selftest", "Selftest", "1"), heading, story, {"random": new_id()})


def _paper() -> str:
    content = _page()
    with Pdf.open(BytesIO(content)) as pdf:
        problems = pdf.check_pdf_syntax()
        _must(not problems, f"the PDF has mistakes: {problems}")
        _must(list(pdf.attachments) == ["case.json"], "the PDF lacks case.json")
    page = pypdfium2.PdfDocument(content)[0]
    shades = set(bytes(page.render(scale=1).buffer))
    _must(len(shades) > 10, "the page is empty")
    return f"{len(content)} bytes"


def _forms() -> str:
    """Loaded by name, so that a bundle could lack them without anybody noticing."""
    for name in FORMS:
        _must(callable(form(name)), f"the form {name} is missing")
    return ", ".join(FORMS)


def _attachments() -> str:
    """By the process of its own, which a bundle starts in another way."""
    folder = packs_folder().parent / "sample"
    picture, scan = read_path(folder / "photo.jpg"), read_path(folder / "consent.pdf")
    _must(scan.pages == 2, "the pages of a scan are not counted")
    return f"{len(picture.content)} bytes, {scan.pages} pages"


def _codes() -> str:
    """By another process of its own, which has a library that nothing else loads."""
    found = codes_in(_page())
    _must(any(_NUMBER in code for code in found), "the code of a paper is not read")
    return ", ".join(found)


def _batch() -> str:
    now = system_clock()
    desk, live, spare = DeskKeys.generate(), HubKeys.generate(), HubKeys.generate()
    hub = hub_card(live, spare.recipient, "Selftest", now)
    known = {desk.verify_key: desk_card(desk, "XX", "Selftest", now)}
    record = Record(
        "person", new_id(), "XX", new_id(), 1, 1, None, {"random": secrets.token_hex(8)}
    )
    heading = manifest.Heading(new_id(), 1, "", "XX", now)
    file = BytesIO()
    sealed = seal([record], [], desk, hub, heading, out=file)
    opened = list(open_batch(BytesIO(file.getvalue()), known, live.identity).records())
    _must(opened == [record], "the batch lost a record")
    altered = bytearray(file.getvalue())
    altered[-100] ^= 1
    try:
        open_batch(BytesIO(bytes(altered)), known, live.identity)
    except BatchRefused as refusal:
        return f"{sealed.size} bytes; altered: refused ({refusal.code})"
    raise _Failed("an altered batch is accepted")


CHECKS: dict[str, Callable[[], str]] = {
    "languages": _languages,
    "packs": _packs,
    "entering": _entering,
    "vault": _vault,
    "paper": _paper,
    "forms": _forms,
    "attachments": _attachments,
    "codes": _codes,
    "batch": _batch,
}


def run_checks(checks: Mapping[str, Callable[[], str]] = CHECKS) -> dict[str, Any]:
    """All checks: ``{"ok": bool, "version": …, "checks": {name: {"ok", "found", "ms"}}}``."""
    outcomes = {name: _outcome(check) for name, check in checks.items()}
    return {
        "ok": all(outcome["ok"] for outcome in outcomes.values()),
        "version": __version__,
        "python": platform.python_version(),
        "system": platform.system(),
        "checks": outcomes,
    }


def _outcome(check: Callable[[], str]) -> dict[str, Any]:
    start = time.perf_counter()
    try:
        ok, found = True, check()
    except Exception as error:  # a check reports whatever is broken; its data are random
        ok, found = False, f"{type(error).__name__}: {error}"
    return {"ok": ok, "found": found, "ms": round(1000 * (time.perf_counter() - start))}
