"""The desk of one signed-in user: the frame with its pages, the commands, the counts, the lock."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from intake_app import search
from intake_app.acts import Act
from intake_app.backups import service as backups
from intake_app.backups.service import LastBackup
from intake_app.custody import service as custody
from intake_app.custody.service import RecoveryState
from intake_app.duplicates import service as duplicates
from intake_app.followups import service as followups
from intake_app.i18n import _, language
from intake_app.integrity import service as integrity
from intake_app.integrity.model import Report
from intake_app.search import Found, Question
from intake_app.session import Session
from intake_app.sync import service as sync
from intake_app.words import word
from ui.approvals.waiting import how_many
from ui.attachments.attachments_screen import AttachmentsScreen
from ui.blank import BLANK_KEY, QuickBlank
from ui.cases.case_screen import CaseScreen
from ui.frame import Frame
from ui.help.opener import open_help
from ui.idle import IdleLock
from ui.messages import Messages
from ui.notes.notes_screen import NotesScreen
from ui.office.office_screen import OfficeScreen
from ui.office.vault_check import VaultCheck
from ui.pages import ABOUT_ARRIVALS, SCREENS, Page, commands_of, hit_of, pages_of
from ui.palette import Hit
from ui.people.person_form import PersonForm
from ui.plain import Words
from ui.rail import Entry
from ui.resting import Resting
from ui.retention.date_form import DateForm
from ui.rights.correction_form import CorrectionForm
from ui.screen import Screen, born_in
from ui.system_locks import SystemLocks
from ui.tasks import Tasks
from ui.today.today_screen import TodayScreen
from ui.tokens import Tone

KEYS_AFTER_MS, KEYS_AT_ONCE = 500, 40
"""Persons are made findable as doubles in small steps; what a clerk asks comes in between."""

DUE_AFTER_MS = 500
"""What is due is counted again once a change is shown: the count of a large vault takes longer than
the change."""

CHECK_AFTER_MS = 3_000
"""The daily check waits until the first page stands."""


class Desk(QObject):
    """Signals: ``lock_wanted``; ``restore_wanted`` and ``salvage_wanted`` lock and go on with it;
    ``language_chosen`` its code."""

    lock_wanted = Signal()
    restore_wanted = Signal()
    salvage_wanted = Signal()
    language_chosen = Signal(str)

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        messages: Messages,
        window: QWidget | None = None,
    ) -> None:
        super().__init__()
        self.session, self._tasks, self._messages = session, tasks, messages
        self._find_generation = 0
        self.frame = Frame(
            [self._entry(page) for page in pages_of(session)],
            office=session.office.name,
            who=lambda: f"{session.full_name} · {word('role', session.role)}",
            language=language(),
            commands=lambda: commands_of(session),
            find=self._find,
            parent=window,
        )
        self._blank, self._system = QuickBlank(), SystemLocks()
        self._idle = IdleLock(
            session.office.minutes_to_lock * 60, keys={BLANK_KEY: self._blank.toggle}
        )
        self._resting = Resting(session, tasks)
        self._check = VaultCheck(session, tasks)
        self._check.ended.connect(self._checked)
        self._check_soon = QTimer(self, singleShot=True, interval=CHECK_AFTER_MS)
        self._check_soon.timeout.connect(self._check.run)
        self._keys_soon = QTimer(self, singleShot=True, interval=KEYS_AFTER_MS)
        self._keys_soon.timeout.connect(self._make_keys)
        self._due_soon = QTimer(self, singleShot=True, interval=DUE_AFTER_MS)
        self._connect()

    def _connect(self) -> None:
        frame = self.frame
        frame.locked.connect(self.lock_wanted)
        frame.language_chosen.connect(self.language_chosen)
        frame.command_chosen.connect(self._run_command)
        frame.hit_chosen.connect(self.open_destination)
        for each in (self._idle.idle, self._blank.timed_out, self._system.wanted):
            each.connect(self.lock_wanted)
        self._idle.closing_in.connect(lambda left: frame.set_status(_lock_words(left)))
        self._tasks.changed.connect(self._reload)
        self._tasks.changed.connect(self._keys_soon.start)

    def begin(self) -> None:
        """Show the first page."""
        self.frame.show_entry(SCREENS[0].key)
        self._count()
        self._remind()
        self._keys_soon.start()
        if integrity.is_due(self.session):  # once the first page stands
            self._check_soon.start()

    def _checked(self, outcome: object) -> None:
        if isinstance(outcome, Report) and not outcome.is_whole:
            self._messages.say(
                _("Something is wrong with the vault"),
                _(
                    "The daily check has found a fault. Finish what you are typing. Then call a"
                    " supervisor: Office, Integrity says what was found."
                ),
                Tone.DANGER,
            )

    def end(self) -> None:
        """Keep what is being typed; afterwards nothing here asks the vault any more."""
        self._check_soon.stop()
        self._keys_soon.stop()
        self._due_soon.stop()
        self._check.cancel()
        self._idle.stop()
        self._resting.stop()
        self._blank.show()
        self._tasks.changed.disconnect(self._reload)
        self._tasks.changed.disconnect(self._keys_soon.start)
        for screen in self.frame.screens():
            screen.keep_draft()

    def may_leave(self) -> bool:
        """False if a page would lose something and the user chose to stay."""
        return all(screen.may_leave() for screen in self.frame.screens())

    # ------------------------------------------------------------------ going round

    def _entry(self, page: Page) -> Entry:
        def make() -> Screen:
            return self._wired(page.screen(self.session, self._tasks, self._messages))

        return Entry(page.key, page.icon, page.title, make)

    def _wired(self, screen: Screen) -> Screen:
        screen.destination_chosen.connect(self.open_destination)
        if isinstance(screen, TodayScreen):
            screen.counted.connect(lambda count: self.frame.set_count("today", count))
            self._due_soon.timeout.connect(screen.recount)
        return screen

    def open_destination(self, kind: str, about: str) -> None:
        """Go where a screen, a search hit or a notice points: a case, a person, a new person."""
        with born_in(self.frame.stack):
            self._open(kind, about)

    def _open(self, kind: str, about: str) -> None:
        screen: Screen
        if kind == "needs" or kind.partition("_")[0] == "case":
            screen = self._case(kind, about)
        elif kind == "salvage":
            self.salvage_wanted.emit()
            return
        elif kind in {"person", "new_person"}:
            screen = PersonForm(self.session, self._tasks, self._messages, about or None)
        elif kind == "restore":
            self.restore_wanted.emit()
            return
        elif kind in {"backup", "recovery", "complaints"}:
            self._show_in_office(kind, now=about == "now")
            return
        elif kind == "attachments":
            screen = AttachmentsScreen(self.session, self._tasks, self._messages, about)
        elif kind == "notes":
            screen = NotesScreen(self.session, self._tasks, self._messages, about)
        elif kind == "file_date":
            screen = DateForm(self.session, self._tasks, self._messages, about)
        elif kind in ABOUT_ARRIVALS:
            screen = ABOUT_ARRIVALS[kind](self.session, self._tasks, self._messages, about)
        elif kind == "correction":
            screen = CorrectionForm(self.session, self._tasks, self._messages, about)
        else:
            self.frame.show_entry(kind)
            return
        self.frame.open_screen(self._wired(screen))

    def _case(self, kind: str, about: str) -> CaseScreen:
        """A case; ``needs`` and ``case_grants`` (``case_plan`` …) begin at that part of it.

        ``about`` is its id; for a referral with that of the referral and how the answer comes.
        """
        giving = kind == "needs"
        about, _space, rest = about.partition(" ")
        screen = CaseScreen(self.session, self._tasks, self._messages, about, giving=giving)
        part = "" if giving else kind.removeprefix("case").removeprefix("_")
        if part == "referral":
            screen.show_tab("referrals")
            screen.tabs.referrals.show_referral(*rest.split(" "))
        elif part:
            screen.show_tab(part)
        return screen

    def _office(self) -> OfficeScreen | None:
        """The office in front; None if a page on top did not want to close."""
        self.frame.show_entry("office")
        office = self.frame.current()
        return office if isinstance(office, OfficeScreen) else None

    def _show_in_office(self, kind: str, *, now: bool) -> None:
        """The tab of the office that is meant; ``now`` begins the backup at once."""
        office = self._office()
        if office is None:
            return
        if kind == "complaints":
            office.show_part(office.care)
            office.care.tabs.setCurrentWidget(office.care.complaints)
        else:
            office.show_part(office.backup if kind == "backup" else office.recovery)
        if now:
            office.backup.start()

    def _remind(self) -> None:
        """After each sign-in of a supervisor, as long as no recovery key could save the vault."""
        if not self.session.may(Act.RECOVERY_MADE):
            return

        def done(state: RecoveryState) -> None:
            if not state.is_good:
                self.frame.reminder.warning(
                    _("The recovery key was used. Make a new one today.")
                    if state.used
                    else _("There is no recovery key: a forgotten passphrase can cost everything."),
                    action=lambda: _("Make one"),
                    on_action=lambda: self._show_in_office("recovery", now=False),
                )

        self._tasks.read(self.frame, lambda: custody.recovery_state(self.session), done)

    def _run_command(self, key: str) -> None:
        name, _colon, argument = key.partition(":")
        if name == "show":
            self.frame.show_entry(argument)
        elif name == "open":
            self.open_destination(argument, "")
        elif name == "language":
            self.language_chosen.emit(argument)
        elif name == "help":
            open_help(self.frame)
        elif name == "lock":
            self.lock_wanted.emit()
        elif name in {"back_up", "backup"}:
            self.open_destination("backup", "now" if name == "back_up" else "")
        elif name == "blank":
            self._blank.hide()
        elif name == "new_person":
            self.open_destination("new_person", "")

    # ------------------------------------------------------------------ search and counts

    def _find(self, text: str, answer: Callable[[Sequence[Hit]], None]) -> None:
        self._find_generation += 1
        asked = self._find_generation

        def done(found: list[Found]) -> None:
            if asked == self._find_generation:
                answer([hit_of(line) for line in found])

        question = Question(text)
        self._tasks.read(self.frame, lambda: search.find(self.session, question, limit=8), done)

    def _reload(self) -> None:
        self.frame.reload_current()
        self._count()
        if not isinstance(self.frame.current(), TodayScreen):  # which counts when it is read again
            self._due_soon.start()

    def _make_keys(self) -> None:
        session = self.session

        def done(more: bool) -> None:
            if more and self._tasks.idle:  # else typing goes first
                self._make_keys()
            elif more:
                self._keys_soon.start()

        self._tasks.read(self, lambda: duplicates.catch_up(session, KEYS_AT_ONCE), done)

    def _count(self) -> None:
        session = self.session

        def read() -> tuple[int, int, int, LastBackup | None]:
            waiting, due = how_many(session), followups.due_for_me(session)
            return waiting, due, sync.count_pending(session), backups.last_backup(session)

        def done(counted: tuple[int, int, int, LastBackup | None]) -> None:
            waiting, due, pending, last = counted
            self.frame.set_count("approvals", waiting)
            self.frame.set_count("follow_ups", due)
            self.frame.set_outbox(pending)
            if not session.vault.read_only:
                late = last is None or last.days > session.office.days_to_backup
                self.frame.status.set_backup(last.days if last else None, late)
            self.frame.notice.set_words(notice_of(session))
            if session.vault.trouble is not None:
                self.frame.set_status(_trouble_words())

        self._tasks.read(self.frame, read, done)  # locked at once, the frame goes before the answer


def _trouble_words() -> str:
    """The save itself is safe; its mark in the anchor is not, so the next one has to wait."""
    return _(
        "Saved, but the disk refused the mark that guards it. Check the disk: the next save waits"
        " for that."
    )


def _lock_words(seconds: int) -> str:
    """How soon the desk locks; nothing once somebody is back."""
    return _("Locks in {seconds} s").format(seconds=seconds) if seconds else ""


def notice_of(session: Session) -> Words | None:
    """What has to be said over every page as long as it is so, or None."""
    if session.vault.read_only:
        return lambda: _(
            "This vault is open for reading only. Nothing can be saved, drafts are not kept, and"
            " the audit log does not note who looks at what."
        )
    if session.vault.keys.opened.from_previous:
        return lambda: _(
            "The key file was damaged, and the copy before it was used. The last change of"
            " colleagues or passphrases may be gone: look at the list of colleagues."
        )
    if session.vault.reserve_given:
        return lambda: _(
            "The disk is nearly full, and the program has given up its reserve. Make room now by"
            " deleting or moving other files."
        )
    return None
