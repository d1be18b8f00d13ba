"""What is held about the person, put into words for the copy that they get."""

from __future__ import annotations

from intake_app.arrivals.model import Arrival, Expected
from intake_app.attachments.model import Attachment
from intake_app.cases.consent import Consent
from intake_app.cases.refusal import Refusal
from intake_app.documents.duty_facts import HeldEntry
from intake_app.formats import language_name
from intake_app.i18n import texts
from intake_app.people.background import Phone
from intake_app.people.model import Homecoming, IdentityDocument, Person, Sex
from intake_app.people.told import phone_lines
from intake_app.rights.model import Correction
from intake_app.rights.telling import Teller
from intake_app.same_person.service import OtherRecord
from intake_app.values import PartialDate


def person_entry(tell: Teller, person: Person) -> HeldEntry:
    """Who the person is."""
    _, language = texts(tell.language).gettext, tell.language
    return HeldEntry("", (
        (_("Family name"), person.family_name),
        (_("Given names"), person.given_names),
        (_("Other names"), person.other_names),
        (_("Name in its own script"), person.own_script_name),
        (_("Sex"), tell.word("sex", person.sex)),
        (_("Date of birth"), tell.partial(person.birth)),
        (_("Nationality"), tell.country(person.nationality)),
        (_("Mother's name"), person.mother_name),
        (_("Father's name"), person.father_name),
        (_("Telephone"), person.phone_as_typed or person.phone),
        (_("Language of papers"), language_name(person.language, language)),
        (_("Registered on"), tell.moment(person.registered_at)),
        *(
            (_("Date of birth corrected"), _("{before} to {after}: {reason}").format(
                before=tell.partial(one.before), after=tell.partial(one.after), reason=one.reason
            ))
            for one in person.age_corrections
        ),
    ))  # fmt: skip


def paper_entry(tell: Teller, paper: IdentityDocument) -> HeldEntry:
    """One identity document."""
    _ = texts(tell.language).gettext
    expires = tell.partial(PartialDate.from_edtf(paper.expires)) if paper.expires else ""
    return HeldEntry("", (
        (_("Document"), tell.word("document", paper.kind)),
        (_("Number"), paper.number),
        (_("Issued by"), tell.country(paper.country)),
        *(((_("Valid until"), expires),) if expires else ()),
        *(((_("Where it is"), tell.word("place", paper.place)),) if paper.place else ()),
        *(((_("Machine-readable zone"), paper.mrz),) if paper.mrz else ()),
    ))  # fmt: skip


def phone_entry(tell: Teller, phone: Phone) -> HeldEntry:
    """One telephone, with whose it is and when it may be called."""
    return HeldEntry("", phone_lines(phone, tell.language))


def member_entry(tell: Teller, member: Person) -> HeldEntry:
    """Somebody of the household: the name and the relation, for the rest is theirs."""
    _ = texts(tell.language).gettext
    relation = tell.word("relation", member.relation)
    return HeldEntry("", ((_("Name"), member.display_name), (_("Relation"), relation)))


def record_entry(tell: Teller, other: OtherRecord) -> HeldEntry:
    """Another record of the same person: under which name, since when; it has a copy of its own."""
    _ = texts(tell.language).gettext
    return HeldEntry("", (
        (_("Also registered as"), other.person.display_name),
        (_("Registered on"), tell.moment(other.person.registered_at)),
        (_("Found to be you on"), tell.moment(other.linked_at)),
    ))  # fmt: skip


def return_entry(tell: Teller, coming: Homecoming) -> HeldEntry:
    """One coming home."""
    _ = texts(tell.language).gettext
    return HeldEntry("", (
        (_("Returned from"), tell.country(coming.from_country)),
        (_("Kind of return"), tell.word("return", coming.kind)),
        (_("Arrived on"), tell.day(coming.arrived_on)),
    ))  # fmt: skip


