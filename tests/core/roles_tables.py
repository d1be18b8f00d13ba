"""Who may do what, written down a second time: the acts, the papers, and each service function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from intake_app.acts import Act, Role
from intake_app.arrivals.manifest import Manifest
from intake_app.assessments.model import Assessment, Moment
from intake_app.attachments.model import AttachmentKind
from intake_app.breaches.model import Breach, BreachKind
from intake_app.complaints.model import Channel, Complaint, Matter
from intake_app.conferences.model import MatterKind, Outcome
from intake_app.deadlines.model import Asked
from intake_app.dossier.model import Dossier
from intake_app.erasure.model import Erasure
from intake_app.grants.model import GrantRequest, Payment
from intake_app.instruments.key import KeyReading
from intake_app.instruments.xlsform import Reading as FormReading
from intake_app.integrity.model import Report
from intake_app.needs.model import GivenItem, Handing
from intake_app.notes.model import About, NoteKind, NoteText, NoteVersion, OpenedNote
from intake_app.packs.model import Dimension, FamilyRole, Group, Per
from intake_app.packs.overlay import FigureKind
from intake_app.packs.reading import PackFiles
from intake_app.places.listing import Reading
from intake_app.plans.model import ActivityStatus, Goal, Level, Plan
from intake_app.programmes.imported import Opened
from intake_app.progress.model import Progress
from intake_app.referrals.listing import ServiceReading
from intake_app.referrals.model import Referral, ReferralState, Urgency
from intake_app.screening.model import Screening
from intake_app.settings import OfficeSettings
from intake_app.surveys.model import Survey
from intake_app.users.model import NewUser
from intake_app.values import Money, new_id
from intake_app.vault.recovery import RecoveryKey
from tests.core.attachments_kit import a_readable
from tests.core.conferences_kit import a_conference
from tests.core.grants_kit import a_delivery, a_proof, a_refund, a_visit
from tests.core.lists_kit import an_arrival
from tests.core.roles_children import CHILD_ACTS, CHILD_FAULTY
from tests.core.roles_followups import FOLLOW_UP_ACTS, FOLLOW_UP_FAULTY
from tests.factories import a_consent, a_homecoming, a_person, a_provider, a_refusal

R, C, S = Role.RECEPTION, Role.COUNSELLOR, Role.SUPERVISOR

MATRIX: dict[frozenset[Role], set[Act]] = {
    frozenset({R, C, S}): {
        Act.SIGNED_IN, Act.SIGN_IN_FAILED, Act.LOCKED, Act.PASSPHRASE_CHANGED, Act.PERSON_SAVED,
        Act.PERSON_VIEWED, Act.HOUSEHOLD_SAVED, Act.CONSENT_GIVEN, Act.CONSENT_WITHDRAWN,
        Act.CONSENT_REFUSED, Act.CONSENT_PRINTED,
        Act.TOLD_APART, Act.PERSON_LINKED, Act.PERSON_UNLINKED, Act.AGE_CORRECTED,
        Act.CASE_VIEWED, Act.DOCUMENT_ISSUED, Act.DOCUMENT_PREVIEWED,
        Act.DOCUMENT_VIEWED, Act.DOCUMENT_PRINTED, Act.CORRECTION_ASKED, Act.CORRECTION_DONE,
        Act.COMPLAINT_TAKEN,
        Act.VAULT_CHECKED, Act.SCREENING_SAVED, Act.ARRIVAL_SAVED, Act.LIST_IMPORTED,
        Act.LIST_TAKEN_BACK, Act.EXPECTED_OPENED, Act.EXPECTED_MARKED, Act.EXPECTED_REMOVED,
        Act.ATTACHMENT_ADDED, Act.ATTACHMENT_VIEWED, Act.ATTACHMENT_REMOVED, Act.PORTRAIT_CHOSEN,
        Act.ITEM_TAKEN_BACK, Act.ITEM_SIGNED_FOR, Act.DOSSIER_SAVED,
        Act.DEADLINES_PRINTED,
    },
    frozenset({R}): {Act.LETTER_SEALED},
    frozenset({R, C}): {Act.CASE_OPENED, Act.ITEM_GIVEN, Act.ITEM_GIVEN_TO_ALL},
    frozenset({C, S}): {
        Act.AGE_LOOKED_OVER,
        Act.CONFERENCE_SAVED, Act.MATTER_LISTED, Act.CONFERENCE_PRINTED,
        Act.CASE_ASSIGNED, Act.PROVIDER_SAVED, Act.NOTE_WRITTEN, Act.NOTE_CORRECTED, Act.NOTE_READ,
        Act.PROVIDERS_IMPORTED,
        Act.LETTER_OPENED, Act.LETTER_BOX_SET, Act.COPY_MADE, Act.COPY_PRINTED,
        Act.SAFEGUARDS_ASSESSED, Act.FUND_ADDED, Act.FUND_DROPPED, Act.GRANT_DELIVERED,
        Act.GRANT_PROVED, Act.GRANT_VISITED, Act.GRANT_REFUNDED, Act.GRANT_ENTRY_TAKEN_BACK,
        Act.FOLLOW_UP_PLANNED, Act.FOLLOW_UP_TRIED, Act.FOLLOW_UP_DONE, Act.FOLLOW_UP_LOST,
        Act.FOLLOW_UP_DROPPED, Act.FOLLOW_UP_TAKEN_UP, Act.WORK_HANDED_OVER, Act.WORK_TAKEN_BACK,
        Act.CHILD_NOTED, Act.CHILD_DETERMINED, Act.CHILD_VERIFIED, Act.CHILD_PRINTED,
        Act.SURVEY_TAKEN_BACK,
    },
    frozenset({C}): {
        Act.PLAN_SAVED, Act.PLAN_SUBMITTED, Act.GRANT_REQUESTED, Act.REFERRAL_MADE,
        Act.REFERRAL_RECEIVED, Act.REFERRAL_RATED,
        Act.REFERRAL_ANSWERED, Act.GRANT_PREPARED, Act.GRANT_CANCELLED, Act.ASSESSMENT_SAVED,
        Act.PROGRESS_NOTED, Act.SURVEY_SAVED, Act.CLOSURE_ASKED, Act.CLOSURE_GIVEN_UP,
        Act.CHILD_SHARED,
    },
    frozenset({S}): {
        Act.MATTER_DECIDED, Act.CONFERENCE_CLOSED,
        Act.CLOSURE_APPROVED, Act.CLOSURE_RETURNED, Act.CASE_REOPENED,
        Act.USER_ADDED, Act.USER_RENEWED, Act.ROLE_CHANGED, Act.USER_REMOVED, Act.KEYS_ROTATED,
        Act.RECOVERY_MADE, Act.RECOVERY_PRINTED, Act.RECOVERY_USED, Act.SETTINGS_CHANGED,
        Act.PROGRAMME_CHANGED, Act.PROGRAMME_IMPORTED, Act.PLACES_IMPORTED, Act.PLACES_REMOVED,
        Act.INSTRUMENT_IMPORTED, Act.INSTRUMENT_KEY_IMPORTED,
        Act.PLAN_APPROVED, Act.PLAN_RETURNED, Act.GRANT_APPROVED, Act.GRANT_RETURNED,
        Act.PLAN_EXTENDED, Act.GRANT_REJECTED, Act.DOCUMENT_EXPORTED, Act.BATCH_SEALED,
        Act.BATCH_WRITTEN,
        Act.ATTACHMENT_EXPORTED,
        Act.RECEIPT_READ, Act.HUB_ENROLLED, Act.DESK_CARD_WRITTEN, Act.AUDIT_READ,
        Act.BACKUP_MADE, Act.BACKUP_RESTORED, Act.RETENTION_RULE_SET, Act.RETENTION_DATE_SET,
        Act.CLOCK_CONFIRMED, Act.ERASURE_MARKED, Act.ERASURE_UNMARKED, Act.ERASURE_SIGNED,
        Act.FILE_ERASED, Act.ERASURE_FINISHED, Act.ERASURE_PRINTED, Act.COPIES_DESTROYED,
        Act.COMPLAINT_ANSWERED,
        Act.CORRECTION_DECIDED, Act.BREACH_RECORDED, Act.BREACH_PRINTED, Act.VAULT_GONE_ON,
        Act.VAULT_SALVAGED, Act.EMERGENCY_CLOSED, Act.GRANT_RELEASED, Act.GRANT_CLOSED,
    },
}  # fmt: skip
"""The table of the product's people, written a second time: a slip in ``acts.py`` is noticed."""

