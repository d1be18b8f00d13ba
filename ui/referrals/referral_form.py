"""Referring the person to a service of the directory, if they agreed that it may know of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal

from intake_app.acts import Act
from intake_app.i18n import _, language
from intake_app.referrals.fitting import Fit
from intake_app.referrals.model import Direction, Passage, Provider, Referral, Urgency
from intake_app.referrals.service import receive, refer
from intake_app.referrals.sheet import SheetLine, Withheld, sheet, told
from intake_app.session import Session
from intake_app.values import new_id
from intake_app.words import choices, word
from ui.cards import IconLabel
from ui.cases.record_form import RecordForm, held
from ui.fields.choice import Choice, ManyChoices, Option
from ui.fields.choice_list import ChoiceList
from ui.fields.options import words_of
from ui.fields.text_edit import TextBlock, TextLine
from ui.icons import put_icon
from ui.plain import shortened
from ui.referrals.referral_frame import URGENCY_LOOK, ReferralFrame
from ui.referrals.service_card import ServiceCard
from ui.tasks import Tasks
from ui.tokens import Text


class ReferralForm(RecordForm):
    """Out to a service, or (``direction`` in) one that a service sent to us.

    Signals: those of the page; ``consent_wanted`` the id of the service that needs one.
    """

    consent_wanted = Signal(str)

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        frame: ReferralFrame,
        direction: Direction = Direction.OUT,
    ) -> None:
        super().__init__(tasks)
        self._session, self.frame, self._direction = session, frame, direction
        self._is_in = direction is Direction.IN
        self._wanted: Referral | None = None
        self._left_out: frozenset[str] = frozenset()
        self._id = new_id()
        self.card = ServiceCard(frame)
        self.agreed, self.verified, self.record = (
            self.card.agreed, self.card.verified, self.card.record
        )  # fmt: skip
        self.stays = IconLabel(Text.SECONDARY)
        self._add_questions()
        for key in ("sector", "urgency"):
            self.form[key].edited.connect(self._looked_for)
        self.form["provider"].edited.connect(self._service_chosen)
        self.form["shared"].edited.connect(self._unticked)
        self.record.clicked.connect(
            lambda: self.consent_wanted.emit(self.form["provider"].value() or "")
        )
        self.form.set_values({"urgency": Urgency.NORMAL.value, "passage": Passage.CARRIED.value})
        if self._is_in:
            put_icon(self.save, "check")  # it goes to nobody
        for key in ("shared", "passage"):
            self.form.set_relevant(key, not self._is_in)
        for key in ("their_number", "their_name"):
            self.form.set_relevant(key, self._is_in)
        self.setFocusProxy(self.form.field("sector"))
        self.retranslate()

    def _add_questions(self) -> None:
        form = self.form
        form.add("sector", ChoiceList(self._sectors), lambda: _("Kind of help"))
        form.add(
            "urgency",
            Choice(_urgencies, may_be_empty=False),
            lambda: (
                _("How soon we should answer")
                if self._is_in
                else _("How soon the service should answer")
            ),
            required=True,
            wide=True,
        )
        form.add(
            "provider",
            ChoiceList(self._providers),
            lambda: _("Sent by") if self._is_in else _("Service"),
            required=True,
        )
        form.add("their_number", TextLine(60), lambda: _("Their number of the referral"))
        form.add(
            "their_name",
            TextLine(120),
            lambda: _("Name as they wrote it"),
            helper=lambda: _("Our answer on paper names the person so, and in no other way."),
        )
        form.add_widget(held(self.card))
        form.add(
            "reason",
            TextBlock(1000, lines=3),
            lambda: (
                _("What is asked of us")
                if self._is_in
                else _("What the person needs from this service")
            ),
            required=True,
            wide=True,
            helper=lambda: "" if self._is_in else _("Write only what this service has to know."),
        )
        form.add(
            "shared",
            ManyChoices(
                lambda: _boxes(self._lines(), self.frame),
                columns=1,
            ),
            lambda: _("What goes to this service"),
            wide=True,
            helper=lambda: _("Untick what it need not know to begin."),
        )
        form.add_widget(held(self.stays))
        form.add(
            "passage",
            Choice(lambda: words_of("passage"), may_be_empty=False),
            lambda: _("How it gets there"),
            required=True,
            wide=True,
        )

    def _sectors(self) -> Sequence[Option]:
        used = {code for one in self.frame.providers if one.active for code in one.sectors}
        known = [sector.id for sector in self.frame.pack.sectors] if self.frame.pack else []
        if self._is_in:
            return [Option(one, self.frame.sector_name(one)) for one in known]
        ordered = [one for one in known if one in used] + sorted(used - set(known))
        return [Option(one, self.frame.sector_name(one)) for one in ordered]

    def _providers(self) -> Sequence[Option]:
        if self._is_in:
            return [Option(one.id, one.name, one.area) for one in self.frame.providers]
        return [Option(fit.provider.id, fit.provider.name, _hint(fit)) for fit in self._fits()]

    def _fits(self, only: Provider | None = None) -> list[Fit]:
        urgency = self.form["urgency"].value() or Urgency.NORMAL.value
        return self.frame.ranked(self.form["sector"].value(), Urgency(urgency), only)

    # ------------------------------------------------------------------ while it is chosen

    def set_frame(self, frame: ReferralFrame) -> None:
        """Take a directory and consents that were read again."""
        if frame != self.frame:
            self.frame = self.card.frame = frame
            self.form["sector"].retranslate()
            self._looked_for()

    def _looked_for(self) -> None:
        self.form["provider"].retranslate()
        self._show_service()

    def _service_chosen(self) -> None:
        """Another service: everything that may go is ticked again."""
        self._left_out = frozenset()
        self._show_service()

    def _unticked(self) -> None:
        """What need not go stays unticked, whatever kind of help is chosen afterwards."""
        boxes = self.form["shared"]
        self._left_out = (self._left_out | set(boxes.boxes)) - set(boxes.value())

    def _provider(self) -> Provider | None:
        return self.frame.provider(self.form["provider"].value())

    def _sector(self) -> str:
        provider = self._provider()
        return self.form["sector"].value() or (provider.sector if provider else "")

    def _lines(self) -> tuple[SheetLine, ...]:
        provider = self._provider()
        consent = self.frame.consent(provider.id) if provider else None
        return sheet(self._sector(), consent) if consent else ()

    def _show_service(self) -> None:
        """What is known about the service, and what of the person it would get."""
        provider = self._provider()
        fit = next(iter(self._fits(provider)), None) if provider else None
        self.card.show_service(provider, fit, is_in=self._is_in)
        self.save.set_reason(self._reason())
        boxes = self.form["shared"]
        boxes.retranslate()
        boxes.set_value([code for code in boxes.boxes if code not in self._left_out])
        stays = "" if self._is_in else _stays_words(self._lines())
        self.form.set_relevant("shared", bool(boxes.boxes) and not self._is_in)
        self.stays.setVisible(bool(stays))
        self.stays.show_text(stays, "eye-off")

    def _reason(self) -> str:
        if not self._session.may(Act.REFERRAL_MADE):
            return _("Only a counsellor refers people.")
        provider = self._provider()
        if provider is None or self._is_in or self.frame.consent(provider.id) is not None:
            return ""
        return _("Record first that the person agrees to share with this service.")

    # ------------------------------------------------------------------ sending

    def may_submit(self) -> bool:
        """False without a consent; the card says so."""
        return self.save.isEnabled()

    def take(self) -> None:
        """Take the referral along."""
        provider, values = self._provider(), self.form.values()
        assert provider is not None  # the form is complete
        self._wanted = Referral(
            id=self._id,
            case_id=self.frame.case_id,
            provider_id=provider.id,
            sector=self._sector(),
            reason=values["reason"],
            urgency=Urgency(values["urgency"]),
            direction=self._direction,
            passage=Passage(values["passage"]) if values.get("passage") else None,
            their_number=values.get("their_number") or "",
            their_name=values.get("their_name") or "",
        )

    def put(self) -> Referral:
        """Refer the person, or write down that we received them."""
        assert self._wanted is not None
        if self._is_in:
            return receive(self._session, self._wanted)
        return refer(self._session, self._wanted, self._left_out)

    # ------------------------------------------------------------------ drafts and words

    def typed(self) -> Mapping[str, str] | None:
        """The answers as texts."""
        if not self.form.is_changed():
            return None
        answers = {key: self.form[key].value() or "" for key in _KEPT}
        return {
            **answers,
            "left_out": " ".join(sorted(self._left_out)),
            "direction": self._direction.value,
        }

    def restore(self, typed: Mapping[str, str]) -> bool:
        """Show what was typed earlier; False for one of the other direction."""
        if typed.get("direction", Direction.OUT.value) != self._direction:
            return False
        self.form["sector"].set_value(typed.get("sector") or None)
        self.form["urgency"].set_value(typed.get("urgency") or Urgency.NORMAL.value)
        self.form["provider"].retranslate()
        self.form["provider"].set_value(typed.get("provider") or None)
        for key in ("their_number", "their_name"):
            self.form[key].set_value(typed.get(key, ""))
        self.form["passage"].set_value(typed.get("passage") or Passage.CARRIED.value)
        self.form["reason"].set_value(typed.get("reason", ""))
        self._left_out = frozenset(typed.get("left_out", "").split())
        self._show_service()
        return True

    def retranslate(self) -> None:
        """Every text of the page."""
        name = _("referral received") if self._is_in else _("new referral")
        self.title.set_title(_("Referrals"), name)
        self.save.set_text(_("Save") if self._is_in else _("Refer"))
        self.back.set_text(_("Back"))
        self._show_service()


_KEPT = (
    "sector", "urgency", "provider", "their_number", "their_name", "reason", "passage",
)  # fmt: skip
"""Questions whose answers are kept as a draft, besides the fields."""


def _hint(fit: Fit) -> str:
    """Beside the name of a service in the list: its area, and the first thing that speaks for or
    against it."""
    first = next((one.words for one in fit.reasons if one.is_good is not None), "")
    return " · ".join(part for part in (fit.provider.area, first) if part)


def _urgencies() -> Sequence[Option]:
    return [
        Option(code, words, "", *URGENCY_LOOK[Urgency(code)]) for code, words in choices("urgency")
    ]


def _boxes(lines: Sequence[SheetLine], frame: ReferralFrame) -> list[Option]:
    """The fields that may go, with what each of them holds."""
    known = told(frame.view, language())
    words = _("{field}: {value}")
    return [
        Option(
            line.field.value,
            words.format(
                field=word("sheet", line.field),
                value=shortened(known[line.field], 70) or _("nothing on record"),
            ),
        )
        for line in lines
        if line.withheld is None
    ]


def _stays_words(lines: Sequence[SheetLine]) -> str:
    """What does not go, a line for each reason."""
    words = _("Stays here, {reason}: {fields}")
    found = []
    for reason in Withheld:
        kept = [word("sheet", line.field) for line in lines if line.withheld is reason]
        if kept:
            said = word("withheld", reason)
            found.append(words.format(reason=said, fields=", ".join(kept)))
    return "\n".join(found)
