"""Every kind of record that the audit log binds, and how it is read back from its rows.

A service that begins to bind a new kind adds its line here and its ids in ``store``.
"""

from __future__ import annotations

from collections.abc import Callable

from intake_app.arrivals import store as arrivals
from intake_app.assessments import store as assessments
from intake_app.attachments import store as attachments
from intake_app.cases import store as cases
from intake_app.children import store as children
from intake_app.closure import store as closure
from intake_app.conferences import store as conferences
from intake_app.documents import store as documents
from intake_app.dossier import store as dossier
from intake_app.followups import store as followups
from intake_app.grants import store as grants
from intake_app.instruments import store as instruments
from intake_app.integrity import store
from intake_app.needs import store as needs
from intake_app.notes import store as notes
from intake_app.people import store as people
from intake_app.places import store as places
from intake_app.plans import store as plans
from intake_app.programmes import store as programmes
from intake_app.progress import store as progress
from intake_app.referrals import store as referrals
from intake_app.same_person import store as same_person
from intake_app.screening import store as screening
from intake_app.surveys import store as surveys
from intake_app.vault.db import Connection

Read = Callable[[Connection, str], object | None]


def _document(db: Connection, document_id: str) -> object | None:
    """With its pages: the record says which they are."""
    document = documents.get(db, document_id)
    if document is None or not store.paper_is_whole(db, document_id, document.sha256):
        return None
    return document


def _attached_file(db: Connection, file_id: str) -> object | None:
    """With its bytes, as long as nobody removed them."""
    file = attachments.get(db, file_id)
    return file if file is not None and attachments.is_whole(db, file) else None


def _place_list(db: Connection, list_id: str) -> object | None:
    """With its places: the record says which they are."""
    one = places.get(db, list_id)
    return one if one is not None and places.is_whole(db, one) else None


def _note(db: Connection, note_id: str) -> object | None:
    """What is in clear beside the newest version; its words are bound by their own signature."""
    versions = notes.versions(db, note_id)
    return notes.bound_columns(versions[0]) if versions else None


KINDS: dict[str, Read] = {
    "household": people.household,
    "person": people.get,
    "homecoming": people.homecoming,
    "same_person": same_person.get,
    "arrival": arrivals.get,
    "expected": arrivals.expected,
    "consent": cases.consent,
    "refusal": cases.refusal,
    "case": cases.get,
    "office_amount": programmes.get,
    "imported_pack": programmes.get_imported,
    "place_list": _place_list,
    "instrument": instruments.get,
    "instrument_key": instruments.get_key,
    "plan": plans.get,
    "grant": grants.get,
    "conference": conferences.get,
    "conference_matter": conferences.matter,
    "given_item": needs.get,
    "dossier": dossier.get,
    "survey": surveys.newest,
    "decision": cases.decision,
    "provider": referrals.provider,
    "referral": referrals.get,
    "follow_up": followups.get,
    "work_handover": followups.handover,
    "closure": closure.get,
    "document": _document,
    "note": _note,
    "screening": screening.newest,
    "emergency": screening.emergency,
    "child_entry": children.bound,
    "assessment": assessments.newest,
    "progress": progress.get,
    "attached_file": _attached_file,
}
"""Kind of ``Change.send`` or ``Change.bind`` → the same body, read from the rows."""
