"""The file of a child as a whole: what counts of its entries, and what may come next. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from intake_app.children.model import (
    STAGES,
    TRACING,
    Answered,
    Attempt,
    Body,
    Counterpart,
    Entry,
    EntryKind,
    Outcome,
    Purpose,
    Sent,
    Situation,
    Step,
    Verdict,
)
from intake_app.i18n import _
from intake_app.screening.safeguards import ChildFacts, Tracing

B = TypeVar("B", bound=Body)

COUNTERPART, ASKED_ON, ANSWERED_ON = "counterpart", "inquiry_asked_on", "inquiry_answered_on"
"""Questions of a programme that the file answers (``kept_in = "child_file"`` in its pack)."""


@dataclass(frozen=True)
class ChildFile:
    """All entries of a case, the oldest first."""

    entries: tuple[Entry, ...] = ()

    def of(self, *kinds: EntryKind) -> list[Entry]:
        """The entries of these kinds, the newest first."""
        return [entry for entry in reversed(self.entries) if entry.kind in kinds]

    def get(self, entry_id: str) -> Entry | None:
        """One entry by its id."""
        return next((entry for entry in self.entries if entry.id == entry_id), None)

    def _newest(self, kind: EntryKind, of: type[B]) -> B | None:
        found = self.of(kind)
        return found[0].body if found and isinstance(found[0].body, of) else None

    @property
    def situation(self) -> Situation | None:
        """Why child and family were parted, and where the child lives."""
        return self._newest(EntryKind.SITUATION, Situation)

    @property
    def counterpart(self) -> Counterpart | None:
        """Who works on the case in the other country."""
        return self._newest(EntryKind.COUNTERPART, Counterpart)

    @property
    def interests(self) -> list[Entry]:
        """Assessments, plannings and determinations, the newest first."""
        return self.of(*STAGES)

    @property
    def tracing(self) -> list[Entry]:
        """Everything about the search, the newest first."""
        return self.of(*TRACING)

    def verdict_on(self, entry_id: str) -> Entry | None:
        """What was decided about a determination; None while it waits."""
        return next((one for one in self.of(EntryKind.VERDICT) if one.body.about == entry_id), None)

    def is_in_force(self, entry: Entry) -> bool:
        """True if this is the newest of its kind that counts; a determination has to be
        confirmed."""
        same = [one for one in self.of(entry.kind) if self._counts(one)]
        return bool(same) and same[0].id == entry.id

    def _counts(self, entry: Entry) -> bool:
        if entry.kind is not EntryKind.DETERMINATION:
            return True
        verdict = self.verdict_on(entry.id)
        return verdict is not None and isinstance(verdict.body, Verdict) and verdict.body.confirmed

    @property
    def waiting(self) -> Entry | None:
        """The determination that nobody has decided about yet."""
        newest = self.of(EntryKind.DETERMINATION)[:1]
        return newest[0] if newest and self.verdict_on(newest[0].id) is None else None

    @property
    def found(self) -> Entry | None:
        """The newest attempt with which the family was found, since the search was last ended."""
        for one in self.tracing:
            if one.kind is EntryKind.CLOSED:
                return None
            if isinstance(one.body, Attempt) and one.body.outcome is Outcome.SUCCESSFUL:
                return one
        return None

    @property
    def inquiries(self) -> list[tuple[Entry, Entry | None]]:
        """The social inquiries that were asked for, the newest first, with their answers."""
        answers = {one.body.about: one for one in self.of(EntryKind.ANSWERED)}
        return [
            (one, answers.get(one.id))
            for one in self.of(EntryKind.SENT)
            if isinstance(one.body, Sent) and one.body.purpose is Purpose.INQUIRY
        ]

    @property
    def open_inquiries(self) -> list[Entry]:
        """Those without an answer, the newest first."""
        return [asked for asked, answer in self.inquiries if answer is None]

    def steps(self) -> dict[str, Entry]:
        """The newest entry about each step, by the step's id."""
        return {entry.body.about: entry for entry in self.entries if isinstance(entry.body, Step)}

    def answers(self, organisation: str) -> Mapping[str, str]:
        """What the file answers of a programme's questions; ``organisation`` is the name of the
        counterpart. An inquiry with its report stands before one without."""
        found: dict[str, str] = {}
        if self.counterpart is not None:
            found[COUNTERPART] = ", ".join(
                part for part in (organisation, self.counterpart.country) if part
            )
        pairs = sorted(self.inquiries, key=lambda pair: pair[1] is None)
        if pairs:
            asked, answer = pairs[0]
            found[ASKED_ON] = asked.body.on.isoformat() if asked.body.on else ""
            if answer is not None and isinstance(answer.body, Answered) and answer.body.on:
                found[ANSWERED_ON] = answer.body.on.isoformat()
        return found


def why_no_determination(facts: ChildFacts, file: ChildFile) -> str:
    """Why no determination may be written now; empty if one may."""
    if not facts.is_assessed:
        return _(
            "There is no best-interests assessment yet. A determination rests on one: write"
            " it down first."
        )
    if file.waiting is not None:
        return _("A determination waits already for a second person.")
    return ""


def why_not_next(before: Tracing | None, kind: EntryKind, file: ChildFile, by: str) -> str:
    """Why the search may not go on like this; empty if it may. ``by`` is the id of the user."""
    if kind is EntryKind.ATTEMPT and before is Tracing.CLOSED:
        return _("The search is closed. Write down a new request first.")
    if kind is EntryKind.VERIFIED:
        if before is not Tracing.IN_PROGRESS or file.found is None:
            return _("Nobody has found the family yet: write down the attempt that found it.")
        if file.found.author == by:
            return _(
                "You found the family yourself. Another counsellor or supervisor has to make sure"
                " that it is the family."
            )
    if kind is EntryKind.REUNIFIED and before is not Tracing.VERIFIED:
        return _(
            "The family of this child is not verified: finish the tracing, and write down that it"
            " is verified."
        )
    if kind is EntryKind.CLOSED and before in (None, Tracing.CLOSED):
        return _("Nobody is looking for the family.")
    return ""


def state_after(before: Tracing | None, kind: EntryKind) -> Tracing | None:
    """How far the search is after an entry."""
    if kind is EntryKind.REQUEST:
        return Tracing.OPEN if before in (None, Tracing.CLOSED) else before
    if kind is EntryKind.ATTEMPT:
        return Tracing.IN_PROGRESS if before in (None, Tracing.OPEN) else before
    return {
        EntryKind.VERIFIED: Tracing.VERIFIED,
        EntryKind.REUNIFIED: Tracing.REUNIFIED,
        EntryKind.CLOSED: Tracing.CLOSED,
    }.get(kind, before)
