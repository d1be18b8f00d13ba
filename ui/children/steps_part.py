"""The steps of the programme as a list to tick off: done, left out, or taken back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from intake_app.children import service as children
from intake_app.children.model import MAX_LINE, MAX_TEXT, Entry, Step, StepState
from intake_app.children.service import ChildView
from intake_app.i18n import _, language, ngettext
from intake_app.packs.model import Phase
from intake_app.words import word
from ui.children.child_part import ChildPart, day_words
from ui.children.entry_form import Asked, Page
from ui.fields.date_edit import DayEdit
from ui.fields.text_edit import TextBlock, TextLine
from ui.tokens import Tone

_LOOK = {
    StepState.DONE: ("circle-check", Tone.SUCCESS),
    StepState.SKIPPED: ("circle-slash", Tone.NEUTRAL),
    StepState.UNDONE: ("undo-2", Tone.WARNING),
}


class StepsPart(ChildPart):
    """Signals: those of a part."""

    def make_buttons(self) -> None:
        """The next step that is neither done nor left out."""
        self.add_button("next", lambda: _("Next step done"), "check", self.begin)

    def reasons(self, view: ChildView) -> Mapping[str, str]:
        """There has to be a step left."""
        return {"next": "" if self._next(view) else _("No step is left.")}

    def _next(self, view: ChildView) -> Phase | None:
        if view.pack is None:
            return None
        now = view.file.steps()
        return next((one for one in view.pack.phases if _state(now.get(one.id)) is None), None)

    def begin(self) -> None:
        """A page for the next step."""
        step = self._next(self._view) if self._view else None
        if step is not None:
            self.write_done(step)

    def write_done(self, step: Phase) -> None:
        """When a step was done, and by whom."""
        session, case_id, today = self._session, self._case_id, self._session.today

        def put(values: Mapping[str, Any]) -> Entry:
            body = Step(
                values["on"], step.id, StepState.DONE, values["by_whom"] or "", values["note"] or ""
            )
            return children.note(session, case_id, body)

        asked = [
            Asked("on", lambda: DayEdit(today, latest=today()), lambda: _("Done on"), True, False),
            Asked("by_whom", lambda: TextLine(MAX_LINE), lambda: _("By whom"), True, False),
            Asked("note", lambda: TextBlock(MAX_TEXT, lines=2), lambda: _("Note")),
        ]
        self.write(
            f"step {step.id}",
            Page(
                lambda: step.name.in_(language()),
                asked,
                put,
                {"on": today(), "by_whom": session.full_name},
            ),
        )

    def leave_out(self, step: Phase) -> None:
        """Ask why a step is left out."""
        reason = self._messages.ask_text(
            _("Leave this step out?"),
            step.name.in_(language()),
            _("Reason"),
            _("Leave it out"),
            _("Keep it"),
        )
        self._note(step, StepState.SKIPPED, reason, _("The step is left out."))

    def take_back(self, step: Phase) -> None:
        """Ask why a step is open again."""
        reason = self._messages.ask_text(
            _("Open this step again?"),
            step.name.in_(language()),
            _("Reason"),
            _("Open again"),
            _("Leave it"),
        )
        self._note(step, StepState.UNDONE, reason, _("The step is open again."))

    def _note(self, step: Phase, state: StepState, reason: str | None, done: str) -> None:
        if reason is not None:
            session, case_id = self._session, self._case_id
            body = Step(session.today(), step.id, state, note=reason)
            self.do(lambda: children.note(session, case_id, body), done)

    # ------------------------------------------------------------------ cards

    def show_cards(self, view: ChildView) -> None:
        """One card for each step, with its newest entry."""
        if view.pack is None:
            self.add_words(_("The programme of this case has no steps to tick off."))
            return
        now, phases = view.file.steps(), view.pack.phases
        settled = sum(_state(now.get(one.id)) is not None for one in phases)
        words = ngettext(
            "{count} of {all} step is done or left out. The steps are an aid: nothing waits.",
            "{count} of {all} steps are done or left out. They are an aid: nothing waits for them.",
            len(phases),
        )
        self.add_words(words.format(count=settled, all=len(phases)))
        for phase in phases:
            self._show_step(phase, now.get(phase.id))

    def _show_step(self, phase: Phase, entry: Entry | None) -> None:
        card = self.add_card(phase.name.in_(language()), entry)
        if entry is not None and isinstance(entry.body, Step) and entry.body.state is not None:
            body = entry.body
            state = entry.body.state
            card.say(word("child_step", state), *_LOOK[state])
            card.show_rows(
                [
                    (_("Day"), day_words(body.on)),
                    (_("By whom"), body.by_whom),
                    (_("Note"), body.note),
                ],
                columns=3,
            )
        if _state(entry) is None:
            done, left = partial(self.write_done, phase), partial(self.leave_out, phase)
            card.add_button(self.small(_("Done…"), "check", done))
            card.add_button(self.small(_("Leave out…"), "circle-slash", left))
        else:
            back = partial(self.take_back, phase)
            card.add_button(self.small(_("Open again…"), "undo-2", back))


def _state(entry: Entry | None) -> StepState | None:
    """Done or left out; None while it is open."""
    body = entry.body if entry is not None else None
    if not isinstance(body, Step) or body.state is StepState.UNDONE:
        return None
    return body.state
