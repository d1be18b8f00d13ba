"""The words behind the codes of a referral (``words.py`` takes them in)."""

from __future__ import annotations

from intake_app.i18n import N_

REFERRAL_WORDS: dict[str, dict[str, str]] = {
    "referral": {
        "in_progress": N_("In progress"),
        "accepted": N_("Accepted"),
        "rejected": N_("Rejected"),
        "done": N_("Done"),
        "revoked": N_("Taken back"),
    },
    "urgency": {
        "emergency": N_("Emergency: within 24 hours"),
        "urgent": N_("Urgent: within 72 hours"),
        "normal": N_("Normal: within 2 weeks"),
    },
    "direction": {
        "out": N_("From us to the service"),
        "in": N_("From the service to us"),
    },
    "passage": {
        "carried": N_("Carried by the person in a closed envelope"),
        "delivered": N_("Handed by us to the contact person there"),
        "phone": N_("Told on the telephone, to the contact person alone"),
        "email": N_("By e-mail in an encrypted file"),
    },
    "channel": {
        "hand": N_("Told or written"),
        "slip": N_("Slip"),
        "code": N_("Code"),
    },
    "sheet": {
        "name": N_("Name"),
        "sex": N_("Sex"),
        "birth": N_("Birth date"),
        "nationality": N_("Nationality"),
        "language": N_("Language"),
        "phone": N_("Telephone"),
        "address": N_("Where they live"),
        "documents": N_("Identity documents"),
        "parents": N_("Mother and father"),
        "household": N_("Household"),
        "return": N_("How and from where they came back"),
        "schooling": N_("School"),
        "work": N_("Work"),
        "skills": N_("Skills and strengths"),
    },
    "withheld": {
        "person": N_("kept back by the person"),
        "counsellor": N_("left out by you"),
        "not_needed": N_("not needed for this kind of help"),
    },
    "rating": {
        "5": N_("Very satisfied"),
        "4": N_("Satisfied"),
        "3": N_("OK"),
        "2": N_("Dissatisfied"),
        "1": N_("Very dissatisfied"),
    },
    "sector_list": {
        "mno": N_("Senegal’s referral mechanism"),
        "eurp": N_("EURP"),
        "cluster": N_("Humanitarian clusters"),
        "primero": N_("Primero"),
    },
    "weekday": {
        "1": N_("Monday"),
        "2": N_("Tuesday"),
        "3": N_("Wednesday"),
        "4": N_("Thursday"),
        "5": N_("Friday"),
        "6": N_("Saturday"),
        "7": N_("Sunday"),
    },
}

REFERRAL_ACTS = {
    "provider.saved": N_("Service directory changed"),
    "providers.imported": N_("Services imported into the directory"),
    "referral.made": N_("Referral made"),
    "referral.answered": N_("Referral answered"),
    "referral.received": N_("Referral received"),
    "referral.rated": N_("Service rated"),
}
