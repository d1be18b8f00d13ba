"""What a supervisor does next with the outbox, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from intake_app.i18n import _, ngettext
from intake_app.sync.service import Batch, BatchState, Pending
from ui.tokens import Tone


class NextStep(NamedTuple):
    """A sentence with its icon and tone."""

    words: str
    icon: str
    tone: Tone


def next_step(
    has_hub: bool, pending: Sequence[Pending], batches: Sequence[Batch], restored: bool = False
) -> NextStep:
    """The one thing to do now: exchange cards, write, prepare, wait, or nothing.

    ``restored``: the vault came out of a backup and has to hear from the hub first.
    """
    if restored:
        words = _(
            "This vault was restored from a backup, and the hub may know more than it does. Next:"
            " ask headquarters for a new receipt and read it here. Until then no batch is prepared."
        )
        return NextStep(words, "triangle-alert", Tone.WARNING)
    if not has_hub:
        words = _(
            "Next: exchange cards with headquarters, once. Until then everything is kept here."
        )
        return NextStep(words, "arrow-right", Tone.ACCENT)
    newest = batches[0] if batches else None
    pending = [row for row in pending if not row.is_held_back]  # else nothing is ever done
    if newest and newest.is_stopped and not pending:
        newest = None  # nothing else is in it
    step = _with_newest(newest) if newest else None
    return step or _with_pending(pending, newest)


def _with_newest(batch: Batch) -> NextStep | None:
    """What the newest batch asks for before anything else, if it does."""
    if batch.is_stopped:
        words = _(
            "Somebody in batch {number} has said no since it was sealed. Next: prepare a new batch;"
            " it takes everything else."
        )
        return NextStep(words.format(number=batch.number), "circle-slash", Tone.WARNING)
    if batch.state is BatchState.REFUSED:
        words = _("The hub refused batch {number}. Next: prepare a new one.")
        return NextStep(words.format(number=batch.number), "circle-alert", Tone.DANGER)
    if batch.state is BatchState.SEALED:
        words = _("Next: write batch {number} to a stick.")
        return NextStep(words.format(number=batch.number), "arrow-right", Tone.ACCENT)
    return None


def _with_pending(pending: Sequence[Pending], newest: Batch | None) -> NextStep:
    fresh = sum(1 for row in pending if row.batch is None)
    if fresh:
        words = ngettext(
            "{count} change is in no batch yet. Next: prepare a batch.",
            "{count} changes are in no batch yet. Next: prepare a batch.",
            fresh,
        )
        return NextStep(words.format(count=fresh), "arrow-right", Tone.ACCENT)
    if newest is not None and newest.state is BatchState.WRITTEN:
        words = _("Batch {number} is on its way. Next: read the receipt when it comes back.")
        return NextStep(words.format(number=newest.number), "hourglass", Tone.NEUTRAL)
    if pending:
        words = _("The hub set some records aside. Next: prepare a batch and send them again.")
        return NextStep(words, "arrow-right", Tone.WARNING)
    return NextStep(_("The hub has everything. Nothing to do."), "circle-check", Tone.SUCCESS)
