"""The pages of the help hold to the program: the same in every language, true words, real keys."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

import polib
import pytest
from PySide6.QtGui import QKeySequence

from intake_app.i18n import LANGUAGES
from tests.catalogues import LOCALES, TEMPLATE
from tests.source_code import ROOT, modules
from ui.cases.case_tabs import LETTERS
from ui.help.pages import PAGES, page_of_link
from ui.resources import resource

BOTH = pytest.mark.parametrize("code", LANGUAGES)
EVERY_PAGE = pytest.mark.parametrize("key", PAGES)


def text_of(key: str, code: str) -> str:
    return resource("help", code, f"{key}.md").read_text(encoding="utf-8")


def keys_in(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


@BOTH
def test_every_page_is_there_and_no_other_file(code: str) -> None:
    files = {path.name for path in resource("help", code).iterdir()}
    assert files == {f"{key}.md" for key in PAGES}


@EVERY_PAGE
def test_a_page_has_the_same_parts_in_every_language(key: str) -> None:
    def parts(code: str) -> list[str]:
        lines = (line for line in text_of(key, code).split("\n") if line)
        found = (re.match(r"#+ |\d+\. |- | +- |", line) for line in lines)
        return [match[0] if match else "" for match in found]

    assert parts("en") == parts("fr")
    assert keys_in(text_of(key, "en")) == keys_in(text_of(key, "fr"))


@BOTH
@EVERY_PAGE
def test_a_page_begins_with_its_title_and_goes_down_step_by_step(key: str, code: str) -> None:
    levels = [len(mark) for mark in re.findall(r"^(#+) ", text_of(key, code), re.MULTILINE)]
    assert text_of(key, code).startswith("# ")
    assert levels.count(1) == 1
    assert all(following - level <= 1 for level, following in pairwise(levels))


@BOTH
@EVERY_PAGE
def test_every_link_leads_to_a_page_and_there_is_no_picture_or_html(key: str, code: str) -> None:
    text = text_of(key, code)
    assert all(page_of_link(target) for target in re.findall(r"\]\(([^)]*)\)", text))
    assert "![" not in text
    assert not re.search(r"<\w|https?:|www\.", text)


@BOTH
@EVERY_PAGE
def test_what_is_bold_stands_on_the_screen_letter_by_letter(key: str, code: str) -> None:
    known = _texts_of_the_program(code)
    bold = re.findall(r"\*\*(.+?)\*\*", text_of(key, code))
    assert [words for words in bold if words not in known] == []


@cache
def _texts_of_the_program(code: str) -> frozenset[str]:
    source = TEMPLATE if code == "en" else LOCALES / code / "LC_MESSAGES" / "intake.po"
    texts = (one.msgid if code == "en" else one.msgstr for one in polib.pofile(str(source)))
    return frozenset(text.replace("'", "’") for text in texts)


KEYS_OF_CODE = re.compile(r'"((?:Ctrl|Alt|Shift|F\d)[A-Za-z0-9+=-]*|Esc|Del|Return|[N/])"')
KEYS_OF_QT = {
    "Enter", "Esc", "Down", "Left", "Right", "PgDown", "PgUp", "Space", "Tab", "+", "-",
    "0",
    "Alt",  # and the letter of a section
}  # fmt: skip
BUILT = {f"Ctrl+{number}" for number in range(1, 10)} | {
    f"Alt+{tab}" for tab in (*range(10), *LETTERS.values())
}
"""The keys of the pages at the left and of the tabs of a case."""


@EVERY_PAGE
def test_every_key_that_is_named_exists_in_the_program(key: str) -> None:
    written = "\n".join(module.text for module in modules("ui"))
    known = {keys.replace("Return", "Enter") for keys in KEYS_OF_CODE.findall(written)}
    unknown = set(keys_in(text_of(key, "en"))) - known - KEYS_OF_QT - BUILT
    assert unknown == set()


@EVERY_PAGE
def test_every_key_can_be_called_by_its_name(key: str) -> None:
    for keys in keys_in(text_of(key, "en")):
        assert QKeySequence(keys).toString() or keys == "Alt"


@EVERY_PAGE
def test_french_has_its_spaces_and_apostrophes(key: str) -> None:
    text = re.sub(r"`[^`]*`|\]\([^)]*\)", "", text_of(key, "fr"))
    assert "'" not in text
    assert re.findall(r"[^\u00a0\d/][:;?!»](?=\s|$|\*)", text.replace("\u00a0 ", "\u00a0")) == []
    assert re.findall(r"«[^\u00a0]", text) == []


def test_the_pictures_of_the_readme_are_not_shipped() -> None:
    spec = (ROOT / "build.spec").read_text(encoding="utf-8")
    assert "resources/pictures/" in spec
    picture = ROOT / "resources" / "pictures" / "case.png"
    assert picture.stat().st_size <= 200 * 1024
    assert "resources/pictures/case.png" in (ROOT / "README.md").read_text(encoding="utf-8")
