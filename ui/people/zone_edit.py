"""The machine-readable zone of a paper: pasted or scanned; it fills what is empty, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from intake_app.errors import InvalidInput
from intake_app.formats import country_name, format_date, format_partial
from intake_app.i18n import _, language
from intake_app.people import mrz
from intake_app.people.mrz import Part, Zone
from intake_app.values import PartialDate
from intake_app.words import word
from ui.cards import IconLabel
from ui.fields.form import Form
from ui.fields.text_edit import LowBlock
from ui.tokens import XS, Tone

_UNCHECKED = {"document_number": Part.NUMBER, "birth": Part.BIRTH, "document_expires": Part.EXPIRY}
"""Fields that stay as they are while their check digit does not fit."""


class ZoneEdit(LowBlock):
    """Two or three lines of capitals. What is read of them stands under the field."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__(max_length=200, lines=3)
        self._today = today

    def zone(self) -> Zone | None:
        """What it says, or None while there is nothing readable."""
        if not mrz.is_complete(self.block.toPlainText()):
            return None
        try:
            return mrz.read(self.block.toPlainText(), self._today())
        except InvalidInput:
            return None

    def is_finished(self) -> bool:
        """After the last line of a zone, too, Enter moves on."""
        return super().is_finished() or mrz.is_complete(self.block.toPlainText())

    def value(self) -> str:
        """The zone line by line; what is no zone as it was typed."""
        zone = self.zone()
        return "\n".join(zone.lines) if zone else super().value()

    def problem(self) -> str | None:
        """Why what was typed is no zone."""
        text = self.block.toPlainText()
        if not text.strip():
            return None
        try:
            mrz.read(text, self._today())
        except InvalidInput as refused:
            return refused.problems["mrz"]
        return None

    def note(self) -> str:
        """Whose paper it says it is."""
        zone = self.zone()
        if zone is None:
            return super().note()
        kind = word("document", zone.kind.value) if zone.kind else ""
        parts = (kind, zone.number, zone.family_name, zone.given_names)
        return " · ".join(part for part in parts if part)


class ZoneReport(QWidget):
    """What of a zone does not fit: its check digits, and what was typed otherwise."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(XS)
        self.lines: list[IconLabel] = []

    def show_lines(self, sentences: list[str]) -> None:
        """One line for each sentence."""
        while len(self.lines) > len(sentences):
            line = self.lines.pop()
            line.hide()
            line.deleteLater()
        while len(self.lines) < len(sentences):
            self.lines.append(IconLabel())
            self._column.addWidget(self.lines[-1])
        for line, sentence in zip(self.lines, sentences, strict=True):
            line.show_text(sentence, "triangle-alert", Tone.WARNING)

    def texts(self) -> list[str]:
        """The sentences in sight."""
        return [line.text() for line in self.lines]


def answers_of(zone: Zone) -> dict[str, Any]:
    """What a zone answers, by field; only what it says and what its check digits allow."""
    answers: dict[str, Any] = {
        "family_name": zone.family_name.title(),
        "given_names": zone.given_names.title(),
        "sex": zone.sex.value if zone.sex else None,
        "birth": zone.birth,
        "nationality": zone.nationality,
        "document_kind": zone.kind.value if zone.kind else None,
        "document_number": zone.number,
        "document_country": zone.issuer,
        "document_expires": zone.expires,
    }
    wrong = {fault.part for fault in zone.faults}
    return {key: value for key, value in answers.items() if value and _checked(key, wrong)}


def _checked(key: str, wrong: set[Part]) -> bool:
    return _UNCHECKED.get(key) not in wrong


def fill_empty(form: Form, zone: Zone) -> list[str]:
    """Answer the questions that are empty; returns their keys. Nothing typed is overwritten."""
    filled = [key for key in answers_of(zone) if form[key].is_empty()]
    for key in filled:
        form[key].set_value(answers_of(zone)[key])
    return filled


def report_on(form: Form, zone: Zone) -> list[str]:
    """The faults of a zone, and each difference from what stands in the form."""
    return [*(fault.sentence for fault in zone.faults), *_differences(form, zone)]


def _differences(form: Form, zone: Zone) -> Iterator[str]:
    for key, read in answers_of(zone).items():
        typed = form[key].value()
        if form[key].is_empty() or typed is None or _is_same(key, typed, read, zone):
            continue
        yield _("{field}: the document says “{read}”, the form “{typed}”.").format(
            field=form.field(key).label_text(), read=_said(key, read), typed=_said(key, typed)
        )


def _is_same(key: str, typed: Any, read: Any, zone: Zone) -> bool:
    if key in ("family_name", "given_names"):
        return mrz.is_same_name(typed, read, is_cut_off=zone.is_cut_off)
    if key == "document_number":
        return bool("".join(filter(str.isalnum, typed)).upper() == read)
    if isinstance(read, PartialDate):
        return bool(typed.edtf == read.edtf)
    return bool(typed == read)


def _said(key: str, value: Any) -> str:
    if isinstance(value, PartialDate):
        return format_partial(value, language())
    if isinstance(value, date):
        return format_date(value, language())
    if key in ("nationality", "document_country"):
        return country_name(value, language())
    groups = {"sex": "sex", "document_kind": "document"}
    return word(groups[key], value) if key in groups else str(value)
