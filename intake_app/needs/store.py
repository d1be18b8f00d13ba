"""What was given, as rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from intake_app.needs.model import GivenItem, Handing, Taker
from intake_app.values import Money
from intake_app.vault.db import Connection, Row

_COLUMNS = (
    "id, revision, case_id, number, kind, what, quantity, amount, currency, package, handed, taker,"
    " taker_name, note, given_on, given_by, written_at, round_id, receipt_on, taken_back_by,"
    " taken_back_at, reason"
)


def put(db: Connection, item: GivenItem) -> None:
    """Write something new, or that it was taken back or signed for."""
    value = item.value
    db.execute(
        f"INSERT INTO given_item ({_COLUMNS})"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET revision = excluded.revision,"
        " receipt_on = excluded.receipt_on, taken_back_by = excluded.taken_back_by,"
        " taken_back_at = excluded.taken_back_at, reason = excluded.reason",
        (
            item.id, item.revision, item.case_id, item.number, item.kind, item.what, item.quantity,
            value.minor if value else None, value.currency if value else "", item.package,
            item.handed.value, item.taker.value, item.taker_name, item.note,
            item.given_on.isoformat(), item.given_by, item.written_at, item.round_id,
            item.receipt_on.isoformat() if item.receipt_on else "", item.taken_back_by,
            item.taken_back_at, item.reason,
        ),
    )  # fmt: skip


def get(db: Connection, item_id: str) -> GivenItem | None:
    """One thing by its id."""
    row = db.execute(f"SELECT {_COLUMNS} FROM given_item WHERE id = ?", (item_id,)).fetchone()
    return _item(row) if row else None


def of_case(db: Connection, case_id: str) -> list[GivenItem]:
    """Everything given in a case, also what was taken back, in the order it was written down."""
    return _items(
        db.execute(
            f"SELECT {_COLUMNS} FROM given_item WHERE case_id = ? ORDER BY number", (case_id,)
        )
    )


def of_round(db: Connection, round_id: str) -> list[GivenItem]:
    """What was given to a whole arrival at once."""
    return _items(
        db.execute(
            f"SELECT {_COLUMNS} FROM given_item WHERE round_id = ? ORDER BY case_id", (round_id,)
        )
    )


def _items(rows: Iterable[Row]) -> list[GivenItem]:
    return [_item(row) for row in rows]


def _item(row: Row) -> GivenItem:
    values = dict(row)
    amount, currency = values.pop("amount"), values.pop("currency")
    return GivenItem(
        **{
            **values,
            "value": None if amount is None else Money(amount, currency),
            "handed": Handing(values["handed"]),
            "taker": Taker(values["taker"]),
            "given_on": date.fromisoformat(values["given_on"]),
            "receipt_on": date.fromisoformat(values["receipt_on"])
            if values["receipt_on"]
            else None,
        }
    )
