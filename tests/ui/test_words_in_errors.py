"""Whatever fails: no word of a person reaches a sentence, the crash report, a log or stderr."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from intake_app.acts import MAY
from intake_app.errors import IntakeError
from tests.conftest import SignIn
from tests.core.test_roles import ACTS, _functions
from ui.crash import technical_text

WORD = "Qozmarivelt"
_KEPT = {"id", "case_id", "person_id", "language", "nationality", "code"}


def marked(value: Any) -> Any:
    """The same with the word in every text that somebody may have typed."""
    if type(value) is str:
        return f"{WORD} {value}"
    if isinstance(value, tuple):
        return tuple(marked(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        changes = {
            field.name: marked(getattr(value, field.name))
            for field in fields(value)
            if field.init and field.name not in _KEPT
        }
        return replace(value, **changes)
    return value


def _longest(value: Any) -> Any:
    """The same with far too much of it."""
    if type(value) is str:
        return WORD * 5000
    return marked(value)


CALLS: list[tuple[str, Callable[[Any], Any]]] = [
    (name, change) for name in ACTS if name != "users.lock" for change in (marked, _longest)
]


def said_about(error: BaseException) -> Iterator[str]:
    """What a clerk, a log and a crash report may show of an error."""
    if isinstance(error, IntakeError):
        yield error.sentence
        yield str(error)
        yield from getattr(error, "problems", {}).values()
    yield technical_text(error)


@pytest.mark.parametrize(
    ("name", "change"), CALLS, ids=[f"{name}-{change.__name__}" for name, change in CALLS]
)
def test_an_error_says_nothing_that_was_typed(
    name: str,
    change: Callable[[Any], Any],
    sign_in: SignIn,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    act, arguments = ACTS[name]
    caplog.set_level(logging.DEBUG)
    session = sign_in(sorted(MAY[act])[0])
    said: list[str] = []
    try:
        _functions()[name](session, *(change(value) for value in arguments(tmp_path)))
    except Exception as error:  # every kind: the crash window shows the others
        said = list(said_about(error))
    out, errors = capfd.readouterr()
    assert WORD not in " ".join([*said, caplog.text, out, errors])


def test_control_the_message_of_an_ordinary_error_would_be_found() -> None:
    with pytest.raises(ValueError, match=WORD) as found:
        int(WORD)
    assert WORD in str(found.value)
    assert WORD not in " ".join(said_about(found.value))
