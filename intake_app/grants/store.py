"""Grant requests as rows."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from intake_app.grants.board import ON_BOARD, BoardLine, next_due, next_trigger, place_of
from intake_app.grants.body import from_json, to_json
from intake_app.grants.model import USUAL_STEPS, GrantRequest, GrantState, Payment
from intake_app.values import Money, canonical_json
from intake_app.vault.db import Connection, Row

_COLUMNS = (
    "id, revision, case_id, plan_id, line_id, number, package, amount, currency, form, purpose,"
    " supplier, payment, state, author, requested_at, body"
)


def put(db: Connection, request: GrantRequest) -> None:
    """Insert a request or replace it."""
    db.execute(
        f"INSERT INTO grant_request ({_COLUMNS}, content_hash, bound)"
        " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
        " ON CONFLICT (id) DO UPDATE SET revision = excluded.revision,"
        " plan_id = excluded.plan_id, line_id = excluded.line_id, package = excluded.package,"
        " amount = excluded.amount, currency = excluded.currency, form = excluded.form,"
        " purpose = excluded.purpose, supplier = excluded.supplier, payment = excluded.payment,"
        " state = excluded.state, author = excluded.author,"
        " requested_at = excluded.requested_at, body = excluded.body,"
        " content_hash = excluded.content_hash, bound = excluded.bound",
        (
            request.id, request.revision, request.case_id, request.plan_id, request.line_id,
            request.number, request.package, request.amount.minor, request.amount.currency,
            request.form, request.purpose, request.supplier, request.payment.value,
            request.state.value, request.author, request.requested_at, to_json(request),
            request.content_hash(), request.bound.minor,
        ),
    )  # fmt: skip


def get(db: Connection, request_id: str) -> GrantRequest | None:
    """One request by its id."""
    row = db.execute(
        f"SELECT {_COLUMNS} FROM grant_request WHERE id = ?",
        (request_id,),
    ).fetchone()
    return _request(row) if row else None


def of_case(db: Connection, case_id: str) -> list[GrantRequest]:
    """A case's requests in the order they were made."""
    return _requests(
        db.execute(
            f"SELECT {_COLUMNS} FROM grant_request WHERE case_id = ? ORDER BY number",
            (case_id,),
        )
    )


def in_states(db: Connection, states: Collection[GrantState]) -> list[GrantRequest]:
    """All requests in any of these states, the longest waiting first."""
    found = []
    for state in sorted(states):
        found += _requests(
            db.execute(f"SELECT {_COLUMNS} FROM grant_request WHERE state = ?", (state.value,))
        )
    return sorted(found, key=lambda request: (request.requested_at, request.id))


def sum_of(entries: str) -> str:
    """SQL: the sum of the entries of one kind that stand in the body of the request ``asked``."""
    return (
        "(SELECT coalesce(sum(one.value ->> '$.amount.minor'), 0) FROM json_each(asked.body, '$."
        + entries
        + "') AS one WHERE one.value ->> 'taken_back_at' = '')"
    )


_EVEN = (
    f"SELECT {_COLUMNS} FROM grant_request AS asked WHERE state IN ('delivered', 'verified')"
    " AND body <> '' AND "
    + sum_of("deliveries")
    + " = "
    + sum_of("proofs")
    + " + "
    + sum_of("refunds")
    + " ORDER BY requested_at, id"
)


def even(db: Connection) -> list[GrantRequest]:
    """Those paid out of which all is proved or given back, the longest waiting first."""
    return _requests(db.execute(_EVEN))


_BOARD = (
    "SELECT asked.id, asked.case_id, file.number AS case_number, file.pack, person.family_name,"
    " person.given_names, file.counsellor, asked.author, asked.number, asked.package,"
    " asked.purpose, asked.amount, asked.currency, asked.payment, asked.state,"
    " asked.requested_at, asked.body"
    " FROM grant_request AS asked JOIN case_file AS file ON file.id = asked.case_id"
    " JOIN person ON person.id = file.person_id"
    " WHERE asked.state IN (SELECT value FROM json_each(:states))"
    " ORDER BY asked.requested_at, asked.rowid"
)


def board(db: Connection) -> list[BoardLine]:
    """All open grants of the desk, the oldest first."""
    states = canonical_json(sorted(state.value for state in ON_BOARD))
    return [_board_line(row) for row in db.execute(_BOARD, {"states": states})]


def _board_line(row: Row) -> BoardLine:
    body = json.loads(row["body"]) if row["body"] else {}
    state = GrantState(row["state"])
    return BoardLine(
        id=row["id"],
        case_id=row["case_id"],
        case_number=row["case_number"],
        pack=body.get("pack") or row["pack"],
        person=f"{row['family_name'].upper()} {row['given_names']}".strip(),
        counsellor=row["counsellor"] or "",
        author=row["author"],
        number=row["number"],
        package=row["package"],
        purpose=row["purpose"],
        amount=Money(row["amount"], row["currency"]),
        payment=row["payment"],
        state=state,
        place=place_of(state, body.get("steps", USUAL_STEPS)),
        requested_at=row["requested_at"],
        next_due=next_due(state, body),
        fund=body.get("pack", ""),
        waits_for=next_trigger(state, body),
    )


def _requests(rows: Iterable[Row]) -> list[GrantRequest]:
    return [_request(row) for row in rows]


def _request(row: Row) -> GrantRequest:
    values = dict(row)
    amount, body = Money(values.pop("amount"), values.pop("currency")), values.pop("body")
    return GrantRequest(
        **{
            **values,
            **(from_json(json.loads(body)) if body else {}),
            "amount": amount,
            "payment": Payment(values["payment"]),
            "state": GrantState(values["state"]),
        }
    )
