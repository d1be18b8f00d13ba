"""Answering what the programme of a case asks, and what stops until it is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from intake_app.acts import Act
from intake_app.attachments import store as attachments_store
from intake_app.attachments.service import kinds_for
from intake_app.cases import store as cases_store
from intake_app.cases.model import CaseFile
from intake_app.dossier import store
from intake_app.dossier.asked import NO_AIDS, lacking, missing, missing_before
from intake_app.dossier.model import Dossier, NotAnswered
from intake_app.errors import NotFound, StaleRecord
from intake_app.i18n import _
from intake_app.packs.model import Moment, Pack
from intake_app.session import Change, Session
from intake_app.vault.db import Connection


@dataclass(frozen=True)
class DossierView:
    """What the programme asks and what is there, read at one moment.

    ``files`` are the ids of all files attached to the person, ``file_names`` the names of those
    that the role may know of.
    """

    case: CaseFile
    pack: Pack
    dossier: Dossier
    files: frozenset[str]
    file_names: Mapping[str, str]


def dossier_of(session: Session, case_id: str) -> DossierView:
    """What a case holds; an empty dossier if nobody has answered yet. Raises NotFound."""
    with session.read() as db:
        return _view_in(session, db, case_id)


def _view_in(session: Session, db: Connection, case_id: str) -> DossierView:
    case = cases_store.get(db, case_id)
    if case is None:
        raise NotFound(_("This case is not in the vault any more."))
    pack = session.packs.get(case.pack)
    if pack is None:
        raise NotFound(_("This desk does not have the programme of the case. Add its pack first."))
    files = attachments_store.of_person(db, case.person_id)
    kinds = kinds_for(session)
    return DossierView(
        case,
        pack,
        store.get(db, case_id) or Dossier(case_id),
        frozenset(file.id for file in files),
        {file.id: file.name for file in files if file.kind in kinds},
    )


def save_dossier(session: Session, dossier: Dossier) -> Dossier:
    """Write what was answered. Nothing has to be complete; what is there has to be right.

    Raises InvalidInput with a sentence for each answer (``answer.<question>``, ``module.<id>…``,
    ``paper.<id>…``), StaleRecord, NotFound.
    """
    session.require(Act.DOSSIER_SAVED)
    dossier = dossier.cleaned()
    with session.act(Act.DOSSIER_SAVED, dossier.case_id) as change:
        view = _view_in(session, change.db, dossier.case_id)
        before = view.dossier
        if before.revision != dossier.revision:
            raise StaleRecord(
                _("A colleague has changed these answers meanwhile. Reload them, then type again.")
            )
        dossier.check(view.pack, before, view.files, session.today())
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
    """Answer the questions of the programme that the file of the child answers, in the running
    transaction; nothing is written if it asks none, or if nothing is new."""
    case = cases_store.get(change.db, case_id)
    pack = session.packs.get(case.pack) if case else None
    asked = {one.id for one in pack.questions if one.kept_in} if pack else set()
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


def not_there(session: Session, db: Connection, case_id: str, moment: Moment) -> list[str]:
    """The answers, training and papers that the programme asks for before this moment and that are
    not there, a sentence for each. Raises NotFound."""
    view = _view_in(session, db, case_id)
    return [
        *missing(view.pack, view.dossier.answers, moment),
        *lacking(view.pack, view.dossier, moment, files=tuple(view.files)),
    ]


def require_answers(
    session: Session,
    db: Connection,
    case_id: str,
    moment: Moment,
    aids: Mapping[str, str] = NO_AIDS,
) -> None:
    """Raises NotAnswered with all answers, training and papers that the programme asks for before
    this moment and that are not there, in the running transaction of the act itself.

    ``aids``: the plan lines that it is about, by id, with their words."""
    view = _view_in(session, db, case_id)
    if refused := missing_before(view.pack, view.dossier, moment, aids, view.files):
        raise NotAnswered(refused)
