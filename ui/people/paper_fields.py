"""Papers and telephones of a profile: the first of each in fields, the others in rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from intake_app.errors import InvalidInput
from intake_app.i18n import _
from intake_app.people.background import Phone, Safe
from intake_app.people.model import DocumentKind, IdentityDocument, Person, Place
from intake_app.values import new_id
from ui.fields.choice import Choice
from ui.fields.choice_list import ChoiceList
from ui.fields.date_edit import DayEdit
from ui.fields.form import Form
from ui.fields.options import countries, words_of
from ui.fields.phone_edit import PhoneEdit
from ui.fields.rows import Column, Rows
from ui.fields.text_edit import TextLine
from ui.people.zone_edit import ZoneEdit, ZoneReport

_PAPER = ("kind", "number", "country", "expires", "place")
_PHONE = ("owner", "safe", "hours")


class RowPhone(PhoneEdit):
    """A telephone in a row: its answer is what was typed."""

    def value(self) -> str | None:
        """The number as the clerk wrote it."""
        return self.typed() or None

    def set_value(self, value: str | None) -> None:
        """Show it as it is."""
        self.line.setText(value or "")
        self.note_changed.emit(self.note())


def add_papers(form: Form, today: Callable[[], date]) -> ZoneReport:
    """The zone, the first paper, and rows for more."""
    form.add(
        "mrz",
        ZoneEdit(today),
        lambda: _("Machine-readable zone"),
        helper=lambda: _("Paste or scan the lines with <<<. They fill what is empty."),
        wide=True,
    )
    report = ZoneReport()
    form.add_widget(report)
    form.add(
        "document_kind", ChoiceList(lambda: words_of("document")), lambda: _("Kind of document")
    )
    form.add("document_number", TextLine(), lambda: _("Number"))
    form.add("document_country", ChoiceList(countries), lambda: _("Issued by"))
    form.add("document_expires", DayEdit(today), lambda: _("Valid until"))
    form.add(
        "document_place", Choice(lambda: words_of("place")), lambda: _("Where it is"), wide=True
    )
    columns = (
        Column(
            "kind",
            lambda: ChoiceList(lambda: words_of("document", "none")),
            lambda: _("Kind of document"),
        ),
        Column("number", TextLine, lambda: _("Number")),
        Column("country", lambda: ChoiceList(countries), lambda: _("Issued by")),
        Column("expires", lambda: DayEdit(today), lambda: _("Valid until")),
        Column(
            "place", lambda: Choice(lambda: words_of("place")), lambda: _("Where it is"), wide=True
        ),
    )
    rows = Rows(columns, lambda: _("Document"), lambda: _("Another document"), first=2)
    form.add("papers", rows, lambda: _("More documents"), wide=True)
    return report


def add_phones(form: Form, region: str) -> None:
    """The first telephone, and rows for more."""
    form.add("phone", PhoneEdit(region), lambda: _("Telephone"))
    form.add("phone_owner", TextLine(), lambda: _("Whose telephone it is"))
    form.add("phone_safe", Choice(lambda: words_of("safe")), lambda: _("Calling it"))
    form.add("phone_hours", TextLine(), lambda: _("Good hours"))
    columns = (
        Column("number", lambda: RowPhone(region), lambda: _("Telephone")),
        Column("owner", TextLine, lambda: _("Whose telephone it is")),
        Column("safe", lambda: Choice(lambda: words_of("safe")), lambda: _("Calling it")),
        Column("hours", TextLine, lambda: _("Good hours")),
    )
    rows = Rows(columns, lambda: _("Telephone"), lambda: _("Another telephone"), first=2)
    form.add("phones", rows, lambda: _("More telephones"), wide=True)


def answers_of(person: Person | None) -> dict[str, Any]:
    """The answers about papers and telephones of a stored profile, by field; of nobody, none."""
    papers = person.documents if person else ()
    paper = papers[0] if papers else None
    first = _paper_row(paper) if paper else dict.fromkeys(_PAPER) | {"number": ""}
    answers = {f"document_{key}": first[key] for key in _PAPER}
    phones = person.telephones if person else ()
    phone = _phone_row(phones[0]) if phones else dict.fromkeys(_PHONE) | {"owner": "", "hours": ""}
    answers |= {f"phone_{key}": phone[key] for key in _PHONE}
    return answers | {
        "mrz": paper.mrz if paper else "",
        "papers": [_paper_row(one) for one in papers[1:]],
        "phone": (person.phone or person.phone_as_typed or None) if person else None,
        "phones": [_phone_row(one) for one in phones[1:]],
    }


def _paper_row(paper: IdentityDocument) -> dict[str, Any]:
    return {
        "id": paper.id,
        "mrz": paper.mrz,
        "kind": paper.kind.value,
        "number": paper.number,
        "country": paper.country or None,
        "expires": date.fromisoformat(paper.expires) if paper.expires else None,
        "place": paper.place,
    }


def _phone_row(phone: Phone) -> dict[str, Any]:
    return {
        "id": phone.id,
        "number": phone.as_typed,
        "owner": phone.owner,
        "safe": phone.safe,
        "hours": phone.hours,
    }


def papers_of(
    values: Mapping[str, Any], before: tuple[IdentityDocument, ...]
) -> tuple[IdentityDocument, ...]:
    """The papers that the answers mean. Raises InvalidInput for one without a kind."""
    row = {key: values[f"document_{key}"] for key in _PAPER}
    first: tuple[IdentityDocument, ...] = ()
    if row["kind"]:
        kept = {"id": before[0].id if before else new_id(), "mrz": values["mrz"]}
        first = (_paper(row | kept),)
    elif values["mrz"] or any(row.values()):
        raise InvalidInput({"document_kind": _("Choose what kind of document this is.")})
    if not all(one["kind"] for one in values["papers"]):
        raise InvalidInput({"papers": _("Choose what kind of document each of these is.")})
    return (*first, *(_paper(one) for one in values["papers"]))


def _paper(row: Mapping[str, Any]) -> IdentityDocument:
    return IdentityDocument(
        row.get("id") or new_id(),
        DocumentKind(row["kind"]),
        row["number"] or "",
        row["country"] or "",
        row["expires"].isoformat() if row["expires"] else "",
        Place(row["place"]) if row["place"] else None,
        row.get("mrz") or "",
    )


def phones_of(
    values: Mapping[str, Any], typed: str, before: tuple[Phone, ...]
) -> tuple[Phone, ...]:
    """The telephones that the answers mean. Raises InvalidInput for one without a number."""
    row = {key: values[f"phone_{key}"] for key in _PHONE}
    first: tuple[Phone, ...] = ()
    if typed:
        first = (_phone(row | {"id": before[0].id if before else "", "number": typed}),)
    elif any(row.values()):
        raise InvalidInput({"phone": _("Type the number of this telephone.")})
    if not all(one["number"] for one in values["phones"]):
        raise InvalidInput({"phones": _("Type the number of each telephone.")})
    return (*first, *(_phone(one) for one in values["phones"]))


def _phone(row: Mapping[str, Any]) -> Phone:
    return Phone(
        row.get("id") or new_id(),
        row["number"],
        owner=row["owner"] or "",
        safe=Safe(row["safe"]) if row["safe"] else None,
        hours=row["hours"] or "",
    )
