"""The outbox: from no hub to an acknowledged batch, and files that are not what they say."""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.documents import service as documents
from intake_app.referrals import service as referrals
from intake_app.session import Session
from intake_app.sync import service as sync
from intake_app.sync.batch import open_batch
from intake_app.sync.cards import DeskCard, HubCard, HubKeys, hub_card, parse_desk_card
from intake_app.sync.receipt import BatchResult, Standing, seal_receipt
from intake_app.sync.service import Batch, BatchState, Pending
from tests.conftest import SignIn
from tests.core.test_case_journey import opened_case
from tests.factories import a_provider
from tests.ui.direct_tasks import DirectTasks
from tests.ui.late_tasks import LateTasks
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import forgotten_by_a_switch, words_on
from ui.language import Language
from ui.sync.next_step import next_step
from ui.sync.outbox_screen import OutboxScreen

NEXT_DAY = "2026-05-13T09:00:00Z"


@dataclass
class Headquarters:
    """A hub with real keys that answers what a test wants it to answer."""

    keys: HubKeys = field(default_factory=HubKeys.generate)
    spare: HubKeys = field(default_factory=HubKeys.generate)
    name: str = "Headquarters"
    answers: int = 0

    def card(self, session: Session) -> HubCard:
        return hub_card(self.keys, self.spare.recipient, self.name, session.clock())

    def card_file(self, session: Session, folder: Path) -> Path:
        path = folder / f"{self.name}.json"
        path.write_bytes(self.card(session).to_bytes())
        return path

    def receipt(self, desk: DeskCard, folder: Path, *results: BatchResult) -> Path:
        """A receipt for these batches; those that are ok are received up to the last one."""
        self.answers += 1
        received = max((result.seq for result in results if result.state == "ok"), default=0)
        path = folder / f"{self.answers}.casereceipt"
        standing = Standing(received, [], list(results))
        path.write_bytes(seal_receipt(standing, self.answers, self.keys, desk, NEXT_DAY))
        return path


@pytest.fixture
def hub() -> Headquarters:
    return Headquarters()


@pytest.fixture
def desk(sign_in: SignIn) -> Session:
    """A supervisor at a desk with one case and one issued paper."""
    _person, case = opened_case(sign_in(Role.RECEPTION))
    session = sign_in(Role.SUPERVISOR)
    documents.issue(session, case.id, "intake_profile", case.id, "fr")
    return session


@pytest.fixture
def enrolled(desk: Session, hub: Headquarters) -> Session:
    sync.enrol_hub(desk, hub.card(desk).to_bytes())
    return desk


@dataclass
class Opener:
    """Opens the screen for a session, as the window does."""

    qtbot: QtBot
    tasks: DirectTasks
    messages: ScriptedMessages

    def __call__(self, session: Session) -> OutboxScreen:
        screen = OutboxScreen(session, self.tasks, self.messages)
        self.qtbot.addWidget(screen)
        self.tasks.changed.connect(screen.reload)
        screen.resize(1150, 640)
        screen.show()
        screen.reload()
        return screen


@pytest.fixture
def open_screen(qtbot: QtBot, tasks: DirectTasks, messages: ScriptedMessages) -> Opener:
    return Opener(qtbot, tasks, messages)


def state_cells(screen: OutboxScreen) -> list[str]:
    model = screen.batch_model
    return [str(model.index(row, 1).data()) for row in range(model.rowCount())]


def desk_card_of(session: Session) -> DeskCard:
    return parse_desk_card(sync.desk_card(session))


# ---------------------------------------------------------------------------- cards


def test_without_a_hub_the_screen_says_which_two_steps_come_first(
    open_screen: Opener, desk: Session
) -> None:
    screen = open_screen(desk)
    assert screen.hub_panel.isVisible()
    assert screen.hub_panel.save_ours.isEnabled()
    assert screen.step.text().startswith("Next: exchange cards")
    assert not screen.prepare.isEnabled()
    assert screen.prepare.accessibleDescription() == "Exchange cards with headquarters first."


def test_the_desk_card_is_written_and_the_hub_can_read_it(
    open_screen: Opener, desk: Session, messages: ScriptedMessages, tmp_path: Path
) -> None:
    screen = open_screen(desk)
    messages.answers = [tmp_path]
    screen.hub_panel.save_ours.click()
    (file,) = tmp_path.glob("*.deskcard")
    assert parse_desk_card(file.read_bytes()).office == "GN"
    assert file.name in screen.bar.text()


