"""Previewing, issuing, reading and printing the papers of a case."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from intake_app import outside
from intake_app.acts import Act, Role
from intake_app.cases import store as cases_store
from intake_app.cases.permissions import Use, require
from intake_app.children.model import Words
from intake_app.children.service import read_words
from intake_app.documents import (
    blanks,
    gather,
    gather_assessments,
    gather_children,
    gather_consent,
    gather_followups,
    gather_grant,
    gather_plan,
    gather_referral,
    gather_surveys,
    gather_undertaking,
    store,
)
from intake_app.documents.store import Document
from intake_app.errors import NotAllowed, NotFound
from intake_app.i18n import _
from intake_app.referrals import store as referrals_store
from intake_app.session import Session
from intake_app.values import new_id
from intake_app.vault.db import Connection

__all__ = [
    "BLANKS", "KINDS", "OF_A_FOLLOW_UP", "OF_A_GRANT", "OF_A_REFERRAL", "Document",
    "PaperKind", "blank_form", "blank_questionnaire", "blank_set", "child_paper",
    "conference_paper", "consent_form_to_sign", "custody_sheet", "documents_of", "export_document",
    "issue", "may_issue", "note_child_paper_printed", "note_conference_printed",
    "note_consent_form_printed", "note_printed", "pdf_of", "pdf_to_print", "preview",
]  # fmt: skip

_DESK = frozenset(Role)
_CASEWORK = frozenset({Role.COUNSELLOR, Role.SUPERVISOR})


@dataclass(frozen=True)
class PaperKind:
    """One printed form. ``about`` names its record: the case, a plan, a grant, a delivery of one,
    a referral or a survey."""

    kind: str
    about: str
    roles: frozenset[Role]
    facts: Callable[..., Any]


KINDS = {
    kind.kind: kind
    for kind in (
        PaperKind("intake_profile", "case", _DESK, gather.intake_profile),
        PaperKind("consent_form", "case", _DESK, gather_consent.consent_form),
        PaperKind("assessment_summary", "case", _CASEWORK, gather_assessments.assessment_summary),
        PaperKind("reintegration_plan", "plan", _CASEWORK, gather_plan.reintegration_plan),
        PaperKind("grant_request", "grant", _CASEWORK, gather.grant_request),
        PaperKind("quotes_comparison", "grant", _CASEWORK, gather_grant.quotes_comparison),
        PaperKind("engagement_contract", "grant", _CASEWORK, gather_grant.engagement_contract),
        PaperKind("cash_receipt", "delivery", _CASEWORK, gather_grant.cash_receipt),
        PaperKind("handover_certificate", "delivery", _CASEWORK, gather_grant.handover_certificate),
        PaperKind("arrival_receipt", "case", _DESK, gather.arrival_receipt),
        PaperKind("followup_visit", "follow_up", _CASEWORK, gather_followups.followup_visit),
        PaperKind("closure_note", "closure", _CASEWORK, gather_followups.closure_note),
        PaperKind("referral_letter", "referral", _CASEWORK, gather_referral.referral_letter),
        PaperKind("referral_answer", "referral", _CASEWORK, gather_referral.referral_answer),
        PaperKind("return_undertaking", "case", _CASEWORK, gather_undertaking.return_undertaking),
        PaperKind("survey_profile", "survey", _CASEWORK, gather_surveys.survey_profile),
        PaperKind("survey_answers", "survey", _CASEWORK, gather_surveys.survey_answers),
    )
}


FORMS = (
    *KINDS, "custody_sheet", "erasure_protocol", "breach_report", "subject_copy",
    "conference_agenda", "conference_minutes", "deadlines_wall", "best_interests_sheet",
    "inquiry_request",
)  # fmt: skip
"""Everything that can be laid out: the papers of a case, and those that no case keeps."""


def form(name: str) -> Callable[[object], bytes]:
    """What makes the PDF of one of ``FORMS`` from its facts.

    Imported on first use: ReportLab would slow every start down. ``build.spec`` names them all.
    """
    module = importlib.import_module(f"intake_app.documents.forms.{name}")
    build: Callable[[object], bytes] = module.build
    return build


def may_issue(session: Session, kind: str) -> bool:
    """True if the user's role may make this paper."""
    return session.may(Act.DOCUMENT_ISSUED) and session.role in KINDS[kind].roles


