"""The words of the deadlines wall (``words.py`` takes them in)."""

from __future__ import annotations

from intake_app.i18n import N_

TODAY_WORDS: dict[str, dict[str, str]] = {
    "deadline": {
        "emergency": N_("Emergency referral to be made"),
        "referral_emergency": N_("Emergency referral without an answer"),
        "referral": N_("Referral without an answer"),
        "referral_stale": N_("Referral not acknowledged"),
        "referral_received": N_("Referral received, not answered"),
        "referral_news": N_("Accepted referral without news"),
        "follow_up": N_("Follow-up to be made"),
        "follow_up_waits": N_("Follow-up not made yet: its time ends"),
        "child": N_("Safeguards of a child not complete"),
        "child_review": N_("Child: best interests to be looked at again"),
        "child_inquiry": N_("Child: social inquiry without an answer"),
        "child_determination": N_("Child: determination to be confirmed"),
        "plan_due": N_("Reintegration plan to be written"),
        "clock": N_("Time limit of the programme"),
        "package_end": N_("Package ends, money not used"),
        "instalment": N_("Instalment to be paid"),
        "grant_proof": N_("Grant without proof"),
        "grant_visit": N_("Verification visit to be made"),
        "conference": N_("Case conference"),
        "plan_waits": N_("Plan to be approved"),
        "grant_waits": N_("Grant to be decided"),
        "arrival": N_("Arrival: people still expected"),
        "paper_expires": N_("Identity paper expires"),
        "closure_waits": N_("Closure to be approved"),
        "complaint": N_("Complaint to be answered"),
        "draft": N_("Draft that was not saved"),
        "outbox": N_("Changes not sent to headquarters"),
        "backup": N_("Backup to be made"),
    },
    "deadline_step": {
        "emergency": N_(
            "Refer the person to health or psychosocial care now, or say in the screening why not."
        ),
        "referral_emergency": N_("Call the service now. Write its answer into the referral."),
        "referral": N_("Ask the service, and write its answer into the referral."),
        "referral_stale": N_(
            "The letter may never have arrived. Call the service; if it does not know the person,"
            " take the referral back and choose another service."
        ),
        "referral_received": N_("Say yes or no to the service that sent the person."),
        "referral_news": N_("Ask the service and the person how it goes, and write it down."),
        "follow_up": N_("Call or visit the person, and write down what you heard."),
        "follow_up_waits": N_("Try once more, on another day and in another way."),
        "child": N_("Open the screening: it says what is missing before a plan can be approved."),
        "child_review": N_("Talk with the child, and write down a new assessment."),
        "child_inquiry": N_("Ask the counterpart, and write down the report when it comes."),
        "child_determination": N_(
            "Read it and confirm it, or send it back. It cannot be its author who does so."
        ),
        "plan_due": N_(
            "Write the plan with the person and send it. If that takes longer, ask a supervisor to"
            " extend the time."
        ),
        "clock": N_(
            "See whether the answer has come, and write its day into the part “Programme” of the"
            " case."
        ),
        "package_end": N_(
            "Nothing can be given once the package has ended: ask for what the plan still has."
        ),
        "instalment": N_(
            "See whether what it waits for has happened, and have a supervisor confirm it. Then pay"
            " it and write it down."
        ),
        "grant_proof": N_("Ask for the invoice or the receipt, and add it to the grant."),
        "grant_visit": N_("Go and see whether the help is there, and write down what you found."),
        "conference": N_("Print the agenda, and write down what is decided."),
        "plan_waits": N_("Read the plan, and approve it or send it back."),
        "grant_waits": N_("Read the request, and say yes, no, or what is missing."),
        "arrival": N_("Mark who has come and who has not."),
        "paper_expires": N_("Help the person to ask for a new paper in time."),
        "closure_waits": N_("Read what was done, and approve the closure or send it back."),
        "complaint": N_("Answer it, and tell the person if they left a way."),
        "draft": N_("Finish and save it, or throw it away."),
        "outbox": N_("Seal a batch and give the stick to headquarters."),
        "backup": N_("Put in the stick for backups and make one."),
    },
    "deadline_group": {
        "0": N_("Overdue"),
        "1": N_("Today"),
        "2": N_("Next 7 days"),
        "3": N_("Later"),
    },
    "deadline_family": {
        "referrals": N_("Referrals"),
        "follow_ups": N_("Follow-ups"),
        "plans": N_("Plans"),
        "grants": N_("Grants"),
        "children": N_("Children"),
        "arrivals": N_("Arrivals"),
        "papers": N_("Identity papers"),
        "approvals": N_("Approvals"),
        "desk": N_("This desk"),
    },
}
