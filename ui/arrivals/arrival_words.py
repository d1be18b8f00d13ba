"""An arrival and the people on its list in words, and typed answers as the texts of a draft."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from intake_app.arrivals.model import Arrival, Expected, ExpectedState
from intake_app.formats import (
    country_choices,
    country_name,
    format_date,
    format_partial,
    format_short_date,
)
from intake_app.i18n import _, language, ngettext
from intake_app.people.model import Sex
from intake_app.values import PartialDate
from intake_app.words import choices, word
from ui.fields.choice import Option
from ui.fields.date_edit import PartialDateEdit
from ui.fields.editor import LineEditor
from ui.fields.form import Form
from ui.tokens import Tone


def name_of(arrival: Arrival) -> str:
    """What an arrival is called: its carrier, else its place, else its kind."""
    return arrival.carrier or arrival.place or word("arrival", arrival.kind)


def named_with_day(arrival: Arrival) -> str:
    """``EX 917, 12 May 2026``."""
    day = format_date(arrival.arrives_on, language())
    return _("{name}, {day}").format(name=name_of(arrival), day=day)


def named_shortly(arrival: Arrival) -> str:
    """``EX 917, 12/05/2026``, beside wide buttons."""
    day = format_short_date(arrival.arrives_on, language())
    return _("{name}, {day}").format(name=name_of(arrival), day=day)


def people_words(count: int) -> str:
    """``150 people``."""
    return ngettext("{count} person", "{count} people", count).format(count=count)


def state_words(line: Expected) -> str:
    """Whether somebody has come, and whether they have a profile."""
    if line.person_id is not None:
        return _("Registered")
    if line.waits_for_profile:
        return _("Has come, no profile yet")
    return word("expected", line.state)


def state_tone(line: Expected) -> Tone | None:
    """Registered is done; who waits for a profile is work."""
    if line.person_id is not None:
        return Tone.SUCCESS
    return Tone.WARNING if line.waits_for_profile else None


def state_icon(line: Expected) -> str:
    """Goes with the words, never alone."""
    if line.person_id is not None:
        return "circle-check"
    if line.waits_for_profile:
        return "hourglass"
    return "user-x" if line.state is ExpectedState.NOT_ARRIVED else "circle-dashed"


def details(line: Expected) -> str:
    """Sex, birth and nationality in one line, as far as the list says them."""
    parts = [
        "" if line.sex is Sex.UNKNOWN else word("sex", line.sex),
        format_partial(line.birth, language()) if line.birth else "",
        country_name(line.nationality, language()) if line.nationality else "",
        line.document_number,
    ]
    return " · ".join(part for part in parts if part)


def words_of(group: str, *without: str) -> list[Option]:
    """The codes of a group with their words, as options."""
    return [Option(code, words) for code, words in choices(group) if code not in without]


def countries() -> list[Option]:
    """All countries as options."""
    return [Option(*choice) for choice in country_choices(language())]


# ---------------------------------------------------------------------------- drafts


def typed_texts(form: Form) -> dict[str, str]:
    """Every answer as text, also what is not understood yet."""
    return {key: _text_of(form[key]) for key in form.values()}


def retype(form: Form, texts: Mapping[str, str]) -> None:
    """Put such texts back."""
    for key in form.values():
        if key in texts:
            _put_text(form[key], texts[key])


def _text_of(editor: Any) -> str:
    if isinstance(editor, PartialDateEdit) and (understood := editor.value()):
        return understood.edtf
    if isinstance(editor, LineEditor):
        return editor.line.text()
    value = editor.value()
    return "" if value is None else str(value)


def _put_text(editor: Any, text: str) -> None:
    if isinstance(editor, PartialDateEdit):
        try:
            editor.set_value(PartialDate.from_edtf(text))
        except ValueError:
            editor.line.setText(text)
    elif isinstance(editor, LineEditor):
        editor.line.setText(text)
        editor.note_changed.emit(editor.note())
    else:
        editor.set_value(text or None)


def day_of(arrival: Arrival, today: date) -> date:
    """The day that a return is written down with: nobody comes home in the future."""
    return min(arrival.arrives_on, today)
