"""The shortest profile that is one: what a desk asks when a whole flight waits in front of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from intake_app.arrivals.model import Arrival, Expected
from intake_app.i18n import _
from intake_app.people.model import (
    DocumentKind,
    Homecoming,
    IdentityDocument,
    Person,
    ReturnKind,
    Sex,
)
from intake_app.session import Session
from intake_app.values import new_id
from ui.arrivals.arrival_words import day_of, named_with_day
from ui.cards import SectionTitle
from ui.fields.choice import Choice, Option
from ui.fields.choice_list import ChoiceList
from ui.fields.form import Form
from ui.fields.options import words_of
from ui.fields.phone_edit import PhoneEdit
from ui.fields.text_edit import NumberEdit, TextLine
from ui.people.questions import (
    ask_birth,
    ask_country_of_return,
    ask_kind_of_return,
    ask_language_of_papers,
    ask_nationality,
)

STICKY = ("arrival", "from_country", "kind", "language", "interviewer")
"""The same for everybody of one flight; a pin per field, set from the start."""

MOST_TOKENS = 99_999


class DeskFields(Form):
    """The questions in the order of the hall: the number, who it is, and what stays the same."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.arrivals: list[Arrival] = []
        self.staff: dict[str, str] = {session.user.id: session.full_name}
        self._add_person()
        self._add_same()

    def _add_person(self) -> None:
        self.add(
            "token",
            NumberEdit(1, MOST_TOKENS),
            lambda: _("Token number"),
            helper=lambda: _("Empty takes the next one. A number that was given out at the door"
                             " brings its person."),
        )  # fmt: skip
        self.add("family_name", TextLine(), lambda: _("Family name"))
        self.add("given_names", TextLine(), lambda: _("Given names"))
        ask_birth(self, self._session.today)
        self.add("sex", Choice(lambda: words_of("sex")), lambda: _("Sex"), required=True, wide=True)
        ask_nationality(self, pinned=True)
        self.add("phone", PhoneEdit(self._session.office.country), lambda: _("Telephone"))
        self.add(
            "document_kind", ChoiceList(lambda: words_of("document")), lambda: _("Kind of document")
        )
        self.add("document_number", TextLine(), lambda: _("Number"))

    def _add_same(self) -> None:
        self.add_widget(SectionTitle(lambda: _("The same for many")))
        self.add(
            "arrival",
            ChoiceList(lambda: [Option(one.id, named_with_day(one)) for one in self.arrivals]),
            lambda: _("Arrival"),
            required=True,
            pinned=True,
        )
        ask_country_of_return(self)
        ask_kind_of_return(self)
        ask_language_of_papers(self, pinned=True)
        self.add(
            "interviewer",
            ChoiceList(lambda: [Option(*one) for one in self.staff.items()]),
            lambda: _("Interviewer"),
            pinned=True,
        )  # fmt: skip

    # ------------------------------------------------------------------ what stands in it

    def know(self, arrivals: list[Arrival], staff: Mapping[str, str]) -> None:
        """Offer these arrivals and colleagues."""
        self.arrivals, self.staff = arrivals, dict(staff)
        for key in ("arrival", "interviewer"):
            self[key].retranslate()

    def start(self, arrival: Arrival | None) -> None:
        """An empty profile; what is pinned stays, the rest takes what is known beforehand."""
        self.clear(keep_pinned=True)
        office = self._session.office
        beforehand = {
            "nationality": office.country,
            "language": office.document_language,
            "interviewer": self._session.user.id,
            "arrival": arrival.id if arrival else None,
            "from_country": arrival.from_country if arrival else None,
            "kind": arrival.return_kind if arrival else None,
        }
        for key, value in beforehand.items():
            if value and (key not in self.pinned() or self[key].is_empty()):
                self[key].set_value(str(value))
        self.set_saved()

    def take_over(self, line: Expected) -> None:
        """Put in what the list says about somebody."""
        said: dict[str, Any] = {
            "token": line.token,
            "family_name": line.family_name,
            "given_names": line.given_names,
            "sex": None if line.sex is Sex.UNKNOWN else line.sex.value,
            "birth": line.birth,
            "phone": line.phone,
            "document_kind": line.document_kind.value if line.document_kind else None,
            "document_number": line.document_number,
        }
        for key, value in said.items():
            self[key].set_value(value)
        if line.nationality:
            self["nationality"].set_value(line.nationality)

    def names(self) -> str:
        """Both names as typed so far."""
        return f"{self['family_name'].value()} {self['given_names'].value()}".strip()

    # ------------------------------------------------------------------ what they mean

    def person(self) -> Person:
        """The person as typed. ``check()`` must have been true."""
        values = self.values()
        kind = values["document_kind"] or (
            DocumentKind.OTHER.value if values["document_number"] else ""
        )
        paper = IdentityDocument(new_id(), DocumentKind(kind), values["document_number"]) if (
            kind
        ) else None  # fmt: skip
        return Person(
            new_id(),
            values["family_name"],
            values["given_names"],
            Sex(values["sex"]),
            values["birth"],
            values["nationality"],
            values["language"],
            phone_as_typed=self["phone"].typed(),
            documents=(paper,) if paper else (),
        )

    def homecoming(self, person_id: str, arrival: Arrival) -> Homecoming:
        """The return of somebody of this arrival."""
        values, today = self.values(), self._session.today()
        return Homecoming(
            new_id(),
            person_id,
            values["from_country"],
            ReturnKind(values["kind"]),
            day_of(arrival, today),
        )
