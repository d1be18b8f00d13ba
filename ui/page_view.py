"""Showing a PDF or a picture that exists only in memory."""

from __future__ import annotations

import importlib
from collections import OrderedDict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QHBoxLayout, QVBoxLayout, QWidget

from intake_app.i18n import _
from ui.buttons import IconButton
from ui.plain import PlainLabel
from ui.style import tokens_of
from ui.tokens import M, S, Text, mixed

if TYPE_CHECKING:
    import pypdfium2

POINTS_PER_INCH = 72
_STEP = 1.25
_LEAST, _MOST = 0.25, 6.0
_MOST_FITTED = 4.0
"""A small picture is not made larger than that in order to fill the place."""
_PICTURES_KEPT = 6


def open_pdf(pdf: bytes) -> pypdfium2.PdfDocument:
    """The document, for drawing. The library is loaded with the first one: most desks show none
    for a while, and it takes 8 MB."""
    document: pypdfium2.PdfDocument = importlib.import_module("pypdfium2").PdfDocument(pdf)
    return document


def render_page(page: pypdfium2.PdfPage, scale: float) -> QImage:
    """One page as a picture; ``scale`` is pixels per point."""
    bitmap = page.render(scale=scale, prefer_bgrx=True)
    picture = QImage(
        bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32
    )
    return picture.copy()  # the buffer belongs to pdfium and goes away with the bitmap


def _scaled(image: QImage, scale: float) -> QImage:
    """A smaller copy for the screen; a larger one is made while it is painted."""
    if scale >= 1:
        return image
    smooth = Qt.TransformationMode.SmoothTransformation
    return image.scaledToWidth(max(1, round(image.width() * scale)), smooth)