def test_taking_in_the_hub_card_shows_the_numbers_to_compare(
    open_screen: Opener,
    desk: Session,
    hub: Headquarters,
    messages: ScriptedMessages,
    tmp_path: Path,
) -> None:
    screen = open_screen(desk)
    messages.answers = [hub.card_file(desk, tmp_path)]
    screen.hub_panel.take_theirs.click()
    assert sync.hub_of(desk) == hub.card(desk)
    assert sync.fingerprint_of_hub(desk) in words_on(screen.hub_panel)
    assert screen.hub_panel.save_ours.isHidden()
    assert screen.prepare.isEnabled()
    screen.numbers.trigger()
    assert screen.hub_panel.isHidden()
    screen.numbers.trigger()
    assert screen.hub_panel.isVisible()


@pytest.mark.parametrize("change", ["altered", "a paper", "gone"])
def test_a_card_that_is_none_gives_a_sentence_and_no_hub(
    open_screen: Opener,
    desk: Session,
    hub: Headquarters,
    messages: ScriptedMessages,
    tmp_path: Path,
    change: str,
) -> None:
    path = hub.card_file(desk, tmp_path)
    if change == "altered":
        path.write_bytes(path.read_bytes().replace(b"Headquarters", b"Hindquarters"))
    elif change == "a paper":
        path.write_bytes(b"%PDF-1.7")
    else:
        path.unlink()
    screen = open_screen(desk)
    messages.answers = [path]
    screen.hub_panel.take_theirs.click()
    assert screen.bar.text()
    assert sync.hub_of(desk) is None
    assert screen.hub_panel.take_theirs.isVisible()


@pytest.mark.parametrize("sure", [False, True])
def test_another_hub_takes_the_place_of_the_first_only_after_a_question(
    open_screen: Opener,
    enrolled: Session,
    hub: Headquarters,
    messages: ScriptedMessages,
    tmp_path: Path,
    sure: bool,
) -> None:
    other = Headquarters(name="Somewhere else")
    screen = open_screen(enrolled)
    messages.answers = [True, other.card_file(enrolled, tmp_path)] if sure else [False]
    screen.hub_menu.menu().actions()[1].trigger()
    assert messages.asked[0] == "Take in another hub card?"
    assert sync.hub_of(enrolled) == (other if sure else hub).card(enrolled)


# ---------------------------------------------------------------------------- batches


def test_preparing_takes_everything_and_says_what_comes_next(
    open_screen: Opener, enrolled: Session
) -> None:
    waiting = len(sync.pending(enrolled))
    screen = open_screen(enrolled)
    assert screen.step.text().startswith(f"{waiting} changes are in no batch yet.")
    screen.prepare.click()
    (batch,) = sync.batches(enrolled)
    assert (batch.records, batch.documents) == (waiting, 1)
    assert screen.bar.text() == f"Batch 1 is sealed. Records: {waiting}, papers: 1."
    assert screen.work.panel.isHidden()
    assert screen.step.text() == "Next: write batch 1 to a stick."
    assert state_cells(screen) == ["Sealed, not written yet"]
    assert screen.prepare.isEnabled()


def test_cancelling_keeps_nothing_and_says_so(
    qtbot: QtBot, enrolled: Session, messages: ScriptedMessages
) -> None:
    tasks = LateTasks()
    screen = OutboxScreen(enrolled, tasks, messages)
    qtbot.addWidget(screen)
    screen.show()
    screen.reload()
    tasks.run_all()
    waiting = sync.pending(enrolled)
    screen.prepare.click()
    assert screen.work.panel.isVisible()
    assert not screen.prepare.isEnabled()
    assert not screen.write.isEnabled()
    screen.work.panel.cancel.click()
    tasks.run_all()
    assert screen.bar.text() == "Stopped. No batch was made, and nothing was lost."
    assert screen.work.panel.isHidden()
    assert screen.prepare.isEnabled()
    assert sync.batches(enrolled) == []
    assert sync.pending(enrolled) == waiting
    assert tasks.errors == []


