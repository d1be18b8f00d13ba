"""Texts that follow the language: asked anew, or said again by who keeps them."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator

import pytest

from intake_app.errors import InvalidInput, NotFound
from intake_app.i18n import Sentence, _, ngettext, said_again, set_language


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def test_a_kept_sentence_is_said_again_in_the_language_of_now() -> None:
    kept = _("The plan is saved.")
    set_language("fr")
    assert kept == "The plan is saved."
    assert said_again(kept) == _("The plan is saved.") != kept
    set_language("en")
    assert said_again(said_again(kept)) == kept


def test_its_values_stay_and_those_that_are_texts_are_said_again_too() -> None:
    count = ngettext("{count} change to send", "{count} changes to send", 3).format(count=3)
    whole = _("{field}: {sentence}").format(field="Diallo {x}", sentence=count)
    set_language("fr")
    again = said_again(whole)
    assert "Diallo {x}" in again
    assert ngettext("{count} change to send", "{count} changes to send", 3).format(count=3) in again
    assert said_again(again) == again


def test_an_error_keeps_a_sentence_that_can_be_said_again() -> None:
    errors = (NotFound(_("The plan is saved.")), InvalidInput({"x": _("The plan is saved.")}))
    set_language("fr")
    for error in errors:
        assert said_again(error.sentence) == _("The plan is saved.")


def test_what_is_no_sentence_stays_as_it_is() -> None:
    set_language("fr")
    assert said_again("The plan is saved.") == "The plan is saved."
    assert said_again(f"{_('Cancel')} …") == f"{_('Cancel')} …"
    assert said_again(3) == 3


def test_a_sentence_is_a_text_to_everybody_else() -> None:
    said = _("{field}: {sentence}").format(field="a", sentence="b")
    assert json.dumps(said) == '"a: b"'
    assert {said: 1}["a: b"] == 1
    copy = pickle.loads(pickle.dumps(said))  # noqa: S301 - our own
    assert isinstance(copy, Sentence)
    assert said_again(copy) == said