class PageArea(QAbstractScrollArea):
    """The pages below each other. Only those in sight are drawn.

    Signals: ``page_changed`` the number of the page in sight, from 1.
    """

    page_changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._document: pypdfium2.PdfDocument | None = None
        self._image: QImage | None = None
        self._sizes: list[tuple[float, float]] = []
        self._zoom: float | None = None  # None: as wide as the place
        self._pictures: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._page = 0
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def show_pdf(self, pdf: bytes) -> None:
        """Show this document from its first page."""
        self.close_pdf()
        self._document = open_pdf(pdf)
        self._sizes = [self._document.get_page_size(n) for n in range(len(self._document))]
        self._layout()
        self.verticalScrollBar().setValue(0)
        self._scrolled()

    def show_picture(self, image: QImage) -> None:
        """Show a picture as one page, the whole of it at first."""
        self.close_pdf()
        self._image = image
        shrink = POINTS_PER_INCH / 96
        self._sizes = [(max(1, image.width()) * shrink, max(1, image.height()) * shrink)]
        self._zoom = None
        self._layout()
        self._scrolled()

    def close_pdf(self) -> None:
        """Let the document and its pictures go."""
        if self._document is not None:
            self._document.close()
        self._document, self._image, self._sizes = None, None, []
        self._pictures.clear()
        self._page = 0
        self.viewport().update()

    def count(self) -> int:
        """How many pages the document has."""
        return len(self._sizes)

    def page(self) -> int:
        """The page in sight, from 1; 0 without a document."""
        return self._page

    def go_to(self, page: int) -> None:
        """Bring a page (from 1) to the top."""
        if self._sizes:
            place = min(max(page, 1), self.count()) - 1
            self.verticalScrollBar().setValue(round(self._top(place)))
            self._set_page(place + 1)  # also where the last page is too short to reach the top

    def zoom(self) -> float:
        """Pixels of the screen for each 1/96 inch of paper."""
        return self._scale() * POINTS_PER_INCH / 96

    def set_zoom(self, zoom: float | None) -> None:
        """Another size; None makes the page as wide as the place."""
        here = self.page()
        self._zoom = None if zoom is None else min(max(zoom, _LEAST), _MOST)
        self._layout()
        self.go_to(here)

    def _scale(self) -> float:
        if self._zoom is not None:
            return self._zoom * 96 / POINTS_PER_INCH
        widest = max((width for width, _height in self._sizes), default=595)
        scale = (self.viewport().width() - 2 * M) / widest
        if self._image is not None:  # the whole picture, not only its width
            high = (self.viewport().height() - 2 * M) / self._sizes[0][1]
            scale = min(scale, high, _MOST_FITTED * 96 / POINTS_PER_INCH)
        return max(0.01, scale)

    def _top(self, place: int) -> float:
        scale = self._scale()
        return sum(height * scale + M for _width, height in self._sizes[:place])

    def _layout(self) -> None:
        scale = self._scale()
        whole = self._top(self.count()) + M
        widest = max((width for width, _height in self._sizes), default=0) * scale + 2 * M
        seen = self.viewport().size()
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setRange(0, max(0, round(whole) - seen.height()))
        down.setPageStep(seen.height())
        down.setSingleStep(48)
        across.setRange(0, max(0, round(widest) - seen.width()))
        across.setPageStep(seen.width())
        self.viewport().update()

    def _rects(self) -> Iterator[tuple[int, QRectF]]:
        scale, top = self._scale(), M - float(self.verticalScrollBar().value())
        for place, (width, height) in enumerate(self._sizes):
            room = self.viewport().width()
            left = max(M, (room - width * scale) / 2) - self.horizontalScrollBar().value()
            yield place, QRectF(left, top, width * scale, height * scale)
            top += height * scale + M

    def _picture(self, place: int) -> QImage:
        scale = self._scale() * self.devicePixelRatioF()
        key = (place, round(scale * 1000))
        if key not in self._pictures:
            if self._image is not None:
                self._pictures[key] = _scaled(self._image, scale * POINTS_PER_INCH / 96)
            elif self._document is not None:
                page = self._document[place]
                self._pictures[key] = render_page(page, scale)
                page.close()
            while len(self._pictures) > _PICTURES_KEPT:
                self._pictures.popitem(last=False)
        self._pictures.move_to_end(key)
        return self._pictures[key]

    def _scrolled(self) -> None:
        bar = self.verticalScrollBar()
        middle = self.viewport().height() / 3
        seen = [place for place, rect in self._rects() if rect.top() <= middle]
        at_end = bar.maximum() > 0 and bar.value() == bar.maximum()
        self._set_page(self.count() if at_end else seen[-1] + 1 if seen else 0)
        self.viewport().update()

    def _set_page(self, page: int) -> None:
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the pages that are in sight."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        tokens = tokens_of(self)
        seen = QRectF(self.viewport().rect())
        painter.fillRect(seen, QColor(mixed(tokens.text, tokens.window, 0.08)))
        for place, rect in self._rects():
            if rect.intersects(seen):
                painter.drawImage(rect, self._picture(place))
                painter.setPen(QColor(tokens.strong_line))
                painter.drawRect(rect)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The width of the page follows the place."""
        here = self.page()
        self._layout()
        if self._zoom is None and here:
            self.go_to(here)
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Page keys go from page to page; + - 0 change the size."""
        key = event.key()
        if key == Qt.Key.Key_PageDown:
            self.go_to(self.page() + 1)
        elif key == Qt.Key.Key_PageUp:
            self.go_to(self.page() - 1)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(1 if key == Qt.Key.Key_Home else self.count())
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.set_zoom(self.zoom() * _STEP)
        elif key == Qt.Key.Key_Minus:
            self.set_zoom(self.zoom() / _STEP)
        elif key == Qt.Key.Key_0:
            self.set_zoom(None)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """With Ctrl the size changes, as in every viewer."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            larger = event.angleDelta().y() > 0
            self.set_zoom(self.zoom() * (_STEP if larger else 1 / _STEP))
        else:
            super().wheelEvent(event)


class PageView(QWidget):
    """A document or picture with its page number and buttons for the size."""

    def __init__(self) -> None:
        super().__init__()
        self._is_picture = False
        self.area = PageArea()
        self._number = PlainLabel(Text.SECONDARY)
        self._before, self._after = IconButton("chevron-up"), IconButton("chevron-down")
        self._smaller, self._larger = IconButton("zoom-out"), IconButton("zoom-in")
        self._fit = IconButton("move-horizontal")
        row = QHBoxLayout()
        row.setContentsMargins(S, 0, S, 0)
        for widget in (self._before, self._after, self._number):
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (self._smaller, self._larger, self._fit):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(S)
        column.addLayout(row)
        column.addWidget(self.area, 1)
        self.setFocusProxy(self.area)
        self._before.clicked.connect(lambda: self.area.go_to(self.area.page() - 1))
        self._after.clicked.connect(lambda: self.area.go_to(self.area.page() + 1))
        self._smaller.clicked.connect(self.zoom_out)
        self._larger.clicked.connect(self.zoom_in)
        self._fit.clicked.connect(self.fit_width)
        self.area.page_changed.connect(self._show_number)
        self.retranslate()

    @property
    def page_count(self) -> int:
        """How many pages the document has."""
        return self.area.count()

    def show_pdf(self, pdf: bytes) -> None:
        """Show this document."""
        self._is_picture = False
        self.area.show_pdf(pdf)
        self.retranslate()

    def show_picture(self, image: QImage) -> None:
        """Show this picture."""
        self._is_picture = True
        self.area.show_picture(image)
        self.retranslate()

    def clear(self) -> None:
        """Show nothing."""
        self.area.close_pdf()
        self._show_number()

    def zoom_in(self) -> None:
        """Larger."""
        self.area.set_zoom(self.area.zoom() * _STEP)

    def zoom_out(self) -> None:
        """Smaller."""
        self.area.set_zoom(self.area.zoom() / _STEP)

    def fit_width(self) -> None:
        """As wide as the place."""
        self.area.set_zoom(None)

    def retranslate(self) -> None:
        """Names of the buttons and the page number."""
        self._before.set_name(_("Page before"))
        self._after.set_name(_("Next page"))
        self._smaller.set_name(_("Smaller"))
        self._larger.set_name(_("Larger"))
        whole = self._is_picture
        self._fit.set_name(_("The whole picture") if whole else _("As wide as the window"))
        self.area.setAccessibleName(_("Picture") if whole else _("Document"))
        self._show_number()

    def _show_number(self) -> None:
        page, pages = self.area.page(), self.area.count()
        self._number.setText(_("Page {page} of {pages}").format(page=page, pages=pages))
        self._number.setVisible(pages > 0 and not self._is_picture)
        for button in (self._before, self._after):
            button.setVisible(not self._is_picture)
        self._before.setEnabled(page > 1)
        self._after.setEnabled(page < pages)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language all texts are set again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
