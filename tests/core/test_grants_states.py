"""The records of grants, the table of their states, and a machine that presses every button."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from intake_app.acts import MAY, Act, Role
from intake_app.cases.decision import Decision, Verdict
from intake_app.grants import service as grants
from intake_app.grants import states, store
from intake_app.grants.body import from_json
from intake_app.grants.model import LIVE, WAITING, GrantState
from intake_app.grants.parts import Item
from intake_app.grants.proof import unproved
from intake_app.packs.model import GrantRules, GrantStep
from intake_app.session import Session
from intake_app.sync import service as sync
from intake_app.sync.batch import Record, open_batch
from intake_app.sync.cards import HubKeys, hub_card, parse_desk_card
from intake_app.values import canonical_json, lasting_json
from tests.core.grants_kit import (
    EIGHTY_TWENTY,
    FULL,
    a_delivery,
    a_proof,
    a_quote,
    a_refund,
    a_visit,
    agreed,
    an_approved_plan,
    euros,
    under,
)
from tests.core.screening_kit import as_role
from tests.core.test_case_journey import a_request

R, C, S = Role.RECEPTION, Role.COUNSELLOR, Role.SUPERVISOR
CHECK, COMMITTEE, FINANCE = GrantStep.CHECK, GrantStep.COMMITTEE, GrantStep.FINANCE


# ---------------------------------------------------------------------------- records


def test_requests_from_before_keep_their_hash_their_record_and_their_way(
    supervisor: Session,
) -> None:
    plan = an_approved_plan(supervisor)
    old = grants.request_grant(as_role(supervisor, C), a_request(plan))
    read = {
        name: getattr(old, field)
        for name, field in (
            ("case", "case_id"), ("plan", "plan_id"), ("line", "line_id"), ("package", "package"),
            ("amount", "amount"), ("form", "form"), ("purpose", "purpose"),
            ("payment", "payment"), ("supplier", "supplier"),
        )
    }  # fmt: skip
    assert old.content_hash() == hashlib.sha256(canonical_json(read).encode()).hexdigest()
    with supervisor.vault.transaction() as db:
        db.execute("UPDATE grant_request SET body = '', state = 'approved' WHERE id = ?", (old.id,))
        row = store.get(db, old.id)
    assert row is not None
    assert row.deciding_steps == (CHECK,)
    names = {
        "id", "case_id", "plan_id", "line_id", "package", "amount", "form", "purpose", "payment",
        "supplier", "number", "state", "author", "requested_at", "revision",
    }  # fmt: skip
    assert set(json.loads(lasting_json(row))) == names, "the log bound no more than these"


def test_everything_comes_back_from_its_row(supervisor: Session) -> None:
    session = under(supervisor, GrantRules(steps=FULL), EIGHTY_TWENTY)
    counsellor, quote = as_role(session, C), a_quote(note="With transport")
    grant = agreed(session, quotes=(quote,), chosen_quote=quote.id)
    items = (Item("Machine", 2, "piece", "SN-1", euros(80_000)), Item("Fil", 10, "bobine"))
    grants.deliver(counsellor, grant.id, a_delivery(80_000, items=items, is_last=False))
    grants.prove(counsellor, grant.id, a_proof(70_000))
    grants.record_visit(counsellor, grant.id, a_visit())
    last = grants.refund(counsellor, grant.id, a_refund(10_000))
    assert grants.grants_of(session, grant.case_id) == [last]
    assert last.deliveries[0].items == items


# ---------------------------------------------------------------------------- the table of states


def test_the_table_reaches_every_state_and_nobody_decides_about_their_own() -> None:
    reached: set[GrantState | None] = {None}
    while more := {move.after for move in states.MOVES if move.before in reached} - reached:
        reached |= more
    assert reached == {None, *GrantState}
    decisions = {
        Act.GRANT_APPROVED, Act.GRANT_RETURNED, Act.GRANT_REJECTED, Act.GRANT_RELEASED,
        Act.GRANT_CLOSED,
    }  # fmt: skip
    for move in states.MOVES:
        if move.act in decisions:
            assert move.hand in (states.Hand.ANOTHER, states.Hand.OUTSIDER)
            assert MAY[move.act] == {S}
    ends = {GrantState.CLOSED, GrantState.REJECTED, GrantState.CANCELLED}
    assert all(not states.acts_from(state) for state in ends)
    assert all(states.acts_from(state) for state in set(GrantState) - ends)
    assert WAITING < LIVE
    assert len(set(states.MOVES)) == len(states.MOVES)


def test_a_hand_has_one_row_for_each_state_and_act() -> None:
    hands: dict[object, set[states.Hand]] = {}
    for move in states.MOVES:
        hands.setdefault((move.before, move.act), set()).add(move.hand)
    assert all(len(one) == 1 for one in hands.values())


def test_signed_steps_prove_themselves_and_a_missing_or_foreign_one_is_named(
    supervisor: Session,
) -> None:
    session = under(supervisor)
    grant = agreed(session)
    made = grants.decisions_about(session, grant.id)
    keys = {session.user.id: [session.vault.keys.verify_key.hex()]}
    assert unproved(grant, made, keys) == ()
    assert unproved(grant, made[1:], keys) == (FINANCE,)
    assert unproved(grant, made, {session.user.id: ["00" * 32]}) == (CHECK, COMMITTEE, FINANCE)
    assert unproved(replace(grant, amount=euros(1)), made) == (CHECK, COMMITTEE, FINANCE)
    assert unproved(replace(grant, author=session.user.id), made) == (CHECK, COMMITTEE, FINANCE)
    swapped = [replace(one, kind="grant_finance") for one in made]
    assert unproved(grant, swapped, keys) == (CHECK, COMMITTEE)
    late = [replace(made[0], decided_at="2026-05-13"), *made[1:]]
    assert unproved(grant, late, keys) == (FINANCE,)


def test_a_batch_proves_every_step_to_whoever_opens_it(supervisor: Session, tmp_path: Path) -> None:
    session = under(supervisor)
    grant = agreed(session)
    hub, spare = HubKeys.generate(), HubKeys.generate()
    card = hub_card(hub, spare.recipient, "Headquarters", session.clock())
    sync.enrol_hub(session, card.to_bytes())
    desk = parse_desk_card(sync.desk_card(session))
    sync.seal_batch(session)
    with sync.write_batch(session, 1, tmp_path).open("rb") as file:
        opened = open_batch(file, {desk.ed25519: desk}, hub.identity)
        records = [one for one in opened.entries() if isinstance(one, Record)]
    (body,) = [dict(one.body) for one in records if one.kind == "grant"]
    sent = replace(
        grant,
        amount=euros(body["amount"]["minor"]),
        purpose=body["purpose"],
        author=body["author"],
        **from_json(body),
    )
    made = [
        Decision(**{**one.body, "verdict": Verdict(one.body["verdict"])})
        for one in records
        if one.kind == "decision"
    ]
    keys: dict[str, list[str]] = {}
    for signer in opened.manifest.signers:
        keys.setdefault(signer.id, []).append(signer.key)
    assert len(sent.deciding_steps) == 3
    assert unproved(sent, made, keys) == ()
    assert unproved(replace(sent, amount=euros(100_001)), made, keys) == sent.deciding_steps
    without = [one for one in made if one.kind != "grant_committee"]
    assert unproved(sent, without, keys) == (COMMITTEE,)
