"""What a supervisor enters into the programmes of the office, and which edition is in use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from intake_app.acts import Act
from intake_app.errors import InvalidInput, NotFound
from intake_app.i18n import _
from intake_app.packs.model import Pack
from intake_app.packs.overlay import OfficePacks
from intake_app.packs.unpacking import take_in
from intake_app.programmes import store
from intake_app.programmes.imported import (
    LONGEST_REASON,
    ImportedPack,
    IsSigned,
    Opened,
    Unusable,
    check_import,
    hash_of,
    installed,
    read_opened,
    to_body,
    unusable,
    version_of,
)
from intake_app.programmes.model import (
    AmountChange,
    Place,
    as_changed,
    as_of,
    check_change,
    figure_at,
    in_office,
)
from intake_app.session import Session
from intake_app.values import Money, clean_text, new_id
from intake_app.vault.db import Connection

__all__ = [
    "LONGEST_REASON", "AmountChange", "ImportedPack", "Opened", "Place", "Unusable",
    "change_amount", "history", "import_pack", "imported_packs", "judged_anew", "open_pack",
    "pack_as_of", "packs_of_desk",
]  # fmt: skip


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
    desk does not have that version. Raises NotFound (programme)."""
    _shipped(session, pack_id)
    version = edition.partition("+")[0]
    pack = session.packs.versions(pack_id).get(version)
    with session.read() as db:
        if pack is None:
            rows = store.imported(db)
            pack = version_of(rows, pack_id, version, session.vault.keys.is_signed_by)
        return as_of(pack, store.changes(db, pack_id), edition) if pack is not None else None


# ---------------------------------------------------------------------------- importing


def open_pack(session: Session, path: Path) -> Opened:
    """What is in a chosen folder or zip file; nothing is kept. Raises NotAllowed, PackRefused."""
    session.require(Act.PROGRAMME_IMPORTED)
    return read_opened(take_in(path), session.packs)


def judged_anew(session: Session, opened: Opened) -> Opened:
    """The same files judged in the language of now, among the programmes of now."""
    return read_opened(opened.files, session.packs)


def import_pack(session: Session, opened: Opened, reason: str) -> ImportedPack:
    """From now on this version of the programme is in use; its files lie in the vault, signed.

    The office's amounts stay where the figures are still there. What was decided before keeps the
    edition it was decided under. Raises InvalidInput (``files``, ``version``, ``currency``,
    ``reason``).
    """
    session.require(Act.PROGRAMME_IMPORTED)
    reason = clean_text(reason)
    opened = judged_anew(session, opened)  # it may have waited long
    import_id = new_id()
    with session.act(Act.PROGRAMME_IMPORTED, import_id) as change:
        name = opened.files.name
        known = [one.version for one, _body in store.imported(change.db) if one.pack == name]
        pack = check_import(opened, known, reason)
        body = to_body(opened.files)
        one = ImportedPack(
            import_id, pack.id, pack.version, hash_of(body), reason, session.user.id, change.at, ""
        )
        one = replace(one, signature=session.vault.keys.sign(one.signed_text()).hex())
        store.put_imported(change.db, one, body)
        change.send("imported_pack", one.id, one.revision, one)
        changes = store.changes(change.db, pack.id)
    session.packs.install(pack)
    session.packs.use(as_changed(pack, changes))
    return one


def imported_packs(session: Session) -> tuple[list[ImportedPack], list[Unusable]]:
    """Every version that was imported, the newest first, and those of them that cannot be used."""
    with session.read() as db:
        rows = store.imported(db)
    return [one for one, _body in rows][::-1], unusable(rows, session.vault.keys.is_signed_by)


def packs_of_desk(shipped: Mapping[str, Pack], db: Connection, is_signed: IsSigned) -> OfficePacks:
    """The packs of a desk that is being opened: what came with the program, what was imported,
    and the office's amounts. What cannot be read is passed over."""
    return in_office(installed(shipped, store.imported(db), is_signed), store.changes(db))


def _shipped(session: Session, pack_id: str) -> Pack:
    if pack_id not in session.packs:
        raise NotFound(_("This desk does not have this programme. Add its pack first."))
    return session.packs.shipped(pack_id)
