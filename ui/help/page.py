"""One page of the help as it is read: Markdown of our own, which can load and open nothing."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeySequence,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFragment,
)
from PySide6.QtWidgets import QApplication

from ui.buttons import key_words
from ui.help.pages import page_of_link, with_keys
from ui.style import base_font
from ui.tokens import BASE_POINTS, POINTS, XL, XS, L, M, Text, Tokens, mixed

_LINE_HEIGHT = 130.0
"""Percent of the font's own: a page is read, not looked over."""

_IN_PERCENT = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
_KEY_GROUND = 0.09
_OBJECT = "\ufffc"
"""The letter that stands for a picture in a text of Qt."""


@dataclass(frozen=True)
class Look:
    """What a page is drawn with: the colours, and the size of its text (1.0 is 100 %)."""

    tokens: Tokens
    zoom: float


class HelpPage(QTextDocument):
    """HTML is not read at all, pictures are taken out, and only links to our pages are links."""

    def __init__(self, markdown: str, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setUndoRedoEnabled(False)
        self.setDefaultFont(base_font(self._scale()))
        self.setDocumentMargin(L)
        self.setIndentWidth(XL * self._scale())
        text = with_keys(markdown, lambda keys: key_words(QKeySequence(keys)))
        features = QTextDocument.MarkdownFeature
        self.setMarkdown(text, features.MarkdownDialectGitHub | features.MarkdownNoHTML)
        self._dress_letters()
        self._dress_blocks()

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:  # noqa: N802 - Qt's name
        """Nothing: a page consists of its text."""
        return None

    def _scale(self) -> float:
        return QApplication.font().pointSizeF() / BASE_POINTS * self._look.zoom

    # ------------------------------------------------------------------ letters

    def _dress_letters(self) -> None:
        """Keys, links and pictures; from the end, so that the places stay true."""
        pieces = [
            (fragment.position(), fragment.length(), fragment.charFormat())
            for block in self._blocks()
            for fragment in _fragments(block)
        ]
        for start, length, form in reversed(pieces):
            cursor = QTextCursor(self)
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            if form.isImageFormat() or cursor.selectedText().strip(_OBJECT) == "":
                cursor.removeSelectedText()
            elif form.isAnchor():
                cursor.setCharFormat(self._link(form))
            elif form.fontFixedPitch():
                cursor.setCharFormat(self._key())

    def _link(self, form: QTextCharFormat) -> QTextCharFormat:
        """A link to one of our pages, or only its words."""
        plain = QTextCharFormat()
        if page_of_link(form.anchorHref()) is None:
            return plain
        plain.setAnchor(True)
        plain.setAnchorHref(form.anchorHref())
        plain.setForeground(QColor(self._look.tokens.accent))
        plain.setFontUnderline(True)
        return plain

    def _key(self) -> QTextCharFormat:
        tokens = self._look.tokens
        form = QTextCharFormat()
        form.setBackground(QColor(mixed(tokens.text, tokens.surface, _KEY_GROUND)))
        form.setForeground(QColor(tokens.text))
        return form

    # ------------------------------------------------------------------ blocks

    def _dress_blocks(self) -> None:
        for block in self._blocks():
            cursor = QTextCursor(block)
            form = QTextBlockFormat(block.blockFormat())
            form.setLineHeight(_LINE_HEIGHT, _IN_PERCENT)
            level = form.headingLevel()
            above = 0 if level <= 1 else XL
            form.setTopMargin(above if level else 0)
            form.setBottomMargin(XS if block.textList() and block.next().textList() else M)
            cursor.setBlockFormat(form)
            if level:
                cursor.movePosition(
                    QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
                )
                cursor.setCharFormat(self._heading(level))

    def _heading(self, level: int) -> QTextCharFormat:
        form = QTextCharFormat()
        kind = Text.TITLE if level == 1 else Text.SECTION
        form.setFontPointSize(POINTS[kind] * self._scale())
        form.setFontWeight(QFont.Weight.DemiBold)
        return form

    def _blocks(self) -> list[QTextBlock]:
        found, block = [], self.begin()
        while block.isValid():
            found.append(block)
            block = block.next()
        return found


def _fragments(block: QTextBlock) -> list[QTextFragment]:
    """The pieces of a block that look alike."""
    found, place = [], block.begin()
    while not place.atEnd():
        found.append(place.fragment())
        place += 1
    return found
