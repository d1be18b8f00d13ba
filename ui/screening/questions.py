"""The questions of a screening in a form, and the way between the answers and the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from PySide6.QtWidgets import QWidget

from intake_app.acts import Act
from intake_app.i18n import _
from intake_app.screening.factors import choices as factor_choices
from intake_app.screening.model import (
    MOST_LETTERS,
    Determinant,
    Exploitation,
    Health,
    Screening,
    Side,
    Sphere,
)
from intake_app.screening.safeguards import (
    Answer,
    Assent,
    Standing,
    counts_as_child,
)
from intake_app.screening.service import ScreeningView
from intake_app.screening.washington import (
    DOMAINS,
    Difficulty,
    ShortSet,
    answer_words,
    is_too_young,
    preamble,
    question,
)
from intake_app.session import Session
from intake_app.words import word
from ui.cards import IconLabel, SectionTitle
from ui.fields.choice import Choice, ManyChoices, Option
from ui.fields.form import Form
from ui.fields.options import words_of
from ui.fields.text_edit import TextBlock, TextLine, Tick
from ui.fields.typed_text import put_text
from ui.plain import PlainLabel, Words
from ui.tokens import Text, Tone

HEALTH = tuple(field.name for field in fields(Health))
CHILD = (
    "age_in_doubt", "standing", "caregiver", "caregiver_is", "caregiver_consent", "assent",
    "own_view",
)  # fmt: skip
"""What is asked here about a child; the rest comes from the file of the child."""

CELLS = [(sphere, side) for sphere in Sphere for side in Side]


def _yes_no() -> Choice:
    return Choice(lambda: words_of("answer"))


class Said(PlainLabel):
    """A sentence between the questions; follows the language by itself."""

    def __init__(self, words: Words, kind: Text = Text.BODY) -> None:
        super().__init__(kind, wrap=True)
        self._words = words
        self.retranslate()

    def retranslate(self) -> None:
        """Say it again."""
        self.setText(self._words())


class Questions(Form):
    """All sections below each other. Reception is not asked what takes training."""

    def __init__(self, session: Session, view: ScreeningView) -> None:
        super().__init__()
        self._session, self._view = session, view
        self._assesses = session.may(Act.SAFEGUARDS_ASSESSED)
        self._said: list[tuple[IconLabel, Words, str, Tone]] = []
        self._too_young = is_too_young(view.person.birth, session.today())
        self._add_difficulties()
        self._add_health()
        self._add_exploitation()
        self._add_child()
        if self._assesses:
            self._add_determinants()
        self._show(view.screening)
        self["age_in_doubt"].edited.connect(self.show_relevant)
        self["standing"].edited.connect(self.show_relevant)

    # ------------------------------------------------------------------ the questions

    def _say(self, words: Words, icon: str, tone: Tone = Tone.NEUTRAL) -> None:
        label = IconLabel(Text.BODY)
        self._said.append((label, words, icon, tone))
        label.show_text(words(), icon, tone)
        self.add_widget(label)

    def _add_difficulties(self) -> None:
        self.add_section("difficulties", lambda: _("Difficulties"))
        if self._too_young:
            self._say(lambda: _("These questions are not for children under 5."), "info")
            return
        self.add_widget(_spoken(preamble))
        for domain in DOMAINS:
            self.add(domain, Choice(_difficulties), _asker(domain), wide=True)

    def _add_health(self) -> None:
        self.add_section("health", lambda: _("Health"))
        self._say(
            lambda: _("Only yes or no stands here. What is behind it belongs in a sealed note."),
            "info",
        )
        for code in HEALTH:
            helper = _warning if code == "suicidal_ideation" else None
            self.add(code, _yes_no(), _worder("health", code), helper=helper)

    def _add_exploitation(self) -> None:
        self.add_section("exploitation", lambda: _("Exploitation"))
        self._say(
            lambda: _(
                "These answers are sealed when you save. Only counsellors and supervisors can read"
                " them, and the fields are empty the next time."
            ),
            "lock",
            Tone.SEALED,
        )
        for one in Exploitation:
            self.add(one.value, _yes_no(), _worder("exploitation", one.value))

    def _add_child(self) -> None:
        self.add_section("child", lambda: _("Child"))
        self.add(
            "age_in_doubt",
            Tick(lambda: _("The stated age is in doubt: treat as a child")),
            lambda: _("Age"),
            wide=True,
            helper=lambda: "" if self._assesses else _not_here(),
        )
        self.add(
            "standing",
            Choice(lambda: words_of("standing")),
            lambda: _("The child came home"),
            wide=True,
        )
        self.add("caregiver", TextLine(), lambda: _("Caregiver or guardian"))
        self.add("caregiver_is", TextLine(), lambda: _("What they are to the child"))
        self.add("caregiver_consent", _yes_no(), lambda: _("The caregiver agrees"))
        self.add(
            "assent",
            Choice(lambda: words_of("assent")),
            lambda: _("The child’s assent"),
            wide=True,
        )
        self.add(
            "own_view",
            TextBlock(MOST_LETTERS, lines=3),
            lambda: _("What the child itself wants"),
            wide=True,
            helper=lambda: _("In the child’s own words, as far as possible."),
        )
        self["age_in_doubt"].set_read_only(not self._assesses)
        self._say_assessed()

    def _say_assessed(self) -> None:
        """Where the rest about a child is written."""
        self._assessed_note = IconLabel()
        words: Words = lambda: _(  # noqa: E731 - asked again after a switch
            "The best-interests assessment and the search for the family are written down in the"
            " tab “Child”."
        )
        self._said.append((self._assessed_note, words, "info", Tone.NEUTRAL))
        self._assessed_note.show_text(words(), "info")
        self.add_widget(self._assessed_note)

    def _add_determinants(self) -> None:
        self.add_section("determinants", lambda: _("Vulnerability"))
        self._say(
            lambda: _("What makes the person vulnerable, what protects them. There is no score."),
            "scale",
        )
        for sphere in Sphere:
            self.add_widget(SectionTitle(_worder("sphere", sphere)))
            for side in Side:
                self.add(
                    _cell(sphere, side, "factors"),
                    ManyChoices(_factors(sphere, side), columns=1),
                    _worder("side", side),
                )
            for side in Side:
                self.add(
                    _cell(sphere, side, "text"), TextBlock(MOST_LETTERS, lines=2), _describer(side)
                )
            for side in Side:
                self.add(
                    _cell(sphere, side, "action"), TextLine(300), lambda: _("What will be done")
                )

    # ------------------------------------------------------------------ what is asked

    def show_relevant(self) -> None:
        """A child is asked more; a child alone needs an assessment and the search."""
        stated = replace(self._view.screening.child, age_in_doubt=False)
        of_age = not counts_as_child(self._view.person, stated, self._session.today())
        child = not of_age or self["age_in_doubt"].value()
        alone = child and self["standing"].value() != Standing.ACCOMPANIED
        self.set_relevant("age_in_doubt", of_age)
        for key in CHILD[1:]:
            self.set_relevant(key, child)
        self._set_relevant(self._assessed_note, alone)

    def first(self) -> QWidget:
        """The first question, for the keyboard."""
        return next(field for field in self._fields.values() if field.relevant)

    # ------------------------------------------------------------------ record ↔ answers

    def _show(self, screening: Screening) -> None:
        answers: dict[str, Any] = {
            domain: str(int(answer)) if answer else None
            for domain, answer in screening.difficulties.answers().items()
        }
        answers |= {code: getattr(screening.health, code) for code in HEALTH}
        answers |= {key: getattr(screening.child, key) for key in CHILD}
        cells = {(one.sphere, one.side): one for one in screening.determinants}
        for sphere, side in CELLS:
            one = cells.get((sphere, side)) or Determinant(sphere, side)
            answers[_cell(sphere, side, "factors")] = list(one.factors)
            answers[_cell(sphere, side, "text")] = one.text
            answers[_cell(sphere, side, "action")] = one.action
        self.set_values(answers)
        self.show_relevant()

    def screening(self) -> Screening:
        """The screening as typed. ``check()`` must have been true."""
        before, values = self._view.screening, self.values()
        child = {key: values[key] for key in CHILD if key in values}
        for key, kind in (
            ("standing", Standing), ("caregiver_consent", Answer), ("assent", Assent),
        ):  # fmt: skip
            if key in child:
                child[key] = kind(child[key]) if child[key] else None
        numbers = {domain: values.get(domain) for domain in DOMAINS}
        return replace(
            before,
            difficulties=ShortSet(**{key: _number(value) for key, value in numbers.items()}),
            health=Health(**{code: _answer(values[code]) for code in HEALTH}),
            child=replace(before.child, **child),
            determinants=self._determinants(values) if self._assesses else before.determinants,
        )

    def _determinants(self, values: Mapping[str, Any]) -> tuple[Determinant, ...]:
        """The cells as typed. A code that the list has no more stays where it was."""
        shown = {(one.sphere, one.side): one.factors for one in self._view.screening.determinants}
        found = []
        for sphere, side in CELLS:
            listed = [code for code, _words in factor_choices(sphere, side)]
            gone = [code for code in shown.get((sphere, side), ()) if code not in listed]
            factors = (*values[_cell(sphere, side, "factors")], *gone)
            text, action = (values[_cell(sphere, side, part)] for part in ("text", "action"))
            found.append(Determinant(sphere, side, factors, text, action))
        return tuple(one for one in found if not one.is_empty)

    def exploitation(self) -> dict[Exploitation, Answer]:
        """The answers that are to be sealed."""
        values = self.values()
        return {one: Answer(values[one.value]) for one in Exploitation if values[one.value]}

    # ------------------------------------------------------------------ drafts

    def retype(self, texts: Mapping[str, str]) -> None:
        """Put the answers of a draft back, also those that are not asked at this moment."""
        for key, text in texts.items():
            if key in self._fields:
                put_text(self[key], text)
        self.show_relevant()

    def retranslate(self) -> None:
        """The sentences between the questions; the questions follow by themselves."""
        for label, words, icon, tone in self._said:
            label.show_text(words(), icon, tone)
        for said in self.findChildren(Said):
            said.retranslate()


def _spoken(words: Words) -> Said:
    return Said(words, Text.STRONG)


def _difficulties() -> Sequence[Option]:
    return [Option(str(int(answer)), answer_words(answer)) for answer in Difficulty]


def _asker(domain: str) -> Words:
    return lambda: question(domain)


def _worder(group: str, code: str) -> Words:
    return lambda: word(group, code)


def _not_here() -> str:
    return _("Only a counsellor or a supervisor decides this.")


def _warning() -> str:
    return _("A yes makes an emergency referral due within 24 hours.")


def _describer(side: Side) -> Words:
    if side is Side.RISK:
        return lambda: _("What makes it harder")
    return lambda: _("What helps")


def _factors(sphere: Sphere, side: Side) -> Any:
    return lambda: [Option(code, words) for code, words in factor_choices(sphere, side)]


def _cell(sphere: Sphere, side: Side, part: str) -> str:
    return f"{sphere}_{side}_{part}"


def _number(value: str | None) -> Difficulty | None:
    return Difficulty(int(value)) if value else None


def _answer(value: str | None) -> Answer | None:
    return Answer(value) if value else None