PAPERS = {
    "consent_form": {R, C, S},
    "intake_profile": {R, C, S},
    "reintegration_plan": {C, S},
    "grant_request": {C, S},
    "referral_letter": {C, S},
    "referral_answer": {C, S},
    "arrival_receipt": {R, C, S},
    "quotes_comparison": {C, S},
    "engagement_contract": {C, S},
    "cash_receipt": {C, S},
    "handover_certificate": {C, S},
    "assessment_summary": {C, S},
    "return_undertaking": {C, S},
    "survey_answers": {C, S},
    "survey_profile": {C, S},
    "followup_visit": {C, S},
    "closure_note": {C, S},
}

A_CASE = "00000000-0000-4000-8000-000000000001"
"""Whatever id a function asks for: nothing in the vault has this one."""

A_PLACE = (FigureKind.CEILING, "medical_support", Group.ANY, FamilyRole.ANY, Per.CASE)
NO_PLACES = Reading("", (), ())
NO_PACK = Opened(PackFiles("", {}), None, (), None)
NO_FORM = FormReading(None, ())
A_LIST = Manifest("", ("Nom",), (("SOW",),), 2, "")
A_DAY = date(2026, 5, 12)
A_NOTE = NoteText(NoteKind.MEDICAL, "Insulin twice a day.")
A_PASSPHRASE = "lantern oboe teapot canyon violin"


