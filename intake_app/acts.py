"""Who may do what: one table that is both the permission matrix and the words of the audit log."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """The three kinds of people at the desk."""

    RECEPTION = "reception"
    COUNSELLOR = "counsellor"
    SUPERVISOR = "supervisor"


class Act(StrEnum):
    """Everything a user can do that is worth remembering."""

    SIGNED_IN = "user.signed_in"
    SIGN_IN_FAILED = "user.sign_in_failed"
    LOCKED = "user.locked"
    USER_ADDED = "user.added"
    PASSPHRASE_CHANGED = "user.passphrase_changed"
    USER_RENEWED = "user.renewed"
    ROLE_CHANGED = "user.role_changed"
    USER_REMOVED = "user.removed"
    KEYS_ROTATED = "keys.rotated"
    RECOVERY_MADE = "recovery.made"
    RECOVERY_PRINTED = "recovery.printed"
    RECOVERY_USED = "recovery.used"
    SETTINGS_CHANGED = "settings.changed"
    PROGRAMME_CHANGED = "programme.changed"
    PROGRAMME_IMPORTED = "programme.imported"
    PLACES_IMPORTED = "places.imported"
    PLACES_REMOVED = "places.removed"
    INSTRUMENT_IMPORTED = "instrument.imported"
    INSTRUMENT_KEY_IMPORTED = "instrument.key_imported"
    PERSON_SAVED = "person.saved"
    AGE_CORRECTED = "person.age_corrected"
    AGE_LOOKED_OVER = "person.age_looked_over"
    PERSON_VIEWED = "person.viewed"
    HOUSEHOLD_SAVED = "household.saved"
    TOLD_APART = "person.told_apart"
    PERSON_LINKED = "person.linked"
    PERSON_UNLINKED = "person.unlinked"
    ARRIVAL_SAVED = "arrival.saved"
    LIST_IMPORTED = "arrival.list_imported"
    LIST_TAKEN_BACK = "arrival.list_taken_back"
    EXPECTED_OPENED = "expected.opened"
    EXPECTED_MARKED = "expected.marked"
    EXPECTED_REMOVED = "expected.removed"
    CONSENT_GIVEN = "consent.given"
    CONSENT_REFUSED = "consent.refused"
    CONSENT_WITHDRAWN = "consent.withdrawn"
    CONSENT_PRINTED = "consent.printed"
    CASE_OPENED = "case.opened"
    CASE_ASSIGNED = "case.assigned"
    CASE_VIEWED = "case.viewed"
    SCREENING_SAVED = "screening.saved"
    SAFEGUARDS_ASSESSED = "safeguards.assessed"
    EMERGENCY_CLOSED = "emergency.closed"
    CHILD_NOTED = "child.noted"
    CHILD_DETERMINED = "child.determined"
    CHILD_VERIFIED = "child.verified"
    CHILD_SHARED = "child.shared"
    CHILD_PRINTED = "child.printed"
    ASSESSMENT_SAVED = "assessment.saved"
    DOSSIER_SAVED = "dossier.saved"
    SURVEY_SAVED = "survey.saved"
    SURVEY_TAKEN_BACK = "survey.taken_back"
    ITEM_GIVEN = "item.given"
    ITEM_GIVEN_TO_ALL = "item.given_to_all"
    ITEM_TAKEN_BACK = "item.taken_back"
    ITEM_SIGNED_FOR = "item.signed_for"
    PLAN_SAVED = "plan.saved"
    PLAN_SUBMITTED = "plan.submitted"
    PLAN_APPROVED = "plan.approved"
    PLAN_RETURNED = "plan.returned"
    GRANT_PREPARED = "grant.prepared"
    PLAN_EXTENDED = "plan.extended"
    FUND_ADDED = "case.fund_added"
    FUND_DROPPED = "case.fund_dropped"
    PROGRESS_NOTED = "progress.noted"
    GRANT_REQUESTED = "grant.requested"
    GRANT_APPROVED = "grant.approved"
    GRANT_RETURNED = "grant.returned"
    GRANT_REJECTED = "grant.rejected"
    GRANT_CANCELLED = "grant.cancelled"
    GRANT_RELEASED = "grant.released"
    GRANT_DELIVERED = "grant.delivered"
    GRANT_PROVED = "grant.proved"
    GRANT_VISITED = "grant.visited"
    GRANT_REFUNDED = "grant.refunded"
    GRANT_ENTRY_TAKEN_BACK = "grant.entry_taken_back"
    GRANT_CLOSED = "grant.closed"
    CONFERENCE_SAVED = "conference.saved"
    MATTER_LISTED = "conference.matter_listed"
    MATTER_DECIDED = "conference.matter_decided"
    CONFERENCE_CLOSED = "conference.closed"
    CONFERENCE_PRINTED = "conference.printed"
    DEADLINES_PRINTED = "deadlines.printed"
    PROVIDER_SAVED = "provider.saved"
    PROVIDERS_IMPORTED = "providers.imported"
    REFERRAL_MADE = "referral.made"
    REFERRAL_ANSWERED = "referral.answered"
    REFERRAL_RECEIVED = "referral.received"
    REFERRAL_RATED = "referral.rated"
    FOLLOW_UP_PLANNED = "follow_up.planned"
    FOLLOW_UP_TRIED = "follow_up.tried"
    FOLLOW_UP_DONE = "follow_up.done"
    FOLLOW_UP_LOST = "follow_up.lost"
    FOLLOW_UP_DROPPED = "follow_up.dropped"
    FOLLOW_UP_TAKEN_UP = "follow_up.taken_up"
    WORK_HANDED_OVER = "work.handed_over"
    WORK_TAKEN_BACK = "work.taken_back"
    CLOSURE_ASKED = "closure.asked"
    CLOSURE_GIVEN_UP = "closure.given_up"
    CLOSURE_APPROVED = "closure.approved"
    CLOSURE_RETURNED = "closure.returned"
    CASE_REOPENED = "case.reopened"
    NOTE_WRITTEN = "note.written"
    NOTE_CORRECTED = "note.corrected"
    NOTE_READ = "note.read"
    LETTER_SEALED = "letter.sealed"
    LETTER_OPENED = "letter.opened"
    LETTER_BOX_SET = "letter_box.set"
    ATTACHMENT_ADDED = "attachment.added"
    ATTACHMENT_VIEWED = "attachment.viewed"
    ATTACHMENT_EXPORTED = "attachment.exported"
    ATTACHMENT_REMOVED = "attachment.removed"
    PORTRAIT_CHOSEN = "portrait.chosen"
    DOCUMENT_ISSUED = "document.issued"
    DOCUMENT_PREVIEWED = "document.previewed"
    DOCUMENT_VIEWED = "document.viewed"
    DOCUMENT_PRINTED = "document.printed"
    DOCUMENT_EXPORTED = "document.exported"
    BATCH_SEALED = "batch.sealed"
    BATCH_WRITTEN = "batch.written"
    RECEIPT_READ = "receipt.read"
    HUB_ENROLLED = "hub.enrolled"
    DESK_CARD_WRITTEN = "desk_card.written"
    AUDIT_READ = "audit.read"
    BACKUP_MADE = "backup.made"
    BACKUP_RESTORED = "backup.restored"
    RETENTION_RULE_SET = "retention.rule_set"
    RETENTION_DATE_SET = "retention.date_set"
    CLOCK_CONFIRMED = "clock.confirmed"
    ERASURE_MARKED = "erasure.marked"
    ERASURE_UNMARKED = "erasure.unmarked"
    ERASURE_SIGNED = "erasure.signed"
    FILE_ERASED = "erasure.file_erased"
    ERASURE_FINISHED = "erasure.finished"
    ERASURE_PRINTED = "erasure.printed"
    COPIES_DESTROYED = "erasure.copies_destroyed"
    COPY_MADE = "copy.made"
    COPY_PRINTED = "copy.printed"
    CORRECTION_ASKED = "correction.asked"
    CORRECTION_DECIDED = "correction.decided"
    CORRECTION_DONE = "correction.done"
    COMPLAINT_TAKEN = "complaint.taken"
    COMPLAINT_ANSWERED = "complaint.answered"
    BREACH_RECORDED = "breach.recorded"
    BREACH_PRINTED = "breach.printed"
    VAULT_CHECKED = "vault.checked"
    VAULT_GONE_ON = "vault.gone_on"
    VAULT_SALVAGED = "vault.salvaged"


_ALL = frozenset(Role)
_RECEPTION = frozenset({Role.RECEPTION})
_DESK = frozenset({Role.RECEPTION, Role.COUNSELLOR})
_COUNSELLOR = frozenset({Role.COUNSELLOR})
_CASEWORK = frozenset({Role.COUNSELLOR, Role.SUPERVISOR})
_SUPERVISOR = frozenset({Role.SUPERVISOR})

MAY: dict[Act, frozenset[Role]] = {
    Act.SIGNED_IN: _ALL,
    Act.SIGN_IN_FAILED: _ALL,
    Act.LOCKED: _ALL,
    Act.USER_ADDED: _SUPERVISOR,
    Act.PASSPHRASE_CHANGED: _ALL,
    Act.USER_RENEWED: _SUPERVISOR,
    Act.ROLE_CHANGED: _SUPERVISOR,
    Act.USER_REMOVED: _SUPERVISOR,
    Act.KEYS_ROTATED: _SUPERVISOR,
    Act.RECOVERY_MADE: _SUPERVISOR,
    Act.RECOVERY_PRINTED: _SUPERVISOR,
    Act.RECOVERY_USED: _SUPERVISOR,
    Act.SETTINGS_CHANGED: _SUPERVISOR,
    Act.PROGRAMME_CHANGED: _SUPERVISOR,
    Act.PROGRAMME_IMPORTED: _SUPERVISOR,
    Act.PLACES_IMPORTED: _SUPERVISOR,
    Act.PLACES_REMOVED: _SUPERVISOR,
    Act.INSTRUMENT_IMPORTED: _SUPERVISOR,
    Act.INSTRUMENT_KEY_IMPORTED: _SUPERVISOR,
    Act.PERSON_SAVED: _ALL,
    Act.AGE_CORRECTED: _ALL,
    Act.AGE_LOOKED_OVER: _CASEWORK,
    Act.PERSON_VIEWED: _ALL,
    Act.HOUSEHOLD_SAVED: _ALL,
    Act.TOLD_APART: _ALL,
    Act.PERSON_LINKED: _ALL,
    Act.PERSON_UNLINKED: _ALL,
    Act.ARRIVAL_SAVED: _ALL,
    Act.LIST_IMPORTED: _ALL,
    Act.LIST_TAKEN_BACK: _ALL,
    Act.EXPECTED_OPENED: _ALL,
    Act.EXPECTED_MARKED: _ALL,
    Act.EXPECTED_REMOVED: _ALL,
    Act.CONSENT_GIVEN: _ALL,
    Act.CONSENT_REFUSED: _ALL,
    Act.CONSENT_WITHDRAWN: _ALL,
    Act.CONSENT_PRINTED: _ALL,
    Act.CASE_OPENED: _DESK,
    Act.CASE_ASSIGNED: _CASEWORK,
    Act.CASE_VIEWED: _ALL,
    Act.SCREENING_SAVED: _ALL,
    Act.SAFEGUARDS_ASSESSED: _CASEWORK,
    Act.EMERGENCY_CLOSED: _SUPERVISOR,
    Act.CHILD_NOTED: _CASEWORK,
    Act.CHILD_DETERMINED: _CASEWORK,
    Act.CHILD_VERIFIED: _CASEWORK,
    Act.CHILD_SHARED: _COUNSELLOR,
    Act.CHILD_PRINTED: _CASEWORK,
    Act.ASSESSMENT_SAVED: _COUNSELLOR,
    Act.DOSSIER_SAVED: _ALL,
    Act.SURVEY_SAVED: _COUNSELLOR,
    Act.SURVEY_TAKEN_BACK: _CASEWORK,
    Act.ITEM_GIVEN: _DESK,
    Act.ITEM_GIVEN_TO_ALL: _DESK,
    Act.ITEM_TAKEN_BACK: _ALL,
    Act.ITEM_SIGNED_FOR: _ALL,
    Act.PLAN_SAVED: _COUNSELLOR,
    Act.PLAN_SUBMITTED: _COUNSELLOR,
    Act.PLAN_APPROVED: _SUPERVISOR,
    Act.PLAN_RETURNED: _SUPERVISOR,
    Act.GRANT_PREPARED: _COUNSELLOR,
    Act.PLAN_EXTENDED: _SUPERVISOR,
    Act.FUND_ADDED: _CASEWORK,
    Act.FUND_DROPPED: _CASEWORK,
    Act.PROGRESS_NOTED: _COUNSELLOR,
    Act.GRANT_REQUESTED: _COUNSELLOR,
    Act.GRANT_APPROVED: _SUPERVISOR,
    Act.GRANT_RETURNED: _SUPERVISOR,
    Act.GRANT_REJECTED: _SUPERVISOR,
    Act.GRANT_CANCELLED: _COUNSELLOR,
    Act.GRANT_RELEASED: _SUPERVISOR,
    Act.GRANT_DELIVERED: _CASEWORK,
    Act.GRANT_PROVED: _CASEWORK,
    Act.GRANT_VISITED: _CASEWORK,
    Act.GRANT_REFUNDED: _CASEWORK,
    Act.GRANT_ENTRY_TAKEN_BACK: _CASEWORK,
    Act.GRANT_CLOSED: _SUPERVISOR,
    Act.CONFERENCE_SAVED: _CASEWORK,
    Act.MATTER_LISTED: _CASEWORK,
    Act.MATTER_DECIDED: _SUPERVISOR,
    Act.CONFERENCE_CLOSED: _SUPERVISOR,
    Act.CONFERENCE_PRINTED: _CASEWORK,
    Act.DEADLINES_PRINTED: _ALL,
    Act.PROVIDER_SAVED: _CASEWORK,
    Act.PROVIDERS_IMPORTED: _CASEWORK,
    Act.REFERRAL_MADE: _COUNSELLOR,
    Act.REFERRAL_ANSWERED: _COUNSELLOR,
    Act.REFERRAL_RECEIVED: _COUNSELLOR,
    Act.REFERRAL_RATED: _COUNSELLOR,
    Act.FOLLOW_UP_PLANNED: _CASEWORK,
    Act.FOLLOW_UP_TRIED: _CASEWORK,
    Act.FOLLOW_UP_DONE: _CASEWORK,
    Act.FOLLOW_UP_LOST: _CASEWORK,
    Act.FOLLOW_UP_DROPPED: _CASEWORK,
    Act.FOLLOW_UP_TAKEN_UP: _CASEWORK,
    Act.WORK_HANDED_OVER: _CASEWORK,
    Act.WORK_TAKEN_BACK: _CASEWORK,
    Act.CLOSURE_ASKED: _COUNSELLOR,
    Act.CLOSURE_GIVEN_UP: _COUNSELLOR,
    Act.CLOSURE_APPROVED: _SUPERVISOR,
    Act.CLOSURE_RETURNED: _SUPERVISOR,
    Act.CASE_REOPENED: _SUPERVISOR,
    Act.NOTE_WRITTEN: _CASEWORK,
    Act.NOTE_CORRECTED: _CASEWORK,
    Act.NOTE_READ: _CASEWORK,
    Act.LETTER_SEALED: _RECEPTION,
    Act.LETTER_OPENED: _CASEWORK,
    Act.LETTER_BOX_SET: _CASEWORK,
    Act.ATTACHMENT_ADDED: _ALL,
    Act.ATTACHMENT_VIEWED: _ALL,
    Act.ATTACHMENT_EXPORTED: _SUPERVISOR,
    Act.ATTACHMENT_REMOVED: _ALL,
    Act.PORTRAIT_CHOSEN: _ALL,
    Act.DOCUMENT_ISSUED: _ALL,
    Act.DOCUMENT_PREVIEWED: _ALL,
    Act.DOCUMENT_VIEWED: _ALL,
    Act.DOCUMENT_PRINTED: _ALL,
    Act.DOCUMENT_EXPORTED: _SUPERVISOR,
    Act.BATCH_SEALED: _SUPERVISOR,
    Act.BATCH_WRITTEN: _SUPERVISOR,
    Act.RECEIPT_READ: _SUPERVISOR,
    Act.HUB_ENROLLED: _SUPERVISOR,
    Act.DESK_CARD_WRITTEN: _SUPERVISOR,
    Act.AUDIT_READ: _SUPERVISOR,
    Act.BACKUP_MADE: _SUPERVISOR,
    Act.BACKUP_RESTORED: _SUPERVISOR,
    Act.RETENTION_RULE_SET: _SUPERVISOR,
    Act.RETENTION_DATE_SET: _SUPERVISOR,
    Act.CLOCK_CONFIRMED: _SUPERVISOR,
    Act.ERASURE_MARKED: _SUPERVISOR,
    Act.ERASURE_UNMARKED: _SUPERVISOR,
    Act.ERASURE_SIGNED: _SUPERVISOR,
    Act.FILE_ERASED: _SUPERVISOR,
    Act.ERASURE_FINISHED: _SUPERVISOR,
    Act.ERASURE_PRINTED: _SUPERVISOR,
    Act.COPIES_DESTROYED: _SUPERVISOR,
    Act.COPY_MADE: _CASEWORK,
    Act.COPY_PRINTED: _CASEWORK,
    Act.CORRECTION_ASKED: _ALL,
    Act.CORRECTION_DECIDED: _SUPERVISOR,
    Act.CORRECTION_DONE: _ALL,
    Act.COMPLAINT_TAKEN: _ALL,
    Act.COMPLAINT_ANSWERED: _SUPERVISOR,
    Act.BREACH_RECORDED: _SUPERVISOR,
    Act.BREACH_PRINTED: _SUPERVISOR,
    Act.VAULT_CHECKED: _ALL,
    Act.VAULT_GONE_ON: _SUPERVISOR,
    Act.VAULT_SALVAGED: _SUPERVISOR,
}


LOOKING = frozenset(
    {
        Act.SIGNED_IN,
        Act.LOCKED,
        Act.PERSON_VIEWED,
        Act.CASE_VIEWED,
        Act.ATTACHMENT_VIEWED,
        Act.DOCUMENT_PREVIEWED,
        Act.DOCUMENT_VIEWED,
        Act.AUDIT_READ,
    }
)
"""Acts that change no record. In a vault that may only be read they are done, but not noted."""


def may(role: Role, act: Act) -> bool:
    """True if somebody with this role may do this."""
    return role in MAY[act]
