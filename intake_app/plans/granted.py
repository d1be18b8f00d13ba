"""What grants hold of the lines of a plan: a new version keeps room for it.

The rows belong to ``grants``, which stands above: here only their sums are asked for.
"""

from __future__ import annotations

from intake_app.errors import NotAllowed
from intake_app.formats import format_money
from intake_app.i18n import _, language
from intake_app.plans import store
from intake_app.plans.model import Plan
from intake_app.values import Money
from intake_app.vault.db import Connection


def require_room_for_grants(db: Connection, plan: Plan) -> None:
    """Raises NotAllowed if a line from which money is asked or paid would be gone, or be less."""
    lines = {line.id: line for line in plan.lines}
    for line_id, held in store.held_by_grants(db, plan.case_id).items():
        line = lines.get(line_id)
        there = line.amount if line else Money.zero(held.currency)
        if there.currency != held.currency or there < held:
            raise NotAllowed(
                _(
                    "Grants hold {amount} of the line “{line}”. The plan keeps the line with no"
                    " less than that."
                ).format(
                    amount=format_money(held, language()),
                    line=store.line_text(db, plan.case_id, line_id),
                )
            )
