"""Recording one consent: what it is for, the text that is read aloud, and how the person agreed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout

from intake_app.acts import Act
from intake_app.cases import service as cases
from intake_app.cases.consent import Consent, GivenHow, LegalBasis, Purpose, spoken_text
from intake_app.errors import IntakeError, InvalidInput
from intake_app.formats import language_name
from intake_app.i18n import LANGUAGES, _, language
from intake_app.people.model import Person
from intake_app.referrals import service as referrals
from intake_app.referrals.model import Provider
from intake_app.session import Session
from intake_app.values import new_id
from intake_app.words import choices, word
from ui.buttons import Button, Kind
from ui.cards import Card, IconLabel
from ui.cases.draft_keeper import DraftKeeper
from ui.fields.choice import Choice, Option
from ui.fields.choice_list import ChoiceList
from ui.fields.date_edit import DayEdit
from ui.fields.form import Form
from ui.fields.message_bar import MessageBar
from ui.fields.text_edit import TextBlock, TextLine
from ui.messages import Messages
from ui.plain import PlainLabel
from ui.screen import Screen, TitleLine
from ui.tasks import Tasks
from ui.tokens import XL, M, Text, Tone

SPOKEN_LANGUAGES = (
    "en", "fr", "ar", "ber", "ff", "wo", "man", "bm", "sus", "snk", "srr", "kri", "ha", "yo", "ig",
    "pcm", "ak", "ee", "dyu", "mos", "pt", "es", "am", "ti", "so", "sw",
)  # fmt: skip
"""Languages that returnees to the offices of the packs speak (ISO 639 codes)."""

LARGER = 1.3
"""The text to read out is this much larger than ordinary text."""

_WITNESSED = (GivenHow.THUMBPRINT, GivenHow.ORAL)
_TYPED = ("interpreter", "witness", "basis_reason", "withhold")


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


class ConsentForm(Screen):
    """One new consent of ``person``. Esc goes back; what was typed is kept as a draft.

    Signals: ``saved`` the consent; then, as after Esc, ``closed``.
    """

    saved = Signal(object)

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        messages: Messages,
        person: Person,
        purpose: Purpose | None = None,
    ) -> None:
        super().__init__()
        self._session, self._tasks, self._messages = session, tasks, messages
        self._person = person
        self._providers: list[Provider] = []
        self._saving = False
        self.title = TitleLine()
        self.back = Button(Kind.PLAIN, "arrow-left", "Esc", hint_only=True)
        self.save = Button(Kind.PRIMARY, "check", "Ctrl+Return")
        self.bar = MessageBar()
        self.form = Form()
        self.spoken = SpokenText()
        self._aloud, self._how_to = PlainLabel(Text.LABEL), IconLabel()
        self.draft = DraftKeeper(session, tasks, "consent", person.id, self._typed)
        self._add_questions()
        self._add_answer()
        self._lay_out()
        self._connect()
        self.form.set_values(
            {
                "purpose": purpose,
                "language": person.language,
                "given_on": session.today(),
                "legal_basis": LegalBasis.CONSENT,
            }
        )
        self._show_relevant()
        self.retranslate()
        self.reload()
        self._tasks.read(self, self.draft.read, self._restore)

    # ------------------------------------------------------------------ the questions

    def _add_questions(self) -> None:
        form = self.form
        form.add_section("purpose", lambda: _("What for"))
        form.add(
            "purpose",
            ChoiceList(lambda: [Option(code, words) for code, words in choices("purpose")]),
            lambda: _("The person agrees to"),
            required=True,
        )
        form.add(
            "recipient_id",
            ChoiceList(self._services, lambda: _("Type a part of the name")),
            lambda: _("Shared with"),
            required=True,
            helper=lambda: "" if self._providers else _("The service directory is empty."),
        )
        form.add(
            "language",
            ChoiceList(_languages),
            lambda: _("Language that is spoken"),
            required=True,
        )
        form.add(
            "interpreter",
            TextLine(),
            lambda: _("Interpreter"),
            helper=lambda: _("The name, if somebody interprets."),
        )
        aloud = Card()
        for widget in (self._aloud, self.spoken, self._how_to):
            aloud.body.addWidget(widget)
        form.add_widget(aloud)

    def _add_answer(self) -> None:
        form = self.form
        form.add_section("answer", lambda: _("The answer"))
        form.add(
            "given_how",
            Choice(lambda: [Option(code, words) for code, words in choices("given")]),
            lambda: _("How the person agreed"),
            required=True,
            wide=True,
        )
        form.add("witness", TextLine(), lambda: _("Witness"))
        today = self._session.today
        form.add("given_on", DayEdit(today, latest=today()), lambda: _("Day"), required=True)
        form.add(
            "withhold",
            TextBlock(lines=2),
            lambda: _("What must not be passed on, and to whom"),
            wide=True,
            helper=lambda: _("For example: nothing about the debts to the family."),
        )
        form.add_section("basis", lambda: _("Legal basis"))
        form.add(
            "legal_basis",
            Choice(
                lambda: [Option(code, words) for code, words in choices("basis")],
                may_be_empty=False,
            ),
            lambda: _("Why the data may be used"),
            required=True,
            wide=True,
        )
        form.add(
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

    def _lay_out(self) -> None:
        self.title.add(self.back)
        self.title.add(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(M)
        column.addWidget(self.title)
        column.addWidget(self.bar)
        column.addSpacing(XL - 2 * M)
        column.addWidget(self.form, 1)
        self.draft.setParent(self)

    def _connect(self) -> None:
        for key in ("purpose", "language", "given_how", "legal_basis"):
            self.form[key].edited.connect(self._show_relevant)
        self.form.edited.connect(self.draft.touch)
        self.form.submitted.connect(self.submit)
        self.save.clicked.connect(self.submit)
        self.back.clicked.connect(self.leave)
        self.draft.kept.connect(self.status_changed)

    # ------------------------------------------------------------------ texts

    def retranslate(self) -> None:
        """Title, buttons and the text to read out."""
        self.title.set_title(_("Consent"), self._person.display_name)
        self.back.set_text(_("Back"))
        self.save.set_text(_("Record the consent"))
        may = self._session.may(Act.CONSENT_GIVEN)
        self.save.set_reason("" if may else _("Your role may not record consents."))
        self._show_spoken()

    def _show_relevant(self) -> None:
        """Ask only what this consent needs."""
        values = {key: self.form[key].value() for key in ("purpose", "given_how", "legal_basis")}
        self.form.set_relevant("recipient_id", values["purpose"] == Purpose.SHARING)
        self.form.set_relevant("witness", values["given_how"] in _WITNESSED)
        self.form.field("witness").required = values["given_how"] == GivenHow.THUMBPRINT
        self.form.field("witness").retranslate()
        self.form.set_relevant("basis_reason", values["legal_basis"] != LegalBasis.CONSENT)
        self._show_spoken()

    def _show_spoken(self) -> None:
        purpose, spoken = self.form["purpose"].value(), self.form["language"].value()
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
        spoken = self.form["language"].value()
        return spoken if spoken in LANGUAGES else self._person.language

    def take_keyboard(self) -> None:
        """Begin with the first question that has no answer."""
        purpose = self.form["purpose"].value()
        first = "recipient_id" if purpose == Purpose.SHARING else "given_how"
        first = first if purpose else "purpose"
        self.form.jump_to(first)
        self.setFocusProxy(self.form[first].focus_target())

    # ------------------------------------------------------------------ reading, drafts

    def reload(self) -> None:
        """The services that information can be shared with."""
        session = self._session

        def done(providers: list[Provider]) -> None:
            self._providers = providers
            self.form["recipient_id"].retranslate()
            self.form.field("recipient_id").retranslate()

        self._tasks.read(self, lambda: referrals.providers(session), done)

    def keep_draft(self) -> None:
        """Keep what is typed at once: the desk is about to be locked."""
        if self.form.is_changed():
            self.draft.keep_now()

    def _typed(self) -> Mapping[str, str] | None:
        if not self.form.is_changed():
            return None
        values = self.form.values()
        return {key: values.get(key) or "" for key in ("purpose", *_TYPED)}

    def _restore(self, draft: Mapping[str, str] | None) -> None:
        if not draft or self.form.is_changed():
            return
        for key in _TYPED:
            self.form[key].set_value(draft.get(key, ""))
        if not self.form["purpose"].value():
            self.form["purpose"].set_value(draft.get("purpose") or None)
        self._show_relevant()
        self.bar.warning(
            _("What was typed before is restored. It is not recorded yet."),
            action=lambda: _("Throw it away"),
            on_action=self._forget,
        )

    def _forget(self) -> None:
        self.draft.forget()
        self.form.set_values(dict.fromkeys(_TYPED, ""))

    # ------------------------------------------------------------------ saving, leaving

    def submit(self) -> None:
        """Record the consent."""
        if self._saving or not self.save.isEnabled() or not self.form.check():
            return
        session, consent = self._session, self._consent()
        self._saving = True
        self._tasks.change(
            self, lambda: cases.give_consent(session, consent), self._was_saved, self._was_refused
        )

    def _consent(self) -> Consent:
        values = self.form.values()
        return Consent(
            id=new_id(),
            person_id=self._person.id,
            purpose=Purpose(values["purpose"]),
            given_how=GivenHow(values["given_how"]),
            language=values["language"],
            given_on=values["given_on"],
            legal_basis=LegalBasis(values["legal_basis"]),
            basis_reason=values.get("basis_reason", ""),
            recipient_id=values.get("recipient_id"),
            witness=values.get("witness", ""),
            interpreter=values["interpreter"],
            withhold=values["withhold"],
        )

    def _was_saved(self, consent: Consent) -> None:
        self._saving = False
        self.form.set_saved()
        self.draft.forget()
        self.saved.emit(consent)
        self.closed.emit()

    def _was_refused(self, error: Exception) -> bool:
        self._saving = False
        if isinstance(error, InvalidInput):
            self.form.show_problems(error.problems)
        elif isinstance(error, IntakeError):
            self.bar.error(error.sentence)
        else:
            return False
        return True

    def leave(self) -> None:
        """Go back without recording; what was typed waits as a draft."""
        self.keep_draft()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)


def _languages() -> list[Option]:
    return [Option(code, language_name(code, language())) for code in SPOKEN_LANGUAGES]


def purpose_words(consent: Consent, providers: Mapping[str, str]) -> str:
    """What a consent is for, with the service it names."""
    words = word("purpose", consent.purpose)
    if consent.recipient_id is None:
        return words
    return _("Sharing with {service}").format(
        service=providers.get(consent.recipient_id, _("a service that is gone"))
    )
