"""The page on which one entry of the file of a child is written: questions, and what they make."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from intake_app.children.model import Entry
from intake_app.i18n import _
from ui.cases.record_form import RecordForm
from ui.fields.editor import Editor
from ui.fields.typed_text import retype, typed_texts
from ui.icons import put_icon
from ui.plain import Words
from ui.tasks import Tasks


@dataclass(frozen=True)
class Asked:
    """One question. ``make`` builds its editor."""

    key: str
    make: Callable[[], Editor]
    label: Words
    required: bool = False
    wide: bool = True
    helper: Words | None = None


@dataclass(frozen=True)
class Page:
    """What a page asks and does. ``put`` runs on the vault's thread with the answers; ``first`` are
    the answers to begin with; ``only_if`` says which question another one depends on."""

    title: Words
    questions: Sequence[Asked]
    put: Callable[[Mapping[str, Any]], Entry]
    first: Mapping[str, Any] = field(default_factory=dict)
    only_if: Callable[[Mapping[str, Any]], Mapping[str, bool]] = lambda _values: {}
    hint: Words | None = None


class EntryForm(RecordForm):
    """Signals: those of the page."""

    help_page = "children"

    def __init__(self, tasks: Tasks, page: Page) -> None:
        super().__init__(tasks)
        self._page = page
        self._values: Mapping[str, Any] = {}
        for one in page.questions:
            self.form.add(
                one.key,
                one.make(),
                one.label,
                required=one.required,
                wide=one.wide,
                helper=one.helper,
            )
        self.form.set_values(page.first)
        put_icon(self.save, "check")
        self.setFocusProxy(self.form.field(page.questions[0].key))
        self.edited.connect(self._follow)
        self._follow()
        self.retranslate()

    def _follow(self) -> None:
        """What is asked depends on what was answered."""
        answers = {one.key: self.form[one.key].value() for one in self._page.questions}
        for key, relevant in self._page.only_if(answers).items():
            self.form.set_relevant(key, relevant)

    def take(self) -> None:
        """What is typed; what is not asked counts as empty."""
        asked = self.form.values()
        self._values = {one.key: asked.get(one.key) for one in self._page.questions}

    def put(self) -> Entry:
        """Write it down."""
        return self._page.put(self._values)

    def typed(self) -> Mapping[str, str] | None:
        """The answers as texts; the draft is sealed for its author."""
        return typed_texts(self.form) if self.form.is_changed() else None

    def restore(self, typed: Mapping[str, str]) -> bool:
        """Show what was typed earlier on this page."""
        retype(self.form, typed)
        self._follow()
        return True

    def retranslate(self) -> None:
        """Every text of the page."""
        self.title.set_title(self._page.title(), self._page.hint() if self._page.hint else "")
        self.back.set_text(_("Back"))
        self.save.set_text(_("Write it down"))
