"""The words behind the codes of follow-ups and closures (``words.py`` takes them in)."""

from __future__ import annotations

from intake_app.i18n import N_

FOLLOW_UP_WORDS: dict[str, dict[str, str]] = {
    "follow_up": {
        "overdue": N_("Overdue"),
        "due": N_("Due now"),
        "upcoming": N_("To come"),
        "done": N_("Made"),
        "lost": N_("Lost"),
        "dropped": N_("Not needed"),
    },
    "contact_way": {
        "visit": N_("Visit at home or at work"),
        "office": N_("At the office"),
        "phone": N_("By telephone"),
        "message": N_("By message"),
    },
    "attempt": {
        "not_there": N_("Nobody answered or was there"),
        "number_dead": N_("The number does not work"),
        "moved": N_("The person has moved"),
        "refused": N_("The person did not want to talk"),
        "appointment": N_("Reached, an appointment was made"),
    },
    "business": {
        "none": N_("No business"),
        "running": N_("It goes on"),
        "stopped": N_("It has stopped"),
    },
    "leaving": {
        "stay": N_("Wants to stay"),
        "unsure": N_("Not sure"),
        "leave": N_("Means to leave again"),
        "not_said": N_("Did not say"),
    },
    "satisfaction": {
        "5": N_("Very satisfied"),
        "4": N_("Satisfied"),
        "3": N_("It was all right"),
        "2": N_("Dissatisfied"),
        "1": N_("Very dissatisfied"),
    },
    "handover": {
        "leave": N_("For a leave"),
        "for_good": N_("For good"),
    },
    "closure": {
        "asked": N_("Waiting for approval"),
        "approved": N_("Approved"),
        "returned": N_("Returned"),
        "given_up": N_("Taken back by its author"),
        "reopened": N_("The case was opened again"),
    },
    "closure_reason": {
        "objectives_met": N_("The goals of the plan are reached"),
        "duration_ended": N_("The time of the programme is over"),
        "criteria": N_("No longer within the criteria of the programme"),
        "client_request": N_("At the wish of the person"),
        "service_refused": N_("The help was refused or did not suit"),
        "barrier": N_("Something keeps the person from the help"),
        "moved_in_country": N_("Moved within the country"),
        "remigrated": N_("Has migrated again"),
        "moved_abroad": N_("Moved abroad in a regular way"),
        "lost": N_("Lost to follow-up"),
        "transferred": N_("Handed over to another organisation"),
        "deceased": N_("The person has died"),
        "duplicate": N_("The same case was there twice"),
        "safety": N_("Threats, or the safety of the staff"),
        "no_funds": N_("The programme ended or has no money left"),
        "security": N_("The security of the area"),
    },
}

FOLLOW_UP_ACTS = {
    "follow_up.planned": N_("Follow-up planned"),
    "follow_up.tried": N_("Attempt to reach the person noted"),
    "follow_up.done": N_("Follow-up made"),
    "follow_up.lost": N_("Person lost to a follow-up"),
    "follow_up.dropped": N_("Follow-up not needed any more"),
    "follow_up.taken_up": N_("Follow-up taken up again"),
    "work.handed_over": N_("Work of a colleague handed over"),
    "work.taken_back": N_("Hand-over of work taken back"),
    "closure.asked": N_("Closure asked for"),
    "closure.given_up": N_("Asking for the closure taken back"),
    "closure.approved": N_("Case closed"),
    "closure.returned": N_("Closure returned"),
    "case.reopened": N_("Case opened again"),
}
