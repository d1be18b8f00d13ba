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
    LOCKED = "user.locked"
    USER_ADDED = "user.added"
    PASSPHRASE_CHANGED = "user.passphrase_changed"
    SETTINGS_CHANGED = "settings.changed"
    PERSON_SAVED = "person.saved"
    HOUSEHOLD_SAVED = "household.saved"
    CONSENT_GIVEN = "consent.given"
    CONSENT_WITHDRAWN = "consent.withdrawn"
    CASE_OPENED = "case.opened"
    CASE_ASSIGNED = "case.assigned"
    CASE_VIEWED = "case.viewed"
    PLAN_SAVED = "plan.saved"
    PLAN_SUBMITTED = "plan.submitted"
    PLAN_APPROVED = "plan.approved"
    PLAN_RETURNED = "plan.returned"
    GRANT_REQUESTED = "grant.requested"
    GRANT_APPROVED = "grant.approved"
    GRANT_RETURNED = "grant.returned"
    GRANT_REJECTED = "grant.rejected"
    PROVIDER_SAVED = "provider.saved"
    REFERRAL_MADE = "referral.made"
    REFERRAL_ANSWERED = "referral.answered"
    DOCUMENT_ISSUED = "document.issued"
    DOCUMENT_VIEWED = "document.viewed"
    DOCUMENT_PRINTED = "document.printed"
    DOCUMENT_EXPORTED = "document.exported"
    BATCH_SEALED = "batch.sealed"
    BATCH_WRITTEN = "batch.written"
    RECEIPT_READ = "receipt.read"
    HUB_ENROLLED = "hub.enrolled"
    DESK_CARD_WRITTEN = "desk_card.written"
    AUDIT_READ = "audit.read"
    VAULT_CHECKED = "vault.checked"
    VAULT_GONE_ON = "vault.gone_on"
    VAULT_SALVAGED = "vault.salvaged"


_ALL = frozenset(Role)
_DESK = frozenset({Role.RECEPTION, Role.COUNSELLOR})
_COUNSELLOR = frozenset({Role.COUNSELLOR})
_CASEWORK = frozenset({Role.COUNSELLOR, Role.SUPERVISOR})
_SUPERVISOR = frozenset({Role.SUPERVISOR})

MAY: dict[Act, frozenset[Role]] = {
    Act.SIGNED_IN: _ALL,
    Act.LOCKED: _ALL,
    Act.USER_ADDED: _SUPERVISOR,
    Act.PASSPHRASE_CHANGED: _ALL,
    Act.SETTINGS_CHANGED: _SUPERVISOR,
    Act.PERSON_SAVED: _ALL,
    Act.HOUSEHOLD_SAVED: _ALL,
    Act.CONSENT_GIVEN: _ALL,
    Act.CONSENT_WITHDRAWN: _ALL,
    Act.CASE_OPENED: _DESK,
    Act.CASE_ASSIGNED: _CASEWORK,
    Act.CASE_VIEWED: _ALL,
    Act.PLAN_SAVED: _COUNSELLOR,
    Act.PLAN_SUBMITTED: _COUNSELLOR,
    Act.PLAN_APPROVED: _SUPERVISOR,
    Act.PLAN_RETURNED: _SUPERVISOR,
    Act.GRANT_REQUESTED: _COUNSELLOR,
    Act.GRANT_APPROVED: _SUPERVISOR,
    Act.GRANT_RETURNED: _SUPERVISOR,
    Act.GRANT_REJECTED: _SUPERVISOR,
    Act.PROVIDER_SAVED: _CASEWORK,
    Act.REFERRAL_MADE: _COUNSELLOR,
    Act.REFERRAL_ANSWERED: _COUNSELLOR,
    Act.DOCUMENT_ISSUED: _ALL,
    Act.DOCUMENT_VIEWED: _ALL,
    Act.DOCUMENT_PRINTED: _ALL,
    Act.DOCUMENT_EXPORTED: _SUPERVISOR,
    Act.BATCH_SEALED: _SUPERVISOR,
    Act.BATCH_WRITTEN: _SUPERVISOR,
    Act.RECEIPT_READ: _SUPERVISOR,
    Act.HUB_ENROLLED: _SUPERVISOR,
    Act.DESK_CARD_WRITTEN: _SUPERVISOR,
    Act.AUDIT_READ: _SUPERVISOR,
    Act.VAULT_CHECKED: _ALL,
    Act.VAULT_GONE_ON: _SUPERVISOR,
    Act.VAULT_SALVAGED: _SUPERVISOR,
}


def may(role: Role, act: Act) -> bool:
    """True if somebody with this role may do this."""
    return role in MAY[act]
