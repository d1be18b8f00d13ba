"""The questions of one consent, and the text that is read aloud before the person answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from intake_app.cases.consent import (
    Consent,
    GivenHow,
    LegalBasis,
    Purpose,
    Shareable,
    spoken_text,
)
from intake_app.cases.refusal import No, Refusal
from intake_app.formats import language_name
from intake_app.i18n import LANGUAGES, _, language
from intake_app.referrals.model import Provider
from intake_app.session import Session
from intake_app.values import folded, new_id
from ui.cards import Card, IconLabel
from ui.fields.choice import Choice, ManyChoices, Option
from ui.fields.choice_list import ChoiceList
from ui.fields.date_edit import DayEdit
from ui.fields.form import Form
from ui.fields.options import words_of
from ui.fields.text_edit import TextBlock, TextLine
from ui.fields.typed_text import put_text, retype
from ui.plain import PlainLabel
from ui.tokens import Text, Tone

SPOKEN_LANGUAGES = (
    "en", "fr", "ar", "zgh", "kab", "ff", "wo", "man", "bm", "sus", "snk", "srr", "kri", "ha", "yo",
    "ig", "pcm", "ak", "ee", "dyu", "mos", "pt", "es", "am", "ti", "so", "sw",
)  # fmt: skip
"""Languages that returnees to the offices of the packs speak (ISO 639 codes)."""

LARGER = 1.3
"""The text to read out is this much larger than ordinary text."""

_WITNESSED = (GivenHow.THUMBPRINT, GivenHow.ORAL)


class SpokenText(PlainLabel):
    """The text that is read aloud, large enough to read it from a little way off."""

    def __init__(self) -> None:
        super().__init__(wrap=True)
        self.setProperty("text_kind", "")
        self.set_selectable()
        self._enlarge()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The size follows the text scale."""
        if event.type() == QEvent.Type.StyleChange:
            self._enlarge()
        super().changeEvent(event)

    def _enlarge(self) -> None:
        wanted = QApplication.font().pointSizeF() * LARGER
        font = self.font()
        if abs(font.pointSizeF() - wanted) > 0.1:
            font.setPointSizeF(wanted)
            self.setFont(font)