def _check(session: Session, kind: str) -> None:
    if not may_issue(session, kind):
        raise NotAllowed(_("Your role may not make this paper. Ask the counsellor."))


def preview(session: Session, case_id: str, kind: str, about: str, language: str) -> bytes:
    """The paper as a PDF with a watermark; nothing is kept but the line in the audit log."""
    _check(session, kind)
    with session.act(Act.DOCUMENT_PREVIEWED, about) as change:
        facts = KINDS[kind].facts(session, change.db, case_id, about, language, False)
    return form(kind)(facts)


def issue(session: Session, case_id: str, kind: str, about: str, language: str) -> Document:
    """Make the paper for good: immutable in the vault, and pending in the outbox.

    Raises NotAllowed for a letter to a service that may not know of the person any more.
    """
    _check(session, kind)
    document_id = new_id()
    with session.act(Act.DOCUMENT_ISSUED, document_id) as change:
        _require_sharing(session, change.db, kind, about)
        facts = KINDS[kind].facts(session, change.db, case_id, about, language, True)
        pdf = form(kind)(facts)
        document = Document(
            id=document_id,
            case_id=case_id,
            kind=kind,
            about=about,
            language=language,
            pages=_pages(pdf),
            sha256=hashlib.sha256(pdf).hexdigest(),
            issued_by=session.user.id,
            issued_at=change.at,
        )
        store.put(change.db, document, pdf)
        change.send("document", document.id, 1, document, case_id)
    return document


def _require_sharing(session: Session, db: Connection, kind: str, about: str) -> None:
    """A letter is a sharing each time it leaves: issued, printed or saved outside."""
    use = _SHARED_BY.get(kind)
    if use is None:
        return
    referral = referrals_store.get(db, about)
    case = cases_store.get(db, referral.case_id) if referral else None
    provider = referrals_store.provider(db, referral.provider_id) if referral else None
    if case is None or provider is None:
        raise NotFound(_("This referral is not in the vault any more."))
    require(db, case.person_id, use, session.today(), provider.id, provider.name)


_SHARED_BY = {"referral_letter": Use.REFER, "referral_answer": Use.ANSWER}
"""The papers that a service gets, and what is done with what the person told."""


def consent_form_to_sign(session: Session, person_id: str, language: str) -> bytes:
    """The consent form to be signed, with what was answered until now; also without a case.

    Nothing is kept but a line in the audit log. Raises NotFound.
    """
    with session.act(Act.DOCUMENT_PREVIEWED, person_id) as change:
        facts = gather_consent.form_to_sign(session, change.db, person_id, language)
    return form("consent_form")(facts)


def note_consent_form_printed(session: Session, person_id: str) -> None:
    """The consent form went to a printer."""
    with session.act(Act.CONSENT_PRINTED, person_id):
        pass


def custody_sheet(session: Session, groups: tuple[str, ...], number: str, language: str) -> bytes:
    """The recovery key as a PDF to print. It is in nobody's hands but the caller's: not kept, not
    in the outbox, not on the disk."""
    session.require(Act.RECOVERY_MADE)
    facts = gather.custody_sheet(session, groups, number, language)
    return form("custody_sheet")(facts)


def conference_paper(session: Session, kind: str, conference_id: str, language: str) -> bytes:
    """The agenda or the minutes of a conference as a PDF to print: made again each time from what
    is kept, and a preview as long as the minutes are not closed. Raises NotFound."""
    session.require(Act.CONFERENCE_PRINTED)
    with session.read() as db:
        facts = gather_grant.conference(session, db, conference_id, kind, language)
    return form(kind)(facts)


def note_conference_printed(session: Session, conference_id: str) -> None:
    """The agenda or the minutes went to a printer."""
    with session.act(Act.CONFERENCE_PRINTED, conference_id):
        pass


def child_paper(session: Session, kind: str, entry_id: str, language: str) -> bytes:
    """The best-interests sheet or the request to the counterpart as a PDF to print.

    Made again each time and never kept. What is sealed is opened for it, which the log notes.
    Raises NotFound; NotAllowed if the counterpart may not know of the child any more.
    """
    session.require(Act.CHILD_PRINTED)
    is_sealed = kind == "best_interests_sheet"
    words = read_words(session, entry_id) if is_sealed else Words()
    with session.read() as db:
        facts = gather_children.PAPERS[kind](session, db, entry_id, language, words)
    return form(kind)(facts)