def _a_grant() -> GrantRequest:
    return GrantRequest(
        new_id(), A_CASE, A_CASE, A_CASE, "package", Money(100, "EUR"), "service", "tools",
        Payment.BANK,
    )  # fmt: skip


def _an_item() -> GivenItem:
    return GivenItem(new_id(), A_CASE, "kit", Handing.GOODS, A_DAY)


def _an_assessment() -> Assessment:
    return Assessment(new_id(), A_CASE, Moment.AFTER_ARRIVAL)


def _progress() -> Progress:
    return Progress(new_id(), A_CASE, A_CASE, ActivityStatus.UNDER_WAY, A_DAY)


def _a_referral() -> Referral:
    return Referral(new_id(), A_CASE, A_CASE, "employment", "training", Urgency.NORMAL)


def _a_complaint() -> Complaint:
    return Complaint(new_id(), Matter.SERVICE, Channel.BOX, A_DAY, "Nobody called back.")


def _a_breach() -> Breach:
    return Breach(new_id(), BreachKind.STICK, A_DAY, A_DAY, "A stick is missing.")


def _an_opened_note() -> OpenedNote:
    version = NoteVersion(A_CASE, "2026-05-12T09:00:00+00:00", A_NOTE)
    return OpenedNote(A_CASE, 1, About(A_CASE), (version,))


def _an_erasure() -> Erasure:
    return Erasure(A_CASE, 1, "", A_CASE, "2026-05-12T09:00:00+00:00", "", "", None, ())


Call = tuple[Act, Callable[[Path], tuple[object, ...]]]

