"""Scenes before anybody is signed in: the first start, signing in, and what goes wrong there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from intake_app.acts import Role
from intake_app.errors import AlarmKind, DataDamaged, VaultAlarm
from intake_app.integrity.service import Salvaged
from intake_app.users.service import OpenDisks
from tests.ui.scene_props import SHOWN_KEY, TYPED
from tests.ui.shown_desk import Desk, Visit, settle
from ui.sign_in.login_list import LoginLine


def gate(desk: Desk) -> Iterator[Visit]:
    """Signing in, and the first start."""
    yield desk.here("01-sign-in")
    door: Any = desk.window.gate
    door.say_fault()
    door.disks.show_for(OpenDisks(vault=True, swap=True))
    yield desk.here("01-sign-in-warnings")
    door.bar.clear()
    door.disks.show_for(OpenDisks(swap=True))
    door.passphrase.set_value(TYPED[1])
    for _failure in range(3):
        door.submit()
    yield desk.here("01-sign-in-pause")
    door._delay.succeeded()
    window = desk.new_window(None)
    wizard: Any = window.gate
    settle()
    yield "02-first-start-welcome", window
    for number, name in ((1, "office"), (2, "supervisor"), (3, "folder")):
        wizard._show_page(number)
        settle()
        yield f"03-first-start-{name}", window
        if name != "folder":
            wizard.page().form.check()
            settle()
            yield f"03-first-start-{name}-mistakes", window
    with desk.signed_in(Role.SUPERVISOR, desk.empty) as session:
        wizard._made(session)
        wizard.recovery.panel._show_key(SHOWN_KEY)
        settle()
        yield "04-first-start-recovery", window
        wizard.recovery.panel.form.check()
        settle()
        yield "04-first-start-recovery-mistakes", window
        wizard.recovery.panel.show_sheet()
        yield from _dialog(wizard.recovery.panel.dialog, "04-first-start-recovery-sheet")
        desk.messages.set_parent(window)
        wizard.go_on()
        yield from desk.dialogs("04-first-start-recovery-later")
        wizard._show_page(wizard.pages.index(wizard.colleagues))
        settle()
        yield "04-first-start-colleagues", window
    desk.messages.set_parent(desk.window)
    window.hide()
    window.deleteLater()


def _dialog(dialog: Any, name: str) -> Iterator[Visit]:
    settle()
    yield name, dialog
    dialog.reject()
    settle()


def forgotten(desk: Desk) -> Iterator[Visit]:
    """A forgotten passphrase: with a recovery key, and where there is none."""
    for folder, name in ((desk.folder, "05-forgotten"), (desk.empty, "05-forgotten-no-sheet")):
        window = desk.new_window(folder)
        gate: Any = window.gate
        gate.forgot.click()
        settle()
        yield name, window
        page: Any = window.gate
        if page.go.isVisible():
            page.suggestion.suggest.click()
            page.form["recovery_key"].set_value("1BCD-2FGH")
            page.form["again"].set_value(page.form["passphrase"].value())
            page.submit()
            settle()
            yield f"{name}-mistakes", window
        page.go_back()
        window.hide()
        window.deleteLater()
    desk.messages.set_parent(desk.window)
    desk.window.activateWindow()
    settle()


def alarms(desk: Desk) -> Iterator[Visit]:
    """A vault that is not as it was left, and one that is damaged: for a supervisor and others."""
    missing = VaultAlarm(AlarmKind.SAVES_MISSING, "", 3, "2026-05-12T08:30:00+00:00")
    without = VaultAlarm(AlarmKind.ANCHOR_MISSING, "")
    for role in (Role.SUPERVISOR, Role.RECEPTION):
        line = LoginLine("x", role.value, role)
        for name, error in (
            ("missing", missing), ("anchor", without), ("damaged", DataDamaged("")),
        ):  # fmt: skip
            desk.window.pages.show_alarm(desk.folder, line, error)
            yield desk.here(f"05-alarm-{name}-{role}")
            page: Any = desk.window.gate
            if page.may_decide:
                page.submit()
                yield desk.here(f"05-alarm-{name}-mistake")
    desk.window.pages.show_alarm(desk.folder, LoginLine("x", "x", Role.SUPERVISOR), DataDamaged(""))
    page = desk.window.gate
    page._target = desk.folder.parent / "new"
    page._salvaged((None, Salvaged({"person": 61}, {"person": 3, "draft": None}, 7)))
    yield desk.here("05-alarm-salvaged")
    desk.window.show_gate()
