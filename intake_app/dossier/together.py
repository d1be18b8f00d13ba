"""What several programmes ask in one case, so that nothing is asked twice. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from intake_app.dossier.asked import MOMENTS
from intake_app.packs.model import Moment, Pack, RequiredDocument, Text


def together(own: Pack, funds: Iterable[Pack]) -> Pack:
    """The case's programme, which asks also what those that pay besides it ask.

    What has the same id in two programmes is one thing: it is asked once, in the words of the
    first, and needed from the earliest moment at which any of them needs it. What only another
    one asks carries its name. Papers for each aid stay with their programme (``for_its_aids``).
    """
    questions = {one.id: one for one in own.questions}
    modules = {one.id: one for one in own.modules}
    papers = {(one.id, one.per_aid): one for one in own.documents}
    clocks = {one.id: one for one in own.deadlines}
    for fund in funds:
        for question in fund.questions:
            said = questions.get(question.id) or replace(question, name=_of(question.name, fund))
            needed = _earlier(said.needed, question.needed)
            questions[question.id] = replace(said, needed=needed)
        for module in fund.modules:
            held = modules.get(module.id) or replace(module, name=_of(module.name, fund))
            modules[module.id] = replace(held, needed=_earlier(held.needed, module.needed))
        for paper in fund.documents:
            if not paper.per_aid:
                key = paper.id, False
                seen = papers.get(key) or replace(paper, name=_of(paper.name, fund))
                papers[key] = replace(seen, needed=_earlier(seen.needed, paper.needed))
        for clock in fund.deadlines:
            if clock.since:
                clocks.setdefault(clock.id, replace(clock, name=_of(clock.name, fund)))
    return replace(
        own,
        questions=tuple(questions.values()),
        modules=tuple(modules.values()),
        documents=tuple(papers.values()),
        deadlines=tuple(clocks.values()),
    )


def for_its_aids(fund: Pack) -> Pack:
    """Of a programme that pays besides the case's own only the papers that it wants for each aid:
    they are asked for the lines that it pays."""
    papers = tuple(replace(one, name=_of(one.name, fund)) for one in fund.documents if one.per_aid)
    return replace(fund, questions=(), modules=(), documents=papers)


def with_all_papers(asking: Sequence[Pack]) -> Pack:
    """The first of these programmes with the papers of all of them, to look names up in."""
    papers: dict[tuple[str, bool], RequiredDocument] = {}
    for pack in asking:
        for one in pack.documents:
            papers.setdefault((one.id, one.per_aid), one)
    return replace(asking[0], documents=tuple(papers.values()))


def _earlier(one: Moment | None, other: Moment | None) -> Moment | None:
    """The earlier of two moments; None is never."""
    moments = [moment for moment in (one, other) if moment is not None]
    return min(moments, key=MOMENTS.index, default=None)


def _of(name: Text, fund: Pack) -> Text:
    """The name of a thing with the programme that asks for it: ``OFII file number (OFII)``."""
    short = fund.short_name
    if short.en in name.en:
        return name
    return Text(f"{name.en} ({short.en})", f"{name.fr} ({short.fr})")
