"""The words behind the codes of a profile (``words.py`` takes them in)."""

from __future__ import annotations

from intake_app.i18n import N_

PROFILE_WORDS: dict[str, dict[str, str]] = {
    "place": {
        "here": N_("With the person"),
        "lost": N_("Lost"),
        "withheld": N_("Kept back by somebody"),
    },
    "safe": {
        "yes": N_("May be called"),
        "no": N_("Do not call"),
    },
    "answer": {
        "yes": N_("Yes"),
        "no": N_("No"),
    },
    "marital": {
        "single": N_("Single"),
        "married": N_("Married or living together"),
        "separated": N_("Separated"),
        "divorced": N_("Divorced"),
        "widowed": N_("Widowed"),
    },
    "schooling": {
        "0": N_("No school, or less than primary"),
        "1": N_("Primary"),
        "2": N_("Lower secondary"),
        "3": N_("Upper secondary"),
        "4": N_("After secondary, not higher education"),
        "5": N_("Short higher education"),
        "6": N_("Bachelor or equivalent"),
        "7": N_("Master or equivalent"),
        "8": N_("Doctorate"),
    },
    "event": {
        "crossing": N_("Crossing"),
        "work": N_("Work"),
        "detention": N_("Detention"),
        "ransom": N_("Ransom"),
        "other": N_("Something else"),
    },
    "return_reason": {
        "own_wish": N_("Own wish"),
        "end_of_project": N_("End of the project"),
        "no_documents": N_("No documents"),
        "claim_rejected": N_("Claim rejected"),
        "expulsion": N_("Expulsion"),
        "detention": N_("Detention"),
        "unemployment": N_("Unemployment"),
        "wages_unpaid": N_("Wages not paid"),
        "health": N_("Health"),
        "family": N_("Family, illness or death"),
        "violence": N_("Xenophobia or violence"),
        "shipwreck": N_("Shipwreck or interception"),
        "trafficking": N_("Human trafficking"),
        "evacuation": N_("Evacuation"),
        "study_finished": N_("Studies finished"),
        "retirement": N_("Retirement"),
        "invest": N_("To invest at home"),
    },
    "intention": {
        "stay": N_("Wants to stay"),
        "leave": N_("Wants to leave again"),
        "undecided": N_("Has not decided"),
    },
    "asked_at": {
        "intake": N_("At intake"),
        "plan": N_("Before the plan is sent"),
        "grant": N_("Before a grant is asked for"),
        "payment": N_("Before anything is paid"),
        "closure": N_("Before the case is closed"),
    },
}
