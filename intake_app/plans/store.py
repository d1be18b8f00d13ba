"""Reintegration plans as rows: one row per version, its content as one JSON text."""

from __future__ import annotations

import json

from intake_app.plans.model import Plan, PlanState, from_body
from intake_app.values import Money, canonical_json
from intake_app.vault.db import Connection, Row

_COLUMNS = "id, revision, case_id, version, state, author, body, written_at"


def put(db: Connection, plan: Plan, content_hash: str) -> None:
    """Insert a version or replace it. ``content_hash`` is set from submission on."""
    db.execute(
        f"INSERT INTO plan ({_COLUMNS}, content_hash) VALUES (?,?,?,?,?,?,?,?,?)"
        " ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, state = excluded.state,"
        " body = excluded.body, written_at = excluded.written_at,"
        " content_hash = excluded.content_hash",
        (
            plan.id, plan.revision, plan.case_id, plan.version, plan.state.value, plan.author,
            canonical_json(plan), plan.written_at, content_hash,
        ),
    )  # fmt: skip


def get(db: Connection, plan_id: str) -> Plan | None:
    """One version by its id."""
    row = db.execute("SELECT body FROM plan WHERE id = ?", (plan_id,)).fetchone()
    return _plan(row) if row else None


def hash_of(db: Connection, plan_id: str) -> str:
    """The hash of the content as it was sent; empty for a draft."""
    row = db.execute("SELECT content_hash FROM plan WHERE id = ?", (plan_id,)).fetchone()
    return str(row[0]) if row else ""


def of_case(db: Connection, case_id: str) -> list[Plan]:
    """All versions, the newest first."""
    rows = db.execute("SELECT body FROM plan WHERE case_id = ? ORDER BY version DESC", (case_id,))
    return [_plan(row) for row in rows]


def in_state(db: Connection, state: PlanState) -> list[Plan]:
    """All plans in one state, the longest waiting first."""
    rows = db.execute("SELECT body FROM plan WHERE state = ? ORDER BY written_at", (state.value,))
    return [_plan(row) for row in rows]


def approved(db: Connection, case_id: str) -> Plan | None:
    """The plan in force: the newest approved version."""
    row = db.execute(
        "SELECT body FROM plan WHERE case_id = ? AND state = ? ORDER BY version DESC LIMIT 1",
        (case_id, PlanState.APPROVED.value),
    ).fetchone()
    return _plan(row) if row else None


def given_in(db: Connection, case_id: str) -> list[tuple[str, str, Money]]:
    """What stands as given on arrival in a case, by package and month ("2026-05"). The rows
    belong to ``needs``, which stands above: here only their sums are asked for, because a plan has
    to leave room for them."""
    rows = db.execute(
        "SELECT package, substr(given_on, 1, 7) AS month, currency, sum(amount) AS amount"
        " FROM given_item WHERE case_id = ? AND package <> '' AND taken_back_at = ''"
        " GROUP BY package, month, currency",
        (case_id,),
    )
    return [(row["package"], row["month"], Money(row["amount"], row["currency"])) for row in rows]


def held_by_grants(db: Connection, case_id: str) -> dict[str, Money]:
    """What the grants of a case hold, by plan line (``grants`` writes it into ``bound``)."""
    rows = db.execute(
        "SELECT line_id, currency, sum(bound) AS held FROM grant_request WHERE case_id = ?"
        " GROUP BY line_id, currency HAVING sum(bound) > 0",
        (case_id,),
    )
    return {row["line_id"]: Money(row["held"], row["currency"]) for row in rows}


def line_text(db: Connection, case_id: str, line_id: str) -> str:
    """What a line is called in the newest version that has it."""
    lines = (line for plan in of_case(db, case_id) for line in plan.lines if line.id == line_id)
    found = next(lines, None)
    return found.text if found else ""


def _plan(row: Row) -> Plan:
    return from_body(json.loads(row["body"]))
