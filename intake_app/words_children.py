"""The words behind the codes of the file of a child (``words.py`` takes them in).

Causes of separation and kinds of care are those of CPIMS+ (``domain.md`` 3.2), in our own words.
"""

from __future__ import annotations

from intake_app.i18n import N_

CHILD_WORDS: dict[str, dict[str, str]] = {
    "child_entry": {
        "situation": N_("Situation of the child"),
        "assessment": N_("Best-interests assessment"),
        "planning": N_("Process planning"),
        "determination": N_("Best-interests determination"),
        "verdict": N_("Decision on the determination"),
        "request": N_("Request to look for the family"),
        "attempt": N_("Attempt to find the family"),
        "verified": N_("Family verified"),
        "reunified": N_("Family reunified"),
        "closed": N_("Search closed"),
        "counterpart": N_("Counterpart in the other country"),
        "sent": N_("Passed on to the counterpart"),
        "answered": N_("Report of the social inquiry"),
        "step": N_("Step of the procedure"),
    },
    "separation": {
        "abandoned": N_("Abandoned"),
        "family_violence": N_("Violence, neglect or exploitation in the family"),
        "death_or_sickness": N_("Death or sickness in the family"),
        "war": N_("Fled from violence or war"),
        "disaster": N_("Fled from a natural disaster"),
        "persecution": N_("Fled from persecution"),
        "work": N_("Looking for work"),
        "education": N_("Looking for school or training"),
        "services": N_("Looking for help or services"),
        "migration": N_("Migration"),
        "organised_movement": N_("Organised movement, for example an evacuation"),
        "entrusted": N_("Entrusted to somebody or to an institution"),
        "repatriation": N_("Repatriation"),
        "poverty": N_("Poverty"),
        "armed_group": N_("Recruited by an army or armed group"),
        "trafficked": N_("Abducted or trafficked"),
        "arrest": N_("Arrest or detention"),
        "other": N_("Another cause"),
    },
    "care": {
        "parents": N_("With a parent or both"),
        "step_parent": N_("With a step-parent"),
        "customary": N_("With whoever cares by custom"),
        "sibling": N_("With an adult brother or sister"),
        "kinship": N_("With other relatives"),
        "foster": N_("In a foster family"),
        "residential": N_("In a home or centre"),
        "kafala": N_("Kafala"),
        "independent": N_("Lives on its own"),
        "child_headed": N_("In a household led by a child"),
        "unrelated": N_("With an adult who is no relative"),
        "none": N_("Nobody cares for the child"),
        "other": N_("Otherwise"),
    },
    "tracing_action": {
        "case_by_case": N_("Asked people who may know"),
        "individual": N_("Looked for this family at its place"),
        "mass": N_("Called out for many children at once"),
        "photo": N_("Showed a photograph"),
        "to_ngo": N_("Passed on to an organisation"),
        "to_icrc": N_("Passed on to the Red Cross"),
    },
    "tracing_outcome": {
        "pending": N_("No answer yet"),
        "successful": N_("Family found"),
        "unsuccessful": N_("Not found"),
    },
    "child_purpose": {
        "inquiry": N_("Social inquiry"),
        "tracing": N_("Search for the family"),
        "report": N_("Report on the child"),
        "hand_over": N_("Preparing the hand-over"),
    },
    "child_step": {
        "done": N_("Done"),
        "skipped": N_("Left out"),
        "undone": N_("Taken back"),
    },
    "child_verdict": {
        "waiting": N_("Waits for a second person"),
        "confirmed": N_("Confirmed"),
        "returned": N_("Sent back"),
    },
}

CHILD_ACTS = {
    "child.noted": N_("File of the child written"),
    "child.determined": N_("Best-interests determination decided"),
    "child.verified": N_("Family of a child verified"),
    "child.shared": N_("Passed on to the counterpart"),
    "child.printed": N_("Paper about a child printed"),
}