def note_child_paper_printed(session: Session, entry_id: str) -> None:
    """A paper about a child went to a printer."""
    with session.act(Act.CHILD_PRINTED, entry_id):
        pass


BLANKS = tuple(blanks.BLANKS)
"""Forms that can be printed empty, to be filled in by hand on days without power."""

OF_A_GRANT = (
    "grant_request", "quotes_comparison", "engagement_contract", "cash_receipt",
    "handover_certificate", "conference_agenda", "conference_minutes", "return_undertaking",
)  # fmt: skip
"""Those among them that belong to the board of grants."""

OF_A_FOLLOW_UP = ("followup_visit", "closure_note")
"""Those that belong to the follow-ups."""

OF_A_REFERRAL = ("referral_letter", "referral_answer")
"""Those that belong to the referrals."""


def blank_form(session: Session, kind: str, language: str) -> bytes:
    """An empty form as a PDF; nothing is kept, for there is nothing in it."""
    session.require(Act.DOCUMENT_PREVIEWED)
    return form(kind)(blanks.blank(session, kind, language))


def blank_set(session: Session, language: str) -> bytes:
    """All of ``BLANKS`` one after the other, to be printed at once before the power is gone."""
    session.require(Act.DOCUMENT_PREVIEWED)
    joined: Callable[[list[bytes]], bytes] = importlib.import_module(
        "intake_app.documents.pdf_file"
    ).joined
    return joined([blank_form(session, kind, language) for kind in BLANKS])


def blank_questionnaire(session: Session, instrument_id: str, language: str) -> bytes:
    """A questionnaire of the office as an empty form; nothing is kept. Raises NotFound."""
    session.require(Act.DOCUMENT_PREVIEWED)
    with session.read() as db:
        facts = gather_surveys.blank_questionnaire(session, db, instrument_id, language)
    return form("survey_answers")(facts)


def _pages(pdf: bytes) -> int:
    """How many pages a finished PDF has, counted by another library than the one that wrote it."""
    pdfium = importlib.import_module("pypdfium2")
    pages = pdfium.PdfDocument(pdf)
    try:
        return len(pages)
    finally:
        pages.close()


def documents_of(session: Session, case_id: str) -> list[Document]:
    """The case's issued papers, the newest first."""
    with session.read() as db:
        return store.of_case(db, case_id)


def pdf_of(session: Session, document_id: str) -> bytes:
    """The pages of an issued paper; that somebody looked is written in the audit log."""
    with session.act(Act.DOCUMENT_VIEWED, document_id) as change:
        pdf = store.pdf_of(change.db, document_id)
        if pdf is None:
            raise NotFound(_("This paper is not in the vault any more."))
    return pdf


def pdf_to_print(session: Session, document_id: str) -> bytes:
    """The pages of an issued paper that goes to the printer, noted as one that was looked at.

    Raises NotAllowed for a letter to a service that may not know of the person any more.
    """
    with session.read() as db:
        document = store.get(db, document_id)
        if document is not None:
            _require_sharing(session, db, document.kind, document.about)
    return pdf_of(session, document_id)


def note_printed(session: Session, document_id: str) -> int:
    """Write a printed copy into the register; returns its number, counting from 1."""
    with session.act(Act.DOCUMENT_PRINTED, document_id) as change:
        document = store.get(change.db, document_id)
        if document is None:
            raise NotFound(_("This paper is not in the vault any more."))
        _require_sharing(session, change.db, document.kind, document.about)
        return store.put_print(change.db, new_id(), document_id, session.user.id, change.at)


def export_document(session: Session, document_id: str, path: Path) -> None:
    """Save a paper as a plain file outside the vault: an act of its own, for supervisors.

    Raises NotFound, NotAllowed, and StorageFull if the file cannot be written.
    """

    def content(db: Connection) -> bytes:
        document, pdf = store.get(db, document_id), store.pdf_of(db, document_id)
        if document is None or pdf is None:
            raise NotFound(_("This paper is not in the vault any more."))
        _require_sharing(session, db, document.kind, document.about)
        return pdf

    outside.export(session, Act.DOCUMENT_EXPORTED, document_id, path, content)
