"""Which passphrases are refused, and what the program's own are worth."""

from __future__ import annotations

import math

import pytest

from intake_app.errors import InvalidInput
from intake_app.i18n import LANGUAGES
from intake_app.vault.passphrase import (
    MINIMUM_BITS,
    estimated_bits,
    generate,
    passphrase_bytes,
    passphrase_problem,
    words,
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "short",
        "elevenchars",
        "aaaaaaaaaaaaaaaaaaaaaaaa",
        "passwordpassword",
        "Tuesday2026!!",
        "abcdefghijklmnop",
        "qwertyuiop123456",
        "plume girafe tonnerre kiwi",
        "Élève-école-été-hiver",
        "x" * 5000,
    ],
)
def test_a_passphrase_that_can_be_guessed_gets_a_sentence(text: str) -> None:
    problem = passphrase_problem(text)
    assert problem is not None
    assert problem.endswith(".")


@pytest.mark.parametrize(
    "text",
    [
        "marmalade-canyon-teapot-lantern-91",
        "ነገ ጧት ቡና እንጠጣ ከቤት ውጭ",
        "سنلتقي غداً قرب البحر الأزرق",
        "v9#Lq2!zRt7&Wm4xKd8",
        "hqwzvnrtkp bdjxmlsgfc",
    ],
)
def test_a_good_passphrase_of_any_script_is_accepted(text: str) -> None:
    assert passphrase_problem(text) is None


def test_what_everybody_knows_about_the_office_counts_little() -> None:
    known = ["conakry welcome centre", "kaloum"]
    assert estimated_bits("conakry welcome centre kaloum", known) < estimated_bits(
        "conakry welcome centre kaloum"
    )


def test_half_a_character_is_refused_in_words() -> None:
    with pytest.raises(InvalidInput):
        passphrase_problem("a good long phrase \ud83d")


def test_the_bytes_are_normalised_once_and_keep_their_spaces() -> None:
    assert passphrase_bytes(" e\u0301\u00a0") == " é ".encode()


# --------------------------------------------------------------------------------------- generated


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_generated_passphrase_is_worth_sixty_bits_and_passes_the_rule(language: str) -> None:
    phrases = {generate(language) for _number in range(20)}
    assert len(phrases) == 20
    for phrase in phrases:
        drawn = phrase.split(" ")
        assert set(drawn) <= set(words(language))
        assert len(drawn) * math.log2(len(words(language))) >= MINIMUM_BITS
        assert passphrase_problem(phrase) is None


@pytest.mark.parametrize(("language", "count", "most_letters"), [("en", 7772, 9), ("fr", 2048, 8)])
def test_the_lists_are_whole_and_easy_to_type(language: str, count: int, most_letters: int) -> None:
    listed = words(language)
    assert len(listed) == len(set(listed)) == count
    for word in listed:
        assert word.isascii()
        assert word.isalpha()
        assert word.islower()
        assert 3 <= len(word) <= most_letters


def test_an_unknown_language_has_no_list() -> None:
    with pytest.raises(ValueError, match="no word list"):
        generate("xx")


def test_a_draw_that_fails_the_rule_is_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    draws = iter(["zebra"] * 5 + ["abacus", "violin", "mustard", "teapot", "harbor"])
    monkeypatch.setattr("intake_app.vault.passphrase.secrets.choice", lambda _words: next(draws))
    assert generate("en") == "abacus violin mustard teapot harbor"
