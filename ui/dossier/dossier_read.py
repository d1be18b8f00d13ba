"""Everything that the tab shows of a case's programme, read at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from intake_app.dossier.asked import MOMENTS, lacking, missing, papers_there
from intake_app.dossier.model import paper_key
from intake_app.dossier.service import DossierView, dossier_of
from intake_app.i18n import _
from intake_app.packs.model import Moment, Pack, RequiredDocument
from intake_app.plans.model import Plan, PlanState
from intake_app.plans.service import plans_of
from intake_app.session import Session
from intake_app.users.service import names_of_staff


@dataclass(frozen=True)
class AskedPaper:
    """A paper that the programme asks for; ``aid_text`` the plan line that it is for, if any."""

    document: RequiredDocument
    aid: str = ""
    aid_text: str = ""

    @property
    def key(self) -> str:
        """Its name among the fields of the form."""
        return paper_key(self.document.id, self.aid)

    def words(self, language: str) -> str:
        """What it is called, and for what it is."""
        name = self.document.name.in_(language)
        if not self.aid:
            return name
        return _("{paper} – {aid}").format(paper=name, aid=self.aid_text)


@dataclass(frozen=True)
class DossierRead:
    """``lines`` are those of the plan that counts, by the programme that pays them and their id;
    ``author`` who wrote last."""

    view: DossierView
    lines: Mapping[str, Mapping[str, str]]
    author: str
    today: date

    @property
    def asks_nothing(self) -> bool:
        """True if the programme asks nothing beside the common profile."""
        return not any(
            pack.questions or pack.modules or pack.documents for pack in self.view.asking
        )

    def aids(self, pack: Pack) -> Mapping[str, str]:
        """The lines that a programme pays, by id."""
        return self.lines.get(pack.id, {})

    def name(self, language: str) -> str:
        """The programmes that ask, that of the case first."""
        return ", ".join(pack.short_name.in_(language) for pack in self.view.asking)

    def missing(self, moment: Moment) -> list[str]:
        """What has to be there before this moment, without what an earlier one waits for."""
        place = MOMENTS.index(moment)
        before = self._missing_until(MOMENTS[place - 1]) if place else []
        return [sentence for sentence in self._missing_until(moment) if sentence not in before]

    def _missing_until(self, moment: Moment) -> list[str]:
        view = self.view
        return [
            *missing(view.pack, view.dossier.answers, moment),
            *(
                sentence
                for pack in view.asking
                for sentence in lacking(pack, view.dossier, moment, self.aids(pack), view.files)
            ),
        ]

    @property
    def waits_for_something(self) -> bool:
        """True if a step of the case waits for anything that the programme asks."""
        needed = [
            *(one.needed for pack in self.view.asking for one in pack.questions),
            *(one.needed for pack in self.view.asking for one in pack.modules),
            *(one.needed for pack in self.view.asking for one in pack.documents),
        ]
        return any(needed)

    def papers(self, moment: Moment) -> list[AskedPaper]:
        """The papers of this moment: one for each line of the plan where one is asked for each."""
        return [
            one
            for pack in self.view.asking
            for document in pack.documents
            if document.when is moment
            for one in self._each(pack, document)
        ]

    def for_each_aid(self, moment: Moment) -> list[tuple[Pack, RequiredDocument]]:
        """The papers of this moment of which there is one for each line that a programme pays."""
        return [
            (pack, document)
            for pack in self.view.asking
            for document in pack.documents
            if document.when is moment and document.per_aid
        ]

    def _each(self, pack: Pack, document: RequiredDocument) -> list[AskedPaper]:
        if not document.per_aid:
            return [AskedPaper(document)]
        return [AskedPaper(document, line, text) for line, text in self.aids(pack).items()]

    def is_there(self, paper: AskedPaper) -> bool:
        """True if it was seen or its file is attached."""
        view = self.view
        return (paper.document.id, paper.aid) in papers_there(view.dossier.papers, view.files)


def read_dossier(session: Session, case_id: str) -> DossierRead:
    """Read the answers, with the lines of the plan in force or else of the newest."""
    view = dossier_of(session, case_id)
    author = names_of_staff(session).get(view.dossier.author, "")
    lines = _lines(plans_of(session, case_id), view.case.pack)
    return DossierRead(view, lines, author, session.today())


def _lines(plans: list[Plan], own: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    approved = next((plan for plan in plans if plan.state is PlanState.APPROVED), None)
    plan = approved or next(iter(plans), None)
    for line in plan.lines if plan else ():
        found.setdefault(line.pack or own, {})[line.id] = line.text
    return found
