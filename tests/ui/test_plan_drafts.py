"""The plan tab: what is typed is never lost, and every word follows the language."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from intake_app.acts import Role
from intake_app.cases.model import CaseFile
from intake_app.drafts import service as drafts
from intake_app.packs.model import Dimension
from intake_app.plans import service as plans
from intake_app.session import Session
from intake_app.values import Money
from tests.conftest import SignIn
from tests.ui.case_kit import (
    Desk,
    a_goal,
    approved_plan,
    saved_plan,
)
from tests.ui.late_tasks import LateTasks
from tests.ui.plan_kit import case, desk, form_of, newest, two_of_everything, type_amount, writer
from tests.ui.scripted_messages import ScriptedMessages
from tests.ui.shown_words import forgotten_by_a_switch, words_on
from tests.ui.typing import type_text
from ui.cases.draft_keeper import PAUSE_MS
from ui.language import Language
from ui.plans.plan_tab import PlanTab

__all__ = ["case", "desk", "writer"]


# ---------------------------------------------------------------------------- drafts and leaving


def test_what_was_typed_before_a_lock_is_there_again_and_is_not_saved_by_itself(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    stored = saved_plan(writer, case)
    tab = desk.open(PlanTab, writer, case)
    type_amount(form_of(tab).budget.rows()[0], "777")
    tab.keep_draft()
    desk.close(tab)
    assert newest(writer, case) == stored
    tab = desk.open(PlanTab, writer, case)
    assert form_of(tab).value().lines[0].amount == Money.of("777", "EUR")
    assert "Here is your draft" in tab.bar.text()
    assert "Not saved yet" in words_on(tab.head)
    tab.head.save.click()
    assert newest(writer, case).lines[0].amount == Money.of("777", "EUR")
    assert drafts.drafts(writer) == []


def test_a_draft_is_kept_when_the_hands_rest_and_dropped_when_typed_back(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    saved_plan(writer, case)
    tab = desk.open(PlanTab, writer, case)
    (row,) = form_of(tab).budget.rows()
    type_amount(row, "777")
    assert drafts.drafts(writer) == []
    with desk.qtbot.waitSignal(tab.status_changed, timeout=PAUSE_MS * 3) as said:
        pass  # nobody types
    assert said.args is not None
    assert said.args[0].startswith("Draft kept at ")
    assert drafts.found(writer, "plan", case.id) is not None
    type_amount(row, "1200")
    tab.keep_draft()
    assert drafts.drafts(writer) == []


def test_a_plan_that_was_never_saved_comes_back_as_a_draft(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    tab = desk.open(PlanTab, writer, case)
    tab.pages.empty.action.click()
    form_of(tab).goals.add_goal(Dimension.ECONOMIC)
    type_text(form_of(tab).goals.cards()[0].head.editors.text.block, "Couture")
    tab.keep_draft()
    desk.close(tab)
    tab = desk.open(PlanTab, writer, case)
    assert [goal.text for goal in form_of(tab).value().goals] == ["Couture"]
    type_text(form_of(tab).goals.cards()[0].head.editors.text.block, "Atelier: ")
    tab.head.save.click()
    assert len(newest(writer, case).goals) == 1


def test_a_draft_that_was_overtaken_is_not_laid_over_the_newer_plan(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    stored = saved_plan(writer, case)
    tab = desk.open(PlanTab, writer, case)
    type_amount(form_of(tab).budget.rows()[0], "777")
    tab.keep_draft()
    desk.close(tab)
    newer = plans.save_plan(writer, replace(stored, goals=(a_goal("Autre chose"),)))
    tab = desk.open(PlanTab, writer, case)
    assert form_of(tab).value() == newer
    assert tab.bar.isHidden()


def test_leaving_asks_only_if_something_is_not_saved_and_keeps_it(
    desk: Desk, writer: Session, case: CaseFile, messages: ScriptedMessages
) -> None:
    saved_plan(writer, case)
    tab = desk.open(PlanTab, writer, case)
    assert tab.may_leave()
    assert messages.asked == []
    type_amount(form_of(tab).budget.rows()[0], "777")
    messages.answers = [False, True]
    assert not tab.may_leave()
    assert drafts.drafts(writer) == []
    assert tab.may_leave()
    assert drafts.found(writer, "plan", case.id) is not None


def test_discarded_changes_can_be_brought_back(desk: Desk, writer: Session, case: CaseFile) -> None:
    stored = saved_plan(writer, case)
    tab = desk.open(PlanTab, writer, case)
    type_amount(form_of(tab).budget.rows()[0], "777")
    tab.head.discard.click()
    assert form_of(tab).value() == stored
    tab.bar.action.click()
    assert form_of(tab).value().lines[0].amount == Money.of("777", "EUR")
    assert tab.pages.is_writing()


def test_a_reload_never_takes_away_what_is_being_typed(
    desk: Desk, writer: Session, case: CaseFile
) -> None:
    saved_plan(writer, case)
    tab = desk.open(PlanTab, writer, case)
    row = form_of(tab).budget.rows()[0]
    type_amount(row, "777")
    tab.reload()
    assert form_of(tab).budget.rows()[0] is row
    assert row.editors.amount.line.text() == "777"


# ---------------------------------------------------------------------------- threads


def test_pressing_save_twice_saves_once_and_later_typing_is_still_unsaved(
    qtbot: QtBot, messages: ScriptedMessages, writer: Session, case: CaseFile
) -> None:
    stored = saved_plan(writer, case)
    tasks = LateTasks()
    tab = Desk(qtbot, tasks, messages).open(PlanTab, writer, case)
    tasks.run_all()
    row = form_of(tab).budget.rows()[0]
    type_amount(row, "700")
    tab.head.save.click()
    tab.head.save.click()
    type_amount(row, "800")
    tasks.run_all()
    assert newest(writer, case).revision == stored.revision + 1
    assert newest(writer, case).lines[0].amount == Money.of("700", "EUR")
    assert row.editors.amount.line.text() == "800"
    assert tab.pages.is_writing()
    assert tasks.errors == []


# ---------------------------------------------------------------------------- words


def test_every_word_of_the_form_follows_a_switch_of_the_language(
    desk: Desk, writer: Session, case: CaseFile, screen_language: Language, tmp_path: Path
) -> None:
    two_of_everything(writer, case)
    tab = desk.open(PlanTab, writer, case)
    form = form_of(tab)
    type_amount(form.budget.rows()[0], "9000")
    data = {"Couture", "Comptabilité", "Formation", "Achat des machines", "Machine", "Tissu"}
    forgotten = forgotten_by_a_switch(tab, screen_language, tmp_path / "pseudo", data)
    assert _ours(forgotten, writer) == set()


def test_every_word_of_the_reading_follows_a_switch_of_the_language(
    desk: Desk, sign_in: SignIn, case: CaseFile, screen_language: Language, tmp_path: Path
) -> None:
    approved_plan(sign_in, case)
    reader = sign_in(Role.SUPERVISOR)
    tab = desk.open(PlanTab, reader, case)
    data = {"Formation", "Deux machines", "Atelier de couture", "Cheikh Ndiaye", "11 June 2026"}
    forgotten = forgotten_by_a_switch(tab, screen_language, tmp_path / "pseudo", data)
    assert _ours(forgotten, reader) == set()


def _ours(forgotten: set[str], session: Session) -> set[str]:
    """Without names of packages and texts of the programme: those follow the pack's languages."""
    pack = session.packs["eurp"]
    names = [package.name.en for package in pack.packages] + [
        one.text.en for one in pack.activities
    ]
    amounts = {"EUR", "Ctrl+S"}
    return {words for words in forgotten - amounts - set(names) if not words.endswith("\u00a0EUR")}
