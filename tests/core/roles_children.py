"""The functions of the file of a child for ``roles_tables``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from intake_app.acts import Act
from intake_app.children.model import Words
from tests.core.children_kit import SAID, a_verification, an_assessment, an_inquiry
from tests.core.roles_followups import A_CASE

Call = tuple[Act, Callable[[Path], tuple[object, ...]]]

CHILD_ACTS: dict[str, Call] = {
    "children.child_file": (Act.CHILD_NOTED, lambda _f: (A_CASE,)),
    "children.note": (Act.CHILD_NOTED, lambda _f: (A_CASE, an_assessment(), SAID)),
    "children.confirm": (Act.CHILD_DETERMINED, lambda _f: (A_CASE,)),
    "children.send_back": (Act.CHILD_DETERMINED, lambda _f: (A_CASE, "the aunt was not heard")),
    "children.verify": (Act.CHILD_VERIFIED, lambda _f: (A_CASE, a_verification())),
    "children.send": (Act.CHILD_SHARED, lambda _f: (A_CASE, an_inquiry())),
    "children.read_words": (Act.NOTE_READ, lambda _f: (A_CASE,)),
    "documents.child_paper": (
        Act.CHILD_PRINTED, lambda _f: ("best_interests_sheet", A_CASE, "en"),
    ),
    "documents.note_child_paper_printed": (Act.CHILD_PRINTED, lambda _f: (A_CASE,)),
}  # fmt: skip

CHILD_FAULTY: dict[str, tuple[object, ...]] = {
    "children.note": (A_CASE, an_assessment(), Words("", "")),
    "children.send_back": (A_CASE, " "),
    "children.verify": (A_CASE, a_verification(how=" ")),
    "children.send": (A_CASE, an_inquiry(what=" ")),
}

CHILD_READS = {"children.has_child_file": "whether a case that is open has this part"}
"""What only reads, and why nobody has to be asked before it."""
