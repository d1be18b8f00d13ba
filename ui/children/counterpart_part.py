"""The counterpart in the other country: who it is, what went there and why, what came back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from intake_app.acts import Act
from intake_app.children import service as children
from intake_app.children.model import (
    MAX_LINE,
    MAX_TEXT,
    Answered,
    Counterpart,
    Entry,
    EntryKind,
    Purpose,
    Sent,
)
from intake_app.children.service import SECTOR, ChildView
from intake_app.formats import country_name, language_name
from intake_app.i18n import _, language
from intake_app.referrals.model import Passage
from intake_app.referrals.needed import SheetField, fields_of
from intake_app.referrals.sheet import Withheld, kept_lines
from intake_app.words import word
from ui.children.child_part import ChildPart, day_words
from ui.children.entry_form import Asked, Page
from ui.fields.choice import Choice, ManyChoices, Option
from ui.fields.choice_list import ChoiceList
from ui.fields.date_edit import DayEdit
from ui.fields.options import countries, words_of
from ui.fields.text_edit import TextBlock, TextLine
from ui.people.background_fields import spoken_languages
from ui.tokens import Text, Tone


class CounterpartPart(ChildPart):
    """Signals: those of a part."""

    def make_buttons(self) -> None:
        """Who, what goes, and the empty form."""
        self.add_button("sent", lambda: _("Pass something on"), "send", self.begin)
        self.add_button("counterpart", lambda: _("Counterpart"), "globe", self.write_counterpart)
        self.add_button(
            "blank", lambda: _("Blank form"), "printer", lambda: self.print_blank("inquiry_request")
        )

    def reasons(self, view: ChildView) -> Mapping[str, str]:
        """Something goes only to somebody who is known, by who may refer."""
        said = ""
        if not self._session.may(Act.CHILD_SHARED):
            said = _("Only a counsellor passes something on.")
        elif view.file.counterpart is None:
            said = _("Write down first who works on the case in the other country.")
        return {"sent": said}

    # ------------------------------------------------------------------ pages

    def write_counterpart(self) -> None:
        """Who works on the case there."""
        view = self._view
        if view is None:
            return
        session, case_id, now = self._session, self._case_id, view.file.counterpart
        today = session.today

        def put(values: Mapping[str, Any]) -> Entry:
            texts = {key: value or "" for key, value in values.items() if key != "on"}
            return children.note(session, case_id, Counterpart(values["on"], **texts))

        def known() -> list[Option]:
            return [Option(one.id, one.name) for one in view.providers if one.active]

        asked = [
            _day(today),
            Asked(
                "provider_id",
                lambda: ChoiceList(known),
                lambda: _("Organisation"),
                True,
                helper=lambda: _("From the service directory: add it there if it is missing."),
            ),
            Asked("country", lambda: ChoiceList(countries), lambda: _("Country"), True, False),
            Asked(
                "language", lambda: ChoiceList(spoken_languages), lambda: _("Language"), wide=False
            ),
            Asked("person", lambda: TextLine(MAX_LINE), lambda: _("Person there"), wide=False),
            Asked(
                "contact", lambda: TextLine(MAX_LINE), lambda: _("Safe contact"), True, False,
                lambda: _("A telephone or address that only this person answers."),
            ),
            Asked("note", lambda: TextBlock(MAX_TEXT, lines=2), lambda: _("Note")),
        ]  # fmt: skip
        first: dict[str, Any] = {"on": today()}
        if now is not None:
            keys = ("provider_id", "country", "language", "person", "contact", "note")
            first |= {key: getattr(now, key) for key in keys}
        title = lambda: word("child_entry", "counterpart")  # noqa: E731 - asked again later
        self.write("counterpart", Page(title, asked, put, first))

    def begin(self) -> None:
        """Pass something on: what for, what, which fields."""
        view = self._view
        if view is None or self.reasons(view)["sent"] or view.provider is None:
            return
        session, case_id, service = self._session, self._case_id, view.provider.name
        needed = [one for one in SheetField if one in fields_of(SECTOR)]

        def put(values: Mapping[str, Any]) -> Entry:
            purpose, passage = values["purpose"], values["passage"]
            sent = Sent(
                values["on"],
                Purpose(purpose) if purpose else None,
                values["what"] or "",
                Passage(passage) if passage else None,
                values["answer_by"],
            )
            left_out = {one.value for one in needed} - set(values["fields"] or ())
            return children.send(session, case_id, sent, left_out)

        def fields() -> list[Option]:
            return [Option(one.value, word("sheet", one)) for one in needed]

        asked = _asked_of_sent(session.today, fields)
        self.write(
            "sent",
            Page(
                lambda: _("Pass something on"),
                asked,
                put,
                {"on": session.today(), "fields": [one.value for one in needed]},
                lambda values: {"answer_by": values["purpose"] == Purpose.INQUIRY},
                hint=lambda: _("To {service}. Never a photograph.").format(service=service),
            ),
        )

    def write_answer(self, inquiry: str) -> None:
        """The report of an inquiry came."""
        view = self._view
        if view is None:
            return
        session, case_id, today = self._session, self._case_id, self._session.today

        def put(values: Mapping[str, Any]) -> Entry:
            answer = Answered(
                values["on"], inquiry, values["outcome"] or "", values["file_id"] or ""
            )
            return children.note(session, case_id, answer)

        def files() -> list[Option]:
            named = view.files.items()
            return [Option(id_, name or _("File without a name")) for id_, name in named]

        asked = [
            Asked(
                "on", lambda: DayEdit(today, latest=today()), lambda: _("Report received on"), True,
                wide=False,
            ),
            Asked(
                "file_id",
                lambda: ChoiceList(files),
                lambda: _("Attached report"),
                wide=False,
                helper=lambda: _("Files to choose are added in the tab “Attachments”."),
            ),
            Asked(
                "outcome",
                lambda: TextBlock(MAX_TEXT, lines=4),
                lambda: _("What the report says, in short"),
                True,
            ),
        ]  # fmt: skip
        title = lambda: word("child_entry", "answered")  # noqa: E731 - asked again later
        self.write(f"answered {inquiry}", Page(title, asked, put, {"on": today()}))

    # ------------------------------------------------------------------ cards

    def show_cards(self, view: ChildView) -> None:
        """Who it is, then what went there, the newest first."""
        now = view.file.counterpart
        if now is None:
            self.add_words(
                _(
                    "Nobody in the other country is written down yet. Add the organisation to the"
                    " service directory, then choose it under “Counterpart”."
                )
            )
        else:
            entry = view.file.of(EntryKind.COUNTERPART)[0]
            card = self.add_card(word("child_entry", "counterpart"), entry)
            tongue = language()
            card.show_rows(
                [
                    (_("Organisation"), self._service(now.provider_id)),
                    (_("Country"), country_name(now.country, tongue)),
                    (_("Person there"), now.person),
                    (_("Safe contact"), now.contact),
                    (_("Language"), language_name(now.language, tongue) if now.language else ""),
                    (_("Note"), now.note),
                ]
            )
        if view.file.of(EntryKind.SENT):
            self.add_words(_("What went there"), Text.SECTION)
        answers = {asked.id: answer for asked, answer in view.file.inquiries}
        for entry in view.file.of(EntryKind.SENT):
            self._show_sent(view, entry, answers.get(entry.id))

    def _service(self, provider_id: str) -> str:
        providers = self._view.providers if self._view else ()
        return next((one.name for one in providers if one.id == provider_id), "")

    def _show_sent(self, view: ChildView, entry: Entry, answer: Entry | None) -> None:
        body = entry.body
        assert isinstance(body, Sent)
        is_inquiry = body.purpose is Purpose.INQUIRY
        title = _("{what} of {day}").format(
            what=word("child_purpose", body.purpose or ""), day=day_words(body.on)
        )
        card = self.add_card(title, entry)
        if answer is not None:
            card.say(_("Answered"), "circle-check", Tone.SUCCESS)
        elif is_inquiry:
            late = body.answer_by is not None and body.answer_by < self._session.today()
            words = _("Answer overdue") if late else _("Waits for the answer")
            card.say(words, "clock", Tone.DANGER if late else Tone.WARNING)
        kept = [
            f"{word('sheet', one.field)} ({word('withheld', one.withheld)})"
            for one in kept_lines(body.withheld)
            if one.withheld not in (None, Withheld.NOT_NEEDED)
        ]
        report = answer.body if answer is not None else None
        assert report is None or isinstance(report, Answered)
        card.show_rows(
            [
                (_("Passed on to"), self._service(body.provider_id)),
                (_("What is asked or told"), body.what),
                (_("What was passed on"), ", ".join(word("sheet", one) for one in body.shared)),
                (_("Not passed on"), ", ".join(kept)),
                (_("On what it rests"), self._basis(view, body.consent_id)),
                (_("How it went"), word("passage", body.passage or "")),
                (_("Answer hoped for by"), day_words(body.answer_by) if is_inquiry else ""),
                (_("Report received on"), day_words(report.on) if report else ""),
                (_("What the report says, in short"), report.outcome if report else ""),
                (_("Attached report"), view.files.get(report.file_id, "") if report else ""),
            ]
        )
        if is_inquiry and answer is None:
            note = partial(self.write_answer, entry.id)
            card.add_button(self.small(_("Note the report"), "inbox", note))
        printed = partial(self.print_entry, "inquiry_request", entry.id)
        card.add_button(self.small(_("Print…"), "printer", printed))

    def _basis(self, view: ChildView, consent_id: str) -> str:
        consent = next((one for one in view.case.consents if one.id == consent_id), None)
        if consent is None:
            return ""
        return f"{word('basis', consent.legal_basis)}, {day_words(consent.given_on)}"


def _day(today: Any) -> Asked:
    return Asked("on", lambda: DayEdit(today, latest=today()), lambda: _("Day"), True, False)


def _asked_of_sent(today: Any, fields: Callable[[], list[Option]]) -> list[Asked]:
    """What is asked before something goes."""
    return [
        _day(today),
        Asked(
            "purpose",
            lambda: Choice(lambda: words_of("child_purpose"), wraps=True),
            lambda: _("Purpose"),
            True,
        ),
        Asked(
            "answer_by",
            lambda: DayEdit(today),
            lambda: _("Answer hoped for by"),
            True,
            wide=False,
        ),
        Asked(
            "what",
            lambda: TextBlock(MAX_TEXT, lines=4),
            lambda: _("What is asked or told"),
            True,
        ),
        Asked(
            "fields",
            lambda: ManyChoices(fields),
            lambda: _("What may be told about the child"),
            helper=lambda: _("What the consent keeps back does not go, whatever is ticked."),
        ),
        Asked(
            "passage",
            lambda: ChoiceList(lambda: words_of("passage")),
            lambda: _("How it goes"),
            True,
        ),
    ]
