"""Every answer as one text and back, also what is not understood yet: for drafts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from intake_app.values import PartialDate
from ui.fields.choice import ManyChoices
from ui.fields.choice_list import ChoiceList
from ui.fields.date_edit import PartialDateEdit
from ui.fields.editor import Editor, LineEditor
from ui.fields.form import Form
from ui.fields.place_edit import PlaceEdit
from ui.fields.rows import Rows

_HALF = " "
"""Before words that are no option of a list yet; no code begins with it."""


def text_of(editor: Editor) -> str:
    """What stands in the editor."""
    if isinstance(editor, Rows):
        rows = [{key: text_of(part) for key, part in row.items()} for row in editor.editors()]
        pairs = zip(rows, editor.kept(), strict=True)
        said = [kept | row for row, kept in pairs if any(row.values())]
        return json.dumps(said, ensure_ascii=False) if said else ""
    if isinstance(editor, ManyChoices):
        return ",".join(editor.value())
    if isinstance(editor, PartialDateEdit) and (understood := editor.value()):
        return understood.edtf
    if isinstance(editor, PlaceEdit):
        return editor.as_text()
    if isinstance(editor, LineEditor):
        return editor.line.text()
    value = editor.value()
    half = editor.typed() if isinstance(editor, ChoiceList) and value is None else ""
    return f"{_HALF}{half}" if half else "yes" if value is True else str(value or "")


def put_text(editor: Any, text: str) -> None:
    """Put it back."""
    if isinstance(editor, Rows):
        rows = json.loads(text) if text else []
        asked = editor.keys()
        editor.set_value([{k: v for k, v in row.items() if k not in asked} for row in rows])
        for row, parts in zip(rows, editor.editors(), strict=True):
            for key, part in parts.items():
                put_text(part, row.get(key, ""))
    elif isinstance(editor, ManyChoices):
        editor.set_value(text.split(",") if text else [])
    elif isinstance(editor, PartialDateEdit):
        try:
            editor.set_value(PartialDate.from_edtf(text))
        except ValueError:
            editor.line.setText(text)
    elif isinstance(editor, PlaceEdit):
        editor.put_text(text)
    elif isinstance(editor, ChoiceList) and text.startswith(_HALF):
        editor.retype(text.removeprefix(_HALF))
    elif isinstance(editor, LineEditor):
        editor.line.setText(text)
        editor.note_changed.emit(editor.note())
    else:
        editor.set_value(text or None)


def typed_texts(form: Form) -> dict[str, str]:
    """The texts of all questions that are asked, by key."""
    return {key: text_of(form[key]) for key in form.values()}


def retype(form: Form, texts: Mapping[str, str]) -> None:
    """Put such texts back, as far as their questions are asked."""
    asked = form.values()
    for key, text in texts.items():
        if key in asked:
            put_text(form[key], text)
