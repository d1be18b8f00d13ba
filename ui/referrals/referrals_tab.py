"""The referrals of a case: to whom, how urgent, when the answer is due, and what it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.acts import Act
from intake_app.cases.service import reload_case
from intake_app.errors import IntakeError, InvalidInput
from intake_app.i18n import _, ngettext
from intake_app.referrals.model import Channel, Direction, Referral, ReferralState
from intake_app.referrals.service import (
    answer_referral,
    lost_consents,
    providers,
    rate,
    records,
    referrals_of,
)
from intake_app.session import Session
from intake_app.users.service import names_of_staff
from intake_app.words import word
from ui.buttons import Button
from ui.cases.days import nearness
from ui.cases.record_tab import RecordTab
from ui.documents.paper_work import PaperWork
from ui.documents.papers import Paper
from ui.lists.empty_state import EmptyState
from ui.lists.paged_model import Column
from ui.messages import Messages
from ui.referrals.answer_card import LOOK, AnswerCard
from ui.referrals.rating_card import RatingCard
from ui.referrals.referral_form import ReferralForm
from ui.referrals.referral_frame import URGENCY_LOOK, ReferralFrame
from ui.tasks import Tasks
from ui.tokens import M, Tone


@dataclass(frozen=True)
class ReferralsRead:
    """Everything that the tab shows, read at one moment."""

    referrals: tuple[Referral, ...]
    frame: ReferralFrame
    staff: Mapping[str, str]
    lost: Mapping[str, str]
    """Why an open referral has to be taken back, by its id."""

    def has_services(self) -> bool:
        """True if the directory has somebody to refer to."""
        return any(one.active for one in self.frame.providers)


def read_referrals(session: Session, case_id: str) -> ReferralsRead:
    """Read the referrals of a case with the directory and the consents."""
    view = reload_case(session, case_id)
    frame = ReferralFrame(
        view,
        tuple(providers(session)),
        records(session),
        session.packs.get(view.case.pack),
        session.today(),
    )
    return ReferralsRead(
        tuple(referrals_of(session, case_id)),
        frame,
        names_of_staff(session),
        lost_consents(session, case_id),
    )


class ReferralsTab(RecordTab):
    """Signals: those of a screen; ``place_chosen`` another tab; ``consent_wanted`` the id of a
    service that the person has not agreed to share with yet.
    """

    consent_wanted = Signal(str)

    help_page = "referrals"

    def __init__(self, session: Session, tasks: Tasks, messages: Messages, case_id: str) -> None:
        self._read: ReferralsRead | None = None
        self._clock = session.clock
        self._direction = Direction.OUT
        self.details, self.rating = AnswerCard(session), RatingCard(session)
        super().__init__(
            session,
            tasks,
            messages,
            case_id,
            kind="referral",
            columns=self._columns(),
            details=_below_each_other(self.rating, self.details),
            empty=EmptyState(
                "send", lambda: _empty_words(self._read), lambda: _empty_action(self._read)
            ),
        )
        self.work = PaperWork(session, tasks, messages, case_id, self.bar)
        self.work.setParent(self)
        self.received = Button(icon="inbox")
        self.head.insertWidget(self.head.count() - 1, self.received)
        self.received.clicked.connect(self.begin_received)
        self.list.selected.connect(self._show_details)
        self.details.answered.connect(self.answer)
        self.details.paper_wanted.connect(
            lambda about: _preview_answer(self, about, session.office.document_language)
        )
        self.rating.rated.connect(self.rate)
        self.retranslate()

    def _columns(self) -> list[Column[Referral]]:
        now = self._clock
        return [
            Column(lambda: _("Service"), self._service, width=18, stretch=True),
            Column(
                lambda: _("Urgency"),
                lambda one: word("urgency", one.urgency).partition(":")[0].strip(),
                width=10,
                icon=lambda one: URGENCY_LOOK[one.urgency][0],
                tone=lambda one: URGENCY_LOOK[one.urgency][1],
            ),
            Column(
                lambda: _("Answer due"),
                lambda one: _due(one, now()),
                width=11,
                icon=lambda one: "inbox" if one.is_received else "",
                tone=lambda one: Tone.DANGER if one.is_overdue(now()) else None,
            ),
            Column(
                lambda: _("State"),
                self._state,
                width=14,
                icon=lambda one: "triangle-alert" if self._lost(one) else LOOK[one.state][0],
                tone=lambda one: Tone.DANGER if self._lost(one) else LOOK[one.state][1],
            ),
        ]

    def _lost(self, referral: Referral) -> str:
        return self._read.lost.get(referral.id, "") if self._read else ""

    def _state(self, referral: Referral) -> str:
        return _("To take back") if self._lost(referral) else word("referral", referral.state)

    def _service(self, referral: Referral) -> str:
        provider = self._read.frame.provider(referral.provider_id) if self._read else None
        return provider.name if provider else ""

    def reload(self) -> None:
        """Read referrals, directory and consents again; a page that is being written stays."""
        session, case_id = self._session, self._case_id
        self._tasks.read(self, lambda: read_referrals(session, case_id), self._show)

    def _show(self, read: ReferralsRead) -> None:
        self._read = read
        self.work.case_number = read.frame.view.case.number
        self.show_records(read.referrals)
        if isinstance(self.page, ReferralForm):
            self.page.set_frame(read.frame)
        self._show_words()

    def _show_details(self, referral: Referral | None) -> None:
        frame = self._read.frame if self._read else None
        staff = dict(self._read.staff) if self._read else {}
        lost = self._lost(referral) if referral else ""
        self.details.show_referral(referral, frame, staff, lost)
        self.rating.show_referral(referral)

    def begin(self) -> None:
        """Refer the person."""
        self._direction = Direction.OUT
        super().begin()

    def begin_received(self) -> None:
        """Write down that a service sent the person to us: the same page the other way round."""
        if self.received.isEnabled():
            self._direction = Direction.IN
            super().begin()

    def make_form(self) -> ReferralForm | None:
        """A new referral, if the directory has somebody."""
        if self._read is None or self._reason():
            return None
        page = ReferralForm(self._session, self._tasks, self._read.frame, self._direction)
        page.consent_wanted.connect(self.consent_wanted)
        return page

    def act_on_empty(self) -> None:
        """Refer, or fill the directory first."""
        if self._read is not None and not self._read.has_services():
            self.destination_chosen.emit("directory", "")
        else:
            self.begin()

    def saved_words(self, record: Referral) -> str:
        """What is said after somebody was referred."""
        if record.is_received:
            return _("The referral is recorded. Answer it as soon as you know.")
        return _("The referral is made. Print the letter under “Papers”.")

    # ------------------------------------------------------------------ the answer

    def show_referral(self, referral_id: str, channel: str = Channel.HAND.value) -> None:
        """Select this one, now or when it is read, and take its answer as it came."""
        self.list.select(referral_id)
        self.details.set_channel(referral_id, Channel(channel))

    def answer(self, referral_id: str, state: str, words: str) -> None:
        """Record what the service answered."""
        session = self._session

        def done(_referral: Referral) -> None:
            self.details.clear()
            self.bar.success(_("The answer is recorded."))

        def failed(error: Exception) -> bool:
            if isinstance(error, InvalidInput):
                self.details.show_problems(error.problems)
            elif isinstance(error, IntakeError):
                self.bar.error(error.sentence)
            return isinstance(error, IntakeError)

        next_state, how = ReferralState(state), Channel(self.details.channel.value() or "hand")
        day = self.details.day.value()
        self._tasks.change(
            self,
            lambda: answer_referral(session, referral_id, next_state, words, how, day),
            done,
            failed,
        )

    def rate(self, referral_id: str, rating: int, note: str) -> None:
        """Record how the person found the help."""
        session = self._session

        def done(_referral: Referral) -> None:
            self.rating.clear()
            self.bar.success(_("The opinion is recorded."))

        def failed(error: Exception) -> bool:
            if isinstance(error, IntakeError):
                self.bar.error(error.sentence)
            return isinstance(error, IntakeError)

        self._tasks.change(self, lambda: rate(session, referral_id, rating, note), done, failed)

    def may_leave(self) -> bool:
        """Ask also about an answer that was typed and not recorded."""
        typing = self.details.is_typing() or self.rating.is_typing()
        lost = typing and not self._messages.ask(
            _("The answer is not recorded"),
            _("What you typed about the answer of the service would be lost."),
            _("Leave"),
            _("Stay"),
            danger=True,
        )
        return not lost and super().may_leave()

    # ------------------------------------------------------------------ words

    def _reason(self) -> str:
        if not self._session.may(Act.REFERRAL_MADE):
            return _("Only a counsellor refers people.")
        if self._read is not None and not self._read.has_services():
            return _("The service directory is empty.")
        return ""

    def _show_words(self) -> None:
        for button in (self.new, self.received):
            button.set_reason(self._reason())
        self.empty.set_words(lambda: _empty_words(self._read))
        can_go_on = self._read is not None and not self._read.has_services()
        self.empty.action.set_reason("" if can_go_on else self._reason())
        number = len(self._read.referrals) if self._read else 0
        words = ngettext("{count} referral", "{count} referrals", number)
        self.count.setText(words.format(count=number) if number else "")
        self._show_details(self.list.current())

    def retranslate(self) -> None:
        """Every text of the tab."""
        self.new.set_text(_("Refer to a service"))
        self.received.set_text(_("Received from a service"))
        self.list.table.setAccessibleName(_("Referrals"))
        self._show_words()


def _preview_answer(tab: ReferralsTab, referral_id: str, tongue: str) -> None:
    """Our answer to the service that sent the person, as it would be printed."""
    tab.work.preview(Paper("referral_answer", referral_id, True), tongue)


def _due(referral: Referral, now: datetime) -> str:
    if referral.state is not ReferralState.IN_PROGRESS:
        return ""
    return nearness(referral.answer_due().astimezone().date(), now.astimezone().date())


def _empty_words(read: ReferralsRead | None) -> str:
    if read is not None and not read.has_services():
        return _("The service directory is empty. Add the services of your area first.")
    return _("Nobody was asked to help yet.")


def _empty_action(read: ReferralsRead | None) -> str:
    if read is not None and not read.has_services():
        return _("Open the directory")
    return _("Refer to a service")


def _below_each_other(*cards: QWidget) -> QWidget:
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(M)
    for card in cards:
        column.addWidget(card)
    return both
