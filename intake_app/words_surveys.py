"""The words of the surveys: codes that `words.py` translates with all others."""

from __future__ import annotations

from intake_app.i18n import N_

SURVEY_WORDS: dict[str, dict[str, str]] = {
    "round": {
        "baseline": N_("At the beginning"),
        "midterm": N_("In between"),
        "end": N_("At the end"),
        "other": N_("Another time"),
    },
}

SURVEY_ACTS: dict[str, str] = {
    "instrument.imported": N_("Questionnaire imported"),
    "instrument.key_imported": N_("Key of a questionnaire imported"),
    "survey.saved": N_("Survey answered"),
}