ACTS: dict[str, Call] = {
    "people.save_person": (Act.PERSON_SAVED, lambda _f: (a_person(),)),
    "people.open_person": (Act.PERSON_VIEWED, lambda _f: (A_CASE,)),
    "people.look_over_age": (Act.AGE_LOOKED_OVER, lambda _f: (A_CASE,)),
    "duplicates.tell_apart": (Act.TOLD_APART, lambda _f: (A_CASE, ())),
    "same_person.link": (Act.PERSON_LINKED, lambda _f: (A_CASE, A_CASE, "the same photograph")),
    "same_person.unlink": (Act.PERSON_UNLINKED, lambda _f: (A_CASE, A_CASE, "another mother")),
    "same_person.side_of": (Act.PERSON_VIEWED, lambda _f: (A_CASE,)),
    "people.leave_household": (Act.HOUSEHOLD_SAVED, lambda _f: (a_person(),)),
    "people.make_head": (Act.HOUSEHOLD_SAVED, lambda _f: (a_person(), "other")),
    "people.share_with_household": (Act.PERSON_SAVED, lambda _f: (a_person(),)),
    "arrivals.save_arrival": (Act.ARRIVAL_SAVED, lambda _f: (an_arrival(),)),
    "arrivals.open_list": (Act.LIST_IMPORTED, lambda f: (f / "list.csv",)),
    "arrivals.import_list": (Act.LIST_IMPORTED, lambda _f: (an_arrival(), A_LIST, {})),
    "arrivals.take_back_list": (Act.LIST_TAKEN_BACK, lambda _f: (A_CASE,)),
    "arrivals.open_expected": (Act.EXPECTED_OPENED, lambda _f: (A_CASE,)),
    "arrivals.has_come": (Act.EXPECTED_MARKED, lambda _f: (A_CASE,)),
    "arrivals.has_not_come": (Act.EXPECTED_MARKED, lambda _f: (A_CASE,)),
    "arrivals.remove_absent": (Act.EXPECTED_REMOVED, lambda _f: (A_CASE,)),
    "arrivals.save_arrived": (
        Act.PERSON_SAVED, lambda _f: (A_CASE, a_person(), a_homecoming(a_person())),
    ),
    "arrivals.save_known": (
        Act.PERSON_SAVED, lambda _f: (A_CASE, A_CASE, a_homecoming(a_person())),
    ),
    "people.join_household": (
        Act.HOUSEHOLD_SAVED, lambda _f: (a_person(), a_person(), "child"),
    ),
    "cases.give_consent": (Act.CONSENT_GIVEN, lambda _f: (a_consent(a_person()),)),
    "cases.refuse_consent": (Act.CONSENT_REFUSED, lambda _f: (a_refusal(a_person()),)),
    "cases.withdraw_consent": (Act.CONSENT_WITHDRAWN, lambda _f: (a_consent(a_person()), "asked")),
    "cases.open_case": (Act.CASE_OPENED, lambda _f: (A_CASE, A_CASE, "eurp")),
    "cases.case_view": (Act.CASE_VIEWED, lambda _f: (A_CASE,)),
    "cases.assign": (Act.CASE_ASSIGNED, lambda _f: (A_CASE, A_CASE)),
    "needs.give": (Act.ITEM_GIVEN, lambda _f: (_an_item(),)),
    "needs.take_back": (Act.ITEM_TAKEN_BACK, lambda _f: (A_CASE, "a slip")),
    "needs.note_signed": (Act.ITEM_SIGNED_FOR, lambda _f: (A_CASE, (A_CASE,))),
    "needs.add_receipt": (
        Act.ITEM_SIGNED_FOR, lambda _f: (A_CASE, (A_CASE,), a_readable()),
    ),
    "plans.start_plan": (Act.PLAN_SAVED, lambda _f: (A_CASE,)),
    "plans.save_plan": (Act.PLAN_SAVED, lambda _f: (Plan(new_id(), A_CASE, A_CASE),)),
    "plans.submit_plan": (Act.PLAN_SUBMITTED, lambda _f: (A_CASE,)),
    "plans.approve_plan": (Act.PLAN_APPROVED, lambda _f: (A_CASE,)),
    "plans.return_plan": (Act.PLAN_RETURNED, lambda _f: (A_CASE, "more detail")),
    "plans.extend_plan": (Act.PLAN_EXTENDED, lambda _f: (A_CASE, A_DAY, "the flood")),
    "plans.add_fund": (Act.FUND_ADDED, lambda _f: (A_CASE, "tounesna")),
    "plans.drop_fund": (Act.FUND_DROPPED, lambda _f: (A_CASE, "tounesna")),
    "grants.request_grant": (Act.GRANT_REQUESTED, lambda _f: (_a_grant(),)),
    "grants.approve_grant": (Act.GRANT_APPROVED, lambda _f: (A_CASE,)),
    "grants.return_grant": (Act.GRANT_RETURNED, lambda _f: (A_CASE, "more detail")),
    "grants.reject_grant": (Act.GRANT_REJECTED, lambda _f: (A_CASE, "no")),
    "grants.prepare_grant": (Act.GRANT_PREPARED, lambda _f: (_a_grant(),)),
    "grants.cancel_grant": (Act.GRANT_CANCELLED, lambda _f: (A_CASE, "not needed")),
    "grants.release_part": (Act.GRANT_RELEASED, lambda _f: (A_CASE, 2, "seen", A_DAY, "M. Bah")),
    "grants.deliver": (Act.GRANT_DELIVERED, lambda _f: (A_CASE, a_delivery())),
    "grants.prove": (Act.GRANT_PROVED, lambda _f: (A_CASE, a_proof())),
    "grants.record_visit": (Act.GRANT_VISITED, lambda _f: (A_CASE, a_visit())),
    "grants.refund": (Act.GRANT_REFUNDED, lambda _f: (A_CASE, a_refund())),
    "grants.take_back_entry": (
        Act.GRANT_ENTRY_TAKEN_BACK, lambda _f: (A_CASE, A_CASE, "a slip"),
    ),
    "grants.close_grant": (Act.GRANT_CLOSED, lambda _f: (A_CASE,)),
    "conferences.save_conference": (Act.CONFERENCE_SAVED, lambda _f: (a_conference(),)),
    "conferences.list_matter": (
        Act.MATTER_LISTED, lambda _f: (A_CASE, MatterKind.GRANT, A_CASE),
    ),
    "conferences.drop_matter": (Act.MATTER_LISTED, lambda _f: (A_CASE,)),
    "conferences.move_matter": (Act.MATTER_LISTED, lambda _f: (A_CASE, 1)),
    "conferences.decide_matter": (
        Act.MATTER_DECIDED, lambda _f: (A_CASE, Outcome.APPROVED, "sound"),
    ),
    "conferences.close_conference": (Act.CONFERENCE_CLOSED, lambda _f: (A_CASE,)),
    "documents.conference_paper": (
        Act.CONFERENCE_PRINTED, lambda _f: ("conference_agenda", A_CASE, "en"),
    ),
    "documents.note_conference_printed": (Act.CONFERENCE_PRINTED, lambda _f: (A_CASE,)),
    "documents.blank_form": (Act.DOCUMENT_PREVIEWED, lambda _f: ("cash_receipt", "en")),
    "documents.blank_set": (Act.DOCUMENT_PREVIEWED, lambda _f: ("en",)),
    "documents.blank_questionnaire": (Act.DOCUMENT_PREVIEWED, lambda _f: (A_CASE, "en")),
    "deadlines.sheet": (Act.DEADLINES_PRINTED, lambda _f: (Asked(), "en")),
    "deadlines.note_printed": (Act.DEADLINES_PRINTED, lambda _f: ()),
    "referrals.save_provider": (Act.PROVIDER_SAVED, lambda _f: (a_provider(),)),
    "referrals.open_services": (
        Act.PROVIDERS_IMPORTED, lambda f: (f / "nothing.csv", ()),
    ),
    "referrals.import_services": (
        Act.PROVIDERS_IMPORTED, lambda _f: (ServiceReading((a_provider(),), (), (), "0" * 64),),
    ),
    "referrals.add_partners_of_pack": (Act.PROVIDER_SAVED, lambda _f: ("eurp", "en")),
    "referrals.refer": (Act.REFERRAL_MADE, lambda _f: (_a_referral(),)),
    "referrals.receive": (Act.REFERRAL_RECEIVED, lambda _f: (_a_referral(),)),
    "referrals.rate": (Act.REFERRAL_RATED, lambda _f: (A_CASE, 5, "good")),
    "referrals.answer_referral": (
        Act.REFERRAL_ANSWERED, lambda _f: (A_CASE, ReferralState.ACCEPTED, "yes"),
    ),
    "documents.issue": (
        Act.DOCUMENT_ISSUED, lambda _f: (A_CASE, "intake_profile", A_CASE, "en"),
    ),
    "documents.preview": (
        Act.DOCUMENT_PREVIEWED, lambda _f: (A_CASE, "intake_profile", A_CASE, "en"),
    ),
    "documents.consent_form_to_sign": (Act.DOCUMENT_PREVIEWED, lambda _f: (A_CASE, "en")),
    "documents.note_consent_form_printed": (Act.CONSENT_PRINTED, lambda _f: (A_CASE,)),
    "documents.pdf_to_print": (Act.DOCUMENT_VIEWED, lambda _f: (A_CASE,)),
    "documents.pdf_of": (Act.DOCUMENT_VIEWED, lambda _f: (A_CASE,)),
    "documents.note_printed": (Act.DOCUMENT_PRINTED, lambda _f: (A_CASE,)),
    "documents.export_document": (Act.DOCUMENT_EXPORTED, lambda f: (A_CASE, f / "paper.pdf")),
    "users.lock": (Act.LOCKED, lambda _f: ()),
    "users.add_user": (
        Act.USER_ADDED,
        lambda _f: (NewUser("desk X", "Awa Bah", R, A_PASSPHRASE),),
    ),
    "users.change_passphrase": (
        Act.PASSPHRASE_CHANGED, lambda _f: ("not it", A_PASSPHRASE),
    ),
    "programmes.change_amount": (
        Act.PROGRAMME_CHANGED, lambda _f: ("eurp", A_PLACE, Money(100, "EUR"), 2026, "a letter"),
    ),
    "programmes.open_pack": (Act.PROGRAMME_IMPORTED, lambda f: (f / "pack.zip",)),
    "programmes.import_pack": (Act.PROGRAMME_IMPORTED, lambda _f: (NO_PACK, "a letter")),
    "places.open_list": (Act.PLACES_IMPORTED, lambda f: (f / "places.csv",)),
    "places.import_list": (Act.PLACES_IMPORTED, lambda _f: (NO_PLACES, "2024", "")),
    "places.remove_list": (Act.PLACES_REMOVED, lambda _f: (A_CASE,)),
    "instruments.open_form": (Act.INSTRUMENT_IMPORTED, lambda f: (f / "form.xlsx",)),
    "instruments.import_form": (Act.INSTRUMENT_IMPORTED, lambda _f: (NO_FORM,)),
    "instruments.open_key": (Act.INSTRUMENT_KEY_IMPORTED, lambda f: (f / "key.csv", A_CASE)),
    "instruments.import_key": (
        Act.INSTRUMENT_KEY_IMPORTED, lambda _f: (A_CASE, KeyReading((), ()), "", 80),
    ),
    "surveys.start_survey": (Act.SURVEY_SAVED, lambda _f: (A_CASE, A_CASE)),
    "surveys.take_back": (Act.SURVEY_TAKEN_BACK, lambda _f: (A_CASE, "wrong case")),
    "surveys.save_survey": (Act.SURVEY_SAVED, lambda _f: (Survey(A_CASE, A_CASE, A_CASE),)),
    "users.change_office": (Act.SETTINGS_CHANGED, lambda _f: (OfficeSettings(code="GN"),)),
    "users.audit_lines": (Act.AUDIT_READ, lambda _f: ()),
    "users.check_audit": (Act.AUDIT_READ, lambda _f: ()),
    "sync.desk_card": (Act.DESK_CARD_WRITTEN, lambda _f: ()),
    "sync.write_desk_card": (Act.DESK_CARD_WRITTEN, lambda f: (f,)),
    "sync.enrol_hub": (Act.HUB_ENROLLED, lambda _f: (b"card",)),
    "sync.seal_batch": (Act.BATCH_SEALED, lambda _f: ()),
    "sync.write_batch": (Act.BATCH_WRITTEN, lambda f: (1, f)),
    "sync.read_receipt": (Act.RECEIPT_READ, lambda _f: (b"receipt",)),
    "documents.custody_sheet": (
        Act.RECOVERY_MADE, lambda _f: (RecoveryKey.make().groups(), "1A2B", "en"),
    ),
    "custody.new_recovery_key": (Act.RECOVERY_MADE, lambda _f: ()),
    "custody.keep_recovery_key": (Act.RECOVERY_MADE, lambda _f: (RecoveryKey.make(), {})),
    "custody.note_sheet_printed": (Act.RECOVERY_PRINTED, lambda _f: (RecoveryKey.make(),)),
    "custody.renew_passphrase": (Act.USER_RENEWED, lambda _f: (A_CASE, A_PASSPHRASE, "not it")),
    "custody.change_role": (Act.ROLE_CHANGED, lambda _f: (A_CASE, R, "not it")),
    "custody.remove_user": (Act.USER_REMOVED, lambda _f: (A_CASE, "not it")),
    "custody.rotate_keys": (Act.KEYS_ROTATED, lambda _f: ("not it",)),
    "backups.make": (Act.BACKUP_MADE, lambda f: (f,)),
    "attachments.add": (
        Act.ATTACHMENT_ADDED, lambda _f: (A_CASE, None, AttachmentKind.OTHER, a_readable()),
    ),
    "attachments.content_of": (Act.ATTACHMENT_VIEWED, lambda _f: (A_CASE,)),
    "attachments.export": (Act.ATTACHMENT_EXPORTED, lambda f: (A_CASE, f / "scan.pdf")),
    "attachments.remove": (Act.ATTACHMENT_REMOVED, lambda _f: (A_CASE, "of somebody else")),
    "attachments.set_portrait": (Act.PORTRAIT_CHOSEN, lambda _f: (A_CASE,)),
    "notes.write_note": (Act.NOTE_WRITTEN, lambda _f: (About(A_CASE), A_NOTE)),
    "notes.seal_a_letter": (Act.LETTER_SEALED, lambda _f: (About(A_CASE), A_NOTE)),
    "notes.notes_about": (Act.NOTE_READ, lambda _f: (A_CASE,)),
    "notes.read_note": (Act.NOTE_READ, lambda _f: (A_CASE,)),
    "notes.waiting_letters": (Act.LETTER_OPENED, lambda _f: (A_CASE,)),
    "notes.correct_note": (
        Act.NOTE_CORRECTED, lambda _f: (_an_opened_note(), "Insulin once a day.", "misread"),
    ),
    "screening.save_screening": (Act.SCREENING_SAVED, lambda _f: (Screening(A_CASE),)),
    "dossier.save_dossier": (Act.DOSSIER_SAVED, lambda _f: (Dossier(A_CASE),)),
    "screening.close_emergency": (Act.EMERGENCY_CLOSED, lambda _f: (A_CASE, A_CASE, "a slip")),
    "screening.exploitation_screens": (Act.NOTE_READ, lambda _f: (A_CASE,)),
    "assessments.start_assessment": (
        Act.ASSESSMENT_SAVED, lambda _f: (A_CASE, Moment.BEFORE_RETURN),
    ),
    "assessments.save_assessment": (Act.ASSESSMENT_SAVED, lambda _f: (_an_assessment(),)),
    "progress.note_progress": (Act.PROGRESS_NOTED, lambda _f: (_progress(),)),
    **FOLLOW_UP_ACTS,
    **CHILD_ACTS,
    "retention.set_rule": (Act.RETENTION_RULE_SET, lambda _f: (5, "the law")),
    "retention.decide": (Act.RETENTION_RULE_SET, lambda _f: ("years", 5, "the law", {})),
    "retention.set_date": (Act.RETENTION_DATE_SET, lambda _f: (A_CASE, A_DAY, "a court asks")),
    "retention.due_list": (Act.ERASURE_MARKED, lambda _f: ()),
    "retention.confirm_date": (Act.CLOCK_CONFIRMED, lambda _f: ()),
    "retention.mark": (Act.ERASURE_MARKED, lambda _f: (A_CASE,)),
    "retention.unmark": (Act.ERASURE_UNMARKED, lambda _f: (A_CASE,)),
    "erasure.lists": (Act.ERASURE_SIGNED, lambda _f: ()),
    "erasure.unfinished": (Act.ERASURE_SIGNED, lambda _f: ()),
    "erasure.sign_list": (Act.ERASURE_SIGNED, lambda _f: ()),
    "erasure.erase": (Act.FILE_ERASED, lambda _f: (A_CASE,)),
    "erasure.destroy_copies": (Act.COPIES_DESTROYED, lambda _f: (_an_erasure(),)),
    "erasure.protocol": (Act.ERASURE_SIGNED, lambda _f: (A_CASE, "en")),
    "erasure.note_protocol_printed": (Act.ERASURE_PRINTED, lambda _f: (A_CASE,)),
    "rights.subject_copy": (Act.COPY_MADE, lambda _f: (A_CASE, "en")),
    "rights.note_copy_printed": (Act.COPY_PRINTED, lambda _f: (A_CASE,)),
    "rights.set_answer_days": (Act.RETENTION_RULE_SET, lambda _f: (30, "the law")),
    "rights.ask_correction": (Act.CORRECTION_ASKED, lambda _f: (A_CASE, A_DAY, "born in Labé")),
    "rights.accept_correction": (Act.CORRECTION_DECIDED, lambda _f: (A_CASE, A_CASE)),
    "rights.refuse_correction": (Act.CORRECTION_DECIDED, lambda _f: (A_CASE, "it is right")),
    "rights.corrections": (Act.CORRECTION_DECIDED, lambda _f: ()),
    "rights.close_correction": (Act.CORRECTION_DONE, lambda _f: (A_CASE,)),
    "complaints.take_down": (Act.COMPLAINT_TAKEN, lambda _f: (_a_complaint(),)),
    "complaints.complaints": (Act.COMPLAINT_ANSWERED, lambda _f: ()),
    "complaints.answer": (Act.COMPLAINT_ANSWERED, lambda _f: (_a_complaint(),)),
    "breaches.breaches": (Act.BREACH_RECORDED, lambda _f: ()),
    "breaches.print_register": (Act.BREACH_RECORDED, lambda _f: ()),
    "breaches.persons_concerned": (Act.BREACH_RECORDED, lambda _f: (False, (), ())),
    "breaches.record_breach": (Act.BREACH_RECORDED, lambda _f: (_a_breach(),)),
    "breaches.report": (Act.BREACH_PRINTED, lambda _f: (A_CASE, "en")),
    "breaches.note_report_printed": (Act.BREACH_PRINTED, lambda _f: (A_CASE,)),
    "integrity.keep": (Act.VAULT_CHECKED, lambda _f: (Report("", 0, 0, 0),)),
}  # fmt: skip
"""Each function that is an act, the act it needs, and arguments that it does not complain about
before it has looked at the role. The path is an empty folder outside the vault."""

