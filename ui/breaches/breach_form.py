"""One entry of the breach log: what happened, what it held, what was done, who was told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from intake_app.breaches import service as breaches
from intake_app.breaches.service import Breach, BreachKind, PrintedPaper
from intake_app.formats import format_number, format_short_date
from intake_app.i18n import _, language, ngettext
from intake_app.session import Session
from intake_app.sync.service import Batch, batches
from intake_app.words import word
from ui.cards import IconLabel
from ui.cases.days import local_moment
from ui.cases.short_form import ShortForm
from ui.fields.choice import ManyChoices, Option
from ui.fields.choice_list import ChoiceList
from ui.fields.date_edit import DayEdit
from ui.fields.options import words_of
from ui.fields.text_edit import NumberEdit, TextBlock, Tick
from ui.messages import Messages
from ui.tasks import Tasks
from ui.tokens import Text

MOST_LISTED = 24
"""Batches and printed papers that can be ticked; what was lost is nearly always recent."""


class BreachForm(ShortForm):
    """Signals: those of a page with questions."""

    help_page = "retention"

    def __init__(
        self, session: Session, tasks: Tasks, messages: Messages, breach: Breach | None
    ) -> None:
        super().__init__(tasks, messages)
        self._session = session
        self._breach = breach or breaches.new_breach(session, BreachKind.DEVICE)
        self._is_new = breach is None
        self._batches: Sequence[Batch] = ()
        self._prints: Sequence[PrintedPaper] = ()
        self._counted = 0
        self._taken = self._breach
        self.count = IconLabel(Text.SECONDARY)
        self._add_questions()
        self._fill()
        for key in ("has_vault", "batches", "prints"):
            self.form[key].edited.connect(self._count)
        self.retranslate()
        self.reload()

    def _add_questions(self) -> None:
        form, today = self.form, self._session.today
        form.add_section("what", lambda: _("The incident"))
        form.add(
            "kind",
            ChoiceList(lambda: words_of("breach")),
            lambda: _("Kind"),
            required=True,
            wide=True,
        )
        form.add(
            "happened_on", DayEdit(today, latest=today()), lambda: _("Happened on"), required=True
        )
        form.add(
            "noticed_on", DayEdit(today, latest=today()), lambda: _("Noticed on"), required=True
        )
        form.add(
            "what",
            TextBlock(max_length=2000, lines=4),
            lambda: _("The incident"),
            required=True,
            wide=True,
            helper=lambda: _("No names of returnees: the log is kept when their files are erased."),
        )
        form.add_section("held", lambda: _("What it held"))
        form.add(
            "has_vault",
            Tick(lambda: _("The whole vault was on it")),
            lambda: _("Vault"),
            wide=True,
        )
        form.add(
            "batches", ManyChoices(self._batch_options), lambda: _("Encrypted batches on it"),
            wide=True, helper=self._no_batches,
        )  # fmt: skip
        form.add(
            "prints", ManyChoices(self._print_options), lambda: _("Printed papers"),
            wide=True, helper=self._no_prints,
        )  # fmt: skip
        form.add("persons", NumberEdit(0, 9_999_999), lambda: _("People concerned"))
        form.add_widget(self.count, wide=False)
        form.add_section("done", lambda: _("What was done"))
        form.add(
            "measures", TextBlock(max_length=2000, lines=3), lambda: _("What was done"), wide=True
        )
        form.add(
            "notified",
            TextBlock(max_length=2000, lines=3),
            lambda: _("Who was told, and when"),
            wide=True,
            helper=lambda: _(
                "Headquarters, the authority, the people concerned; each with the day."
            ),
        )

    def _fill(self) -> None:
        one = self._breach
        self.form.set_values(
            {
                "kind": None if self._is_new else one.kind.value,
                "happened_on": one.happened_on,
                "noticed_on": one.noticed_on,
                "what": one.what,
                "has_vault": one.has_vault,
                "persons": one.persons if not self._is_new else None,
                "measures": one.measures,
                "notified": one.notified,
            }
        )

    # ------------------------------------------------------------------ what it held

    def reload(self) -> None:
        """Read which batches and papers there are."""
        session = self._session

        def done(read: tuple[list[Batch], list[PrintedPaper]]) -> None:
            first = not self._batches and not self._prints
            self._batches, self._prints = read
            for key in ("batches", "prints"):
                self.form[key].retranslate()
                self.form.field(key).retranslate()
            if first:
                chosen = {
                    "batches": [str(number) for number in self._breach.batches],
                    "prints": list(self._breach.prints),
                }
                for key, values in chosen.items():
                    self.form[key].set_value(values)
                self.form.set_saved()
                self._count()

        self._tasks.read(self, lambda: (batches(session), breaches.print_register(session)), done)

    def _batch_options(self) -> list[Option]:
        words = _("Batch {number} of {day}")
        return [
            Option(
                str(one.number),
                words.format(
                    number=one.number,
                    day=format_short_date(local_moment(one.sealed_at).date(), language()),
                ),
            )
            for one in self._batches[:MOST_LISTED]
        ]

    def _print_options(self) -> list[Option]:
        words = _("{paper} {number}, copy {copy}, {day}")
        return [
            Option(
                one.id,
                words.format(
                    paper=word("paper", one.kind),
                    number=one.case_number,
                    copy=one.copy,
                    day=format_short_date(local_moment(one.printed_at).date(), language()),
                ),
            )
            for one in self._prints[:MOST_LISTED]
        ]

    def _no_batches(self) -> str:
        return "" if self._batches else _("No batch was ever sealed here.")

    def _no_prints(self) -> str:
        return "" if self._prints else _("Nothing was ever printed here.")

    def _count(self) -> None:
        """How many people the ticked things are about."""
        session, held = self._session, self._held()

        def done(count: int) -> None:
            self._counted = count
            self._say_count()

        self._tasks.read(self, lambda: breaches.persons_concerned(session, *held), done)

    def _held(self) -> tuple[bool, list[int], list[str]]:
        typed = {key: self.form[key].value() for key in ("has_vault", "batches", "prints")}
        return typed["has_vault"], [int(number) for number in typed["batches"]], typed["prints"]

    def _say_count(self) -> None:
        words = ngettext(
            "What is ticked is about {count} person. Type another number if you know better.",
            "What is ticked is about {count} people. Type another number if you know better.",
            self._counted,
        )
        self.count.show_text(words.format(count=format_number(self._counted, language())), "users")

    # ------------------------------------------------------------------ saving

    def take(self) -> None:
        """What is typed."""
        typed, (has_vault, numbers, prints) = self.form.values(), self._held()
        known = typed["persons"]
        self._taken = replace(
            self._breach,
            kind=BreachKind(typed["kind"]),
            happened_on=typed["happened_on"],
            noticed_on=typed["noticed_on"],
            what=typed["what"],
            has_vault=has_vault,
            batches=tuple(numbers),
            prints=tuple(prints),
            persons=self._counted if known is None else known,
            measures=typed["measures"],
            notified=typed["notified"],
        )

    def put(self) -> Breach:
        """Write the entry; what stood there before stays on record."""
        return breaches.record_breach(self._session, self._taken)

    def retranslate(self) -> None:
        """Every text of the page."""
        where = "" if self._is_new else str(self._breach.number)
        self.title.set_title(_("Breach log"), where or _("new entry"))
        self.save.set_text(_("Write the entry"))
        self.back.set_text(_("Back"))
        self._say_count()
