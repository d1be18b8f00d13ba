"""The catalogues hold every text of the code, complete and with the same places as the source."""

from __future__ import annotations

import gettext
import re
from pathlib import Path

import polib
import pytest

from intake_app import i18n
from intake_app.cli import compile_catalogues
from tests.catalogues import LOCALES, TEMPLATE, refreshed, template
from tests.pseudo import CLOSING, OPENING, pseudo, pseudo_language, write_pseudo_catalogue

FRENCH = LOCALES / "fr" / "LC_MESSAGES" / "intake.po"

_PLACES = re.compile(r"\{[^{}]*\}|%[sd]")
_ENDINGS = ".:?…"
_ORDINARY_SPACE_BEFORE = re.compile(r" [:;?!»]|« ")


def problems(entry: polib.POEntry) -> list[str]:
    """What is wrong with one translated text, in words."""
    if entry.fuzzy:
        return ["fuzzy"]
    if not entry.msgid_plural:
        return _problems(entry.msgid, entry.msgstr)
    # French says "0 dossier": the singular form needs the number as much as the plural.
    return [
        problem
        for form in entry.msgstr_plural.values()
        for problem in _problems(entry.msgid_plural, form)
    ]


def _problems(source: str, translation: str) -> list[str]:
    if not translation:
        return ["not translated"]
    found = []
    if sorted(_PLACES.findall(source)) != sorted(_PLACES.findall(translation)):
        found.append("other places in braces")
    if _edges(source) != _edges(translation):
        found.append("other spaces at the edges")
    if source.replace("&&", "").count("&") != translation.replace("&&", "").count("&"):
        found.append("other number of accelerators (&)")
    if source[-1] in _ENDINGS and source[-1] != translation[-1]:
        found.append("another ending")
    if _ORDINARY_SPACE_BEFORE.search(translation):
        found.append("an ordinary space where French has a no-break space")
    return found


def _edges(text: str) -> tuple[str, str]:
    body = text.strip()
    return text[: text.index(body)], text[text.index(body) + len(body) :]


def test_the_template_holds_exactly_the_texts_of_the_code() -> None:
    assert TEMPLATE.read_text("utf-8") == template(), "run: make fresh-catalogues"


def test_french_is_complete_and_keeps_places_spaces_and_accelerators() -> None:
    wrong = [
        f"{entry.msgid!r}: {problem}"
        for entry in polib.pofile(str(FRENCH))
        if not entry.obsolete
        for problem in problems(entry)
    ]
    assert not wrong, "\n".join([f"{len(wrong)} problems", *wrong])


def test_french_has_the_texts_of_the_template_and_no_old_ones() -> None:
    french, wanted = polib.pofile(str(FRENCH)), polib.pofile(str(TEMPLATE))
    assert not french.obsolete_entries()

    def keys(catalogue: polib.POFile) -> set[tuple[str | None, str, str]]:
        return {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in catalogue}

    assert keys(french) == keys(wanted), "run: make fresh-catalogues"


@pytest.mark.parametrize(
    "entry",
    [
        polib.POEntry(msgid="Save", msgstr=""),
        polib.POEntry(msgid="Save", msgstr="Enregistrer", flags=["fuzzy"]),
        polib.POEntry(msgid="{n} of {m}", msgstr="{m} sur {k}"),
        polib.POEntry(msgid="Name: ", msgstr="Nom\u00a0:"),
        polib.POEntry(msgid="&Save", msgstr="Enregistrer"),
        polib.POEntry(msgid="Done.", msgstr="Fait"),
        polib.POEntry(msgid="Name:", msgstr="Nom :"),
        polib.POEntry(
            msgid="{n} case",
            msgid_plural="{n} cases",
            msgstr_plural={0: "un dossier", 1: "{n} dossiers"},
        ),
    ],
)
def test_the_check_of_translations_finds_what_it_looks_for(entry: polib.POEntry) -> None:
    assert problems(entry)


def test_the_check_of_translations_leaves_good_ones_alone() -> None:
    assert problems(polib.POEntry(msgid="&Name: {n}", msgstr="&Nom\u00a0: {n}")) == []


def test_refreshing_keeps_translations_drops_old_texts_and_marks_changed_ones(
    tmp_path: Path,
) -> None:
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    catalogue = tmp_path / "intake.po"
    catalogue.write_text(
        head + 'msgid "Save"\nmsgstr "Enregistrer"\n\n'
        'msgid "Zebra"\nmsgstr "Zèbre"\n\n'
        'msgid "The case is closed."\nmsgstr "Le dossier est clos."\n',
        "utf-8",
    )
    source = head + 'msgid "Save"\nmsgstr ""\n\nmsgid "The case is now closed."\nmsgstr ""\n'
    fresh = polib.pofile(refreshed(catalogue, "fr", source))
    assert {entry.msgid: (entry.msgstr, entry.fuzzy) for entry in fresh} == {
        "Save": ("Enregistrer", False),
        "The case is now closed.": ("Le dossier est clos.", True),
    }
    assert not fresh.obsolete_entries()


def test_compiled_catalogues_give_the_translations_and_leave_no_part_files(tmp_path: Path) -> None:
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "intake.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
        'msgid "{n} case"\nmsgid_plural "{n} cases"\n'
        'msgstr[0] "{n} dossier"\nmsgstr[1] "{n} dossiers"\n',
        "utf-8",
    )
    assert compile_catalogues(tmp_path) == [folder / "intake.mo"]
    assert sorted(path.name for path in folder.iterdir()) == ["intake.mo", "intake.po"]
    french = gettext.translation("intake", tmp_path, ["fr"])
    spoken = [french.ngettext("{n} case", "{n} cases", n).format(n=n) for n in (0, 1, 2)]
    assert spoken == ["0 dossier", "1 dossier", "2 dossiers"]


def test_the_made_up_language_keeps_places_and_is_longer() -> None:
    strange = pseudo("&Save {name} in <b>{folder}</b>")
    assert strange.startswith(OPENING)
    assert strange.endswith(CLOSING)
    assert "{name}" in strange
    assert "<b>{folder}</b>" in strange
    assert "&S" in strange
    assert len(strange) >= 1.4 * len("&Save {name} in <b>{folder}</b>")
    assert strange.format(name="A", folder="B")


def test_the_program_can_speak_the_made_up_language_and_comes_back(tmp_path: Path) -> None:
    with pseudo_language(tmp_path):
        assert i18n._("Not known").startswith(OPENING)
        assert i18n.language() == "pseudo"
    assert i18n._("Not known") == "Not known"
    assert i18n.language() == "en"


def test_the_made_up_catalogue_has_every_text(tmp_path: Path) -> None:
    compiled = polib.mofile(str(write_pseudo_catalogue(tmp_path)))
    assert len(compiled) == len(polib.pofile(template()))
