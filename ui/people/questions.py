"""Questions that the profile and the desk of a mass arrival ask in the same words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from intake_app.formats import language_name
from intake_app.i18n import LANGUAGES, _, language
from ui.fields.choice import Choice, Option
from ui.fields.choice_list import ChoiceList
from ui.fields.date_edit import PartialDateEdit
from ui.fields.form import Form
from ui.fields.options import countries, words_of


def ask_birth(form: Form, today: Callable[[], date]) -> None:
    """A date of birth as exact as it is known."""
    form.add(
        "birth",
        PartialDateEdit(today, birth=True),
        lambda: _("Date of birth"),
        required=True,
        helper=lambda: _("12/03/1990, 03/1990, 1990, about 1990, or an age: 36 years"),
    )


def ask_nationality(form: Form, *, pinned: bool) -> None:
    """Of which country."""
    form.add(
        "nationality",
        ChoiceList(countries),
        lambda: _("Nationality"),
        required=True,
        pinned=pinned,
    )


def ask_language_of_papers(form: Form, *, pinned: bool) -> None:
    """In which language the person's papers are printed."""
    form.add(
        "language",
        Choice(
            lambda: [Option(code, language_name(code, language())) for code in LANGUAGES],
            may_be_empty=False,
        ),
        lambda: _("Language of papers"),
        required=True,
        pinned=pinned,
    )


def ask_country_of_return(form: Form) -> None:
    """From where; the same for everybody of one flight."""
    form.add(
        "from_country",
        ChoiceList(countries),
        lambda: _("Comes back from"),
        required=True,
        pinned=True,
    )


def ask_kind_of_return(form: Form) -> None:
    """How; the same for everybody of one flight."""
    form.add(
        "kind",
        ChoiceList(lambda: words_of("return")),
        lambda: _("Kind of return"),
        required=True,
        pinned=True,
        wide=True,
    )
