"""Everything about one thing that was given."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from intake_app.acts import Act
from intake_app.formats import format_date, format_money, format_number
from intake_app.i18n import _, language
from intake_app.needs.kinds import kind_words
from intake_app.needs.model import GivenItem
from intake_app.needs.service import NeedsView
from intake_app.session import Session
from intake_app.words import word
from ui.buttons import Button
from ui.cards import Card, ChipRow, IconLabel, KeyValues
from ui.cases.days import moment_words, on_day
from ui.plain import PlainLabel
from ui.tokens import Text, Tone


def receipt_state(item: GivenItem, scans: Collection[str]) -> tuple[str, str, Tone]:
    """Whether somebody has signed for it and the paper is in the file: words, icon and tone.

    ``scans`` are the ids of the things whose signed receipt was scanned.
    """
    if not item.stands:
        return _("Was taken back"), "undo-2", Tone.NEUTRAL
    if item.lacks_receipt:
        return _("To be signed"), "clock", Tone.WARNING
    if item.id in scans:
        return _("Signed, scanned"), "file-check", Tone.SUCCESS
    return _("Signed on paper, no scan yet"), "image", Tone.WARNING


class ItemDetails(Card):
    """Hidden while nothing is selected."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.staff: Mapping[str, str] = {}
        self._title = PlainLabel(Text.SECTION, wrap=True)
        self._chips, self._values = ChipRow(), KeyValues(2)
        self._said = IconLabel(Text.BODY)
        self.take_back = Button(icon="undo-2")
        for widget in (self._title, self._chips, self._said, self._values, self.take_back):
            self.body.addWidget(widget)
        self.hide()

    def show_item(self, item: GivenItem | None, view: NeedsView | None) -> None:
        """Show one thing; None hides everything."""
        self.setVisible(item is not None)
        if item is None or view is None:
            return
        self._title.setText(kind_words(view.pack, item.kind))
        words, icon, tone = receipt_state(item, view.scans)
        self._chips.set_chips([(icon, tone, words)])
        self._said.setVisible(not item.stands)
        if not item.stands:
            words = _("Taken back by {who} on {day}: {reason}").format(
                who=self.staff.get(item.taken_back_by, item.taken_back_by),
                day=on_day(item.taken_back_at),
                reason=item.reason,
            )
            self._said.show_text(words, "undo-2", Tone.NEUTRAL)
        self._values.set_rows([row for row in self._rows(item, view) if row[1]])
        self.take_back.setVisible(item.stands)
        self.take_back.set_text(_("Take this back"))
        may = self._session.may(Act.ITEM_TAKEN_BACK)
        self.take_back.set_reason("" if may else _("Your role may not do this. Ask a supervisor."))

    def _rows(self, item: GivenItem, view: NeedsView) -> list[tuple[str, str]]:
        signed = format_date(item.receipt_on, language()) if item.receipt_on else ""
        package = view.pack.package(item.package) if item.package else None
        return [
            (_("More exactly"), item.what),
            (_("Pieces"), format_number(item.quantity, language())),
            (_("Value"), format_money(item.value, language()) if item.value else _("in kind")),
            (_("Counts against"), package.name.in_(language()) if package else _("nothing")),
            (_("Given on"), format_date(item.given_on, language())),
            (_("How it is given"), word("handed", item.handed)),
            (_("Who takes it"), item.taker_name or word("taker", item.taker)),
            (_("Note"), item.note),
            (_("Receipt signed on"), signed),
            (_("Scan of the receipt"), self._scan_words(item, view)),
            (
                _("Written down"),
                _("{when}, by {who}").format(
                    when=moment_words(item.written_at, self._session.clock()),
                    who=self.staff.get(item.given_by, item.given_by),
                ),
            ),
        ]

    def _scan_words(self, item: GivenItem, view: NeedsView) -> str:
        if not item.stands and item.id not in view.scans:
            return ""
        if scan := view.scans.get(item.id):
            return _("{file}, added {day}").format(
                file=scan.name or word("attachment", scan.kind), day=on_day(scan.added_at)
            )
        return _("not in the file yet")