def test_cancelling_while_it_is_being_sealed_keeps_nothing_either(
    qtbot: QtBot, enrolled: Session, messages: ScriptedMessages
) -> None:
    tasks = LateTasks()
    screen = OutboxScreen(enrolled, tasks, messages)
    qtbot.addWidget(screen)
    screen.reload()
    tasks.run_all()
    screen.prepare.click()
    progress = screen.work.progress
    assert progress is not None
    progress.stepped.connect(lambda *_step: screen.work.panel.cancel.click())
    tasks.run_all()
    assert sync.batches(enrolled) == []
    assert screen.bar.text().startswith("Stopped.")


def test_the_written_file_is_the_sealed_batch_and_the_hub_reads_it(
    open_screen: Opener,
    enrolled: Session,
    hub: Headquarters,
    messages: ScriptedMessages,
    tmp_path: Path,
) -> None:
    screen = open_screen(enrolled)
    screen.prepare.click()
    messages.answers = [tmp_path]
    screen.write.click()
    (file,) = tmp_path.glob("*.casebatch")
    assert file.name in screen.bar.text()
    (batch,) = sync.batches(enrolled)
    assert (batch.state, file.stat().st_size) == (BatchState.WRITTEN, batch.size)
    card = desk_card_of(enrolled)
    opened = open_batch(io.BytesIO(file.read_bytes()), {card.ed25519: card}, hub.keys.identity)
    assert len(list(opened.records())) == batch.records
    assert screen.step.text().startswith("Batch 1 is on its way.")


def test_a_place_that_cannot_be_written_is_told_and_the_batch_stays_sealed(
    open_screen: Opener, enrolled: Session, messages: ScriptedMessages, tmp_path: Path
) -> None:
    screen = open_screen(enrolled)
    screen.prepare.click()
    messages.answers = [tmp_path / "stick that was pulled out"]
    screen.write.click()
    assert "cannot be written" in screen.bar.text()
    assert sync.batches(enrolled)[0].state is BatchState.SEALED


# ---------------------------------------------------------------------------- receipts


def written_batch(session: Session, folder: Path) -> Batch:
    batch = sync.seal_batch(session)
    sync.write_batch(session, batch.number, folder)
    return sync.batches(session)[0]


def test_a_receipt_acknowledges_the_batch_on_the_screen_and_in_the_vault(
    open_screen: Opener,
    enrolled: Session,
    hub: Headquarters,
    messages: ScriptedMessages,
    tmp_path: Path,
) -> None:
    batch = written_batch(enrolled, tmp_path)
    result = BatchResult(batch.id, 1, batch.sha256, "ok")
    messages.answers = [hub.receipt(desk_card_of(enrolled), tmp_path, result)]
    screen = open_screen(enrolled)
    screen.receipt.click()
    assert state_cells(screen) == ["Acknowledged"]
    assert screen.bar.text() == "The hub has acknowledged batch 1."
    assert screen.step.text() == "The hub has everything. Nothing to do."
    assert sync.pending(enrolled) == []
    assert not screen.write.isEnabled()
    assert "not kept any more" in screen.write.accessibleDescription()
    assert not screen.prepare.isEnabled()


def test_a_refused_batch_is_said_with_its_code_and_what_to_do(
    open_screen: Opener,
    enrolled: Session,
    hub: Headquarters,
    messages: ScriptedMessages,
    tmp_path: Path,
) -> None:
    batch = written_batch(enrolled, tmp_path)
    result = BatchResult(batch.id, 0, batch.sha256, "refused", "records")
    messages.answers = [hub.receipt(desk_card_of(enrolled), tmp_path, result)]
    screen = open_screen(enrolled)
    screen.receipt.click()
    assert state_cells(screen) == ["Refused"]
    assert "records" in screen.bar.text()
    assert screen.step.text() == "The hub refused batch 1. Next: prepare a new one."
    assert screen.prepare.isEnabled()


