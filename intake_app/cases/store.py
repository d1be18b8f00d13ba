"""Cases and consents as rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from intake_app.cases.consent import Consent, GivenHow, LegalBasis, Purpose, Shareable
from intake_app.cases.decision import Decision, Verdict
from intake_app.cases.model import CaseFile, Stage
from intake_app.cases.refusal import No, Refusal
from intake_app.vault.db import Connection, Row

_CASE = (
    "id, revision, number, year, sequence, person_id, homecoming_id, pack, pack_version, stage,"
    " counsellor, opened_on, opened_by, owner, epoch, funds, plan_until, plan_until_reason"
)
_CONSENT = (
    "id, revision, person_id, purpose, recipient_id, legal_basis, basis_reason, given_how,"
    " witness, language, interpreter, text_version, withhold, withheld, given_on,"
    " taken_by, withdrawn_on, withdrawal_reason"
)
_REFUSAL = (
    "id, revision, person_id, purpose, recipient_id, answer, language, interpreter, text_version,"
    " said, refused_on, asked_by"
)
_DECISION = (
    "id, kind, record_id, revision, verdict, reason, content_hash, decided_by, decided_at,"
    " public_key, signature"
)


def put(db: Connection, case: CaseFile) -> None:
    """Insert a case, or update what can change: not its number, person or return."""
    db.execute(
        f"INSERT INTO case_file ({_CASE})"
        " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
        " ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, stage = excluded.stage,"
        " counsellor = excluded.counsellor, owner = excluded.owner, epoch = excluded.epoch,"
        " funds = excluded.funds, plan_until = excluded.plan_until,"
        " plan_until_reason = excluded.plan_until_reason",
        (
            case.id, case.revision, case.number, case.year, case.sequence, case.person_id,
            case.homecoming_id, case.pack, case.pack_version, case.stage.value, case.counsellor,
            case.opened_on.isoformat(), case.opened_by, case.owner, case.epoch,
            " ".join(case.funds), case.plan_until.isoformat() if case.plan_until else None,
            case.plan_until_reason,
        ),
    )  # fmt: skip


def get(db: Connection, case_id: str) -> CaseFile | None:
    """A case by its id."""
    row = db.execute(f"SELECT {_CASE} FROM case_file WHERE id = ?", (case_id,)).fetchone()
    return _case(row) if row else None


def number_and_name(db: Connection, case_id: str) -> tuple[str, str]:
    """The number of a case and the name as lists show it; two empty texts if it is gone."""
    row = db.execute(
        "SELECT number, family_name, given_names FROM case_file"
        " JOIN person ON person.id = case_file.person_id WHERE case_file.id = ?",
        (case_id,),
    ).fetchone()
    return (row[0], f"{row[1].upper()} {row[2]}".strip()) if row else ("", "")


def of_person(db: Connection, person_id: str) -> list[CaseFile]:
    """A person's cases, the newest first."""
    return _cases(
        db.execute(
            f"SELECT {_CASE} FROM case_file WHERE person_id = ? ORDER BY rowid DESC",
            (person_id,),
        )
    )


def next_sequence(db: Connection, year: int) -> int:
    """The next free number of the year, starting at 1; one of an erased case is not free."""
    row = db.execute(
        "SELECT max(sequence) FROM (SELECT sequence FROM case_file WHERE year = :year"
        " UNION ALL SELECT sequence FROM last_sequence WHERE year = :year)",
        {"year": year},
    ).fetchone()
    return int(row[0] or 0) + 1


def _cases(rows: Iterable[Row]) -> list[CaseFile]:
    return [_case(row) for row in rows]


def _case(row: Row) -> CaseFile:
    return CaseFile(
        **{
            **dict(row),
            "stage": Stage(row["stage"]),
            "opened_on": date.fromisoformat(row["opened_on"]),
            "funds": tuple(row["funds"].split()),
            "plan_until": date.fromisoformat(row["plan_until"]) if row["plan_until"] else None,
        }
    )


def put_consent(db: Connection, consent: Consent) -> None:
    """Insert a consent, or write its withdrawal."""
    db.execute(
        f"INSERT INTO consent ({_CONSENT})"
        " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
        " ON CONFLICT (id) DO UPDATE SET revision = excluded.revision,"
        " withdrawn_on = excluded.withdrawn_on,"
        " withdrawal_reason = excluded.withdrawal_reason",
        (
            consent.id, consent.revision, consent.person_id, consent.purpose.value,
            consent.recipient_id, consent.legal_basis.value, consent.basis_reason,
            consent.given_how.value, consent.witness, consent.language, consent.interpreter,
            consent.text_version, consent.withhold, " ".join(consent.withheld),
            consent.given_on.isoformat(),
            consent.taken_by,
            consent.withdrawn_on.isoformat() if consent.withdrawn_on else None,
            consent.withdrawal_reason,
        ),
    )  # fmt: skip


