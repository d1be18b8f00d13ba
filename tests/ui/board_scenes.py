"""Scenes of the board of grants and of case conferences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from intake_app.acts import Act, Role
from intake_app.conferences import service as conferences
from intake_app.conferences.model import Conference, MatterKind, Member, Outcome
from intake_app.grants import service as grants
from intake_app.grants import store
from intake_app.grants.model import GrantRequest, GrantState
from intake_app.grants.parts import Part
from intake_app.session import Session
from intake_app.values import Money, new_id
from tests.core.conferences_kit import WITH_COMMITTEE
from tests.ui.scene_props import TYPED
from tests.ui.shown_desk import Desk, Visit
from ui.demo.hand import type_text
from ui.grants.grant_details import RELEASE


def grants_on_their_way(session: Session) -> list[GrantRequest]:
    """A grant at every place of the way, made out of the first one of the sample caseload."""
    lines = grants.board(session)
    with session.act(Act.GRANT_APPROVED, lines[0].id) as change:
        first = store.get(change.db, lines[0].id)
        assert first is not None
        part = Money(first.amount.minor // 2, first.amount.currency)
        late = session.today() - timedelta(days=4)
        parts = (Part(1, part, 50, due=late), Part(2, first.amount - part, 50))
        made = [
            replace(
                first, id=new_id(), number=20 + number, state=state, steps=WITH_COMMITTEE.steps,
                parts=parts if state is GrantState.APPROVED else (),
            )
            for number, state in enumerate(
                (
                    GrantState.CHECKED, GrantState.CHECKED, GrantState.CHECKED, GrantState.AGREED,
                    GrantState.APPROVED, GrantState.DELIVERED, GrantState.VERIFIED,
                )
            )
        ]  # fmt: skip
        for one in made:
            store.put(change.db, one)
            change.send("grant", one.id, one.revision, one, one.case_id)
    return made


def a_meeting(session: Session, pack: str) -> Conference:
    """A conference of today with a long list of members."""
    members = (
        Member("Salimata Keita", "This office", True),
        Member("Karim Ben Salah-Trabelsi", "Direction générale de la promotion sociale", True),
        Member("Aminata Ouédraogo", "National employment agency"),
    )
    meeting = Conference(
        new_id(), pack, "Case-management committee", session.today(), "09:30",
        "Governorate, room 12", "Salimata Keita", "Karim Ben Salah", members,
    )  # fmt: skip
    return conferences.save_conference(session, meeting)


def board_scenes(desk: Desk) -> Iterator[Visit]:
    """The board with each filter, blank forms, and a conference from its plan to its minutes."""
    with desk.signed_in(Role.SUPERVISOR) as session:
        made = grants_on_their_way(session)
        page = desk.go("grants")
        yield desk.here("50-grants-board")
        for key in ("mine", "overdue", "committee"):
            page.list.filters.select(key)
            yield desk.here(f"50-grants-board-{key}")
        page.list.filters.select("all")
        type_text(page.list.text, TYPED[1])
        page.list.wanted.emit()
        yield desk.here("50-grants-board-nothing-found")
        page.blanks.open_blank("cash_receipt")
        yield from desk.dialogs("50-grants-blank-form")
        yield from _release(desk, session, made)
        yield from _conferences(desk, session, made)


def _release(desk: Desk, session: Session, made: list[GrantRequest]) -> Iterator[Visit]:
    """The card of a grant whose instalment waits, and the page on which a supervisor frees it."""
    approved = next(one for one in made if one.state is GrantState.APPROVED)
    waits = Part(
        2, approved.amount, 100, "Verification visit finds the business open",
        "La visite de vérification constate que l’activité est ouverte",
    )  # fmt: skip
    with session.vault.transaction() as db:
        store.put(db, replace(approved, parts=(waits,)))
    page = desk.go("grants")
    page.list.text.clear()
    page.list.wanted.emit()
    page.list.select(approved.id)
    yield desk.here("50-grants-board-waits")
    screen = desk.go("case", approved.case_id)
    screen.show_tab("grants")
    tab = screen.tabs.grants
    tab.list.select(approved.id)
    yield desk.here("53-grant-waits")
    tab.do(RELEASE)
    yield desk.here("53-grant-release")
    tab.page.submit()
    yield desk.here("53-grant-release-mistakes")
    tab.page.closed.emit()


def _conferences(desk: Desk, session: Session, made: list[GrantRequest]) -> Iterator[Visit]:
    desk.go("conferences", "")
    yield desk.here("51-conferences")
    form = desk.go("conference_form", "")
    form.form["members"].add_row()
    yield desk.here("51-conference-new")
    form.form.check()
    yield desk.here("51-conference-mistakes")
    pack = next(line.pack for line in grants.board(session) if line.id == made[0].id)
    meeting = a_meeting(session, pack)
    page = desk.go("conference", meeting.id)
    yield desk.here("52-conference-empty")
    matters = [
        conferences.list_matter(session, meeting.id, MatterKind.GRANT, one.id) for one in made[:2]
    ]
    page.reload()
    yield desk.here("52-conference-agenda")
    page.decide(Outcome.APPROVED)
    yield from desk.dialogs("52-conference-approve")
    conferences.decide_matter(session, matters[0].id, Outcome.PUT_OFF, "The licence is missing.")
    page.reload()
    yield desk.here("52-conference-put-off")
    page.show_paper("conference_agenda")
    yield from desk.dialogs("52-conference-paper")
    conferences.decide_matter(session, matters[1].id, Outcome.PUT_OFF, "No time.")
    page.reload()
    page.close_now()
    yield from desk.dialogs("52-conference-close")
    conferences.close_conference(session, meeting.id)
    page.reload()
    yield desk.here("53-conference-closed")
    desk.go("conferences", "")
    yield desk.here("53-conferences")
