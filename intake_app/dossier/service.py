"""Answering what the programme of a case asks, and what stops until it is answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from intake_app.acts import Act
from intake_app.attachments import store as attachments_store
from intake_app.attachments.service import kinds_for
from intake_app.cases import store as cases_store
from intake_app.cases.model import CaseFile
from intake_app.dossier import store
from intake_app.dossier.asked import NO_AIDS, absent, missing_before
from intake_app.dossier.model import Dossier, NotAnswered
from intake_app.dossier.together import for_its_aids, together, with_all_papers
from intake_app.errors import NotFound, StaleRecord
from intake_app.i18n import _
from intake_app.packs.model import Moment, Pack
from intake_app.session import Change, Session
from intake_app.vault.db import Connection


@dataclass(frozen=True)
class DossierView:
    """What the programmes of a case ask and what is there, read at one moment.

    ``pack`` is that of the case, which asks also what those ask that pay besides it; ``funds``
    are these, each with the papers that it wants for the lines it pays. ``files`` are the ids of
    all files attached to the person, ``file_names`` the names of those that the role may know of.
    """

    case: CaseFile
    pack: Pack
    dossier: Dossier
    files: frozenset[str]
    file_names: Mapping[str, str]
    funds: tuple[Pack, ...] = ()

    @property
    def asking(self) -> tuple[Pack, ...]:
        """All programmes that ask in this case."""
        return (self.pack, *self.funds)


def dossier_of(session: Session, case_id: str) -> DossierView:
    """What a case holds; an empty dossier if nobody has answered yet. Raises NotFound."""
    with session.read() as db:
        return view_in(session, db, case_id)


def view_in(session: Session, db: Connection, case_id: str) -> DossierView:
    """The same in a running transaction."""
    case = cases_store.get(db, case_id)
    if case is None:
        raise NotFound(_("This case is not in the vault any more."))
    funds = [session.packs[one] for one in case.funds if one in session.packs]
    files = attachments_store.of_person(db, case.person_id)
    kinds = kinds_for(session)
    return DossierView(
        case,
        together(_pack(session, case.pack), funds),
        store.get(db, case_id) or Dossier(case_id),
        frozenset(file.id for file in files),
        {file.id: file.name for file in files if file.kind in kinds},
        tuple(for_its_aids(fund) for fund in funds),
    )


def _pack(session: Session, pack_id: str) -> Pack:
    pack = session.packs.get(pack_id)
    if pack is None:
        raise NotFound(_("This desk does not have the programme of the case. Add its pack first."))
    return pack


def save_dossier(session: Session, dossier: Dossier) -> Dossier:
    """Write what was answered. Nothing has to be complete; what is there has to be right.

    Raises InvalidInput with a sentence for each answer (``answer.<question>``, ``module.<id>…``,
    ``paper.<id>…``), StaleRecord, NotFound.
    """
    session.require(Act.DOSSIER_SAVED)
    dossier = dossier.cleaned()
    with session.act(Act.DOSSIER_SAVED, dossier.case_id) as change:
        view = view_in(session, change.db, dossier.case_id)
        before = view.dossier
        if before.revision != dossier.revision:
            raise StaleRecord(
                _("A colleague has changed these answers meanwhile. Reload them, then type again.")
            )
        dossier.check(with_all_papers(view.asking), before, view.files, session.today())
        saved = replace(
            dossier,
            revision=before.revision + 1,
            author=session.user.id,
            written_at=change.at,
        )
        store.put(change.db, saved)
        change.send("dossier", saved.case_id, saved.revision, saved, saved.case_id)
    return saved


def keep_answers(
    session: Session, change: Change, case_id: str, answers: Mapping[str, str]
) -> None:
    """Answer the questions of the programmes that the file of the child answers, in the running
    transaction; nothing is written if they ask none, or if nothing is new."""
    case = cases_store.get(change.db, case_id)
    named = (case.pack, *case.funds) if case else ()
    packs = (session.packs[one] for one in named if one in session.packs)
    asked = {one.id for pack in packs for one in pack.questions if one.kept_in}
    before = store.get(change.db, case_id) or Dossier(case_id)
    now = {**before.answers, **{key: text for key, text in answers.items() if key in asked}}
    if now == before.answers:
        return
    saved = replace(
        before,
        answers=now,
        revision=before.revision + 1,
        author=session.user.id,
        written_at=change.at,
    )
    store.put(change.db, saved)
    change.send("dossier", saved.case_id, saved.revision, saved, saved.case_id)


def not_there(
    session: Session, db: Connection, case_id: str, moment: Moment, paid_by: Iterable[str] = ()
) -> list[str]:
    """The answers, training and papers that are asked for before this moment and that are not
    there, a sentence for each: by the case's programme, and by those that ``paid_by`` names.
    Raises NotFound."""
    view = view_in(session, db, case_id)
    packs = _named(session, view.case, ("", *paid_by))
    return absent(packs, view.dossier, moment, view.files)


def require_answers(
    session: Session,
    db: Connection,
    case_id: str,
    moment: Moment,
    aids: Mapping[str, str] = NO_AIDS,
    paid_by: Iterable[str] = ("",),
) -> None:
    """Raises NotAnswered with all answers, training and papers that are asked for before this
    moment and that are not there, in the running transaction of the act itself.

    ``aids``: the plan lines that it is about, by id, with their words. ``paid_by``: the programmes
    whose money it is about, empty for the case's own: each asks for what it pays."""
    view = view_in(session, db, case_id)
    packs = _named(session, view.case, paid_by)
    if refused := missing_before(packs, view.dossier, moment, aids, view.files):
        raise NotAnswered(refused)


def _named(session: Session, case: CaseFile, paid_by: Iterable[str]) -> list[Pack]:
    """Programmes by their ids, each once and that of the case first."""
    ids = {one or case.pack for one in paid_by}
    return [_pack(session, one) for one in sorted(ids, key=lambda one: (one != case.pack, one))]