def consent(db: Connection, consent_id: str) -> Consent | None:
    """One consent by its id."""
    row = db.execute(f"SELECT {_CONSENT} FROM consent WHERE id = ?", (consent_id,)).fetchone()
    return _consent(row) if row else None


def consents_of(db: Connection, person_id: str) -> list[Consent]:
    """A person's consents, the newest first."""
    rows = db.execute(
        f"SELECT {_CONSENT} FROM consent WHERE person_id = ? ORDER BY given_on DESC, rowid DESC",
        (person_id,),
    )
    return [_consent(row) for row in rows]


def _consent(row: Row) -> Consent:
    withdrawn = row["withdrawn_on"]
    return Consent(
        **{
            **dict(row),
            "purpose": Purpose(row["purpose"]),
            "legal_basis": LegalBasis(row["legal_basis"]),
            "given_how": GivenHow(row["given_how"]),
            "withheld": tuple(Shareable(code) for code in row["withheld"].split()),
            "given_on": date.fromisoformat(row["given_on"]),
            "withdrawn_on": date.fromisoformat(withdrawn) if withdrawn else None,
        }
    )


def put_refusal(db: Connection, refusal: Refusal) -> None:
    """Write a refusal; a trigger refuses any later change."""
    db.execute(
        f"INSERT INTO refusal ({_REFUSAL}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            refusal.id, refusal.revision, refusal.person_id, refusal.purpose.value,
            refusal.recipient_id, refusal.answer.value, refusal.language, refusal.interpreter,
            refusal.text_version, refusal.said, refusal.refused_on.isoformat(), refusal.asked_by,
        ),
    )  # fmt: skip


def refusal(db: Connection, refusal_id: str) -> Refusal | None:
    """One refusal by its id."""
    row = db.execute(f"SELECT {_REFUSAL} FROM refusal WHERE id = ?", (refusal_id,)).fetchone()
    return _refusal(row) if row else None


def refusals_of(db: Connection, person_id: str) -> list[Refusal]:
    """A person's refusals, the newest first."""
    rows = db.execute(
        f"SELECT {_REFUSAL} FROM refusal WHERE person_id = ? ORDER BY refused_on DESC, rowid DESC",
        (person_id,),
    )
    return [_refusal(row) for row in rows]


def _refusal(row: Row) -> Refusal:
    return Refusal(
        **{
            **dict(row),
            "purpose": Purpose(row["purpose"]),
            "answer": No(row["answer"]),
            "refused_on": date.fromisoformat(row["refused_on"]),
        }
    )


def persons_with_a_no(db: Connection, purpose: Purpose) -> set[str]:
    """The ids of all persons who ever refused this purpose or took a consent to it back."""
    rows = db.execute(
        "SELECT person_id FROM refusal WHERE purpose = :purpose"
        " UNION SELECT person_id FROM consent WHERE purpose = :purpose"
        " AND withdrawn_on IS NOT NULL",
        {"purpose": purpose.value},
    )
    return {row[0] for row in rows}


def put_decision(db: Connection, decision: Decision) -> None:
    """Write a decision; a trigger refuses any later change."""
    db.execute(
        "INSERT INTO decision (id, kind, record_id, revision, verdict, reason, content_hash,"
        " decided_by, decided_at, public_key, signature) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
        (
            decision.id, decision.kind, decision.record_id, decision.revision,
            decision.verdict.value, decision.reason, decision.content_hash, decision.decided_by,
            decision.decided_at, decision.public_key, decision.signature,
        ),
    )  # fmt: skip


def decisions_about(db: Connection, record_id: str) -> list[Decision]:
    """All decisions about one record, the latest first."""
    rows = db.execute(
        f"SELECT {_DECISION} FROM decision WHERE record_id = ?"
        " ORDER BY decided_at DESC, rowid DESC",
        (record_id,),
    )
    return [_decision(row) for row in rows]


def decision(db: Connection, decision_id: str) -> Decision | None:
    """One decision by its id."""
    row = db.execute(f"SELECT {_DECISION} FROM decision WHERE id = ?", (decision_id,)).fetchone()
    return _decision(row) if row else None


def _decision(row: Row) -> Decision:
    return Decision(**{**dict(row), "verdict": Verdict(row["verdict"])})
