"""Everything that is held about a person, read at one moment and put into words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from intake_app.arrivals import store as arrivals_store
from intake_app.arrivals.model import Arrival, Expected
from intake_app.assessments import store as assessments_store
from intake_app.attachments import store as attachments_store
from intake_app.attachments.model import Attachment
from intake_app.cases import store as cases_store
from intake_app.cases.consent import Consent
from intake_app.cases.model import CaseFile
from intake_app.cases.refusal import Refusal
from intake_app.children import store as children_store
from intake_app.closure import store as closure_store
from intake_app.conferences import store as conferences_store
from intake_app.documents import store as documents_store
from intake_app.documents.duty_facts import HeldEntry, HeldPart, SubjectCopyFacts
from intake_app.documents.facts import Heading
from intake_app.documents.gather import loose_heading
from intake_app.dossier import store as dossier_store
from intake_app.errors import NotFound
from intake_app.followups import store as followups_store
from intake_app.grants import store as grants_store
from intake_app.i18n import _, texts
from intake_app.needs import store as needs_store
from intake_app.people import store as people_store
from intake_app.people.model import Homecoming, Person
from intake_app.people.told import background_lines
from intake_app.plans import store as plans_store
from intake_app.progress import store as progress_store
from intake_app.referrals import store as referrals_store
from intake_app.rights import store
from intake_app.rights.case_copy import HeldCase, case_entries
from intake_app.rights.model import Correction
from intake_app.rights.person_copy import (
    consent_entry,
    correction_entry,
    file_entry,
    listed_entry,
    member_entry,
    paper_entry,
    person_entry,
    phone_entry,
    record_entry,
    refusal_entry,
    return_entry,
)
from intake_app.rights.store import ActCount
from intake_app.rights.telling import Teller
from intake_app.same_person.service import OtherRecord, others_in
from intake_app.screening import store as screening_store
from intake_app.session import Session
from intake_app.surveys.service import CaseSurveys, Taken, surveys_in
from intake_app.values import plain
from intake_app.vault.db import Connection


@dataclass(frozen=True)
class _Held:
    """All that is held about one person. ``others`` are those of the same household."""

    person: Person
    others: list[Person]
    returns: list[Homecoming]
    consents: list[Consent]
    cases: list[HeldCase]
    corrections: list[Correction]
    files: list[Attachment]
    refusals: list[Refusal]
    records: list[OtherRecord]
    listed: list[tuple[Arrival | None, Expected]]

    def ids(self) -> list[str]:
        """The ids of all records about the person."""
        own = [self.person.id, *(one.id for one in self.returns)]
        own += [one.id for one in self.consents] + [one.id for one in self.corrections]
        own += [one.id for one in self.files] + [one.id for one in self.refusals]
        own += [line.id for _arrival, line in self.listed]
        return [*own, *(id_ for one in self.cases for id_ in one.ids())]

    def as_data(self) -> dict[str, Any]:
        """The same as JSON values; of the others the name and relation, the rest is theirs."""
        others = [{"name": one.display_name, "relation": one.relation} for one in self.others]
        records = [{"name": one.person.display_name, "id": one.person.id} for one in self.records]
        kept: dict[str, Any] = plain(
            {
                **vars(self),
                "others": others,
                "cases": [vars(one) for one in self.cases],
                "records": records,
                "listed": [line for _arrival, line in self.listed],
            }
        )
        return kept


def subject_copy_facts(
    session: Session, db: Connection, person_id: str, language: str
) -> SubjectCopyFacts:
    """The facts of the copy in a running transaction. Raises NotFound."""
    person = people_store.get(db, person_id)
    if person is None:
        raise NotFound(_("This person is not in the vault any more."))
    home = people_store.members(db, person.household_id) if person.household_id else []
    held = _Held(
        person,
        [member for member in home if member.id != person_id],
        people_store.homecomings(db, person_id),
        cases_store.consents_of(db, person_id),
        [_case(db, case) for case in cases_store.of_person(db, person_id)],
        store.of_person(db, person_id),
        attachments_store.of_person(db, person_id),
        cases_store.refusals_of(db, person_id),
        others_in(db, person_id),
        [
            (arrivals_store.get(db, line.arrival_id), line)
            for line in arrivals_store.expected_as(db, person_id)
        ],
    )
    return SubjectCopyFacts(
        heading=_heading(session, held, language),
        name=person.display_name,
        parts=tuple(_parts(Teller(session, db, language), held)),
        holdings=held.as_data(),
        notes=store.count_sealed_notes(db, person_id),
    )


def _case(db: Connection, case: CaseFile) -> HeldCase:
    plans, grants = plans_store.of_case(db, case.id), grants_store.of_case(db, case.id)
    closures = closure_store.of_case(db, case.id)
    decided = [one.id for records in (plans, grants, closures) for one in records]
    return HeldCase(
        case,
        plans,
        grants,
        referrals_store.of_case(db, case.id),
        documents_store.of_case(db, case.id),
        [one for id_ in decided for one in cases_store.decisions_about(db, id_)],
        screening_store.newest(db, case.id),
        screening_store.emergencies_of(db, case.id),
        needs_store.of_case(db, case.id),
        conferences_store.matters_of_case(db, case.id),
        assessments_store.of_case(db, case.id),
        progress_store.of_case(db, case.id),
        dossier_store.get(db, case.id),
        _surveys(surveys_in(db, case.id)),
        followups_store.of_case(db, case.id),
        closures,
        children_store.of_case(db, case.id),
    )


def _heading(session: Session, held: _Held, language: str) -> Heading:
    return replace(
        loose_heading(session, held.person.id[:8].upper(), language),
        case_number=held.cases[0].case.number if held.cases else "",
        copy_note=texts(language).gettext("Copy for the person"),
    )


def _parts(tell: Teller, held: _Held) -> Iterator[HeldPart]:
    """All parts, the empty ones too: they say that nothing is held."""
    _ = texts(tell.language).gettext
    phones = (phone_entry(tell, phone) for phone in held.person.phones)
    yield HeldPart(_("You"), (person_entry(tell, held.person), *phones))
    life = background_lines(held.person.background, tell.language)
    yield HeldPart(_("What you told about your life"), (HeldEntry("", life),) if life else ())
    papers = tuple(paper_entry(tell, paper) for paper in held.person.documents)
    yield HeldPart(_("Your identity documents"), papers)
    home = tuple(member_entry(tell, member) for member in held.others)
    yield HeldPart(_("Your household"), home)
    if held.records:
        also = tuple(record_entry(tell, one) for one in held.records)
        yield HeldPart(_("Other records about you"), also)
    returns = tuple(return_entry(tell, coming) for coming in held.returns)
    yield HeldPart(_("Your returns"), returns)
    listed = tuple(listed_entry(tell, *one) for one in held.listed)
    yield HeldPart(_("What the list of your arrival said"), listed)
    agreed = tuple(consent_entry(tell, consent) for consent in held.consents)
    yield HeldPart(_("What you agreed to"), agreed)
    refused = tuple(refusal_entry(tell, refusal) for refusal in held.refusals)
    yield HeldPart(_("What you said no to"), refused)
    files = tuple(file_entry(tell, file) for file in held.files)
    yield HeldPart(_("Your photographs and scans"), files)
    for one in held.cases:
        title = _("Case {number}").format(number=one.case.number)
        yield HeldPart(title, tuple(case_entries(tell, one)))
    asked = tuple(correction_entry(tell, correction) for correction in held.corrections)
    yield HeldPart(_("Corrections you asked for"), asked)
    ids = held.ids()
    yield HeldPart(_("What was sent to headquarters"), tuple(_batches(tell, ids)))
    acts = tuple(_act(tell, one) for one in store.acts_on(tell.db, ids))
    yield HeldPart(_("What was done with your file"), acts)


def _batches(tell: Teller, ids: list[str]) -> Iterator[HeldEntry]:
    _ = texts(tell.language).gettext
    for number, sealed_at, records in store.batches_with(tell.db, ids):
        yield HeldEntry("", (
            (_("Encrypted batch"), tell.number(number)),
            (_("Sealed on"), tell.moment(sealed_at)),
            (_("Records about you"), tell.number(records)),
        ))  # fmt: skip


def _act(tell: Teller, one: ActCount) -> HeldEntry:
    _ = texts(tell.language).gettext
    return HeldEntry("", (
        (_("What"), tell.word("act", one.act)),
        (_("How often"), tell.number(one.count)),
        (_("Last on"), tell.moment(one.last_at)),
    ))  # fmt: skip


def _surveys(read: CaseSurveys) -> tuple[Taken, ...]:
    """Those that were taken out of the case are held still."""
    return (*(one for some in read.rounds for one in some), *read.taken_back)
