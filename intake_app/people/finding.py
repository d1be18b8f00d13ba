"""What somebody types to find a person, as the full-text index asks it."""

from __future__ import annotations

from intake_app.values import harmless


def words_of(text: str) -> str:
    """A typed text as an FTS5 expression of quoted word starts; empty if it has no word.

    Every word is quoted, so that names such as O'Neil or Abdul-Rahman are words and never
    commands.
    """
    quoted = (
        '"' + word.replace('"', '""') + '"*'
        for word in harmless(text.replace("\x00", " ")).split()
        if any(character.isalnum() for character in word)
    )
    return " ".join(quoted)
