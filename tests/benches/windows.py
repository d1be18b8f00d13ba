"""Windows: how soon the first one is painted, how the screens follow, what memory they take."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.benches.figures import Figure, Goal, Limit, figure
from tests.benches.ground import Ground
from tests.benches.searching import LETTERS, typed_words
from ui.lists.list_panes import DEBOUNCE_MS


def start(ground: Ground) -> Iterator[Figure]:
    """From the start of the process to the painted sign-in page, beside an empty window."""
    folder = ground.office.folder
    if ground.scale.rounds > 1:  # so that what is compiled now is not measured
        ground.child("program", folder)
        ground.child("empty_window")
    ours: list[dict[str, Any]] = []
    empty: list[dict[str, Any]] = []
    for _round in range(ground.scale.rounds):
        empty.append(ground.child("empty_window"))
        ours.append(ground.child("program", folder))
    limit = Limit("empty PySide6 window", [one["painted"] for one in empty])
    painted = [one["painted"] for one in ours]
    yield figure("first painted window (sign-in)", painted, limit=limit, goal=Goal("ratio", 1.25))
    named = [one["complete"] for one in ours]
    yield figure("  the same, with the names to choose", named, limit=limit)
    memory = [one["rss"] for one in ours]
    yield figure(
        "  memory of the sign-in page", memory, unit="MB",
        limit=Limit("empty PySide6 window", [one["rss"] for one in empty]),
    )  # fmt: skip


def desk(ground: Ground) -> Iterator[Figure]:
    """The desk with all persons: typing in the list, opening cases, memory."""
    scale, office = ground.scale, ground.office
    words = [word[: len(LETTERS)] for word in typed_words(office, max(1, scale.many // 12))]
    cases = [office.full.case] * max(1, scale.rounds)
    empty = ground.child("empty_window")
    seen = ground.child("desk", office.folder, json.dumps(words), json.dumps(cases))
    yield figure("session to painted list", [seen["opened"]])
    yield figure(
        "search, keystroke to repaint", seen["keystrokes"],
        limit=Limit("painting the list alone", seen["frames"]),
        goal=Goal("p95", scale.bound(50, 80)),
        note=f"{DEBOUNCE_MS} ms of each are the pause that waits for the next letter",
    )  # fmt: skip
    yield figure(
        "  processor time of a keystroke", seen["keystrokes_busy"],
        limit=Limit("painting the list alone", seen["frames"]),
    )  # fmt: skip
    yield figure("open the form of a new person, painted", seen["forms"], goal=Goal("median", 100))
    yield figure("  processor time of the form", seen["forms_busy"], goal=Goal("median", 100))
    yield figure("open a full case, painted", seen["cases"], goal=Goal("median", 100))
    yield figure(
        f"memory with {scale.persons} persons open", [seen["rss_at_rest"]], unit="MB",
        limit=Limit("empty PySide6 window", [empty["rss"]]), goal=Goal("median", 160),
        note=f"the list, some seconds after typing {len(words)} names in it",
    )  # fmt: skip
    yield figure("  while names are typed", [seen["rss"]], unit="MB")
    after = [seen["rss_after_cases"]]
    yield figure(
        f"  after opening and closing {len(cases)} cases",
        after,
        unit="MB",
        goal=Goal("median", 160),
    )
