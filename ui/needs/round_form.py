"""The same thing for everybody who came with an arrival, and the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.errors import IntakeError
from intake_app.i18n import _, ngettext
from intake_app.needs.kinds import kind_words
from intake_app.needs.model import GivenItem
from intake_app.needs.rounds import (
    LeftOut,
    Recipients,
    Round,
    give_to_all,
    recipients,
    take_back_round,
)
from intake_app.packs.model import Pack
from intake_app.session import Session
from intake_app.values import new_id
from ui.buttons import Button
from ui.cards import IconLabel
from ui.cases.days import moment_words
from ui.cases.draft_keeper import DraftKeeper
from ui.cases.record_form import RecordForm
from ui.fields.typed_text import retype, typed_texts
from ui.icons import put_icon
from ui.messages import Messages
from ui.needs.item_questions import ItemQuestions
from ui.tasks import Tasks
from ui.tokens import S, Text, Tone

MOST_NAMES = 6
"""Of those who get nothing; more would fill the page."""


class RoundForm(RecordForm):
    """Stays after saving, and says who got it. Signals: those of a page with questions."""

    help_page = "needs"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, arrival_id: str) -> None:
        self._session, self._messages, self._arrival_id = session, messages, arrival_id
        self._found: Recipients | None = None
        self._wanted: GivenItem | None = None
        self.questions = ItemQuestions(_pack(session), session.today, takers=False)
        super().__init__(tasks, self.questions)
        self.who, self.before = IconLabel(Text.BODY), IconLabel(Text.BODY)
        self.left_out = IconLabel(Text.BODY)
        self.take_back = Button(icon="undo-2")
        self._last = QWidget(self)
        self._lay_out()
        put_icon(self.save, "check")
        self.keeper = DraftKeeper(session, tasks, "round", arrival_id, self.typed)
        self.keeper.setParent(self)
        self.keeper.kept.connect(self.status_changed)
        self.edited.connect(self.keeper.touch)
        self.take_back.clicked.connect(self.take_back_last)
        self.setFocusProxy(self.form.field("kind"))
        self.retranslate()
        tasks.read(self, self.keeper.read, self._offer)
        self.reload()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._last)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        row.addWidget(self.before, 1)
        row.addWidget(self.take_back)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(2, self.who)
        column.insertWidget(3, self.left_out)
        column.insertWidget(4, self._last)
        self.left_out.hide()
        self._last.hide()

    def _offer(self, typed: Mapping[str, str] | None) -> None:
        if typed and self.restore(typed):
            self.say_restored()

    # ------------------------------------------------------------------ reading

    def reload(self) -> None:
        """Read who came, and what they all got before."""
        session, arrival_id = self._session, self._arrival_id

        def show(found: Recipients) -> None:
            self._found = found
            self.retranslate()

        self._tasks.read(self, lambda: recipients(session, arrival_id), show)

    @property
    def last(self) -> Round | None:
        """What everybody got last and still has."""
        return self._found.rounds[0] if self._found and self._found.rounds else None

    # ------------------------------------------------------------------ giving

    def may_submit(self) -> bool:
        """False while nobody could get it."""
        return bool(self._found and self._found.cases)

    def take(self) -> None:
        """Take what is typed along."""
        self._wanted = self.questions.item(new_id(), "")

    def put(self) -> Round:
        """Give it to everybody, or to nobody."""
        assert self._wanted is not None
        return give_to_all(self._session, self._arrival_id, self._wanted)

    def _was_saved(self, record: object) -> None:
        assert isinstance(record, Round)
        self._saving = False
        self.form.set_saved()
        self.keeper.forget()
        words = ngettext(
            "{count} person got it. Have the receipts signed, case by case.",
            "{count} people got it. Have the receipts signed, case by case.",
            record.count,
        )
        said = [words.format(count=record.count)]
        if record.had_it:
            passed_over = ngettext(
                "{count} person had it already from a round of that day.",
                "{count} people had it already from a round of that day.",
                record.had_it,
            )
            said.append(passed_over.format(count=record.had_it))
        self.bar.success(" ".join(said))

    def take_back_last(self) -> None:
        """Ask why, and take back what everybody got last."""
        last, session = self.last, self._session
        if last is None:
            return
        reason = self._messages.ask_text(
            _("Take it back from everybody?"),
            _("It stays in each case with your reason, and its value goes back to the package."),
            _("Reason"),
            _("Take this back"),
            _("Leave it"),
            danger=True,
        )
        if reason is None:
            return

        def done(count: int) -> None:
            words = ngettext(
                "Taken back from {count} person.", "Taken back from {count} people.", count
            )
            self.bar.success(words.format(count=count))

        def failed(error: Exception) -> bool:
            if isinstance(error, IntakeError):
                self.bar.error(error.sentence)
            return isinstance(error, IntakeError)

        self._tasks.change(self, lambda: take_back_round(session, last.id, reason), done, failed)

    # ------------------------------------------------------------------ drafts

    def typed(self) -> Mapping[str, str] | None:
        """The answers as texts."""
        return typed_texts(self.form) if self.form.is_changed() else None

    def restore(self, typed: Mapping[str, str]) -> bool:
        """Show what was typed earlier."""
        retype(self.form, typed)
        self.questions.follow()
        return True

    def keep_draft(self) -> None:
        """Keep what is typed at once: the desk is about to be locked."""
        self.keeper.keep_now()

    def may_leave(self) -> bool:
        """What is typed stays as a draft."""
        self.keeper.keep_now()
        return True

    # ------------------------------------------------------------------ words

    def _show_words(self) -> None:
        found, last = self._found, self.last
        if found is None:
            return
        words = ngettext(
            "{count} person who came has an open case and gets it.",
            "{count} people who came have an open case and get it.",
            len(found.cases),
        ).format(count=len(found.cases))
        if not found.cases:
            words = _("Nobody of this arrival has an open case yet.")
        self.who.show_text(words, "users")
        self.left_out.setVisible(bool(found.left_out))
        self.left_out.show_text(left_out_words(found.left_out), "user-x", Tone.WARNING)
        self._last.setVisible(last is not None)
        if last is not None:
            thing = last.item.what or kind_words(_pack(self._session), last.item.kind)
            self.before.show_text(
                _("Given to all before: {thing}, {when} ({count})").format(
                    thing=thing,
                    when=moment_words(last.item.written_at, self._session.clock()),
                    count=last.count,
                ),
                "history",
            )

    def retranslate(self) -> None:
        """Every text of the page."""
        self.title.set_title(_("Arrivals"), _("the same for everybody"))
        self.save.set_text(_("Give it to everybody"))
        self.back.set_text(_("Back"))
        self.take_back.set_text(_("Take this back"))
        may = self._session.may(Act.ITEM_GIVEN_TO_ALL)
        reason = "" if may else _("Reception and counsellors give; a supervisor may take back.")
        if not reason and not self.may_submit():
            reason = _("Nobody of this arrival has an open case yet.")
        self.save.set_reason(reason)
        self._show_words()


def _pack(session: Session) -> Pack:
    """The programme of the office: its kinds of things and its currency."""
    return session.packs[session.office.default_pack]


def left_out_words(left_out: Sequence[LeftOut]) -> str:
    """Who came and gets nothing, why, and what to do about it; as many names as fit."""
    if not left_out:
        return ""
    names = [
        (_("{name} (the case is closed)") if one.is_closed else _("{name} (no case yet)")).format(
            name=one.name
        )
        for one in left_out[:MOST_NAMES]
    ]
    if more := len(left_out) - len(names):
        names.append(ngettext("{count} more", "{count} more", more).format(count=more))
    return _(
        "Left out, because what is given is written down in a case: {names}. Open their cases"
        " first, or give it to them later in their own case."
    ).format(names=", ".join(names))
