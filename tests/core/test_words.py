"""The groups of words: each is in one place only."""

from __future__ import annotations

from collections import Counter

from intake_app import (
    words_care,
    words_children,
    words_followup,
    words_grants,
    words_profile,
    words_referrals,
    words_surveys,
    words_today,
)
from intake_app.words import choices


def test_no_group_stands_in_two_files_where_one_would_hide_the_other() -> None:
    parts = (
        words_care.CARE_WORDS,
        words_children.CHILD_WORDS,
        words_followup.FOLLOW_UP_WORDS,
        words_grants.GRANT_WORDS,
        words_profile.PROFILE_WORDS,
        words_referrals.REFERRAL_WORDS,
        words_surveys.SURVEY_WORDS,
        words_today.TODAY_WORDS,
    )
    counted = Counter(group for part in parts for group in part)
    assert [group for group, times in counted.items() if times > 1] == []
    for part in parts:
        for group, words in part.items():
            assert [code for code, _word in choices(group)] == list(words), group
