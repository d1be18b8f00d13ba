"""What a case holds of its programme's questions, in words for the copy that the person gets."""

from __future__ import annotations

from collections.abc import Iterator

from intake_app.documents.duty_facts import HeldEntry
from intake_app.dossier.asked import answer_words
from intake_app.dossier.model import Attended, Dossier, Paper
from intake_app.i18n import texts
from intake_app.packs.model import Pack
from intake_app.rights.telling import Teller


def dossier_entries(
    tell: Teller, dossier: Dossier | None, pack: Pack | None
) -> Iterator[HeldEntry]:
    """One entry with the answers, the training and the papers; none if nobody wrote anything.

    Without the pack at this desk the ids stand for the questions: nothing is left out.
    """
    if dossier is None:
        return
    _ = texts(tell.language).gettext
    yield HeldEntry(_("What the programme asks"), (
        (_("Written on"), tell.moment(dossier.written_at)),
        *(_answer(tell, pack, key, text) for key, text in sorted(dossier.answers.items())),
        *(_training(tell, pack, one) for one in dossier.modules),
        *(_paper(tell, pack, one) for one in dossier.papers),
    ))  # fmt: skip


def _answer(tell: Teller, pack: Pack | None, key: str, text: str) -> tuple[str, str]:
    question = pack.question(key) if pack else None
    if question is None:
        return key, text
    return question.name.in_(tell.language), answer_words(question, text, tell.language)


def _training(tell: Teller, pack: Pack | None, one: Attended) -> tuple[str, str]:
    names = {module.id: module.name.in_(tell.language) for module in pack.modules} if pack else {}
    said = ", ".join(part for part in (tell.day(one.on), one.where) if part)
    return names.get(one.module, one.module), said


def _paper(tell: Teller, pack: Pack | None, one: Paper) -> tuple[str, str]:
    _ = texts(tell.language).gettext
    names = {asked.id: asked.name.in_(tell.language) for asked in pack.documents} if pack else {}
    said = [_("seen on {day}").format(day=tell.day(one.seen_on))] if one.seen_on else []
    said += [_("attached")] if one.attachment else []
    return names.get(one.document, one.document), ", ".join(said)
