"""Where files come from: chosen, dropped or pasted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage

from intake_app.attachments.model import Readable, shown_name
from intake_app.attachments.service import bytes_of, read_bytes, read_path
from intake_app.i18n import _

_AS_IT_IS = ("image/png", "image/jpeg", "application/pdf")
"""Forms in which a program may put a file on the clipboard, byte by byte."""

FILES = "*.jpg *.jpeg *.png *.pdf"
"""What a dialog offers first; what is taken, the content says."""

Content = Callable[[], bytes]
"""Gives the bytes of a file (off the screen's thread; raises IntakeError)."""


@dataclass(frozen=True)
class Source:
    """A file that is to be added: its name for the screen, and how it is read (off the screen's
    thread; raises IntakeError)."""

    name: str
    read: Callable[[], Readable]


def of_path(path: Path) -> Source:
    """A file on a disk or stick."""
    return Source(shown_name(path.name), partial(read_path, path))


def holds_files(mime: QMimeData) -> bool:
    """True if something was dragged or copied that could be a file for us."""
    return (
        any(url.isLocalFile() for url in mime.urls())
        or mime.hasImage()
        or any(mime.hasFormat(form) for form in _AS_IT_IS)
    )


def of_mime(mime: QMimeData) -> list[Source]:
    """The files of a drop or of the clipboard, or the one picture that lies there."""
    paths = paths_of(mime)
    if paths:
        return [of_path(path) for path in paths]
    name = _("Pasted picture")
    return [Source(name, partial(_read, content, name)) for content in _pictures(mime)]


def contents_of(mime: QMimeData) -> list[Content]:
    """The same, for what is looked at and not kept."""
    paths = paths_of(mime)
    return [partial(bytes_of, path) for path in paths] if paths else _pictures(mime)


def paths_of(mime: QMimeData) -> list[Path]:
    """The files on this computer that were dragged or copied."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


def _pictures(mime: QMimeData) -> list[Content]:
    for form in _AS_IT_IS:
        if mime.hasFormat(form):
            return [partial(bytes, mime.data(form).data())]
    image = mime.imageData()
    if isinstance(image, QImage) and not image.isNull():
        return [partial(_as_file, image)]
    return []


def _read(content: Content, name: str) -> Readable:
    return read_bytes(content(), name)


def _as_file(image: QImage) -> bytes:
    """A picture that some program has put on the clipboard as dots."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes
    return bytes(content.data())
