"""Which pages the help has, where their texts lie, and where words stand in a text.

A page is a Markdown file of the program, one for each language, under the same name. In it, bold is
a text of the screen, letter by letter, and ``code`` is a key as ``QKeySequence`` reads it; the
tests hold the pages to that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from intake_app.i18n import LANGUAGES, language
from intake_app.values import folded
from ui.resources import resource

PAGES: dict[str, str] = {
    "start": "house",
    "today": "clock",
    "reception": "user-plus",
    "arrivals": "plane-landing",
    "consent": "circle-check",
    "screening": "clipboard-list",
    "children": "baby",
    "programme": "square-check",
    "needs": "package",
    "assessments": "scale",
    "plan": "target",
    "surveys": "chart-column",
    "grants": "coins",
    "grant_board": "list",
    "conferences": "users",
    "referrals": "hand-heart",
    "followups": "calendar-clock",
    "closure": "flag",
    "papers": "file-text",
    "attachments": "paperclip",
    "notes": "lock",
    "approvals": "badge-check",
    "outbox": "send",
    "office": "building-2",
    "programmes": "book-open",
    "places": "map-pin",
    "questionnaires": "clipboard-list",
    "backup": "hard-drive",
    "retention": "hourglass",
    "complaints": "message-square",
    "keys": "key-round",
    "integrity": "shield-check",
    "safety": "shield",
}
"""The key of each page and its icon, in the order of the list."""

FIRST = "start"


@cache
def _text(key: str, code: str) -> str:
    return resource("help", code, f"{key}.md").read_text(encoding="utf-8")


def page_text(key: str) -> str:
    """The page in the language of the screen; KeyError if there is no such page."""
    if key not in PAGES:
        raise KeyError(f"no help page called {key}")
    return _text(key, language() if language() in LANGUAGES else LANGUAGES[0])


def title_of(key: str) -> str:
    """What the page is called: its first heading."""
    return page_text(key).split("\n", 1)[0].removeprefix("# ").strip()


def page_of_link(target: str) -> str | None:
    """The page that a link leads to; None for everything that is no page of ours."""
    key = target.removesuffix(".md")
    return key if target.endswith(".md") and key in PAGES else None


def with_keys(text: str, named: Callable[[str], str]) -> str:
    """The text with every key called as ``named`` calls it."""
    return re.sub(r"`([^`\n]+)`", lambda found: f"`{named(found[1])}`", text)


def places(text: str, wanted: str) -> list[tuple[int, int]]:
    """Where the wanted words stand: start and length of each, in the order of the text.

    Every word must be there, as a part of any word and without regard to accents and case;
    otherwise nothing is found.
    """
    words = dict.fromkeys(folded(wanted).split())
    if not words:
        return []
    letters, origin = _folded_letters(text)
    found: list[tuple[int, int]] = []
    for word in words:
        hits = [match.start() for match in re.finditer(re.escape(word), letters)]
        if not hits:
            return []
        ends = (hit + len(word) - 1 for hit in hits)
        found += [
            (origin[hit], origin[end] - origin[hit] + 1)
            for hit, end in zip(hits, ends, strict=True)
        ]
    return sorted(set(found))


@lru_cache(maxsize=64)  # the pages of the help: each is looked through with every letter typed
def _folded_letters(text: str) -> tuple[str, Sequence[int]]:
    """The text as it is compared, and for each of its letters the place it comes from."""
    pairs = [(letter, place) for place, shown in enumerate(text) for letter in folded(shown)]
    return "".join(letter for letter, _place in pairs), [place for _letter, place in pairs]
