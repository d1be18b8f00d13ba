"""Messages that a test answers instead of a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ui.messages import Answer, Filters, Messages
from ui.tokens import Tone


class ScriptedMessages(Messages):
    """Gives the prepared ``answers`` in order and remembers what was asked and said.

    A question without a prepared answer fails the test. ``errors`` has what ``show_error`` got.
    """

    def __init__(self, answers: Iterable[Any] = ()) -> None:
        super().__init__()
        self.answers = list(answers)
        self.asked: list[str] = []
        self.said: list[tuple[str, str]] = []
        self.errors: list[Exception] = []

    def say(self, title: str, text: str, tone: Tone = Tone.NEUTRAL) -> None:
        self.said.append((title, text))

    def ask(self, title: str, text: str, yes: str, no: str, *, danger: bool = False) -> bool:
        return bool(self._next(title))

    def ask_which(self, title: str, text: str, answers: Sequence[Answer]) -> str | None:
        answer = self._next(title)
        assert answer is None or answer in [each.key for each in answers]
        return None if answer is None else str(answer)

    def ask_text(
        self, title: str, text: str, label: str, yes: str, no: str, *, danger: bool = False
    ) -> str | None:
        answer = self._next(title)
        return None if answer is None else str(answer)

    def choose_file(self, title: str, filters: Filters) -> Path | None:
        return self._path(title)

    def choose_files(self, title: str, filters: Filters) -> list[Path]:
        return [Path(answer) for answer in self._next(title)]

    def choose_folder(self, title: str) -> Path | None:
        return self._path(title)

    def save_file(self, title: str, name: str, filters: Filters) -> Path | None:
        return self._path(title)

    def show_error(self, error: Exception) -> None:
        self.errors.append(error)

    def _path(self, title: str) -> Path | None:
        answer = self._next(title)
        return None if answer is None else Path(answer)

    def _next(self, title: str) -> Any:
        self.asked.append(title)
        assert self.answers, f"nobody prepared an answer to: {title}"
        return self.answers.pop(0)