@pytest.mark.parametrize("wrong", ["other hub", "other desk", "cut off", "a paper", "gone"])
def test_a_receipt_that_is_not_ours_gives_a_sentence_and_changes_nothing(
    open_screen: Opener,
    enrolled: Session,
    hub: Headquarters,
    messages: ScriptedMessages,
    tmp_path: Path,
    wrong: str,
) -> None:
    batch = written_batch(enrolled, tmp_path)
    result = BatchResult(batch.id, 1, batch.sha256, "ok")
    ours, forger = desk_card_of(enrolled), Headquarters()
    sender = forger if wrong == "other hub" else hub
    addressee = replace(ours, ed25519=bytes(32), age=hub.spare.recipient)
    path = sender.receipt(addressee if wrong == "other desk" else ours, tmp_path, result)
    if wrong == "cut off":
        path.write_bytes(path.read_bytes()[:-40])
    elif wrong == "a paper":
        path.write_bytes(b"%PDF-1.7 nothing else")
    elif wrong == "gone":
        path.unlink()
    messages.answers = [path]
    screen = open_screen(enrolled)
    screen.receipt.click()
    assert screen.bar.text().endswith(".")
    assert sync.batches(enrolled) == [batch]
    assert state_cells(screen) == ["Written"]
    assert len(sync.pending(enrolled)) == batch.records


def test_an_old_receipt_says_nothing_new(
    open_screen: Opener,
    enrolled: Session,
    hub: Headquarters,
    messages: ScriptedMessages,
    tmp_path: Path,
) -> None:
    batch = written_batch(enrolled, tmp_path)
    path = hub.receipt(
        desk_card_of(enrolled), tmp_path, BatchResult(batch.id, 1, batch.sha256, "ok")
    )
    messages.answers = [path, path]
    screen = open_screen(enrolled)
    screen.receipt.click()
    screen.receipt.click()
    assert screen.bar.text() == "A newer receipt was read before. This one says nothing new."


# ---------------------------------------------------------------------------- roles, words, steps


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.COUNSELLOR])
def test_who_may_not_send_reads_why(open_screen: Opener, sign_in: SignIn, role: Role) -> None:
    screen = open_screen(sign_in(role))
    buttons = (screen.prepare, screen.receipt, screen.write, screen.hub_panel.save_ours)
    for button in buttons:
        assert not button.isEnabled()
        assert button.accessibleDescription() == "Only a supervisor may do this."


def test_every_word_follows_the_language_and_comes_back(
    open_screen: Opener,
    enrolled: Session,
    screen_language: Language,
    tmp_path: Path,
) -> None:
    sync.seal_batch(enrolled)
    referrals.save_provider(enrolled, a_provider())
    screen = open_screen(enrolled)
    screen.numbers.trigger()
    data = {row.case_number for row in sync.pending(enrolled) if row.case_number}
    data |= {"Ctrl+B", "Headquarters"}
    assert forgotten_by_a_switch(screen, screen_language, tmp_path / "fr", data) == set()


def _batch(state: BatchState) -> Batch:
    return Batch(1, "b", "", "", 0, 1, 0, "s", "2026-05-12T09:00:00+00:00", state)


FRESH = Pending("person", "p", 1, None, "2026-05-12T09:00:00+00:00", None)
SENT = replace(FRESH, batch=1)
HELD = replace(FRESH, is_held_back=True)
STOPPED = replace(_batch(BatchState.WRITTEN), is_stopped=True)


@pytest.mark.parametrize(
    ("pending", "batches", "words"),
    [
        ([FRESH], [], "1 change is in no batch yet. Next: prepare a batch."),
        ([SENT], [_batch(BatchState.SEALED)], "Next: write batch 1 to a stick."),
        ([FRESH, SENT], [_batch(BatchState.SEALED)], "Next: write batch 1 to a stick."),
        ([SENT], [_batch(BatchState.WRITTEN)], "Batch 1 is on its way."),
        ([FRESH, SENT], [_batch(BatchState.WRITTEN)], "1 change is in no batch yet."),
        ([SENT], [STOPPED], "Somebody in batch 1 has said no since it was sealed."),
        ([HELD], [STOPPED], "The hub has everything."),
        ([HELD], [], "The hub has everything."),
        ([SENT], [_batch(BatchState.REFUSED)], "The hub refused batch 1."),
        ([SENT], [_batch(BatchState.ACKNOWLEDGED)], "The hub set some records aside."),
        ([], [_batch(BatchState.ACKNOWLEDGED)], "The hub has everything."),
        ([], [], "The hub has everything."),
    ],
)
def test_the_next_step_fits_where_the_batches_stand(
    pending: list[Pending], batches: list[Batch], words: str
) -> None:
    assert next_step(True, pending, batches).words.startswith(words)
    assert next_step(False, pending, batches).words.startswith("Next: exchange cards")
