"""The words behind the codes: what sexes, states, stages and acts are called on screen and paper.

``word("sex", "female")`` gives the word in the screen's language; a document passes its own.
A code that has no word is shown as it is, so that data from a newer version never breaks a screen.
"""

from __future__ import annotations

from intake_app.i18n import N_, texts
from intake_app.i18n import language as screen_language

_WORDS: dict[str, dict[str, str]] = {
    "role": {
        "reception": N_("Reception"),
        "counsellor": N_("Counsellor"),
        "supervisor": N_("Supervisor"),
    },
    "sex": {
        "female": N_("Female"),
        "male": N_("Male"),
        "other": N_("Other"),
        "unknown": N_("Not known"),
    },
    "document": {
        "passport": N_("Passport"),
        "national_id": N_("National identity card"),
        "ecowas_id": N_("ECOWAS biometric identity card"),
        "birth_certificate": N_("Birth certificate"),
        "laissez_passer": N_("Laissez-passer"),
        "consular_card": N_("Consular card"),
        "residence_permit": N_("Residence permit abroad"),
        "other": N_("Other document"),
        "none": N_("No document"),
    },
    "return": {
        "assisted_voluntary": N_("Assisted voluntary return"),
        "voluntary_unassisted": N_("Voluntary return without assistance"),
        "humanitarian": N_("Voluntary humanitarian return"),
        "forced": N_("Forced return or readmission"),
        "evacuation": N_("Emergency evacuation"),
    },
    "relation": {
        "head": N_("Head of household"),
        "spouse": N_("Wife or husband"),
        "child": N_("Son or daughter"),
        "parent": N_("Mother or father"),
        "sibling": N_("Brother or sister"),
        "grandparent": N_("Grandparent"),
        "grandchild": N_("Grandchild"),
        "niece_nephew": N_("Niece or nephew"),
        "cousin": N_("Cousin"),
        "foster_child": N_("Foster child"),
        "other": N_("Other relative"),
        "unrelated": N_("Not related"),
    },
    "stage": {
        "notice": N_("Notice"),
        "arrival": N_("Arrival"),
        "assessment": N_("Assessment"),
        "plan": N_("Plan"),
        "approval": N_("Approval"),
        "services": N_("Services"),
        "follow_up": N_("Follow-up"),
        "closure": N_("Closure"),
    },
    "purpose": {
        "case_management": N_("Managing the case"),
        "sharing": N_("Sharing with a service"),
        "tracing": N_("Looking for relatives"),
        "statistics": N_("Statistics without names"),
        "photo": N_("Photograph in the file"),
        "contact_after": N_("Contact after closure"),
    },
    "basis": {
        "consent": N_("Consent"),
        "vital_interest": N_("Vital interest"),
        "legal_duty": N_("Legal duty"),
        "public_interest": N_("Public interest"),
    },
    "given": {
        "signature": N_("Signature"),
        "thumbprint": N_("Thumbprint with witness"),
        "oral": N_("Spoken"),
    },
    "shareable": {
        "name": N_("Name"),
        "birth": N_("Birth date"),
        "phone": N_("Telephone"),
        "documents": N_("Identity documents"),
        "family": N_("Family"),
        "return": N_("How and from where they came back"),
    },
    "plan": {
        "draft": N_("Being written"),
        "submitted": N_("Waiting for approval"),
        "approved": N_("Approved"),
        "returned": N_("Returned"),
    },
    "grant": {
        "requested": N_("Waiting for approval"),
        "approved": N_("Approved"),
        "returned": N_("Returned"),
        "rejected": N_("Rejected"),
    },
    "referral": {
        "in_progress": N_("In progress"),
        "accepted": N_("Accepted"),
        "rejected": N_("Rejected"),
        "done": N_("Done"),
        "revoked": N_("Taken back"),
    },
    "batch": {
        "sealed": N_("Sealed, not written yet"),
        "written": N_("Written"),
        "acknowledged": N_("Acknowledged"),
        "refused": N_("Refused"),
    },
    "urgency": {
        "emergency": N_("Emergency: within 24 hours"),
        "urgent": N_("Urgent: within 72 hours"),
        "normal": N_("Normal: within 2 weeks"),
    },
    "dimension": {
        "economic": N_("Economic"),
        "social": N_("Social"),
        "psychosocial": N_("Psychosocial"),
    },
    "level": {
        "individual": N_("Individual"),
        "community": N_("Community"),
        "structural": N_("Structural"),
    },
    "activity": {
        "planned": N_("Planned"),
        "under_way": N_("Under way"),
        "done": N_("Done"),
        "dropped": N_("Dropped"),
    },
    "form": {
        "cash": N_("Cash"),
        "in_kind": N_("In kind"),
        "service": N_("Service"),
        "cash_or_service": N_("Cash or services"),
    },
    "payment": {
        "supplier": N_("To the supplier"),
        "bank": N_("Bank transfer"),
        "mobile_money": N_("Mobile money"),
        "cheque": N_("Cheque"),
        "cash": N_("Cash"),
    },
    "verdict": {
        "approved": N_("Approved"),
        "returned": N_("Returned"),
        "rejected": N_("Rejected"),
    },
    "paper": {
        "intake_profile": N_("Intake profile"),
        "reintegration_plan": N_("Reintegration plan"),
        "grant_request": N_("Grant request"),
        "referral_letter": N_("Referral letter"),
    },
    "record": {
        "person": N_("Person"),
        "homecoming": N_("Return"),
        "household": N_("Household"),
        "consent": N_("Consent"),
        "case": N_("Case"),
        "plan": N_("Plan"),
        "grant": N_("Grant request"),
        "decision": N_("Decision"),
        "provider": N_("Service"),
        "referral": N_("Referral"),
        "document": N_("Document"),
    },
    "act": {
        "user.signed_in": N_("Signed in"),
        "user.locked": N_("Locked or signed out"),
        "user.added": N_("Colleague added"),
        "user.passphrase_changed": N_("Passphrase changed"),
        "settings.changed": N_("Office settings changed"),
        "person.saved": N_("Profile saved"),
        "household.saved": N_("Household changed"),
        "consent.given": N_("Consent recorded"),
        "consent.withdrawn": N_("Consent withdrawn"),
        "case.opened": N_("Case opened"),
        "case.assigned": N_("Case assigned"),
        "case.viewed": N_("Case looked at"),
        "plan.saved": N_("Plan saved"),
        "plan.submitted": N_("Plan sent for approval"),
        "plan.approved": N_("Plan approved"),
        "plan.returned": N_("Plan returned"),
        "grant.requested": N_("Grant requested"),
        "grant.approved": N_("Grant approved"),
        "grant.returned": N_("Grant returned"),
        "grant.rejected": N_("Grant rejected"),
        "provider.saved": N_("Service directory changed"),
        "referral.made": N_("Referral made"),
        "referral.answered": N_("Referral answered"),
        "document.issued": N_("Document issued"),
        "document.viewed": N_("Document looked at"),
        "document.printed": N_("Document printed"),
        "document.exported": N_("Document saved outside the vault"),
        "batch.sealed": N_("Batch sealed"),
        "batch.written": N_("Batch written"),
        "receipt.read": N_("Receipt read"),
        "hub.enrolled": N_("Hub enrolled"),
        "desk_card.written": N_("Desk card written"),
        "vault.checked": N_("Vault checked"),
        "vault.gone_on": N_("Went on with an incomplete vault"),
        "vault.salvaged": N_("Vault salvaged"),
        "audit.read": N_("Audit log read"),
    },
}


def word(group: str, code: str, language: str | None = None) -> str:
    """What a code is called, in ``language`` or else in the screen's language."""
    source = _WORDS[group].get(code)
    return texts(language or screen_language()).gettext(source) if source else code


def choices(group: str, language: str | None = None) -> list[tuple[str, str]]:
    """All codes of a group with their words, in the order of the list."""
    return [(code, word(group, code, language)) for code in _WORDS[group]]
