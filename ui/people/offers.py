"""What was typed about somebody who turned out to be known: field by field, the clerk chooses."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from intake_app.formats import country_name, format_date
from intake_app.i18n import _, language, ngettext
from intake_app.people.model import Homecoming
from intake_app.values import PartialDate, folded
from intake_app.words import word
from ui.fields.choice import ManyChoices
from ui.fields.date_edit import PartialDateEdit
from ui.fields.rows import Rows
from ui.fields.typed_text import put_text, text_of
from ui.people.person_fields import STICKY, PersonFields, said
from ui.plain import Words

OFFERED = "same_person"
"""The form under which the typed texts are kept as a draft, about the person who is known."""

DAY = "arrived_on_iso"
_NAMES = ("family_name", "given_names")
_PAPER = ("kind", "number", "country", "expires", "place")
_PHONE = ("owner", "safe", "hours")
_NOT_BY_ITSELF = {
    "mrz", "phone", *STICKY, DAY, "relation",
    *(f"document_{key}" for key in _PAPER), *(f"phone_{key}" for key in _PHONE),
}  # fmt: skip
_GROUPS = {
    "marital": "marital", "schooling": "schooling", "intention": "intention",
    "interpreter": "answer", "return_reasons": "return_reason",
}  # fmt: skip


@dataclass(frozen=True)
class Offer:
    """One thing that was typed, what the profile has in its place, and how it is taken over.

    ``verb`` says what taking it over does.
    """

    key: str
    label: str
    typed: str
    stored: str
    verb: Words
    take: Callable[[], object]


class Offers:
    """What a form could take over from typed texts. The form shows the person who is known."""

    def __init__(self, form: PersonFields, start_return: Callable[[], None]) -> None:
        self._form, self._start_return = form, start_return

    def of(self, texts: Mapping[str, str], returns: tuple[Homecoming, ...]) -> list[Offer]:
        """Everything that the profile does not have like that already."""
        self._form.build_for(texts)
        found = [self._return(texts, returns), *self._fields(texts)]
        found += [self._other_name(texts), self._phone(texts), self._paper(texts)]
        return [offer for offer in found if offer is not None]

    def _fields(self, texts: Mapping[str, str]) -> list[Offer]:
        asked = self._form.values()
        found = []
        for key, text in texts.items():
            if key in _NOT_BY_ITSELF or key not in asked or not text:
                continue
            stored = text_of(self._form[key])
            if folded(stored) != folded(text) or stored != text:
                found.append(
                    Offer(
                        key,
                        self._form.field(key).label_text(),
                        self._words(key, text),
                        self._words(key, stored),
                        lambda: _("Take over"),
                        partial(self._put, key, text),
                    )  # fmt: skip
                )
        return found

    def _put(self, key: str, text: str) -> None:
        put_text(self._form[key], text)
        self._form[key].edited.emit()

    def _words(self, key: str, text: str) -> str:
        """A typed text as a person would read it out."""
        editor = self._form[key]
        if not text:
            return ""
        if isinstance(editor, Rows):
            count = len(json.loads(text))
            return ngettext("{count} line", "{count} lines", count).format(count=count)
        if isinstance(editor, PartialDateEdit):
            try:
                return said(key, PartialDate.from_edtf(text))
            except ValueError:
                return text
        if key in _GROUPS:
            codes = text.split(",") if isinstance(editor, ManyChoices) else [text]
            return ", ".join(word(_GROUPS[key], code) for code in codes)
        return said(key, text)

    # ------------------------------------------------------------------ what belongs together

    def _return(self, texts: Mapping[str, str], returns: tuple[Homecoming, ...]) -> Offer | None:
        """The return that is being registered, as a further one of the person who is known."""
        country, kind, day = texts.get("from_country"), texts.get("kind"), texts.get(DAY)
        if not country or not kind or not day:
            return None
        arrived = date.fromisoformat(day)
        if any(one.arrived_on == arrived for one in returns):
            return None

        def take() -> None:
            self._start_return()
            self._form.set_values({"from_country": country, "kind": kind, "arrived_on": arrived})
            self._form["arrived_on"].edited.emit()

        latest = returns[0] if returns else None
        return Offer(
            "arrived_on", _("Return"), _return_words(country, kind, arrived),
            _return_words(latest.from_country, latest.kind, latest.arrived_on) if latest else "",
            lambda: _("Add this return"), take,
        )  # fmt: skip

    def _other_name(self, texts: Mapping[str, str]) -> Offer | None:
        """The name as it was spelled this time, beside the one that stays."""
        name = " ".join(texts.get(key, "") for key in reversed(_NAMES)).strip()
        here = " ".join(text_of(self._form[key]) for key in reversed(_NAMES)).strip()
        others = text_of(self._form["other_names"])
        if not name or folded(name) in {folded(here), *map(folded, others.split(", "))}:
            return None
        longer = f"{others}, {name}" if others else name
        return Offer(
            "other_names", _("Other names"), name, others, lambda: _("Add this name"),
            lambda: self._put("other_names", longer),
        )  # fmt: skip

    def _phone(self, texts: Mapping[str, str]) -> Offer | None:
        number = texts.get("phone", "")
        rows: list[dict[str, Any]] = self._form.values()["phones"] or []
        stored = [text_of(self._form["phone"]), *(str(row["number"]) for row in rows)]
        if not number or _digits(number) in {_digits(one) for one in stored}:
            return None

        def take() -> None:
            if not stored[0]:
                self._put("phone", number)
                return
            # As a row of texts, like a draft: what was typed there comes back as it was.
            kept = json.loads(text_of(self._form["phones"]) or "[]")
            extra = {key: texts.get(f"phone_{key}", "") for key in _PHONE}
            self._put("phones", json.dumps([*kept, {"number": number, **extra}]))

        return Offer(
            "phone", _("Telephone"), number, ", ".join(filter(None, stored)),
            lambda: _("Add this number"), take,
        )  # fmt: skip

    def _paper(self, texts: Mapping[str, str]) -> Offer | None:
        typed = {key: texts.get(f"document_{key}", "") for key in _PAPER}
        rows: list[dict[str, Any]] = self._form.values()["papers"] or []
        stored = [text_of(self._form["document_number"]), *(str(row["number"]) for row in rows)]
        if not typed["number"] or _number(typed["number"]) in {_number(one) for one in stored}:
            return None

        def take() -> None:
            if not text_of(self._form["document_kind"]) and not stored[0]:
                for key, text in typed.items():
                    self._put(f"document_{key}", text)
                return
            kept = json.loads(text_of(self._form["papers"]) or "[]")
            self._put("papers", json.dumps([*kept, typed]))

        kind = word("document", typed["kind"]) if typed["kind"] else ""
        return Offer(
            "document_number", _("Documents"), " · ".join(filter(None, (kind, typed["number"]))),
            ", ".join(filter(None, stored)), lambda: _("Add this document"), take,
        )  # fmt: skip


def _return_words(country: str, kind: str, day: date) -> str:
    return _("{day} from {country}, {kind}").format(
        day=format_date(day, language()),
        country=country_name(country, language()),
        kind=word("return", kind),
    )


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())[-8:]


def _number(text: str) -> str:
    return "".join(c for c in text.upper() if c.isalnum())
