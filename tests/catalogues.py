"""Collects the texts from the code into ``locales/``: ``make fresh-catalogues``.

The files carry no dates and no line numbers, so that they change only when a text changes.
"""

from __future__ import annotations

import io
import re
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po, write_po

from intake_app.i18n import LANGUAGES
from tests.source_code import ROOT

LOCALES = ROOT / "locales"
TEMPLATE = LOCALES / "intake.pot"

_HEADER = """\
# {title}
# SPDX-License-Identifier: Apache-2.0
msgid ""
msgstr ""
"Project-Id-Version: Intake Desk\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
{plural}
"""


def template() -> str:
    """The template as the code demands it now, from the babel mappings in ``pyproject.toml``."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "intake.pot"
        options = ["-q", "extract", "--no-location", "--sort-output", "-c", "NOTE"]
        CommandLineInterface().run(
            ["pybabel", *options, "-F", str(ROOT / "pyproject.toml"), "-o", str(target), str(ROOT)]
        )
        return _with_plain_header(target.read_text("utf-8"), "Every text of the program.", "", "")


def refreshed(catalogue: Path, language: str, source: str) -> str:
    """A language's catalogue brought up to the template: new texts empty, old ones dropped.

    A text that was changed a little keeps its old translation, marked as fuzzy.
    """
    old = Catalog(locale=language)
    if catalogue.exists():
        with catalogue.open("rb") as file:
            old = read_po(file, locale=language)
    old.update(read_po(io.BytesIO(source.encode())), update_header_comment=False)
    buffer = io.BytesIO()
    write_po(buffer, old, sort_output=True, ignore_obsolete=True, no_location=True)
    plural = f'"Plural-Forms: {old.plural_forms}\\n"'
    title = f"The texts of the program in the language {language}."
    return _with_plain_header(buffer.getvalue().decode(), title, language, plural)


def _with_plain_header(text: str, title: str, language: str, plural: str) -> str:
    body = re.split(r"\n\n", text, maxsplit=1)[1]
    return _HEADER.format(title=title, language=language, plural=plural).rstrip() + "\n\n" + body


def refresh() -> None:
    """Write the template and every catalogue."""
    source = template()
    TEMPLATE.write_text(source, "utf-8")
    for language in LANGUAGES:
        if language != "en":
            catalogue = LOCALES / language / "LC_MESSAGES" / "intake.po"
            catalogue.parent.mkdir(parents=True, exist_ok=True)
            catalogue.write_text(refreshed(catalogue, language, source), "utf-8")


if __name__ == "__main__":
    refresh()