NO_GOAL = Goal(new_id(), Dimension.ECONOMIC, Level.INDIVIDUAL, " ")
NO_NOTE = NoteText(NoteKind.MEDICAL, " ")

FAULTY: dict[str, tuple[object, ...]] = {
    "plans.save_plan": (Plan(new_id(), A_CASE, A_CASE, goals=(NO_GOAL,)),),
    "grants.request_grant": (replace(_a_grant(), purpose=" "),),
    "grants.cancel_grant": (A_CASE, " "),
    "grants.release_part": (A_CASE, 2, " ", A_DAY, "Moussa Bah"),
    "grants.deliver": (A_CASE, a_delivery(0)),
    "grants.prove": (A_CASE, a_proof(0)),
    "grants.record_visit": (A_CASE, replace(a_visit(), visitor=" ")),
    "grants.refund": (A_CASE, a_refund(0)),
    "grants.take_back_entry": (A_CASE, A_CASE, " "),
    "needs.give": (replace(_an_item(), quantity=0),),
    "needs.take_back": (A_CASE, " "),
    "progress.note_progress": (replace(_progress(), noted_on=None),),
    **FOLLOW_UP_FAULTY,
    **CHILD_FAULTY,
    "same_person.link": (A_CASE, A_CASE, " "),
    "same_person.unlink": (A_CASE, A_CASE, " "),
    "conferences.save_conference": (a_conference(committee=" "),),
    "conferences.decide_matter": (A_CASE, Outcome.APPROVED, " "),
    "referrals.save_provider": (a_provider(name=" "),),
    "referrals.refer": (replace(_a_referral(), reason=" "),),
    "referrals.receive": (replace(_a_referral(), reason=" "),),
    "users.add_user": (NewUser(" ", " ", R, "short"),),
    "custody.keep_recovery_key": (RecoveryKey.make(), {0: "not it"}),
    "attachments.remove": (A_CASE, " "),
    "programmes.change_amount": ("eurp", A_PLACE, None, None, " "),
    "places.import_list": (NO_PLACES, " ", ""),
    "programmes.import_pack": (NO_PACK, " "),
    "notes.write_note": (About(A_CASE), NO_NOTE),
    "notes.seal_a_letter": (About(A_CASE), NO_NOTE),
    "notes.correct_note": (_an_opened_note(), " ", " "),
    "retention.set_rule": (None, " "),
    "retention.set_date": (A_CASE, None, " "),
    "screening.close_emergency": (A_CASE, A_CASE, " "),
    "rights.set_answer_days": (None, " "),
    "rights.accept_correction": (A_CASE, "nobody"),
    "rights.refuse_correction": (A_CASE, " "),
    "breaches.record_breach": (replace(_a_breach(), what=" "),),
    "complaints.take_down": (replace(_a_complaint(), what=" "),),
}
"""What these functions find fault with. Who may not do the act hears of the role and not of that:
the role comes before anything that was typed."""
