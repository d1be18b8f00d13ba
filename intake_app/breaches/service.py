"""Writing the breach log, finding whose data a lost thing held, and printing a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from intake_app.acts import Act
from intake_app.breaches import store
from intake_app.breaches.model import Breach, BreachKind
from intake_app.breaches.store import PrintedPaper
from intake_app.documents import service as documents
from intake_app.documents.duty_facts import BreachFacts, BreachVersionFacts, Rows
from intake_app.documents.gather import loose_heading
from intake_app.errors import NotFound, StaleRecord
from intake_app.formats import format_date, format_number
from intake_app.i18n import _, texts
from intake_app.session import Session
from intake_app.users import store as users_store
from intake_app.values import clean_text, new_id
from intake_app.words import word

__all__ = [
    "Breach", "BreachKind", "LogEntry", "PrintedPaper", "breaches", "new_breach",
    "note_report_printed", "persons_concerned", "print_register", "record_breach", "report",
]  # fmt: skip


@dataclass(frozen=True)
class LogEntry:
    """An entry as it stands now, with the name of who wrote it."""

    breach: Breach
    who: str


def breaches(session: Session) -> list[LogEntry]:
    """All entries, the newest first. Raises NotAllowed."""
    session.require(Act.BREACH_RECORDED)
    with session.read() as db:
        names = users_store.names(db)
        return [LogEntry(one, names.get(one.written_by, "")) for one in store.newest(db)]


def print_register(session: Session) -> list[PrintedPaper]:
    """The newest printed papers, to tell which one was lost. Raises NotAllowed."""
    session.require(Act.BREACH_RECORDED)
    with session.read() as db:
        return store.last_prints(db)


def persons_concerned(
    session: Session, has_vault: bool, batches: Sequence[int], prints: Sequence[str]
) -> int:
    """How many people the vault, these batches and these papers are about. Raises NotAllowed."""
    session.require(Act.BREACH_RECORDED)
    with session.read() as db:
        return store.count_persons(db, has_vault, batches, prints)


def new_breach(session: Session, kind: BreachKind) -> Breach:
    """An entry that is not written yet."""
    return Breach(new_id(), kind, session.today(), session.today(), "")


def record_breach(session: Session, breach: Breach) -> Breach:
    """Write an entry, or what is known by now about an older one: every state stays.

    Raises InvalidInput, StaleRecord if somebody wrote a newer state since it was read.
    """
    session.require(Act.BREACH_RECORDED)
    breach = replace(
        breach,
        what=clean_text(breach.what),
        measures=clean_text(breach.measures),
        notified=clean_text(breach.notified),
    )
    breach.check(session.today())
    with session.act(Act.BREACH_RECORDED, breach.id) as change:
        before = store.versions(change.db, breach.id)
        if (before[0].revision if before else 0) != breach.revision:
            raise StaleRecord(
                _("A colleague has changed this entry meanwhile. Open it again, then type again.")
            )
        saved = replace(
            breach,
            number=before[0].number if before else store.next_number(change.db),
            revision=breach.revision + 1,
            written_by=session.user.id,
            written_at=change.at,
        )
        store.put(change.db, saved)
    return saved


# ---------------------------------------------------------------------------- on paper


def report(session: Session, breach_id: str, language: str) -> bytes:
    """The entry with its whole history as a PDF; nothing is kept. Raises NotAllowed, NotFound."""
    session.require(Act.BREACH_PRINTED)
    with session.read() as db:
        found, names = store.versions(db, breach_id), users_store.names(db)
    if not found:
        raise NotFound(_("This entry is not in the vault."))
    facts = BreachFacts(
        heading=loose_heading(session, f"{session.office.code}-B{found[0].number}", language),
        number=found[0].number,
        versions=tuple(_version(one, names, language) for one in found),
    )
    return documents.form("breach_report")(facts)


def note_report_printed(session: Session, breach_id: str) -> None:
    """The report went to a printer."""
    with session.act(Act.BREACH_PRINTED, breach_id):
        pass


def _version(one: Breach, names: dict[str, str], language: str) -> BreachVersionFacts:
    at = datetime.fromisoformat(one.written_at).astimezone()
    who = names.get(one.written_by, one.written_by)
    return BreachVersionFacts(one.revision, who, at, _rows(one, language))


def _rows(one: Breach, language: str) -> Rows:
    _ = texts(language).gettext
    whole = _("The whole vault, encrypted") if one.has_vault else ""
    batches = ", ".join(str(number) for number in one.batches)
    rows = (
        (_("Kind"), word("breach", one.kind, language)),
        (_("Happened on"), format_date(one.happened_on, language)),
        (_("Noticed on"), format_date(one.noticed_on, language)),
        (_("The incident"), one.what),
        (_("What it held"), whole),
        (_("Encrypted batches on it"), batches),
        (_("Printed papers"), format_number(len(one.prints), language) if one.prints else ""),
        (_("People concerned"), format_number(one.persons, language)),
        (_("What was done"), one.measures),
        (_("Who was told, and when"), one.notified),
    )
    return tuple(row for row in rows if row[1])
