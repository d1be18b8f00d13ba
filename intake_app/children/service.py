"""Writing into the file of a child, and the rules that stand before each entry.

The safeguards read the screening, the programme's questions are answered in the dossier: both are
written from here, in the transaction of the entry itself, and by nobody else. So the file and what
the gate asks cannot say two things.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from intake_app.acts import Act
from intake_app.attachments import store as attachments_store
from intake_app.attachments.service import kinds_for
from intake_app.cases import store as cases_store
from intake_app.cases.model import CaseFile
from intake_app.cases.permissions import Use, require
from intake_app.cases.service import CaseView, view_in
from intake_app.children import store
from intake_app.children.file import (
    ChildFile,
    state_after,
    why_no_determination,
    why_not_next,
)
from intake_app.children.model import (
    TRACING,
    Action,
    Answered,
    Attempt,
    BestInterests,
    Body,
    Bound,
    Counterpart,
    Entry,
    EntryKind,
    Reunified,
    Sent,
    Step,
    StepState,
    Verdict,
    Verified,
    Words,
    for_hub,
    words_of_note,
)
from intake_app.dossier.service import keep_answers
from intake_app.errors import InvalidInput, NotAllowed, NotFound
from intake_app.followups.service import plan_in
from intake_app.i18n import _
from intake_app.notes.model import About, NoteKind, NoteText
from intake_app.notes.service import read_note, seal_in
from intake_app.packs.model import Pack
from intake_app.people.model import Person
from intake_app.referrals import store as referrals_store
from intake_app.referrals.provider import Provider
from intake_app.referrals.service import allowing
from intake_app.referrals.sheet import as_kept, sheet
from intake_app.screening import gate
from intake_app.screening import store as screening_store
from intake_app.screening.safeguards import ChildFacts
from intake_app.screening.service import keep_facts
from intake_app.session import Change, Session
from intake_app.values import new_id
from intake_app.vault.db import Connection

SECTOR = "family_reunification"
"""The kind of help whose fields a counterpart needs."""


@dataclass(frozen=True)
class ChildView:
    """Everything that the tab of a case shows, read at one moment. ``facts`` is what the safeguards
    read; ``providers`` the directory; ``files`` the names of attached files by id; ``pack`` the
    programme for children that pays in the case, whose phases are its steps."""

    case: CaseView
    file: ChildFile
    facts: ChildFacts
    is_child: bool
    pack: Pack | None
    providers: tuple[Provider, ...]
    files: Mapping[str, str]

    @property
    def person(self) -> Person:
        """The child."""
        return self.case.person

    @property
    def provider(self) -> Provider | None:
        """The organisation of the counterpart."""
        now = self.file.counterpart
        return next((one for one in self.providers if now and one.id == now.provider_id), None)


def _programme(session: Session, case: CaseFile) -> Pack | None:
    """The programme of the case, or one that pays besides it, that keeps a file of the child."""
    packs = (session.packs.get(one) for one in (case.pack, *case.funds))
    return next((one for one in packs if one is not None and one.keeps_child_file), None)


def has_child_file(session: Session, case_id: str) -> bool:
    """True if the case has this part: the person counts as a child, the programme asks for it, or
    something was written into it."""
    with session.read() as db:
        case = cases_store.get(db, case_id)
        if case is not None and _programme(session, case) is not None:
            return True
        child = gate.child_of_case(db, case_id, session.today())
        return child is not None or store.has_any(db, case_id)


def child_file(session: Session, case_id: str) -> ChildView:
    """The file of a child. Raises NotFound; NotAllowed for a role that does not need to know."""
    session.require(Act.CHILD_NOTED)
    with session.read() as db:
        view = view_in(db, case_id)
        screening = screening_store.newest(db, case_id)
        kinds = kinds_for(session)
        files = attachments_store.of_person(db, view.person.id)
        return ChildView(
            view,
            store.of_case(db, case_id),
            screening.child if screening else ChildFacts(),
            gate.child_of_case(db, case_id, session.today()) is not None,
            _programme(session, view.case),
            tuple(referrals_store.providers(db)),
            {file.id: file.name for file in files if file.kind in kinds},
        )


# ---------------------------------------------------------------------------- writing


def note(session: Session, case_id: str, body: Body, words: Words | None = None) -> Entry:
    """Write down what was assessed, tried, agreed or done.

    ``words`` are sealed: each part of the best-interests procedure has them. Raises InvalidInput
    with a sentence per field, NotFound; NotAllowed for what needs a second person, for a search
    that the person refused, and for what the safeguards stand against.
    """
    session.require(Act.CHILD_NOTED)
    body = body.cleaned()
    if isinstance(body, Verdict | Verified | Sent):
        raise NotAllowed(_("This is written down in another way."))
    body.check(session.today())
    if isinstance(body, BestInterests):
        words = words or Words()
        words.check()
    with session.act(Act.CHILD_NOTED, case_id) as change:
        view, file = view_in(change.db, case_id), store.of_case(change.db, case_id)
        _require_part(session, change.db, view, body)
        _require_next(session, change.db, view, file, body)
        if isinstance(body, BestInterests) and words is not None:
            about = About(view.person.id, case_id)
            sealed = seal_in(change, session, about, NoteText(NoteKind.CHILD, words.text()))
            body = replace(body, note_id=sealed)
        entry = _keep(session, change, case_id, body)
        _write_through(session, change, entry)
    return entry


def confirm(session: Session, entry_id: str) -> Entry:
    """Confirm a determination: from then on it counts.

    Raises NotFound; NotAllowed for its author, and if it was decided already.
    """
    session.require(Act.CHILD_DETERMINED)
    return _decide(session, Verdict(session.today(), entry_id, confirmed=True))


def send_back(session: Session, entry_id: str, reason: str) -> Entry:
    """Say why a determination cannot stand like this. Raises InvalidInput, and as ``confirm``."""
    session.require(Act.CHILD_DETERMINED)
    verdict = Verdict(session.today(), entry_id, confirmed=False, reason=reason).cleaned()
    verdict.check(session.today())
    return _decide(session, verdict)


def _decide(session: Session, verdict: Verdict) -> Entry:
    with session.act(Act.CHILD_DETERMINED, verdict.determination) as change:
        asked = _entry(change.db, verdict.determination)
        file = store.of_case(change.db, asked.case_id)
        if file.waiting is None or file.waiting.id != asked.id:
            raise NotAllowed(_("This determination does not wait for anybody."))
        if asked.author == session.user.id:
            raise NotAllowed(
                _(
                    "You wrote this determination yourself. Another counsellor or supervisor has to"
                    " confirm it."
                )
            )
        entry = _keep(session, change, asked.case_id, verdict)
        if verdict.confirmed:
            keep_facts(session, change, asked.case_id, determined_on=asked.body.on)
    return entry


def verify(session: Session, case_id: str, body: Verified) -> Entry:
    """Make sure that the family that was found is the family; never by who found it.

    Raises InvalidInput, NotFound, and NotAllowed as ``note`` does.
    """
    session.require(Act.CHILD_VERIFIED)
    checked = body.cleaned()
    checked.check(session.today())
    with session.act(Act.CHILD_VERIFIED, case_id) as change:
        view, file = view_in(change.db, case_id), store.of_case(change.db, case_id)
        _require_part(session, change.db, view, checked)
        _require_next(session, change.db, view, file, checked)
        assert file.found is not None
        entry = _keep(session, change, case_id, replace(checked, attempt=file.found.id))
        _write_through(session, change, entry)
    return entry


def send(session: Session, case_id: str, sent: Sent, left_out: Collection[str] = ()) -> Entry:
    """Pass something on to the counterpart: what goes is what the consent allows, less what is left
    out, and both are kept. Never a photograph.

    Raises InvalidInput, NotFound; NotAllowed without a counterpart, without a consent (or another
    legal basis on record) to share with it, or if the child or the caregiver does not agree.
    """
    session.require(Act.CHILD_SHARED)
    checked = sent.cleaned()
    checked.check(session.today())
    with session.act(Act.CHILD_SHARED, case_id) as change:
        view, file = view_in(change.db, case_id), store.of_case(change.db, case_id)
        _require_part(session, change.db, view, checked)
        now = file.counterpart
        provider = referrals_store.provider(change.db, now.provider_id) if now else None
        if provider is None:
            raise NotAllowed(_("Write down first who works on the case in the other country."))
        consent = allowing(session, change.db, view.case, provider)
        shared, withheld = as_kept(sheet(SECTOR, consent, left_out))
        entry = _keep(
            session,
            change,
            case_id,
            replace(
                checked,
                provider_id=provider.id,
                shared=shared,
                withheld=withheld,
                consent_id=consent.id,
            ),
        )
        _write_through(session, change, entry)
    return entry


def read_words(session: Session, entry_id: str) -> Words:
    """What the child said and what endangers it; opened each time with a line in the log.

    Raises NotFound, NotAllowed.
    """
    session.require(Act.NOTE_READ)
    with session.read() as db:
        entry = _entry(db, entry_id)
    if not isinstance(entry.body, BestInterests) or not entry.body.note_id:
        raise NotFound(_("Nothing is sealed with this entry."))
    return words_of_note(read_note(session, entry.body.note_id).newest.content.text)


def _keep(session: Session, change: Change, case_id: str, body: Body) -> Entry:
    entry = Entry(new_id(), case_id, body, session.user.id, change.at)
    store.put(change.db, entry)
    change.send("child_entry", entry.id, entry.revision, for_hub(entry), case_id)
    change.bind("child_entry", entry.id, entry.revision, Bound(entry.kind, entry))
    return entry


def _entry(db: Connection, entry_id: str) -> Entry:
    entry = store.get(db, entry_id)
    if entry is None:
        raise NotFound(_("This entry is not in the vault any more."))
    return entry


# ---------------------------------------------------------------------------- what stands before


def _require_part(session: Session, db: Connection, view: CaseView, body: Body) -> None:
    """The procedure for children is for children; a counterpart may work on others as well, where
    the programme asks for one."""
    if gate.child_of_case(db, view.case.id, session.today()) is not None:
        return
    of_programme = isinstance(body, Counterpart | Sent | Answered | Step)
    if _programme(session, view.case) is None or not of_programme:
        raise NotAllowed(_("This person is of age, and nobody doubts it."))


def _require_next(
    session: Session, db: Connection, view: CaseView, file: ChildFile, body: Body
) -> None:
    """What this kind of entry asks of the entries before it."""
    if body.entry_kind in TRACING:
        _require_search(session, db, view, file, body)
    reason = ""
    if isinstance(body, BestInterests) and body.stage is EntryKind.DETERMINATION:
        reason = why_no_determination(_facts(db, view.case.id), file)
    if reason:
        raise NotAllowed(reason)
    if isinstance(body, Counterpart) and referrals_store.provider(db, body.provider_id) is None:
        raise InvalidInput({"provider_id": _("Choose the organisation.")})
    if isinstance(body, Answered):
        _require_inquiry(db, view, file, body)
    if isinstance(body, Step):
        _require_step(session, view, file, body)


def _facts(db: Connection, case_id: str) -> ChildFacts:
    screening = screening_store.newest(db, case_id)
    return screening.child if screening else ChildFacts()


def _require_search(
    session: Session, db: Connection, view: CaseView, file: ChildFile, body: Body
) -> None:
    """Nobody looks for the family of somebody who said no, nor shows a photograph without its own
    consent; to stop is always possible."""
    if body.entry_kind is not EntryKind.CLOSED:
        require(db, view.person.id, Use.TRACE, session.today())
    if isinstance(body, Attempt) and body.action is Action.PHOTO:
        require(db, view.person.id, Use.PHOTOGRAPH, session.today())
    before = _facts(db, view.case.id).tracing
    if reason := why_not_next(before, body.entry_kind, file, session.user.id):
        raise NotAllowed(reason)
    if isinstance(body, Reunified):
        gate.before_referral(db, view.case.id, SECTOR, session.today())


def _require_inquiry(db: Connection, view: CaseView, file: ChildFile, body: Answered) -> None:
    if body.about not in {one.id for one in file.open_inquiries}:
        raise NotAllowed(_("This inquiry does not wait for an answer."))
    if body.file_id:
        report = attachments_store.get(db, body.file_id)
        if report is None or report.removed_at or report.person_id != view.person.id:
            raise InvalidInput({"file_id": _("This file is not in the case any more.")})


def _require_step(session: Session, view: CaseView, file: ChildFile, body: Step) -> None:
    pack = _programme(session, view.case)
    if pack is None or body.step not in {phase.id for phase in pack.phases}:
        raise NotAllowed(_("The programme has no such step."))
    newest = file.steps().get(body.step)
    settled = (
        newest is not None
        and isinstance(newest.body, Step)
        and newest.body.state is not StepState.UNDONE
    )
    if settled == (body.state is not StepState.UNDONE):
        words = _("This step is done or left out already: take that back first.")
        raise NotAllowed(words if settled else _("There is nothing to take back."))


# ---------------------------------------------------------------------------- one truth


def _write_through(session: Session, change: Change, entry: Entry) -> None:
    """Tell the screening and the dossier what follows from an entry, in the same transaction."""
    body, case_id = entry.body, entry.case_id
    if isinstance(body, BestInterests) and body.stage is EntryKind.ASSESSMENT:
        keep_facts(
            session,
            change,
            case_id,
            assessed_on=body.on,
            assessed_by=body.made_by,
            outcome=body.outcome,
        )
    if entry.kind in TRACING:
        before = _facts(change.db, case_id).tracing
        after = state_after(before, entry.kind)
        if after is not before:
            keep_facts(session, change, case_id, tracing=after)
    if isinstance(body, Reunified) and body.follow_up_on is not None:
        plan_in(session, change, case_id, body.follow_up_on)
    if isinstance(body, Counterpart | Sent | Answered):
        file = store.of_case(change.db, case_id)
        now = file.counterpart
        provider = referrals_store.provider(change.db, now.provider_id) if now else None
        keep_answers(session, change, case_id, file.answers(provider.name if provider else ""))