def listed_entry(tell: Teller, arrival: Arrival | None, line: Expected) -> HeldEntry:
    """What an organiser's list said before the person came, and the number at the door."""
    _ = texts(tell.language).gettext
    sex = "" if line.sex is Sex.UNKNOWN else tell.word("sex", line.sex)
    place = f"{line.origin} ({line.origin_code})" if line.origin_code else line.origin
    rows = [
        (_("Arrival"), " ".join((arrival.carrier, arrival.place)).strip() if arrival else ""),
        (_("Arrived on"), tell.day(arrival.arrives_on) if arrival else ""),
        (_("Who sent the list"), arrival.organiser if arrival and line.import_id else ""),
        (_("Line"), tell.number(line.place) if line.place else ""),
        (_("Family name"), line.family_name),
        (_("Given names"), line.given_names),
        (_("Sex"), sex),
        (_("Date of birth"), tell.partial(line.birth) if line.birth else ""),
        (_("Nationality"), tell.country(line.nationality)),
        (_("Document"), tell.word("document", line.document_kind or "")),
        (_("Number"), line.document_number),
        (_("Telephone"), line.phone),
        (_("Place of origin"), place),
        (_("Number on the list"), line.seat),
        (_("Token number"), tell.number(line.token) if line.token else ""),
    ]
    return HeldEntry("", tuple(row for row in rows if row[1]))


def consent_entry(tell: Teller, consent: Consent) -> HeldEntry:
    """One consent, with what was kept back."""
    _ = texts(tell.language).gettext
    kept_back = ", ".join(tell.word("shareable", part) for part in consent.withheld)
    rows = [
        (_("Given on"), tell.day(consent.given_on)),
        (_("How given"), tell.word("given", consent.given_how)),
        (_("Legal basis"), tell.word("basis", consent.legal_basis)),
        (_("Reason"), consent.basis_reason),
        (_("Shared with"), tell.service(consent.recipient_id)),
        (_("Not passed on"), kept_back),
        (_("What must not be passed on, and to whom"), consent.withhold),
        (_("Witness"), consent.witness),
        (_("Interpreter"), consent.interpreter),
        (_("Withdrawn on"), tell.day(consent.withdrawn_on)),
        (_("Why it was withdrawn"), consent.withdrawal_reason),
    ]
    title = tell.word("purpose", consent.purpose)
    return HeldEntry(title, tuple(row for row in rows if row[1]))


def refusal_entry(tell: Teller, refusal: Refusal) -> HeldEntry:
    """One no, with what the person said."""
    _ = texts(tell.language).gettext
    rows = [
        (_("Answer"), tell.word("no", refusal.answer)),
        (_("Answered on"), tell.day(refusal.refused_on)),
        (_("Not shared with"), tell.service(refusal.recipient_id)),
        (_("What you do not want"), refusal.said),
        (_("Interpreter"), refusal.interpreter),
    ]
    title = tell.word("purpose", refusal.purpose)
    return HeldEntry(title, tuple(row for row in rows if row[1]))


def file_entry(tell: Teller, file: Attachment) -> HeldEntry:
    """One photograph or scan: what it is; the person may ask to be shown it."""
    _ = texts(tell.language).gettext
    rows = [
        (_("What"), tell.word("attachment", file.kind)),
        (_("Name of the file"), file.name),
        (_("Pages"), tell.number(file.pages)),
        (_("Added on"), tell.moment(file.added_at)),
    ]
    return HeldEntry("", tuple(row for row in rows if row[1]))


def correction_entry(tell: Teller, correction: Correction) -> HeldEntry:
    """One request for correction."""
    _ = texts(tell.language).gettext
    rows = [
        (_("Asked on"), tell.day(correction.asked_on)),
        (_("Answer"), tell.word("correction", correction.state)),
        (_("Answer by"), tell.day(correction.answer_by)),
        (_("What you asked for"), correction.wish),
        (_("Reason"), correction.reason),
    ]
    return HeldEntry("", tuple(row for row in rows if row[1]))