class ConsentFields(Form):
    """Asks only what the consent needs; ``spoken`` is the text for exactly its purpose."""

    def __init__(self, session: Session, paper_language: str) -> None:
        super().__init__()
        self._session, self._paper_language = session, paper_language
        self._providers: Sequence[Provider] = ()
        self.spoken = SpokenText()
        self._aloud, self._how_to = PlainLabel(Text.LABEL), IconLabel()
        self._add_questions()
        self._add_answer()
        for key in ("purpose", "language", "answer", "given_how", "legal_basis"):
            self[key].edited.connect(self.show_relevant)

    def begin(self, purpose: Purpose | None) -> None:
        """What is answered before anybody types."""
        self.set_values(
            {
                "purpose": purpose,
                "answer": YES,
                "language": self._paper_language,
                "given_on": self._session.today(),
                "legal_basis": LegalBasis.CONSENT,
            }
        )
        self.show_relevant()

    def restore(self, texts: Mapping[str, str]) -> None:
        """Put a draft back: first what decides about the other questions."""
        for key in ("purpose", "answer", "given_how", "legal_basis"):
            put_text(self[key], texts.get(key, ""))
        self.show_relevant()
        retype(self, texts)
        self.show_relevant()

    def show_providers(self, providers: Sequence[Provider]) -> None:
        """The services that information can be shared with."""
        self._providers = providers
        self["recipient_id"].retranslate()
        self.field("recipient_id").retranslate()

    # ------------------------------------------------------------------ the questions

    def _add_questions(self) -> None:
        self.add_section("purpose", lambda: _("What for"))
        self.add(
            "purpose",
            ChoiceList(lambda: words_of("purpose")),
            lambda: _("The person is asked about"),
            required=True,
        )
        self.add(
            "recipient_id",
            ChoiceList(self._services, lambda: _("Type a part of the name")),
            lambda: _("Shared with"),
            required=True,
            helper=lambda: "" if self._providers else _("The service directory is empty."),
        )
        self.add(
            "language",
            ChoiceList(_languages),
            lambda: _("Language that is spoken"),
            required=True,
        )
        self.add(
            "interpreter",
            TextLine(),
            lambda: _("Interpreter"),
            helper=lambda: _("The name, if somebody interprets."),
        )
        aloud = Card()
        for widget in (self._aloud, self.spoken, self._how_to):
            aloud.body.addWidget(widget)
        self.add_widget(aloud)

    def _add_answer(self) -> None:
        self.add_section("answer", lambda: _("The answer"))
        self.add(
            "answer",
            Choice(_answers, may_be_empty=False),
            lambda: _("What the person says"),
            required=True,
            wide=True,
        )
        self.add(
            "given_how",
            Choice(lambda: words_of("given")),
            lambda: _("How the person agreed"),
            required=True,
            wide=True,
        )
        self.add("witness", TextLine(), lambda: _("Witness"))
        today = self._session.today
        day = DayEdit(today, latest=today())
        day.pick.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # who types needs no calendar
        self.add("given_on", day, lambda: _("Day"), required=True)
        self.add(
            "withheld",
            ManyChoices(lambda: words_of("shareable")),
            lambda: _("Must not be passed on to this service"),
            wide=True,
            helper=lambda: _("What is ticked is left out of the referral letter."),
        )
        self.add(
            "withhold",
            TextBlock(lines=2),
            lambda: _("What must not be passed on, and to whom"),
            wide=True,
            helper=lambda: _("For example: nothing about the debts to the family."),
        )
        self.add(
            "said",
            TextBlock(lines=2),
            lambda: _("What the person does not want, in their words"),
            wide=True,
            helper=lambda: _("It stays on this computer: headquarters does not get it."),
        )
        self.add(
            "legal_basis",
            Choice(
                lambda: words_of("basis"),
                may_be_empty=False,
            ),
            lambda: _("Why the data may be used"),
            required=True,
            wide=True,
        )
        self.add(
            "basis_reason",
            TextBlock(lines=2),
            lambda: _("Why it is done without the person’s consent"),
            required=True,
            wide=True,
        )

    def _services(self) -> list[Option]:
        return [
            Option(entry.id, entry.name, entry.area) for entry in self._providers if entry.active
        ]

    def show_relevant(self) -> None:
        """Ask only what this consent needs."""
        values = {key: self[key].value() for key in ("purpose", "given_how", "legal_basis")}
        no, sharing = self.is_refusal(), values["purpose"] == Purpose.SHARING
        self.set_relevant("recipient_id", sharing)
        self.set_relevant("withheld", sharing and not no)
        for key in ("given_how", "withhold", "legal_basis"):
            self.set_relevant(key, not no)
        self.set_relevant("said", no)
        self.set_relevant("witness", values["given_how"] in _WITNESSED and not no)
        self.field("witness").required = values["given_how"] == GivenHow.THUMBPRINT
        self.field("witness").retranslate()
        other = values["legal_basis"] != LegalBasis.CONSENT
        self.set_relevant("basis_reason", other and not no)
        self.show_spoken()

    def is_refusal(self) -> bool:
        """True if the person said no, or not now."""
        return self["answer"].value() in set(No)

    def show_spoken(self) -> None:
        """The text to read out, in the spoken language or the one of the papers."""
        purpose, spoken = self["purpose"].value(), self["language"].value()
        read_in = self._read_in()
        self._aloud.setText(
            _("Read this aloud, in {language}").format(language=language_name(read_in, language()))
        )
        self.spoken.setText(
            spoken_text(Purpose(purpose), read_in) if purpose else _("Choose first what for.")
        )
        foreign = spoken is not None and spoken not in LANGUAGES
        if foreign:
            self._how_to.show_text(
                _("The interpreter says it in {language}.").format(
                    language=language_name(spoken, language())
                ),
                "info",
                Tone.ACCENT,
            )
        self._how_to.setVisible(foreign)

    def _read_in(self) -> str:
        """The language of the text on the screen: the spoken one if the program knows it."""
        spoken = self["language"].value()
        return spoken if spoken in LANGUAGES else self._paper_language

    def consent(self, person_id: str) -> Consent:
        """The consent as typed. ``check()`` must have been true."""
        values = self.values()
        return Consent(
            id=new_id(),
            person_id=person_id,
            purpose=Purpose(values["purpose"]),
            given_how=GivenHow(values["given_how"]),
            language=values["language"],
            given_on=values["given_on"],
            legal_basis=LegalBasis(values["legal_basis"]),
            basis_reason=values.get("basis_reason", ""),
            recipient_id=values.get("recipient_id"),
            witness=values.get("witness", ""),
            interpreter=values["interpreter"],
            withheld=tuple(Shareable(code) for code in values.get("withheld", ())),
            withhold=values["withhold"],
        )

    def refusal(self, person_id: str) -> Refusal:
        """The refusal as typed. ``check()`` must have been true."""
        values = self.values()
        return Refusal(
            id=new_id(),
            person_id=person_id,
            purpose=Purpose(values["purpose"]),
            answer=No(values["answer"]),
            language=values["language"],
            refused_on=values["given_on"],
            recipient_id=values.get("recipient_id"),
            interpreter=values["interpreter"],
            said=values["said"],
        )

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """After a switch of the language the words around the text are said again."""
        if event.type() == QEvent.Type.LanguageChange:
            self.show_spoken()
        super().changeEvent(event)


YES = "yes"
"""The person agrees, or another legal basis holds; the others are those of a refusal."""


def _answers() -> list[Option]:
    return [
        Option(YES, _("Yes, agrees"), "", "circle-check", Tone.SUCCESS),
        Option(No.NO.value, _("No"), "", "circle-slash", Tone.DANGER),
        Option(No.NOT_NOW.value, _("Not now"), "", "clock", Tone.WARNING),
    ]


def _languages() -> list[Option]:
    options = (Option(code, language_name(code, language())) for code in SPOKEN_LANGUAGES)
    return sorted(options, key=lambda option: folded(option.label))
