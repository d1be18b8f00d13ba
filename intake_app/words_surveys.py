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
    "question": {
        "text": N_("a text"),
        "integer": N_("a whole number"),
        "decimal": N_("a number"),
        "date": N_("a day"),
        "note": N_("to be read"),
        "calculate": N_("calculated"),
    },
}

SURVEY_ACTS: dict[str, str] = {
    "instrument.imported": N_("Questionnaire imported"),
    "instrument.key_imported": N_("Key of a questionnaire imported"),
    "survey.saved": N_("Survey answered"),
    "survey.taken_back": N_("Survey taken out of a case"),
}
