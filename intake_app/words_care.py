"""The words of the care for data and of complaints (``words.py`` takes them in)."""

from __future__ import annotations

from intake_app.i18n import N_

CARE_WORDS: dict[str, dict[str, str]] = {
    "correction": {
        "asked": N_("To be decided"),
        "accepted": N_("To be changed"),
        "refused": N_("Refused"),
        "done": N_("Changed"),
    },
    "complaint": {
        "service": N_("A service or a delay"),
        "conduct": N_("How somebody behaved"),
        "fraud": N_("Money or fraud"),
        "feedback": N_("Feedback or thanks"),
        "abuse": N_("Sexual exploitation or abuse"),
    },
    "complaint_channel": {
        "person": N_("In person"),
        "phone": N_("By telephone"),
        "letter": N_("By letter or e-mail"),
        "box": N_("In the box"),
        "message": N_("By text message"),
        "other": N_("Another way"),
    },
    "breach": {
        "device": N_("Computer lost or stolen"),
        "stick": N_("Stick or disk lost or stolen"),
        "paper": N_("Paper lost or stolen"),
        "recipient": N_("Sent or shown to the wrong person"),
        "access": N_("Somebody read what they should not"),
        "other": N_("Something else"),
    },
}
