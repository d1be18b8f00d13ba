"""A questionnaire on paper: with the answers of a round, or blank to be filled in by hand."""

from __future__ import annotations

from intake_app.documents.blocks import NOTE, SMALL, STRONG, Block, Kept, Prose, Space
from intake_app.documents.forms.shared import person_rows, signatures
from intake_app.documents.paper import Form, paper
from intake_app.documents.parts import (
    Field,
    Party,
    Tick,
    fields,
    sections,
    sentence,
    tick_rows,
    write_lines,
)
from intake_app.documents.survey_facts import PartFacts, QuestionFacts, QuestionnaireFacts
from intake_app.formats import format_date
from intake_app.i18n import N_, texts
from intake_app.words import choices, word

FORM = Form("survey_answers", N_("Questionnaire"), "1.0")

_SHORT = 26
"""Letters of an answer; three of these stand beside each other."""


def build(facts: QuestionnaireFacts) -> bytes:
    """The form as PDF, in the language of the facts."""
    _ = texts(facts.language).gettext
    person = [] if facts.heading.blank else [person_rows(facts.person, facts.heading)]
    story = sections(
        (facts.title, [*person, _about(facts)]),
        *((part.title or _("Questions"), _questions(part, facts)) for part in facts.parts),
        (_("Declaration and signatures"), [_signatures(facts)]),
    )
    return paper(FORM, facts.heading, story, facts)


def _about(facts: QuestionnaireFacts) -> Block:
    language = facts.language
    _ = texts(language).gettext
    day = format_date(facts.answered_on, language) if facts.answered_on else ""
    blank = facts.heading.blank
    if blank:
        rounds = " · ".join(words for _code, words in choices("round", language))
        return Kept(
            [
                write_lines((_("Name"), 6), (_("Day of the answers"), 3), (_("Asked by"), 3)),
                sentence(_("Round: {rounds} (circle one)").format(rounds=rounds), SMALL),
                sentence(_("Version {version}").format(version=facts.form_version), SMALL),
            ]
        )
    return fields(
        [
            Field(_("Round"), word("round", facts.round, language), 3),
            Field(_("Day of the answers"), day, 3),
            Field(_("Asked by"), facts.asked_by, 3),
            Field(_("Version of the questionnaire"), facts.form_version, 3),
        ]
    )


def _questions(part: PartFacts, facts: QuestionnaireFacts) -> list[Block]:
    return [_question(one, facts) for one in part.questions]


def _question(one: QuestionFacts, facts: QuestionnaireFacts) -> Block:
    _ = texts(facts.language).gettext
    blank = facts.heading.blank
    if one.is_note:
        return sentence(one.text, NOTE)
    blocks: list[Block] = [Space(2.0), Prose(one.text, STRONG)]
    notes = [one.condition, one.hint if blank else ""]
    if one.several and blank:
        notes.append(_("Several answers are possible."))
    blocks += [Prose(note, SMALL) for note in notes if note]
    if one.options:
        blocks += [Space(1.0), *_ticks(one)]
    elif blank:
        blocks.append(write_lines(("", 1)))
    else:
        blocks.append(Prose(one.answer or _("Not answered"), NOTE))
    return Kept([*blocks, Space(1.6)])


def _ticks(one: QuestionFacts) -> list[Block]:
    """The answers, the chosen ones marked; short ones three in a row."""
    columns = 3 if all(len(option.text) <= _SHORT for option in one.options) else 2
    ticks: list[Block] = [Tick(option.text, ticked=option.chosen) for option in one.options]
    return tick_rows(ticks, columns)


def _signatures(facts: QuestionnaireFacts) -> Block:
    _ = texts(facts.language).gettext
    declaration = _("These are my answers. They were read to me in a language that I understand.")
    office = Party(_("For the office"), facts.asked_by)
    return signatures(declaration, facts.person.full_name, [office], facts.language)
