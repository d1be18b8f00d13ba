"""What a supervisor enters into the programmes of the office, and which edition is in use."""

from __future__ import annotations

from intake_app.acts import Act
from intake_app.errors import InvalidInput, NotFound
from intake_app.i18n import _
from intake_app.packs.model import Pack
from intake_app.programmes import store
from intake_app.programmes.model import (
    AmountChange,
    Place,
    as_changed,
    as_of,
    check_change,
    figure_at,
)
from intake_app.session import Session
from intake_app.values import Money, clean_text, new_id

__all__ = ["AmountChange", "Place", "change_amount", "history", "pack_as_of"]


def change_amount(
    session: Session,
    pack_id: str,
    place: Place,
    amount: Money | None,
    year: int | None,
    reason: str,
) -> AmountChange:
    """Enter an amount; None gives back the pack's own. It holds from now on, at once.

    What was decided before keeps the edition it was decided under (``Pack.edition``). Raises
    NotFound (programme), InvalidInput (``amount``, ``year``, ``reason``, ``figure``).
    """
    session.require(Act.PROGRAMME_CHANGED)
    shipped, reason = _shipped(session, pack_id), clean_text(reason)
    with session.act(Act.PROGRAMME_CHANGED, pack_id) as change:
        earlier = store.changes(change.db, pack_id)
        before = figure_at(as_changed(shipped, earlier), place).amount
        if amount is not None and amount.currency != shipped.currency:
            sentence = _("Type the amount in {currency}.").format(currency=shipped.currency)
            raise InvalidInput({"amount": sentence})
        if amount is None and place not in {one.place for one in earlier}:
            raise InvalidInput({"amount": _("Type an amount above zero.")})
        check_change(amount, before, year, reason, session.today())
        assert year is not None
        one = AmountChange(
            new_id(), pack_id, len(earlier) + 1, shipped.version, *place, amount, before, year,
            reason, session.user.id, change.at,
        )  # fmt: skip
        store.put(change.db, one, shipped.currency)
        change.send("office_amount", one.id, one.revision, one)
    session.packs.use(as_changed(shipped, [*earlier, one]))
    return one


def history(session: Session, pack_id: str | None = None) -> list[AmountChange]:
    """Every change of a programme at this office, or of all; of each the newest first."""
    with session.read() as db:
        return store.changes(db, pack_id)[::-1]


def pack_as_of(session: Session, pack_id: str, edition: str) -> Pack | None:
    """A programme as it was when a decision noted its edition (``2026.1+3``); None if the
    installed pack is of another version. Raises NotFound (programme)."""
    shipped = _shipped(session, pack_id)
    with session.read() as db:
        return as_of(shipped, store.changes(db, pack_id), edition)


def _shipped(session: Session, pack_id: str) -> Pack:
    if pack_id not in session.packs:
        raise NotFound(_("This desk does not have this programme. Add its pack first."))
    return session.packs.shipped(pack_id)
