"""The facts for the papers about a child, read from the vault at one moment.

They are made again each time that they are printed and never kept: what is sealed would else lie
open in an issued paper.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from intake_app.cases import store as cases_store
from intake_app.cases.permissions import Use, require
from intake_app.cases.service import view_in
from intake_app.children import store as children_store
from intake_app.children.model import BestInterests, Counterpart, EntryKind, Sent, Words
from intake_app.documents.child_facts import BestInterestsFacts, InquiryFacts, OptionFacts
from intake_app.documents.facts import Heading
from intake_app.documents.gather import ALL_PARTS, heading, person_facts
from intake_app.errors import NotFound
from intake_app.formats import country_name, format_date, language_name
from intake_app.i18n import _, texts
from intake_app.referrals import store as referrals_store
from intake_app.referrals.sheet import Withheld, kept_lines, may_still_go, told
from intake_app.screening import store as screening_store
from intake_app.screening.safeguards import ChildFacts
from intake_app.session import Session
from intake_app.users import store as users_store
from intake_app.vault.db import Connection
from intake_app.words import word


def best_interests_sheet(
    session: Session, db: Connection, entry_id: str, language: str, words: Words
) -> BestInterestsFacts:
    """One assessment, planning or determination, with what is sealed."""
    entry = children_store.get(db, entry_id)
    if entry is None or not isinstance(entry.body, BestInterests):
        raise NotFound(_("This entry is not in the vault any more."))
    body, view = entry.body, view_in(db, entry.case_id)
    screening = screening_store.newest(db, entry.case_id)
    child = screening.child if screening else ChildFacts()
    names, file = users_store.names(db), children_store.of_case(db, entry.case_id)
    verdict = file.verdict_on(entry.id)
    waits = entry.kind is EntryKind.DETERMINATION and verdict is None
    return BestInterestsFacts(
        heading=_confidential(heading(session, view, language, issued=True)),
        person=person_facts(view, language, ALL_PARTS),
        stage=body.stage,
        on=body.on,
        made_by=body.made_by,
        took_part=body.took_part,
        standing=child.standing or "",
        caregiver=", ".join(part for part in (child.caregiver, child.caregiver_is) if part),
        said=words.said,
        risks=words.risks,
        options=tuple(OptionFacts(one.what, one.in_favour, one.against) for one in body.options),
        outcome=body.outcome,
        review_on=body.review_on,
        panel=tuple((one.name, one.role) for one in body.panel),
        state=verdict.body.mark if verdict else ("waiting" if waits else ""),
        decided_by=names.get(verdict.author, "") if verdict else "",
        decided_on=verdict.body.on if verdict else None,
        written_by=names.get(entry.author, ""),
    )


def inquiry_request(
    session: Session, db: Connection, entry_id: str, language: str, _words: Words
) -> InquiryFacts:
    """What went to the counterpart, with the fields that were chosen and may still go.

    Raises NotAllowed if the organisation may not know of the child any more; NotFound.
    """
    entry = children_store.get(db, entry_id)
    if entry is None or not isinstance(entry.body, Sent):
        raise NotFound(_("This entry is not in the vault any more."))
    body, view = entry.body, view_in(db, entry.case_id)
    provider = referrals_store.provider(db, body.provider_id)
    consent = cases_store.consent(db, body.consent_id)
    if provider is None or consent is None:
        raise NotFound(_("This entry is not in the vault any more."))
    now = require(db, view.person.id, Use.REFER, session.today(), provider.id, provider.name)
    goes, known = may_still_go(body.shared, now or consent), told(view, language)
    kept = {one.withheld for one in kept_lines(body.withheld)}
    there = next(
        (
            one.body
            for one in children_store.of_case(db, entry.case_id).of(EntryKind.COUNTERPART)
            if isinstance(one.body, Counterpart) and one.body.provider_id == provider.id
        ),
        Counterpart(None),
    )
    basis = f"{word('basis', consent.legal_basis, language)}, "
    return InquiryFacts(
        heading=_confidential(heading(session, view, language, issued=True)),
        organisation=provider.name,
        country=country_name(there.country, language) if there.country else "",
        contact_person=there.person,
        contact=there.contact,
        language_there=language_name(there.language, language) if there.language else "",
        on=body.on,
        purpose=word("child_purpose", body.purpose or "", language),
        what=body.what,
        answer_by=body.answer_by,
        passage=word("passage", body.passage or "", language),
        told=tuple(
            (word("sheet", field, language), known[field])
            for field in known
            if field in goes and known[field]
        ),
        kept_back=bool(kept - {Withheld.NOT_NEEDED}) or len(goes) < len(body.shared),
        basis=basis + format_date(consent.given_on, language),
        counsellor=users_store.names(db).get(entry.author, ""),
        counsellor_phone=session.office.phone,
    )


def _confidential(head: Heading) -> Heading:
    return replace(head, watermark=texts(head.language).gettext("Confidential"))


PAPERS: dict[str, Callable[..., object]] = {
    "best_interests_sheet": best_interests_sheet,
    "inquiry_request": inquiry_request,
}
"""The papers about a child, by kind."""
