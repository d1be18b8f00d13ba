"""A form: questions, their answers, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.fields.editor import Editor
from ui.fields.error_summary import Mistake
from ui.fields.field import Field
from ui.fields.form_page import FormPage
from ui.fields.section_list import SectionState
from ui.plain import Words


class Form(FormPage):
    """Questions with their answers. Enter goes to the next field, Ctrl+Enter submits.

    Signals: ``edited`` an answer was changed by the user; ``submitted`` Ctrl+Enter was pressed;
    ``pinned_changed`` a field (key) is kept for the next form, or no longer.
    """

    edited = Signal()
    pinned_changed = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: dict[str, Field] = {}
        self._other_mistakes: list[str] = []
        self._saved: dict[str, Any] = {}
        self.summary.chosen.connect(self.jump_to)

    def add(
        self,
        key: str,
        editor: Editor,
        label: Words,
        *,
        required: bool = False,
        helper: Words | None = None,
        wide: bool = False,
        pinned: bool | None = None,
    ) -> Field:
        """Ask one more question. ``pinned`` not None lets the clerk keep the answer."""
        grid = self.open_grid()
        field = Field(editor, label, required=required, helper=helper, pinned=pinned, parent=grid)
        field.pinned_changed.connect(lambda on: self.pinned_changed.emit(key, on))
        editor.edited.connect(lambda: self._edited(key))
        self._fields[key] = field
        self._saved[key] = editor.value()
        self.add_widget(field, wide=wide)
        return field

    def __getitem__(self, key: str) -> Any:
        """The editor of this question."""
        return self._fields[key].editor

    def field(self, key: str) -> Field:
        """The whole field of this question."""
        return self._fields[key]

    def set_relevant(self, key: str, relevant: bool) -> None:
        """Ask a question or leave it out. What was typed is kept, but ``values`` omits it."""
        self._fields[key].relevant = relevant
        self._set_relevant(self._fields[key], relevant)
        self._show_states()

    def values(self) -> dict[str, Any]:
        """The answers of all questions that are asked, by key."""
        return {key: field.editor.value() for key, field in self._asked().items()}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show these answers, as saved ones; questions that are not named keep theirs."""
        for key, value in values.items():
            if key in self._fields:
                self._fields[key].editor.set_value(value)
        self.set_saved()

    def clear(self, *, keep_pinned: bool = False) -> None:
        """Empty the form for the next person; pinned answers stay if asked."""
        self.show_problems({})
        for field in self._fields.values():
            if not (keep_pinned and field.is_pinned()):
                field.editor.set_value(None)
        self.set_saved()

    def pinned(self) -> set[str]:
        """The keys of the questions whose answers are kept."""
        return {key for key, field in self._fields.items() if field.is_pinned()}

    def pin_only(self, keys: Collection[str]) -> None:
        """Keep the answers of these questions and of no others."""
        for key, field in self._fields.items():
            field.set_pinned(key in keys)

    def set_read_only(self, read_only: bool) -> None:
        """Show the answers without letting anybody change them."""
        for field in self._fields.values():
            field.editor.set_read_only(read_only)

    def is_changed(self) -> bool:
        """True if an answer differs from what was last saved or set."""
        return any(f.editor.value() != self._saved[key] for key, f in self._fields.items())

    def set_saved(self) -> None:
        """What stands in the form now counts as saved."""
        self._saved = {key: field.editor.value() for key, field in self._fields.items()}
        self._show_states()

    def check(self) -> bool:
        """True if everything required is answered and understood; else the mistakes are shown."""
        problems = {}
        for key, field in self._asked().items():
            if problem := field.wrong():
                problems[key] = problem
        self.show_problems(problems)
        return not problems

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Put each sentence under its field and all on top, and go to the first field.

        A sentence for a key that the form does not know stands on top only; ``{}`` clears.
        """
        self._other_mistakes = [s for key, s in problems.items() if key not in self._fields]
        for key, field in self._fields.items():
            field.show_mistake(problems.get(key, ""))
        self._show_mistakes()
        first = next((key for key in self._asked() if key in problems), None)
        if first:
            self.jump_to(first)

    def jump_to(self, key: str) -> None:
        """Bring a field into sight and the keyboard into it."""
        self._bring(self._fields[key])

    def _asked(self) -> dict[str, Field]:
        return {key: field for key, field in self._fields.items() if field.relevant}

    def _show_mistakes(self) -> None:
        lines = [
            Mistake(key, field.label_text, field.mistake())
            for key, field in self._asked().items()
            if field.mistake()
        ]
        lines += [Mistake("", str, sentence) for sentence in self._other_mistakes]
        self.summary.show_mistakes(lines)
        self._show_states()

    def _edited(self, key: str) -> None:
        field = self._fields[key]
        if field.mistake() and not field.editor.problem():
            field.show_mistake("")
            self._show_mistakes()
        self._show_states()
        self.edited.emit()

    def _show_states(self) -> None:
        of_section: dict[str, list[Field]] = {}
        for field in self._asked().values():
            of_section.setdefault(self._section_of[field], []).append(field)
        for section, fields in of_section.items():
            if section:
                self.sections.set_state(section, *_state(fields))


def _state(fields: Sequence[Field]) -> tuple[SectionState, int]:
    """How far a section with these fields is, and how many mistakes it has."""
    mistakes = sum(bool(field.mistake()) for field in fields)
    if mistakes:
        return SectionState.WRONG, mistakes
    if all(field.editor.is_empty() for field in fields):
        return SectionState.UNTOUCHED, 0
    missing = any(field.required and field.editor.is_empty() for field in fields)
    return (SectionState.STARTED if missing else SectionState.DONE), 0
