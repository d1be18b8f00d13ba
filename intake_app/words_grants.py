"""The words behind the codes of a grant (``words.py`` takes them in)."""

from __future__ import annotations

from intake_app.i18n import N_

GRANT_WORDS: dict[str, dict[str, str]] = {
    "grant": {
        "draft": N_("Being prepared"),
        "requested": N_("Waiting for approval"),
        "checked": N_("Checked, waiting for the next step"),
        "agreed": N_("Agreed, waiting for finance"),
        "approved": N_("Approved"),
        "delivered": N_("Delivered"),
        "verified": N_("Visited and in order"),
        "closed": N_("Closed"),
        "returned": N_("Returned"),
        "rejected": N_("Rejected"),
        "cancelled": N_("Cancelled"),
    },
    "conference": {
        "planned": N_("Planned"),
        "held": N_("Minutes closed"),
    },
    "grant_place": {
        "to_send": N_("To send"),
        "requested": N_("To check"),
        "committee": N_("In committee"),
        "finance": N_("At finance"),
        "delivery": N_("To hand over"),
        "to_verify": N_("To verify"),
        "to_close": N_("To close"),
    },
    "grant_step": {
        "check": N_("Check by a supervisor"),
        "committee": N_("Committee"),
        "finance": N_("Finance"),
        "delivery": N_("Delivery"),
        "verification": N_("Verification visit"),
        "closure": N_("Closing"),
    },
    "receiver": {
        "person": N_("The person"),
        "caregiver": N_("Who cares for the child"),
        "family": N_("Somebody of the family"),
        "supplier": N_("The supplier or landlord"),
    },
    "condition": {
        "new": N_("New"),
        "good": N_("Good"),
        "used": N_("Used"),
        "damaged": N_("Damaged"),
    },
    "proof": {
        "invoice": N_("Invoice"),
        "receipt": N_("Receipt"),
        "delivery_note": N_("Delivery note"),
        "bank_statement": N_("Bank statement"),
        "lease": N_("Lease"),
        "licence": N_("Licence"),
        "certificate": N_("Certificate"),
        "photo": N_("Photograph"),
        "other": N_("Other paper"),
    },
    "payment": {
        "supplier": N_("To the supplier"),
        "bank": N_("Bank transfer"),
        "mobile_money": N_("Mobile money"),
        "cheque": N_("Cheque"),
        "cash": N_("Cash"),
    },
}

GRANT_ACTS: dict[str, str] = {
    "grant.prepared": N_("Grant request prepared"),
    "grant.requested": N_("Grant requested"),
    "grant.approved": N_("Grant approved"),
    "grant.returned": N_("Grant returned"),
    "grant.rejected": N_("Grant rejected"),
    "grant.cancelled": N_("Grant request cancelled"),
    "grant.released": N_("Instalment released"),
    "grant.delivered": N_("Grant paid or handed over"),
    "grant.proved": N_("Proof added to a grant"),
    "grant.visited": N_("Visit written down"),
    "grant.refunded": N_("Money of a grant came back"),
    "grant.entry_taken_back": N_("Entry of a grant taken back"),
    "grant.closed": N_("Grant closed"),
}
