"""The best-interests procedure: assessments, plannings and determinations, and who confirms."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from intake_app.acts import Act
from intake_app.children import service as children
from intake_app.children.file import why_no_determination
from intake_app.children.model import (
    MAX_LINE,
    MAX_TEXT,
    BestInterests,
    Entry,
    EntryKind,
    Member,
    Option,
    Words,
)
from intake_app.children.service import ChildView
from intake_app.i18n import _
from intake_app.words import word
from ui.children.child_part import ChildPart, day_words
from ui.children.entry_card import EntryCard
from ui.children.entry_form import Asked, Page
from ui.fields.date_edit import DayEdit
from ui.fields.rows import Column, Rows
from ui.fields.text_edit import TextBlock, TextLine
from ui.tokens import Tone

_VERDICT_LOOK = {
    "waiting": ("clock", Tone.WARNING),
    "confirmed": ("circle-check", Tone.SUCCESS),
    "returned": ("undo-2", Tone.WARNING),
}


class InterestsPart(ChildPart):
    """Signals: those of a part."""

    def make_buttons(self) -> None:
        """One for each stage, and the empty form."""
        self.add_button("assessment", lambda: _("Assessment"), "plus", self.begin)
        self.add_button(
            "planning",
            lambda: _("Process planning"),
            "plus",
            lambda: self.write_stage(EntryKind.PLANNING),
        )
        self.add_button(
            "determination",
            lambda: _("Determination"),
            "plus",
            lambda: self.write_stage(EntryKind.DETERMINATION),
        )
        self.add_button(
            "blank",
            lambda: _("Blank form"),
            "printer",
            lambda: self.print_blank("best_interests_sheet"),
        )

    def begin(self) -> None:
        """A new assessment."""
        self.write_stage(EntryKind.ASSESSMENT)

    def reasons(self, view: ChildView) -> Mapping[str, str]:
        """A determination rests on an assessment."""
        said = "" if view.is_child else _("This person is of age, and nobody doubts it.")
        bid = said or why_no_determination(view.facts, view.file)
        return {"assessment": said, "planning": said, "determination": bid}

    def write_stage(self, stage: EntryKind) -> None:
        """A page for one part of the procedure."""
        view = self._view
        if view is None or self.reasons(view)[stage.value]:
            return
        session, case_id = self._session, self._case_id

        def put(values: Mapping[str, Any]) -> Entry:
            body, words = _body_of(stage, values)
            return children.note(session, case_id, body, words)

        today = session.today
        self.write(
            stage.value,
            Page(
                lambda: word("child_entry", stage),
                _questions(stage, today),
                put,
                {"on": today(), "made_by": session.full_name},
                hint=lambda: _hint(stage),
            ),
        )

    # ------------------------------------------------------------------ cards

    def show_cards(self, view: ChildView) -> None:
        """What the safeguards read, then each entry, the newest first."""
        if not view.file.interests:
            self._show_before(view)
        for entry in view.file.interests:
            self._show_entry(view, entry)

    def _show_before(self, view: ChildView) -> None:
        """Nothing is written here; perhaps the screening has something of before."""
        facts = view.facts
        if not (facts.assessed_on or facts.determined_on):
            self.add_words(
                _(
                    "Nothing is written down yet. Begin with the assessment: the plan of a child"
                    " alone waits for it."
                )
            )
            return
        card = self.add_card(_("From the screening"))
        card.show_rows(
            [
                (_("Best-interests assessment made on"), day_words(facts.assessed_on)),
                (_("Assessment made by"), facts.assessed_by),
                (_("Outcome of the assessment"), facts.outcome),
                (_("Best-interests determination made on"), day_words(facts.determined_on)),
            ]
        )
        card.note(_("It was written down before there was this page, and it counts."), "info")

    def _show_entry(self, view: ChildView, entry: Entry) -> None:
        body = entry.body
        assert isinstance(body, BestInterests)
        title = _("{what} of {day}").format(
            what=word("child_entry", entry.kind), day=day_words(body.on)
        )
        card = self.add_card(title, entry)
        state = self._state(view, entry)
        if state in _VERDICT_LOOK:
            card.say(word("child_verdict", state), *_VERDICT_LOOK[state])
        elif view.file.is_in_force(entry):
            card.say(_("Counts now"), "circle-check", Tone.SUCCESS)
        else:
            card.say(_("Earlier"), "history")
        panel = "\n".join(f"{one.name}, {one.role}" if one.role else one.name for one in body.panel)
        card.show_rows(
            [
                (_("Made by"), body.made_by),
                (_("Who took part"), body.took_part),
                *((_("Option"), _option_words(one)) for one in body.options),
                (_("Panel"), panel),
                (_("Outcome and reasons"), body.outcome),
                (_("Looked at again on"), day_words(body.review_on)),
                *self._verdict_rows(view, entry),
            ]
        )
        self._add_buttons(card, entry, state)

    def _state(self, view: ChildView, entry: Entry) -> str:
        if entry.kind is not EntryKind.DETERMINATION:
            return ""
        verdict = view.file.verdict_on(entry.id)
        return verdict.body.mark if verdict is not None else "waiting"

    def _verdict_rows(self, view: ChildView, entry: Entry) -> list[tuple[str, str]]:
        verdict = view.file.verdict_on(entry.id)
        if verdict is None:
            return []
        by = f"{self._staff.get(verdict.author, '')}, {day_words(verdict.body.on)}"
        return [(_("Second person"), by), (_("Reason"), getattr(verdict.body, "reason", ""))]

    def _add_buttons(self, card: EntryCard, entry: Entry, state: str) -> None:
        if state == "waiting":
            own = entry.author == self._session.user.id
            reason = _("You wrote it: somebody else confirms it.") if own else ""
            may = self._session.may(Act.CHILD_DETERMINED)
            reason = reason if may else _("Only a counsellor or a supervisor writes here.")
            sure = partial(self.confirm, entry.id)
            back = partial(self.send_back, entry.id)
            card.add_button(self.small(_("Confirm"), "check", sure, reason))
            card.add_button(self.small(_("Send back…"), "undo-2", back, reason))
        read = partial(self.show_words, card, entry.id)
        card.add_button(self.small(_("Read what the child said"), "lock", read))
        printed = partial(self.print_entry, "best_interests_sheet", entry.id)
        card.add_button(self.small(_("Print…"), "printer", printed))

    # ------------------------------------------------------------------ acts

    def confirm(self, entry_id: str) -> None:
        """The second pair of eyes."""
        session = self._session
        sure = self._messages.ask(
            _("Confirm this determination?"),
            _("From then on it counts: the child can be referred to its family or a lasting home."),
            _("Confirm"),
            _("Not yet"),
        )
        if sure:
            done = _("The determination is confirmed.")
            self.do(lambda: children.confirm(session, entry_id), done)

    def send_back(self, entry_id: str) -> None:
        """Ask why, and send it back."""
        reason = self._messages.ask_text(
            _("Send the determination back?"),
            _("It stays here with your reason. A new one has to be written."),
            _("Reason"),
            _("Send back"),
            _("Leave it"),
        )
        if reason is not None:
            session, done = self._session, _("The determination was sent back.")
            self.do(lambda: children.send_back(session, entry_id, reason), done)

    def show_words(self, card: EntryCard, entry_id: str) -> None:
        """Open what is sealed, and show it on the card until the page is read again."""
        session = self._session
        if card.is_open:
            return

        def show(words: Words) -> None:
            if card.is_open:  # the button was pressed twice
                return
            card.is_open = True
            card.note(_("Opened, and noted in the log."), "lock", Tone.SEALED)
            card.show_rows(
                [
                    (_("What the child said"), words.said),
                    (_("What endangers the child, and what protects it"), words.risks),
                ]
            )

        self._tasks.read(card, lambda: children.read_words(session, entry_id), show, self.failed)


def _option_words(one: Option) -> str:
    parts = [one.what]
    if one.in_favour:
        parts.append(_("For: {text}").format(text=one.in_favour))
    if one.against:
        parts.append(_("Against: {text}").format(text=one.against))
    return "\n".join(parts)


def _hint(stage: EntryKind) -> str:
    if stage is EntryKind.ASSESSMENT:
        return _("What is best for this child now? It is looked at again.")
    if stage is EntryKind.PLANNING:
        return _("What has to be found out and done, by whom, until when?")
    return _("A panel decides about a lasting solution. A second person confirms it here.")


def _questions(stage: EntryKind, today: Any) -> list[Asked]:
    is_bid = stage is EntryKind.DETERMINATION
    asked = [
        Asked(
            "on", lambda: DayEdit(today, latest=today()), lambda: _("Made on"), True, wide=False
        ),
        Asked("made_by", lambda: TextLine(MAX_LINE), lambda: _("Made by"), True, wide=False),
        Asked("took_part", lambda: TextBlock(MAX_TEXT, lines=2), lambda: _("Who took part"), True),
        Asked(
            "said",
            lambda: TextBlock(MAX_TEXT, lines=4),
            lambda: _("What the child said"),
            True,
            helper=lambda: _("In the child’s own words, as far as possible. It is sealed."),
        ),
        Asked(
            "risks",
            lambda: TextBlock(MAX_TEXT, lines=3),
            lambda: _("What endangers the child, and what protects it"),
            helper=lambda: _("It is sealed: counsellors and supervisors can read it."),
        ),
        Asked("options", _option_rows, lambda: _("Options that were weighed"), is_bid),
        Asked(
            "outcome", lambda: TextBlock(MAX_TEXT, lines=3), lambda: _("Outcome and reasons"), True,
            helper=_open_words,
        ),
        Asked(
            "review_on",
            lambda: DayEdit(today),
            lambda: _("Looked at again on"),
            stage is EntryKind.ASSESSMENT,
            wide=False,
        ),
    ]  # fmt: skip
    if is_bid:
        asked.insert(-2, Asked("panel", _member_rows, lambda: _("Panel"), True))
    return asked


def _open_words() -> str:
    return _("Everybody at the desk can read it, since the plan rests on it.")


def _option_rows() -> Rows:
    return Rows(
        [
            Column("what", lambda: TextBlock(MAX_TEXT, lines=1), lambda: _("What it is"), True),
            Column("in_favour", lambda: TextBlock(MAX_TEXT, lines=2), lambda: _("For")),
            Column("against", lambda: TextBlock(MAX_TEXT, lines=2), lambda: _("Against")),
        ],
        lambda: _("Option"),
        lambda: _("Add an option"),
    )


def _member_rows() -> Rows:
    return Rows(
        [
            Column("name", lambda: TextLine(MAX_LINE), lambda: _("Name")),
            Column("role", lambda: TextLine(MAX_LINE), lambda: _("Function")),
        ],
        lambda: _("Member"),
        lambda: _("Add a member"),
    )


def _body_of(stage: EntryKind, values: Mapping[str, Any]) -> tuple[BestInterests, Words]:
    def text(key: str) -> str:
        return values.get(key) or ""

    options = tuple(
        Option(row["what"] or "", row["in_favour"] or "", row["against"] or "")
        for row in values["options"] or ()
    )
    panel = tuple(Member(row["name"] or "", row["role"] or "") for row in values.get("panel") or ())
    body = BestInterests(
        values["on"],
        stage=stage,
        made_by=text("made_by"),
        took_part=text("took_part"),
        options=options,
        outcome=text("outcome"),
        review_on=values["review_on"],
        panel=panel,
    )
    return body, Words(text("said").strip(), text("risks").strip())
